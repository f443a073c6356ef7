package main

import (
	"bytes"
	"context"
	"net"
	"path/filepath"
	"strings"
	"testing"
)

// What a person at the machine has got wrong is said in a sentence, and the
// program exits with 1.
func TestAWrongCommandLineIsSaidInWords(t *testing.T) {
	dir := t.TempDir()
	file := write(t, filepath.Join(dir, "file"), []byte("no database"))
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, c := range []struct {
		what string
		args []string
		want string
	}{
		{"no command", nil, "không hiểu dòng lệnh"},
		{"an unknown flag", []string{"serve", "--nothing"}, "không hiểu dòng lệnh"},
		{"a file where the folder should be", []string{"export", "--data", file, filepath.Join(dir, "out.yaml")}, "không tạo được thư mục dữ liệu"},
		{"a file that is no database", []string{"serve", "--data", dir, "--db", file}, "không mở được cơ sở dữ liệu ghi ở --db"},
		{"another kind of database", []string{"serve", "--data", dir, "--db", "mysql://localhost/a"}, "Không có loại cơ sở dữ liệu «mysql»"},
		{"a server that does not answer", []string{"serve", "--data", dir, "--db", "postgres://a@127.0.0.1:1/b"}, "không mở được cơ sở dữ liệu ghi ở --db"},
		{"a port in use", []string{"serve", "--data", dir, "--addr", taken.Addr().String()}, "không lắng nghe được"},
	} {
		var out, mistakes bytes.Buffer
		code := run(context.Background(), c.args, &out, &mistakes)
		if code != 1 || !strings.Contains(mistakes.String(), c.want) {
			t.Errorf("%s: exit %d, %s", c.what, code, mistakes.String())
		}
	}
}
