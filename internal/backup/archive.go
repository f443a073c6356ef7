package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"time"

	"filippo.io/age"

	"giaouoc/internal/problem"
)

// seal is what ends an archive: an empty gzip whose comment is the SHA-256 of
// the bytes before it. Programs that open gzip files pass over it.
func seal(h hash.Hash) []byte {
	b := []byte{0x1f, 0x8b, 8, 1 << 4, 0, 0, 0, 0, 0, 0xff} // deflate, with a comment
	b = append(b, "giaouoc sha256:"+sum(h.Sum(nil))+"\x00"...)
	b = append(b, 3, 0)                      // nothing, deflated
	return append(b, 0, 0, 0, 0, 0, 0, 0, 0) // its CRC and size
}

var sealSize = len(seal(sha256.New()))

// archive is an archive that is being written.
type archive struct {
	tar   *tar.Writer
	gzip  *gzip.Writer
	plain io.Writer // below gzip
	hash  hash.Hash
	age   io.WriteCloser // nil for a plain archive
	file  *os.File
	at    time.Time
	parts []Part
}

// newArchive begins an archive in a new file, encrypted when there is a lock.
func newArchive(path string, lock Lock, at time.Time) (*archive, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	a := &archive{hash: sha256.New(), file: f, at: at}
	var below io.Writer = f
	if lock.Locks() {
		to, err := lock.recipients()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if a.age, err = age.Encrypt(f, to...); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		below = a.age
	}
	a.plain = io.MultiWriter(below, a.hash)
	a.gzip, _ = gzip.NewWriterLevel(a.plain, gzip.BestSpeed) // scans and photographs do not shrink
	a.tar = tar.NewWriter(a.gzip)
	return a, nil
}

// add copies a part of known size from r and returns what it is.
func (a *archive) add(name string, r io.Reader, size int64) (Part, error) {
	if !isPart(name) {
		return Part{}, fmt.Errorf("%s is no name of a part", name)
	}
	if err := a.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: a.at, Format: tar.FormatPAX}); err != nil {
		return Part{}, err
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(a.tar, h), io.LimitReader(r, size))
	if err == nil && n < size {
		err = fmt.Errorf("%s has become shorter while it was read", name)
	}
	if err != nil {
		return Part{}, err
	}
	p := Part{Name: name, Size: size, SHA256: sum(h.Sum(nil))}
	a.parts = append(a.parts, p)
	return p, nil
}

// addFile copies a file as a part.
func (a *archive) addFile(name, path string) (Part, error) {
	f, err := os.Open(path)
	if err != nil {
		return Part{}, err
	}
	defer f.Close() //nolint:errcheck // only read
	info, err := f.Stat()
	if err != nil {
		return Part{}, err
	}
	return a.add(name, f, info.Size())
}

// finish writes the manifest and what ends an archive, and makes it last.
func (a *archive) finish(m Manifest) error {
	m.Form, m.TakenAt, m.Parts = form, a.at, a.parts
	raw, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	err = a.tar.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(raw)), ModTime: a.at, Format: tar.FormatPAX})
	if err != nil {
		return err
	}
	if _, err := a.tar.Write(raw); err != nil {
		return err
	}
	if err := errors.Join(a.tar.Close(), a.gzip.Close()); err != nil {
		return err
	}
	if _, err := a.plain.Write(seal(a.hash)); err != nil {
		return err
	}
	if a.age != nil {
		if err := a.age.Close(); err != nil {
			return err
		}
	}
	return a.file.Sync()
}

// sealed reads an archive and keeps back what ends it.
type sealed struct {
	r    *bufio.Reader
	hash hash.Hash
}

