package waiting

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/notice"
	"giaouoc/internal/vn"
)

// Calendar is the person's deadlines of all running years as iCalendar (RFC
// 5545), also of what begins only later; what is in stands in it no more. site is
// the address that links begin with.
//
// Public: it holds the person's own deadlines; who is asking was told by the
// secret address.
func Calendar(tx *db.Tx, cal *vn.Calendar, site string) ([]byte, error) {
	settings, _, err := notice.Of(tx, tx.Actor.ID)
	if err != nil {
		return nil, err
	}
	places, err := Places(tx, cal)
	if err != nil {
		return nil, err
	}
	c := newCalendar("Thời hạn của tôi", tx.Now)
	for _, p := range places {
		list, err := deadlines(tx, cal, p.Year)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			d.href, d.where = site+p.Path(), p.Name()
			c.add(d, alarms(cal, d.day, settings))
		}
	}
	return c.bytes()
}

// PublicCalendar is the deadlines of a year as anyone may know them.
//
// Public: the days of a year are public.
func PublicCalendar(tx *db.Tx, p Place, address string) ([]byte, error) {
	phases, err := cycle.Phases(tx, p.Year.ID)
	if err != nil {
		return nil, err
	}
	periods, err := cycle.Periods(tx, p.Year.ID)
	if err != nil {
		return nil, err
	}
	c := newCalendar("Thời hạn "+p.Name(), tx.Now)
	for _, ph := range phases {
		if ph.Kind == cycle.Report && len(periods) > 0 {
			continue // its periods say it finer
		}
		c.add(deadline{
			id: p.Year.ID + "." + string(ph.Kind), title: ph.Kind.Name(), day: ph.DueOn, sequence: ph.Version, href: address, where: p.Name(),
		}, nil)
	}
	for _, q := range periods {
		c.add(deadline{id: p.Year.ID + ".report." + q.ID, title: "Báo cáo " + q.Name, day: q.DueOn, sequence: q.Version, href: address, where: p.Name()}, nil)
	}
	return c.bytes()
}

// deadline is one day of a calendar.
type deadline struct {
	id       string // the same as long as it is the same work
	title    string
	where    string
	href     string
	day      vn.Date
	sequence int64
}

// mostExtended bounds the days by which a unit's own deadline is counted later
// than that of all, so that a move of the latter counts for more.
const mostExtended = 1000

// deadlines are what the person has to do in a year and when.
func deadlines(tx *db.Tx, cal *vn.Calendar, y cycle.Year) ([]deadline, error) {
	if y.ID == "" {
		return officeDeadlines(tx, cal)
	}
	in, err := arrived(tx, y)
	if err != nil {
		return nil, err
	}
	reminders, err := cycle.Ahead(tx, y, cal, in)
	if err != nil {
		return nil, err
	}
	until := map[string]vn.Date{}
	var list []deadline
	for _, r := range reminders {
		if !r.Concerns(tx.Actor, y) || r.Confirms() {
			continue
		}
		if r.Phase == cycle.Report && len(until) == 0 {
			if until, err = extensions(tx, y); err != nil {
				return nil, err
			}
		}
		d := deadline{id: strings.Join([]string{y.ID, string(r.Phase), r.Object, r.UnitID}, "."), title: r.Work, day: r.DueOn, sequence: r.Version * mostExtended}
		if r.Phase == cycle.Report {
			d.title = "Báo cáo " + r.Work
			if u := until[r.Object]; u.After(d.day) {
				d.sequence += min(int64(d.day.DaysUntil(u)), mostExtended-1)
				d.day = u
			}
		}
		list = append(list, d)
	}
	return list, nil
}

// extensions are the days until which the person's unit may report, by period.
func extensions(tx *db.Tx, y cycle.Year) (map[string]vn.Date, error) {
	lines, err := indicator.UnitLines(tx, y, tx.Actor.Unit)
	until := make(map[string]vn.Date, len(lines)+1)
	for _, l := range lines {
		until[l.PeriodID] = l.Until
	}
	return until, err
}

// alarms are the times before the beginning of the last day at which a calendar
// program rings: at the person's hour, as many working days before as chosen.
func alarms(cal *vn.Calendar, due vn.Date, s notice.Settings) []string {
	var list []string
	for _, n := range s.Steps {
		day := due
		if n > 0 {
			day, _ = cal.AddWorkingDays(due, -n) // in a year without its days off, by the day of the week
		}
		hours := day.DaysUntil(due)*24 - s.Hour
		trigger := "-PT" + strconv.Itoa(hours) + "H"
		if hours <= 0 {
			trigger = "PT" + strconv.Itoa(-hours) + "H"
		}
		list = append(list, trigger)
	}
	return list
}

// sheet is a calendar being written.
type sheet struct {
	cal *ics.Calendar
	now time.Time
}

func newCalendar(name string, now time.Time) sheet {
	c := ics.NewCalendarFor("Giao Ước")
	c.SetProductId("-//Giao Ước//Thời hạn//VI")
	c.SetMethod(ics.MethodPublish)
	c.SetName(name)
	c.SetXWRCalName(name)
	c.SetXWRTimezone(vn.Zone.String())
	c.SetRefreshInterval("PT1H", ics.WithValue("DURATION"))
	c.SetXPublishedTTL("PT1H")
	zone := c.AddTimezone(vn.Zone.String())
	standard := zone.AddStandard()
	standard.AddProperty(ics.ComponentPropertyDtStart, "19750613T000000")
	standard.AddProperty("TZOFFSETFROM", "+0700")
	standard.AddProperty("TZOFFSETTO", "+0700")
	standard.AddProperty("TZNAME", "+07")
	return sheet{c, now}
}

func (s sheet) add(d deadline, alarms []string) {
	e := s.cal.AddEvent(d.id + "@giaouoc")
	e.SetDtStampTime(s.now)
	e.SetSequence(int(d.sequence))
	e.SetAllDayStartAt(noon(d.day))
	e.SetAllDayEndAt(noon(d.day.AddDays(1)))
	e.SetSummary("Hạn: " + d.title)
	e.SetDescription(d.title + ", hạn " + d.day.Short() + ". " + d.where + ".\n" + d.href)
	e.SetURL(d.href)
	e.SetStatus(ics.ObjectStatusConfirmed)
	e.SetTimeTransparency(ics.TransparencyTransparent)
	for _, trigger := range alarms {
		a := e.AddAlarm()
		a.SetAction(ics.ActionDisplay)
		a.SetTrigger(trigger)
		a.SetProperty(ics.ComponentPropertyDescription, "Hạn: "+d.title)
	}
}

func noon(d vn.Date) time.Time {
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 12, 0, 0, 0, time.UTC)
}

func (s sheet) bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := s.cal.SerializeTo(&b, ics.WithNewLineWindows); err != nil {
		return nil, fmt.Errorf("write calendar: %w", err)
	}
	return b.Bytes(), nil
}

// officeDeadlines are the last days of the work of no year that waits for the person.
func officeDeadlines(tx *db.Tx, cal *vn.Calendar) ([]deadline, error) {
	tasks, err := officeTasks(tx, cal)
	var list []deadline
	for _, t := range tasks {
		if !t.Due.IsZero() {
			list = append(list, deadline{id: "office" + t.Page + "." + t.Object, title: t.Title, day: t.Due})
		}
	}
	return list, err
}
