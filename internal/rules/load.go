package rules

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Load reads the whole law from its files and refuses it when a word is mistyped,
// a citation does not resolve or a rule asks for what is not there. The error
// names each mistake with its file and line.
func Load(files fs.FS) (*Law, error) {
	l := &loader{files: files, law: &Law{byNumber: map[string]*Instrument{}, byCode: map[string]int{}}}
	l.instruments()
	l.awards()
	l.regimes()
	l.values()
	l.dossier()
	if len(l.wrong) > 0 {
		return nil, errors.Join(l.wrong...)
	}
	for _, r := range l.law.Regimes {
		l.rulesOf(r)
	}
	if len(l.wrong) > 0 {
		return nil, errors.Join(l.wrong...)
	}
	for _, r := range l.law.Regimes {
		r.order(l.law)
	}
	return l.law, nil
}

type loader struct {
	files fs.FS
	law   *Law
	wrong []error
	file  string // that is read
}

func (l *loader) fault(line int, format string, args ...any) {
	l.wrong = append(l.wrong, fmt.Errorf("%s, dòng %d: %s", l.file, line, fmt.Sprintf(format, args...)))
}

// read decodes a file strictly.
func (l *loader) read(name string, into any) bool {
	l.file = name
	text, err := fs.ReadFile(l.files, name)
	if err == nil {
		d := yaml.NewDecoder(bytes.NewReader(text))
		d.KnownFields(true)
		err = d.Decode(into)
	}
	if err != nil {
		l.wrong = append(l.wrong, fmt.Errorf("%s: %w", name, err))
	}
	return err == nil
}

// folder lists the data files of a folder.
func (l *loader) folder(name string) []string {
	entries, err := fs.ReadDir(l.files, name)
	if err != nil {
		l.wrong = append(l.wrong, fmt.Errorf("đọc thư mục %s: %w", name, err))
	}
	var list []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".yaml") {
			list = append(list, path.Join(name, e.Name()))
		}
	}
	return list
}

func (l *loader) instruments() {
	for _, name := range l.folder("instruments") {
		var i Instrument
		if !l.read(name, &i) {
			continue
		}
		if i.Number == "" || i.Name == "" || i.Issued.IsZero() || i.Checked.IsZero() || i.Index != "full" && i.Index != "partial" {
			l.fault(1, "văn bản thiếu number, name, issued, checked hoặc index")
			continue
		}
		if l.law.byNumber[i.Number] != nil {
			l.fault(1, "văn bản %s đã có", i.Number)
		}
		l.law.Instruments = append(l.law.Instruments, &i)
		l.law.byNumber[i.Number] = &i
	}
	for _, i := range l.law.Instruments {
		for _, number := range append([]string{i.Replaced}, i.Amended...) {
			if number != "" && l.law.byNumber[number] == nil {
				l.fault(1, "văn bản %s: replaced_by hoặc amended_by ghi %s, không có văn bản này", i.Number, number)
			}
		}
	}
}

func (l *loader) awards() {
	if !l.read("awards.yaml", &l.law.Awards) {
		return
	}
	for i, a := range l.law.Awards {
		if _, twice := l.law.byCode[a.Code]; twice || a.Code == "" || a.Name == "" {
			l.fault(1, "mã %q trùng, hoặc thiếu mã, tên", a.Code)
		}
		a.index, l.law.byCode[a.Code] = i, i
		l.cited(1, a.Cite)
	}
	l.words()
}

func (l *loader) regimes() {
	if !l.read("regimes.yaml", &l.law.Regimes) {
		return
	}
	for i, r := range l.law.Regimes {
		l.cited(1, r.Cite)
		for _, number := range r.Instruments {
			if l.law.byNumber[number] == nil {
				l.fault(1, "chế độ %s: không có văn bản %s", r.ID, number)
			}
		}
		if i > 0 && l.law.Regimes[i-1].To.AddDays(1) != r.From {
			l.fault(1, "chế độ %s không nối liền ngày với chế độ trước", r.ID)
		}
		if r.Inherits != "" && (i == 0 || r.Inherits != l.law.Regimes[i-1].ID || r.Rules != "") {
			l.fault(1, "chế độ %s: inherits phải là chế độ ngay trước, và không có rules của mình", r.ID)
		}
		l.successions(r)
	}
}

