// Package jobs is what the program does by itself.
//
// One table says in a sentence what each job does, and how often. A job that must
// not run twice at the same time takes a lock in the database, so that of several
// machines on one database one does it; the lock of a machine that died ends by
// itself. A job may be killed at any moment and is run again: each does its work
// in small transactions and finds what is left.
//
// What never happens: an error or a panic of one job that stops another; a job
// that waits for a person; a lock without an end.
package jobs
