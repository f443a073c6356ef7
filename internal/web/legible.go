package web

import (
	"errors"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"giaouoc/internal/problem"
)

// legible hands on a request whose address and form are text. An address that
// is none names no page; from a form, what is no text is left out.
func (s *Server) legible(next http.Handler) http.Handler {
	return s.page(func(w http.ResponseWriter, r *http.Request) error {
		if r.URL.Path != legibleText(r.URL.Path) {
			return s.notFound(w, r)
		}
		if err := r.ParseForm(); tooLarge(err) {
			return tooMuch()
		}
		// A multipart form that cannot be read misses its fields, and its handler
		// says so beside them.
		_ = r.ParseMultipartForm(maxBody)
		for _, values := range []map[string][]string{r.Form, r.PostForm} {
			for _, list := range values {
				for i := range list {
					list[i] = legibleText(list[i])
				}
			}
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// legibleText is a text without what no text has: bytes that are no UTF-8, which
// PostgreSQL and YAML refuse, and control characters, which a workbook refuses.
func legibleText(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t':
			return r
		case r == '\v', r == '\f':
			return '\n' // with these Word and PDF part lines and pages
		case r == utf8.RuneError, r == '\ufffe', r == '\uffff', unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
}

func tooLarge(err error) bool {
	var large *http.MaxBytesError
	return errors.As(err, &large)
}

func tooMuch() error {
	return problem.New(problem.Invalid, "Dữ liệu gửi lên lớn hơn 32 MB; hãy chia nhỏ rồi gửi lại.")
}

// fromElsewhere answers a form that another site has sent in a person's name.
func fromElsewhere(http.ResponseWriter, *http.Request) error {
	return problem.New(problem.Denied, "Biểu mẫu này được gửi từ một trang khác nên không được nhận. Hãy mở lại trang cần làm trên địa chỉ này rồi gửi từ đó.")
}
