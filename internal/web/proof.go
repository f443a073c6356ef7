package web

import (
	"encoding/json"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// latestLeaves is how many entries the public page of the record shows.
const latestLeaves = 25

// publicRecord is what everybody may know of the record.
func (s *Server) publicRecord(w http.ResponseWriter, r *http.Request) error {
	var p pages.PublicRecordProps
	err := s.view(r, func(tx *db.Tx) error {
		p.Frame = s.frame(tx, r, "Nhật ký")
		p.Frame.Lead = "Điều gì đã xảy ra, theo thứ tự nào: ai cũng tự kiểm tra được, không phải tin lời chúng tôi."
		p.Command = s.verifyCommand(r)
		var err error
		if p.Facts, err = s.checkpointFacts(tx); err != nil {
			return err
		}
		entries, err := record.Latest(tx, latestLeaves)
		if err != nil {
			return err
		}
		p.Latest, err = publicItems(tx, entries)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.PublicRecord(p))
}

// checkpointFacts is the newest published checkpoint in words; nothing before
// the first.
func (s *Server) checkpointFacts(tx *db.Tx) ([]components.Fact, error) {
	if s.Record == nil || s.Record.Published().Size == 0 {
		return nil, nil
	}
	c := s.Record.Published()
	at, err := record.SealedAt(tx, c.Size)
	if err != nil {
		return nil, err
	}
	facts := []components.Fact{{Label: "Tên của nhật ký", Text: s.Record.Origin()}, {Label: "Số mục đã niêm phong", Text: vn.Format(decimal.NewFromInt(c.Size))}}
	if !at.IsZero() {
		facts = append(facts, components.Fact{Label: "Niêm phong lúc", Text: moment(at.Time)})
	}
	facts = append(facts, components.Fact{Label: "Gốc của cây", Content: pages.CodeLine(c.Root.String())})
	if vkey := s.verifierKey(); vkey != "" {
		facts = append(facts, components.Fact{Label: "Khóa công khai", Content: pages.CodeLine(vkey)})
	}
	return facts, nil
}

// verifierKey is the key in use, the first line of the last block of the
// published chain of keys; empty where the chain cannot be read.
func (s *Server) verifierKey() string {
	content, err := os.ReadFile(filepath.Join(s.RecordDir, "khoa"))
	if err != nil {
		return ""
	}
	blocks := strings.Split(string(content), "---\n")
	line, _, _ := strings.Cut(blocks[len(blocks)-1], "\n")
	return line
}

func publicItems(tx *db.Tx, entries []record.Entry) ([]pages.RecordItem, error) {
	items := make([]pages.RecordItem, len(entries))
	for i, e := range entries {
		var err error
		if items[i], err = publicItem(tx, e); err != nil {
			return nil, err
		}
	}
	return items, nil
}

func (s *Server) verifyCommand(r *http.Request) string {
	return "giaouoc verify record " + s.address(r)
}

// historyPath is the public history of an object.
func historyPath(o record.Object) string { return "/lich-su/" + o.Kind + "/" + o.ID }

// publicHistory is what happened to a published object, without names.
func (s *Server) publicHistory(w http.ResponseWriter, r *http.Request) error {
	o := record.Object{Kind: r.PathValue("kind"), ID: r.PathValue("object")}
	var p pages.PublicHistoryProps
	err := s.view(r, func(tx *db.Tx) error {
		printed, err := record.Publications(tx, o)
		if err != nil {
			return err
		}
		if len(printed) == 0 {
			return problem.New(problem.NotFound, "Không có lịch sử công khai của đối tượng này.")
		}
		p.Most = 200
		entries, err := record.PublicHistory(tx, o, p.Most)
		if err != nil {
			return err
		}
		p.Frame = s.frame(tx, r, "Lịch sử: "+record.FormatName(printed[0].Format))
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: "/nhat-ky", Text: "Nhật ký"}}
		page, err := publicPage(tx, entries[0])
		if err != nil {
			return err
		}
		if page.Href != "" {
			p.Frame.Crumbs = append(p.Frame.Crumbs, page)
		}
		p.Items, err = publicItems(tx, entries)
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.PublicHistory(p))
}

// publicPage is where a citizen reads what an entry published.
func publicPage(tx *db.Tx, e record.Entry) (components.Link, error) {
	below, ok := map[string]string{
		"covenant": "/giao-uoc", "mid_review": "/so-ket", "period": figurePage, "published_figure": "#so-lieu", "score_sheet": "/xep-hang",
		"conference": "/hoi-nghi", "conference_minutes": "/hoi-nghi/bien-ban", "ballot": ballotPage + "/" + e.Object, "proposal": "", "directive": "/chi-dao", "movement": "/phong-trao/" + e.Object, "movement_review": "/phong-trao",
	}[e.Kind]
	if e.Cluster == "" || !ok && e.Kind != "rule_book" {
		return components.Link{}, nil
	}
	c, err := cluster.Find(tx, e.Cluster)
	if err != nil {
		return components.Link{}, err
	}
	if e.Kind == "rule_book" {
		return components.Link{Href: "/cum/" + c.Slug + ruleBookPage, Text: c.Name + ", quy chế"}, nil
	}
	y, err := cycle.ByID(tx, e.Year)
	if err != nil {
		return components.Link{}, err
	}
	return components.Link{Href: yearPath(c, y) + below, Text: c.Name + ", năm " + itoa(y.Year)}, nil
}

// recordProof says what an entry proves and where its files are.
func (s *Server) recordProof(w http.ResponseWriter, r *http.Request) error {
	var p pages.RecordProofProps
	err := s.view(r, func(tx *db.Tx) error {
		e, err := record.PublicLeaf(tx, r.PathValue("entry"))
		if err != nil {
			return err
		}
		p.Path = proofPath(e.ID)
		p.Frame = s.frame(tx, r, "Chứng minh")
		p.Frame.Crumbs = []components.Link{{Href: "/", Text: "Trang đầu"}, {Href: "/nhat-ky", Text: "Nhật ký"}}
		if p.Item, err = publicItem(tx, e); err != nil {
			return err
		}
		leaf, err := json.Marshal(e.Leaf)
		if err != nil {
			return err
		}
		p.Leaf, p.Number = string(leaf), "chờ niêm phong"
		p.Commands = []string{s.verifyCommand(r) + " --bundle " + bundleName(e.ID)}
		if e.Seq != nil {
			p.Number, p.Bundle = strconv.FormatInt(*e.Seq, 10), p.Path+"/"+bundleName(e.ID)
		}
		return proofOfPublication(tx, e, &p)
	})
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, pages.RecordProof(p))
}