// cited reports a citation that does not resolve.
func (l *loader) cited(line int, text string) {
	c, ok := ParseCitation(text)
	if !ok {
		l.fault(line, "căn cứ %q viết chưa đúng; ví dụ: 06/2022/QH15, Điều 73, khoản 1, điểm b", text)
		return
	}
	switch i := l.law.byNumber[c.Instrument]; {
	case i == nil:
		l.fault(line, "không có văn bản %q", c.Instrument)
	case !i.has(c):
		l.fault(line, "căn cứ %q không có trong mục lục của văn bản", text)
	}
}

// ruleFile is one file of rules.
type ruleFile struct {
	General []*Condition `yaml:"general"` // of the whole regime
	Rules   []*Rule      `yaml:"rules"`
}

// rulesOf reads the rules of a regime, or takes over those that it inherits.
func (l *loader) rulesOf(r *Regime) {
	r.rules = make([]*Rule, len(l.law.Awards))
	if r.Inherits != "" {
		before := l.law.Regime(r.Inherits)
		r.General, r.rules, r.Absent = before.General, before.rules, before.Absent
		return
	}
	for _, name := range l.folder(path.Join("rules", r.Rules)) {
		var f ruleFile
		if !l.read(name, &f) {
			continue
		}
		l.conditions(f.General)
		r.General = append(r.General, under(f.General, r.ID)...)
		for _, rule := range f.Rules {
			l.rule(r, rule)
		}
	}
	l.file = "regimes.yaml"
	for _, code := range r.Absent {
		if a := l.law.Award(code); a == nil || r.rules[a.index] != nil {
			l.fault(1, "chế độ %s: not_entered ghi %q, không có mã này hoặc đã có tiêu chuẩn", r.ID, code)
		}
	}
}

func (l *loader) rule(r *Regime, rule *Rule) {
	a := l.law.Award(rule.Award)
	switch {
	case a == nil:
		l.fault(1, "không có mã %q", rule.Award)
		return
	case r.rules[a.index] != nil:
		l.fault(1, "%s có hai bộ tiêu chuẩn trong chế độ %s", rule.Award, r.ID)
	case rule.Decider == "":
		l.fault(1, "%s: thiếu decider", rule.Award)
	}
	l.cited(1, rule.Cite)
	l.conditions(rule.General)
	ids := map[string]bool{}
	kept := &Rule{Award: rule.Award, Decider: rule.Decider, Cite: rule.Cite, Notes: rule.Notes, General: under(rule.General, r.ID)}
	for _, route := range rule.Routes {
		if ids[route.ID] || route.ID == "" || route.Name == "" || len(route.All) == 0 {
			l.fault(1, "%s: đường xét %q trùng, thiếu tên hoặc thiếu điều kiện", rule.Award, route.ID)
		}
		ids[route.ID] = true
		l.cited(1, route.Cite)
		l.conditions(route.All)
		for _, id := range route.Regimes {
			if l.law.Regime(id) == nil {
				l.fault(1, "%s: không có chế độ %q", rule.Award, id)
			}
		}
		if len(route.Regimes) == 0 || slices.Contains(route.Regimes, r.ID) {
			kept.Routes = append(kept.Routes, route.under(r.ID))
			l.namedOnce(rule.Award+" "+route.ID, slices.Concat(kept.General, kept.Routes[len(kept.Routes)-1].All))
		}
	}
	if len(kept.Routes) > 0 {
		r.rules[a.index] = kept
	}
}

// namedOnce reports conditions of a route with the same id: what people decide is
// kept by it.
func (l *loader) namedOnce(where string, list []*Condition) {
	seen := map[string]bool{}
	for _, c := range list {
		if seen[c.ID] {
			l.fault(c.line, "%s: id %q có hai lần", where, c.ID)
		}
		seen[c.ID] = true
	}
}

