package document

// Confirmation is an official letter that confirms what a register says of somebody
// (công văn xác nhận). No official form of it is in hand, and the letter says so.
type Confirmation struct {
	Head
	About string   // of whom
	Asked string   // "Đơn của ông A ngày 02 tháng 3 năm 2026"
	Says  []string // paragraphs of what the register says
}

// Document makes the letter.
func (s *Confirmation) Document(w *Words) *Document {
	d := s.document(KindConfirmation)
	f := s.fields(Fields{"ve_ai": s.About, "theo": s.Asked})
	say := func(key string) string { return w.say(KindConfirmation, key, f) }
	d.Abstract = say("abstract")
	d.Body = append(d.Body, P(say("opening")))
	for _, line := range s.Says {
		d.Body = append(d.Body, P(line))
	}
	d.Body = append(d.Body, P(say("closing")))
	d.Notes = append(d.Notes, NotCompared)
	return d
}
