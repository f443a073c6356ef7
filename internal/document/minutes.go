package document

import "strconv"

// Minutes are the minutes of a meeting (biên bản họp), signed by chair and secretary.
type Minutes struct {
	Head
	Meeting    string // "Hội nghị tổng kết …"
	Begin, End string // "08 giờ 00, ngày 09 tháng 4 năm 2021"
	Room       string
	Present    []string
	Counted    [2]int // present, absent; below 0: not known
	Chair      Signature
	Secretary  Signature
	Items      []MinuteItem
	Concluded  []string
}

// MinuteItem is one item of the agenda with what was said.
type MinuteItem struct {
	Title string
	Lines []string
}

// Document makes the minutes.
func (s *Minutes) Document(w *Words) *Document {
	d := s.document(KindMinutes)
	f := s.fields(Fields{"cuoc_hop": s.Meeting, "co_mat": count(s.Counted[0]), "vang": count(s.Counted[1]), "ket_thuc": s.End})
	say := func(key string) string { return w.say(KindMinutes, key, f) }
	d.Abstract = s.Meeting
	d.Body = append(d.Body, P(say("begin")+" "+or(s.Begin)+"."), P(say("place")+" "+or(s.Room)+"."), P(say("present")))
	d.Body = append(d.Body, dashed(orBlank(s.Present))...)
	d.Body = append(d.Body, P(say("counted")), P(say("officers")+" chủ trì "+or(s.Chair.Name)+"; thư ký "+or(s.Secretary.Name)+"."))
	c := chapters{}
	c.open(say("content"))
	for i, item := range s.Items {
		c.add(labelled(Heading, strconv.Itoa(i+1)+".", item.Title))
		c.add(dashed(orBlank(item.Lines))...)
	}
	if len(s.Items) == 0 {
		c.add(P(blank))
	}
	c.open(say("conclusion"))
	c.add(numbered(orBlank(s.Concluded))...)
	c.add(P(say("closing")))
	d.Body = append(d.Body, c.list...)
	d.bothSign(s.Secretary, s.Chair)
	return d
}

// bothSign puts the secretary on the left and the chair on the right.
func (d *Document) bothSign(secretary, chair Signature) {
	if len(secretary.Lines) == 0 {
		secretary.Lines = []string{"THƯ KÝ"}
	}
	if len(chair.Lines) == 0 {
		chair.Lines = []string{"CHỦ TRÌ"}
	}
	d.Signatures, d.Columns = []Signature{secretary, chair}, 2
}

// Count are the minutes of a count of votes (biên bản kiểm phiếu).
type Count struct {
	Head
	Matter                               string
	Begin, End, Room                     string
	Roll, Given, Returned, Valid, Spoilt int // below 0: not known
	Lines                                []CountLine
	Needed                               string // "từ 80% tổng số thành viên trở lên"
	Tellers                              []string
	Chief                                Signature // trưởng ban kiểm phiếu
	Secretary                            Signature
}

// CountLine is what one candidate got.
type CountLine struct {
	Name    string
	For     int
	Against int
	Share   string // "90,0%", of what Needed says
	Passed  bool
}

// Document makes the minutes of the count.
func (s *Count) Document(w *Words) *Document {
	d := s.document(KindCount)
	f := s.fields(Fields{
		"viec": s.Matter, "tong": count(s.Roll), "phat": count(s.Given), "thu": count(s.Returned), "hop_le": count(s.Valid),
		"khong_hop_le": count(s.Spoilt), "nguong": s.Needed, "ket_thuc": s.End,
	})
	say := func(key string) string { return w.say(KindCount, key, f) }
	d.Abstract = say("abstract")
	begin := w.say(KindMinutes, "begin", f)
	d.Body = append(d.Body, P(begin+" "+or(s.Begin)+"."), P(w.say(KindMinutes, "place", f)+" "+or(s.Room)+"."), P(say("tellers")))
	d.Body = append(d.Body, dashed(orBlank(s.Tellers))...)
	d.Body = append(d.Body, P(say("papers")), P(say("results")))
	t := &Table{Columns: []Column{narrow("STT", 0.6), wide("Tập thể, cá nhân", 4), narrow("Đồng ý", 1), narrow("Không đồng ý", 1.1), narrow("Tỷ lệ", 1), narrow("Kết quả", 1.6)}}
	for i, l := range s.Lines {
		result := "Không đạt"
		if l.Passed {
			result = "Đạt"
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), l.Name, strconv.Itoa(l.For), strconv.Itoa(l.Against), or(l.Share), result})
	}
	d.Body = append(d.Body, List(t), P(say("needed")), P(say("closing")))
	if len(s.Chief.Lines) == 0 {
		s.Chief.Lines = []string{"TRƯỞNG BAN KIỂM PHIẾU"}
	}
	d.bothSign(s.Secretary, s.Chief)
	return d
}
