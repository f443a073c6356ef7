package web

import (
	"net/http"
	"net/url"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
	"giaouoc/internal/web/components"
)

// traced adds to a page the way to what the record holds of its object: the
// proof of its newest publication and its public history for everybody, its
// whole history for who may read the record.
func (s *Server) traced(tx *db.Tx, f *components.PageProps, scope access.Scope, o record.Object) {
	s.tracedText(tx, f, scope, o, "")
}

// tracedText is traced for a page that shows the text with a fingerprint; empty
// is the newest one.
func (s *Server) tracedText(tx *db.Tx, f *components.PageProps, scope access.Scope, o record.Object, sha256 string) {
	if o.Kind == "" || o.ID == "" {
		return
	}
	s.arrivedAbout(tx, f, scope, o)
	printed, err := record.Publications(tx, o)
	if err != nil {
		s.Log.ErrorContext(tx.Ctx, "find proof", "kind", o.Kind, "error", err)
		return
	}
	for _, p := range printed {
		if sha256 == "" || p.SHA256 == sha256 {
			f.Trace = append(f.Trace, components.Link{Href: proofPath(p.EntryID), Text: "Chứng minh"})
			break
		}
	}
	switch {
	case access.May(tx, access.RecordRead, scope):
		f.Trace = append(f.Trace, components.Link{Href: recordOf(o, scope), Text: "Lịch sử"})
	case len(printed) > 0:
		f.Trace = append(f.Trace, components.Link{Href: historyPath(o), Text: "Lịch sử"})
	}
}

// noteLook records that who asks looks at another person's data, once an hour.
func (s *Server) noteLook(r *http.Request, a record.Act, asked string) error {
	seen := false
	if err := s.view(r, func(tx *db.Tx) (err error) {
		seen, err = record.Looked(tx, a, asked)
		return err
	}); err != nil || seen {
		return err
	}
	return s.update(r, func(tx *db.Tx) error { return record.Look(tx, a, asked) })
}

// recordOf is the address of an object's history for who may read the record.
// An object without an id stands for all of its kind.
func recordOf(o record.Object, scope access.Scope) string {
	values := url.Values{}
	if o.ID == "" {
		values.Set("loai", o.Kind)
	} else {
		values.Set("doi-tuong", o.Kind+":"+o.ID)
	}
	if scope.Year != "" {
		values.Set("nam", scope.Year)
	}
	if scope.Unit != "" && o.ID == "" {
		values.Set("don-vi", scope.Unit)
	}
	return recordPage + "?" + strings.ReplaceAll(values.Encode(), "%3A", ":")
}
