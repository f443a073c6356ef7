package sheet

import (
	"fmt"
	"math/big"

	"giaouoc/internal/ranking"
)

// figures is the table of one part of the certificate; right lists the columns
// of numbers.
type figures struct {
	rows  table
	right []int
}

// certificateTable holds the figures of a part, only its heading when there are
// none.
func (a *ScoreAnswer) certificateTable(part string) figures {
	switch part {
	case "severity":
		return a.severityTable()
	case "pairwise":
		return a.pairwiseTable()
	case "margins":
		return a.marginsTable()
	case "coalition":
		return a.coalitionTable()
	case "agreement":
		return a.agreementTable()
	default:
		return a.intervalsTable()
	}
}

// named is a unit by id and, when it has one, name.
func (a *ScoreAnswer) named(id string) string {
	if name := a.unitName(id); name != id {
		return id + " " + name
	}
	return id
}

// rankOf is the official rank of a unit, a dash for one without.
func (a *ScoreAnswer) rankOf(id string) string {
	for _, s := range a.Standings {
		if s.Unit == id && s.Rank > 0 {
			return fmt.Sprint(s.Rank)
		}
	}
	return "–"
}

func (a *ScoreAnswer) severityTable() figures {
	t := figures{
		rows:  table{{"Đơn vị", "Hạng chính thức", "Thứ tự chấm chéo", "Thứ tự trừ độ nghiêm", "Chênh điểm nhận", "Chênh sau khi trừ", "Chênh điểm cho"}},
		right: []int{1, 2, 3, 4, 5, 6},
	}
	s := a.Certificate.Severity
	if s == nil {
		return t
	}
	plain := make(map[string]int, len(s.PlainOrder))
	for i, id := range s.PlainOrder {
		plain[id] = i + 1
	}
	for i, id := range s.Order {
		t.rows = append(t.rows, []string{
			a.named(id), a.rankOf(id), fmt.Sprint(plain[id]), fmt.Sprint(i + 1),
			comma(s.Plain[id], deltaDecimals), comma(s.Value[id], deltaDecimals), comma(s.Lenient[id], deltaDecimals),
		})
	}
	return t
}

func (a *ScoreAnswer) pairwiseTable() figures {
	t := figures{rows: table{{"Đứng trên", "Đứng dưới", "Ý kiến thuận", "Ý kiến trái"}}, right: []int{2, 3}}
	for _, o := range a.Certificate.Neighbours {
		t.rows = append(t.rows, []string{a.named(o.Above), a.named(o.Below), comma(o.For, costDecimals), comma(o.Against, costDecimals)})
	}
	return t
}

func (a *ScoreAnswer) marginsTable() figures {
	t := figures{rows: table{{"Đứng trên", "Đứng dưới", "Biên trọng số"}}, right: []int{2}}
	for _, m := range a.Certificate.Margins {
		t.rows = append(t.rows, []string{a.named(m.Above), a.named(m.Below), comma(m.Delta, deltaDecimals)})
	}
	return t
}

func (a *ScoreAnswer) coalitionTable() figures {
	t := figures{rows: table{{"Đơn vị", "Trung bình điểm được chấm", "Trong nhóm nhỏ nhất"}}, right: []int{1}}
	in := map[string]string{}
	for _, id := range a.Certificate.Coalition {
		in[id] = "có"
	}
	for _, id := range a.Certificate.ReceivedOrder {
		t.rows = append(t.rows, []string{a.named(id), comma(a.Certificate.Received[id], deltaDecimals), in[id]})
	}
	return t
}

func (a *ScoreAnswer) agreementTable() figures {
	t := figures{rows: table{{"Con số", "Giá trị", "Khoảng 95% từ", "đến"}}, right: []int{1, 2, 3}}
	g := a.Certificate.Agreement
	if g == nil {
		return t
	}
	row := func(name string, e ranking.Estimate) {
		t.rows = append(t.rows, []string{name, commaOf(e.Value), commaOf(e.Low), commaOf(e.High)})
	}
	if g.Alpha != nil {
		row("α của Krippendorff, dữ liệu khoảng", *g.Alpha)
	}
	if c := g.Components; c != nil {
		row("Phần do đơn vị được chấm", c.UnitShare)
		row("Phần do người chấm", c.RaterShare)
		row("Phần riêng từng cặp, kể cả ngẫu nhiên", c.PairShare)
	}
	if r := g.Reciprocity; r != nil {
		how := fmt.Sprintf("%s hoán vị rút thăm", comma(big.NewRat(int64(r.Relabellings), 1), 0))
		if r.Every {
			how = fmt.Sprintf("đủ %s hoán vị", comma(big.NewRat(int64(r.Relabellings), 1), 0))
		}
		t.rows = append(t.rows,
			[]string{"Tương quan hai chiều trong từng cặp", commaOf(r.Correlation), "", ""},
			[]string{"p của phép thử có đi có lại (" + how + ")", commaOf(r.P), "", ""})
	}
	return t
}

func (a *ScoreAnswer) intervalsTable() figures {
	t := figures{rows: table{{"Đơn vị", "Hạng chính thức", "Hạng từ", "đến", "Hạng ở giữa", "Đứng thứ nhất (%)"}}, right: []int{1, 2, 3, 4, 5}}
	if a.Certificate.Intervals == nil {
		return t
	}
	for _, u := range a.Certificate.Intervals.Units {
		first := new(big.Rat)
		first.SetFloat64(u.First * 100)
		t.rows = append(t.rows, []string{a.named(u.Unit), fmt.Sprint(u.Rank), fmt.Sprint(u.Low), fmt.Sprint(u.High), fmt.Sprint(u.Median), comma(first, 2)})
	}
	return t
}

// commaOf writes a figure of the statistics the Vietnamese way.
func commaOf(x float64) string {
	r := new(big.Rat)
	r.SetFloat64(x)
	return comma(r, statisticDecimals)
}
