package ballot

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"giaouoc/internal/verify/published"
)

// recount counts the papers and compares with what was announced. A sealed board
// leaves only the number needed to be compared.
func (w *work) recount() error {
	m, said := &w.motion, w.closing.Result
	base := m.Members
	if m.Base == "present" {
		base = m.Present
	}
	if needed := (m.Percent*base + 99) / 100; said.Needed != needed {
		return published.Wrong("số phiếu cần là %d, văn bản đóng ghi %d", needed, said.Needed)
	}
	if m.Form == "outcome" {
		if err := w.outcome(); err != nil || !w.opened {
			return err
		}
	}
	count := make([]standing, len(m.Candidates))
	for i, c := range m.Candidates {
		count[i].ID = c.ID
	}
	for _, c := range w.last {
		m.add(count, c.Choice)
	}
	valid := len(w.last)
	if n := w.closing.Counted; n != nil {
		valid += n.Valid
		for i, c := range n.Candidates {
			if c.ID != count[i].ID || c.Votes < 0 || c.Against < 0 || c.Points < 0 || c.Votes+c.Against > n.Valid {
				return published.Wrong("số phiếu giấy của «%s» không đúng", m.Candidates[i].Name)
			}
			count[i].Votes += c.Votes
			count[i].Against += c.Against
			count[i].Points += c.Points
		}
	}
	for i := range count {
		count[i].Passed = count[i].Votes >= said.Needed
	}
	if w.opened {
		return w.openedCount(count, len(w.last))
	}
	chosen, tied := m.decide(count)
	if want := (result{valid, count, said.Needed, chosen, tied}); !reflect.DeepEqual(want, said) {
		return published.Wrong("kết quả công bố khác kết quả tính lại từ các phiếu: %s", w.difference(want))
	}
	return nil
}

// openedCount holds the papers of an opened board against what was announced: who
// passed, and how many were valid. Where voters voted on paper too, their votes are in
// the counting minutes alone, so who passed cannot be said from these.
func (w *work) openedCount(count []standing, electronic int) error {
	said := w.closing.Result
	var words []string
	for i, s := range count {
		words = append(words, fmt.Sprintf("%s %d", w.motion.Candidates[i].Name, s.Votes))
		if w.closing.Counted == nil && s.Passed != said.Candidates[i].Passed {
			return published.Wrong("«%s» được công bố đạt hay không đạt khác với các phiếu: %d phiếu, cần %d", w.motion.Candidates[i].Name, s.Votes, said.Needed)
		}
	}
	if w.closing.Counted == nil {
		chosen, tied := w.motion.decide(count)
		if electronic != said.Valid || !slices.Equal(chosen, said.Chosen) || !slices.Equal(tied, said.Tied) {
			return published.Wrong("kết quả công bố khác kết quả tính lại từ các phiếu đã mở niêm phong")
		}
	}
	w.counts = strings.Join(words, ", ")
	return nil
}

// outcome checks what a sealed board leaves to be checked of the result.
func (w *work) outcome() error {
	var passed []string
	for i, s := range w.closing.Result.Candidates {
		if s.ID != w.motion.Candidates[i].ID || s.Votes != 0 || s.Against != 0 || s.Points != 0 {
			return published.Wrong("bảng phiếu niêm phong mà văn bản đóng lại ghi số phiếu của từng người, đơn vị")
		}
		if s.Passed {
			passed = append(passed, s.ID)
		}
	}
	for _, id := range slices.Concat(w.closing.Result.Chosen, w.closing.Result.Tied) {
		if !slices.Contains(passed, id) {
			return published.Wrong("có người, đơn vị được chọn mà không đạt")
		}
	}
	if w.closing.Result.Valid > w.closing.CheckOffs+w.onPaper() {
		return published.Wrong("số phiếu hợp lệ (%d) nhiều hơn số lần nhận phiếu", w.closing.Result.Valid)
	}
	return nil
}

// add counts one paper.
func (m *motion) add(count []standing, choice []string) {
	if m.Kind == "yes_no" {
		for i, c := range choice {
			switch c {
			case "yes":
				count[i].Votes++
			case "no":
				count[i].Against++
			}
		}
		return
	}
	for place, id := range choice {
		i := slices.IndexFunc(m.Candidates, func(c candidate) bool { return c.ID == id })
		count[i].Votes++
		if m.Kind == "rank" {
			count[i].Points += len(m.Candidates) - place
		}
	}
}

// decide says who is chosen, and who is equal across the last seat.
func (m *motion) decide(count []standing) (chosen, tied []string) {
	var passed []standing
	for _, s := range count {
		if s.Passed {
			passed = append(passed, s)
		}
	}
	worth := func(s standing) int {
		if m.Kind == "rank" {
			return s.Points
		}
		return s.Votes
	}
	chosen, tied = []string{}, []string{}
	for _, s := range passed {
		above, equal := 0, 0
		for _, o := range passed {
			switch {
			case worth(o) > worth(s):
				above++
			case worth(o) == worth(s):
				equal++
			}
		}
		switch {
		case m.Seats == 0 || above+equal <= m.Seats:
			chosen = append(chosen, s.ID)
		case above < m.Seats:
			tied = append(tied, s.ID)
		}
	}
	return chosen, tied
}

// difference names the first thing that was announced otherwise.
func (w *work) difference(want result) string {
	said := w.closing.Result
	for i, s := range want.Candidates {
		if o := said.Candidates[i]; o != s {
			return sentence(w.motion.Candidates[i].Name, o, s)
		}
	}
	if said.Valid != want.Valid {
		return sentenceOfValid(said.Valid, want.Valid)
	}
	return "người, đơn vị được chọn"
}
