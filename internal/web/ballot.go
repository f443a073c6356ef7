package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"giaouoc/internal/ballot"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/holder"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// ballotOf finds the vote that the address names, in the year that it names.
func ballotOf(tx *db.Tx, r *http.Request) (cluster.Cluster, cycle.Year, ballot.Standing, error) {
	c, y, err := yearOf(tx, r)
	if err != nil {
		return c, y, ballot.Standing{}, err
	}
	b, err := ballot.Find(tx, strings.TrimSuffix(r.PathValue("ballot"), ".json"))
	if err == nil && (b.Cluster != c.ID || b.Year != y.Year) {
		err = problem.New(problem.NotFound, "Không có lần bỏ phiếu này trong năm thi đua này.")
	}
	return c, y, b, err
}

// showBallots is the voter's screen: what is voted on now, and what was.
func (s *Server) showBallots(w http.ResponseWriter, r *http.Request) error {
	var p pages.VoteProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		list, err := ballot.OfYear(tx, y.ID)
		if err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Bỏ phiếu kín năm "+itoa(y.Year))
		p.Frame.Light, p.Base = true, yearPath(c, y)+ballotPage
		for _, b := range list {
			if b.State == ballot.Running {
				p.Running = append(p.Running, b)
				continue
			}
			p.Closed = append(p.Closed, components.Link{Href: p.Base + "/" + b.ID, Text: pages.BallotName(b)})
		}
		p.Holders = s.ballotHolders(p.Running)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Vote(p))
}

// ballotHolders are those who hold the keys of some votes, each once, and where the
// keys lie.
func (s *Server) ballotHolders(list []ballot.Standing) []pages.BallotHolder {
	var held []pages.BallotHolder
	seen := map[string]bool{}
	for _, b := range list {
		for _, h := range b.Holders {
			if !seen[h.Name] {
				seen[h.Name] = true
				held = append(held, pages.BallotHolder{Name: h.Name, Where: keyPlace(s.Holders, h.Name)})
			}
		}
	}
	return held
}

func keyPlace(signers []holder.Signer, name string) pages.KeyPlace {
	for _, h := range signers {
		if h.Name() != name {
			continue
		}
		if h.Here() {
			return pages.KeyHere
		}
		return pages.KeyAway
	}
	return pages.KeyUnknown
}

// showBallot is the public page of one vote, or with .json the file by which anyone
// checks it.
func (s *Server) showBallot(w http.ResponseWriter, r *http.Request) error {
	if strings.HasSuffix(r.PathValue("ballot"), ".json") {
		return s.ballotFile(w, r)
	}
	var p pages.BallotProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, b, err := ballotOf(tx, r)
		if err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, pages.BallotName(b))
		p.Base, p.Vote, p.Site, p.File = yearPath(c, y)+ballotPage, b, s.address(r), ballotFileName(b.ID)
		p.Frame.Crumbs = append(p.Frame.Crumbs, components.Link{Href: p.Base, Text: "Bỏ phiếu kín"})
		p.Holders = s.ballotHolders([]ballot.Standing{b})
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "ballot", ID: b.ID})
		if b.State != ballot.Closed || b.Form != ballot.Board {
			return nil
		}
		p.Board, err = boardOf(tx, b)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Ballot(p))
}

// boardOf are the papers of a closed vote, as the public file has them.
func boardOf(tx *db.Tx, b ballot.Standing) ([]pages.BallotPaper, error) {
	text, err := ballot.PublicFile(tx, b.ID, func(_ *db.Tx, text string) (ballot.Published, error) { return ballot.Published{Text: text}, nil })
	if err != nil {
		return nil, err
	}
	var f ballot.File
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return nil, err
	}
	list, last := make([]pages.BallotPaper, len(f.Box)), map[string]int{}
	for i, c := range f.Box {
		list[i].Digest = c.Digest()
		if err := json.Unmarshal([]byte(c.Paper), &list[i].Paper); err != nil {
			return nil, err
		}
		token := string(list[i].Token)
		last[token] = max(last[token], list[i].Number)
	}
	for i := range list {
		list[i].Replaced = list[i].Number < last[string(list[i].Token)]
	}
	return list, nil
}

func ballotFileName(id string) string { return "bo-phieu-" + id + ".json" }

// ballotFile is the public file of a closed vote, each text with its place in the
// record.
func (s *Server) ballotFile(w http.ResponseWriter, r *http.Request) error {
	var content, id string
	err := s.view(r, func(tx *db.Tx) error {
		_, _, b, err := ballotOf(tx, r)
		if err != nil {
			return err
		}
		id = b.ID
		content, err = ballot.PublicFile(tx, id, func(tx *db.Tx, text string) (ballot.Published, error) { return s.placed(tx, id, text) })
		return err
	})
	if err != nil {
		return err
	}
	return writeJSON(w, ballotFileName(id), []byte(content))
}

// placed finds the place in the record of a text of a vote; nothing where the record
// is not sealed.
func (s *Server) placed(tx *db.Tx, id, text string) (ballot.Published, error) {
	p := ballot.Published{Text: text}
	if s.Record == nil {
		return p, nil
	}
	printed, err := record.Publications(tx, record.Object{Kind: "ballot", ID: id})
	if err != nil {
		return p, err
	}
	sum := sha256.Sum256([]byte(text))
	for _, q := range printed {
		if q.SHA256 == hex.EncodeToString(sum[:]) {
			p.Entry = q.EntryID
		}
	}
	bundle, err := s.Record.Proof(tx, p.Entry, true)
	p.Proof = string(bundle)
	return p, err
}

// ballotMotion is the text of a motion to the byte, from which a voter's browser
// works.
func (s *Server) ballotMotion(w http.ResponseWriter, r *http.Request) error {
	var b ballot.Standing
	err := s.view(r, func(tx *db.Tx) (err error) {
		_, _, b, err = ballotOf(tx, r)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, err = w.Write([]byte(b.Text))
	return err
}

// fillBallots leads from a year to its secret ballots.
func fillBallots(tx *db.Tx, _ cluster.Cluster, y cycle.Year, p *pages.YearProps) error {
	words, err := ballotWords(tx, y)
	if words != "" {
		p.Facts = append(p.Facts, pages.Fact{Name: "Bỏ phiếu kín", Text: words, Href: p.Path + ballotPage})
	}
	return err
}

// ballotWords says how far the secret ballots of a year are; nothing where there is
// none.
func ballotWords(tx *db.Tx, y cycle.Year) (string, error) {
	list, err := ballot.OfYear(tx, y.ID)
	if err != nil || len(list) == 0 {
		return "", err
	}
	running := 0
	for _, b := range list {
		if b.State == ballot.Running {
			running++
		}
	}
	if running > 0 {
		return "đang bỏ phiếu: " + itoa(running) + " nội dung", nil
	}
	return itoa(len(list)) + " nội dung đã bỏ phiếu; ai cũng kiểm tra được", nil
}
