package document

// Resolution is a resolution of a conference (nghị quyết).
type Resolution struct {
	Head
	Meeting  string
	Articles []string // what was resolved, each an Điều
}

// Document makes the resolution.
func (s *Resolution) Document(w *Words) *Document {
	d := s.document(KindResolution)
	f := s.fields(Fields{"hoi_nghi": s.Meeting})
	say := func(key string) string { return w.say(KindResolution, key, f) }
	d.Abstract, d.Enacting = upperFirst(say("abstract")), say("enacting")
	d.Bases = append(append([]string(nil), s.Bases...), say("basis"))
	list := orBlank(s.Articles)
	for i, text := range list {
		d.Body = append(d.Body, article(i+1, text))
	}
	d.Body = append(d.Body, article(len(list)+1, say("force")))
	return d
}

// Conclusion is a notice of what a person concluded at a meeting (thông báo kết luận).
type Conclusion struct {
	Head
	Meeting string
	By      string // post and name
	Points  []string
}

// Document makes the notice.
func (s *Conclusion) Document(w *Words) *Document {
	d := s.document(KindConclusion)
	f := s.fields(Fields{"nguoi_ket_luan": s.By, "cuoc_hop": s.Meeting})
	say := func(key string) string { return w.say(KindConclusion, key, f) }
	d.Abstract = say("abstract")
	d.Body = append(d.Body, P(say("opening")))
	d.Body = append(d.Body, numbered(orBlank(s.Points))...)
	d.Body = append(d.Body, P(say("closing")))
	return d
}
