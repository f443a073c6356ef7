// Package disk writes files that outlast a failure of power.
//
// What never happens: a file that is neither whole nor as it was before.
package disk

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// fresh is the name that files bear before they are whole.
const fresh = ".moi-*"

// Replace writes a file that only its owner reads, and makes its folder where there is
// none. When it returns nil, the content is on disk under its name.
func Replace(path string, content []byte) error {
	dir := filepath.Dir(path)
	if err := makeDir(dir); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, fresh)
	if err != nil {
		return err
	}
	if _, err = f.Write(content); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(dir)
}

func makeDir(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return syncDir(filepath.Dir(dir))
}

// syncDir makes the names in a folder durable. Windows has no such call, and keeps
// names with their files.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
