package document

import "strconv"

// Notice makes the result of a dossier known (thông báo kết quả): who was granted what,
// and who was not, with the reason.
type Notice struct {
	Head
	Dossier  string
	From     string // who handed it in
	Award    string
	Decision string // "1100/QĐ-TTg ngày 30 tháng 6 năm 2021 của …"
	Granted  []Nominee
	Refused  []Refusal
}

// Refusal is a nominee who was not granted what was asked for; an empty Why stays "…".
type Refusal struct {
	Name, Why string
}

// Document makes the notice.
func (s *Notice) Document(w *Words) *Document {
	d := s.document(KindNotice)
	f := s.fields(Fields{
		"ho_so": s.Dossier, "nguoi_nop": s.From, "hinh_thuc": s.Award, "quyet_dinh": s.Decision, "so_duoc": amount(s.Granted), "so_khong": count(len(s.Refused)),
	})
	say := func(key string) string { return w.say(KindNotice, key, f) }
	d.Abstract = say("abstract")
	if d.Addressees == nil && s.From != "" {
		d.Addressees = []string{s.From}
	}
	d.Body = append(d.Body, P(say("opening")))
	lines := []string{say("nobody")}
	if len(s.Granted) > 0 {
		lines = []string{say("granted")}
	}
	if len(s.Refused) > 0 {
		lines = append(lines, say("refused"))
	}
	body := numbered(lines)
	d.Body = append(d.Body, body[0])
	switch {
	case len(s.Granted) > nomineesInline:
		d.Body = append(d.Body, P("(Danh sách ở Phụ lục kèm theo.)"))
		d.Appendices = []Appendix{{Title: "Danh sách được tặng", Landscape: true, Body: []Block{List(NomineeTable(s.Granted))}}}
	case len(s.Granted) > 0:
		d.Body = append(d.Body, List(NomineeTable(s.Granted)))
	}
	if len(s.Refused) > 0 {
		t := &Table{Columns: []Column{narrow("STT", 0.6), wide("Tập thể, cá nhân", 3), wide("Lý do", 4.5)}}
		for i, r := range s.Refused {
			t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), r.Name, or(r.Why)})
		}
		d.Body = append(d.Body, body[1], List(t))
	}
	d.Body = append(d.Body, P(say("closing")))
	return d
}
