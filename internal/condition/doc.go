// Package condition says how an installation is (tình trạng): one list of facts, each
// good, worth a look, or broken, in a sentence that says what stands there and, where it
// is not good, what to do. The page of the administration, giaouoc check and the numbers
// for Prometheus are read from it, so that the three never say different things.
//
// Quick looks at what a running program can tell within a moment; Whole reads everything
// there is to read: each page of the database, each leaf of the record, each stored file.
// Both only read, and a server may run meanwhile.
//
// What never happens: a fact that is good because it could not be looked at; a change of
// what is looked at; a key, a password, the name of a person or what somebody typed in a
// fact.
package condition
