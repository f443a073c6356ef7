package statistics

import (
	"slices"

	"giaouoc/internal/award"
	"giaouoc/internal/rules"
)

// column is a column of awards, with what is counted in it and of whom.
type column struct {
	Column
	awards func(code string) bool
	of     string // persons, or collectives with the households; empty for all
}

// line is a row of a form of awards.
type line struct {
	Row
	counts  func(g *award.Commended) bool
	of      string // persons or collectives: a column of the others asks for nothing here
	unknown func(all []*award.Commended) string
	seldom  bool // only shown where something is counted in it
}

const (
	keptNowhere = "sổ khen thưởng không ghi"
	noLeader    = "sổ chỉ ghi lãnh đạo, quản lý, không ghi cấp"
	noClass     = "sổ chưa ghi nhóm đối tượng của tất cả"
	noWoman     = "sổ chưa ghi ai là nữ"
)

func within(list ...string) func(string) bool {
	return func(code string) bool { return slices.Contains(list, code) }
}

// stateColumns are the columns of form 0602: what was given of the year in pairs of
// collective and person, and the awards that the form names by themselves.
func stateColumns(l *rules.Law, grants []award.Commended) []column {
	list := []column{{Column: Column{Key: "1", Mark: "1", Title: "Tổng số"}, awards: func(code string) bool { return stateLevel(l, code) }}}
	list = append(list, pairs(l, grants, "2", "Các loại huân chương, huy chương", "huân chương", "huy chương")...)
	list = append(list,
		column{Column: Column{Key: "3", Mark: "3", Title: "Giải thưởng Hồ Chí Minh"}, awards: within("P-HCM")},
		column{Column: Column{Key: "4", Mark: "4", Title: "Giải thưởng Nhà nước"}, awards: within("P-NN")})
	list = append(list, pairs(l, grants, "5", "Danh hiệu vinh dự nhà nước", "danh hiệu vinh dự nhà nước")...)
	return append(list,
		column{Column: Column{Key: "6", Mark: "6", Title: "Cờ thi đua của Chính phủ"}, awards: within("T-COCP")},
		column{Column: Column{Key: "7t", Mark: "7", Title: "Tập thể", Group: "Bằng khen của Thủ tướng Chính phủ"}, awards: within("B-TTG"), of: collectives},
		column{Column: Column{Key: "7c", Mark: "7", Title: "Cá nhân", Group: "Bằng khen của Thủ tướng Chính phủ"}, awards: within("B-TTG"), of: persons},
		column{Column: Column{Key: "8", Mark: "8", Title: "Chiến sĩ thi đua toàn quốc"}, awards: within("T-CSTDTQ")})
}

// pairs are two columns for each award of some groups that was given.
func pairs(l *rules.Law, grants []award.Commended, mark, empty string, groups ...string) []column {
	var list []column
	for _, a := range l.Awards {
		given := slices.ContainsFunc(grants, func(g award.Commended) bool { return g.Award == a.Code })
		if given && slices.Contains(groups, a.Group) {
			list = append(list,
				column{Column: Column{Key: a.Code + "t", Mark: mark, Title: "Tập thể", Group: a.Title()}, awards: within(a.Code), of: collectives},
				column{Column: Column{Key: a.Code + "c", Mark: mark, Title: "Cá nhân", Group: a.Title()}, awards: within(a.Code), of: persons})
		}
	}
	if list == nil {
		return []column{{Column: Column{Key: mark, Mark: mark, Title: empty}, awards: within()}}
	}
	return list
}

// stateLevel reports whether an award is one of the state (khen thưởng cấp Nhà nước).
func stateLevel(l *rules.Law, code string) bool {
	if a := l.Award(code); a != nil && slices.Contains([]string{"huân chương", "huy chương", "danh hiệu vinh dự nhà nước", "giải thưởng"}, a.Group) {
		return true
	}
	return slices.Contains([]string{"T-COCP", "B-TTG", "T-CSTDTQ"}, code)
}

// bodyLevel are the awards of form 0603, by column.
var bodyLevel = []column{
	{Column: Column{Key: "1", Mark: "1", Title: "Tổng số"}, awards: within("B-BT", "T-CSTDBT", "T-COBT", "K-KNC")},
	{Column: Column{Key: "2", Mark: "2", Title: "Bằng khen"}, awards: within("B-BT")},
	{Column: Column{Key: "3", Mark: "3", Title: "Chiến sĩ thi đua cấp bộ, cấp tỉnh"}, awards: within("T-CSTDBT")},
	{Column: Column{Key: "4", Mark: "4", Title: "Cờ thi đua của bộ, ban, ngành, đoàn thể Trung ương, tỉnh, thành phố"}, awards: within("T-COBT")},
	{Column: Column{Key: "5", Mark: "5", Title: "Huy hiệu, kỷ niệm chương"}, awards: within("K-KNC")},
}

