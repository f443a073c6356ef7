package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"giaouoc/internal/problem"
)

// bucketTime is how long the sending or fetching of one file may take.
const bucketTime = time.Minute

// bucket is where several nodes keep their files together (S3).
type bucket struct {
	client *minio.Client
	name   string
	prefix string
}

// IsBucket reports whether a place of files is a bucket of S3, not a folder.
func IsBucket(place string) bool { return strings.HasPrefix(place, "s3://") }

// OpenBucket keeps files in a bucket and copies of them in the folder at dir, which may
// be lost at any time. An address is s3://host[:port]/bucket[/folder], with ?http=1 for a
// server without TLS and ?region=…; access and secret are the key.
func OpenBucket(dir, address, access, secret string) (*Store, error) {
	s, err := Open(dir)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(address)
	if err != nil || !IsBucket(address) || u.Host == "" || strings.Trim(u.Path, "/") == "" || u.User != nil {
		return nil, problem.Field("--files", "Địa chỉ kho tệp phải là s3://máy-chủ:cổng/tên-kho hoặc s3://máy-chủ/tên-kho/thư-mục; khóa truy cập đặt ở biến GIAOUOC_S3_ACCESS và GIAOUOC_S3_SECRET.")
	}
	if access == "" || secret == "" {
		return nil, problem.Field("--files", "Thiếu khóa truy cập kho tệp: đặt biến GIAOUOC_S3_ACCESS và GIAOUOC_S3_SECRET.")
	}
	name, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(access, secret, ""), Secure: u.Query().Get("http") == "", Region: u.Query().Get("region"), BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		return nil, fmt.Errorf("open bucket %s: %w", name, err)
	}
	s.bucket = &bucket{client, name, prefix}
	return s, s.bucket.ask()
}

func (b *bucket) key(hash string) string { return path.Join(b.prefix, hash[:2], hash[2:]) }

// ask refuses a bucket that is not there or not ours.
func (b *bucket) ask() error {
	ctx, done := context.WithTimeout(context.Background(), bucketTime)
	defer done()
	there, err := b.client.BucketExists(ctx, b.name)
	switch {
	case err != nil:
		return fmt.Errorf("không hỏi được kho tệp ghi ở --files; hãy kiểm tra địa chỉ, khóa truy cập và máy chủ có đang chạy không (%w)", err)
	case !there:
		return problem.Field("--files", "Máy chủ tệp không có kho «%s»; hãy tạo kho ấy trước.", b.name)
	}
	return nil
}

// keep puts a judged file into the bucket, once.
func (b *bucket) keep(file, hash string, size int64) error {
	ctx, done := context.WithTimeout(context.Background(), bucketTime)
	defer done()
	have, err := b.client.StatObject(ctx, b.name, b.key(hash), minio.StatObjectOptions{})
	if err == nil && have.Size == size {
		return nil
	}
	if err != nil && !isMissing(err) {
		return unreachable(err)
	}
	if _, err := b.client.FPutObject(ctx, b.name, b.key(hash), file, minio.PutObjectOptions{ContentType: "application/octet-stream"}); err != nil {
		return unreachable(err)
	}
	return nil
}

// fetch writes a file of the bucket to w and checks that it is the one of that hash.
func (b *bucket) fetch(hash string, w io.Writer) error {
	ctx, done := context.WithTimeout(context.Background(), bucketTime)
	defer done()
	o, err := b.client.GetObject(ctx, b.name, b.key(hash), minio.GetObjectOptions{})
	if err != nil {
		return unreachable(err)
	}
	defer o.Close() //nolint:errcheck // only read
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, h), o); isMissing(err) {
		return errGone
	} else if err != nil {
		return unreachable(err)
	}
	if hex.EncodeToString(h.Sum(nil)) != hash {
		return fmt.Errorf("the file in the bucket has another content")
	}
	return nil
}

func isMissing(err error) bool {
	return err != nil && minio.ToErrorResponse(err).Code == minio.NoSuchKey
}

// unreachable tells the person that the files are away, and the operator why.
func unreachable(err error) error {
	return errors.Join(problem.New(problem.Unreachable, "Kho tệp chưa trả lời nên tệp chưa được lưu hay mở; hãy thử lại sau ít phút."), err)
}

// fetch brings a file of the bucket to its place in the folder.
func (s *Store) fetch(hash string) error {
	tmp, err := os.CreateTemp(s.dir, upload)
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) //nolint:errcheck // after the rename it is gone
	defer tmp.Close()           //nolint:errcheck // closed in place where it matters
	if err := s.bucket.fetch(hash, tmp); err != nil {
		return err
	}
	return s.place(tmp, hash)
}

// Push puts every file of the folder into the bucket, as after a restore; it returns how
// many there were.
func (s *Store) Push() (n int, err error) {
	if s.bucket == nil {
		return 0, nil
	}
	found, err := filepath.Glob(filepath.Join(s.dir, "[0-9a-f][0-9a-f]", strings.Repeat("[0-9a-f]", 2*sha256.Size-2)))
	if err != nil {
		return 0, fmt.Errorf("list files: %w", err)
	}
	for _, file := range found {
		info, err := os.Stat(file)
		if err != nil {
			return n, fmt.Errorf("look at file %s: %w", file, err)
		}
		if err := s.bucket.keep(file, filepath.Base(filepath.Dir(file))+filepath.Base(file), info.Size()); err != nil {
			return n, fmt.Errorf("put file into the bucket: %w", err)
		}
		n++
	}
	return n, nil
}
