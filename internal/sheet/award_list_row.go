package sheet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// row reads one row of the list; a row in which something is wrong gives no line.
func (r *awardReader) row(row gridRow) {
	before := len(r.list)
	who := r.who(row)
	var lines []award.Line
	switch r.head.kind {
	case award.OfAward:
		lines = []award.Line{r.award(row, &who)}
	case award.OfRating:
		lines = r.ratings(row)
	case award.OfInitiative:
		lines = []award.Line{r.initiative(row)}
	case award.OfDiscipline:
		lines = []award.Line{r.discipline(row)}
	}
	if who.Kind == "" {
		who.Kind = rules.Person
		if collectiveName(who.Name) {
			who.Kind = rules.Collective
		}
	}
	if who.Kind == rules.Collective {
		who.Female, who.Post, who.Place = false, "", ""
	}
	r.lived(row, who, lines)
	if len(r.list) > before {
		return
	}
	for _, l := range lines {
		l.Who, l.Kind = who, r.head.kind
		if r.once(row, l) {
			r.out.Lines = append(r.out.Lines, l)
		}
	}
}

// who reads whom the row speaks of.
func (r *awardReader) who(row gridRow) award.Who {
	w := award.Who{Kind: r.kind, Post: r.text(row, "post"), Place: r.text(row, "place")}
	switch {
	case r.text(row, "name") != "" && r.text(row, "collective") != "":
		r.wrong(row, r.head.at["collective"], "Hàng có cả họ tên và tên tập thể; mỗi hàng ghi một đối tượng. Đơn vị của cá nhân ghi ở cột «Nơi công tác».")
		w.Name = r.text(row, "name")
	case r.text(row, "name") != "":
		w.Name = r.text(row, "name")
		if w.Kind == "" && !collectiveName(w.Name) {
			w.Kind = rules.Person
		}
	case r.head.has("surname", "given"):
		w.Kind, w.Name = rules.Person, strings.TrimSpace(r.text(row, "surname")+" "+r.text(row, "given"))
	case r.text(row, "collective") != "":
		w.Kind, w.Name = rules.Collective, r.text(row, "collective")
	default:
		w.Name = r.text(row, "either")
	}
	if w.Place == "" {
		w.Place = r.section
	}
	w.Name = properName(w.Name)
	at := r.head.names()[0]
	switch folded := award.Folded(w.Name); {
	case strings.ContainsAny(folded, "0123456789") && w.Kind == rules.Person:
		r.wrong(row, at, "«%s» không phải là họ và tên; ghi họ và tên, không kèm chữ số.", shorten(w.Name))
	case len([]rune(w.Name)) > 200:
		r.wrong(row, at, "Tên dài hơn 200 chữ; ghi tên ngắn hơn.")
	case len([]rune(folded)) < 2:
		r.wrong(row, at, "«%s» không phải là tên.", shorten(w.Name))
	}
	for _, key := range []string{"birth", "birthM", "birthF"} {
		if year := r.birth(row, key); year != 0 {
			w.BirthYear, w.Female = year, key == "birthF"
		}
	}
	if w.BirthYear != 0 && w.Kind == "" {
		w.Kind = rules.Person
	}
	if female, said := r.gender(row); said {
		w.Female = female
	}
	w.Identity = r.identity(row)
	w.Founded = r.day(row, "founded")
	return w
}

// properName is a name without the address before it; what is written in capitals
// alone becomes a name as it is written in a letter.
func properName(name string) string {
	for _, address := range []string{"Ông ", "Bà ", "ông ", "bà ", "Đ/c ", "đ/c ", "Đồng chí ", "đồng chí "} {
		name = strings.TrimPrefix(name, address)
	}
	words := strings.Fields(name)
	if len(words) < 2 || name != strings.ToUpper(name) || collectiveName(name) {
		return strings.Join(words, " ")
	}
	for i, w := range words {
		letters := []rune(strings.ToLower(w))
		words[i] = strings.ToUpper(string(letters[0])) + string(letters[1:])
	}
	return strings.Join(words, " ")
}

