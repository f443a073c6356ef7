package cycle

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Node is a movement in the tree: how one level answered the level above.
type Node struct {
	Movement
	UnitName string // empty for the cluster's own
	Reviews  []Review
	Joined   []Node
	Missing  []Absentee // units it reaches that have not joined
	Reached  int        // how many units it reaches; 0 where the register names none below
}

// Absentee is a unit that has not joined.
type Absentee struct {
	UnitID string
	Name   string
}

// Answered is how many of the units it reaches have joined it, or joined the
// cluster's own that serves it.
func (n Node) Answered() int { return n.Reached - len(n.Missing) }

// Alone reports whether nobody has joined the movement and it has not been
// reviewed: only then can it be withdrawn.
func (n Node) Alone() bool { return len(n.Joined) == 0 && len(n.Reviews) == 0 }

// joinedBy reports whether a unit has joined a movement, or the cluster's own
// that serves it.
func (n Node) joinedBy(unitID string) bool {
	return slices.ContainsFunc(n.Joined, func(c Node) bool {
		return c.UnitID == unitID || c.OfCluster() && c.joinedBy(unitID)
	})
}

// All counts the movements of a branch, itself included.
func (n Node) All() int {
	count := 1
	for _, c := range n.Joined {
		count += c.All()
	}
	return count
}

// communeKinds are the units that a city's movement is expected to reach.
var communeKinds = []org.Kind{org.Commune, org.Ward, org.SpecialZone, org.District}

// Tree returns the movements of a year, each with who has joined it and who has
// not: the members of the year below the centre's and the cluster's own, the
// communes below a city's. Withdrawn movements are left out.
//
// Public: that a movement was launched, and who joined it, is public.
func Tree(tx *db.Tx, y Year) ([]Node, error) {
	all, err := movementsOf(tx, y.ID)
	if err != nil {
		return nil, fmt.Errorf("read movements: %w", err)
	}
	reviews, err := reviewsOf(tx, y.ID)
	if err != nil {
		return nil, fmt.Errorf("read reviews: %w", err)
	}
	g := grower{tx: tx, year: y, reviews: map[string][]Review{}, below: map[string][]Movement{}}
	for _, r := range reviews {
		g.reviews[r.MovementID] = append(g.reviews[r.MovementID], r)
	}
	for _, m := range all {
		if m.State == MovementRunning {
			g.below[m.ParentID] = append(g.below[m.ParentID], m)
		}
	}
	return g.grow("")
}

// Branch returns one movement with what joins it.
//
// Public: that a movement was launched, and who joined it, is public.
func Branch(tx *db.Tx, y Year, id string) (Node, error) {
	way, err := Way(tx, y, id)
	if err != nil {
		return Node{}, err
	}
	return way[len(way)-1], nil
}

// Way returns the movements from the top of the tree down to one, itself last.
//
// Public: that a movement was launched, and who joined it, is public.
func Way(tx *db.Tx, y Year, id string) ([]Node, error) {
	tree, err := Tree(tx, y)
	if err != nil {
		return nil, err
	}
	if way := wayTo(tree, id); way != nil {
		return way, nil
	}
	return nil, problem.New(problem.NotFound, "Không có phong trào hoặc đợt thi đua này trong năm %d.", y.Year)
}

func wayTo(nodes []Node, id string) []Node {
	for _, n := range nodes {
		if n.ID == id {
			return []Node{n}
		}
		if way := wayTo(n.Joined, id); way != nil {
			return append([]Node{n}, way...)
		}
	}
	return nil
}

// Joiners lists the units for which the actor may join a movement and which have
// not: the own unit, and those below it that the movement reaches.
//
// Read: it says only what the actor may do.
func Joiners(tx *db.Tx, y Year, n Node) ([]Absentee, error) {
	if y.State != Running || n.State != MovementRunning {
		return nil, nil
	}
	var list []Absentee
	for _, u := range n.Missing {
		// A member enters it for the communes of its own, so their scope is asked by
		// the unit above too.
		if mayJoin(tx, y, u.UnitID) || n.UnitID != "" && access.May(tx, access.MovementJoin, y.UnitScope(n.UnitID)) {
			list = append(list, u)
		}
	}
	own := tx.Actor.Unit
	listed := slices.ContainsFunc(list, func(u Absentee) bool { return u.UnitID == own })
	if own == "" || listed || n.UnitID == "" || n.joinedBy(own) || !mayJoin(tx, y, own) {
		return list, nil
	}
	u, err := org.Find(tx, own, tx.Today())
	if problem.Is(err, problem.NotFound) || err == nil && u.ParentID != n.UnitID {
		return list, nil
	}
	return append(list, Absentee{UnitID: own, Name: u.Name}), err
}

func mayJoin(tx *db.Tx, y Year, unitID string) bool {
	return access.May(tx, access.MovementJoin, y.UnitScope(unitID))
}

