package backup

import (
	"context"
	"encoding/base64"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// The root that is computed here is that of the Go project's own log.
func TestTheRootIsThatOfTheLog(t *testing.T) {
	var own tree
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		list := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			list[i] = stored[at]
		}
		return list, nil
	})
	for n := range int64(300) {
		want, err := tlog.TreeHash(n, reader)
		if err != nil {
			t.Fatal(err)
		}
		if got := own.root(); got != base64.StdEncoding.EncodeToString(want[:]) {
			t.Fatalf("root of %d leaves: %s", n, got)
		}
		leaf := fmt.Appendf(nil, "leaf %d", n)
		own.add(leaf)
		more, err := tlog.StoredHashes(n, leaf, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
	}
}

// A record that is not the one of its checkpoint is not backed up, and what was
// sealed is in the manifest.
func TestTheRecordIsHeldAgainstItsCheckpoint(t *testing.T) {
	onEach(t, func(t *testing.T, p place, empty func() place) {
		good := take(t, p, nil)
		size := good.Record.Size
		if size < 50 || good.Record.Root == "" || good.Record.Entries != size {
			t.Errorf("record %+v", good.Record)
		}
		if err := restoreTo(t, good.Path, empty()); err != nil {
			t.Fatal(err)
		}
		for name, change := range map[string]string{
			"a leaf changed":        `UPDATE record_entry SET leaf = '{}' WHERE seq = 3`,
			"a leaf taken out":      `DELETE FROM record_entry WHERE seq = 3`,
			"the first taken out":   `DELETE FROM record_entry WHERE seq = 0`,
			"the last taken out":    fmt.Sprintf(`DELETE FROM record_entry WHERE seq = %d`, size-1),
			"a number taken away":   `UPDATE record_entry SET seq = NULL WHERE seq = 3`,
			"two leaves changed":    `UPDATE record_entry SET leaf = (SELECT leaf FROM record_entry e WHERE e.seq = 7 - record_entry.seq) WHERE seq IN (3, 4)`,
			"a checkpoint enlarged": `UPDATE record_checkpoint SET size = size + 1`,
			"another root":          `UPDATE record_checkpoint SET root = 'AAAA'`,
		} {
			if db.EngineOf(p.dsn) == db.PostgreSQL && name != "a leaf changed" && name != "a leaf taken out" {
				continue // the rest is arithmetic, the same on both
			}
			q := empty()
			if err := restoreTo(t, good.Path, q); err != nil {
				t.Fatal(err)
			}
			sql(t, q.dsn, change)
			_, err := Take(context.Background(), Order{Data: q.data, DSN: q.dsn, To: t.TempDir(), Now: now})
			if !problem.Is(err, problem.Closed) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
