// Package challenge is the puzzle (câu đố chống gửi tự động) that stands before what
// anybody may send from a public page. No outside service has a part in it.
//
// A puzzle is solved in one of two ways. A script of ours looks for a number whose
// SHA-256 with the puzzle's salt is known, which takes an old telephone about a second.
// Or, without script, the reader answers a question in plain Vietnamese: a sum, a
// sequence, a day of the week. Both follow from the salt by a key that only this
// installation has; what the page shows is a token signed by that key. The token says
// until when it holds, is bound to one topic, such as "comment:year:ID", and is good
// once: also a wrong answer uses it up, so that a question cannot be guessed by trying.
// The more puzzles were used within the last minutes, the more work a new one asks.
//
// A puzzle makes sending in masses dear; it cannot tell a person from a patient program,
// which is why what is sent also waits for a moderator and is limited by address.
//
// States of a token: issued (kept nowhere) → used (kept until it would have expired).
//
// What never happens: a request to another host; a token taken twice, for another topic
// or after it expired; an answer that can be read from the page or computed before the
// puzzle was issued; anything kept of who solved it.
package challenge
