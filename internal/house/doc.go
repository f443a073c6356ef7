// Package house holds the rules of this code base as tests.
//
// The rooms and their order are read from ARCHITECTURE.md, so that the map
// cannot rot: a package may import only rooms above its own; HTTP and SQL stay
// where they belong; every use case asks for its right and writes its record;
// files and functions stay readable. Each rule is first proved to fail on a
// small sample that breaks it. There is no product code here.
package house
