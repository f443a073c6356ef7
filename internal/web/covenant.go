package web

import (
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const covenantPage = "/giao-uoc"

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
			Base:  workPath(c, y) + covenantPage, Problems: list, Typed: typed(r), Year: y.Year,
			MayDraft:       access.May(tx, access.CovenantDraft, y.Scope()),
			MayOpenSigning: access.May(tx, access.CovenantOpenSigning, y.Scope()),
			MayComment:     access.May(tx, access.CovenantComment, y.UnitScope(tx.Actor.Unit)),
			MaySign:        access.May(tx, access.CovenantSign, y.UnitScope(tx.Actor.Unit)),
			MayWitness:     access.May(tx, access.CovenantWitness, y.Scope()),
			Unit:           tx.Actor.Unit,
		}
		work, err := covenant.Overview(tx, y)
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return fillCovenant(tx, y, &p, work)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.CovenantWork(p))
}

func fillCovenant(tx *db.Tx, y cycle.Year, p *pages.CovenantWorkProps, work covenant.Work) error {
	p.Begun, p.Work = true, work
	members, err := cycle.Members(tx, y)
	if err != nil {
		return err
	}
	names, err := memberNames(tx, members)
	if err != nil {
		return err
	}
	p.Names = names
	for _, m := range members {
		row := pages.SignatureRow{Member: names[m.UnitID]}
		for _, sig := range work.Signatures {
			if sig.Part == covenant.PartMember && sig.UnitID == m.UnitID {
				row.Name, row.Position, row.At = sig.Name, sig.Position, moment(sig.At)
			}
		}
		p.Signatures = append(p.Signatures, row)
	}
	witness := pages.SignatureRow{Member: "Đại diện Hội đồng (chứng kiến)"}
	for _, sig := range work.Signatures {
		if sig.Part == covenant.PartWitness {
			witness.Name, witness.Position, witness.At = sig.Name, sig.Position, moment(sig.At)
		}
	}
	p.Signatures = append(p.Signatures, witness)
	if n := len(work.Versions); n > 0 {
		if p.Text, err = work.Versions[n-1].Text(); err != nil {
			return err
		}
	}
	indicators, err := indicator.List(tx, y.ID)
	p.Indicators = len(indicators)
	return err
}

// memberNames are the names of members today, by unit id.
func memberNames(tx *db.Tx, members []cluster.Member) (map[string]string, error) {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.UnitID
	}
	return org.Names(tx, tx.Today(), ids...)
}

// moment is a time as pages write it: "15:04, 9/4/2021".
func moment(t db.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(vn.Zone).Format("15:04") + ", " + vn.DateOf(t.Time).Short()
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
	return s.submitCovenant(w, r, "Đã chép các nội dung của năm trước; nội dung giống hệt được đánh dấu để sửa.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		from, err := cycle.Find(tx, y.ClusterID, y.Year-1)
		if err != nil {
			return problem.New(problem.Invalid, "Chưa có năm thi đua %d để chép.", y.Year-1)
		}
		n, err := covenant.CopyFrom(tx, y, from)
		if err == nil && n == 0 {
			return problem.New(problem.Invalid, "Giao ước năm %d không có nội dung nào trong chương trình để chép.", from.Year)
		}
		return err
	})
}

func (s *Server) covenantContent(w http.ResponseWriter, r *http.Request) error {
	return s.showCovenantContent(w, r, nil)
}

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
		f := s.yearFrame(tx, r, c, y, "Thêm nội dung thi đua")
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + covenantPage, Text: "Giao ước"})
		p = pages.CovenantContentProps{Action: r.URL.Path, Problems: list, Version: "0"}
		if id := r.PathValue("content"); id != "moi" {
			f.Title = "Sửa nội dung thi đua"
			contents, err := covenant.ContentsOf(tx, y)
			if err != nil {
				return err
			}
			found := false
			for _, n := range contents {
				if n.ID == id {
					p.Title, p.Body, p.Serves, p.Version, found = n.Title, n.Body, n.Serves, itoa(int(n.Version)), true
				}
			}
			if !found {
				return problem.New(problem.NotFound, "Nội dung này không còn trong giao ước.")
			}
		}
		if r.Method == http.MethodPost {
			p.Title, p.Body, p.Serves = text(r, "title"), text(r, "body"), text(r, "serves")
		}
		p.Frame = refusedFrame(f, list)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.CovenantContent(p))
}

func (s *Server) saveCovenantContent(w http.ResponseWriter, r *http.Request) error {
	act := func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		n := covenant.Content{Title: text(r, "title"), Body: text(r, "body"), Serves: text(r, "serves"), Version: int64(number(text(r, "version")))}
		if id := r.PathValue("content"); id != "moi" {
			n.ID = id
		}
		_, err := covenant.SetContent(tx, y, n)
		return err
	}
	return s.submit(w, r, covenantPage, "Đã lưu nội dung.", act, func(list problem.List) error { return s.showCovenantContent(w, r, list) })
}

func (s *Server) removeCovenantContent(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã bỏ nội dung.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.RemoveContent(tx, y, r.PathValue("content"))
	})
}

func (s *Server) moveCovenantContent(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã chuyển chỗ nội dung.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.MoveContent(tx, y, r.PathValue("content"), text(r, "huong") == "len")
	})
}

