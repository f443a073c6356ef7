package web

import (
	"net/http"
	"strings"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// text is a form field, trimmed and NFC.
func text(r *http.Request, field string) string {
	return vn.NFC(strings.TrimSpace(r.FormValue(field)))
}

// fieldProblem puts a problem beside a form field.
func fieldProblem(field string, err error) error {
	list := problem.All(err)
	if list == nil {
		return err
	}
	return problem.Field(field, "%s", list[0].Text)
}

// typed is what a person typed into a form, to be shown again.
func typed(r *http.Request) map[string]string {
	values := make(map[string]string, len(r.Form))
	for k, v := range r.Form {
		if len(v) > 0 {
			values[k] = vn.NFC(v[0])
		}
	}
	return values
}

// dayOf reads the day of a form field; the zero day when it is empty.
func dayOf(r *http.Request, field string) (vn.Date, error) {
	value := text(r, field)
	if value == "" {
		return vn.Date{}, nil
	}
	d, err := vn.ParseDate(value)
	if err != nil {
		return d, fieldProblem(field, err)
	}
	return d, nil
}

// number reads a whole number of an address or a field; 0 when it is none.
func number(text string) int {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' || n > 1_000_000 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// typedCount reads a whole number that a person typed; 0 when nothing was. What is
// none is a problem beside its field: read as 0 it would be stored as if meant.
func typedCount(r *http.Request, field string, list *problem.List) int {
	value := text(r, field)
	n := number(value)
	if n == 0 && strings.Trim(value, "0") != "" {
		list.Add(field, "«%s» không phải là số đếm; ghi bằng chữ số, ví dụ 6.", value)
	}
	return n
}

// yearAct is a use case of a year, called by a form.
type yearAct func(tx *db.Tx, c cluster.Cluster, y cycle.Year) error

// submit runs the use case of a form of a year's signed-in pages. On success it
// leads to a page of that year with a sentence; what the person did wrong shows
// the form again.
func (s *Server) submit(w http.ResponseWriter, r *http.Request, page, sentence string, act yearAct, again func(problem.List) error) error {
	var to string
	err := s.update(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		to = workPath(c, y) + page
		return act(tx, c, y)
	})
	if err == nil {
		return s.done(w, r, to, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return again(list)
}
