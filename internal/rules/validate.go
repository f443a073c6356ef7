package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"giaouoc/internal/problem"
)

// ReadFacts reads one subject's facts, YAML or JSON. The error is a problem.List
// with the line of each mistake.
func (l *Law) ReadFacts(text []byte) (*Facts, error) {
	var root yaml.Node
	var f Facts
	var list problem.List
	err := yaml.Unmarshal(text, &root)
	if err == nil {
		d := yaml.NewDecoder(bytes.NewReader(text))
		d.KnownFields(true)
		if err = d.Decode(&f); errors.Is(err, io.EOF) {
			return nil, problem.New(problem.Invalid, "Tệp hồ sơ không có gì; hãy ghi subject, year và các dữ kiện.")
		}
	}
	if err != nil {
		for _, sentence := range decodeFaults(err) {
			list.Add("", "%s", sentence)
		}
		return nil, list.Err()
	}
	l.validate(&f, func(path []any, sentence string) {
		list.Add("", "dòng %d: %s", lineOf(&root, path), sentence)
	})
	return &f, list.Err()
}

// ReadLine reads one subject's facts from a line of JSON, as ReadFacts does; the
// error names no line.
func (l *Law) ReadLine(line []byte, f *Facts) error {
	*f = Facts{}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(f); err != nil {
		return problem.New(problem.Invalid, "không đọc được: %v", err)
	}
	var list problem.List
	l.validate(f, func(_ []any, sentence string) { list.Add("", "%s", sentence) })
	return list.Err()
}

var (
	unknownField = regexp.MustCompile(`line (\d+): field (\S+) not found`)
	wrongType    = regexp.MustCompile("line (\\d+): cannot unmarshal \\S+ (?:`(.*)` )?into")
	yamlLine     = regexp.MustCompile(`line (\d+): (.*)`)
)

// decodeFaults says in words what the decoder refused.
func decodeFaults(err error) (list []string) {
	lines := []string{err.Error()}
	if e := new(yaml.TypeError); errors.As(err, &e) {
		lines = e.Errors
	}
	for _, line := range lines {
		switch {
		case unknownField.MatchString(line):
			m := unknownField.FindStringSubmatch(line)
			list = append(list, "dòng "+m[1]+": không có khóa «"+m[2]+"».")
		case wrongType.MatchString(line):
			m := wrongType.FindStringSubmatch(line)
			list = append(list, "dòng "+m[1]+": giá trị «"+m[2]+"» không đúng kiểu.")
		case yamlLine.MatchString(line):
			m := yamlLine.FindStringSubmatch(line)
			list = append(list, "dòng "+m[1]+": tệp viết sai cú pháp ("+m[2]+").")
		default:
			list = append(list, "Tệp viết sai cú pháp: "+line)
		}
	}
	return list
}

