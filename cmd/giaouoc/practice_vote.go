package main

import (
	"fmt"
	"slices"
	"time"

	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/blob"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/holder"
	"giaouoc/internal/key"
	"giaouoc/internal/org"
)

// polls is what a vote of the demonstration needs besides the database.
type polls struct {
	ring    *key.Ring
	holders []holder.Signer
	site    string // the name that passkeys are bound to
	blobs   *blob.Store
}

// topics are what the practice year's members choose from, and whose votes they get.
var topics = []struct {
	id, name string
	votes    []string
}{
	{"chuyen-de-1", "Cải cách hành chính, giải quyết hồ sơ đúng hạn", []string{"u-ha-noi", "u-ho-chi-minh", "u-da-nang", "u-hue", "u-hai-phong"}},
	{"chuyen-de-2", "Giải ngân vốn đầu tư công", []string{"u-ha-noi", "u-hai-phong", "u-can-tho", "u-hue"}},
	{"chuyen-de-3", "Chuyển đổi số trong phục vụ người dân", []string{"u-ho-chi-minh", "u-da-nang"}},
	{"chuyen-de-4", "Giảm nghèo bền vững", []string{"u-can-tho"}},
}

// chooseTopics is a finished secret ballot: on the day of signing the members choose
// two topics of the year, each by a slip. They vote as people do, in an order of their
// own, one of them twice.
func (p polls) chooseTopics(tx *db.Tx, y cycle.Year) error {
	o, voters, err := p.open(tx, y)
	if err != nil {
		return err
	}
	for _, b := range voters {
		ask := b.Ask(o)
		if _, err := ballot.TakeToken(tx, o.ID, ask.CheckOff, ask.Blinded); err != nil {
			return err
		}
		var signatures [][]byte
		for _, h := range p.holders {
			s, err := h.Sign(tx.Ctx, ask)
			if err != nil {
				return err
			}
			signatures = append(signatures, s)
		}
		if err := b.Receive(signatures); err != nil {
			return err
		}
	}
	// Papers come in another order than check-offs; one voter has second thoughts.
	slices.Reverse(voters)
	for i, b := range voters {
		papers := [][]string{topicsOf(b.Voter.ID)}
		if i == 1 {
			papers = append([][]string{{"chuyen-de-4"}}, papers...)
		}
		for _, choice := range papers {
			if _, err := ballot.Put(tx, p.ring, o.ID, b.Paper(o, choice...)); err != nil {
				return err
			}
		}
	}
	if _, err := ballot.End(tx, o.ID, 1, nil); err != nil {
		return err
	}
	for _, h := range p.holders {
		if err := h.End(tx.Ctx, o.ID); err != nil {
			return err
		}
	}
	return nil
}

func topicsOf(unit string) (list []string) {
	for _, t := range topics {
		if slices.Contains(t.votes, unit) {
			list = append(list, t.id)
		}
	}
	return list
}

// open opens the vote with a slip for each member.
func (p polls) open(tx *db.Tx, y cycle.Year) (*ballot.Opened, []*voter.Browser, error) {
	m := ballot.Motion{
		ID: db.NewID(), Cluster: y.ClusterID, Year: y.Year, Title: fmt.Sprintf("Chọn hai chuyên đề thi đua năm %d", y.Year), Kind: ballot.Choose, Most: 2, Seats: 2,
		Base: ballot.BaseAll, Percent: 51, Again: ballot.AgainLast, Form: ballot.Board, Site: p.site,
		Until: tx.Now.Add(15 * time.Minute).UTC().Format(time.RFC3339),
	}
	for _, t := range topics {
		m.Candidates = append(m.Candidates, ballot.Candidate{ID: t.id, Name: t.name})
	}
	current, err := cycle.Members(tx, y)
	if err != nil {
		return nil, nil, err
	}
	names, err := org.Names(tx, tx.Today(), idsOf(current)...)
	if err != nil {
		return nil, nil, err
	}
	var voters []*voter.Browser
	for _, member := range current {
		b := voter.NewSlipBrowser(member.UnitID, m.ID)
		b.Voter.Name = names[member.UnitID]
		voters, m.Roll = append(voters, b), append(m.Roll, b.Voter)
	}
	m.Members, m.Present = len(voters), len(voters)
	for _, h := range p.holders {
		public, err := h.Key(tx.Ctx, m.ID)
		if err != nil {
			return nil, nil, err
		}
		m.Holders = append(m.Holders, ballot.Holder{Name: h.Name(), Key: public})
	}
	o, err := ballot.Begin(tx, p.ring, y.Scope(), m)
	return o, voters, err
}

func idsOf(members []cluster.Member) []string {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.UnitID
	}
	return ids
}
