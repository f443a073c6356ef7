// Package receipt is how somebody without account finds again what was sent (biên
// nhận): a code that is shown once, and how much may come from one address in a day.
//
// A code is 16 letters and digits, 80 bits that nobody can guess. It is kept as its
// SHA-256 alone. Of an address only a keyed mark of the day is kept, beside a count;
// marks of earlier days are erased when the next one is counted.
//
// What never happens: a code in the database; an address in the database; the same
// address recognised on another day.
//
// Served: Law 91/2025/QH15 on personal data, which asks for no more than is needed.
package receipt
