package record

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"giaouoc/internal/problem"
)

// Files are the public files of a log, by their name below /nhat-ky/.
type Files interface {
	// ReadFile returns a whole file. Its error is fs.ErrNotExist when there is
	// none, and ErrTooLong when it has more than limit bytes.
	ReadFile(name string, limit int64) ([]byte, error)
	// Widths lists the partial tiles <name>.p/<width> that lie about from
	// earlier checkpoints, where the place can list them.
	Widths(name string) ([]int, error)
}

// ErrTooLong is what Files answer for a file that is longer than any honest one.
var ErrTooLong = errors.New("the file is too long")

// Sizes that no honest file exceeds.
const (
	maxNote   = 1 << 20
	maxTile   = tileWidth * hashSize
	maxBundle = tileWidth * (2 + 1<<16)
	maxKeys   = 1 << 20
)

// Dir is a log in a folder.
type Dir string

// OpenDir finds the log in a folder: the folder itself or its nhat-ky.
func OpenDir(dir string) (Dir, error) {
	for _, d := range []string{dir, filepath.Join(dir, "nhat-ky")} {
		if _, err := os.Stat(filepath.Join(d, "checkpoint")); err == nil {
			return Dir(d), nil
		}
	}
	return "", problem.New(problem.NotFound, "Không thấy nhật ký trong %s: thư mục này, hoặc thư mục nhat-ky trong nó, phải có tệp checkpoint.", dir)
}

// ReadFile reads a file of the folder.
func (d Dir) ReadFile(name string, limit int64) ([]byte, error) {
	f, err := os.Open(filepath.Join(string(d), filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = ErrTooLong
	}
	return content, err
}

// Widths lists the partial tiles of a name.
func (d Dir) Widths(name string) ([]int, error) {
	entries, err := os.ReadDir(filepath.Join(string(d), filepath.FromSlash(name)+".p"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var widths []int
	for _, e := range entries {
		if w, err := strconv.Atoi(e.Name()); err == nil && w > 0 && w < tileWidth && strconv.Itoa(w) == e.Name() {
			widths = append(widths, w)
		}
	}
	return widths, nil
}

// tileName is the name of the n-th tile of a level, or of the n-th entry bundle:
// the number in groups of three digits, all but the last behind an x. A tile of
// fewer than 256 has its width behind .p/.
func tileName(level string, n int64, width int) string {
	number := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		number = fmt.Sprintf("x%03d/%s", n%1000, number)
	}
	name := "tile/" + level + "/" + number
	if width < tileWidth {
		name += ".p/" + strconv.Itoa(width)
	}
	return name
}

// entries is the level under which entry bundles stand.
const entries = "entries"

// readTile reads a tile of the given width. A partial tile may have made way for
// the full one that grew out of it.
func readTile(files Files, level string, n int64, width int, limit int64) (content []byte, name string, err error) {
	name = tileName(level, n, width)
	content, err = files.ReadFile(name, limit)
	if errors.Is(err, fs.ErrNotExist) && width < tileWidth {
		full := tileName(level, n, tileWidth)
		if content, err = files.ReadFile(full, limit); err == nil {
			return content, full, nil
		}
	}
	if err != nil {
		return nil, name, unreadable(name, err)
	}
	return content, name, nil
}

// wrong says what is wrong with a log, for the person who checks it.
func wrong(format string, args ...any) error {
	return problem.New(problem.Invalid, "SAI: %s.", fmt.Sprintf(format, args...))
}

// unreadable tells a file that is missing, which is wrong, from one that could
// not be read this time, which proves nothing.
func unreadable(name string, err error) error {
	switch {
	case problem.All(err) != nil || errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return wrong("thiếu tệp %s", name)
	case errors.Is(err, ErrTooLong):
		return wrong("tệp %s dài quá, không phải tệp của một nhật ký", name)
	}
	return problem.New(problem.Invalid, "KHÔNG KIỂM ĐƯỢC: không đọc được tệp %s (%v); hãy thử lại.", name, err)
}

// printable leaves nothing in a foreign text that could steer a terminal or
// begin a line of its own.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if strconv.IsPrint(r) {
			return r
		}
		return '�'
	}, text)
}
