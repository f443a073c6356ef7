package document

import "strconv"

// Covenant is the yearly covenant (giao ước thi đua) that all members of a cluster
// sign. It is none of the decree's kinds of document and has no number.
type Covenant struct {
	Head
	Contents []Pledge
	Targets  *Table // what each member promises; nil: none
	Witness  *Signature
}

// Pledge is one content of the covenant.
type Pledge struct {
	Title  string
	Text   string
	Serves string // the resolution or task it serves
}

// Document makes the covenant. Head.Signatures are the members', in order; the
// witness signs last, in the middle of its own row.
func (s *Covenant) Document(w *Words) *Document {
	d := s.document(KindCovenant)
	d.Sign = ""
	f := s.fields(Fields{"so_thanh_vien": count(len(s.Signatures))})
	say := func(key string) string { return w.say(KindCovenant, key, f) }
	d.Abstract = say("abstract")
	d.Body = append(d.Body, P(say("opening")))
	for i, c := range s.Contents {
		d.Body = append(d.Body, labelled(Heading, strconv.Itoa(i+1)+".", c.Title), P(or(c.Text)))
		if c.Serves != "" {
			f["phuc_vu"] = c.Serves
			d.Body = append(d.Body, P(say("serves")))
		}
	}
	d.Body = append(d.Body, P(say("pledge")), P(say("copies")))
	d.Columns = 2
	d.Closing = s.Witness
	if s.Targets != nil {
		d.Appendices = []Appendix{{Title: "Chỉ tiêu các đơn vị đăng ký năm " + strconv.Itoa(s.Year), Landscape: true, Body: []Block{List(s.Targets)}}}
	}
	return d
}

// article is an Điều of a decision or a resolution.
func article(n int, text string) Block {
	return labelled(Article, "Điều "+strconv.Itoa(n)+".", text)
}
