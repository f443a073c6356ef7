package cycle

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Urgency is how near a deadline is.
type Urgency string

// Urgencies.
const (
	InTime Urgency = "in_time"
	Soon   Urgency = "soon"  // soonDays working days or fewer
	Today  Urgency = "today" // the last day
	Late   Urgency = "late"
)

// soonDays is when a reminder becomes pressing: a working week.
const soonDays = 5

// Reminder is one piece of work that is due and not in (nhắc hạn).
type Reminder struct {
	Work    string     // "Ký kết", "Báo cáo 6 tháng", "Chỉ đạo 2: …"
	Phase   PhaseKind  // the phase it belongs to; empty for a task
	Object  string     // id of the period, movement or task; empty for a phase as a whole
	Act     access.Act // what is to be done
	UnitID  string     // by which unit; empty where it is no unit's, or nobody holds the post
	DueOn   vn.Date
	Left    int    // working days left; negative once it is late
	Doubt   string // what is not known of the days off on the way
	Urgency Urgency
	Version int64 // of what fixes the day: it grows whenever the day is moved
}

// Arrival says that a piece of work is in: of a phase, or of a reporting period,
// by a unit; an empty unit is all of them. The packages that hold the work say
// so, as this one does not know them.
type Arrival struct {
	Phase    PhaseKind
	PeriodID string
	UnitID   string
}

// Concerns reports whether the reminder is for a person.
func (r Reminder) Concerns(person db.Actor, y Year) bool {
	_, may := access.RoleFor(person, r.Act, y.UnitScope(r.UnitID))
	return may && (r.UnitID == "" || r.UnitID == person.Unit)
}

// On is the reminder with another last day, as for one unit that was given more
// time.
func (r Reminder) On(cal *vn.Calendar, today, due vn.Date) Reminder {
	r.DueOn = due
	r.Left, r.Doubt = Left(cal, today, due)
	switch {
	case today.After(due):
		r.Urgency = Late
	case today == due:
		r.Urgency = Today
	case r.Left <= soonDays:
		r.Urgency = Soon
	default:
		r.Urgency = InTime
	}
	return r
}

// Confirms reports whether the reminder asks to confirm what another has done; its
// day was the other's.
func (r Reminder) Confirms() bool { return r.Act == access.TaskConfirm }

// duty is what has to be done in a phase, and by whom.
type duty struct {
	act   access.Act
	whose duties
}

type duties int

const (
	theLead   duties = iota // the unit that leads the year
	eachOne                 // every member
	outsiders               // persons of no unit
)

// phaseDuties are the phases' duties. Launching and reporting are counted by
// what is launched and by period; explaining is no duty.
var phaseDuties = map[PhaseKind]duty{
	Draft: {access.CovenantDraft, theLead}, Sign: {access.CovenantSign, eachOne}, Register: {access.CovenantRegister, eachOne},
	MidReview: {access.MidReviewIssue, theLead}, Score: {access.ScoringSelf, eachOne}, Cross: {access.ScoringCross, eachOne}, Appraise: {access.ScoringAppraise, outsiders}, Reappraise: {access.ScoringAppraise, outsiders},
	Conference: {access.ConferencePlan, theLead}, Propose: {access.AwardPropose, theLead}, HandOver: {access.HandoverOffer, theLead},
}

// Reminders lists what is due in a year from the first day of its phase on, the
// most pressing first; of a closed year, what is left to propose and to hand
// over. A reminder stops once the work is in: movements and tasks
// are known here, everything else is told by arrived.
//
// Read: a page shows a person the reminders of the own unit and roles.
func Reminders(tx *db.Tx, y Year, cal *vn.Calendar, arrived []Arrival) ([]Reminder, error) {
	return ring(bell{tx: tx, year: y, cal: cal, arrived: arrived})
}

// Ahead lists the same, and what begins only later in the year.
//
// Read: a calendar shows a person the deadlines of the own unit and roles.
func Ahead(tx *db.Tx, y Year, cal *vn.Calendar, arrived []Arrival) ([]Reminder, error) {
	return ring(bell{tx: tx, year: y, cal: cal, arrived: arrived, ahead: true})
}