// award reads an award; whose it is may follow from it.
func (r *awardReader) award(row gridRow, who *award.Who) award.Line {
	l := award.Line{
		Place: r.placeOf(row, "award"), AsWritten: r.text(row, "award"), DecidedBy: r.text(row, "decider"), Signer: r.text(row, "signer"),
		Achievement: r.text(row, "achievement"), Number: r.text(row, "number"), DecidedOn: r.day(row, "day"),
	}
	l.FromYear, l.Year = r.span(row, "year")
	r.splitNumber(row, &l)
	l.Occasion = r.occasion(row)
	at := r.head.at["award"]
	switch named := r.law.Named(l.AsWritten, l.DecidedBy); {
	case l.AsWritten == "":
	case len(named) == 0:
		r.wrong(row, at, "«%s» không phải là danh hiệu, hình thức khen thưởng nào trong luật; ghi tên như ở trang «Danh mục» của tệp mẫu.", shorten(l.AsWritten))
	case len(named) > 1:
		r.wrong(row, at, "«%s» có thể là: %s. Ghi rõ là loại nào, hoặc ghi cấp quyết định.", shorten(l.AsWritten), awardChoices(named))
	default:
		l.Award = named[0].Code
		r.fits(row, named[0], who)
	}
	if l.Year == 0 && !l.DecidedOn.IsZero() && !r.head.has("year") {
		l.FromYear, l.Year = l.DecidedOn.Year(), l.DecidedOn.Year()
	}
	switch {
	case l.Year == 0 && (!r.head.has("year") || row.cell(r.head.at["year"]).empty()):
		r.wrong(row, cmp.Or(r.head.at["year"], at), "Thiếu năm hoặc giai đoạn thành tích, ví dụ 2021 hoặc 2019-2023.")
	case !l.DecidedOn.IsZero() && l.DecidedOn.Year() < l.Year:
		r.wrong(row, r.head.at["day"], "Quyết định ngày %s trước năm thành tích %d; sửa ngày hoặc năm.", l.DecidedOn.Short(), l.Year)
	case !who.Founded.IsZero() && l.Year < who.Founded.Year():
		r.wrong(row, r.head.at["founded"], "Thành lập ngày %s, sau khen thưởng của năm %d; sửa ngày hoặc năm.", who.Founded.Short(), l.Year)
	}
	return l
}

func awardChoices(list []*rules.Award) string {
	names := make([]string, len(list))
	for i, a := range list {
		names[i] = shownAward(a)
	}
	return strings.Join(names, "; ")
}

// shownAward is an award as the workbook to fill writes it.
func shownAward(a *rules.Award) string {
	name := []rune(strings.NewReplacer("«", "", "»", "").Replace(a.Name))
	return strings.ToUpper(string(name[0])) + string(name[1:])
}

// Awards that only persons, and only collectives, are given by their names.
var (
	ofPersons     = []string{"T-LDTT", "T-CSTDCS", "T-CSTDBT", "T-CSTDTQ"}
	ofCollectives = []string{"T-TTLDTT", "T-TTLDXS", "T-COBT", "T-COCP", "T-XATB", "T-THONVH"}
)

// fits holds an award against whom it is said to be given to.
func (r *awardReader) fits(row gridRow, a *rules.Award, who *award.Who) {
	person, collective := slices.Contains(ofPersons, a.Code), slices.Contains(ofCollectives, a.Code)
	switch {
	case collective && who.Kind == rules.Person:
		r.wrong(row, r.head.at["award"], "%s chỉ tặng cho tập thể, mà «%s» là cá nhân.", shownAward(a), shorten(who.Name))
	case person && who.Kind == rules.Collective:
		r.wrong(row, r.head.at["award"], "%s chỉ tặng cho cá nhân, mà «%s» là tập thể.", shownAward(a), shorten(who.Name))
	case collective && who.Kind == "":
		who.Kind = rules.Collective
	case person && who.Kind == "":
		who.Kind = rules.Person
	}
}

func (r *awardReader) ratings(row gridRow) []award.Line {
	var lines []award.Line
	for _, at := range r.head.years {
		if rating := r.rating(row, at); rating != "" {
			lines = append(lines, award.Line{Place: place(r.grid.sheet, at, row.n), Year: r.head.yearOf[at], Rating: rating})
		}
	}
	at, there := r.head.at["rating"]
	if !there || !r.head.has("year") {
		return lines
	}
	if rating := r.rating(row, at); rating != "" {
		from, year := r.span(row, "year")
		switch {
		case year == 0 && row.cell(r.head.at["year"]).empty():
			r.wrong(row, r.head.at["year"], "Thiếu năm của xếp loại.")
		case from != year:
			r.wrong(row, r.head.at["year"], "Xếp loại ghi cho từng năm, mỗi năm một hàng.")
		}
		lines = append(lines, award.Line{Place: place(r.grid.sheet, at, row.n), Year: year, Rating: rating})
	}
	return lines
}

