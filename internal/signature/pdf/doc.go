// Package pdf reads as much of a PDF as signing and checking need, and appends
// revisions to it. It never rewrites a byte that is already there: a change is an
// incremental update, in the kind of cross-reference section that the file has.
//
// What is read may be hostile. Depth, objects, inflated bytes and sections are
// bounded, every loop of references ends, and what cannot be read is an error or nil.
//
// What never happens: a guess at a damaged file. Where the table of references does
// not say where an object is, there is no such object.
package pdf
