package web

import (
	"net/http"

	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/pages"
)

// covenantVersion shows one version to its makers, with what was said of it.
func (s *Server) covenantVersion(w http.ResponseWriter, r *http.Request) error {
	var p pages.CovenantVersionProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		n := number(r.PathValue("version"))
		reading, err := covenant.ReadVersion(tx, y, n)
		if err != nil {
			return err
		}
		p = pages.CovenantVersionProps{
			Frame: s.covenantFrame(tx, r, c, y, "Giao ước, bản "+itoa(n)), Base: workPath(c, y) + covenantPage,
			Reading: reading, Targets: pages.TargetTable(reading.Text), Signatures: pages.Signatories(reading.Text, reading.Signatures),
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.CovenantVersion(p))
}

// Names of texts in the address of a comparison, beside the numbers of versions.
const (
	draftText    = "nhap"
	lastYearText = "nam-truoc"
)

// compareCovenant shows two texts side by side: versions by number, the draft as
// it is now, or last year's contents.
func (s *Server) compareCovenant(w http.ResponseWriter, r *http.Request) error {
	var p pages.CovenantCompareProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		work, err := covenant.Overview(tx, y)
		if err != nil {
			return err
		}
		p = pages.CovenantCompareProps{Base: workPath(c, y) + covenantPage, A: text(r, "a"), B: text(r, "b"), Versions: work.Versions, Year: y.Year}
		if p.A == lastYearText {
			p.B = draftText
			var ok bool
			if p.Changes, ok, err = covenant.SinceLastYear(tx, y); err == nil && !ok {
				err = problem.New(problem.NotFound, "Giao ước năm %d chưa có văn bản trong chương trình để so sánh.", y.Year-1)
			}
		} else {
			p.Changes, err = compareTexts(tx, y, p.A, p.B)
		}
		if err != nil {
			return err
		}
		p.Frame = s.covenantFrame(tx, r, c, y, "So sánh "+p.Name(p.A)+" và "+p.Name(p.B))
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.CovenantCompare(p))
}

func compareTexts(tx *db.Tx, y cycle.Year, a, b string) ([]covenant.Change, error) {
	before, err := textNamed(tx, y, a)
	if err != nil {
		return nil, err
	}
	after, err := textNamed(tx, y, b)
	if err != nil {
		return nil, err
	}
	return covenant.Compare(before, after), nil
}

func textNamed(tx *db.Tx, y cycle.Year, name string) (covenant.Snapshot, error) {
	if name == draftText {
		return covenant.DraftText(tx, y)
	}
	v, err := covenant.ReadVersion(tx, y, number(name))
	return v.Text, err
}

// showCovenant is the public page of a covenant.
func (s *Server) showCovenant(w http.ResponseWriter, r *http.Request) error {
	var p pages.CovenantProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if p.Open, err = signedText(tx, r, y); err != nil {
			return err
		}
		p.Path = yearPath(c, y) + covenantPage
		p.Frame = s.yearFrame(tx, r, c, y, "Giao ước thi đua năm "+itoa(y.Year))
		if p.Open.Later() {
			p.Frame.Title += ", bản " + itoa(p.Open.Version.Number)
		}
		p.Targets = pages.TargetTable(p.Open.Text)
		p.Signatures = pages.Signatories(p.Open.Text, p.Open.Signatures)
		s.tracedText(tx, &p.Frame, y.Scope(), record.Object{Kind: "covenant", ID: p.Open.Covenant.ID}, p.Open.Version.Fingerprint)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Covenant(p))
}

// signedText finds the signed version that the address names, or the last.
func signedText(tx *db.Tx, r *http.Request, y cycle.Year) (covenant.Open, error) {
	if v := r.PathValue("version"); v != "" {
		return covenant.PublicVersion(tx, y, number(v))
	}
	return covenant.PublicOf(tx, y)
}

// openOf reads the signed version that the address names.
func (s *Server) openOf(r *http.Request) (o covenant.Open, err error) {
	err = s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		o, err = signedText(tx, r, y)
		return err
	})
	return o, err
}

// covenantBytes serves the very bytes that the fingerprint is of.
func (s *Server) covenantBytes(w http.ResponseWriter, r *http.Request) error {
	o, err := s.openOf(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, err = w.Write([]byte(o.Version.Snapshot))
	return err
}

// covenantScan serves the scan of the signed original.
func (s *Server) covenantScan(w http.ResponseWriter, r *http.Request) error {
	o, err := s.openOf(r)
	if err != nil {
		return err
	}
	if o.Version.ScanHash == "" {
		return problem.New(problem.NotFound, "Chưa có bản quét của bản gốc.")
	}
	return s.serveFile(w, r, o.Version.ScanHash, o.Version.ScanName)
}
