package sheet

import (
	"maps"
	"slices"
	"strings"

	"giaouoc/internal/scoring"
)

// settingsColumns are the settings of a score sheet beside its name and decimals.
var settingsColumns = []column{
	{"rank_by", "Xếp hạng theo", asText, false},
	{"no_target", "Kết quả không có chỉ tiêu", asText, false},
	{"unassigned", "Tiêu chí không giao", asText, false},
	{"tie_break", "Khi bằng điểm xét", asList, false},
	{"bonus_cap", "Điểm thưởng nhiều nhất", asAmount, false},
	{"final", "Điểm chốt", asText, false},
	{"weights", "Trọng số", asList, false},
	{"drop_extremes", "Số điểm chấm chéo cao nhất, thấp nhất bị bỏ", asNumber, false},
	{"own_counts", "Điểm tự chấm tính cùng chấm chéo", asFlag, false},
	{"second", "Thẩm định lần hai", asFlag, false},
	{"cross", "Chấm chéo", asText, false},
	{"cross_low", "Điểm chấm chéo thấp nhất", asAmount, false},
	{"cross_high", "Điểm chấm chéo cao nhất", asAmount, false},
	{"bands", "Mức xếp loại", asLines, false},
	{"groups", "Nhóm xếp hạng", asLines, false},
}

// settings reads the settings of a score sheet; what cannot be read is refused
// beside its value.
func (r row) settings() scoring.Settings {
	s := scoring.Settings{
		Decimals: r.number("decimals"), RankBy: scoring.RankBy(r.text("rank_by")), NoTarget: scoring.NoTarget(r.text("no_target")),
		Unassigned: scoring.WhenUnassigned(r.text("unassigned")), TieBreak: r.words("tie_break"), BonusCap: asAmount.canonical(r.text("bonus_cap")),
		Final: scoring.FinalBy(r.text("final")), DropExtremes: r.number("drop_extremes"), OwnCounts: r.flag("own_counts"), Second: r.flag("second"),
		Cross: scoring.CrossBy(r.text("cross")), CrossLow: asAmount.canonical(r.text("cross_low")), CrossHigh: asAmount.canonical(r.text("cross_high")),
	}
	for _, pair := range r.pairs("weights", "self: 30; cross: 70") {
		if s.Weights == nil {
			s.Weights = map[scoring.Level]string{}
		}
		s.Weights[scoring.Level(pair[0])] = pair[1]
	}
	for _, line := range r.lines("bands") {
		cells := parts(line, "|")
		if len(cells) < 2 {
			r.refuse("bands", "«%s» không đọc được; ghi mỗi dòng một mức: tên | từ điểm | sàn phần trăm | leaf hoặc top.", shorten(line))
			continue
		}
		cells = append(cells, "", "")
		s.Bands = append(s.Bands, scoring.BandRow{Name: cells[0], From: asAmount.canonical(cells[1]), Floor: asAmount.canonical(cells[2]), FloorOn: scoring.FloorOn(cells[3])})
	}
	for _, line := range r.lines("groups") {
		name, units, ok := strings.Cut(line, ":")
		if !ok {
			r.refuse("groups", "«%s» không đọc được; ghi mỗi dòng một nhóm: tên: mã đơn vị, mã đơn vị.", shorten(line))
			continue
		}
		s.Groups = append(s.Groups, scoring.UnitGroup{Name: strings.TrimSpace(name), Units: parts(units, ",")})
	}
	return s
}

// settingsValues writes settings as settings reads them.
func settingsValues(s scoring.Settings) map[string]string {
	values := map[string]string{
		"decimals": itoa(s.Decimals), "rank_by": string(s.RankBy), "no_target": string(s.NoTarget), "unassigned": string(s.Unassigned),
		"tie_break": strings.Join(s.TieBreak, "; "), "bonus_cap": s.BonusCap, "final": string(s.Final), "own_counts": yes(s.OwnCounts), "second": yes(s.Second),
		"cross": string(s.Cross), "cross_low": s.CrossLow, "cross_high": s.CrossHigh,
	}
	if s.DropExtremes > 0 {
		values["drop_extremes"] = itoa(s.DropExtremes)
	}
	var weights, bands, groups []string
	for _, level := range slices.Sorted(maps.Keys(s.Weights)) {
		weights = append(weights, string(level)+": "+s.Weights[level])
	}
	for _, b := range s.Bands {
		line := []string{b.Name, b.From}
		if b.Floor != "" {
			line = append(line, b.Floor)
			if b.FloorOn != "" {
				line = append(line, string(b.FloorOn))
			}
		}
		bands = append(bands, strings.Join(line, " | "))
	}
	for _, g := range s.Groups {
		groups = append(groups, g.Name+": "+strings.Join(g.Units, ", "))
	}
	values["weights"], values["bands"], values["groups"] = strings.Join(weights, "; "), strings.Join(bands, "\n"), strings.Join(groups, "\n")
	return values
}

// pairs reads "100: 10; 95: 8", numbers in the one form of the bundle.
func (r row) pairs(key, example string) [][2]string {
	var list [][2]string
	for _, item := range r.words(key) {
		left, right, ok := strings.Cut(item, ":")
		number, readable := exactly(strings.TrimSpace(right))
		if !ok || !readable {
			r.refuse(key, "«%s» không đọc được; ghi như %s.", shorten(item), example)
			continue
		}
		list = append(list, [2]string{strings.TrimSpace(left), number.String()})
	}
	return list
}

// steps reads the steps or the table of a criterion.
func (r row) steps(key string) []scoring.StepRow {
	var steps []scoring.StepRow
	for _, pair := range r.pairs(key, "100: 10; 95: 8") {
		from, ok := exactly(pair[0])
		if !ok {
			r.refuse(key, "«%s» không phải là số.", shorten(pair[0]))
			continue
		}
		steps = append(steps, scoring.StepRow{From: from.String(), Points: pair[1]})
	}
	return steps
}

func stepsText(steps []scoring.StepRow) string {
	pairs := make([]string, len(steps))
	for i, s := range steps {
		pairs[i] = s.From + ": " + s.Points
	}
	return strings.Join(pairs, "; ")
}
