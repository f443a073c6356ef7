// Package search is tra cứu: what was published is found again by its words, without
// marks or case.
//
// An entry (mục tra cứu) is one published thing: its kind, a title, a detail, the
// address of its page and its day. Who publishes or decides puts it in the same
// transaction, and removes it when it is annulled or withdrawn. It is found by all
// its words, of which the last may be a beginning; those in which the words of the
// title stand beside each other come first, and among equals the newest.
//
// An entry has a place: a number in which its day comes first, so that larger is
// newer. For each word there is a list of places in order (search_post), so the
// newest entries with a common word are the end of its list and nothing is sorted;
// of several words the list of the rarest is walked and the others are asked for
// each place, up to a bound. The same two tables serve SQLite and PostgreSQL: the
// full-text indexes of both were considered and left, because that of PostgreSQL
// has no order and sorts every entry with a common word, and because tables that
// are nothing but tables are carried by a backup without being built again.
//
// What never happens: an entry of what is not public; more of a person than the
// decision publishes; an answer that grows with what somebody types; a cut that is
// not said.
//
// Served: Law 06/2022/QH15, Article 5 (công khai).
package search
