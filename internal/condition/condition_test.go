package condition

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/outbox"
	"giaouoc/internal/record"
	"giaouoc/internal/sheet"
)

// installed is an installation as serve leaves it: keys, a sealed record, a file.
func installed(t *testing.T, d *db.DB) Place {
	t.Helper()
	p := Place{DB: d, Data: filepath.Join(t.TempDir(), "data"), Began: time.Now()}
	if err := os.MkdirAll(p.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		rich, err := os.ReadFile(filepath.Join("..", "sheet", "testdata", "rich.yaml"))
		if err != nil {
			return err
		}
		bundle, err := sheet.Read("rich.yaml", rich)
		if err != nil {
			return err
		}
		if err := sheet.Import(tx, bundle); err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE plan SET file_hash = $1, file_name = 'a'`, stored(t, p, "một bản kế hoạch"))
		return err
	})
	p.Log = sealedLog(t, p)
	return p
}

func sealedLog(t *testing.T, p Place) *record.Log {
	t.Helper()
	ring, err := key.Open(p.keysDir())
	if err != nil {
		t.Fatal(err)
	}
	l, err := record.OpenLog(t.Context(), p.DB, ring, record.Settings{Dir: p.recordDir(), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func stored(t *testing.T, p Place, content string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(content))
	hash := hex.EncodeToString(sum[:])
	path := filepath.Join(p.Data, "tep", hash[:2], hash[2:])
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return hash
}

// is fails when a fact has not this verdict, or does not say a word; what is not good
// also says what to do.
func is(t *testing.T, c Condition, key string, v Verdict, says string) {
	t.Helper()
	for _, p := range c.Parts {
		for _, f := range p.Facts {
			if f.Key != key {
				continue
			}
			if f.Verdict != v || !strings.Contains(f.Says, says) || (f.Do == "") != (v == Good) {
				t.Errorf("%s is %s: %s → %s; want %s: %s", key, f.Verdict, f.Says, f.Do, v, says)
			}
			return
		}
	}
	t.Errorf("there is no fact %s in %+v", key, c.Parts)
}

// change changes what no use case does.
func change(t *testing.T, d *db.DB, statement string, args ...any) {
	t.Helper()
	dbtest.Older(t, d, statement, args...)
}

func TestAGoodInstallationIsGood(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := installed(t, d)
		p.Holders = []string{"Ban kiểm phiếu", "Cơ quan thường trực"}
		quick := Quick(t.Context(), p)
		p.Log, p.Began = nil, time.Time{}
		whole := Whole(t.Context(), p)
		for name, c := range map[string]Condition{"quick": quick, "whole": whole} {
			for _, f := range c.Facts(Broken) {
				t.Errorf("%s: %s: %s", name, f.Key, f.Says)
			}
			for _, f := range c.Facts(Look) {
				if f.Key != "backup.last" && f.Key != "machine.disk" {
					t.Errorf("%s: %s: %s", name, f.Key, f.Says)
				}
			}
			is(t, c, "database.schema", Good, "Đúng bản")
			is(t, c, "backup.last", Look, "Chưa có lần giaouoc backup nào")
		}
		is(t, quick, "ballot.holders", Good, "Ban kiểm phiếu và Cơ quan thường trực.")
		is(t, quick, "files.whole", Good, "1 tệp đều có.")
		is(t, quick, "record.sealed", Good, "mục đã niêm phong, lần cuối ")
		is(t, whole, "files.whole", Good, "1 tệp đều có và đúng nội dung.")
		is(t, whole, "record.whole", Good, "Nhật ký nguyên vẹn: ")
		is(t, whole, "database.integrity", Good, "")
		is(t, whole, "keys.signing", Good, "Đúng khóa đang ký nhật ký này.")
		if _, err := json.Marshal(whole); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatWaitsAndFailsIsSeen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := installed(t, d)
		now := time.Now()
		letter := func(id, state string, created, done time.Time) {
			change(t, d, `
				INSERT INTO outbox (id, kind, key, topic, account_id, subject, payload, state, tries, leased_by, created_at, done_at, error)
				VALUES ($1, 'mail', $2, '', '', 'Chào', '', $3, 1, '', $4, $5, 'Máy chủ thư từ chối (mã 550).')`, id, id, state, db.At(created), db.At(done))
		}
		letter("1", string(outbox.Waiting), now.Add(-3*time.Hour), time.Time{})
		letter("2", string(outbox.Failed), now.Add(-9*24*time.Hour), now.Add(-8*24*time.Hour))
		letter("3", string(outbox.Failed), now.Add(-2*time.Hour), now.Add(-time.Hour))
		job := func(name, failed string, due time.Time) {
			change(t, d, `INSERT INTO job (name, due_at, locked_by, started_at, ended_at, error) VALUES ($1, $2, '', $3, $4, $5)`,
				name, db.At(due), db.At(now.Add(-time.Hour)), db.At(now.Add(-time.Hour+3*time.Second)), failed)
		}
		job("remind", "find cluster: hết giấy\nstack", now)
		job("digest", "", now.Add(-50*time.Minute))
		job("clean", "", now.Add(time.Hour))
		c := Quick(t.Context(), p)
		is(t, c, "letters.waiting", Look, "1 thư đang chờ, lâu nhất 3 tiếng.")
		is(t, c, "letters.failed", Look, "1 thư trong 7 ngày qua; lần gần nhất: Máy chủ thư từ chối (mã 550).")
		is(t, c, "job.remind", Look, "hỏng: find cluster: hết giấy")
		is(t, c, "job.digest", Look, "mà chưa chạy")
		is(t, c, "job.clean", Good, "mất 3 giây")
		is(t, c, "job.unseal", Good, "Chưa chạy lần nào.")
		is(t, Whole(t.Context(), p), "jobs.well", Good, "8 trong 10 việc chạy tốt.")
	})
}

// From outside, what the server was killed over waits, and is no fault while it is young.
func TestAnUnsealedRecordIsSeen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := installed(t, d)
		change(t, d, `UPDATE record_entry SET seq = NULL, at = $1 WHERE seq = (SELECT MAX(seq) FROM record_entry)`, db.At(d.Now().Add(-20*time.Second)))
		is(t, Quick(t.Context(), p), "record.waiting", Look, "1 mục chờ niêm phong, lâu nhất 2")
		change(t, d, `UPDATE record_entry SET at = $1 WHERE seq IS NULL`, db.At(d.Now().Add(-time.Hour)))
		is(t, Quick(t.Context(), p), "record.waiting", Broken, "lâu nhất 60 phút")
		is(t, Whole(t.Context(), p), "record.whole", Broken, "thiếu 1 mục")
	})
}

func TestLostFilesAreBroken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := installed(t, d)
		hash := stored(t, p, "một bản kế hoạch")
		path := filepath.Join(p.Data, "tep", hash[:2], hash[2:])
		if err := os.WriteFile(path, []byte("sửa"), 0o600); err != nil {
			t.Fatal(err)
		}
		is(t, Quick(t.Context(), p), "files.whole", Good, "1 tệp")
		is(t, Whole(t.Context(), p), "files.changed", Broken, hash)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		is(t, Quick(t.Context(), p), "files.lost", Broken, hash)
	})
}

func TestForeignKeysAreSeen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := installed(t, d)
		ring, err := key.Open(p.keysDir())
		if err != nil {
			t.Fatal(err)
		}
		hidden, err := ring.Encrypt([]byte("JBSWY3DPEHPK3PXP"), "account/x/totp")
		if err != nil {
			t.Fatal(err)
		}
		change(t, d, `INSERT INTO account (id, login, name, position, unit_id, created_at) VALUES ('x', 'x', 'X', '', '', $1)`, db.At(time.Now()))
		change(t, d, `INSERT INTO account_totp (account_id, secret, confirmed_at, last_step) VALUES ('x', $1, NULL, 0)`, hidden)
		is(t, Whole(t.Context(), p), "keys.data", Good, "Mở được")
		theirs := filepath.Join(t.TempDir(), "data")
		other := installed(t, dbtest.OpenSQLite(t))
		for _, name := range []string{"du-lieu.khoa", "nhat-ky.khoa"} {
			content, err := os.ReadFile(filepath.Join(other.keysDir(), name))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Join(theirs, "khoa"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(theirs, "khoa", name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		foreign := p
		foreign.Data = theirs
		c := Whole(t.Context(), foreign)
		is(t, c, "keys.signing", Broken, "cài đặt khác")
		is(t, c, "keys.data", Broken, "cài đặt khác")
		foreign.Data = filepath.Join(t.TempDir(), "none")
		is(t, Whole(t.Context(), foreign), "keys.folder", Broken, "Thiếu khóa")
		if _, err := os.Stat(foreign.Data); err == nil {
			t.Error("looking has made a folder")
		}
		if err := os.WriteFile(filepath.Join(theirs, "khoa", "du-lieu.khoa"), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		foreign.Data = theirs
		is(t, Whole(t.Context(), foreign), "keys.data", Broken, "không còn nguyên")
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if known, fits, err := account.KeyFits(tx, ring); !known || !fits || err != nil {
				t.Errorf("%v, %v, %v", known, fits, err)
			}
			return nil
		})
	})
}

func TestOtherTablesAreNotReadFurther(t *testing.T) {
	p := installed(t, dbtest.OpenSQLite(t))
	for says, s := range map[string]db.Schema{"thiếu 2 bước nâng cấp, đầu tiên là bước 7": {Have: 1, Missing: []int64{7, 8}}, "bước nâng cấp 999": {Have: 1, Foreign: []int64{999}}} {
		p.Schema = s
		c := Whole(t.Context(), p)
		is(t, c, "database.schema", Broken, says)
		if len(c.Parts[0].Facts) != 1 {
			t.Errorf("%+v", c.Parts[0])
		}
	}
}

func TestADatabaseThatIsGoneIsSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := installed(t, d)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		is(t, Quick(ctx, p), "database.up", Broken, "")
	})
}

func TestWhoElseMayRead(t *testing.T) {
	p := installed(t, dbtest.OpenSQLite(t))
	is(t, Quick(t.Context(), p), "machine.permissions", Good, "Chỉ người")
	if err := os.Chmod(p.Data, 0o755); err != nil {
		t.Fatal(err)
	}
	is(t, Quick(t.Context(), p), "machine.permissions", Look, "khóa thì không")
	if err := os.Chmod(filepath.Join(p.keysDir(), "nhat-ky.khoa"), 0o644); err != nil {
		t.Fatal(err)
	}
	is(t, Quick(t.Context(), p), "machine.permissions", Broken, "nhat-ky.khoa")
}

func TestHowSizesAndTimesAreSaid(t *testing.T) {
	for n, want := range map[int64]string{0: "0 byte", 999: "999 byte", 1000: "1,0 KB", 5 << 20: "5,0 MB", 1234 << 30: "1,2 TB"} {
		if got := bytes(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		0: "dưới 1 ms", 1500 * time.Microsecond: "1 ms", -90 * time.Second: "90 giây", 3 * time.Minute: "3 phút", 5 * time.Hour: "5 tiếng", 72 * time.Hour: "3 ngày",
	} {
		if got := lasting(d); got != want {
			t.Errorf("%s: %s, want %s", d, got, want)
		}
	}
	if got := firstLine("  một\nhai"); got != "một" {
		t.Error(got)
	}
	if got := firstLine(strings.Repeat("ữ", 300)); len([]rune(got)) != mostSaid+1 {
		t.Error(got)
	}
}
