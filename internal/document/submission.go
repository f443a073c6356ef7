package document

// Submission is a submission letter (tờ trình, Mẫu 01): who is proposed for what.
type Submission struct {
	Head
	To       string // the body that decides, as it stands within a sentence
	Nominees []Nominee
	Files    []string // what goes with it
	Posted   string   // since when and until when the list was posted, what opinions came, the seal; empty where it was not
}

// nomineesInline is how many stand in the letter itself; more go into an appendix.
const nomineesInline = 6

// Document makes the letter. Its form was not compared with that of the decree, and
// says so.
func (s *Submission) Document(w *Words) *Document {
	d := s.document(KindSubmission)
	collectives, persons := counts(s.Nominees)
	f := s.fields(Fields{"noi_nhan": s.To, "so_tap_the": count(collectives), "so_ca_nhan": count(persons), "so_luong": amount(s.Nominees), "niem_yet": s.Posted})
	say := func(key string) string { return w.say(KindSubmission, key, f) }
	d.Abstract = say("abstract")
	if d.Addressees == nil && s.To != "" {
		d.Addressees = []string{s.To}
	}
	d.Body = append(d.Body, P(say("opening")))
	d.Body = append(d.Body, dashed(sums(s.Nominees))...)
	if len(s.Nominees) <= nomineesInline {
		d.Body = append(d.Body, List(NomineeTable(s.Nominees)))
	} else {
		d.Body = append(d.Body, P(say("listed")))
		d.Appendices = []Appendix{{Title: say("appendix"), Landscape: true, Body: []Block{List(NomineeTable(s.Nominees))}}}
	}
	if s.Posted != "" {
		d.Body = append(d.Body, P(say("posted")))
	}
	d.Body = append(d.Body, P(say("truth")))
	if len(s.Files) > 0 {
		d.Body = append(d.Body, P(say("files")))
		d.Body = append(d.Body, dashed(s.Files)...)
	}
	d.Body = append(d.Body, P(say("closing")))
	d.Notes = append(d.Notes, NotCompared)
	return d
}
