package sheet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// cellOf is the cell of a column in a row; it is false where there is nothing in it
// that can be read.
func (r *awardReader) cellOf(row gridRow, key string) (gridCell, int, bool) {
	at, there := r.head.at[key]
	if !there {
		return gridCell{}, 0, false
	}
	return row.cell(at), at, r.readable(row, at)
}

func (r *awardReader) readable(row gridRow, at int) bool {
	switch c := row.cell(at); {
	case c.computed:
		r.wrong(row, at, "Ô là công thức; hãy chép rồi dán giá trị vào ô này.")
	case c.kind == holdsError:
		r.wrong(row, at, "Ô báo lỗi %s; hãy ghi giá trị.", shorten(c.text))
	default:
		return !c.empty()
	}
	return false
}

// text reads words; what a spreadsheet took for a day is refused.
func (r *awardReader) text(row gridRow, key string) string {
	c, at, ok := r.cellOf(row, key)
	switch {
	case !ok:
		return ""
	case c.kind == holdsNumber && c.look == looksDate:
		r.wrong(row, at, "Ô đang là ngày; bảng tính đã hiểu điều bạn gõ là ngày tháng. Hãy đổi ô sang dạng chữ (Text) rồi ghi lại.")
		return ""
	case len([]rune(c.text)) > 4000:
		r.wrong(row, at, "Ô dài hơn 4.000 chữ; rút ngắn lại.")
		return ""
	}
	return c.text
}

// day reads a day; the zero day where there is none.
func (r *awardReader) day(row gridRow, key string) vn.Date {
	c, at, ok := r.cellOf(row, key)
	if !ok {
		return vn.Date{}
	}
	var d vn.Date
	var err error
	if n, number := wholeNumber(c); number && c.look == looksDate && n > 0 && n <= lastDay {
		d = vn.MustDate(r.book.day(n))
	} else if d, err = vn.ParseDate(c.text); err != nil {
		for _, p := range problem.All(err) {
			r.wrong(row, at, "%s", p.Text)
		}
		return vn.Date{}
	}
	switch {
	case d.Year() < 1945:
		r.wrong(row, at, "Ngày %s quá xa; kiểm tra lại năm.", d.Short())
	case d.After(r.today) && key != "to":
		r.wrong(row, at, "Ngày %s sau hôm nay; kiểm tra lại ngày.", d.Short())
	default:
		return d
	}
	return vn.Date{}
}

func wholeNumber(c gridCell) (int, bool) {
	if c.kind != holdsNumber {
		return 0, false
	}
	d, ok := markNumber(c.text)
	if !ok || !d.IsInteger() || d.Sign() < 0 || d.NumDigits() > 15 {
		return 0, false
	}
	return int(d.IntPart()), true
}

var (
	oneYear = regexp.MustCompile(`^(?:nam |nam hoc )?(\d{4})$`)
	twoYear = regexp.MustCompile(`^(?:nam |nam hoc |giai doan |tu |tu nam |cac nam )*(\d{4}) ?(?:-|–|—|den|den nam|/) ?(\d{4})$`)
)

// span reads a year or a period, as its first year and its last.
func (r *awardReader) span(row gridRow, key string) (from, to int) {
	c, at, ok := r.cellOf(row, key)
	if !ok {
		return 0, 0
	}
	text := strings.Join(strings.Fields(vn.Fold(c.text)), " ")
	if c.kind == holdsNumber && c.look == looksDate {
		r.wrong(row, at, "Ô đang là ngày; ghi năm bằng bốn chữ số, ví dụ 2021, và đổi ô sang dạng chung (General).")
		return 0, 0
	}
	if m := oneYear.FindStringSubmatch(text); m != nil {
		from, _ = strconv.Atoi(m[1]) //nolint:errcheck // digits
		to = from
	} else if m := twoYear.FindStringSubmatch(text); m != nil {
		from, _ = strconv.Atoi(m[1]) //nolint:errcheck // digits
		to, _ = strconv.Atoi(m[2])   //nolint:errcheck // digits
	} else {
		r.wrong(row, at, "«%s» không phải là năm; ghi một năm (2021) hoặc một giai đoạn (2019-2023), mỗi lần khen một hàng.", shorten(c.text))
		return 0, 0
	}
	switch {
	case from < 1945 || to > r.today.Year():
		r.wrong(row, at, "Năm %s không hợp lệ; năm phải từ 1945 đến %d.", shorten(c.text), r.today.Year())
	case from > to:
		r.wrong(row, at, "Giai đoạn %s có năm đầu sau năm cuối.", shorten(c.text))
	case to-from > 50:
		r.wrong(row, at, "Giai đoạn %s dài hơn 50 năm; kiểm tra lại.", shorten(c.text))
	default:
		return from, to
	}
	return 0, 0
}

