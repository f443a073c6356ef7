// Package record is the nhật ký: for each act one entry, written in the same
// transaction as the change, never altered afterwards, and sealed into a log
// that anyone can check.
//
// An entry (mục nhật ký) has three parts. The leaf (lá) is what the public log
// carries: the moment, the act, the kind and id of the object, the unit, the
// role, and two salted hashes. The first is over who: account, name, position.
// The second is over what: before, after, why. Each text is kept beside the leaf
// with its salt. Erasing a person's data destroys text and salt; the leaf stays,
// so that every proof over it still verifies.
//
// The leaf is compact JSON with the keys in the order of the type Leaf, NFC,
// UTF-8. Its hash in the log is SHA-256 over a zero byte and the leaf (RFC
// 6962). Leaves of form 1 hash who and what as one text.
//
// The role of a leaf is the one that allowed the act on its scope. An act that
// needs no role (access.OwnActs) has the word "self", or, where an administrator
// does it to another's account in the course of an invitation or a recovery, the
// role that allows that. It is empty for nobody: a visitor, or the program by
// itself. What the signed-in do with neither is refused.
//
// States of an entry: written in its act's transaction without a number, then
// numbered and sealed (niêm phong) within a second by the Log, which signs a
// checkpoint (điểm niêm phong) over all leaves so far. The database is the truth:
// the files of the log (C2SP tlog-tiles) are a function of it, completed or
// rebuilt at every start. docs/decisions/0010-record.md says why.
//
// What never happens: a name, a free text or a figure in a leaf; a number given
// twice or left out; a checkpoint that contradicts one that was published: where
// the files say more than the database, the program refuses to start. Nor a text
// that bears a mark of state secrecy: the act that brings one is refused here,
// whatever its use case has looked at.
package record
