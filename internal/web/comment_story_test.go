package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"giaouoc/internal/key"
	"giaouoc/internal/web"
)

var puzzleOfPage = regexp.MustCompile(`data-salt="([0-9a-f]+)" data-target="([0-9a-f]+)" data-most="([0-9]+)">\s*<input type="hidden" name="puzzle_token" value="([^"]+)"`)

// solvePuzzle does what the script of a page does.
func solvePuzzle(page string) (token, number string, err error) {
	m := puzzleOfPage.FindStringSubmatch(page)
	if m == nil {
		return "", "", fmt.Errorf("no puzzle in %s", page)
	}
	most, err := strconv.Atoi(m[3])
	if err != nil {
		return "", "", err
	}
	for n := 0; n <= most; n++ {
		if sum := sha256.Sum256([]byte(m[1] + strconv.Itoa(n))); hex.EncodeToString(sum[:]) == m[2] {
			return m[4], strconv.Itoa(n), nil
		}
	}
	return "", "", fmt.Errorf("nothing up to %d solves the puzzle", most)
}

func cmdSolve(ts *testscript.TestScript, neg bool, args []string) {
	token, number, err := solvePuzzle(of(ts).body)
	ts.Check(err)
	ts.Setenv("TOKEN", token)
	ts.Setenv("NUMBER", number)
}

// A flood from one address is held back in words, with everything typed; other readers
// go on writing, and nothing of it is in sight.
func TestAFloodOfCommentsIsHeldBack(t *testing.T) {
	keys, err := key.Open(filepath.Join(t.TempDir(), "khoa"))
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(c *web.Config) { c.BehindProxy, c.Keys = true, keys }).start()
	flooder, reader := s.person(), s.person()
	flooder.from, reader.from = "203.0.113.7", "203.0.113.8"
	_, home := reader.get("/cum/" + s.cluster())
	m := regexp.MustCompile(`href="(/cum/[a-z0-9-]+/[0-9]{4})"`).FindStringSubmatch(home)
	if m == nil {
		t.Fatal("no year")
	}
	path := m[1] + "/y-kien"
	send := func(p *person, body string) (*http.Response, string) {
		_, page := p.get(path)
		token, number, err := solvePuzzle(page)
		if err != nil {
			t.Fatal(err)
		}
		return p.form(path, url.Values{"name": {"Người Gửi Nhiều"}, "body": {body}, "puzzle_token": {token}, "puzzle_number": {number}}.Encode())
	}
	held := 0
	for i := range 25 {
		body := fmt.Sprintf("Ý kiến thứ %d <script>alert(1)</script>", i)
		res, page := send(flooder, body)
		switch res.StatusCode {
		case http.StatusSeeOther, http.StatusOK:
			if held > 0 {
				t.Errorf("the %d. was taken after others were held back", i)
			}
		case http.StatusTooManyRequests:
			held++
			if res.Header.Get("Retry-After") != "3600" || !strings.Contains(words(page), "gửi nhiều ý kiến") || !strings.Contains(page, fmt.Sprintf("Ý kiến thứ %d &lt;script&gt;", i)) {
				t.Errorf("held back without words: %s", words(page))
			}
		default:
			t.Fatalf("status %d: %s", res.StatusCode, words(page))
		}
	}
	if held != 5 {
		t.Errorf("%d held back", held)
	}
	if res, page := send(reader, "Một bạn đọc khác vẫn gửi được."); res.StatusCode != http.StatusSeeOther && res.StatusCode != http.StatusOK {
		t.Errorf("another reader: status %d: %s", res.StatusCode, words(page))
	}
	if res, page := reader.get(path); res.StatusCode != http.StatusOK || strings.Contains(page, "Người Gửi Nhiều") {
		t.Errorf("status %d, or in sight before it was approved", res.StatusCode)
	}
}
