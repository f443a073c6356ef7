// Package data is what was published, as files with their sources.
//
// units.yaml is the register of provinces and centrally run cities by date;
// five-cities.yaml is what was published about the emulation cluster of the
// centrally run cities; holidays.yaml is the days off that deadlines jump over.
// demo.yaml and practice-*.yaml are made up: a practice year and the accounts of
// the demonstration.
//
// What never happens: a value without its source, a value that was not found
// and is filled in all the same.
package data

import _ "embed"

// Units is the register of units as a bundle.
//
//go:embed units.yaml
var Units []byte

// FiveCities is the cluster of the centrally run cities as a bundle.
//
//go:embed five-cities.yaml
var FiveCities []byte

// Holidays is the calendar of days off.
//
//go:embed holidays.yaml
var Holidays []byte

// Demo is the made-up practice year and the accounts of the demonstration.
//
//go:embed demo.yaml
var Demo []byte

// File is one file with its name.
type File struct {
	Name    string
	Content []byte
}

// Demonstration is the bundles that the demonstration begins with, in the order in which
// they are loaded.
func Demonstration() []File {
	return []File{{"units.yaml", Units}, {"five-cities.yaml", FiveCities}, {"demo.yaml", Demo}}
}

// PracticeCovenant is the made-up covenant of the practice year, as it was drafted.
//
//go:embed practice-covenant.yaml
var PracticeCovenant []byte

// PracticeLaunch is what was made up as launched and directed in the practice year.
//
//go:embed practice-launch.yaml
var PracticeLaunch []byte

// PracticeFigures is the made-up figures of the first half of the practice year.
//
//go:embed practice-figures.yaml
var PracticeFigures []byte

// PracticeArticles are the articles and notices of the demonstration's portal.
//
//go:embed practice-articles.yaml
var PracticeArticles []byte
