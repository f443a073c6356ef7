package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/hall"
	"giaouoc/internal/web"
)

// hallSite is the demonstration in a hall, and what asks it for a page as its
// administrator.
func hallSite(t *testing.T, h *hall.Hall, paperOnly string) (ask func(path string) (int, string)) {
	t.Helper()
	d, err := db.Open(t.Context(), filepath.Join(t.TempDir(), "giaouoc.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	dbtest.Update(t, d, dbtest.Operator(), importAll)
	site := &url.URL{Scheme: "https", Host: "hop.example.vn"}
	s := web.New(web.Config{DB: d, Log: slog.New(slog.NewTextHandler(walkLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), Demo: true, Site: site, Hall: h, PaperOnly: paperOnly})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/vai/quan-tri", nil))
	cookies := w.Result().Cookies()
	return func(path string) (int, string) {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code, words(w.Body.String())
	}
}

func expectWords(t *testing.T, page string, has, lacks []string) {
	t.Helper()
	for _, word := range has {
		if !strings.Contains(page, word) {
			t.Errorf("the page does not say %q:\n%s", word, page)
		}
	}
	for _, word := range lacks {
		if strings.Contains(page, word) {
			t.Errorf("the page says %q", word)
		}
	}
}

func TestHallPageSaysHowTheHallStands(t *testing.T) {
	a, err := hall.Listen(netip.MustParseAddrPort("127.0.0.1:0"), "hop.example.vn", netip.MustParseAddr("192.168.10.1"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		a.Serve(ctx)
		close(ended)
	}()
	h := &hall.Hall{Name: "hop.example.vn", Address: netip.MustParseAddr("192.168.10.1"), DNS: a.At()}
	h.Certificate = hall.Certificate{Issuer: "Nơi cấp thử", NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(10 * time.Hour)}
	ask := hallSite(t, h, "")
	status, page := ask("/quan-tri/hoi-truong")
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, page)
	}
	expectWords(t, page, []string{"https://hop.example.vn", "192.168.10.1", "Đang trả lời", "Máy này tin", "Do Nơi cấp thử cấp", "Điện tử hoặc giấy", "chưa đầy 24 giờ"}, []string{"Chỉ bỏ phiếu giấy"})

	status, page = ask("/quan-tri/hoi-truong/ap-phich?mang=" + url.QueryEscape("Hội trường"))
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, page)
	}
	expectWords(t, page, []string{"Hội trường", "https://hop.example.vn"}, []string{"Tên mạng Wi-Fi dài nhất"})
	if status, page = ask("/quan-tri/hoi-truong/ap-phich?mang=" + strings.Repeat("a", 33)); status != http.StatusUnprocessableEntity {
		t.Errorf("a name that no network has: %d", status)
	}
	expectWords(t, page, []string{"Tên mạng Wi-Fi dài nhất"}, []string{"Mở máy ảnh"})

	// The answerer ends and the certificate runs out while the program goes on.
	cancel()
	<-ended
	h.Certificate.NotAfter = time.Now().Add(-time.Minute)
	_, page = ask("/quan-tri/hoi-truong")
	expectWords(t, page, []string{"Không trả lời", "Không tin được vì chứng thư đã hết hạn", "Chỉ bỏ phiếu giấy"}, []string{"Đang trả lời", "Máy này tin"})
}

func TestHallPageOutsideHallMode(t *testing.T) {
	ask := hallSite(t, nil, "trang được mở ở http://thi-dua.example.vn")
	status, page := ask("/quan-tri/hoi-truong")
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, page)
	}
	expectWords(t, page, []string{"đang tắt", "Vì trang được mở ở http://thi-dua.example.vn.", "--hall TÊN-MIỀN"}, []string{"Lập tờ dán"})
	if status, page = ask("/quan-tri/hoi-truong/ap-phich"); status != http.StatusConflict || !strings.Contains(page, "không chạy ở chế độ hội trường") {
		t.Errorf("a sheet without a hall: %d, %s", status, page)
	}
}
