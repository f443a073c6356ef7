package rules

import "slices"

// dossier reads what the law says of dossiers, and refuses what names an award, a
// group, a kind or a time limit that is not there.
func (l *loader) dossier() {
	d := &l.law.Dossier
	if l.read("dossier/loai-ho-so.yaml", &d.Kinds) {
		seen := map[string]bool{}
		for _, k := range d.Kinds {
			if k.ID == "" || k.Name == "" || len(k.For) == 0 || seen[k.ID] || !slices.Contains(Occasions(), k.Occasion) {
				l.fault(1, "loại hồ sơ %q trùng, hoặc thiếu id, name, for, occasion", k.ID)
			}
			seen[k.ID] = true
			l.cited(1, k.Cite)
			if k.Simple != "" {
				l.cited(1, k.Simple)
			}
		}
	}
	if l.read("dossier/thanh-phan.yaml", &d.Components) {
		for i := range d.Components {
			c := &d.Components[i]
			l.sourced(&c.Source)
			l.forAwards(&c.ForAwards)
			if c.Part == "" || c.Name == "" {
				l.fault(1, "thành phần %q: cần part, name", c.Part)
			}
			for _, k := range c.Kinds {
				if d.Kind(k) == nil {
					l.fault(1, "thành phần %q: không có loại hồ sơ %q", c.Part, k)
				}
			}
		}
	}
	if l.read("dossier/nghia-vu.yaml", &d.Duties) {
		for i := range d.Duties {
			x := &d.Duties[i]
			l.sourced(&x.Source)
			l.forAwards(&x.ForAwards)
			limit := find(l.law.Values.Deadlines, func(v *Deadline) bool { return v.ID == x.Limit })
			if x.Duty != PostingDuty && x.Duty != ConsultingDuty || x.Says == "" || limit == nil {
				l.fault(1, "nghĩa vụ %q: cần duty, says, và limit có trong thoi-han.yaml", x.Duty)
			}
		}
	}
	if l.read("dossier/so-lieu.yaml", &d.Freshness) {
		once(l, d.Freshness, func(*Freshness) string { return "độ mới của số liệu" })
		for _, f := range d.Freshness {
			if f.Months < 1 {
				l.fault(1, "độ mới của số liệu: cần months")
			}
		}
	}
}

func (l *loader) forAwards(f *ForAwards) {
	l.known(f.Awards...)
	for _, g := range f.Groups {
		if !slices.ContainsFunc(l.law.Awards, func(a *Award) bool { return a.Group == g }) {
			l.fault(1, "không có nhóm %q", g)
		}
	}
	if f.Of != "" && f.Of != ByUnit && f.Of != ByCluster {
		l.fault(1, "of %q", f.Of)
	}
}
