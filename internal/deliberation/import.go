package deliberation

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// Imported says what an import did.
type Imported struct{ New, Changed, Gone, Doubtful int }

// Import writes the list that was brought: who is new is added, what changed is
// changed, and with drop who is not in it any more and was not voted on goes. All are
// looked for in the register of awards, and their ratings written there.
func Import(tx *db.Tx, l *rules.Law, ring *key.Ring, id string, version int64, drop bool) (Imported, error) {
	var done Imported
	d, err := inHand(tx, id, version)
	if err != nil {
		return done, err
	}
	if d.Pending == "" {
		return done, problem.New(problem.Conflict, "Không có danh sách nào đang chờ nhập; danh sách có thể vừa được nhập từ một thẻ khác.")
	}
	c, err := d.compared(tx)
	if err != nil {
		return done, err
	}
	done = Imported{New: len(c.New), Changed: len(c.Changed)}
	people, err := d.staffed(tx, l, ring, &c)
	if err != nil {
		return done, err
	}
	if err := d.storeStaff(tx, &c, people); err != nil {
		return done, err
	}
	for i := range people {
		if people[i].SubjectID == "" {
			done.Doubtful++
		}
	}
	if drop {
		if done.Gone, err = d.dropGone(tx, c.Gone); err != nil {
			return done, err
		}
	}
	before := d
	d.FileName, d.Pending = "", ""
	return done, d.changed(tx, access.DeliberationKeep, before, "")
}

// staffed are the lines as people of the list, each found in the register.
func (d *Deliberation) staffed(tx *db.Tx, l *rules.Law, ring *key.Ring, c *Comparison) ([]Staff, error) {
	people, lines := make([]Staff, len(c.Lines)), make([]award.StaffLine, len(c.Lines))
	for i, line := range c.Lines {
		s := &people[i]
		if at := c.at[i]; at != nil {
			*s = *at
		} else {
			s.ID, s.DeliberationID = db.NewID(), d.ID
		}
		s.Line = line
		if line.Login != "" {
			a, err := accountOf(tx, d.UnitID, line.Login)
			if err != nil {
				return nil, err
			}
			s.AccountID = a.ID
		}
		lines[i] = award.StaffLine{
			Who:       award.Who{Kind: rules.Person, Name: line.Name, BirthYear: line.BirthYear, Female: line.Female, Post: line.Post, Place: line.Department},
			SubjectID: s.SubjectID, Rating: line.Rating,
		}
	}
	taken, err := award.TakeStaff(tx, l, ring, d.UnitID, d.Year, "«"+d.FileName+"», bình xét năm "+fmt.Sprint(d.Year), lines)
	if err != nil {
		return nil, err
	}
	for i, t := range taken {
		people[i].noted(t)
	}
	return people, nil
}

// noted says whom of the register a person was found to be.
func (s *Staff) noted(t award.Taken) {
	s.SubjectID, s.Doubt, s.Found = t.SubjectID, "", ""
	if t.SubjectID != "" {
		return
	}
	s.Doubt = t.Reason
	for i, id := range t.Found {
		if i > 0 {
			s.Found += " "
		}
		s.Found += id
	}
}

func (d *Deliberation) storeStaff(tx *db.Tx, c *Comparison, people []Staff) error {
	last, err := lastNumber(tx, d.ID)
	if err != nil {
		return fmt.Errorf("number staff of %s: %w", d.ID, err)
	}
	var added []Staff
	for i := range people {
		s := &people[i]
		if c.at[i] == nil {
			last++
			s.N = last
			added = append(added, *s)
			continue
		}
		if at := c.at[i]; s.Line.same(at) && s.AccountID == at.AccountID && s.SubjectID == at.SubjectID {
			continue
		}
		if err := updateStaff(tx, *s); err != nil {
			return fmt.Errorf("store %s: %w", s.Name, err)
		}
	}
	if err := insertStaff(tx, added); err != nil {
		return fmt.Errorf("store staff of %s: %w", d.ID, err)
	}
	return nil
}

// dropGone takes out who is not in the list any more, but those whom a meeting has
// voted on.
func (d *Deliberation) dropGone(tx *db.Tx, gone []Staff) (int, error) {
	voted, err := votedIn(tx, d.ID)
	if err != nil {
		return 0, fmt.Errorf("read votes of %s: %w", d.ID, err)
	}
	n := 0
	for _, s := range gone {
		if voted[s.ID] {
			continue
		}
		if err := deleteStaff(tx, s.ID); err != nil {
			return n, fmt.Errorf("take out %s: %w", s.Name, err)
		}
		n++
	}
	return n, nil
}

// Identify says who of the register a doubtful person is: one of those found, or
// award.AsNew.
func Identify(tx *db.Tx, l *rules.Law, ring *key.Ring, id, staffID, choice string, version int64) error {
	d, err := inHand(tx, id, version)
	if err != nil {
		return err
	}
	s, err := d.person(tx, staffID)
	if err != nil {
		return err
	}
	if s.SubjectID != "" {
		return problem.New(problem.Conflict, "%s đã rõ là ai trong sổ.", s.Name)
	}
	known := choice == award.AsNew
	for _, may := range s.MayBe() {
		known = known || may == choice
	}
	if !known {
		return problem.Field("who", "Chọn một trong các hồ sơ, hoặc «người mới».")
	}
	taken, err := award.TakeStaff(tx, l, ring, d.UnitID, d.Year, "bình xét năm "+fmt.Sprint(d.Year), []award.StaffLine{{
		Who:       award.Who{Kind: rules.Person, Name: s.Name, BirthYear: s.BirthYear, Female: s.Female, Post: s.Post, Place: s.Department},
		SubjectID: choice, Rating: s.Rating,
	}})
	if err != nil {
		return err
	}
	s.noted(taken[0])
	if err := updateStaff(tx, s); err != nil {
		return fmt.Errorf("store %s: %w", s.Name, err)
	}
	before := d
	return d.changed(tx, access.DeliberationKeep, before, s.Name)
}