// proofOfPublication adds what a publication proves.
func proofOfPublication(tx *db.Tx, e record.Entry, p *pages.RecordProofProps) error {
	printed, err := record.Print(tx, e.ID)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	p.What, p.SHA256, p.Bytes, p.Format = record.FormatName(printed.Format), printed.SHA256, len(printed.Text), printed.Format
	p.Frame.Title = "Chứng minh: " + p.What
	p.Canon, p.History = p.Path+"/van-ban.json", historyPath(record.Object{Kind: printed.Kind, ID: printed.Object})
	if p.Page, err = publicPage(tx, e); err != nil {
		return err
	}
	all, err := record.Publications(tx, record.Object{Kind: printed.Kind, ID: printed.Object})
	if err != nil {
		return err
	}
	if len(all) > 0 && all[0].EntryID != e.ID {
		p.Newer = proofPath(all[0].EntryID)
	}
	return nil
}

// bundleName is the name of an entry's proof bundle as a file.
func bundleName(entryID string) string { return "giaouoc-" + entryID + ".tlog-proof" }

// proofBundle serves the proof of an entry. What changed is in it where all of it
// is public.
func (s *Server) proofBundle(w http.ResponseWriter, r *http.Request) error {
	id, ok := strings.CutSuffix(strings.TrimPrefix(r.PathValue("bundle"), "giaouoc-"), ".tlog-proof")
	if !ok || id != r.PathValue("entry") {
		return s.notFound(w, r)
	}
	if s.Record == nil {
		return problem.New(problem.NotFound, "Nhật ký ở đây không được niêm phong.")
	}
	var bundle []byte
	err := s.view(r, func(tx *db.Tx) error {
		open, err := record.Open(tx, id)
		if err != nil {
			return err
		}
		bundle, err = s.Record.Proof(tx, id, open)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": bundleName(id)}))
	_, err = w.Write(bundle)
	return err
}

// publishedText serves the bytes whose fingerprint the entry holds.
func (s *Server) publishedText(w http.ResponseWriter, r *http.Request) error {
	var printed record.Printed
	err := s.view(r, func(tx *db.Tx) (err error) {
		printed, err = record.Print(tx, r.PathValue("entry"))
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="van-ban.json"`)
	_, err = w.Write([]byte(printed.Text))
	return err
}

// proofOf is the address of the proof of an object's newest publication; empty
// where nothing of it was published through the record.
func proofOf(tx *db.Tx, kind, id string) (string, error) {
	list, err := record.Publications(tx, record.Object{Kind: kind, ID: id})
	if err != nil || len(list) == 0 {
		return "", err
	}
	return proofPath(list[0].EntryID), nil
}
