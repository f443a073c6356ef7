package web_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"giaouoc/data"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/sheet"
	"giaouoc/internal/vn"
	"giaouoc/internal/web"
)

// importFile reads a bundle and loads it.
func importFile(tx *db.Tx, name string, content []byte) error {
	b, err := sheet.Read(name, content)
	if err != nil {
		return err
	}
	return sheet.Import(tx, b)
}

// importAll loads what the demonstration begins with.
func importAll(tx *db.Tx) error {
	for _, f := range data.Demonstration() {
		if err := importFile(tx, f.Name, f.Content); err != nil {
			return err
		}
	}
	return nil
}

// visitor sends requests to a server as one person.
type visitor struct {
	t       *testing.T
	handler http.Handler
	cookies []*http.Cookie
}

func (v visitor) send(req *http.Request) *httptest.ResponseRecorder {
	v.t.Helper()
	for _, c := range v.cookies {
		req.AddCookie(c)
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, req)
	return w
}

func (v visitor) post(path, form string) *httptest.ResponseRecorder {
	v.t.Helper()
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(req)
}

// signIn serves a database and makes its visitor one of the demonstration's
// accounts.
func signIn(t *testing.T, d *db.DB, login string) visitor {
	t.Helper()
	calendar, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	v := visitor{t: t, handler: web.New(web.Config{DB: d, Blobs: blobs, Calendar: calendar, Log: log, Demo: true})}
	v.cookies = v.post("/vai/"+login, "").Result().Cookies()
	return v
}

// Bytes that are no text neither fail on an engine nor spoil what is taken out
// later.
func TestWhatIsNoTextIsLeftOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), importAll)
		v := signIn(t, d, "thuong-truc")
		const unit = "/don-vi/moi"
		form := "id=u-thu&code=9%009&name=T%FFh%00%01%EF%BF%BF%0Bng&kind=province&on=1/1/2026&source=Th%C3%B4ng%20t%C6%B0&buoc=ghi"
		if w := v.post(unit, form); w.Code != http.StatusSeeOther {
			t.Fatalf("a form with bytes that are no text: status %d: %s", w.Code, words(w.Body.String()))
		}
		for _, path := range []string{"/don-vi/%FF", "/cum/%00", "/lam-viec/%01", "/don-vi/u-thu%00"} {
			if w := v.send(httptest.NewRequest(http.MethodGet, path, nil)); w.Code != http.StatusNotFound {
				t.Errorf("%s: status %d", path, w.Code)
			}
		}
		for _, path := range []string{"/don-vi?ngay=%FF%00", "/don-vi/moi?thuoc=%00"} {
			if w := v.send(httptest.NewRequest(http.MethodGet, path, nil)); w.Code == http.StatusInternalServerError {
				t.Errorf("%s: status %d", path, w.Code)
			}
		}
		for _, name := range []string{"du-lieu.yaml", "du-lieu.xlsx"} {
			w := v.send(httptest.NewRequest(http.MethodGet, "/lam-viec/nam-thanh-pho/"+name, nil))
			if w.Code != http.StatusOK {
				t.Fatalf("%s: status %d", name, w.Code)
			}
			if err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return importFile(tx, name, w.Body.Bytes()) }); err != nil {
				t.Errorf("%s cannot be read again: %v", name, err)
			}
		}
	})
}

func TestTooLargeAFormIsSaidToBe(t *testing.T) {
	v := signIn(t, dbtest.OpenSQLite(t), "-")
	w := v.post("/don-vi/moi", "name="+strings.Repeat("a", 33<<20))
	if page := words(w.Body.String()); w.Code != http.StatusUnprocessableEntity || !strings.Contains(page, "lớn hơn 1 MB") {
		t.Errorf("status %d: %.300s", w.Code, page)
	}
}

// A broken upload is a missing file, not a failure of the server.
func TestABrokenUploadIsNoFailure(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	dbtest.Update(t, d, dbtest.Operator(), importAll)
	v := signIn(t, d, "thuong-truc")
	const page = "/lam-viec/nam-thanh-pho/du-lieu"
	for kind, body := range map[string]string{
		"multipart/form-data":             "x",
		"multipart/form-data; boundary=x": "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.yaml\"\r\n\r\nformat",
	} {
		req := httptest.NewRequest(http.MethodPost, page, strings.NewReader(body))
		req.Header.Set("Content-Type", kind)
		w := v.send(req)
		if text := words(w.Body.String()); w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, "Chọn một tệp.") {
			t.Errorf("%s: status %d: %.300s", kind, w.Code, text)
		}
	}
}

// A form that another site sends in a person's name is refused, in a page of
// this one.
func TestAFormFromElsewhereIsRefused(t *testing.T) {
	v := signIn(t, dbtest.OpenSQLite(t), "-")
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://example.org"} {
		req := httptest.NewRequest(http.MethodPost, "/ngay", strings.NewReader("ngay=1/1/2026"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set(header, value)
		w := v.send(req)
		if page := words(w.Body.String()); w.Code != http.StatusForbidden || !strings.Contains(page, "gửi từ một trang khác") {
			t.Errorf("%s: status %d: %.300s", header, w.Code, page)
		}
	}
}
