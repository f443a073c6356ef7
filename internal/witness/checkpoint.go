package witness

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// checkpoint is the text of a C2SP checkpoint.
type checkpoint struct {
	origin string
	tlog.Tree
}

var errCheckpoint = errors.New("malformed checkpoint")

func parseCheckpoint(text string) (checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[len(lines)-1] != "" {
		return checkpoint{}, errCheckpoint
	}
	for _, line := range lines[:len(lines)-1] {
		if line == "" {
			return checkpoint{}, errCheckpoint
		}
	}
	size, ok := parseSize(lines[1])
	root, err := parseHash(lines[2])
	if !ok || err != nil {
		return checkpoint{}, errCheckpoint
	}
	return checkpoint{lines[0], tlog.Tree{N: size, Hash: root}}, nil
}

// parseSize reads a decimal without a sign or leading zeroes.
func parseSize(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n >= 0 && strconv.FormatInt(n, 10) == text
}

func parseHash(text string) (tlog.Hash, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != tlog.HashSize || strings.ContainsAny(text, "\r\n") {
		return tlog.Hash{}, errors.New("malformed hash")
	}
	return tlog.Hash(raw), nil
}
