package award

import (
	"encoding/json"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Check is what the law says of a proposal on a day (kiểm tra theo luật).
type Check struct {
	On       vn.Date       `json:"on"`
	Filed    bool          `json:"filed"`    // a register has a file of the collective
	Known    []string      `json:"known"`    // what the program knows of the year by itself
	Nearest  int           `json:"nearest"`  // the route that the answer follows; -1 for none
	Computed bool          `json:"computed"` // it rests on something that was looked up
	Answer   *rules.Answer `json:"answer"`
}

// ImportedUnchecked is what pages say of a proposal from a published source.
const ImportedUnchecked = "không kiểm tra: nhập từ nguồn đã công bố"

// EarlierUnchecked is what pages say of a proposal made before there was a check.
const EarlierUnchecked = "chưa kiểm tra: đề nghị được ghi trước khi chương trình kiểm tra theo luật"

// Sentence says in a line what was found.
func (c *Check) Sentence() string {
	return "Theo luật, ngày " + c.On.Short() + ": " + Conclusion(c.Answer) + "."
}

// AsItWas is the check that stands with a proposal; nil where none does.
func (p *Proposal) AsItWas() *Check {
	if p.Checked == "" {
		return nil
	}
	var c Check
	if err := json.Unmarshal([]byte(p.Checked), &c); err != nil || c.Answer == nil {
		return nil
	}
	c.Answer.Nearest = c.Nearest
	return &c
}

// CheckWords is what a page says of a proposal's eligibility, in a few words.
func (p *Proposal) CheckWords() string {
	switch c := p.AsItWas(); {
	case c != nil:
		return Conclusion(c.Answer)
	case p.Source != "":
		return ImportedUnchecked
	}
	return EarlierUnchecked
}

// CheckUnits asks the law for each of the units and each award that a cluster
// proposes, with what the registers keep of them and what the program knows of the
// year. What is being looked into is not told to who may not see the register.
//
// Read: requires the right to read the proposals of the year.
func CheckUnits(tx *db.Tx, l *rules.Law, y cycle.Year, units ...string) (map[string]map[Key]*Check, error) {
	if err := access.Require(tx, access.AwardRead, y.Scope()); err != nil {
		return nil, err
	}
	return checkUnits(tx, l, y, units...)
}

func checkUnits(tx *db.Tx, l *rules.Law, y cycle.Year, units ...string) (map[string]map[Key]*Check, error) {
	regime := l.On(tx.Today())
	if regime == nil {
		return nil, nil
	}
	c, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return nil, err
	}
	ranks, err := Ranks(tx, y)
	if err != nil {
		return nil, err
	}
	names, err := org.Names(tx, tx.Today(), units...)
	if err != nil {
		return nil, err
	}
	all := map[string]map[Key]*Check{}
	for _, unit := range units {
		in, known, err := ofUnitInYear(tx, c, y, unit, names[unit], ranks)
		if err != nil {
			return nil, err
		}
		in.Regime, in.Received = regime, tx.Today()
		all[unit] = map[Key]*Check{}
		for _, key := range Keys {
			answer, _ := in.check(l, l.Award(string(key)), in.factsOf(tx, known))
			if of := organiser(c.Level); of != "" {
				answer.ForCluster(of)
			}
			all[unit][key] = &Check{On: tx.Today(), Filed: in.File.ID != "", Known: known.says, Nearest: answer.Nearest, Computed: answer.Computed(), Answer: answer}
		}
	}
	return all, nil
}

// knowledge is what the program knows of a unit's year by itself.
type knowledge struct {
	says []string
	lead string // whose cluster it leads
}

func ofUnitInYear(tx *db.Tx, c cluster.Cluster, y cycle.Year, unit, name string, ranks map[string]int) (*Inquiry, knowledge, error) {
	in := &Inquiry{Question: Question{Year: y.Year}, File: File{Subject: Subject{Kind: rules.Collective, Name: name, OwnUnit: unit}}}
	k := knowledge{says: []string{"Là thành viên của " + c.Name + " năm " + fmt.Sprint(y.Year) + "."}}
	f, err := ownFile(tx, unit)
	if err != nil {
		return nil, k, err
	}
	if f != nil {
		in.File = *f
	}
	if in.Before, err = forerunners(tx, in.File.Subject); err != nil {
		return nil, k, err
	}
	switch rank := ranks[unit]; {
	case len(ranks) == 0:
		k.says = append(k.says, "Kết quả xếp hạng năm này chưa công bố.")
	case rank == 1 && organiser(c.Level) != "":
		k.lead = organiser(c.Level)
		k.says = append(k.says, "Xếp thứ 1 trong kết quả đã công bố: dẫn đầu "+c.Kind.Word()+" thi đua do "+rules.ClusterName(k.lead)+" tổ chức.")
	case rank > 0:
		k.says = append(k.says, "Xếp thứ "+fmt.Sprint(rank)+" trong kết quả đã công bố.")
	}
	return in, k, nil
}

