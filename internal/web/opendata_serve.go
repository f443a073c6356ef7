package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/opendata"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// openKept is how long whoever reads open data may keep it without asking again: an
// annulment is seen everywhere after that.
const openKept = "public, max-age=300"

// openAsked has whoever keeps an answer ask each time whether it still stands: a story of
// somebody is gone everywhere once it is withdrawn.
const openAsked = "public, no-cache"

// openKeeping is how the answer at an address of open data may be kept.
func openKeeping(path string) string {
	if path == openAPI+"/"+opendata.ExemplarSet || strings.HasPrefix(path, openPage+"/"+opendata.ExemplarSet+".") {
		return openAsked
	}
	return openKept
}

// embedPolicy is the policy of what other sites show in a frame: nothing but our own
// style, and no script.
const embedPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *"

// isOpen reports whether an address is one of open data, which is everybody's and
// everywhere: no session and no cookie, and any site may read it.
func isOpen(path string) bool {
	return strings.HasPrefix(path, openPage+"/") || strings.HasPrefix(path, openAPI+"/") || strings.HasPrefix(path, embedPage+"/")
}

// opened answers requests for open data, and hands on all others. What asks here is
// nobody: no cookie is read or set.
func (s *Server) opened(others http.Handler, mux *http.ServeMux) http.Handler {
	bare := s.met(s.translated(s.logged(secured(opening(s.addressPaced(s.openly(func(w http.ResponseWriter, r *http.Request) error {
		switch r.Method {
		case http.MethodGet, http.MethodHead:
		case http.MethodOptions:
			w.Header().Set("Access-Control-Allow-Methods", "GET, HEAD")
			w.Header().Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return nil
		default:
			w.Header().Set("Allow", "GET, HEAD, OPTIONS")
			sendProblem(w, http.StatusMethodNotAllowed, problem.List{problem.New(problem.Invalid, "Dữ liệu mở chỉ để đọc: dùng GET.")})
			return nil
		}
		if _, pattern := mux.Handler(r); pattern == "/" || r.URL.Path != vn.Legible(r.URL.Path) {
			return s.notFound(w, r)
		}
		mux.ServeHTTP(w, r)
		return nil
	})))))))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isOpen(r.URL.Path) {
			bare.ServeHTTP(w, r)
			return
		}
		others.ServeHTTP(w, r)
	})
}

// opening lets every site read what follows, and show what is made for a frame.
func opening(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "ETag, Last-Modified, Link, Retry-After")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		h.Set("X-Robots-Tag", "noindex") // the pages are to be found, not the files
		if strings.HasPrefix(r.URL.Path, embedPage+"/") {
			h.Set("Content-Security-Policy", embedPolicy)
		}
		next.ServeHTTP(w, r)
	})
}

// openly is a handler of open data: an error is answered as a problem that programs
// read (RFC 9457), or as a page where a browser asks.
func (s *Server) openly(h handle) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil {
			return
		}
		list := problem.All(err)
		if list == nil {
			s.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", loggedPath(r), "error", err)
			list = awayOf(r, err)
		}
		if strings.Contains(r.Header.Get("Accept"), "text/html") {
			s.bare(w, r, list)
			return
		}
		status := http.StatusInternalServerError
		if list != nil {
			status = statusOf(list)
			retryAfter(w, list)
		}
		sendProblem(w, status, list)
	})
}

// sendProblem answers with a problem as programs read it.
func sendProblem(w http.ResponseWriter, status int, list problem.List) {
	m := problemModel(status)
	for _, p := range list {
		if p.Field == "" {
			m.Detail = p.Text
			continue
		}
		m.Errors = append(m.Errors, &huma.ErrorDetail{Message: p.Text, Location: "query." + p.Field})
	}
	w.Header().Set("Content-Type", "application/problem+json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(m) // who has gone reads nothing
}

// problemModel is a problem with the words of its status.
func problemModel(status int) *huma.ErrorModel {
	m := &huma.ErrorModel{Status: status, Title: "Tham số chưa đúng", Detail: "Xem từng tham số ở errors và ở bản mô tả " + openAPI + "/openapi.json."}
	switch {
	case status == http.StatusNotFound:
		m.Title, m.Detail = "Không tìm thấy", "Không có dữ liệu này, hoặc chưa công bố."
	case status == http.StatusMethodNotAllowed:
		m.Title, m.Detail = "Chỉ để đọc", "Dùng GET."
	case status == http.StatusTooManyRequests:
		m.Title, m.Detail = "Hãy chờ một lát", "Gọi quá nhanh; hãy chờ rồi gọi lại."
	case status == http.StatusServiceUnavailable:
		m.Title, m.Detail = "Tạm thời chưa trả lời", "Máy chủ cơ sở dữ liệu tạm thời chưa trả lời; hãy chờ ít giây rồi gọi lại."
	case status >= http.StatusInternalServerError:
		m.Title, m.Detail = "Hệ thống gặp lỗi", "Hệ thống đang gặp lỗi, xin thử lại sau."
	}
	return m
}

// lasting sends content that may be kept, and is not sent again to who has it.
func lasting(w http.ResponseWriter, r *http.Request, content []byte, at time.Time) error {
	sum := sha256.Sum256(content)
	tag := hex.EncodeToString(sum[:16])
	h := w.Header()
	h.Set("Cache-Control", openKeeping(r.URL.Path))
	if openKeeping(r.URL.Path) == openAsked {
		at = time.Time{} // a second is too coarse: the tag alone says what stands
	}
	h.Add("Vary", "Accept-Encoding")
	if len(content) > 1400 && h.Get("Content-Type") != xlsxType && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && r.Header.Get("Range") == "" {
		var b bytes.Buffer
		z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
		if err != nil {
			return err
		}
		if _, err := z.Write(content); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		content, tag = b.Bytes(), tag+"-gz"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", at, bytes.NewReader(content))
	return nil
}

// held is an answer that is looked at before it is sent.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *held) Header() http.Header         { return h.header }
func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }
