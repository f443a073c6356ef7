// Package waiting says what waits for a person, and reminds.
//
// A task (việc đang chờ) is one piece of work that a person can do now, with the
// day by which it is due. The list is derived from what each word of the field
// says of its own state and from the reminders of the year; it is kept nowhere.
// The page "Việc của tôi", the reminders, the digest and the calendar are all made
// from this one list.
//
// What is kept is only what has been told: one row for each task and person, with
// the nearest step before the deadline that the person was reminded of. The row
// goes when the task does, and the notices of it settle: a reminder stops because
// the work is in, and a letter that still waits for the mail server is withdrawn.
//
// What never happens: a reminder of work that is in; the same step told twice; a
// step told in the night; a task that the person has no right to.
package waiting
