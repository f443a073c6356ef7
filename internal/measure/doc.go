// Package measure is what a running program tells its operator (số đo): by now the
// id of a request (mã sự cố), which stands in every line that the machine's log has
// of it, in its answer, and on the page of a failure, so that a person can say which.
//
// What never happens: an id that says who asked, or that is taken as it comes from
// who is not trusted.
package measure
