package receipt

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
)

// Count counts one sending of an address into a room of the portal, and refuses what
// goes over the most of a day. An address that is not known is not counted.
//
// Within: a public use case, in whose transaction the count stands or falls.
func Count(tx *db.Tx, ring *key.Ring, room, address string, most int) error {
	if address == "" {
		return nil
	}
	day := tx.Today().String()
	if err := dropBefore(tx, day); err != nil {
		return fmt.Errorf("erase marks before %s: %w", day, err)
	}
	mark, err := markOf(ring, address, room+"/"+day)
	if err != nil {
		return err
	}
	n, err := countOf(tx, day, room, mark)
	if err != nil {
		return fmt.Errorf("read count of room %s: %w", room, err)
	}
	if n >= most {
		return problem.New(problem.TooSoon, "Hôm nay đã nhận %d lần gửi từ địa chỉ mạng này. Gửi tiếp vào ngày mai, hoặc gửi đến cơ quan bằng thư, trực tiếp.", n)
	}
	if err := addOne(tx, day, room, mark); err != nil {
		return fmt.Errorf("count in room %s: %w", room, err)
	}
	return nil
}

// markOf is an address made unreadable: known again for the same purpose, and nothing
// that anybody without the keys of the installation can try addresses against.
func markOf(ring *key.Ring, address, purpose string) (string, error) {
	secret, err := ring.Derive("receipt/" + purpose)
	if err != nil {
		return "", fmt.Errorf("derive key of marks: %w", err)
	}
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(address))
	return hex.EncodeToString(h.Sum(nil)), nil
}
