package db

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// registers are the tables that change seldom and that nearly every page asks. A
// transaction that writes to one gives it a new stamp; an answer is kept in memory under
// the stamps of the registers that it came from, and found by a transaction that sees
// the same ones. So an answer is never older than its transaction's snapshot, whichever
// node or command has written.
//
// Not among them is what many write at the same time: those who give one register a
// stamp wait for each other.
var registers = map[string]bool{
	"unit": true, "unit_version": true, "cluster": true, "cluster_member": true, "cluster_lead": true,
	"emulation_year": true, "period": true, "phase": true, "indicator": true, "national_figure": true,
	"published_period": true, "report_exception": true, "account": true, "account_grant": true,
	"delegation": true, "delegation_part": true, "deliberation_staff": true, "movement": true,
	"movement_goal": true, "directive": true, "conference": true, "handover": true,
}

var (
	readTable    = regexp.MustCompile(`\b(?:FROM|JOIN)\s+([a-z_]+)`)
	writtenTable = regexp.MustCompile(`\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+([a-z_]+)`)
	asked        sync.Map // of statements: the registers that they read alone
)

// registersIn names the registers that a question reads; none when it reads anything else.
func registersIn(query string) []string {
	if known, ok := asked.Load(query); ok {
		return known.([]string)
	}
	var list []string
	for _, m := range readTable.FindAllStringSubmatch(query, -1) {
		if !registers[m[1]] {
			list = nil
			break
		}
		list = append(list, m[1])
	}
	slices.Sort(list)
	list = slices.Compact(list)
	asked.Store(query, list)
	return list
}

// answers are what registers have answered, by question and stamps.
type answers struct {
	mutex sync.RWMutex
	list  map[string]any
	rows  int
}

// answersMost is how many rows are kept; then it begins anew.
const answersMost = 50_000

func (a *answers) get(key string) any {
	a.mutex.RLock()
	defer a.mutex.RUnlock()
	return a.list[key]
}

func (a *answers) put(key string, answer any, rows int) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.rows += rows + 1; a.list == nil || a.rows > answersMost {
		a.list, a.rows = map[string]any{}, rows+1
	}
	a.list[key] = answer
}

// lasting is the key of a question in answers; empty where none is kept.
func (tx *Tx) lasting(key, query string) string {
	if tx.answers == nil {
		return ""
	}
	tables := registersIn(query)
	if len(tables) == 0 || slices.ContainsFunc(tables, func(t string) bool { return tx.written[t] }) {
		return ""
	}
	stamps, err := All[stamp](tx, `SELECT register, stamp FROM register_stamp ORDER BY register`)
	if err != nil {
		return "" // the question itself will say so
	}
	var b strings.Builder
	b.WriteString(key)
	for _, t := range tables {
		i, found := slices.BinarySearchFunc(stamps, t, func(s stamp, t string) int { return strings.Compare(s.Register, t) })
		if b.WriteByte(0); found {
			b.WriteString(stamps[i].Stamp)
		}
	}
	return b.String()
}

type stamp struct{ Register, Stamp string }

// write notes the registers that a statement writes to.
func (tx *Tx) write(statement string) {
	for _, m := range writtenTable.FindAllStringSubmatch(statement, -1) {
		if registers[m[1]] && tx.written != nil {
			tx.written[m[1]] = true
		}
	}
}

// sealed runs fn, and gives the registers that it has written to a new stamp.
func (tx *Tx) sealed(fn func(tx *Tx) error) error {
	tx.written = map[string]bool{}
	if err := fn(tx); err != nil {
		return err
	}
	for _, register := range slices.Sorted(maps.Keys(tx.written)) {
		if _, err := tx.Exec(`
			INSERT INTO register_stamp (register, stamp) VALUES ($1, $2)
			ON CONFLICT (register) DO UPDATE SET stamp = excluded.stamp`, register, NewID()); err != nil {
			return fmt.Errorf("stamp register %s: %w", register, err)
		}
	}
	return nil
}