func (s *Server) sendCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã gửi bản thảo tới các đơn vị để góp ý.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		due, err := dayOf(r, "due")
		if err != nil {
			return err
		}
		_, err = covenant.Send(tx, y, due)
		return err
	})
}

func (s *Server) replyCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã ghi ý kiến của đơn vị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.Reply(tx, y, covenant.Answer{
			UnitID: tx.Actor.Unit, ContentNo: number(text(r, "content_no")), Body: text(r, "body"), None: text(r, "none") != "",
		})
	})
}

func (s *Server) openCovenantSigning(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã mở ký giao ước.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		_, err := covenant.OpenSigning(tx, y)
		return err
	})
}

func (s *Server) withdrawCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã rút giao ước về soạn lại.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.Withdraw(tx, y, text(r, "reason"))
	})
}

func (s *Server) signCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã xác nhận điện tử giao ước thay mặt đơn vị.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		unit := tx.Actor.Unit
		if other := text(r, "unit"); other != "" {
			unit = other
		}
		return covenant.Sign(tx, y, unit, text(r, "fingerprint"))
	})
}

func (s *Server) witnessCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã xác nhận chứng kiến.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.Witness(tx, y, text(r, "fingerprint"))
	})
}

func (s *Server) amendCovenant(w http.ResponseWriter, r *http.Request) error {
	return s.submitCovenant(w, r, "Đã mở bản sửa đổi; bản đã ký vẫn có hiệu lực đến khi bản sửa đổi được ký đủ.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		return covenant.Amend(tx, y, text(r, "reason"))
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

// upload stores the file of a form field.
func (s *Server) upload(r *http.Request, field string) (blob.File, error) {
	part, header, err := r.FormFile(field)
	if err != nil {
		return blob.File{}, problem.Field(field, "Chọn một tệp.")
	}
	defer part.Close()
	return s.Blobs.Put(part, header.Filename)
}

// compareCovenant shows two versions side by side.
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
		a, b := number(r.FormValue("a")), number(r.FormValue("b"))
		if a < 1 || b < 1 || a > len(work.Versions) || b > len(work.Versions) {
			return problem.New(problem.NotFound, "Không có bản này của giao ước.")
		}
		before, err := work.Versions[a-1].Text()
		if err != nil {
			return err
		}
		after, err := work.Versions[b-1].Text()
		if err != nil {
			return err
		}
		f := s.yearFrame(tx, r, c, y, "So sánh bản "+itoa(a)+" và bản "+itoa(b))
		f.Crumbs = append(f.Crumbs, components.Link{Href: workPath(c, y) + covenantPage, Text: "Giao ước"})
		p = pages.CovenantCompareProps{Frame: f, A: a, B: b, Changes: covenant.Compare(before, after)}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.CovenantCompare(p))
}

// showCovenant is the public page of a covenant.
func (s *Server) showCovenant(w http.ResponseWriter, r *http.Request) error {
	var p pages.CovenantProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		p.Open, err = covenant.PublicOf(tx, y)
		if err != nil {
			return err
		}
		p.Frame = s.yearFrame(tx, r, c, y, "Giao ước thi đua năm "+itoa(y.Year))
		p.Path = yearPath(c, y) + covenantPage
		p.Targets = targetTable(p.Open.Text)
		for _, sig := range p.Open.Signatures {
			row := pages.SignatureRow{Member: "Đại diện Hội đồng (chứng kiến)", Name: sig.Name, Position: sig.Position, At: moment(sig.At)}
			for _, m := range p.Open.Text.Members {
				if m.ID == sig.UnitID && sig.Part == covenant.PartMember {
					row.Member = m.Name
				}
			}
			p.Signatures = append(p.Signatures, row)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.Covenant(p))
}

// targetTable has a row for each indicator and a column for each member.
func targetTable(text covenant.Snapshot) components.TableProps {
	t := components.TableProps{ID: "chi-tieu", Caption: "Chỉ tiêu các đơn vị cam kết", Columns: []components.Column{{Head: "Chỉ số"}, {Head: "Đơn vị tính"}}}
	for _, m := range text.Members {
		t.Columns = append(t.Columns, components.Column{Head: m.Name, Number: true})
	}
	values := map[[2]string]string{}
	for _, g := range text.Targets {
		values[[2]string{g.Indicator, g.Unit}] = g.Value
	}
	for _, i := range text.Indicators {
		row := components.Row{Cells: []components.Cell{{Text: i.Name}, {Text: i.Unit}}}
		for _, m := range text.Members {
			row.Cells = append(row.Cells, orMissing(plainNumber(values[[2]string{i.Code, m.ID}]), "chưa đăng ký"))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// covenantScan serves the scan of the signed original.
func (s *Server) covenantScan(w http.ResponseWriter, r *http.Request) error {
	var c covenant.Covenant
	err := s.view(r, func(tx *db.Tx) error {
		_, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		o, err := covenant.PublicOf(tx, y)
		c = o.Covenant
		return err
	})
	if err != nil {
		return err
	}
	if c.ScanHash == "" {
		return problem.New(problem.NotFound, "Chưa có bản quét của bản gốc.")
	}
	return s.serveFile(w, r, c.ScanHash, c.ScanName)
}
