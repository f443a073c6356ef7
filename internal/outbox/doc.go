// Package outbox holds effects on the world until they are carried out.
//
// An effect (việc gửi đi) is written in the transaction of the act that asks for
// it, and a worker carries it out afterwards; today every effect is a mail. It
// waits, and is sent, or failed, or was withdrawn because what it was about had
// passed or it expired. A worker takes an effect by a lease, so that several
// machines on one database share the work, and tries again at growing intervals,
// for two days at most. What failed keeps its letter for a week, or until it expires:
// an administrator may have it sent again.
//
// An effect is carried out at least once: a machine that dies between the
// server's answer and its own note of it sends again, with the same Message-ID,
// by which the receiver's server or program knows the two for one.
//
// What never happens: a mail for an act that was rolled back; an effect lost
// because the program was killed; a try without an end; a line break or a second
// address in a header; a mail without its way to the settings of the person, or a
// picture or link in it that tells who has opened it.
package outbox
