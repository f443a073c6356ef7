package deliberation

import (
	"encoding/json"
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// MostStaff is how many people one list has.
const MostStaff = 5000

// mostMistakes is after how many mistakes of a list the others are not named.
const mostMistakes = 100

// Bring takes a list of staff that could be read, to be looked at; nothing of it is
// imported yet. Place names the cell of a field of a line for a problem.
func Bring(tx *db.Tx, id string, version int64, name string, lines []Line, place func(n int, field string) string) error {
	d, err := inHand(tx, id, version)
	if err != nil {
		return err
	}
	if len(lines) == 0 || len(lines) > MostStaff {
		return problem.Field("file", "Danh sách có từ 1 đến %d người; tệp này có %d.", MostStaff, len(lines))
	}
	if err := check(tx, d.UnitID, lines, place); err != nil {
		return err
	}
	content, err := json.Marshal(lines)
	if err != nil {
		return fmt.Errorf("keep list of staff: %w", err)
	}
	before := d
	d.FileName, d.Pending = vn.Line(name), string(content)
	return d.changed(tx, access.DeliberationKeep, before, "")
}

// DropList puts a list aside that was brought and not imported.
func DropList(tx *db.Tx, id string, version int64) error {
	d, err := inHand(tx, id, version)
	if err != nil {
		return err
	}
	before := d
	d.FileName, d.Pending = "", ""
	return d.changed(tx, access.DeliberationKeep, before, "")
}

// check makes the lines one spelling and refuses what cannot be, each at its cell.
func check(tx *db.Tx, unitID string, lines []Line, place func(int, string) string) error {
	var list problem.List
	codes, names := map[string]int{}, map[string]int{}
	for i := range lines {
		l := &lines[i]
		l.tidy()
		wrong := func(field, format string, args ...any) { list.Add(place(i, field), format, args...) }
		switch {
		case l.Name == "":
			wrong("name", "Ghi họ và tên.")
		case l.Department == "":
			wrong("department", "Ghi phòng, bộ phận của %s.", l.Name)
		}
		if last := tx.Today().Year() - 14; l.BirthYear != 0 && (l.BirthYear < 1900 || l.BirthYear > last) {
			wrong("birth_year", "Năm sinh phải từ 1900 đến %d.", last)
		}
		switch {
		case l.Rating == "" && l.Unrated == "":
			wrong("rating", "%s: ghi mức xếp loại, hoặc ghi lý do ở cột «Lý do chưa xếp loại».", l.Name)
		case l.Rating != "" && l.Unrated != "":
			wrong("unrated", "%s đã có xếp loại; để trống lý do chưa xếp loại.", l.Name)
		}
		if first, twice := codes[l.Code]; twice && l.Code != "" {
			wrong("code", "Mã %s đã có ở ô %s.", l.Code, place(first, "code"))
		}
		if first, twice := names[l.key()]; twice && (l.Code == "" || lines[first].Code == "") {
			wrong("name", "%s%s đã có ở ô %s. Nếu là hai người, ghi mã khác nhau ở cột «Mã».", l.Name, bornIn(l.BirthYear), place(first, "name"))
		}
		codes[l.Code], names[l.key()] = i, i
		if l.Login != "" {
			if _, err := accountOf(tx, unitID, l.Login); err != nil {
				if problem.All(err) == nil {
					return err
				}
				wrong("login", "%s", problem.All(err)[0].Text)
			}
		}
		if len(list) >= mostMistakes {
			break
		}
	}
	return list.Err()
}

func (l *Line) tidy() {
	for _, text := range []*string{&l.Code, &l.Name, &l.Post, &l.Department, &l.Unrated, &l.Login} {
		*text = vn.Line(*text)
	}
	l.Folded = award.Folded(l.Name)
}

// key is who a line without a code speaks of.
func (l *Line) key() string { return fmt.Sprintf("%s|%d", l.Folded, l.BirthYear) }

func bornIn(year int) string {
	if year == 0 {
		return ""
	}
	return fmt.Sprintf(", sinh năm %d,", year)
}

// accountOf finds the account of one of a unit's people.
func accountOf(tx *db.Tx, unitID, login string) (account.Account, error) {
	a, err := account.ByLogin(tx, login)
	if err == nil && a.UnitID != unitID {
		return a, problem.New(problem.Invalid, "Tài khoản «%s» không thuộc đơn vị này.", login)
	}
	return a, err
}

// Change is one field of a person that a list says otherwise.
type Change struct{ Field, Was, Is string }

// Difference is what a list would do to a person.
type Difference struct {
	Line    Line
	Staff   *Staff // nil for somebody new
	Changes []Change
}

// Comparison is a list held against what was imported before.
type Comparison struct {
	Lines   []Line
	New     []Difference
	Changed []Difference
	Same    int
	Gone    []Staff // who is there and not in the list
	at      []*Staff
}

// compare finds for each line who it is of those there.
func compare(have []Staff, lines []Line) Comparison {
	c := Comparison{Lines: lines, at: make([]*Staff, len(lines))}
	codes, names := map[string]*Staff{}, map[string][]*Staff{}
	for i := range have {
		s := &have[i]
		if s.Code != "" {
			codes[s.Code] = s
		}
		names[s.key()] = append(names[s.key()], s)
	}
	met := map[string]bool{}
	for i := range lines {
		l := &lines[i]
		s := codes[l.Code]
		if s == nil {
			if among := names[l.key()]; len(among) == 1 && (among[0].Code == "" || l.Code == "") {
				s = among[0]
			}
		}
		if l.NoTitles && s != nil {
			l.Registered, l.Nominated = s.Registered, s.Nominated
		}
		switch {
		case s == nil || met[s.ID]:
			c.New = append(c.New, Difference{Line: *l})
			continue
		case l.same(s):
			c.Same++
		default:
			c.Changed = append(c.Changed, Difference{Line: *l, Staff: s, Changes: l.changes(s)})
		}
		met[s.ID], c.at[i] = true, s
	}
	for i := range have {
		if !met[have[i].ID] {
			c.Gone = append(c.Gone, have[i])
		}
	}
	return c
}

func (l *Line) same(s *Staff) bool { return len(l.changes(s)) == 0 }

// changes are the fields in which a line differs from what is there.
func (l *Line) changes(s *Staff) []Change {
	var list []Change
	differ := func(field, was, is string) {
		if was != is {
			list = append(list, Change{field, was, is})
		}
	}
	yes := map[bool]string{true: "có", false: "không"}
	differ("Mã", s.Code, l.Code)
	differ("Họ và tên", s.Name, l.Name)
	differ("Nữ", yes[s.Female], yes[l.Female])
	differ("Chức vụ", s.Post, l.Post)
	differ("Bộ phận", s.Department, l.Department)
	differ("Lãnh đạo, quản lý", yes[s.Leader], yes[l.Leader])
	differ("Trực tiếp", yes[s.Direct], yes[l.Direct])
	differ("Xếp loại", string(s.Rating), string(l.Rating))
	differ("Lý do chưa xếp loại", s.Unrated, l.Unrated)
	differ("Đăng ký", TitleName(s.Registered), TitleName(l.Registered))
	differ("Đề nghị", TitleName(s.Nominated), TitleName(l.Nominated))
	return list
}

// TitleName is a title as lists write it; "không" for none.
func TitleName(title string) string {
	return map[string]string{"": "không", Advanced: "LĐTT", Fighter: "CSTĐCS"}[title]
}

// TitleOf reads a title as lists write it; ok is false for what is none.
func TitleOf(text string) (title string, ok bool) {
	switch award.Folded(strings.Trim(text, "«»\"“” .")) {
	case "", "khong", "khong dang ky", "-":
		return "", true
	case "ldtt", "lao dong tien tien", "lđtt":
		return Advanced, true
	case "cstdcs", "cstd cs", "cstđcs", "chien si thi dua co so", "cstd co so":
		return Fighter, true
	}
	return "", false
}

// RatingOf reads a rating as lists write it; ok is false for what is none.
func RatingOf(text string) (rating rules.Rating, ok bool) {
	switch award.Folded(strings.Trim(vn.NFC(text), ". ")) {
	case "":
		return "", true
	case "htxs", "htxsnv", "hoan thanh xuat sac nhiem vu", "hoan thanh xuat sac", "xuat sac":
		return rules.HTXS, true
	case "htt", "httnv", "hoan thanh tot nhiem vu", "hoan thanh tot", "tot":
		return rules.HTT, true
	case "ht", "htnv", "hoan thanh nhiem vu", "hoan thanh":
		return rules.HT, true
	case "kht", "khtnv", "khong hoan thanh nhiem vu", "khong hoan thanh", "khong ht":
		return rules.KHT, true
	}
	return "", false
}

// Compare holds the list that was brought against who is there; an empty Comparison
// where none is waiting.
//
// Read: requires the right to work on the unit's deliberation.
func Compare(tx *db.Tx, id string) (Comparison, error) {
	d, err := find(tx, id)
	if err != nil {
		return Comparison{}, err
	}
	if err := access.Require(tx, access.DeliberationKeep, access.Scope{Unit: d.UnitID}); err != nil {
		return Comparison{}, err
	}
	if d.Pending == "" {
		return Comparison{}, nil
	}
	return d.compared(tx)
}

func (d *Deliberation) compared(tx *db.Tx) (Comparison, error) {
	var lines []Line
	if err := json.Unmarshal([]byte(d.Pending), &lines); err != nil {
		return Comparison{}, fmt.Errorf("read list of staff of %s: %w", d.ID, err)
	}
	for i := range lines {
		lines[i].Folded = award.Folded(lines[i].Name)
	}
	have, err := staffOf(tx, d.ID)
	if err != nil {
		return Comparison{}, fmt.Errorf("read staff of %s: %w", d.ID, err)
	}
	return compare(have, lines), nil
}
