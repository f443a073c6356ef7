package record

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// Rejoin (nối lại) lets the log go on after a loss: a database restored from a
// backup that is older than the published files in dir takes up from them the
// leaves that it lacks. So the log does not contradict what others have seen. Who
// acted and what changed in those entries was in the database alone and stays
// lost, as does what the acts had done. It returns how many entries it took up.
//
// The files must go on from the database's own last checkpoint, and their root
// must be the signed one; otherwise nothing is changed. Where the key was changed
// since, the signed hand-overs in the files are followed; the key itself must be in
// the folder of keys for the log to go on.
func Rejoin(ctx context.Context, d *db.DB, dir string, actor db.Actor, reason string) (taken int64, err error) {
	err = d.Alone(ctx, sealing, func(tx *db.Tx) error {
		tx.Actor = actor
		if err := access.Require(tx, access.RecordRejoin, access.Scope{}); err != nil {
			return err
		}
		last, there, err := newest(tx)
		if err != nil {
			return err
		}
		chain, err := keyChain(tx)
		if err != nil {
			return err
		}
		longer := continued(dir, chain)
		public, err := publicCheckpoint(longer, dir)
		if err != nil {
			return err
		}
		if !there || public.Size <= last.Size {
			return problem.New(problem.Closed, "Cơ sở dữ liệu không thiếu mục nào của nhật ký đã công bố; không có gì để nối lại.")
		}
		missing, err := leavesOfFiles(dir, last, public)
		if err != nil {
			return err
		}
		for i, leaf := range missing {
			if err := takeUp(tx, last.Size+int64(i), leaf); err != nil {
				return err
			}
		}
		if err := takeOver(tx, chain, longer, last); err != nil {
			return err
		}
		if err := insertCheckpoint(tx, public); err != nil {
			return fmt.Errorf("keep checkpoint of size %d: %w", public.Size, err)
		}
		taken = public.Size - last.Size
		return Add(tx, Act{
			Act: access.RecordRejoin, Object: Object{Kind: "record", ID: "log"},
			Before: last.Size, After: public.Size, Reason: reason,
		})
	})
	if err != nil {
		return 0, fmt.Errorf("rejoin the record: %w", err)
	}
	return taken, nil
}

// takeOver keeps the keys to which the log was handed over since the database was
// backed up. None did so before the database's own last checkpoint.
func takeOver(tx *db.Tx, chain, longer []keyRow, last Checkpoint) error {
	for n := len(chain); n < len(longer); n++ {
		size, err := handedOver(longer[n-1], longer[n])
		if err != nil {
			return err
		}
		if size < last.Size {
			return problem.New(problem.Closed, "Tệp khoa đã công bố ghi rằng khóa được đổi khi nhật ký có %d mục, mà cơ sở dữ liệu này đã niêm phong %d mục bằng khóa cũ: hai bên mâu thuẫn nên không nối lại được; hãy lấy lại đúng các tệp của cài đặt này.", size, last.Size)
		}
		if err := insertKey(tx, n, longer[n]); err != nil {
			return fmt.Errorf("take up key %s: %w", longer[n].Verifier, err)
		}
	}
	return nil
}

// publicCheckpoint is the published checkpoint, under the last key of a chain.
func publicCheckpoint(chain []keyRow, dir string) (Checkpoint, error) {
	known, err := verifiers(chain[max(0, len(chain)-1):])
	if err != nil {
		return Checkpoint{}, err
	}
	content, err := os.ReadFile(filepath.Join(dir, checkpointFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Checkpoint{}, problem.New(problem.Closed, "Không có tệp %s: cần các tệp nhật ký đã công bố để nối lại.", filepath.Join(dir, checkpointFile))
	}
	if err != nil {
		return Checkpoint{}, err
	}
	public, err := openCheckpoint(content, known)
	if err != nil {
		return Checkpoint{}, problem.New(problem.Closed, "Điểm niêm phong đã công bố ở %s không do khóa mà cơ sở dữ liệu này biết ký, và tệp khoa cạnh nó không nối từ khóa ấy bằng bàn giao có chữ ký của cả hai bên: tệp bị sửa, hoặc nhật ký thuộc cài đặt khác.", dir)
	}
	return public, nil
}

// leavesOfFiles reads the leaves beyond a checkpoint of the database from the
// files, once all of them give the published root, and those before it the root
// of the database.
func leavesOfFiles(dir string, last, public Checkpoint) ([]string, error) {
	e := &edge{}
	var missing []string
	for n := int64(0); n*tileWidth < public.Size; n++ {
		path := tilePath(entries, n, int(min(tileWidth, public.Size-n*tileWidth)))
		bundle, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			return nil, problem.New(problem.Closed, "Không đọc được tệp %s của nhật ký đã công bố; hãy lấy lại đủ các tệp (nơi khác có thể đã tải về) rồi nối lại.", path)
		}
		for len(bundle) >= 2 {
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if end > len(bundle) {
				break
			}
			leaf := bundle[2:end]
			if e.size >= last.Size {
				missing = append(missing, string(leaf))
			}
			if err := e.add(leaf, discard); err != nil {
				return nil, err
			}
			if e.size == last.Size && e.root() != last.Root {
				return nil, changed(last.Size)
			}
			bundle = bundle[end:]
		}
	}
	if e.size != public.Size || e.root() != public.Root {
		return nil, problem.New(problem.Closed, "Các tệp nhật ký đã công bố không cho ra điểm niêm phong %d mục đã ký: có tệp hỏng hoặc bị sửa; hãy lấy lại bản nguyên vẹn rồi nối lại.", public.Size)
	}
	return missing, nil
}

// takeUp numbers the entry of a leaf. One that the database has, not yet numbered
// when it was backed up, keeps its texts; another is there without them.
func takeUp(tx *db.Tx, seq int64, text string) error {
	var leaf Leaf
	if err := json.Unmarshal([]byte(text), &leaf); err != nil {
		return fmt.Errorf("read leaf %d: %w", seq, err)
	}
	have, err := entryByID(tx, leaf.ID)
	switch {
	case errors.Is(err, db.ErrNoRow):
		if err := insertLost(tx, seq, leaf, text); err != nil {
			return fmt.Errorf("take up leaf %d: %w", seq, err)
		}
		return nil
	case err != nil:
		return fmt.Errorf("find entry %s: %w", leaf.ID, err)
	case have.Leaf != text || have.Seq != nil:
		return changed(seq)
	}
	return numberOne(tx, leaf.ID, seq)
}
