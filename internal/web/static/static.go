// Package static is the files that pages load: style, script, fonts. They are
// part of the program and served from it. Nothing is loaded from elsewhere.
package static

import (
	"embed"
	"net/http"
)

//go:embed *.css
var files embed.FS

func Handler() http.Handler { return http.FileServerFS(files) }
