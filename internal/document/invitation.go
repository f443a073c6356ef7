package document

// Invitation is a letter of invitation (giấy mời).
type Invitation struct {
	Head
	Guest   string
	Meeting string
	Agenda  []string
	Chair   string
	Begins  string // "08 giờ 00, thứ Sáu, ngày 09 tháng 4 năm 2021"
	Room    string
	Papers  string
	Contact string
}

// Document makes the letter.
func (s *Invitation) Document(w *Words) *Document {
	d := s.document(KindInvitation)
	f := s.fields(Fields{"khach": s.Guest, "cuoc_hop": s.Meeting})
	say := func(key string) string { return w.say(KindInvitation, key, f) }
	d.Abstract = upperFirst(say("abstract"))
	d.Body = append(d.Body, P(say("invites")), P(say("to")))
	if len(s.Agenda) > 0 {
		d.Body = append(d.Body, P(say("agenda")))
		d.Body = append(d.Body, dashed(s.Agenda)...)
	}
	for _, l := range []Line{{"chair", s.Chair}, {"time", or(s.Begins)}, {"place", or(s.Room)}, {"papers", s.Papers}, {"contact", s.Contact}} {
		if l.Text != "" {
			d.Body = append(d.Body, P(say(l.Label)+" "+l.Text+"."))
		}
	}
	d.Body = append(d.Body, P(say("closing")))
	return d
}
