// Package help is trợ giúp: the guides of docs/guide as the program shows them, each cut
// into its sections, and by role or by task.
//
// A guide is a file of Markdown: its first line is its title, its first paragraph says
// what it is for, each heading below begins a section that pages can lead to. A guide of
// a role has a table of tasks with the number of clicks that each takes from «Việc của
// tôi»; the browser's tests play the tasks by the guide's own words and count.
//
// What never happens: words of a guide that come from outside of the program; a link of
// a guide to a file that only the source code has.
package help