func every(*award.Commended) bool { return true }

func ofKind(kind string) func(*award.Commended) bool {
	return func(g *award.Commended) bool { return kindOf(g) == kind }
}

func ofGroup(group string) func(*award.Commended) bool {
	return func(g *award.Commended) bool { return kindOf(g) == persons && groupOf(g) == group }
}

func byWay(way string) func(*award.Commended) bool {
	return func(g *award.Commended) bool { return wayOf(g) == way }
}

// silent gives a reason where the register may not have said it of those who count.
func silent(reason string, may func(g *award.Commended) bool) func([]*award.Commended) string {
	return func(all []*award.Commended) string {
		if slices.ContainsFunc(all, may) {
			return reason
		}
		return ""
	}
}

func never(reason string) func([]*award.Commended) string {
	return func([]*award.Commended) string { return reason }
}

// recipients are the rows by who was commended; marks are their numbers in the form.
func recipients(marks [9]string) []line {
	ungraded := silent(noLeader, func(g *award.Commended) bool {
		return kindOf(g) == persons && groupOf(g) != direct && groupOf(g) != entrepreneur
	})
	unclassed := silent(noClass, func(g *award.Commended) bool { return kindOf(g) == persons && g.Subject.Classes == "" })
	none := func(*award.Commended) bool { return false }
	return []line{
		{Row: Row{Key: "tap-the", Mark: marks[0], Name: "Tập thể", Unit: "Tập thể"}, counts: ofKind(collectives), of: collectives},
		{
			Row: Row{Key: "doanh-nghiep", Mark: marks[1], Name: "Trong đó: doanh nghiệp", Unit: "Doanh nghiệp", Level: 1}, of: collectives,
			counts:  func(g *award.Commended) bool { return kindOf(g) == collectives && has(g, "enterprise") },
			unknown: silent(noClass, func(g *award.Commended) bool { return kindOf(g) == collectives && g.Subject.Classes == "" }),
		},
		{Row: Row{Key: "ho", Mark: marks[2], Name: "Hộ gia đình", Unit: "Hộ"}, counts: ofKind(households), of: collectives},
		{Row: Row{Key: "ca-nhan", Mark: marks[3], Name: "Cá nhân", Unit: "Người"}, counts: ofKind(persons), of: persons},
		{Row: Row{Key: "lanh-dao-bo", Mark: marks[4], Name: "Lãnh đạo cấp bộ, cấp tỉnh và tương đương trở lên", Unit: "Người", Level: 1}, counts: none, of: persons, unknown: ungraded},
		{Row: Row{Key: "lanh-dao-so", Mark: marks[5], Name: "Lãnh đạo cấp vụ, sở, ngành và tương đương", Unit: "Người", Level: 1}, counts: none, of: persons, unknown: ungraded},
		{Row: Row{Key: "doanh-nhan", Mark: marks[6], Name: "Doanh nhân", Unit: "Người", Level: 1}, counts: ofGroup(entrepreneur), of: persons, unknown: unclassed},
		{Row: Row{Key: "lanh-dao-khac", Mark: marks[7], Name: "Các cấp lãnh đạo khác từ phó phòng trở lên", Unit: "Người", Level: 1}, counts: none, of: persons, unknown: ungraded},
		{Row: Row{Key: "truc-tiep", Mark: marks[8], Name: "Người trực tiếp công tác, lao động, học tập, chiến đấu và phục vụ chiến đấu", Unit: "Người", Level: 1}, counts: ofGroup(direct), of: persons, unknown: unclassed},
		{Row: Row{Key: "lanh-dao", Name: "Lãnh đạo, quản lý (sổ không ghi cấp)", Unit: "Người", Level: 1, Added: true}, counts: ofGroup(leader), of: persons, seldom: true},
		{Row: Row{Key: "chua-xep", Name: "Cá nhân chưa xếp được vào nhóm nào ở trên", Unit: "Người", Level: 1, Added: true}, counts: ofGroup(unsorted), of: persons, seldom: true},
		{
			Row: Row{Key: "nu", Name: "Trong số cá nhân: nữ", Unit: "Người", Level: 1, Added: true}, of: persons,
			counts:  func(g *award.Commended) bool { return kindOf(g) == persons && g.Subject.Female },
			unknown: silent(noWoman, func(g *award.Commended) bool { return kindOf(g) == persons }),
		},
		{
			Row: Row{Key: "nuoc-ngoai", Name: "Cá nhân, tập thể người nước ngoài", Unit: "Trường hợp", Added: true}, seldom: true,
			counts: func(g *award.Commended) bool { return g.Subject.Kind == rules.Foreigner },
		},
	}
}

