package dossier

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// key is what makes two candidates of a dossier one: the same subject or proposal, or
// the same words.
func (c *Candidate) key() string {
	switch {
	case c.ProposalID != "":
		return "proposal " + c.ProposalID
	case c.SubjectID != "":
		return "subject " + c.SubjectID
	}
	return fmt.Sprintf("%s|%s|%d|%s", c.Kind, c.Folded, c.BirthYear, award.Folded(c.Place))
}

// tidy makes a candidate's words one spelling and refuses what cannot be. The field of
// a problem is that of the form, or the place in a file.
func (c *Candidate) tidy(tx *db.Tx, kind *rules.DossierKind, at func(field string) string, list *problem.List) {
	c.Name, c.Post, c.Place, c.Achievement = vn.Line(c.Name), vn.Line(c.Post), vn.Line(c.Place), vn.Line(c.Achievement)
	c.Initiative, c.InitiativeNumber = vn.Line(c.Initiative), vn.Line(c.InitiativeNumber)
	c.Folded = award.Folded(c.Name)
	if c.Folded == "" {
		list.Add(at("name"), "Ghi tên.")
	}
	if kind != nil && !slices.Contains(kind.For, c.Kind) {
		list.Add(at("kind"), "Loại hồ sơ «%s» không dành cho %s.", kind.Name, kindWords(c.Kind))
	}
	if c.Kind != rules.Person && c.Kind != rules.Foreigner {
		c.BirthYear, c.Female, c.Direct = 0, false, false
	}
	if c.Kind != rules.Collective {
		c.Small = false
	}
	if last := tx.Today().Year() - 10; c.BirthYear != 0 && (c.BirthYear < 1880 || c.BirthYear > last) {
		list.Add(at("birth_year"), "Năm sinh phải từ 1880 đến %d.", last)
	}
	if len([]rune(c.Name)) > 300 || len([]rune(c.Achievement)) > 2000 {
		list.Add(at("name"), "Tên dài quá 300 chữ hoặc thành tích dài quá 2.000 chữ.")
	}
	if c.InitiativeScope != "" && rules.ScopeName(c.InitiativeScope) == "" {
		list.Add(at("initiative_scope"), "Chọn phạm vi công nhận sáng kiến.")
	}
	if c.Initiative != "" && c.InitiativeNumber == "" {
		list.Add(at("initiative_number"), "Ghi số văn bản công nhận sáng kiến; sáng kiến chỉ được tính khi có văn bản công nhận.")
	}
}

func kindWords(k rules.Kind) string {
	if k.Name() == "" {
		return "loại đối tượng đã chọn"
	}
	return strings.ToLower(k.Name())
}

// AddCandidates puts candidates into an open dossier; all of them or none. place names
// the field of a candidate for a problem: of the form, or a cell of a file.
func AddCandidates(tx *db.Tx, b Basis, a Ask, added []Candidate, place func(n int, field string) string) (int, error) {
	d, err := open(tx, a)
	if err != nil {
		return 0, err
	}
	if d.Candidates+len(added) > MostCandidates {
		return 0, problem.Field("file", "Một hồ sơ có nhiều nhất %d đối tượng; hồ sơ đang có %d, thêm %d là quá. Tách thành nhiều hồ sơ.", MostCandidates, d.Candidates, len(added))
	}
	if len(added) == 0 {
		return 0, problem.Field("name", "Không có đối tượng nào để thêm.")
	}
	have, err := candidatesOf(tx, d.ID)
	if err != nil {
		return 0, fmt.Errorf("read candidates of dossier %s: %w", d.ID, err)
	}
	seen := make(map[string]string, len(have)+len(added))
	last := 0
	for i := range have {
		seen[have[i].key()] = have[i].Name
		last = max(last, have[i].N)
	}
	var list problem.List
	kind := b.Law.Dossier.Kind(d.Kind)
	for i := range added {
		c := &added[i]
		at := func(field string) string { return place(i, field) }
		before := len(list)
		c.tidy(tx, kind, at, &list)
		if len(list) > before {
			if len(list) >= mostMistakes {
				break
			}
			continue
		}
		if name, twice := seen[c.key()]; twice {
			list.Add(at("name"), "%s đã có trong hồ sơ này.", name)
			continue
		}
		seen[c.key()] = c.Name
		last++
		c.ID, c.DossierID, c.N, c.Verdict, c.Outcome, c.Votes = db.NewID(), d.ID, last, "", "", Unvoted
	}
	if err := list.Err(); err != nil {
		return 0, err
	}
	if err := insertCandidates(tx, added); err != nil {
		return 0, fmt.Errorf("add candidates to dossier %s: %w", d.ID, err)
	}
	before := d
	d.Candidates += len(added)
	return len(added), changed(tx, before, d)
}

