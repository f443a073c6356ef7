package web

import (
	"net/http"
	"strings"

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