// Read returns the bytes before the seal.
func (s *sealed) Read(b []byte) (int, error) {
	ahead, err := s.r.Peek(sealSize + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if len(ahead) <= sealSize {
		return 0, io.EOF
	}
	n := min(len(b), s.r.Buffered()-sealSize)
	n, err = s.r.Read(b[:n])
	s.hash.Write(b[:n])
	return n, err
}

// check reads what is left and compares the seal.
func (s *sealed) check() error {
	if _, err := io.Copy(io.Discard, s); err != nil {
		return err
	}
	end, err := io.ReadAll(s.r)
	if err != nil {
		return err
	}
	if !bytes.Equal(end, seal(s.hash)) {
		return errors.New("the archive does not end with the hash of its content")
	}
	return nil
}

const ageHeader = "age-encryption.org/"

// opened decrypts an archive when it is encrypted.
func opened(f io.Reader, lock Lock) (io.Reader, error) {
	r := bufio.NewReaderSize(f, 1<<20)
	if ahead, _ := r.Peek(len(ageHeader)); string(ahead) != ageHeader {
		return r, nil
	}
	by, err := lock.identities()
	if err != nil {
		return nil, err
	}
	if len(by) == 0 {
		return nil, problem.Field("--passphrase-file", "Tệp sao lưu được mã hóa; hãy ghi tệp chứa cụm mật khẩu ở --passphrase-file, hoặc tệp khóa riêng của nơi nhận ở --identity-file.")
	}
	plain, err := age.Decrypt(r, by...)
	if err != nil {
		return nil, lock.refuses(err)
	}
	return bufio.NewReaderSize(plain, 1<<20), nil
}

// walk reads the archive at path from end to end and calls each for every part
// but the manifest. What it returns has been compared with every byte read; each
// acts before that.
func walk(path string, lock Lock, each func(name string, r io.Reader) error) (Manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return Manifest{}, err
	}
	defer f.Close() //nolint:errcheck // only read
	plain, err := opened(f, lock)
	if err != nil {
		return Manifest{}, err
	}
	s := &sealed{r: bufio.NewReaderSize(plain, 1<<20), hash: sha256.New()}
	z, err := gzip.NewReader(s)
	if err != nil {
		return Manifest{}, damaged(err)
	}
	raw, found, err := entries(tar.NewReader(z), each)
	if err != nil {
		return Manifest{}, err
	}
	if _, err := io.Copy(io.Discard, z); err != nil {
		return Manifest{}, damaged(err)
	}
	if err := s.check(); err != nil {
		return Manifest{}, damaged(err)
	}
	return readManifest(raw, found)
}

// entries reads the parts of an archive and, last, its manifest.
func entries(t *tar.Reader, each func(name string, r io.Reader) error) (manifest []byte, found []Part, err error) {
	for {
		head, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil, nil, damaged(errors.New("the archive has no manifest"))
		}
		if err != nil {
			return nil, nil, damaged(err)
		}
		if head.Typeflag != tar.TypeReg {
			return nil, nil, damaged(fmt.Errorf("%q is no plain file", head.Name))
		}
		if head.Name == manifestName {
			break
		}
		if !isPart(head.Name) {
			return nil, nil, damaged(fmt.Errorf("%q is no name of a part", head.Name))
		}
		h := sha256.New()
		counted := &counter{r: io.TeeReader(t, h)}
		if err := each(head.Name, counted); err != nil {
			return nil, nil, err
		}
		if _, err := io.Copy(io.Discard, counted); err != nil {
			return nil, nil, err
		}
		found = append(found, Part{Name: head.Name, Size: counted.n, SHA256: sum(h.Sum(nil))})
	}
	manifest, err = io.ReadAll(io.LimitReader(t, maxManifest))
	if err != nil {
		return nil, nil, damaged(err)
	}
	if _, err := t.Next(); !errors.Is(err, io.EOF) {
		return nil, nil, damaged(errors.New("something stands after the manifest"))
	}
	return manifest, found, nil
}

type counter struct {
	r io.Reader
	n int64
}

// Read counts, and says of what cannot be read that the archive is damaged.
func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = damaged(err)
	}
	return n, err
}

// Check reads an archive from end to end and returns its manifest; an archive
// that was changed in any byte, cut off or badly made is refused.
func Check(path string, lock Lock) (Manifest, error) {
	return walk(path, lock, func(string, io.Reader) error { return nil })
}
