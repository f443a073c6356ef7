package award

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// Owners are whose cluster a collective may lead or be outstanding in.
var Owners = []string{"central_council", "ministry_or_province"}

// Rate writes how a subject did in a year, over what stood there of that year.
func Rate(tx *db.Tx, l *rules.Law, y Year, version int64) error {
	f, err := inHand(tx, y.SubjectID, version)
	if err != nil {
		return err
	}
	if f.Kind != rules.Collective {
		y = Year{SubjectID: y.SubjectID, Year: y.Year, Rating: y.Rating, Source: y.Source}
	}
	if err := checkRating(tx, f.Subject, y); err != nil {
		return err
	}
	var before any
	if i := slices.IndexFunc(f.Years, func(o Year) bool { return o.Year == y.Year }); i >= 0 {
		before, f.Years[i] = f.Years[i], y
	} else {
		f.Years = append(f.Years, y)
	}
	if err := f.check(tx, l); err != nil {
		return err
	}
	if err := saveYear(tx, y); err != nil {
		return fmt.Errorf("rate year %d: %w", y.Year, err)
	}
	return putDown(tx, access.AwardKeep, f.Subject, before, y, "")
}

func checkRating(tx *db.Tx, s Subject, y Year) error {
	var list problem.List
	checkYear(tx, &list, s, "year", y.Year)
	if !slices.Contains(rules.Ratings(), y.Rating) {
		list.Add("rating", "Chọn mức xếp loại.")
	}
	for field, owner := range map[string]string{"lead_of": y.LeadOf, "outstanding": y.Outstanding} {
		if owner != "" && !slices.Contains(Owners, owner) {
			list.Add(field, "Chọn cụm, khối của ai, hoặc để trống.")
		}
	}
	if y.Exceeded != "" && y.Exceeded != "yes" && y.Exceeded != "no" {
		list.Add("exceeded", "Chọn có, không hoặc chưa rõ.")
	}
	checkMembers(&list, y)
	return list.Err()
}

// checkMembers refuses numbers of members that cannot be together.
func checkMembers(list *problem.List, y Year) {
	parts := []struct {
		field, who string
		n          int
	}{
		{"women", "nữ", y.Women},
		{"completed", "hoàn thành nhiệm vụ trở lên", y.Completed},
		{"advanced", "đạt «Lao động tiên tiến», «Chiến sĩ tiên tiến»", y.Advanced},
		{"fighters", "đạt «Chiến sĩ thi đua cơ sở»", y.Fighters},
		{"disciplined", "bị kỷ luật từ cảnh cáo", y.Disciplined},
	}
	if y.Members < 0 {
		list.Add("members", "Số thành viên không thể âm.")
	}
	for _, p := range parts {
		switch {
		case p.n < 0:
			list.Add(p.field, "Số người không thể âm.")
		case p.n > 0 && y.Members == 0:
			list.Add("members", "Ghi tổng số thành viên; đã ghi %d người %s.", p.n, p.who)
			return
		case p.n > y.Members:
			list.Add(p.field, "%d người %s nhiều hơn tổng số %d thành viên.", p.n, p.who, y.Members)
		}
	}
	if y.Advanced > 0 && y.Fighters > y.Advanced {
		list.Add("fighters", "%d «Chiến sĩ thi đua cơ sở» nhiều hơn %d người «Lao động tiên tiến», «Chiến sĩ tiên tiến»; ai đạt danh hiệu trên cũng đạt danh hiệu dưới.", y.Fighters, y.Advanced)
	}
}
