package document

import "strconv"

// Plan is a plan (kế hoạch) of an office or a cluster.
type Plan struct {
	Head
	Subject string // "tổ chức phong trào thi đua"
	Purpose []string
	Content []string
	Steps   []Step
	Carried []string // who does what
}

// Step is one line of a timetable.
type Step struct {
	Work, Who, Until string
}

// Document makes the plan.
func (s *Plan) Document(w *Words) *Document {
	d := s.document(KindPlan)
	f := s.fields(Fields{"noi_dung": s.Subject})
	say := func(key string) string { return w.say(KindPlan, key, f) }
	d.Abstract = upperFirst(say("abstract"))
	d.Bases = s.Bases
	if len(d.Bases) == 0 {
		d.Bases = []string{say("basis")}
	}
	c := chapters{}
	c.add(P(say("opening")))
	c.open(say("purpose"))
	c.add(numbered(orBlank(s.Purpose))...)
	c.open(say("content"))
	c.add(numbered(orBlank(s.Content))...)
	c.open(say("steps"))
	if len(s.Steps) == 0 {
		c.add(P(blank))
	} else {
		c.add(List(StepTable(s.Steps)))
	}
	c.open(say("carrying"))
	c.add(numbered(orBlank(s.Carried))...)
	c.add(P(say("closing")))
	d.Body = c.list
	return d
}

// StepTable is a timetable as a list.
func StepTable(steps []Step) *Table {
	t := &Table{Columns: []Column{narrow("STT", 0.6), wide("Công việc", 4), wide("Đơn vị thực hiện", 2.4), narrow("Thời hạn", 1.5)}}
	for i, s := range steps {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), s.Work, or(s.Who), or(s.Until)})
	}
	return t
}
