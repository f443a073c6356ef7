package disk

import "golang.org/x/sys/windows"

// SpaceAt tells the room on the disk that holds a folder.
func SpaceAt(dir string) (Space, error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return Space{}, err
	}
	var free, whole uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, &whole, nil); err != nil {
		return Space{}, err
	}
	return Space{Free: int64(free), Whole: int64(whole)}, nil
}
