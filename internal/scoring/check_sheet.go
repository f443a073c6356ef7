package scoring

import (
	"math/big"
	"slices"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Check reports every mistake of the sheet itself as a problem.List, or nil.
// The field of each problem is the place of the item, else the path of the
// criterion, else the key.
func (s *Sheet) Check() error {
	var l problem.List
	s.check(&l, s.positions())
	return l.Err()
}

func (s *Sheet) check(l *problem.List, positions []position) {
	s.checkSettings(l)
	if len(s.Criteria) == 0 && !s.Place.unread("criteria") {
		l.Add(at(s.Place, "criteria", "criteria"), "Bảng chấm điểm chưa có tiêu chí nào; hãy ghi ít nhất một tiêu chí ở criteria.")
	}
	seen := make(map[string]position, len(positions))
	for _, p := range positions {
		if first, ok := seen[p.path]; ok && p.c.Code != "" {
			l.Add(at(p.c.Place, "code", p.path), "Mã tiêu chí %s đã được dùng%s; mỗi mã trong cùng một nhóm chỉ dùng một lần.",
				quote(p.path), already(first.c.Place, "code"))
		} else {
			seen[p.path] = p
		}
		p.check(l)
	}
	for _, name := range s.TieBreak {
		if _, ok := seen[name]; !ok && name != TieBonus && name != TieSelfTotal {
			l.Add(at(s.Place, "tie_break", "tie_break"),
				"Tiêu chí phụ %s không có trong bảng chấm điểm; hãy ghi đường dẫn mã tiêu chí, hoặc bonus, hoặc self_total.", quote(name))
		}
	}
}

func (s *Sheet) checkSettings(l *problem.List) {
	if s.Decimals < 0 || s.Decimals > maxDecimals {
		l.Add(at(s.Place, "decimals", "decimals"), "Số chữ số thập phân phải từ 0 đến %d.", maxDecimals)
	}
	oneOf(l, s.Place, "rank_by", string(s.RankBy), "", string(ByTotal), string(ByPercent))
	oneOf(l, s.Place, "no_target", string(s.NoTarget), "", string(NoTargetGroup), string(WholeCluster))
	oneOf(l, s.Place, "unassigned", string(s.Unassigned), "", string(LeavesDenominator), string(FullMark))
	notNegative(l, s.Place, "bonus_cap", "bonus_cap", s.BonusCap)
	s.Final.check(l, s.Place)
	s.checkBands(l)
}

// check reports the mistakes of one criterion.
func (p position) check(l *problem.List) {
	c := p.c
	switch {
	case c.Code == "" && !c.Place.unread("code"):
		l.Add(at(c.Place, "code", p.path), "Tiêu chí %s chưa có mã; hãy ghi code.", quote(c.Name))
	case strings.Contains(c.Code, "/"):
		l.Add(at(c.Place, "code", p.path), "Mã tiêu chí %s không được chứa dấu “/”, vì dấu này nối các mã thành đường dẫn.", quote(c.Code))
	}
	notNegative(l, c.Place, "max", p.path, c.Max)
	if !c.IsLeaf() {
		p.checkParent(l)
		return
	}
	if c.Max == nil && !c.Place.unread("max") {
		l.Add(at(c.Place, "max", p.path), "Tiêu chí %s chưa có điểm tối đa; hãy ghi max.", quote(p.path))
	}
	kinds := []string{
		string(Target), string(Achieved), string(Direct), string(PerEvent),
		string(RankPoints), string(Deduction), string(Bonus), string(Penalty),
	}
	switch {
	case c.Kind == "" && !c.Place.unread("kind"):
		l.Add(at(c.Place, "kind", p.path), "Tiêu chí %s chưa có cách chấm; hãy ghi kind là một trong: %s.", quote(p.path), strings.Join(kinds, ", "))
		return
	case c.Kind == "":
		return
	}
	if oneOf(l, c.Place, "kind", string(c.Kind), kinds...) {
		p.checkSettingsOfKind(l)
	}
}

func (p position) checkParent(l *problem.List) {
	c := p.c
	if c.Kind != "" {
		l.Add(at(c.Place, "kind", p.path), "%s là nhóm có tiêu chí con nên không có cách chấm riêng; hãy bỏ kind.", quote(p.path))
	}
	for _, key := range c.keysOfKinds() {
		l.Add(at(c.Place, key, p.path), "%s là nhóm có tiêu chí con nên không dùng %s.", quote(p.path), key)
	}
	if sum, known := c.maximum(); c.Max != nil && known && numOf(c.Max).cmp(sum) != 0 {
		l.Add(at(c.Place, "max", p.path),
			"Điểm tối đa của nhóm %s là %s nhưng tổng điểm tối đa của các tiêu chí con là %s (không tính điểm thưởng, điểm trừ); hãy sửa cho khớp.",
			quote(p.path), number(c.Max), number(sum.rat()))
	}
}

// keysOfKinds lists the keys in use that belong to some kind of leaf.
func (c *Criterion) keysOfKinds() []string {
	var keys []string
	add := func(key string, used bool) {
		if used {
			keys = append(keys, key)
		}
	}
	add("scheme", c.Scheme != "")
	add("better", c.Better != "")
	add("steps", c.Steps != nil)
	add("each", c.Each != nil)
	add("table", c.Table != nil)
	return keys
}

// allowedKeys lists which of keysOfKinds a leaf may use.
func (c *Criterion) allowedKeys() []string {
	switch c.Kind {
	case Target:
		if c.Scheme == Threshold {
			return []string{"scheme", "better", "steps"}
		}
		return []string{"scheme", "better"}
	case PerEvent, Deduction, Bonus, Penalty:
		return []string{"each"}
	case RankPoints:
		return []string{"table"}
	default:
		return nil
	}
}

func (p position) checkSettingsOfKind(l *problem.List) {
	c := p.c
	used, allowed := c.keysOfKinds(), c.allowedKeys()
	for _, key := range used {
		if slices.Contains(allowed, key) {
			continue
		}
		if key == "steps" && c.Kind == Target {
			l.Add(at(c.Place, key, p.path), "Tiêu chí %s có steps nhưng steps chỉ dùng với scheme threshold.", quote(p.path))
			continue
		}
		l.Add(at(c.Place, key, p.path), "Tiêu chí %s thuộc loại %s nên không dùng %s.", quote(p.path), c.Kind, key)
	}
	missing := func(key string) bool { return !slices.Contains(used, key) && !c.Place.unread(key) }
	switch c.Kind {
	case Target:
		p.checkTarget(l, missing)
	case PerEvent, Deduction:
		if missing("each") {
			l.Add(at(c.Place, "each", p.path), "Tiêu chí %s chưa có số điểm cho mỗi lần; hãy ghi each.", quote(p.path))
		}
	case RankPoints:
		if missing("table") || c.Table != nil && len(c.Table) == 0 {
			l.Add(at(c.Place, "table", p.path), "Tiêu chí %s chưa có bảng điểm theo thứ hạng; hãy ghi table, ví dụ {1: 10, 2: 8}.", quote(p.path))
		}
		p.checkTable(l)
	}
	notNegative(l, c.Place, "each", p.path, c.Each)
}

func (p position) checkTarget(l *problem.List, missing func(string) bool) {
	c := p.c
	schemes := []string{string(Attainment), string(Threshold), string(Leading)}
	if missing("scheme") {
		l.Add(at(c.Place, "scheme", p.path), "Tiêu chí %s chưa có cách tính; hãy ghi scheme là một trong: %s.", quote(p.path), strings.Join(schemes, ", "))
	} else if c.Scheme != "" {
		oneOf(l, c.Place, "scheme", string(c.Scheme), schemes...)
	}
	oneOf(l, c.Place, "better", string(c.Better), "", string(More), string(Less))
	if c.Scheme != Threshold {
		return
	}
	if missing("steps") || c.Steps != nil && len(c.Steps) == 0 {
		l.Add(at(c.Place, "steps", p.path), "Tiêu chí %s chưa có bậc điểm; hãy ghi steps, ví dụ [[100, 10], [95, 8]].", quote(p.path))
	}
	for i, step := range c.Steps {
		if step.From == nil || step.Points == nil {
			l.Add(at(c.Place, "steps", p.path), "Bậc thứ %d của tiêu chí %s chưa đủ hai số: tỷ lệ phần trăm và điểm.", i+1, quote(p.path))
			return
		}
		if step.From.Sign() < 0 || step.Points.Sign() < 0 {
			l.Add(at(c.Place, "steps", p.path), "Bậc [%s, %s] của tiêu chí %s có số âm.", number(step.From), number(step.Points), quote(p.path))
		}
		if c.Max != nil && step.Points.Cmp(c.Max) > 0 {
			l.Add(at(c.Place, "steps", p.path), "Bậc từ %s%% của tiêu chí %s cho %s điểm, cao hơn điểm tối đa %s.",
				number(step.From), quote(p.path), number(step.Points), number(c.Max))
		}
		for _, earlier := range c.Steps[:i] {
			if earlier.From.Cmp(step.From) == 0 {
				l.Add(at(c.Place, "steps", p.path), "Bậc từ %s%% của tiêu chí %s được ghi hai lần.", number(step.From), quote(p.path))
				break
			}
		}
	}
}

func (p position) checkTable(l *problem.List) {
	c := p.c
	ranks := make([]int64, 0, len(c.Table))
	for rank := range c.Table {
		ranks = append(ranks, rank)
	}
	slices.Sort(ranks)
	for _, rank := range ranks {
		points := c.Table[rank]
		switch {
		case points == nil:
			l.Add(at(c.Place, "table", p.path), "Bảng điểm của tiêu chí %s chưa ghi điểm cho thứ hạng %d.", quote(p.path), rank)
		case rank < 1:
			l.Add(at(c.Place, "table", p.path), "Bảng điểm của tiêu chí %s có thứ hạng %d; thứ hạng phải từ 1 trở lên.", quote(p.path), rank)
		case points.Sign() < 0:
			l.Add(at(c.Place, "table", p.path), "Bảng điểm của tiêu chí %s cho thứ hạng %d số điểm âm.", quote(p.path), rank)
		case c.Max != nil && points.Cmp(c.Max) > 0:
			l.Add(at(c.Place, "table", p.path), "Bảng điểm của tiêu chí %s cho thứ hạng %d là %s điểm, cao hơn điểm tối đa %s.",
				quote(p.path), rank, number(points), number(c.Max))
		}
	}
}

// at is the place of a key, or the fallback where the item comes from no file.
func at(place Place, key, fallback string) string {
	if field := place.Of(key); field != "" {
		return field
	}
	return fallback
}

// already says where a thing stood before, as the end of a clause.
func already(place Place, key string) string {
	if field := place.Of(key); field != "" {
		return " ở " + field
	}
	return ""
}

func quote(text string) string { return "“" + text + "”" }

// number writes a decimal the Vietnamese way, exactly and as short as it is; a
// fraction without an end is rounded.
func number(x *big.Rat) string {
	decimals, exact := x.FloatPrec()
	if !exact {
		decimals = 10
	}
	return comma(x, decimals)
}

// comma writes a number with fixed decimals the Vietnamese way.
func comma(x *big.Rat, decimals int) string {
	return vn.Grouped(Format(x, decimals))
}

// oneOf reports a value outside a list; an empty allowed value is not printed.
func oneOf(l *problem.List, place Place, key, value string, allowed ...string) bool {
	if slices.Contains(allowed, value) {
		return true
	}
	shown := slices.DeleteFunc(slices.Clone(allowed), func(v string) bool { return v == "" })
	l.Add(at(place, key, key), "Giá trị %s của %s không được nhận; hãy ghi một trong: %s.", quote(value), key, strings.Join(shown, ", "))
	return false
}

func notNegative(l *problem.List, place Place, key, fallback string, x *big.Rat) {
	if negative(x) {
		l.Add(at(place, key, fallback), "Số %s ở %s là số âm; hãy ghi số không âm.", number(x), key)
	}
}

func negative(x *big.Rat) bool { return x != nil && x.Sign() < 0 }