// birth reads a year of birth, which may be given as a day.
func (r *awardReader) birth(row gridRow, key string) int {
	c, at, ok := r.cellOf(row, key)
	if !ok {
		return 0
	}
	year := 0
	if n, number := wholeNumber(c); number && c.look == looksDate && n > 0 && n <= lastDay {
		year = vn.MustDate(r.book.day(n)).Year()
	} else if m := oneYear.FindStringSubmatch(vn.Fold(c.text)); m != nil {
		year, _ = strconv.Atoi(m[1]) //nolint:errcheck // digits
	} else if d, err := vn.ParseDate(c.text); err == nil {
		year = d.Year()
	} else {
		r.wrong(row, at, "«%s» không phải là năm sinh; ghi năm bằng bốn chữ số (1980) hoặc ngày sinh (9/4/1980).", shorten(c.text))
		return 0
	}
	if last := r.today.Year() - 14; year < 1900 || year > last {
		r.wrong(row, at, "Năm sinh %d không hợp lệ; phải từ 1900 đến %d.", year, last)
		return 0
	}
	return year
}

func (r *awardReader) gender(row gridRow) (female, said bool) {
	if c, _, ok := r.cellOf(row, "female"); ok {
		return c.text != "0", true
	}
	c, at, ok := r.cellOf(row, "gender")
	if !ok {
		return false, false
	}
	switch vn.Fold(c.text) {
	case "nu", "x nu", "f":
		return true, true
	case "nam", "m":
		return false, true
	}
	r.wrong(row, at, "«%s» không phải là giới tính; ghi nam hoặc nữ.", shorten(c.text))
	return false, false
}

// identity reads an identity number. What is wrong with it is said without the
// number itself.
func (r *awardReader) identity(row gridRow) string {
	c, at, ok := r.cellOf(row, "identity")
	if !ok {
		return ""
	}
	digits := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(c.text)
	switch {
	case strings.Trim(digits, "0123456789") != "" && c.kind != holdsNumber:
		r.wrong(row, at, "Số định danh chỉ gồm 12 chữ số; ghi lại.")
	case len(digits) == 12 && strings.Trim(digits, "0123456789") == "":
		return digits
	case c.kind == holdsNumber:
		r.wrong(row, at, "Ô là số nên chữ số 0 ở đầu số định danh đã mất; đổi ô sang dạng chữ (Text) rồi ghi đủ 12 chữ số.")
	case len(digits) == 9:
		r.wrong(row, at, "Số chứng minh nhân dân 9 số không còn dùng; ghi số định danh 12 chữ số, hoặc để trống.")
	default:
		r.wrong(row, at, "Số định danh gồm đúng 12 chữ số; ô này có %d.", len(digits))
	}
	return ""
}

var occasionWords = map[string]rules.Occasion{
	"": rules.Merit, "cong trang": rules.Merit, "thuong xuyen": rules.Merit, "theo cong trang": rules.Merit, "thanh tich cong tac": rules.Merit, "cong trang va thanh tich": rules.Merit,
	"dot xuat": rules.AdHoc, "phong trao": rules.OfMovement, "phong trao thi dua": rules.OfMovement, "chuyen de": rules.OfMovement, "theo chuyen de": rules.OfMovement,
	"theo dot": rules.OfMovement, "chuyen de phong trao": rules.OfMovement, "theo dot chuyen de": rules.OfMovement, "chuyen de theo dot": rules.OfMovement, "phong trao chuyen de": rules.OfMovement,
	"cong hien": rules.Dedication, "qua trinh cong hien": rules.Dedication,
}

