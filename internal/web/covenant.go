package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/clerk"
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// covenantPage is the covenant's address below its year; the pages of one step
// stand below it.
const (
	covenantPage = cycle.CovenantPage
	commentPage  = cycle.CommentPage
	signPage     = cycle.SignPage
	amendPage    = covenantPage + "/sua-doi"
)

// covenantFrame is yearFrame for a page below the covenant's.
func (s *Server) covenantFrame(tx *db.Tx, r *http.Request, c cluster.Cluster, y cycle.Year, title string) components.PageProps {
	f := s.yearFrame(tx, r, c, y, title)
	f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + covenantPage, Text: "Giao ước"})
	return f
}

// covenantWork is the covenant's page for those who make it.
func (s *Server) covenantWork(w http.ResponseWriter, r *http.Request) error {
	return s.showCovenantWork(w, r, nil)
}

func (s *Server) showCovenantWork(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.CovenantWorkProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.CovenantRead, y.Scope()); err != nil {
			return err
		}
		p = pages.CovenantWorkProps{
			Frame: refusedFrame(s.yearFrame(tx, r, c, y, "Giao ước thi đua"), list),
			Base:  workPath(c, y) + covenantPage, Public: yearPath(c, y) + covenantPage, Problems: list, Typed: typed(r), Year: y.Year,
			MayDraft:       access.May(tx, access.CovenantDraft, y.Scope()),
			MayOpenSigning: access.May(tx, access.CovenantOpenSigning, y.Scope()),
			MayComment:     access.May(tx, access.CovenantComment, y.UnitScope(tx.Actor.Unit)),
			MaySign:        access.May(tx, access.CovenantSign, y.UnitScope(tx.Actor.Unit)),
			MayWitness:     access.May(tx, access.CovenantWitness, y.Scope()),
			Unit:           tx.Actor.Unit,
		}
		p.Work, err = covenant.Overview(tx, y)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		p.Begun = true
		if p.Shelf, err = s.shelf(tx, clerk.Source{Of: clerk.OfYear, ID: y.ID}, kindsOf(document.KindCovenant)); err != nil {
			return err
		}
		s.traced(tx, &p.Frame, y.Scope(), record.Object{Kind: "covenant", ID: p.Work.Covenant.ID})
		if p.MayDraft && len(p.Work.Contents) == 0 {
			p.Sources, err = copySources(tx, y)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.CovenantWork(p))
}

// copySources are the covenants that an empty draft can be copied from.
func copySources(tx *db.Tx, y cycle.Year) ([]components.Option, error) {
	sources, err := covenant.Sources(tx, y)
	if err != nil {
		return nil, err
	}
	var options []components.Option
	for _, o := range sources {
		options = append(options, components.Option{
			Value: o.Year.ID, Text: o.Cluster.Name + ", năm " + itoa(o.Year.Year) + " (" + itoa(o.Contents) + " nội dung)",
		})
	}
	return options, nil
}

// memberNames are the names of a year's members as they are today, by unit.
func memberNames(tx *db.Tx, members []cluster.Member) (map[string]string, error) {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.UnitID
	}
	return org.Names(tx, tx.Today(), ids...)
}

// submitCovenant runs a use case of the covenant's page.
func (s *Server) submitCovenant(w http.ResponseWriter, r *http.Request, sentence string, act yearAct) error {
	return s.submit(w, r, covenantPage, sentence, act, func(list problem.List) error { return s.showCovenantWork(w, r, list) })
}

func (s *Server) beginCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã mở bản soạn giao ước.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		_, err := covenant.Begin(tx, y)
		return err
	})
}

func (s *Server) copyCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã chép các nội dung; nội dung giống hệt năm trước được đánh dấu để sửa.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
			return err
		}
		from, err := cycle.Year{}, error(nil)
		if id := text(r, "from"); id != "" {
			from, err = cycle.ByID(tx, id)
		} else {
			from, err = cycle.Find(tx, y.ClusterID, y.Year-1)
		}
		if problem.Is(err, problem.NotFound) {
			return problem.Field("from", "Chưa có giao ước này để chép.")
		}
		if err != nil {
			return err
		}
		_, err = covenant.CopyFrom(tx, y, from)
		return err
	})
}

