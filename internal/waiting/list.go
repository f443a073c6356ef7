package waiting

import (
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/conference"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/dossier"
	"giaouoc/internal/handover"
	"giaouoc/internal/indicator"
	"giaouoc/internal/midreview"
	"giaouoc/internal/problem"
	"giaouoc/internal/scoring"
	"giaouoc/internal/vn"
)

// Task is one piece of work that waits for the person.
type Task struct {
	Title  string // "Duyệt 3 báo cáo 6 tháng"
	News   string // how it is first told, where a number in the title would soon be wrong
	Why    string // a few words of context, for the page alone
	Page   string // where it is done, below the address of its place
	Phase  cycle.PhaseKind
	Object string // id of the period, movement or directive task; empty for a phase as a whole

	Due      vn.Date         // last day; zero for none
	Reminder *cycle.Reminder // how near that is; nil for none
}

// Key is what makes the task one and the same from one day to the next.
func (t Task) Key() string { return string(t.Phase) + "|" + t.Object + "|" + t.Page }

// told is how the task is named in a notice.
func (t Task) told() string {
	if t.News != "" {
		return t.News
	}
	return t.Title
}

// Reminders asks each word of the field what is in, and the year what is due.
//
// Read: a page shows a person the reminders of the own unit and roles.
func Reminders(tx *db.Tx, cal *vn.Calendar, y cycle.Year) ([]cycle.Reminder, error) {
	in, err := arrived(tx, y)
	if err != nil {
		return nil, err
	}
	return cycle.Reminders(tx, y, cal, in)
}

func arrived(tx *db.Tx, y cycle.Year) ([]cycle.Arrival, error) {
	var in []cycle.Arrival
	for _, arrived := range []func(*db.Tx, cycle.Year) ([]cycle.Arrival, error){
		covenant.Arrived, indicator.Arrived, midreview.Arrived, scoring.Arrived, conference.Arrived, award.Arrived, handover.Arrived,
	} {
		more, err := arrived(tx, y)
		if err != nil {
			return nil, err
		}
		in = append(in, more...)
	}
	return in, nil
}

// List is what the person has to do in a year: what each word of the field says
// can be done now, with the deadline of its reminder, and the reminders that no
// word has a finer sentence for; what is asked of the person by name first, then
// by deadline. It returns all reminders of the year too.
//
// Read: each task asks for the right to what it is about.
func List(tx *db.Tx, cal *vn.Calendar, y cycle.Year) ([]Task, []cycle.Reminder, error) {
	if y.ID == "" {
		list, err := officeTasks(tx, cal)
		return timed(tx, cal, list), nil, err
	}
	var list []Task
	for _, look := range []func(*db.Tx, cycle.Year) ([]Task, error){
		setupTasks, covenantTasks, reportTasks, midReviewTasks, scoringTasks, conferenceTasks, handoverTasks,
	} {
		more, err := look(tx, y)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, more...)
	}
	reminders, err := Reminders(tx, cal, y)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range reminders {
		if !r.Concerns(tx.Actor, y) {
			continue
		}
		i := slices.IndexFunc(list, func(t Task) bool { return t.Phase == r.Phase && t.Object == r.Object })
		if i < 0 {
			t, ok := remind(r)
			if !ok {
				continue
			}
			i, list = len(list), append(list, t)
		}
		if list[i].Due.After(r.DueOn) { // the unit was given more time
			r = r.On(cal, tx.Today(), list[i].Due)
		}
		list[i].Due, list[i].Reminder = r.DueOn, &r
	}
	return timed(tx, cal, list), reminders, nil
}

// timed says of each task how near its day is, and sorts by it.
func timed(tx *db.Tx, cal *vn.Calendar, list []Task) []Task {
	for i, t := range list {
		if t.Reminder == nil && !t.Due.IsZero() {
			r := cycle.Reminder{Work: t.Title}.On(cal, tx.Today(), t.Due)
			list[i].Reminder = &r
		}
	}
	slices.SortStableFunc(list, func(a, b Task) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			return map[bool]int{true: -1, false: 1}[a.Due.IsZero()]
		}
		return a.Due.Compare(b.Due)
	})
	return list
}

// dossierTasks are the dossiers that wait for the person.
func dossierTasks(tx *db.Tx) ([]Task, error) {
	waits, err := dossier.Waits(tx)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for _, w := range waits {
		tasks = append(tasks, Task{Title: w.Says, News: w.News, Page: dossier.Page + "/" + w.ID, Object: string(w.Step), Due: w.DueOn})
	}
	return tasks, nil
}

