package disk

// Space is the room on the disk that holds a folder, in bytes.
type Space struct {
	Free  int64 // that this program may still write
	Whole int64
}
