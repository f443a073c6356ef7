package web

import (
	"net/http"
	"slices"
	"strconv"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/pages"
)

// flashKey holds the sentence that the next page shows after a success.
const flashKey = "flash"

// frame is what every page shows around its content.
func (s *Server) frame(tx *db.Tx, r *http.Request, title string) pages.Frame {
	f := pages.Frame{
		Title: title, Path: r.URL.Path, Today: tx.Today().LongWords(), Demo: s.Demo,
		Flash: s.sessions.PopString(r.Context(), flashKey),
	}
	if tx.Actor.ID == "" {
		return f
	}
	f.Name, f.Position = tx.Actor.Name, tx.Actor.Position
	if names, err := org.Names(tx, tx.Today(), tx.Actor.Unit); err == nil {
		f.Unit = names[tx.Actor.Unit]
	}
	f.Roles = roleNames(tx.Actor)
	return f
}

// roleNames lists the roles of an actor once each, without the bare membership.
func roleNames(actor db.Actor) []string {
	var names []string
	for _, g := range actor.Grants {
		name := access.Role(g.Role).Name()
		if g.Role != string(access.Member) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// done redirects after a success; the next page shows the sentence.
func (s *Server) done(w http.ResponseWriter, r *http.Request, to, sentence string) error {
	s.sessions.Put(r.Context(), flashKey, sentence)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// clusterOf finds the cluster that the address names.
func clusterOf(tx *db.Tx, r *http.Request) (cluster.Cluster, error) {
	return cluster.BySlug(tx, r.PathValue("cluster"))
}

// yearOf finds the cluster and year that the address names.
func yearOf(tx *db.Tx, r *http.Request) (cluster.Cluster, cycle.Year, error) {
	c, err := clusterOf(tx, r)
	if err != nil {
		return c, cycle.Year{}, err
	}
	y, err := cycle.Find(tx, c.ID, number(r.PathValue("year")))
	return c, y, err
}

// number reads a whole number of an address; 0 when it is none.
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

// dayOf reads the day of a form field; the zero day when it is empty.
func dayOf(r *http.Request, field string) (vn.Date, error) {
	text := text(r, field)
	if text == "" {
		return vn.Date{}, nil
	}
	d, err := vn.ParseDate(text)
	if err != nil {
		return d, fieldProblem(field, err)
	}
	return d, nil
}

func itoa(n int) string { return strconv.Itoa(n) }
