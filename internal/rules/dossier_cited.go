package rules

// DossierCited is what of a dossier an instrument is cited for.
type DossierCited struct {
	Cite string // as the data has it
	What string // "Thành phần: Tờ trình"
}

// DossierCitedIn lists what of dossiers rests on an instrument: their kinds, parts and
// duties, in the order of the data, each once.
func (l *Law) DossierCitedIn(number string) []DossierCited {
	var list []DossierCited
	seen := map[DossierCited]bool{}
	note := func(cite, what string) {
		c, ok := ParseCitation(cite)
		if x := (DossierCited{cite, what}); ok && c.Instrument == number && !seen[x] {
			seen[x] = true
			list = append(list, x)
		}
	}
	for _, k := range l.Dossier.Kinds {
		note(k.Cite, "Loại hồ sơ: "+k.Name)
		note(k.Simple, "Thủ tục đơn giản: "+k.Name)
	}
	for _, c := range l.Dossier.Components {
		note(c.Cite, "Thành phần hồ sơ: "+c.Name)
	}
	for _, d := range l.Dossier.Duties {
		note(d.Cite, "Nghĩa vụ: "+d.Says)
	}
	return list
}
