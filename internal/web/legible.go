package web

import (
	"errors"
	"net/http"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// legible hands on a request whose address and form are text. An address that
// is none names no page; from a form, what is no text or cannot be seen is left out.
func (s *Server) legible(next http.Handler) http.Handler {
	return s.page(func(w http.ResponseWriter, r *http.Request) error {
		if r.URL.Path != vn.Legible(r.URL.Path) {
			return s.notFound(w, r)
		}
		if err := r.ParseForm(); tooLarge(err) {
			return tooMuch(err)
		}
		// A multipart form that cannot be read misses its fields, and its handler
		// says so beside them.
		_ = r.ParseMultipartForm(maxInMemory)
		for _, values := range []map[string][]string{r.Form, r.PostForm} {
			for field, list := range values {
				for i := range list {
					list[i] = legibleText(field, list[i])
				}
			}
		}
		next.ServeHTTP(w, withUploads(withOverlong(r)))
		return nil
	})
}

// legibleText is what stands in a field. A password stays as it was typed: nobody sees
// what is in it.
func legibleText(field, typed string) string {
	if field == "again" || strings.HasSuffix(field, "password") {
		return vn.Legible(typed)
	}
	return vn.Seen(typed)
}

// maxInMemory is how much of the files of a form is kept in memory; the rest waits
// in temporary files, which end with the request.
const maxInMemory = 1 << 20

func tooLarge(err error) bool {
	var large *http.MaxBytesError
	return errors.As(err, &large)
}

// tooMuch says of an error that is tooLarge how much is taken.
func tooMuch(err error) error {
	most := int64(maxBody)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		most = large.Limit
	}
	return problem.New(problem.Invalid, "Dữ liệu gửi lên lớn hơn %d MB; hãy chia nhỏ rồi gửi lại.", most>>20)
}

// fromElsewhere answers a form that another site has sent in a person's name.
func fromElsewhere(http.ResponseWriter, *http.Request) error {
	return problem.New(problem.Denied, "Biểu mẫu này được gửi từ một trang khác nên không được nhận. Hãy mở lại trang cần làm trên địa chỉ này rồi gửi từ đó.")
}