// MustChange refuses an actor who may not change a movement, as a form asks
// before it is shown.
//
// Read: it says only what the actor may do.
func MustChange(tx *db.Tx, y Year, id string) error {
	_, _, err := movementInHand(tx, y, id)
	return err
}

// MayChange reports whether the actor may change a movement, review it and
// withdraw it, as pages ask.
//
// Read: it says only what the actor may do.
func MayChange(tx *db.Tx, y Year, id string) (bool, error) {
	err := MustChange(tx, y, id)
	if problem.All(err) != nil {
		return false, nil
	}
	return err == nil, err
}

// grower builds the tree.
type grower struct {
	tx      *db.Tx
	year    Year
	reviews map[string][]Review
	below   map[string][]Movement // by the movement they join
}

func (g grower) grow(parentID string) ([]Node, error) {
	nodes := make([]Node, 0, len(g.below[parentID]))
	for _, m := range g.below[parentID] {
		n := Node{Movement: m, Reviews: g.reviews[m.ID]}
		names, err := org.Names(g.tx, m.FromDay, m.UnitID)
		if err != nil {
			return nil, err
		}
		n.UnitName = names[m.UnitID]
		if n.Joined, err = g.grow(m.ID); err != nil {
			return nil, err
		}
		if err := g.missing(&n); err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	slices.SortStableFunc(nodes, func(a, b Node) int {
		if a.OfCentre() != b.OfCentre() {
			return map[bool]int{true: -1, false: 1}[a.OfCentre()]
		}
		return vn.Compare(a.UnitName, b.UnitName)
	})
	return nodes, nil
}

// missing names the units that a movement reaches and that have not joined.
func (g grower) missing(n *Node) error {
	reached, err := g.reach(n.Movement)
	if err != nil {
		return err
	}
	n.Reached = len(reached)
	for _, u := range reached {
		if !n.joinedBy(u.UnitID) {
			n.Missing = append(n.Missing, u)
		}
	}
	return nil
}

// reach lists the units that a movement is expected to reach, as they are today,
// or on the nearest day on which the movement runs.
func (g grower) reach(m Movement) ([]Absentee, error) {
	day := g.tx.Today()
	if day.Before(m.FromDay) {
		day = m.FromDay
	}
	if !m.ToDay.IsZero() && day.After(m.ToDay) {
		day = m.ToDay
	}
	var list []Absentee
	if m.UnitID == "" {
		members, err := Members(g.tx, g.year)
		if err != nil {
			return nil, err
		}
		for _, member := range members {
			names, err := org.Names(g.tx, day, member.UnitID)
			if err != nil {
				return nil, err
			}
			list = append(list, Absentee{UnitID: member.UnitID, Name: names[member.UnitID]})
		}
		return list, nil
	}
	units, err := org.On(g.tx, m.UnitID, day)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if slices.Contains(communeKinds, u.Kind) {
			list = append(list, Absentee{UnitID: u.ID, Name: u.Name})
		}
	}
	return list, nil
}

// MovementByID returns a movement of a year.
//
// Public: that a movement was launched is public.
func MovementByID(tx *db.Tx, y Year, id string) (Movement, error) { return movementOf(tx, y, id) }

// Movements returns the movements of a year that stand, in the order in which
// they were entered, except that what is joined stands before what joins it.
//
// Public: that a movement was launched is public.
func Movements(tx *db.Tx, y Year) ([]Movement, error) {
	all, err := movementsOf(tx, y.ID)
	if err != nil {
		return nil, fmt.Errorf("read movements: %w", err)
	}
	rest := slices.DeleteFunc(all, func(m Movement) bool { return m.State == MovementWithdrawn })
	placed := map[string]bool{"": true}
	var list []Movement
	for before := -1; len(list) > before; {
		before = len(list)
		var waits []Movement // for one of the centre that was noted later
		for _, m := range rest {
			if !placed[m.ParentID] {
				waits = append(waits, m)
				continue
			}
			placed[m.ID] = true
			list = append(list, m)
		}
		rest = waits
	}
	return list, nil
}

// Reviews returns the reviews of the movements of a year.
//
// Public: the results of a movement are public.
func Reviews(tx *db.Tx, y Year) ([]Review, error) {
	reviews, err := reviewsOf(tx, y.ID)
	if err != nil {
		return nil, fmt.Errorf("read reviews: %w", err)
	}
	return reviews, nil
}

func movementOf(tx *db.Tx, y Year, id string) (Movement, error) {
	m, err := findMovement(tx, y.ID, id)
	if isNone(err) {
		return m, problem.New(problem.NotFound, "Không có phong trào hoặc đợt thi đua này trong năm %d.", y.Year)
	}
	if err != nil {
		return m, fmt.Errorf("find movement %s: %w", id, err)
	}
	return m, nil
}
