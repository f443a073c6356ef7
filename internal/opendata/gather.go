package opendata

import (
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Gather reads every set but the awards and the exemplars, of one cluster and its years
// or of all.
//
// Public: it reads what each word of the field calls public.
func Gather(tx *db.Tx, q Query) (*Sets, error) {
	clusters, err := cluster.List(tx)
	if err != nil {
		return nil, err
	}
	s := &Sets{}
	for _, c := range clusters {
		if q.Cluster != "" && c.Slug != q.Cluster {
			continue
		}
		years, err := cycle.Years(tx, c.ID)
		if err != nil {
			return nil, err
		}
		s.addCluster(c, years)
		for _, y := range years {
			if q.From != 0 && y.Year < q.From || q.To != 0 && y.Year > q.To {
				continue
			}
			if err := s.addYear(tx, c, y); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

func (s *Sets) addCluster(c cluster.Cluster, years []cycle.Year) {
	row := Cluster{
		Cluster: c.Slug, Name: c.Name, Kind: string(c.Kind), Level: string(c.Level), OrganisedBy: c.OrganisedBy, Source: c.Source,
		Illustrative: len(years) > 0,
	}
	for _, y := range years {
		if row.FirstYear == 0 || y.Year < row.FirstYear {
			row.FirstYear = y.Year
		}
		row.LastYear = max(row.LastYear, y.Year)
		row.Illustrative = row.Illustrative && y.Illustrative
	}
	s.Clusters = append(s.Clusters, row)
}

// yearRows is what the rows of a year have in common.
type yearRows struct {
	cluster cluster.Cluster
	year    cycle.Year
	of      Of
	path    string
	names   map[string]string // of units, at the end of the year
}

// name is a unit's name at the end of the year.
func (r *yearRows) name(tx *db.Tx, unitID string) (string, error) {
	if name, known := r.names[unitID]; known || unitID == "" {
		return name, nil
	}
	found, err := org.Names(tx, lastDay(r.year), unitID)
	if err != nil {
		return "", err
	}
	r.names[unitID] = found[unitID]
	return found[unitID], nil
}

func lastDay(y cycle.Year) vn.Date { return vn.NewDate(y.Year, 12, 31) }

func (s *Sets) addYear(tx *db.Tx, c cluster.Cluster, y cycle.Year) error {
	r := &yearRows{
		cluster: c, year: y, of: Of{Cluster: c.Slug, Year: y.Year, Illustrative: y.Illustrative},
		path: "/cum/" + c.Slug + "/" + number(y.Year), names: map[string]string{},
	}
	row := Year{Of: r.of, State: string(y.State), Address: r.path}
	for _, add := range []func(*db.Tx, *yearRows, *Year) error{s.addMembers, s.addCovenant, s.addFigures, s.addRanking, s.addProposals} {
		if err := add(tx, r, &row); err != nil {
			return err
		}
	}
	s.Years = append(s.Years, row)
	return nil
}

func (s *Sets) addMembers(tx *db.Tx, r *yearRows, row *Year) error {
	members, err := cycle.Members(tx, r.year)
	if err != nil {
		return err
	}
	leads, err := cluster.LeadsOf(tx, r.cluster.ID, r.year.Year)
	if err != nil {
		return err
	}
	row.Members = len(members)
	posts := map[string]string{}
	var lead, deputies []string
	for _, l := range leads {
		name, err := r.name(tx, l.UnitID)
		if err != nil {
			return err
		}
		posts[l.UnitID] = string(l.Post)
		if l.Post == cluster.PostLead {
			lead = append(lead, name)
		} else {
			deputies = append(deputies, name)
		}
	}
	row.Lead, row.Deputy = strings.Join(lead, "; "), strings.Join(deputies, "; ")
	for _, m := range members {
		member := Member{Of: r.of, Unit: m.UnitID, Post: "member"}
		if posts[m.UnitID] != "" {
			member.Post = posts[m.UnitID]
		}
		if member.Name, err = r.name(tx, m.UnitID); err != nil {
			return err
		}
		u, err := org.Find(tx, m.UnitID, lastDay(r.year))
		if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		member.Code = u.Code
		s.Members = append(s.Members, member)
	}
	return nil
}

// addCovenant adds the signed versions of the covenant, and the indicators and
// targets of the last.
func (s *Sets) addCovenant(tx *db.Tx, r *yearRows, row *Year) error {
	o, err := covenant.PublicOf(tx, r.year)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	row.SignedOn = o.Covenant.SignedOn.String()
	page := r.path + "/giao-uoc"
	if len(o.Signed) == 0 {
		s.Covenants = append(s.Covenants, Covenant{
			Of: r.of, SignedOn: o.Covenant.SignedOn.String(), Contents: o.Covenant.Contents, Address: page, Source: o.Covenant.Source,
		})
		return nil
	}
	for _, v := range o.Signed {
		text, err := v.Text()
		if err != nil {
			return err
		}
		own := page + "/ban/" + number(v.Number)
		s.Covenants = append(s.Covenants, Covenant{
			Of: r.of, Number: v.Number, SignedOn: v.SignedOn.String(), Reason: v.Reason, Contents: len(text.Contents), Fingerprint: v.Fingerprint,
			TextAddress: own + "/van-ban.json", Address: own, Source: o.Covenant.Source,
		})
	}
	row.SignedOn = o.Signed[0].SignedOn.String()
	for _, i := range o.Text.Indicators {
		s.Indicators = append(s.Indicators, Indicator{Of: r.of, Code: i.Code, Name: i.Name, Measure: i.Unit, Direction: string(i.Direction), Sum: i.Sum.Name()})
	}
	called := map[string]string{}
	for _, m := range o.Text.Members {
		called[m.ID] = m.Name
	}
	for _, t := range o.Text.Targets {
		s.Targets = append(s.Targets, Target{
			Of: r.of, Version: o.Version.Number, Indicator: t.Indicator, Unit: t.Unit, UnitName: called[t.Unit], Value: t.Value, Baseline: t.Baseline,
		})
	}
	return nil
}

func (s *Sets) addProposals(tx *db.Tx, r *yearRows, _ *Year) error {
	list, err := award.PublicOf(tx, r.year)
	if err != nil {
		return err
	}
	for _, p := range list {
		name, err := r.name(tx, p.UnitID)
		if err != nil {
			return err
		}
		s.Proposals = append(s.Proposals, Proposal{
			Of: r.of, Unit: p.UnitID, UnitName: name, Award: string(p.Award), AwardName: p.Award.Name(), Rank: p.Rank, State: string(p.State),
			LetterNumber: p.LetterNumber, LetterOn: p.LetterOn.String(), DecisionNumber: p.DecisionNumber, DecisionOn: p.DecisionOn.String(),
			DecidedBy: p.DecidedBy, Source: p.Source,
		})
	}
	return nil
}
