// Package bench measures what the program promises of itself: start, pages,
// size and memory. The benchmarks run on demand (make bench); no test depends on
// a time. The last results stand in RESULTS.md with the machine.
package bench
