package sheet

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/scoring"
)

// choice is a value of a column that takes no others, and what it means.
type choice struct{ value, meaning string }

// choices returns the values of the columns that take only these, by the keys of
// section and column.
var choices = sync.OnceValue(func() map[string][]choice {
	units := choicesOf(slices.Sorted(maps.Keys(org.KindNames)), func(k org.Kind) string { return org.KindNames[k] })
	return map[string][]choice{
		"units.kind":                units,
		"unit_changes.kind":         units,
		"unit_changes.change":       {{"create", "thêm"}, {"revise", "đổi tên, mã, loại, cấp trên"}, {"merge", "sáp nhập"}, {"split", "chia, tách"}},
		"clusters.kind":             choicesOf([]cluster.Kind{cluster.KindCluster, cluster.KindBloc}, func(k cluster.Kind) string { return k.Word() + " thi đua" }),
		"clusters.level":            choicesOf(slices.Sorted(maps.Keys(cluster.LevelNames)), func(l cluster.Level) string { return cluster.LevelNames[l] }),
		"leads.post":                {{string(cluster.PostLead), "trưởng"}, {string(cluster.PostDeputy), "phó"}},
		"rule_settings.parameter":   choicesOf(cluster.Keys(), cluster.Key.Name),
		"phases.kind":               choicesOf(cycle.PhaseKinds, cycle.PhaseKind.Name),
		"published_proposals.award": choicesOf(award.Keys, award.Key.Name),
		"indicators.direction":      choicesOf([]indicator.Direction{indicator.More, indicator.Less}, indicator.Direction.Name),
		"indicators.sum":            choicesOf(indicator.SumKinds, indicator.Sum.Name),
		"figure_rules.kind":         choicesOf([]indicator.RuleKind{indicator.AtMost, indicator.SumOf}, indicator.RuleKind.Name),
		"movements.kind":            choicesOf([]cycle.MovementKind{cycle.Lasting, cycle.Drive}, cycle.MovementKind.Name),
		"movement_reviews.stage":    choicesOf([]cycle.Stage{cycle.MidTerm, cycle.Final}, cycle.Stage.Name),
		"plans.kind":                choicesOf([]cycle.PlanKind{cycle.Project, cycle.Programme}, cycle.PlanKind.Name),
		"criteria.kind":             choicesOf(scoring.Kinds, scoring.Kind.KindName),
		"criteria.scheme":           choicesOf([]scoring.Scheme{scoring.Attainment, scoring.Threshold, scoring.Leading}, scoring.Scheme.SchemeName),
		"score_sheets.rank_by":      {{string(scoring.ByTotal), "tổng điểm"}, {string(scoring.ByPercent), "phần trăm của điểm tối đa được giao"}},
		"score_sheets.no_target":    {{string(scoring.NoTargetGroup), "so với các đơn vị không có chỉ tiêu"}, {string(scoring.WholeCluster), "so với mọi đơn vị"}},
		"score_sheets.unassigned":   {{string(scoring.LeavesDenominator), "không tính vào điểm tối đa"}, {string(scoring.FullMark), "được điểm tối đa"}},
		"score_sheets.cross":        {{string(scoring.CrossByLeaf), "từng tiêu chí"}, {string(scoring.CrossWhole), "một điểm cho cả bảng"}},
		"score_sheets.final":        choicesOf([]scoring.FinalBy{scoring.LastLevel, scoring.MeanCross, scoring.Weighted}, scoring.FinalBy.FinalName),
		"criteria.better":           {{string(scoring.More), "càng cao càng tốt"}, {string(scoring.Less), "càng thấp càng tốt"}},
		"grants.role": choicesOf([]access.Role{
			access.Officer, access.UnitLeader, access.Appraiser, access.StandingOffice, access.CouncilMember, access.Editor, access.Auditor, access.Administrator,
		}, access.Role.Name),
		"grants.scope": {{access.ScopeUnit, "đơn vị"}, {access.ScopeSubtree, "đơn vị và các đơn vị trực thuộc"}, {access.ScopeCluster, "cụm, khối"}, {access.ScopePortal, "cổng thông tin"}, {access.ScopeAll, "tất cả"}},
	}
})

// choicesOf makes choices of the words of a type.
func choicesOf[T ~string](values []T, name func(T) string) []choice {
	list := make([]choice, len(values))
	for i, v := range values {
		list[i] = choice{string(v), name(v)}
	}
	return list
}

// refuseOther refuses a value that its column does not take and names those that
// it takes.
func (r row) refuseOther(c column, of []choice) {
	value := r.values[c.key]
	if value == "" || len(of) == 0 || slices.ContainsFunc(of, func(o choice) bool { return o.value == value }) {
		return
	}
	r.refuse(c.key, "«%s» không được nhận ở «%s»; ghi %s.", shorten(value), c.title, saidBy(of))
}

// saidBy lists choices in a sentence.
func saidBy(of []choice) string {
	said := make([]string, len(of))
	for i, o := range of {
		said[i] = o.value + " (" + o.meaning + ")"
	}
	return strings.Join(said, ", ")
}
