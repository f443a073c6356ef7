package web

import (
	"net/http"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// proofField is the field in which a person shows the own password again, on the
// forms that change ways to sign in or rights.
const proofField = "proof"

// asksProof reports whether such a form shows the field: a little before the
// last proof runs out, so that there is time to fill the form in.
func (s *Server) asksProof(r *http.Request) bool {
	l := s.Limits
	l.Proof /= 2
	return !sessionOfRequest(r).Proved(s.Clock(), l)
}

// proved looks whether the person has shown a way to sign in a short while ago,
// or does so in this form. What is wrong stands beside the field.
func (s *Server) proved(r *http.Request) (problem.List, error) {
	session := sessionOfRequest(r)
	if session.ID != "" && session.Proved(s.Clock(), s.Limits) {
		return nil, nil
	}
	return s.proveNow(r)
}

// proveNow asks for the own password whenever it was shown last.
func (s *Server) proveNow(r *http.Request) (problem.List, error) {
	session, password := sessionOfRequest(r), r.PostFormValue(proofField)
	if session.ID != "" && password == "" {
		return problem.List{problem.Field(proofField, "Hãy gõ mật khẩu bạn đang dùng để đăng nhập.")}, nil
	}
	b := s.browser(r)
	var attempt account.Attempt
	err := s.update(r, func(tx *db.Tx) (err error) {
		attempt, err = account.TryOwn(tx, b)
		return err
	})
	if err != nil {
		return refused(err)
	}
	attempt.Check(password)
	var list problem.List
	err = s.update(r, func(tx *db.Tx) (err error) {
		list, err = account.Prove(tx, attempt, session.ID, b)
		return err
	})
	return list, err
}