func (r *awardReader) initiative(row gridRow) award.Line {
	l := award.Line{Place: r.placeOf(row, "title"), Title: r.text(row, "title"), Number: r.text(row, "number"), Scope: r.scope(row)}
	from, year := r.span(row, "year")
	switch {
	case year == 0 && (!r.head.has("year") || row.cell(r.head.at["year"]).empty()):
		r.wrong(row, cmp.Or(r.head.at["year"], r.head.at["title"]), "Thiếu năm công nhận sáng kiến.")
	case from != year:
		r.wrong(row, r.head.at["year"], "Sáng kiến ghi một năm công nhận.")
	}
	l.Year = year
	return l
}

func (r *awardReader) discipline(row gridRow) award.Line {
	form := []rune(r.text(row, "form"))
	l := award.Line{Place: r.placeOf(row, "form"), Number: r.text(row, "number"), FromDay: r.day(row, "from"), ToDay: r.day(row, "to")}
	if len(form) > 0 {
		l.Form = strings.ToLower(string(form[0])) + string(form[1:])
	}
	at := cmp.Or(r.head.at["from"], r.head.at["form"])
	switch {
	case l.FromDay.IsZero() && row.cell(r.head.at["from"]).empty():
		r.wrong(row, at, "Thiếu ngày kỷ luật có hiệu lực.")
	case !l.ToDay.IsZero() && l.ToDay.Before(l.FromDay):
		r.wrong(row, r.head.at["to"], "Ngày hết hiệu lực %s trước ngày có hiệu lực %s.", l.ToDay.Short(), l.FromDay.Short())
	}
	return l
}

// lived refuses what was before somebody could have done it.
func (r *awardReader) lived(row gridRow, who award.Who, lines []award.Line) {
	for _, l := range lines {
		if who.BirthYear == 0 || l.Year == 0 || l.Year >= who.BirthYear+14 {
			continue
		}
		for _, key := range []string{"birth", "birthM", "birthF"} {
			if at, there := r.head.at[key]; there && !row.cell(at).empty() {
				r.wrong(row, at, "Sinh năm %d mà có thành tích năm %d; sửa năm sinh hoặc năm thành tích.", who.BirthYear, l.Year)
				return
			}
		}
	}
}

// once refuses what the list has said before, and two ratings for one year.
func (r *awardReader) once(row gridRow, l award.Line) bool {
	whose := strings.Join([]string{string(l.Who.Kind), award.Folded(l.Who.Name), fmt.Sprint(l.Who.BirthYear), l.Who.Identity, award.Folded(l.Who.Place)}, "|")
	at := r.head.main()[0]
	if l.Kind == award.OfRating {
		key := whose + "|" + fmt.Sprint(l.Year)
		had, twice := r.rated[key]
		switch {
		case !twice:
			r.rated[key] = ratedAt{l.Rating, l.Place}
			return true
		case had.rating != l.Rating:
			r.list.Add(l.Place, "%s đã có xếp loại %s của năm %d ở ô %s; giữ một xếp loại, hoặc ghi năm sinh, nơi công tác nếu là hai người.", l.Who.Name, had.rating, l.Year, had.place)
		default:
			r.list.Add(l.Place, "Trùng với ô %s; xóa một hàng.", had.place)
		}
		return false
	}
	key := strings.Join([]string{whose, string(l.Kind), l.Award, fmt.Sprint(l.FromYear, l.Year), vn.Fold(l.Number), award.Folded(l.Title), l.Form, l.FromDay.String()}, "|")
	if had, twice := r.seen[key]; twice {
		r.wrong(row, at, "Trùng với ô %s; xóa một hàng.", had)
		return false
	}
	r.seen[key] = l.Place
	return true
}

func (r *awardReader) placeOf(row gridRow, key string) string {
	return place(r.grid.sheet, r.head.at[key], row.n)
}
