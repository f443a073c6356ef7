package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/db"
	"giaouoc/internal/holder"
	"giaouoc/internal/key"
)

// Two holders are named, or none; whatever else is said in a sentence that repeats no
// secret.
func TestHoldersAreTwoOrNone(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	one, two := "Một="+filepath.Join(dir, "one"), "Hai="+filepath.Join(dir, "two")
	far := "Xa=http://127.0.0.1:9/#SECRETSECRET"
	file := write(t, filepath.Join(dir, "file"), []byte("\n"+one+"\n  "+far+"\r\n"))
	installation := filepath.Join(dir, "other")
	for _, folder := range []string{data, filepath.Join(installation, "khoa")} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(installation, "khoa", "nhat-ky.khoa"), []byte("x"))
	if err := os.Symlink(data, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	secret, err := nearSecret(filepath.Join(dir, "one"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		lines []string
		file  string
		want  string // empty where it goes well
	}{
		"none":                         {nil, "", ""},
		"two folders":                  {[]string{one, two}, "", ""},
		"two lines of the environment": {[]string{one + "\n" + two + "\n"}, "", ""},
		"a file":                       {nil, file, ""},
		"a folder and an address":      {[]string{one, "Xa=https://giu-khoa.vidu.vn/#SECRETSECRET"}, "", ""},
		"one":                          {[]string{one}, "", "Cần đúng hai người giữ khóa, đang ghi 1"},
		"three":                        {[]string{one, two}, file, "đang ghi 4"},
		"a file that is not there":     {nil, file + "x", "Không đọc được tệp"},
		"one name":                     {[]string{one, "Một=" + filepath.Join(dir, "two")}, "", "cùng tên «Một»"},
		"no name":                      {[]string{one, "=" + filepath.Join(dir, "two")}, "", "không được trống"},
		"no place":                     {[]string{one, "Hai"}, "", "chưa ghi ở đâu"},
		"one folder":                   {[]string{one, "Hai=" + filepath.Join(dir, "x", "..", "one")}, "", "là cùng một người giữ khóa"},
		"one address":                  {[]string{far, "Hai=http://127.0.0.1:9#OTHEROTHER"}, "", "là cùng một người giữ khóa"},
		"one secret":                   {[]string{far, "Hai=http://127.0.0.1:10/#SECRETSECRET"}, "", "là cùng một người giữ khóa"},
		"a folder and its own process": {[]string{one, "Hai=http://127.0.0.1:10/#" + secret}, "", "là cùng một người giữ khóa"},
		"no secret":                    {[]string{one, "Hai=http://127.0.0.1:10/"}, "", "thiếu bí mật"},
		"an address with a page":       {[]string{one, "Hai=http://127.0.0.1:10/x#SECRETSECRET"}, "", "không đúng"},
		"a file for a folder":          {[]string{one, "Hai=" + file}, "", "không mở được thư mục của «Hai»"},
		"the data folder":              {[]string{one, "Hai=" + data}, "", "nằm trong thư mục dữ liệu"},
		"a folder in it":               {[]string{one, "Hai=" + filepath.Join(data, "khoa", "two")}, "", "nằm trong thư mục dữ liệu"},
		"a folder in it by a link":     {[]string{one, "Hai=" + filepath.Join(dir, "link", "khoa", "two")}, "", "nằm trong thư mục dữ liệu"},
		"a folder of another":          {[]string{one, "Hai=" + filepath.Join(installation, "khoa", "two")}, "", "nằm trong thư mục dữ liệu"},
	} {
		h := holding{Holder: c.lines, HoldersFile: c.file}
		list, err := h.holders(data, slog.New(slog.DiscardHandler))
		switch {
		case c.want == "" && (err != nil || len(list) != 0 && len(list) != 2):
			t.Errorf("%s: %v, %v", name, list, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v", name, err)
		case err != nil && (strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), secret)):
			t.Errorf("%s repeats the secret: %v", name, err)
		}
	}
	for name, args := range map[string][]string{
		"hold within an installation": {"hold", "--listen", "127.0.0.1:0", "--data", filepath.Join(installation, "khoa", "two")},
		"a list of nothing":           {"hold", "--data", filepath.Join(dir, "nowhere")},
		"a name that is none":         {"hold", "--listen", "127.0.0.1:0", "--data", filepath.Join(dir, "h"), "--name", "a=b"},
		"a certificate without a key": {"hold", "--listen", "127.0.0.1:0", "--data", filepath.Join(dir, "h"), "--cert", file},
		"an address that is none":     {"hold", "--listen", "127.0.0.1:x", "--data", filepath.Join(dir, "h")},
		"serve with one holder":       {"serve", "--addr", "127.0.0.1:0", "--data", data, "--holder", one},
	} {
		if code, out, mistakes := command(args...); code != 1 || out != "" || mistakes == "" {
			t.Errorf("%s: exit %d, %s%s", name, code, out, mistakes)
		}
	}
}

func nearSecret(dir string) (string, error) {
	h, err := holder.Open(dir)
	if err != nil {
		return "", err
	}
	return h.Secret()
}