// lineOf is the line of a key or of an element of a list, else of what holds it.
func lineOf(n *yaml.Node, path []any) int {
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	line := n.Line
	for _, step := range path {
		next := (*yaml.Node)(nil)
		switch step := step.(type) {
		case string:
			for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == step {
					line, next = n.Content[i].Line, n.Content[i+1]
				}
			}
		case int:
			if n.Kind == yaml.SequenceNode && step < len(n.Content) {
				next = n.Content[step]
				line = next.Line
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return line
}

// earliestYear is the first year that facts may name.
const earliestYear, latestYear = 1930, 2100

type validation struct {
	law  *Law
	f    *Facts
	fail func(path []any, sentence string)
}

// validate reports what cannot be: unknown words, impossible days, two ratings for
// one year, awards from before the subject was there.
func (l *Law) validate(f *Facts, fail func(path []any, sentence string)) {
	v := validation{l, f, fail}
	if f.Year < earliestYear || f.Year > latestYear {
		v.fail([]any{"year"}, "year phải là năm xét thành tích, ví dụ 2025; đang là "+strconv.Itoa(f.Year)+".")
	}
	switch f.Subject.Kind {
	case Person, Collective, Household, Foreigner:
	default:
		v.fail([]any{"subject", "kind"}, fmt.Sprintf("kind %q không có; chọn person, collective, household hoặc foreigner.", f.Subject.Kind))
	}
	for i, c := range f.Subject.Classes {
		if classNames[c] == "" {
			v.fail([]any{"subject", "classes", i}, fmt.Sprintf("không có đối tượng %q.", c))
		}
	}
	v.share([]any{"subject", "female_share"}, f.Subject.FemaleShare)
	v.day([]any{"subject", "founded"}, f.Subject.Founded)
	v.years()
	v.awards()
	v.lists()
	v.people()
}

func (v *validation) years() {
	first := map[int]bool{}
	for i, y := range v.f.Years {
		at := []any{"years", i}
		v.year(at, y.Year)
		if first[y.Year] {
			v.fail(at, "năm "+strconv.Itoa(y.Year)+" có hai xếp loại; mỗi năm một xếp loại.")
		}
		first[y.Year] = true
		if !slices.Contains(ratings, y.Rating) {
			v.fail(at, fmt.Sprintf("xếp loại %q không có; chọn HTXS, HTT, HT hoặc KHT.", y.Rating))
		}
	}
}

func (v *validation) awards() {
	founded := v.f.Subject.Founded
	for i, a := range v.f.Awards {
		at := []any{"awards", i}
		v.year(at, a.Year)
		v.day(append(at, "decided_on"), a.DecidedOn)
		if v.law.Award(a.Award) == nil {
			v.fail(at, fmt.Sprintf("không có danh hiệu, hình thức khen thưởng %q.", a.Award))
		}
		switch a.Occasion {
		case "", Merit, AdHoc, OfMovement, Dedication:
		default:
			v.fail(at, fmt.Sprintf("occasion %q không có; chọn merit, ad_hoc, movement hoặc dedication.", a.Occasion))
		}
		if !a.DecidedOn.IsZero() && a.DecidedOn.Year() < a.Year {
			v.fail(at, "quyết định ngày "+a.DecidedOn.Short()+" trước năm thành tích "+strconv.Itoa(a.Year)+".")
		}
		if !founded.IsZero() && a.Year < founded.Year() {
			v.fail(at, "thành lập ngày "+founded.Short()+", sau khen thưởng của năm "+strconv.Itoa(a.Year)+".")
		}
	}
}

func (v *validation) lists() {
	f := v.f
	for i, x := range f.Initiatives {
		v.year([]any{"initiatives", i}, x.Year)
		v.word([]any{"initiatives", i}, "scope", x.Scope, slices.Contains(scopes, x.Scope))
	}
	for i, d := range f.Discipline {
		v.days([]any{"discipline", i}, d.From, d.To)
	}
	for i, x := range f.Leads {
		v.year([]any{"leads", i}, x.Year)
		v.word([]any{"leads", i}, "cluster_of", x.ClusterOf, clusterNames[x.ClusterOf] != "")
	}
	for i, x := range f.Outstanding {
		v.year([]any{"outstanding_in", i}, x.Year)
		v.word([]any{"outstanding_in", i}, "cluster_of", x.ClusterOf, clusterNames[x.ClusterOf] != "")
	}
	for i, x := range f.Posts {
		v.days([]any{"posts", i}, x.From, x.To)
		v.word([]any{"posts", i}, "post", x.Post, postNames[x.Post] != "")
	}
	for i, x := range f.Service {
		v.days([]any{"service", i}, x.From, x.To)
		v.word([]any{"service", i}, "force", x.Force, forces[x.Force] != "")
		v.word([]any{"service", i}, "hardship", x.Hardship, x.Hardship == "" || hardships[x.Hardship] != "")
	}
	for i, x := range f.Feats {
		v.day([]any{"feats", i, "on"}, x.On)
		v.word([]any{"feats", i}, "kind", x.Kind, featKinds[x.Kind] != "")
		v.word([]any{"feats", i}, "scope", x.Scope, slices.Contains(reaches, x.Scope))
	}
	for i, x := range f.Prizes {
		v.word([]any{"prizes", i}, "level", x.Level, prizeLevels[x.Level] != "")
		v.word([]any{"prizes", i}, "rank", x.Rank, prizeRanks[x.Rank] != "")
	}
	for i, x := range f.Opinions {
		v.word([]any{"opinions", i}, "of", x.Of, bodies[x.Of] != "")
	}
	for i, x := range f.Movements {
		v.word([]any{"movements", i}, "launched_by", x.LaunchedBy, launchers[x.LaunchedBy] != "")
		v.word([]any{"movements", i}, "review", x.Review, reviews[x.Review] != "")
		v.word([]any{"movements", i}, "role", x.Role, parts[x.Role] != "")
	}
}

func (v *validation) people() {
	f := v.f
	if m := f.Members; m != nil {
		v.share([]any{"members", "completed_share"}, m.Completed)
		v.share([]any{"members", "advanced_worker_share"}, m.Advanced)
		for key, n := range map[string]*float64{"grassroots_fighters": m.Fighters, "disciplined_from_warning": m.FromWarningUp} {
			if n != nil && (*n < 0 || *n != float64(int(*n)) || m.Count > 0 && int(*n) > m.Count) {
				v.fail([]any{"members", key}, "số người phải là số nguyên từ 0 đến số thành viên.")
			}
		}
	}
	if c := f.Council; c != nil && (c.Members < 1 || c.Present < 0 || c.Present > c.Members || c.Yes < 0 || c.Yes > c.Members) {
		v.fail([]any{"council"}, "hội đồng phải có thành viên; số có mặt và số phiếu đồng ý không quá số thành viên.")
	}
	if f.Anniversary != nil {
		v.day([]any{"anniversary", "founded"}, f.Anniversary.Founded)
	}
	if f.Posted != nil {
		v.days([]any{"posted"}, f.Posted.From, f.Posted.To)
	}
	if f.ModelYears != nil && *f.ModelYears < 0 {
		v.fail([]any{"model_years"}, "số năm không thể âm.")
	}
	for i, p := range f.Pending {
		if strings.TrimSpace(p) == "" {
			v.fail([]any{"pending", i}, "hãy ghi việc đang chờ kết luận.")
		}
	}
}

func (v *validation) year(path []any, year int) {
	if year < earliestYear || year > latestYear {
		v.fail(path, "năm "+strconv.Itoa(year)+" không hợp lệ: phải từ "+strconv.Itoa(earliestYear)+" đến "+strconv.Itoa(latestYear)+".")
	}
}

func (v *validation) day(path []any, d Day) {
	if d.wrong != "" {
		v.fail(path, "«"+d.wrong+"» không phải là ngày có thật; hãy ghi như 2024-05-01.")
	}
}

func (v *validation) days(path []any, from, to Day) {
	v.day(append(path, "from"), from)
	v.day(append(path, "to"), to)
	switch {
	case from.wrong != "" || to.wrong != "":
	case from.IsZero():
		v.fail(path, "thiếu from.")
	case !to.IsZero() && to.Before(from.Date):
		v.fail(path, "from ngày "+from.Short()+" sau to ngày "+to.Short()+".")
	}
}

func (v *validation) word(path []any, key, word string, known bool) {
	if !known {
		v.fail(append(path, key), fmt.Sprintf("%s %q không có.", key, word))
	}
}

func (v *validation) share(path []any, share *float64) {
	if share != nil && !(*share >= 0 && *share <= 1) {
		v.fail(path, "tỷ lệ phải từ 0 đến 1, ví dụ 0.75.")
	}
}

// Validate reports what cannot be in facts that were not read from a file, as a
// problem.List.
func (l *Law) Validate(f *Facts) error {
	var list problem.List
	l.validate(f, func(_ []any, sentence string) { list.Add("", "%s", sentence) })
	return list.Err()
}
