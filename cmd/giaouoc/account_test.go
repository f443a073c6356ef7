package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
)

// With one administrator, who lost everything, the person at the machine opens the
// way again.
func TestThePersonAtTheMachineRecovers(t *testing.T) {
	dir := t.TempDir()
	base, link, stop := serving(t, dir)
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	send := func(path string, values url.Values) (status int, at string) {
		res, err := client.PostForm(path, values)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode, res.Request.URL.Path
	}
	if status, _ := send(link, url.Values{"name": {"Đặng Thị Quản Trị"}, "login": {"quan.tri"}, "new_password": {"con mèo trèo cây cau"}, "again": {"con mèo trèo cây cau"}}); status != http.StatusOK {
		t.Fatalf("the first administrator: %d", status)
	}
	for _, args := range [][]string{
		{"account", "recover", "--data", dir, "khong.co", "--reason", "quên"},
		{"account", "recover", "--data", dir, "quan.tri"},
		{"account", "recover", "--data", dir, "quan.tri", "--reason", " "},
	} {
		var out, mistakes bytes.Buffer
		if code := run(context.Background(), args, &out, &mistakes); code != 1 || strings.Contains(out.String(), "/loi-moi/") {
			t.Errorf("%v: exit %d, %s", args, code, out.String())
		}
	}
	var out, mistakes bytes.Buffer
	if code := run(context.Background(), []string{"account", "recover", "--data", dir, "--site", base, "--reason", "mất điện thoại", "quan.tri"}, &out, &mistakes); code != 0 {
		t.Fatalf("exit %d: %s", code, mistakes.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	reset := lines[len(lines)-1]
	if status, at := send(base+"/dang-nhap", url.Values{"login": {"quan.tri"}, "password": {"con mèo trèo cây cau"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("the old password still opens: %d at %s", status, at)
	}
	if status, at := send(reset, url.Values{"new_password": {"hỏi thăm chú chuột"}, "again": {"hỏi thăm chú chuột"}}); status != http.StatusOK || at != "/dang-nhap" {
		t.Errorf("the link: %d at %s", status, at)
	}
	if status, at := send(base+"/dang-nhap", url.Values{"login": {"quan.tri"}, "password": {"hỏi thăm chú chuột"}}); status != http.StatusOK || at != "/tai-khoan/ma-xac-thuc" {
		t.Errorf("the new password: %d at %s", status, at)
	}
	stop()
	if _, again, stop := serving(t, dir); again != "" {
		t.Error("a link for a first administrator is printed though one is there")
	} else {
		stop()
	}
}
