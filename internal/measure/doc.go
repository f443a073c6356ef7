// Package measure is what a running program tells its operator (số đo): the id of a
// request (mã sự cố), which stands in every line that the machine's log has of it, in
// its answer, and on the page of a failure, so that a person can say which; and the
// numbers of its work (Metrics), which Prometheus reads.
//
// The labels of the numbers are few and known beforehand: the pattern of a route, a
// method, the class of a status, a kind of transaction. Of a context that is Unmeasured,
// as a voter's requests in a secret ballot are, nothing is counted, timed or logged:
// somebody who reads the numbers every few seconds would learn when a paper was cast.
//
// What never happens: an id that says who asked, or that is taken as it comes from
// who is not trusted; an account, a unit, an address or what somebody typed in a number
// or its labels.
package measure
