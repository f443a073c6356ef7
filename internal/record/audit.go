package record

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
)

// Audit is what a check of the whole record found.
type Audit struct {
	Size    int64    // sealed entries
	Waiting int64    // entries that wait to be sealed
	Erased  int64    // sealed entries of which a part was destroyed on request
	Lost    int64    // sealed entries of which only the leaf is left
	Faults  []string // Vietnamese sentences; none when all is well
}

// mostFaults bounds the list of an audit: a database that was changed in one
// place shows it in a few.
const mostFaults = 20

func (a *Audit) fault(format string, args ...any) {
	if len(a.Faults) < mostFaults {
		a.Faults = append(a.Faults, fmt.Sprintf(format, args...))
	}
}

// AuditAll reads the whole record of a database and the files in dir: every leaf
// against every checkpoint, every text against its hash, every row against its
// leaf, every file against the database. It changes nothing, and a server may run
// meanwhile.
func AuditAll(ctx context.Context, d *db.DB, dir string) (Audit, error) {
	var a Audit
	// Read before the database, which is then at least as far.
	public, missing := os.ReadFile(filepath.Join(dir, checkpointFile))
	err := d.View(ctx, func(tx *db.Tx) error {
		last, there, err := newest(tx)
		if err != nil {
			return err
		}
		if a.Waiting, err = countAwaiting(tx); err != nil || !there {
			return err
		}
		chain, err := keyChain(tx)
		if err != nil {
			return err
		}
		known, err := verifiers(chain)
		if err != nil {
			return err
		}
		if c, err := openCheckpoint(last.Note, known); err != nil || c.Size != last.Size || c.Root != last.Root {
			a.fault("Điểm niêm phong %d mục trong cơ sở dữ liệu không mang chữ ký đúng của khóa nhật ký.", last.Size)
		}
		c, err := openCheckpoint(public, known)
		switch {
		case missing != nil:
			a.fault("Tệp %s của nhật ký công khai không đọc được.", checkpointFile)
		case err != nil:
			a.fault("Tệp %s của nhật ký công khai không mang chữ ký đúng của khóa nhật ký.", checkpointFile)
		case c.Size > last.Size:
			a.fault("Nhật ký công khai có %d mục, nhiều hơn cơ sở dữ liệu.", c.Size)
		}
		a.keys(dir, chain)
		return a.leaves(tx, last, dir, c)
	})
	return a, err
}

// keys holds the public chain of keys against the database, which may be one
// hand-over ahead for a moment.
func (a *Audit) keys(dir string, chain []keyRow) {
	content, err := os.ReadFile(filepath.Join(dir, keysFile))
	if err == nil && len(chain) > 1 && bytes.Equal(content, keysText(chain[:len(chain)-1])) {
		return
	}
	a.file(dir, file{keysFile, keysText(chain)})
}

// leaves follows every leaf in the order of the log, and the files as far as they
// are published.
func (a *Audit) leaves(tx *db.Tx, last Checkpoint, dir string, public Checkpoint) error {
	e := &edge{}
	full := func(t tile) error {
		if (t.n+1)<<(tileHeight*(max(t.level, 0)+1)) <= public.Size {
			a.file(dir, file{t.path(), t.content})
		}
		return nil
	}
	for e.size < last.Size {
		end := min(last.Size, e.size+mostSealed)
		rows, err := rowsFrom(tx, e.size, end)
		if err != nil {
			return err
		}
		signed, err := checkpointsBetween(tx, e.size, end)
		if err != nil {
			return err
		}
		if int64(len(rows)) != end-e.size {
			a.fault("Từ mục số %d đến %d thiếu %d mục.", e.size, end-1, end-e.size-int64(len(rows)))
			return nil
		}
		for _, r := range rows {
			a.row(r)
			if err := e.add([]byte(r.Leaf), full); err != nil {
				return err
			}
			if root, ok := signed[e.size]; ok && root != e.root().String() {
				a.fault("Các mục đến số %d không cho ra điểm niêm phong %d mục đã ký: có mục bị sửa hoặc đảo chỗ.", e.size-1, e.size)
			}
			if e.size == public.Size {
				a.edge(dir, e, public)
			}
		}
	}
	a.Size = e.size
	return nil
}

// edge holds the files that are not full against the leaves up to the published
// checkpoint.
func (a *Audit) edge(dir string, e *edge, public Checkpoint) {
	if e.root() != public.Root {
		a.fault("Nhật ký công khai %d mục khác với cơ sở dữ liệu.", public.Size)
	}
	for _, t := range e.partial() {
		a.file(dir, file{t.path(), t.content})
	}
}

// row holds a row against its leaf, and its texts against their hashes.
func (a *Audit) row(r wholeRow) {
	var leaf Leaf
	if err := json.Unmarshal([]byte(r.Leaf), &leaf); err != nil {
		a.fault("Mục số %d không đọc được.", *r.Seq)
		return
	}
	if leaf.ID != r.ID || !leaf.At.Equal(r.At.Time) || leaf.Act != access.Act(r.Act) || leaf.Kind != r.ObjectKind || leaf.Object != r.ObjectID || leaf.Unit != r.UnitID || leaf.Role != r.Role {
		a.fault("Mục số %d: cột của hàng khác với lá đã niêm phong.", *r.Seq)
	}
	whoHash := leaf.WhoHash
	if leaf.V == 1 {
		whoHash = leaf.Digest
	}
	if r.Private != "" && (text{r.Salt, []byte(r.Private)}).hash() != whoHash {
		a.fault("Mục số %d: phần «ai» đã bị sửa sau khi niêm phong.", *r.Seq)
	}
	if r.What != nil && *r.What != "" && (text{r.WhatSalt, []byte(*r.What)}).hash() != leaf.WhatHash {
		a.fault("Mục số %d: phần «việc gì» đã bị sửa sau khi niêm phong.", *r.Seq)
	}
	if r.Private == "" && bytes.Equal(r.Salt, lost) {
		a.Lost++
		return
	}
	if r.Private == "" || r.What != nil && *r.What == "" {
		a.Erased++
	}
}

// file holds a published file against what the database gives.
func (a *Audit) file(dir string, f file) {
	content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.path)))
	switch {
	case err != nil:
		a.fault("Tệp %s của nhật ký công khai không đọc được; xóa thư mục nhật ký công khai rồi chạy lại thì chương trình dựng lại từ cơ sở dữ liệu.", f.path)
	case !bytes.Equal(content, f.content):
		a.fault("Tệp %s của nhật ký công khai khác với cơ sở dữ liệu.", f.path)
	}
}
