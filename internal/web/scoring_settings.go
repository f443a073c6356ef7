package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

func (s *Server) sheetSettings(w http.ResponseWriter, r *http.Request) error {
	return s.showSheetSettings(w, r, nil)
}

func (s *Server) showSheetSettings(w http.ResponseWriter, r *http.Request, list problem.List) error {
	var p pages.SheetSettingsProps
	err := s.view(r, func(tx *db.Tx) error {
		c, y, err := yearOf(tx, r)
		if err != nil {
			return err
		}
		sheet, d, err := scoring.Editing(tx, y)
		if err != nil {
			return err
		}
		p = pages.SheetSettingsProps{Base: workPath(c, y) + sheetPage, Problems: list, Seen: d.Settings.Fingerprint(), Values: valuesOfSettings(d.Settings)}
		if p.Values["name"] = sheet.Name; sheet.Name == "" {
			p.Values["name"] = "Bảng chấm điểm năm " + itoa(y.Year)
		}
		if sheet.State == scoring.Opened {
			p.Locked = "Tên giữ nguyên khi sửa đổi."
		}
		if r.Method == http.MethodPost {
			p.Values = typed(r)
		}
		for _, g := range d.Groups {
			p.Groups = append(p.Groups, g.Name)
		}
		if p.Members, err = sheetMembers(tx, y); err != nil {
			return err
		}
		p.Frame = refusedFrame(s.sheetFrame(tx, r, c, y, "Cài đặt bảng chấm điểm"), list)
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.SheetSettings(p))
}

func sheetMembers(tx *db.Tx, y cycle.Year) ([]components.Option, error) {
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range members {
		ids = append(ids, m.UnitID)
	}
	names, err := org.Names(tx, tx.Today(), ids...)
	var options []components.Option
	for _, id := range ids {
		options = append(options, components.Option{Value: id, Text: names[id]})
	}
	return options, err
}

func valuesOfSettings(s scoring.Settings) map[string]string {
	values := map[string]string{
		"decimals": itoa(s.Decimals), "rank_by": string(s.RankBy), "unassigned": string(s.Unassigned), "no_target": string(s.NoTarget), "final": string(s.Final),
		"tie_break": strings.Join(scoring.TieWords(s.TieBreak), "\n"), "bonus_cap": vn.Grouped(s.BonusCap), "drop_extremes": itoa(s.DropExtremes),
	}
	for field, zero := range map[string]string{
		"rank_by": string(scoring.ByTotal), "unassigned": string(scoring.LeavesDenominator), "no_target": string(scoring.NoTargetGroup), "final": string(scoring.LastLevel),
	} {
		if values[field] == "" {
			values[field] = zero
		}
	}
	values["cross"], values["cross_low"], values["cross_high"] = string(s.Cross), vn.Grouped(s.CrossLow), vn.Grouped(s.CrossHigh)
	for level, weight := range s.Weights {
		values["weight_"+string(level)] = vn.Grouped(weight)
	}
	if s.OwnCounts {
		values["own_counts"] = "1"
	}
	if s.Second {
		values["second"] = "1"
	}
	for i, b := range s.Bands {
		n := itoa(i + 1)
		values["band_name_"+n], values["band_from_"+n], values["band_floor_"+n], values["band_floor_on_"+n] = b.Name, vn.Grouped(b.From), vn.Grouped(b.Floor), string(b.FloorOn)
	}
	for _, g := range s.Groups {
		for _, u := range g.Units {
			values["group_"+u] = g.Name
		}
	}
	return values
}

func (s *Server) setSheet(w http.ResponseWriter, r *http.Request) error {
	return s.submit(w, r, sheetPage, "Đã lưu cài đặt.", func(tx *db.Tx, _ cluster.Cluster, y cycle.Year) error {
		if err := access.Require(tx, access.ScoringDefine, y.Scope()); err != nil {
			return err
		}
		members, err := sheetMembers(tx, y)
		if err != nil {
			return err
		}
		settings, err := settingsOf(r, members)
		if err != nil {
			return err
		}
		return scoring.SetSettings(tx, y, text(r, "name"), settings, text(r, "thay"))
	}, func(list problem.List) error { return s.showSheetSettings(w, r, list) })
}

// settingsOf reads the form of the settings.
func settingsOf(r *http.Request, members []components.Option) (scoring.Settings, error) {
	var list problem.List
	s := scoring.Settings{
		Decimals: typedCount(r, "decimals", &list), RankBy: scoring.RankBy(text(r, "rank_by")), Unassigned: scoring.WhenUnassigned(text(r, "unassigned")),
		NoTarget: scoring.NoTarget(text(r, "no_target")), TieBreak: scoring.ParseTies(r.FormValue("tie_break")), BonusCap: typedNumber(r, "bonus_cap", &list),
		Final: scoring.FinalBy(text(r, "final")), Second: text(r, "second") != "",
	}
	if s.Final == scoring.Weighted {
		s.Weights = map[scoring.Level]string{}
		for _, level := range []scoring.Level{scoring.Self, scoring.Cross, scoring.Appraised} {
			if w := typedNumber(r, "weight_"+string(level), &list); w != "" {
				s.Weights[level] = w
			}
		}
	}
	if s.Final == scoring.Weighted || s.Final == scoring.MeanCross {
		s.DropExtremes, s.OwnCounts = typedCount(r, "drop_extremes", &list), text(r, "own_counts") != ""
	}
	if s.Cross = scoring.CrossBy(text(r, "cross")); s.Cross == scoring.CrossWhole {
		s.CrossLow, s.CrossHigh = typedNumber(r, "cross_low", &list), typedNumber(r, "cross_high", &list)
	}
	for i := 1; i <= pages.BandFields; i++ {
		field := func(name string) string { return fmt.Sprintf("band_%s_%d", name, i) }
		b := scoring.BandRow{
			Name: text(r, field("name")), From: typedNumber(r, field("from"), &list), Floor: typedNumber(r, field("floor"), &list), FloorOn: scoring.FloorOn(text(r, field("floor_on"))),
		}
		if b.Name != "" || b.From != "" || b.Floor != "" {
			s.Bands = append(s.Bands, b)
		}
	}
	for _, m := range members {
		name := text(r, "group_"+m.Value)
		if name == "" {
			continue
		}
		i := slices.IndexFunc(s.Groups, func(g scoring.UnitGroup) bool { return vn.Fold(g.Name) == vn.Fold(name) })
		if i < 0 {
			i, s.Groups = len(s.Groups), append(s.Groups, scoring.UnitGroup{Name: name})
		}
		s.Groups[i].Units = append(s.Groups[i].Units, m.Value)
	}
	return s, list.Err()
}
