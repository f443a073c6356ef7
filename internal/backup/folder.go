package backup

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"giaouoc/internal/problem"
)

// brokenOff is a file that stands in a data folder while Restore fills it.
const brokenOff = "khoi-phuc-chua-xong.txt"

// RequireFinished refuses a data folder that a restore has begun to fill and not
// finished.
func RequireFinished(data string) error {
	if _, err := os.Lstat(filepath.Join(data, brokenOff)); err != nil {
		return nil // a folder that cannot be looked into is not opened either, with its own words
	}
	return problem.New(problem.Closed, "Lần khôi phục vào thư mục %s bị ngắt giữa chừng nên dữ liệu chưa đủ; hãy xóa thư mục ấy rồi khôi phục lại từ đầu.", data)
}

// isWhole reports whether a stored file is there and has the content of its
// name.
func isWhole(path, part string) (bool, error) {
	if !filePart.MatchString(part) {
		return false, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close() //nolint:errcheck // only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return false, err
	}
	return sum(h.Sum(nil)) == hashOf(part), nil
}

// requireEmpty refuses a folder that holds anything; one that does not exist is
// empty.
func requireEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look into the data folder: %w", err)
	}
	if len(entries) > 0 {
		return problem.New(problem.Conflict, "Thư mục %s không trống (có %s); chỉ khôi phục vào một thư mục mới hoặc trống.", dir, entries[0].Name())
	}
	return nil
}

// syncFolder makes the names in a folder last; where a folder cannot be synced,
// as on Windows, the system does it.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // nothing was written
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
