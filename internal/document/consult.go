package document

import "strconv"

// Consult is an official letter that asks another body for its opinion (công văn
// hiệp y).
type Consult struct {
	Head
	To       string // who is asked, within a sentence
	Matter   string // "đối với 02 tập thể"
	Until    string // "ngày 15 tháng 5 năm 2026"
	Nominees []Nominee
}

// Document makes the letter.
func (s *Consult) Document(w *Words) *Document {
	d := s.document(KindConsult)
	f := s.fields(Fields{"noi_hoi": s.To, "noi_dung": s.Matter, "han": s.Until})
	say := func(key string) string { return w.say(KindConsult, key, f) }
	d.Abstract = say("abstract")
	if d.Addressees == nil && s.To != "" {
		d.Addressees = []string{s.To}
	}
	d.Body = append(d.Body, P(say("opening")), List(NomineeTable(s.Nominees)), P(say("asks")), P(say("until")), P(say("closing")))
	return d
}

// Return is a slip with which a dossier goes back (phiếu trả hồ sơ).
type Return struct {
	Head
	Dossier  string
	From     string // who handed it in
	Received string // "12 tháng 3 năm 2026"
	Reasons  []Reason
	Until    string // by when it may be completed; empty: it is refused for good
}

// Reason is why a dossier goes back, with the place of the law.
type Reason struct {
	What, Ground, Do string
}

// Document makes the slip. Its form was not compared with that of a decree, and says
// so.
func (s *Return) Document(w *Words) *Document {
	d := s.document(KindReturn)
	f := s.fields(Fields{"ho_so": s.Dossier, "ngay_nhan": s.Received, "han": s.Until, "nguoi_nop": s.From})
	say := func(key string) string { return w.say(KindReturn, key, f) }
	d.Abstract = upperFirst(say("abstract"))
	if d.Addressees == nil && s.From != "" {
		d.Addressees = []string{s.From}
	}
	t := &Table{Columns: []Column{narrow("STT", 0.6), wide("Lý do", 3.4), wide("Căn cứ", 2.6), wide("Cần bổ sung", 2.6)}}
	for i, r := range s.Reasons {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), r.What, or(r.Ground), or(r.Do)})
	}
	end := say("until")
	if s.Until == "" {
		end = say("for_good")
	}
	d.Body = append(d.Body, P(say("opening")), List(t), P(end))
	d.Notes = append(d.Notes, NotCompared)
	return d
}

// Statistics is a form of the statistics of emulation and commendation (0601.N to
// 0605.N). The text of the forms is not at hand: the table is the caller's, and the
// page says that it was not compared.
//
// Source of the codes: Circular 02/2023/TT-BNV.
type Statistics struct {
	Head
	Code   string // "0601.N/BNV-TĐKT"
	Name   string // empty: not known
	Period string
	Table  *Table   // nil: no figures
	Wide   bool     // the table lies on pages of its own, on their long side
	Below  []string // lines under the table
}

// StatisticCodes are the codes of the forms.
func StatisticCodes() []string {
	return []string{"0601.N/BNV-TĐKT", "0602.N/BNV-TĐKT", "0603.N/BNV-TĐKT", "0604.N/BNV-TĐKT", "0605.N/BNV-TĐKT"}
}

// Document makes the form.
func (s *Statistics) Document(w *Words) *Document {
	d := s.document(KindStatistics)
	d.Sign = ""
	f := s.fields(Fields{"ma": s.Code, "ten": s.Name, "ky": s.Period})
	say := func(key string) string { return w.say(KindStatistics, key, f) }
	d.Title, d.Abstract, d.Subtitle = say("title"), say("abstract"), say("period")
	below := make([]Block, len(s.Below))
	for i, l := range s.Below {
		below[i] = P(l)
	}
	switch {
	case s.Table == nil || len(s.Table.Rows) == 0:
		d.Body = append(append(d.Body, P(say("none"))), below...)
	case s.Wide:
		d.Body = append(d.Body, P(say("overleaf")))
		d.Appendices = []Appendix{{Title: say("abstract"), Landscape: true, Body: append([]Block{List(s.Table)}, below...)}}
	default:
		d.Body = append(append(d.Body, List(s.Table)), below...)
	}
	if n := len(d.Signatures); n > 1 {
		d.Columns = n
	}
	d.Notes = append(d.Notes, NotCompared)
	return d
}
