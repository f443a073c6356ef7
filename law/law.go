// Package law is the law as data: instruments, regimes, awards, the rules of each
// regime, cases that hold them, and values by date.
//
// It is written for a reader of law: README.md says each file's format. Conditions
// are in our own words; each cites its article, and says so where the text was not
// in hand. The checks that the rules choose among are in internal/rules.
//
// What never happens here: code, a rule without a citation, a citation that is not
// in its instrument's index, a number that was not found and is filled in all the
// same.
package law

import "embed"

// Files are the data.
//
//go:embed awards.yaml regimes.yaml instruments rules values dossier
var Files embed.FS

// Cases are situations with the answers that the articles give; the tests ask them.
//
//go:embed cases
var Cases embed.FS