func (s *Server) covenantContent(w http.ResponseWriter, r *http.Request) error {
	return s.showCovenantContent(w, r, nil)
}

// newContent is the address of a content that is not there yet.
const newContent = "moi"

func (s *Server) showCovenantContent(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.CovenantContentProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
			return err
		}
		title := "Thêm nội dung thi đua"
		p = pages.CovenantContentProps{Action: r.URL.Path, Back: workPath(c, y) + covenantPage, Problems: list, ID: db.NewID(), Version: "0"}
		if id := r.PathValue("content"); id != newContent {
			title = "Sửa nội dung thi đua"
			n, err := contentByID(tx, y, id)
			if err != nil {
				return err
			}
			p.ID, p.Title, p.Body, p.Serves, p.Version = "", n.Title, n.Body, n.Serves, itoa(int(n.Version))
		}
		if r.Method == http.MethodPost {
			p.ID, p.Title, p.Body, p.Serves = text(r, "id"), text(r, "title"), text(r, "body"), text(r, "serves")
		}
		p.Frame = refusedFrame(s.covenantFrame(tx, r, c, y, title), list)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.CovenantContent(p))
}

func contentByID(tx *db.Tx, y cycle.Year, id string) (covenant.Content, error) {
	contents, err := covenant.ContentsOf(tx, y)
	if err != nil {
		return covenant.Content{}, err
	}
	for _, n := range contents {
		if n.ID == id {
			return n, nil
		}
	}
	return covenant.Content{}, problem.New(problem.NotFound, "Nội dung này không còn trong giao ước.")
}

func (s *Server) saveCovenantContent(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		n := covenant.Content{ID: text(r, "id"), Title: text(r, "title"), Body: text(r, "body"), Serves: text(r, "serves")}
		if id := r.PathValue("content"); id != newContent {
			n.ID, n.Version = id, int64(number(text(r, "version")))
		}
		_, err := covenant.SetContent(tx, y, n)
		return err
	}
	return s.submit(w, r, covenantPage, "Đã lưu nội dung.", act, func(list problem.List) error { return s.showCovenantContent(w, r, list) })
}

func (s *Server) removeCovenantContent(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã bỏ nội dung.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.RemoveContent(tx, y, r.PathValue("content"), int64(number(text(r, "version"))))
	})
}

func (s *Server) moveCovenantContent(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã chuyển chỗ nội dung.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.MoveContent(tx, y, r.PathValue("content"), number(text(r, "tu")), text(r, "huong") == "len")
	})
}

func (s *Server) sendCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã gửi bản thảo tới các đơn vị để góp ý.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
			return err
		}
		due, err := dayOf(r, "due")
		if err != nil {
			return err
		}
		_, err = covenant.Send(tx, y, due)
		return err
	})
}

// covenantComment is where a member reads the version that is out and answers.
func (s *Server) covenantComment(w http.ResponseWriter, r *http.Request) error {
	return s.showCovenantComment(w, r, nil)
}

func (s *Server) showCovenantComment(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.CovenantCommentProps
	err := s.showStep(r, "Góp ý giao ước", list, &p.CovenantStep, func(tx *db.Tx, y cycle.Year) error {
		p.May = access.May(tx, access.CovenantComment, y.UnitScope(tx.Actor.Unit))
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.CovenantComment(p))
}

// showStep fills a page that shows the version in hand.
func (s *Server) showStep(r *http.Request, title string, list problem.List, p *pages.CovenantStep, more func(*db.Tx, cycle.Year) error) error {
	return s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		work, err := covenant.Overview(tx, y)
		if err != nil {
			return err
		}
		*p = pages.CovenantStep{
			Frame: refusedFrame(s.covenantFrame(tx, r, c, y, title), list), Base: workPath(c, y) + covenantPage,
			Problems: list, Typed: typed(r), Year: y.Year, Work: work, Unit: tx.Actor.Unit,
		}
		if work.Version.ID != "" {
			if p.Text, err = work.Version.Text(); err != nil {
				return err
			}
			p.Targets = pages.TargetTable(p.Text)
		}
		return more(tx, y)
	})
}