// officeTasks are the dossiers and the work of offices that wait for the person.
func officeTasks(tx *db.Tx, cal *vn.Calendar) ([]Task, error) {
	tasks, err := dossierTasks(tx)
	if err != nil {
		return nil, err
	}
	for _, look := range []func(*db.Tx, *vn.Calendar) ([]Task, error){petitionTasks, inspectionTasks, deliveryTasks, incomingTasks, articleTasks, commentTasks} {
		more, err := look(tx, cal)
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, more...)
	}
	return tasks, nil
}

// remind is a reminder as a task of its own; ok is false where the person can do
// nothing until somebody else has opened the work.
func remind(r cycle.Reminder) (t Task, ok bool) {
	page := map[cycle.PhaseKind]string{
		cycle.Draft: cycle.CovenantPage, cycle.Launch: cycle.MovementPage, cycle.Register: cycle.RegisterPage,
		cycle.Conference: cycle.ConferencePage, cycle.Propose: cycle.AwardPage, cycle.HandOver: cycle.HandoverPage,
	}[r.Phase]
	title := r.Work
	switch {
	case r.Phase == "":
		page = cycle.TaskPage + "/" + r.Object
	case r.Phase == cycle.Launch && r.Object != "":
		page += "/" + r.Object
	case r.Phase == cycle.Conference:
		title = "Chuẩn bị hội nghị tổng kết"
	case page == "":
		return Task{}, false
	}
	return Task{Title: title, Page: page, Phase: r.Phase, Object: r.Object}, true
}

// Place is a year that a person may look into, with its cluster.
type Place struct {
	Cluster cluster.Cluster
	Year    cycle.Year
}

// Path is the year's signed-in address; empty for the work of no year, whose pages are
// addresses of their own.
func (p Place) Path() string {
	if p.Office() {
		return ""
	}
	return p.Year.WorkPath(p.Cluster)
}

// Office reports whether the place is the work of units that is of no year: their
// dossiers and what their offices do.
func (p Place) Office() bool { return p.Year.ID == "" }

// Name is the cluster and year, as a notice says where its work is.
func (p Place) Name() string {
	if p.Office() {
		return "Hồ sơ khen thưởng, việc của cơ quan"
	}
	return p.Year.In(p.Cluster)
}

// Places are the years in which work can wait for the person: those that the
// person may look into, and those of a unit whose reports the person reviews.
//
// Read: it looks into no year that the person has no right to.
func Places(tx *db.Tx, cal *vn.Calendar) ([]Place, error) {
	clusters, err := cluster.List(tx)
	if err != nil {
		return nil, err
	}
	every, some, err := sees(tx)
	if err != nil {
		return nil, err
	}
	var places []Place
	if waits, err := officeTasks(tx, cal); err != nil {
		return nil, err
	} else if len(waits) > 0 {
		places = append(places, Place{})
	}
	for _, c := range clusters {
		if !every && !some[c.ID] && access.Require(tx, access.YearRead, cluster.Scope(c.ID)) != nil {
			continue // what waits there is not this person's to see
		}
		years, err := cycle.Years(tx, c.ID)
		if err != nil {
			return nil, err
		}
		for _, y := range years {
			if y.State == cycle.History {
				continue
			}
			sees, err := seesYear(tx, y)
			if err != nil {
				return nil, err
			}
			if sees {
				places = append(places, Place{c, y})
			}
		}
	}
	return places, nil
}

// sees tells in which clusters a grant opens single years or units, which no cluster
// as a whole tells: in every one, or in some, by id. A grant on the own unit opens none:
// nobody reviews the own reports. Who only works for a unit so looks into its own
// clusters, however many there are.
func sees(tx *db.Tx) (every bool, some map[string]bool, err error) {
	some = map[string]bool{}
	for _, g := range tx.Actor.Grants {
		scope := access.ScopeOf(g.Scope, g.ID)
		switch {
		case scope.Cluster != "" || !access.May(tx, access.ReportReview, scope) && !access.May(tx, access.YearRead, scope):
		case g.Scope == access.ScopeUnit && g.ID == tx.Actor.Unit:
		case g.Scope == access.ScopeYear:
			y, err := cycle.ByID(tx, g.ID)
			if err != nil && !problem.Is(err, problem.NotFound) {
				return false, nil, err
			}
			some[y.ClusterID] = true
		default:
			every = true
		}
	}
	return every, some, nil
}

func seesYear(tx *db.Tx, y cycle.Year) (bool, error) {
	if access.May(tx, access.YearRead, y.Scope()) {
		return true, nil
	}
	units, err := reviewed(tx, y)
	return len(units) > 0, err
}