func (r *awardReader) occasion(row gridRow) rules.Occasion {
	said := r.text(row, "occasion")
	o, known := occasionWords[strings.TrimPrefix(strings.TrimPrefix(headWords(said), "khen thuong "), "khen ")]
	if !known {
		r.wrong(row, r.head.at["occasion"], "«%s» không phải là loại hình khen thưởng; ghi: công trạng, đột xuất, phong trào hoặc cống hiến (để trống là công trạng).", shorten(said))
	}
	return o
}

var ratingWords = map[string]rules.Rating{
	"htxs": rules.HTXS, "htxsnv": rules.HTXS, "hoan thanh xuat sac": rules.HTXS, "hoan thanh xuat sac nhiem vu": rules.HTXS, "xuat sac": rules.HTXS,
	"htt": rules.HTT, "httnv": rules.HTT, "hoan thanh tot": rules.HTT, "hoan thanh tot nhiem vu": rules.HTT, "tot": rules.HTT,
	"ht": rules.HT, "htnv": rules.HT, "hoan thanh": rules.HT, "hoan thanh nhiem vu": rules.HT,
	"kht": rules.KHT, "khtnv": rules.KHT, "khong hoan thanh": rules.KHT, "khong hoan thanh nhiem vu": rules.KHT,
	"": "", "kxl": "", "khong xep loai": "", "khong danh gia": "", "chua danh gia": "",
}

func (r *awardReader) rating(row gridRow, at int) rules.Rating {
	if !r.readable(row, at) {
		return ""
	}
	said := row.cell(at).text
	rating, known := ratingWords[headWords(said)]
	if !known {
		r.wrong(row, at, "«%s» không phải là xếp loại; ghi HTXS, HTT, HT, KHT hoặc để trống.", shorten(said))
	}
	return rating
}

var scopeWords = map[string]string{
	"co so": "unit", "don vi": "unit", "unit": "unit", "huyen": "unit", "xa": "unit",
	"tinh": "ministry_or_province", "bo": "ministry_or_province", "thanh pho": "ministry_or_province", "nganh": "ministry_or_province", "bo ban nganh tinh": "ministry_or_province",
	"tinh thanh pho": "ministry_or_province", "tp": "ministry_or_province", "bo tinh": "ministry_or_province",
	"toan quoc": "national", "quoc gia": "national", "nha nuoc": "national",
}

// scope reads in which scope an initiative was recognised; what is not said is the
// own unit's.
func (r *awardReader) scope(row gridRow) string {
	said := r.text(row, "scope")
	if said == "" {
		return "unit"
	}
	scope, known := scopeWords[strings.TrimPrefix(headWords(said), "cap ")]
	if !known {
		r.wrong(row, r.head.at["scope"], "«%s» không phải là cấp công nhận; ghi: cơ sở, cấp Bộ/tỉnh hoặc toàn quốc.", shorten(said))
	}
	return scope
}

var numberAndDay = regexp.MustCompile(`(?i)^(?:quyết định |qđ )?(?:số )?:?\s*(.+?)[,;]?\s+ngày\s+(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})$`)

// splitNumber parts «123/QĐ-UBND ngày 12/5/2021» where the list has it in one cell.
func (r *awardReader) splitNumber(row gridRow, l *award.Line) {
	m := numberAndDay.FindStringSubmatch(l.Number)
	if m == nil {
		for _, lead := range []string{"Quyết định số ", "quyết định số ", "QĐ số ", "Số ", "số "} {
			l.Number = strings.TrimPrefix(l.Number, lead)
		}
		return
	}
	d, err := vn.ParseDate(m[2])
	at := r.head.at["number"]
	switch {
	case err != nil:
		for _, p := range problem.All(err) {
			r.wrong(row, at, "%s", p.Text)
		}
	case d.After(r.today) || d.Year() < 1945:
		r.wrong(row, at, "Ngày %s không hợp lệ; kiểm tra lại.", d.Short())
	case !l.DecidedOn.IsZero() && l.DecidedOn != d:
		r.wrong(row, at, "Ô ghi ngày %s mà cột ngày quyết định ghi %s.", d.Short(), l.DecidedOn.Short())
	default:
		l.Number, l.DecidedOn = m[1], d
	}
}

// awardWords are the words of a column to choose from, in the workbook to fill.
func awardWords(law *rules.Law) []string {
	list := make([]string, len(law.Awards))
	for i, a := range law.Awards {
		list[i] = shownAward(a)
	}
	return slices.Clip(list)
}
