// Package load plays the work of a country at one server: readers of the portal,
// officers who fill in their marking tables, reporters who enter figures, an election
// and an import, all at the same time, over HTTP.
//
// The data are made up (số liệu minh họa): provinces, their communes in blocs of
// twenty, a year in each with a marking table, indicators and figures. They come in
// as bundles and through use cases, as an office brings them in.
//
// Everybody acts by a plan that does not wait for answers: who is answered late is
// late for the next deed too, and that wait is counted. Each figure stands beside two
// references of the same minutes: an answer without a database (/song) and one that
// asks it one question (/san-sang).
//
// go test plays some seconds of it with a small country and judges that nothing fails;
// make load plays the whole one, and what it prints goes into bench/RESULTS.md.
//
// What never happens: a test that fails because a machine is slow; a request that
// leaves this machine.
package load
