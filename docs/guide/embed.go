// Package guide is the guides of this folder as the program shows them. The files stay
// Markdown that reads well by itself; package help makes pages of them.
package guide

import "embed"

// Files are the guides: each vai-*.md is the guide of a role, each other file of a task.
//
//go:embed *.md
var Files embed.FS
