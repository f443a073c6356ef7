package web

import (
	"context"
	"net/http"

	"giaouoc/internal/blob"
	"giaouoc/internal/problem"
)

// A file is judged outside of every transaction, since looking into a bad one
// takes seconds in which nobody else could write. The use case runs first up to
// where it asks for the file, so that only who may send one has it judged; then
// the transaction is given up, the file judged and stored, and the use case runs
// again with what was found.

// uploads are the files of a request that have been judged, by field.
type uploads map[string]verdict

type verdict struct {
	file blob.File
	err  error
}

type uploadsOf struct{}

// withUploads gives a request a place for what its files were found to be.
func withUploads(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), uploadsOf{}, uploads{}))
}

// unjudged gives up a transaction that needs a file which nobody has looked into
// yet.
type unjudged struct{ field string }

func (u *unjudged) Error() string { return "the file of " + u.field + " is not judged yet" }

// upload returns the stored file of a form field, within a transaction of update.
func (s *Server) upload(r *http.Request, field string) (blob.File, error) {
	v, done := r.Context().Value(uploadsOf{}).(uploads)[field]
	if !done {
		return blob.File{}, &unjudged{field}
	}
	return v.file, v.err
}

// uploadIfAny is upload for a field that may be left empty; then there is no file.
func (s *Server) uploadIfAny(r *http.Request, field string) (blob.File, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File[field]) == 0 {
		return blob.File{}, nil
	}
	f, err := s.upload(r, field)
	if err != nil {
		return f, fieldProblem(field, err)
	}
	return f, nil
}

// judge looks into the file of a form field and remembers what it found.
func (s *Server) judge(r *http.Request, field string) {
	f, err := s.look(r, field)
	r.Context().Value(uploadsOf{}).(uploads)[field] = verdict{f, err}
}

func (s *Server) look(r *http.Request, field string) (blob.File, error) {
	part, header, err := r.FormFile(field)
	if err != nil && r.ContentLength > maxBody {
		return blob.File{}, problem.Field(field, "Tệp lớn hơn 20 MB; hãy thu nhỏ hoặc chia nhỏ rồi gửi lại.")
	}
	if err != nil {
		return blob.File{}, problem.Field(field, "Chọn một tệp.")
	}
	defer part.Close()
	f, err := s.Blobs.Put(part, header.Filename)
	return f, s.told(r, err)
}
