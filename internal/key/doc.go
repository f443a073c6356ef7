// Package key is the keys of an installation (khóa): made on the first start,
// kept in a folder of the data folder that only the program's own user can
// read.
//
// The data key encrypts what the database keeps and must not show: identity
// numbers, secrets of second factors. What is encrypted is bound to what it is
// about, so that a value moved to another row does not open. Keys for other uses are
// derived from it and kept nowhere.
//
// What never happens: a key in the database, in a log or in a page; a new key
// made silently where one was lost, since nothing encrypted before would open.
package key
