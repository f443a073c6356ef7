package document

import "strconv"

// Nominee is one collective or person in a list: of a submission, or of a decision.
type Nominee struct {
	Name       string // as the register of awards writes it
	Collective bool
	Post       string // post and office of a person, address of a collective
	Award      string // title or form
	Merit      string // the achievement in a line
	Votes      string // "9/10 (90%)"; empty: not voted on
	Bonus      string // in đồng; empty: none, or not known
}

// counts are how many collectives and persons a list has.
func counts(list []Nominee) (collectives, persons int) {
	for _, n := range list {
		if n.Collective {
			collectives++
		} else {
			persons++
		}
	}
	return collectives, persons
}

// amount is how many a list has, in words of the page; nobody is a blank.
func amount(list []Nominee) string { return spoken(counts(list)) }

func spoken(collectives, persons int) string {
	switch {
	case collectives == 0 && persons == 0:
		return blank
	case persons == 0:
		return count(collectives) + " tập thể"
	case collectives == 0:
		return count(persons) + " cá nhân"
	}
	return count(collectives) + " tập thể và " + count(persons) + " cá nhân"
}

// NomineeTable lists nominees, collectives first, under one heading each. Columns
// that nobody has anything in are left out.
func NomineeTable(list []Nominee) *Table {
	votes, bonus, merit := false, false, false
	for _, n := range list {
		votes, bonus, merit = votes || n.Votes != "", bonus || n.Bonus != "", merit || n.Merit != ""
	}
	t := &Table{Columns: []Column{narrow("STT", 0.6), wide("Tên tập thể, cá nhân", 2.7), wide("Chức vụ, đơn vị; địa chỉ", 3), wide("Danh hiệu, hình thức", 2.2)}, Bold: map[int]bool{}}
	if merit {
		t.Columns = append(t.Columns, wide("Thành tích tóm tắt", 4))
	}
	if votes {
		t.Columns = append(t.Columns, narrow("Phiếu đồng ý", 1.7))
	}
	if bonus {
		t.Columns = append(t.Columns, figures("Tiền thưởng (đồng)", 1.5))
	}
	number := 0
	for _, collective := range []bool{true, false} {
		title, any := "Cá nhân", false
		if collective {
			title = "Tập thể"
		}
		for _, n := range list {
			if n.Collective != collective {
				continue
			}
			if !any {
				any = true
				t.Bold[len(t.Rows)] = true
				row := make([]string, len(t.Columns))
				row[1] = title
				t.Rows = append(t.Rows, row)
			}
			number++
			row := []string{strconv.Itoa(number), n.Name, n.Post, n.Award}
			if merit {
				row = append(row, n.Merit)
			}
			if votes {
				row = append(row, n.Votes)
			}
			if bonus {
				row = append(row, n.Bonus)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// sums counts a list by award, in the order of the list: "Bằng khen …: 03 tập thể và 05 cá nhân".
func sums(list []Nominee) []string {
	type sum struct{ collectives, persons int }
	all := map[string]*sum{}
	var order []string
	for _, n := range list {
		s := all[n.Award]
		if s == nil {
			s = &sum{}
			all[n.Award] = s
			order = append(order, n.Award)
		}
		if n.Collective {
			s.collectives++
		} else {
			s.persons++
		}
	}
	lines := make([]string, 0, len(order))
	for _, a := range order {
		s := all[a]
		lines = append(lines, or(a)+": "+spoken(s.collectives, s.persons)+".")
	}
	return lines
}
