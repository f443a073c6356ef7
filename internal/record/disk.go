package record

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// step comes before each step of writing files; tests make steps fail.
var step = func(_, _ string) error { return nil }

// file is a file of the log, by its path in the log's folder.
type file struct {
	path    string
	content []byte
}

// write puts files in their places so that each is either whole or not there, and
// all of them last through a power cut once write returns nil.
func write(dir string, files ...file) error {
	var folders []string
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.path))
		made, err := makeFolder(filepath.Dir(path))
		if err != nil {
			return fmt.Errorf("write %s: %w", f.path, err)
		}
		folders = append(folders, made...)
		if err := replace(dir, path, f.content); err != nil {
			return fmt.Errorf("write %s: %w", f.path, err)
		}
		folders = append(folders, filepath.Dir(path))
	}
	slices.Sort(folders)
	for _, folder := range slices.Compact(folders) {
		if err := syncFolder(folder); err != nil {
			return fmt.Errorf("sync %s: %w", folder, err)
		}
	}
	return nil
}

// makeFolder makes a folder and those above it that are missing, and returns the
// folders that have a new name in them.
func makeFolder(folder string) ([]string, error) {
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		return nil, nil
	}
	above := filepath.Dir(folder)
	changed, err := makeFolder(above)
	if err != nil {
		return nil, err
	}
	if err := step("mkdir", folder); err != nil {
		return nil, err
	}
	if err := os.Mkdir(folder, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	return append(changed, above), nil
}

// fresh is the name that files bear before they are whole.
const fresh = ".moi-"

func replace(dir, path string, content []byte) error {
	if err := step("create", path); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, fresh+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err = step("write", path); err == nil {
		_, err = f.Write(content)
	}
	if err == nil {
		err = step("sync", path)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := step("rename", path); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// syncFolder makes new names in a folder last; Windows has no such call.
func syncFolder(folder string) error {
	if err := step("sync folder", folder); err != nil {
		return err
	}
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// sweep removes what a run that was killed left half written.
func sweep(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, fresh+"*"))
	if err != nil {
		return err
	}
	for _, path := range left {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}