func (s *Server) replyCovenant(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.Reply(tx, y, covenant.Answer{
			UnitID: tx.Actor.Unit, Fingerprint: text(r, "fingerprint"), ContentNo: number(text(r, "content_no")),
			Body: text(r, "body"), None: text(r, "none") != "",
		})
	}
	return s.submit(w, r, commentPage, "Đã ghi ý kiến của đơn vị.", act, func(list problem.List) error { return s.showCovenantComment(w, r, list) })
}

func (s *Server) openCovenantSigning(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		_, err := covenant.OpenSigning(tx, y)
		return err
	}
	return s.submit(w, r, signPage, "Đã mở ký giao ước.", act, func(list problem.List) error { return s.showCovenantWork(w, r, list) })
}

func (s *Server) withdrawCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã rút giao ước về soạn lại.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.Withdraw(tx, y, text(r, "reason"))
	})
}

// covenantSign shows the whole of what is signed, who has confirmed and what the
// confirmation is not.
func (s *Server) covenantSign(w http.ResponseWriter, r *http.Request) error {
	return s.showCovenantSign(w, r, nil)
}

func (s *Server) showCovenantSign(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.CovenantSignProps
	err := s.showStep(r, "Ký giao ước", list, &p.CovenantStep, func(tx *db.Tx, y cycle.Year) error {
		p.MaySign = access.May(tx, access.CovenantSign, y.UnitScope(tx.Actor.Unit))
		p.MayWitness = access.May(tx, access.CovenantWitness, y.Scope())
		p.Person = tx.Actor.Name
		if tx.Actor.Position != "" {
			p.Person += ", " + tx.Actor.Position
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.CovenantSign(p))
}

func (s *Server) signCovenant(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		unit := tx.Actor.Unit
		if other := text(r, "unit"); other != "" {
			unit = other
		}
		return covenant.Sign(tx, y, unit, text(r, "fingerprint"))
	}
	return s.submit(w, r, signPage, "Đã xác nhận điện tử giao ước thay mặt đơn vị.", act, func(list problem.List) error { return s.showCovenantSign(w, r, list) })
}

func (s *Server) witnessCovenant(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.Witness(tx, y, text(r, "fingerprint"))
	}
	return s.submit(w, r, signPage, "Đã xác nhận chứng kiến.", act, func(list problem.List) error { return s.showCovenantSign(w, r, list) })
}

// covenantAmend is the form that opens a signed covenant again.
func (s *Server) covenantAmend(w http.ResponseWriter, r *http.Request) error {
	return s.showCovenantAmend(w, r, nil)
}

func (s *Server) showCovenantAmend(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.CovenantStep
	err := s.showStep(r, "Sửa đổi giao ước", list, &p, func(tx *db.Tx, y cycle.Year) error {
		return access.Require(tx, access.CovenantDraft, y.Scope())
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.CovenantAmend(p))
}

func (s *Server) amendCovenant(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.Amend(tx, y, text(r, "reason"))
	}
	return s.submit(w, r, covenantPage, "Đã mở bản sửa đổi; bản đã ký vẫn có hiệu lực đến khi bản sửa đổi được ký đủ.", act,
		func(list problem.List) error { return s.showCovenantAmend(w, r, list) })
}

func (s *Server) dropAmendment(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã bỏ việc sửa đổi; bản đã ký tiếp tục có hiệu lực.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.DropAmendment(tx, y)
	})
}

func (s *Server) scanCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã lưu bản quét của bản gốc.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
			return err
		}
		f, err := s.upload(r, "file")
		if err != nil {
			return err
		}
		return covenant.AttachScan(tx, y, f)
	})
}