// While a vote runs on a served installation, neither its data folder nor its database
// nor a backup with all keys holds a private key of a holder, in any spelling.
func TestKeysOfHoldersStayWithThem(t *testing.T) {
	onBoth(t, func(t *testing.T, empty func() where) {
		w := empty()
		folders := []string{w.data + "-ban-kiem-phieu", w.data + "-co-quan"}
		_, kill := start(t, w, "serve", "--holder", "Ban kiểm phiếu="+folders[0], "--holder", "Cơ quan thường trực="+folders[1])
		defer kill()
		voteOn(t, w, folders)
		phrase := write(t, filepath.Join(t.TempDir(), "phrase"), []byte("một cụm mật khẩu đủ dài\n"))
		taken := filepath.Join(t.TempDir(), "backup")
		for _, args := range [][]string{{taken, "--with-keys"}, {taken + ".age", "--passphrase-file", phrase}} {
			if text, well := said(w.args(append([]string{"backup"}, args...)...)...); !well {
				t.Fatal(text)
			}
		}
		restored := empty()
		if text, well := said(restored.args("restore", taken+".age", "--passphrase-file", phrase)...); !well {
			t.Fatal(text)
		}
		dump := t.TempDir()
		if _, err := db.Snapshot(t.Context(), w.dsn(), dump, func(*db.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		for _, folder := range folders {
			secrets := secretsOf(t, filepath.Join(folder, oneVote, "khoa"))
			if n := found(t, folder, secrets); n == 0 {
				t.Errorf("the search does not find the key in %s", folder)
			}
			for _, place := range []string{w.data, restored.data, dump, unpacked(t, taken)} {
				if n := found(t, place, secrets); n != 0 {
					t.Errorf("%s holds a key of %s, %d times", place, folder, n)
				}
			}
		}
	})
}

// voteOn opens a vote on an installation's database and lets three of its voters vote.
func voteOn(t *testing.T, w where, folders []string) {
	t.Helper()
	d, err := db.Open(t.Context(), w.dsn())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ring, err := key.Open(filepath.Join(w.data, "khoa"))
	if err != nil {
		t.Fatal(err)
	}
	var holders []holder.Signer
	for _, folder := range folders {
		h, err := holder.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		holders = append(holders, holder.Near{Called: filepath.Base(folder), Folder: h})
	}
	o, voters := heldMotion(t, oneVote, 3, holders...)
	o.Until = time.Now().UTC().Add(time.Hour).Format(time.RFC3339)
	err = d.Update(t.Context(), func(tx *db.Tx) (err error) {
		tx.Actor = db.Actor{ID: "l", Name: "Trưởng", Grants: []db.Grant{{Role: string(access.Lead), Scope: access.ScopeYear, ID: "y"}}}
		o, err = ballot.Begin(tx, ring, access.Scope{Cluster: "c", Year: "y"}, o.Motion)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range voters {
		if err := voteOf(t.Context(), d, ring, o, b, holders); err != nil {
			t.Fatal(err)
		}
	}
}

// voteOf takes a token as the house does it and casts a paper.
func voteOf(ctx context.Context, d *db.DB, ring *key.Ring, o *ballot.Opened, b *voter.Browser, holders []holder.Signer) error {
	ask := b.Ask(o)
	err := d.Update(ctx, func(tx *db.Tx) (err error) {
		ask, err = ballot.TakeToken(tx, o.ID, ask.CheckOff, ask.Blinded)
		return err
	})
	if err != nil {
		return err
	}
	var signatures [][]byte
	for _, h := range holders {
		s, err := h.Sign(ctx, ask)
		if err != nil {
			return err
		}
		signatures = append(signatures, s)
	}
	if err := b.Receive(signatures); err != nil {
		return err
	}
	return d.Update(ctx, func(tx *db.Tx) error {
		_, err := ballot.Put(tx, ring, o.ID, b.Paper(o, ballot.Yes))
		return err
	})
}

// secretsOf are the secret numbers of a key and the key as a whole, in the spellings in
// which a file may hold them.
func secretsOf(t *testing.T, path string) [][]byte {
	t.Helper()
	der, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		t.Fatal(err)
	}
	k := parsed.(*rsa.PrivateKey)
	var list [][]byte
	for _, raw := range [][]byte{der, k.D.Bytes(), k.Primes[0].Bytes(), k.Primes[1].Bytes()} {
		list = append(list, raw, []byte(hex.EncodeToString(raw)), []byte(strings.ToUpper(hex.EncodeToString(raw))), []byte(base64.StdEncoding.EncodeToString(raw)[:60]))
	}
	return list
}

// found counts the files of a folder that hold one of some texts.
func found(t *testing.T, dir string, texts [][]byte) (n int) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil && slices.ContainsFunc(texts, func(text []byte) bool { return bytes.Contains(content, text) }) {
			n++
		}
		files++
		return err
	})
	if err != nil || files == 0 {
		t.Fatalf("search in %s: %d files, %v", dir, files, err)
	}
	return n
}

// unpacked is a plain backup without its compression, in a folder.
func unpacked(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "tar"), content)
	return dir
}
