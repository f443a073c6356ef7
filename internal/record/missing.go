package record

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
)

// mostMissing bounds how many numbers Missing names.
const mostMissing = 5

// Missing counts the sealed entries that are no more in the database though their
// leaves are in the log, and names the first numbers that are gone: somebody has
// taken rows out behind the program's back. What was lost with a whole database
// and taken up again (Rejoin) is not missing.
//
// Read: requires the right to read all of the record.
func Missing(tx *db.Tx) (n int64, first []int64, err error) {
	if err := access.Require(tx, access.RecordRead, access.Scope{}); err != nil {
		return 0, nil, err
	}
	last, there, err := newest(tx)
	if err != nil || !there {
		return 0, nil, err
	}
	rows, err := countSealed(tx)
	if err != nil {
		return 0, nil, fmt.Errorf("count sealed entries: %w", err)
	}
	if n = last.Size - rows; n <= 0 {
		return 0, nil, nil
	}
	if first, err = missingFrom(tx, last.Size, mostMissing); err != nil {
		return n, nil, fmt.Errorf("find missing entries: %w", err)
	}
	return n, first, nil
}
