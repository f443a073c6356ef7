package document

import "strconv"

// Achievement is an achievement report (báo cáo thành tích) of a collective or a
// person.
type Achievement struct {
	Head
	Subject string // who is reported on
	Award   string // what is asked for
	General []Line // founding, address, staff, tasks; or birth, post …
	Results []Result
	Text    []string // results in words
	Ways    []string // measures
	Policy  []string
	Past    []PastAward
	Confirm *Signature // the next higher head, who confirms
}

// Line is a label with its text: "Ngày thành lập: …".
type Line struct {
	Label, Text string
}

// Result is one figure of a year, each value as it is printed; empty ones are not
// known.
type Result struct {
	Name, Unit, LastYear, Target, Value string
}

// PastAward is an award that the subject has.
type PastAward struct {
	Year   int
	Award  string
	Number string // number, day and authority of the decision
}

// Document makes the report. Its form was not compared with that of the decree, and
// says so.
func (s *Achievement) Document(w *Words) *Document {
	d := s.document(KindAchievement)
	f := s.fields(Fields{"doi_tuong": s.Subject, "hinh_thuc": s.Award})
	say := func(key string) string { return w.say(KindAchievement, key, f) }
	d.Abstract = say("abstract")
	c := chapters{}
	c.open(say("general"))
	for i, l := range s.General {
		c.add(labelled(Clause, strconv.Itoa(i+1)+".", l.Label+": "+or(l.Text)))
	}
	c.open(say("results"))
	if len(s.Results) > 0 {
		c.add(List(ResultTable(s.Results)))
	}
	if len(s.Text) > 0 || len(s.Results) == 0 {
		c.add(paragraphs(orBlank(s.Text))...)
	}
	c.add(P(say("measures")))
	c.add(dashed(orBlank(s.Ways))...)
	c.add(P(say("policy")))
	c.add(dashed(orBlank(s.Policy))...)
	c.open(say("past"))
	if len(s.Past) == 0 {
		c.add(P(say("none")))
	} else {
		t := &Table{Columns: []Column{narrow("Năm", 0.8), wide("Danh hiệu, hình thức khen thưởng", 3.2), wide("Số, ngày, cơ quan ban hành quyết định", 4)}}
		for _, p := range s.Past {
			t.Rows = append(t.Rows, []string{strconv.Itoa(p.Year), p.Award, or(p.Number)})
		}
		c.add(List(t))
	}
	c.add(P(say("closing")))
	d.Body = c.list
	if s.Confirm != nil {
		confirm := *s.Confirm
		confirm.Lines = append([]string{"XÁC NHẬN CỦA CẤP TRÊN TRỰC TIẾP"}, confirm.Lines...)
		d.Columns = 2
		d.Signatures = append([]Signature{confirm}, d.Signatures...)
	}
	d.Notes = append(d.Notes, NotCompared)
	return d
}

func paragraphs(lines []string) []Block {
	list := make([]Block, len(lines))
	for i, l := range lines {
		list[i] = P(l)
	}
	return list
}

// ResultTable lists figures beside target and the year before.
func ResultTable(results []Result) *Table {
	t := &Table{Columns: []Column{
		narrow("STT", 0.6), wide("Chỉ tiêu", 3.6), narrow("Đơn vị tính", 1.2), figures("Năm trước", 1.3), figures("Chỉ tiêu giao", 1.3), figures("Thực hiện", 1.3),
	}}
	for i, r := range results {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), r.Name, r.Unit, or(r.LastYear), or(r.Target), or(r.Value)})
	}
	return t
}
