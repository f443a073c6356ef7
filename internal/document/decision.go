package document

// Decision is a decision to award (quyết định khen thưởng) with its list.
type Decision struct {
	Head
	Authority string // "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ …"
	Award     string // title or form, within a sentence
	Merit     string // "đã có thành tích …"
	ProposedBy,
	Total, // the sum of the bonuses in figures and words; empty: none is said
	Fund, // where it is paid from
	Carried string // who carries it out
	Nominees []Nominee
}

// Document makes the decision; its list stands in an appendix.
func (s *Decision) Document(w *Words) *Document {
	d := s.document(KindDecision)
	collectives, persons := counts(s.Nominees)
	f := s.fields(Fields{
		"hinh_thuc": s.Award, "so_tap_the": count(collectives), "so_ca_nhan": count(persons), "so_luong": amount(s.Nominees), "thanh_tich": s.Merit,
		"nguoi_trinh": s.ProposedBy, "tong_tien": s.Total, "nguon": s.Fund, "thi_hanh": s.Carried,
	})
	say := func(key string) string { return w.say(KindDecision, key, f) }
	d.Abstract, d.Authority, d.Enacting = say("abstract"), s.Authority, say("enacting")
	d.Bases = append([]string{say("law")}, s.Bases...)
	d.Bases = append(d.Bases, say("proposal"))
	bonus := say("bonus")
	if s.Total == "" {
		bonus = say("no_bonus")
	}
	for i, text := range []string{say("award"), bonus, say("force")} {
		d.Body = append(d.Body, article(i+1, text))
	}
	list := NomineeTable(s.Nominees)
	d.Appendices = []Appendix{{Title: say("appendix"), Landscape: len(list.Columns) > 4, Body: []Block{List(list)}}}
	return d
}