// ways are the rows by the way of commending.
func ways(marks [7]string) []line {
	return []line{
		{Row: Row{Key: "cong-trang", Mark: marks[0], Name: "Thường xuyên (công trạng)"}, counts: byWay(merit)},
		{Row: Row{Key: "chuyen-de", Mark: marks[1], Name: "Chuyên đề (phong trào thi đua)"}, counts: byWay(movement)},
		{Row: Row{Key: "dot-xuat", Mark: marks[2], Name: "Đột xuất"}, counts: byWay(adHoc)},
		{Row: Row{Key: "doi-ngoai", Mark: marks[3], Name: "Đối ngoại"}, counts: byWay(foreign)},
		{Row: Row{Key: "cong-hien", Mark: marks[4], Name: "Cống hiến"}, counts: byWay(dedication)},
		{Row: Row{Key: "nien-han", Mark: marks[5], Name: "Niên hạn"}, counts: byWay(service)},
		{Row: Row{Key: "khang-chien", Mark: marks[6], Name: "Kháng chiến"}, counts: func(*award.Commended) bool { return false }, unknown: never(keptNowhere)},
	}
}

func heading(name string) line { return line{Row: Row{Name: name, Heading: true}} }

func stateLines() []line {
	nobody := func(*award.Commended) bool { return false }
	list := []line{
		{Row: Row{Key: "tong", Mark: "01", Name: "Tổng số"}, counts: every},
		heading("1. Chia theo đơn vị ban hành tờ trình Thủ tướng Chính phủ về khen thưởng"),
		{Row: Row{Key: "trinh-bo", Mark: "02", Name: "Bộ, ban, ngành, đoàn thể Trung ương", Unit: "Bộ, ngành"}, counts: nobody, unknown: never(keptNowhere)},
		{Row: Row{Key: "trinh-tinh", Mark: "03", Name: "Tỉnh, thành phố trực thuộc Trung ương", Unit: "Tỉnh, thành phố"}, counts: nobody, unknown: never(keptNowhere)},
		heading("2. Chia theo đối tượng khen thưởng"),
	}
	list = append(list, recipients([9]string{"06", "07", "08", "09", "10", "11", "12", "13", "14"})...)
	list = append(list, heading("3. Chia theo phương thức khen thưởng"))
	return append(list, ways([7]string{"…", "…", "…", "…", "…", "…", "…"})...)
}

func bodyLines() []line {
	list := []line{{Row: Row{Key: "tong", Mark: "01", Name: "Tổng số"}, counts: every}, heading("1. Chia theo đối tượng khen thưởng")}
	list = append(list, recipients([9]string{"02", "03", "04", "05", "06", "07", "08", "09", "10"})...)
	list = append(list, heading("2. Chia theo phương thức khen thưởng"))
	return append(list, ways([7]string{"11", "12", "13", "14", "15", "16", "17"})...)
}

// filled are the rows of a form of awards, with what is counted in each cell.
func filled(lines []line, columns []column, grants []award.Commended) []Row {
	var rows []Row
	for _, l := range lines {
		counted := 0
		if !l.Heading {
			l.Cells = make([]Cell, len(columns))
		}
		for i, c := range columns {
			if l.Heading {
				break
			}
			l.Cells[i] = l.cell(c, grants)
			counted += len(l.Cells[i].Counted)
		}
		if !l.seldom || counted > 0 {
			rows = append(rows, l.Row)
		}
	}
	return rows
}

// cell counts what stands in a row and a column. A count above nothing stands as it
// is; of a row that the register may be silent about, nothing counted is no zero.
func (l *line) cell(c column, grants []award.Commended) Cell {
	if l.of != "" && c.of != "" && l.of != c.of {
		return Cell{Empty: true}
	}
	var list []int
	var all []*award.Commended
	for i := range grants {
		g := &grants[i]
		if !c.awards(g.Award) || c.of != "" && (kindOf(g) == persons) != (c.of == persons) {
			continue
		}
		all = append(all, g)
		if l.counts(g) {
			list = append(list, i)
		}
	}
	if len(list) == 0 && l.unknown != nil {
		if reason := l.unknown(all); reason != "" {
			return Cell{Unknown: reason}
		}
	}
	return Cell{Counted: list}
}

func heads(columns []column) []Column {
	list := make([]Column, len(columns))
	for i, c := range columns {
		list[i] = c.Column
	}
	return list
}
