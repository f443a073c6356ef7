package web

import (
	"net/http"

	"giaouoc/internal/challenge"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/components"
)

// puzzle is a new puzzle for a form about a topic, such as "comment:year:ID", with what
// was wrong in the form before.
func (s *Server) puzzle(tx *db.Tx, topic string, list problem.List) (components.PuzzleProps, error) {
	p, err := challenge.New(tx, s.Keys, topic)
	return components.PuzzleProps{Token: p.Token, Salt: p.Salt, Target: p.Target, Most: p.Most, Question: p.Question, Problems: list}, err
}

// puzzleAnswer is the answer that came with a form.
func puzzleAnswer(r *http.Request) challenge.Answer {
	return challenge.Answer{Token: text(r, components.PuzzleToken), Number: text(r, components.PuzzleNumber), Words: text(r, components.PuzzleWords)}
}

// wantsOtherPuzzle reports whether a form asks for another question and nothing else.
func wantsOtherPuzzle(r *http.Request) bool { return r.PostFormValue(components.PuzzleAgain) != "" }