// mostMistakes is after how many mistakes of a list the others are not named.
const mostMistakes = 50

// DropCandidates takes candidates out of an open dossier.
func DropCandidates(tx *db.Tx, a Ask, ids []string) error {
	d, err := open(tx, a)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return problem.Field("chon", "Chọn ít nhất một đối tượng để bỏ.")
	}
	before := d
	for _, id := range ids {
		n, err := deleteCandidate(tx, d.ID, id)
		if err != nil {
			return fmt.Errorf("drop candidate %s: %w", id, err)
		}
		if n == 0 {
			return problem.New(problem.NotFound, "Hồ sơ không có đối tượng này.")
		}
		d.Candidates--
	}
	return changed(tx, before, d)
}

// NoteVotes writes how the unit's council voted on candidates of an open dossier, by
// the candidate's number.
func NoteVotes(tx *db.Tx, a Ask, members int, votes map[int]int) error {
	d, err := open(tx, a)
	if err != nil {
		return err
	}
	var list problem.List
	if members < 1 || members > 1000 {
		list.Add("own_members", "Ghi tổng số thành viên Hội đồng, từ 1 đến 1.000.")
	}
	for n, v := range votes {
		if v < 0 || v > members {
			list.Add(fmt.Sprintf("votes_%d", n), "Số phiếu từ 0 đến %d.", members)
		}
	}
	if err := list.Err(); err != nil {
		return err
	}
	for n, v := range votes {
		if err := saveOwnVotes(tx, d.ID, n, v); err != nil {
			return fmt.Errorf("store votes of dossier %s: %w", d.ID, err)
		}
	}
	before := d
	d.OwnMembers = members
	return changed(tx, before, d)
}

// BringNominations puts those of the unit's list of whom it means to propose into an
// open dossier: for the same award and year, who is not in it yet.
func BringNominations(tx *db.Tx, b Basis, a Ask) (int, error) {
	d, err := open(tx, a)
	if err != nil {
		return 0, err
	}
	subjects, err := award.Nominees(tx, d.UnitID, d.Award, d.Year)
	if err != nil {
		return 0, err
	}
	have, err := candidatesOf(tx, d.ID)
	if err != nil {
		return 0, fmt.Errorf("read candidates of dossier %s: %w", d.ID, err)
	}
	var added []Candidate
	for _, s := range subjects {
		if !slices.ContainsFunc(have, func(c Candidate) bool { return c.SubjectID == s.ID }) {
			added = append(added, fromSubject(s))
		}
	}
	if len(added) == 0 {
		return 0, problem.New(problem.Closed, "Danh sách dự kiến đề nghị của đơn vị không có ai cho hình thức và năm này mà hồ sơ chưa có.")
	}
	return AddCandidates(tx, b, a, added, func(n int, _ string) string { return added[n].Name })
}

// fromSubject is a subject of the register as a candidate.
func fromSubject(s award.File) Candidate {
	classes := strings.Split(s.Classes, ",")
	c := Candidate{
		Kind: s.Kind, Name: s.Name, BirthYear: s.BirthYear, Female: s.Female, Post: s.Post, Place: s.Place, SubjectID: s.ID, OwnVotes: Unvoted,
		Direct: slices.Contains(classes, "worker") || slices.Contains(classes, "farmer"), Small: slices.Contains(classes, "small"),
	}
	if n := len(s.Initiatives); n > 0 {
		i := s.Initiatives[n-1]
		c.Initiative, c.InitiativeNumber, c.InitiativeScope = i.Name, i.Number, i.Scope
	}
	return c
}
