//go:build unix

package disk

import "golang.org/x/sys/unix"

// SpaceAt tells the room on the disk that holds a folder.
func SpaceAt(dir string) (Space, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return Space{}, err
	}
	block := int64(s.Bsize)
	return Space{Free: int64(s.Bavail) * block, Whole: int64(s.Blocks) * block}, nil
}