func ring(b bell) ([]Reminder, error) {
	if b.year.State == History {
		return nil, nil
	}
	if err := b.prepare(); err != nil {
		return nil, err
	}
	rings := []func() error{b.phases, b.periods, b.launches, b.tasks}
	if b.year.State == Closed {
		rings = rings[:1]
	}
	for _, add := range rings {
		if err := add(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(b.list, func(a, c Reminder) int { return a.DueOn.Compare(c.DueOn) })
	return b.list, nil
}

// bell collects reminders.
type bell struct {
	tx      *db.Tx
	year    Year
	cal     *vn.Calendar
	arrived []Arrival
	ahead   bool // rings also for what has not begun
	members []string
	lead    string
	list    []Reminder
}

func (b *bell) prepare() error {
	members, err := Members(b.tx, b.year)
	if err != nil {
		return err
	}
	for _, m := range members {
		b.members = append(b.members, m.UnitID)
	}
	leads, err := cluster.LeadsOf(b.tx, b.year.ClusterID, b.year.Year)
	if err == nil && len(leads) == 0 {
		leads, err = cluster.LeadsOf(b.tx, b.year.ClusterID, b.year.Year-1) // as Derived has it
	}
	if err != nil {
		return err
	}
	today := b.tx.Today()
	for _, l := range leads {
		begun := l.FromDay.IsZero() || !l.FromDay.After(today)
		if l.Post == cluster.PostLead && begun && (l.ToDay.IsZero() || l.ToDay.After(today)) {
			b.lead = l.UnitID
		}
	}
	return nil
}

func (b *bell) add(r Reminder) { b.list = append(b.list, r.On(b.cal, b.tx.Today(), r.DueOn)) }

func (b *bell) begun(day vn.Date) bool { return b.ahead || !b.tx.Today().Before(day) }

func (b *bell) isIn(phase PhaseKind, periodID, unitID string) bool {
	return slices.ContainsFunc(b.arrived, func(a Arrival) bool {
		return a.PeriodID == periodID && (a.Phase == phase || a.Phase == "") && (a.UnitID == "" || a.UnitID == unitID)
	})
}

func (b *bell) phases() error {
	phases, err := Phases(b.tx, b.year.ID)
	if err != nil {
		return err
	}
	for _, p := range phases {
		d, ok := phaseDuties[p.Kind]
		if !ok || !b.begun(p.OpensOn) || b.year.State == Closed && p.Kind != Propose && p.Kind != HandOver {
			continue
		}
		units := b.members
		switch d.whose {
		case theLead:
			units = []string{b.lead}
		case outsiders:
			units = []string{""}
		}
		for _, u := range units {
			if !b.isIn(p.Kind, "", u) {
				b.add(Reminder{Work: p.Kind.Name(), Phase: p.Kind, Act: d.act, UnitID: u, DueOn: p.DueOn, Version: p.Version})
			}
		}
	}
	return nil
}

func (b *bell) periods() error {
	periods, err := Periods(b.tx, b.year.ID)
	if err != nil {
		return err
	}
	for _, p := range periods {
		if !b.begun(p.OpensOn) {
			continue
		}
		for _, u := range b.members {
			if !b.isIn(Report, p.ID, u) {
				b.add(Reminder{Work: p.Name, Phase: Report, Object: p.ID, Act: access.ReportWrite, UnitID: u, DueOn: p.DueOn, Version: p.Version})
			}
		}
	}
	return nil
}

// launches reminds the lead until the cluster has launched something, and then
// each member until it has joined all of it.
func (b *bell) launches() error {
	p, err := findPhase(b.tx, b.year.ID, Launch)
	if isNone(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find phase %s: %w", Launch, err)
	}
	if !b.begun(p.OpensOn) {
		return nil
	}
	all, err := Movements(b.tx, b.year)
	if err != nil {
		return err
	}
	launched := false
	for _, m := range all {
		if !m.OfCluster() {
			continue
		}
		launched = true
		for _, u := range b.members {
			if !slices.ContainsFunc(all, func(o Movement) bool { return o.ParentID == m.ID && o.UnitID == u }) {
				b.add(Reminder{Work: "Hưởng ứng «" + m.Name + "»", Phase: Launch, Object: m.ID, Act: access.MovementJoin, UnitID: u, DueOn: p.DueOn, Version: p.Version})
			}
		}
	}
	if !launched {
		b.add(Reminder{Work: Launch.Name(), Phase: Launch, Act: access.MovementLaunch, UnitID: b.lead, DueOn: p.DueOn, Version: p.Version})
	}
	return nil
}

func (b *bell) tasks() error {
	board, err := Board(b.tx, b.year)
	if err != nil {
		return err
	}
	for _, row := range board {
		for _, t := range row.Tasks {
			work := fmt.Sprintf("Chỉ đạo %d: %s", row.Number, t.What)
			switch {
			case t.State.waits():
				b.add(Reminder{Work: work, Object: t.ID, Act: access.TaskReport, UnitID: t.UnitID, DueOn: t.DueOn, Version: t.Version})
			case t.State == TaskReported:
				b.add(Reminder{Work: "Xác nhận báo cáo. " + work, Object: t.ID, Act: access.TaskConfirm, UnitID: b.lead, DueOn: t.DueOn, Version: t.Version})
				b.list[len(b.list)-1].Urgency = Soon // the day is the owner's, not the lead's
			}
		}
	}
	return nil
}
