package pages

import (
	"net/url"
	"strconv"
	"strings"
)

// mailWords is a text as part of an address, with spaces that mail programs read.
func mailWords(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// sizeOf is the size of a file in words.
func sizeOf(bytes int64) string {
	if bytes < 1<<20 {
		return strconv.FormatInt(max(bytes>>10, 1), 10) + " KB"
	}
	return strings.Replace(strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64), ".", ",", 1) + " MB"
}