// under is the route with the conditions that hold under one regime.
func (r *Route) under(regime string) *Route {
	kept := *r
	kept.All = under(r.All, regime)
	return &kept
}

// under keeps the conditions, and the parts of groups, that hold under a regime.
func under(list []*Condition, regime string) (kept []*Condition) {
	for _, c := range list {
		if c.in(regime) {
			c.Any, c.All = under(c.Any, regime), under(c.All, regime)
			kept = append(kept, c)
		}
	}
	return kept
}

func (c *Condition) in(regime string) bool {
	return len(c.Regimes) == 0 || slices.Contains(c.Regimes, regime)
}

// conditions holds each condition against the instruments and the awards.
func (l *loader) conditions(list []*Condition) {
	for _, c := range list {
		l.conditions(c.Any)
		l.conditions(c.All)
		for _, id := range c.Regimes {
			if l.law.Regime(id) == nil {
				l.fault(c.line, "không có chế độ %q", id)
			}
		}
		l.cited(c.line, c.Cite)
		if c.Certainty != "" && !slices.Contains(certainties, c.Certainty) {
			l.fault(c.line, "certainty %q", c.Certainty)
		}
		if cite, ok := ParseCitation(c.Cite); ok {
			if i := l.law.byNumber[cite.Instrument]; i != nil && i.Partial() {
				c.Unread = true
				c.Certainty = weaker(c.Certainty, Secondary)
			}
		}
		if c.check == nil {
			continue
		}
		if err := c.check.prepare(l.law); err != nil {
			l.fault(c.line, "%s: %v", c.ID, err)
			continue
		}
		c.needed = c.check.needed()
	}
}

// named finds an award by its code; none for an empty one.
func (l *Law) named(code string) (*Award, error) {
	if code == "" {
		return nil, nil
	}
	a := l.Award(code)
	if a == nil {
		return nil, fmt.Errorf("không có mã %q", code)
	}
	return a, nil
}

// UnmarshalYAML reads a condition: the keys of every condition, then those of its
// check and no others.
func (c *Condition) UnmarshalYAML(n *yaml.Node) error {
	var common struct {
		ID        string       `yaml:"id"`
		Check     string       `yaml:"check"`
		Cite      string       `yaml:"cite"`
		Says      string       `yaml:"says"`
		Certainty Certainty    `yaml:"certainty"`
		Notes     []string     `yaml:"notes"`
		Regimes   []string     `yaml:"regimes"`
		Any       []*Condition `yaml:"any"`
		All       []*Condition `yaml:"all"`
	}
	if err := n.Decode(&common); err != nil {
		return err
	}
	*c = Condition{
		ID: common.ID, Cite: common.Cite, Says: common.Says, Certainty: common.Certainty, Notes: common.Notes,
		Regimes: common.Regimes, Any: common.Any, All: common.All, line: n.Line,
	}
	groups := len(common.Any) + len(common.All)
	switch {
	case c.ID == "" || c.Says == "":
		return fmt.Errorf("line %d: điều kiện thiếu id hoặc says", n.Line)
	case (common.Check == "") != (groups > 0) || len(c.Any) > 0 && len(c.All) > 0:
		return fmt.Errorf("line %d: %s cần đúng một trong check, any, all", n.Line, c.ID)
	}
	known := keysOf(reflect.TypeOf(common))
	if common.Check != "" {
		make, ok := checks[common.Check]
		if !ok {
			return fmt.Errorf("line %d: không có phép kiểm %q", n.Line, common.Check)
		}
		c.check, c.Check = make(), common.Check
		if err := n.Decode(c.check); err != nil {
			return err
		}
		if j, ok := c.check.(*judgedCheck); ok {
			j.id = c.ID
		}
		known = append(known, keysOf(reflect.TypeOf(c.check).Elem())...)
	}
	for i := 0; i < len(n.Content); i += 2 {
		if key := n.Content[i]; !slices.Contains(known, key.Value) {
			return fmt.Errorf("line %d: phép kiểm %q không có khóa %q", key.Line, common.Check, key.Value)
		}
	}
	return nil
}

// keysOf lists the keys of a type's tags.
func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("yaml"); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