// organiser is whose cluster one of a level is, as the law's conditions name it;
// empty for levels that they do not name.
func organiser(level cluster.Level) string {
	switch level {
	case cluster.LevelCentral:
		return "central_council"
	case cluster.LevelProvince:
		return "ministry_or_province"
	}
	return ""
}

// factsOf are the facts of the file with what the program knows by itself.
func (q *Inquiry) factsOf(tx *db.Tx, k knowledge) *rules.Facts {
	facts := q.File.Facts(q.Year)
	if k.lead != "" {
		facts.Leads = append(facts.Leads, rules.Place{ClusterOf: k.lead, Year: q.Year})
	}
	if q.File.ID != "" && !mayLook(tx, q.File.UnitID) {
		for i := range facts.Pending {
			facts.Pending[i] = "việc đang được xem xét, theo sổ khen thưởng của đơn vị"
		}
	}
	return facts
}

// Ceiling is how many may be proposed for an award (số suất, mức tối đa), and how
// many are.
type Ceiling struct {
	Award Key
	Most  int
	Have  int
	Says  string // how many of what, and where it stands
}

// Full reports whether one more would be too many.
func (c *Ceiling) Full() bool { return c.Have >= c.Most }

// Ceilings lists what the rule book of the cluster and the law allow to propose.
//
// Read: requires the right to read the proposals of the year.
func Ceilings(tx *db.Tx, l *rules.Law, y cycle.Year) ([]Ceiling, error) {
	if err := access.Require(tx, access.AwardRead, y.Scope()); err != nil {
		return nil, err
	}
	return ceilings(tx, l, y)
}

func ceilings(tx *db.Tx, l *rules.Law, y cycle.Year) ([]Ceiling, error) {
	have, err := ofYear(tx, y.ID)
	if err != nil {
		return nil, fmt.Errorf("read proposals: %w", err)
	}
	values, err := cluster.Parameters(tx, y.ClusterID, tx.Today())
	if err != nil {
		return nil, err
	}
	var list []Ceiling
	for _, v := range values {
		switch v.Key {
		case cluster.FlagsCount:
			list = append(list, Ceiling{Award: GovernmentFlag, Most: v.Int(), Have: proposed(have, GovernmentFlag), Says: v.Words() + " (" + v.Rests() + ")"})
		case cluster.CertificatesCount:
			list = append(list, Ceiling{Award: Certificate, Most: v.Int(), Have: proposed(have, Certificate), Says: v.Words() + " (" + v.Rests() + ")"})
		}
	}
	byLaw, err := lawful(tx, l, y)
	if err != nil || byLaw == nil {
		return list, err
	}
	return append(list, *byLaw), nil
}

// lawful is the quota that the law sets on the flag for those who lead clusters of
// one province or ministry: of as many leaders as there are clusters that the
// program knows of the same organiser. Nil where it sets none.
func lawful(tx *db.Tx, l *rules.Law, y cycle.Year) (*Ceiling, error) {
	own, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return nil, err
	}
	q := l.Values.Quota(string(GovernmentFlag), tx.Today())
	if q == nil || organiser(own.Level) != "ministry_or_province" || own.OrganisedBy == "" {
		return nil, nil
	}
	clusters, err := cluster.List(tx)
	if err != nil {
		return nil, err
	}
	leaders, have := 0, 0
	for _, c := range clusters {
		if c.Level != own.Level || c.OrganisedBy != own.OrganisedBy {
			continue
		}
		of, err := yearOfCluster(tx, c.ID, y.Year)
		if err != nil {
			return nil, err
		}
		if of == "" {
			continue
		}
		leaders++
		list, err := ofYear(tx, of)
		if err != nil {
			return nil, fmt.Errorf("read proposals: %w", err)
		}
		have += proposed(list, GovernmentFlag)
	}
	return &Ceiling{
		Award: GovernmentFlag, Most: q.Most(leaders), Have: have,
		Says: fmt.Sprintf("%d đơn vị, tức %d %% của %d tập thể dẫn đầu các cụm, khối do %s tổ chức mà chương trình biết, làm tròn xuống (%s)",
			q.Most(leaders), q.Percent, leaders, own.OrganisedBy, l.Official(q.Cite)),
	}, nil
}

func yearOfCluster(tx *db.Tx, clusterID string, year int) (string, error) {
	years, err := cycle.Years(tx, clusterID)
	if err != nil {
		return "", err
	}
	for _, y := range years {
		if y.Year == year {
			return y.ID, nil
		}
	}
	return "", nil
}

func proposed(list []Proposal, key Key) (n int) {
	for _, p := range list {
		if p.Award == key && p.State != Withdrawn {
			n++
		}
	}
	return n
}

// canonical is a check as it is kept.
func (c *Check) canonical() (string, error) { return record.Canonical(c) }
