package sheet

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"giaouoc/internal/award"
	"giaouoc/internal/vn"
)

// A list of past awards (danh sách khen thưởng) is a workbook as offices keep them:
// each worksheet is known by the heads of its columns, which may stand below a title
// and in two rows.

// Bounds on a list of awards.
const (
	mostAwardRows     = 20_000 // of people and collectives in the whole file
	mostAwardMistakes = 200
	deepestHead       = 15 // rows in which the heads are looked for
)

// The worksheets of the workbook to be filled that hold no rows of a list.
var awardAside = []string{"Hướng dẫn", "Danh mục", "Ví dụ"}

// awardHeads are the usual heads of the columns, folded, by what stands under them.
var awardHeads = map[string][]string{
	"stt":         {"stt", "tt", "so tt", "so thu tu", "sott"},
	"name":        {"ho va ten", "ho ten", "ho va ten ca nhan", "ho ten ca nhan", "ten ca nhan", "ho va ten can bo", "ca nhan", "ho va ten nguoi duoc khen"},
	"surname":     {"ho", "ho dem", "ho va dem", "ho va ten dem", "ho lot", "ho va chu lot", "ho va chu dem"},
	"given":       {"ten"},
	"collective":  {"ten tap the", "tap the", "ten don vi", "ten phong", "ten phong ban", "ten tap the don vi", "ten don vi tap the"},
	"either":      {"ten tap the ca nhan", "tap the ca nhan", "ten ca nhan tap the", "ca nhan tap the", "ho ten ten tap the", "ho va ten ten tap the", "ho va ten tap the", "ten", "doi tuong", "ten doi tuong"},
	"birth":       {"nam sinh", "ngay sinh", "ngay thang nam sinh", "sinh nam", "ngay thang sinh"},
	"birthM":      {"nam sinh nam", "ngay sinh nam", "ngay thang nam sinh nam"},
	"birthF":      {"nam sinh nu", "ngay sinh nu", "ngay thang nam sinh nu"},
	"gender":      {"gioi tinh", "nam nu", "gioi", "phai"},
	"female":      {"nu"},
	"identity":    {"so dinh danh", "so dinh danh ca nhan", "cccd", "so cccd", "can cuoc", "so can cuoc", "can cuoc cong dan", "so can cuoc cong dan", "ma dinh danh", "so dinh danh cccd"},
	"post":        {"chuc vu", "chuc danh", "chuc vu chuc danh", "chuc vu cong tac"},
	"place":       {"noi cong tac", "don vi cong tac", "phong ban", "phong", "bo phan", "noi lam viec", "don vi", "co quan", "co quan don vi", "don vi phong ban", "phong don vi", "chuc vu don vi cong tac", "phong ban don vi"},
	"award":       {"danh hieu", "danh hieu thi dua", "hinh thuc khen thuong", "danh hieu hinh thuc khen thuong", "danh hieu hinh thuc", "hinh thuc danh hieu", "danh hieu thi dua hinh thuc khen thuong", "khen thuong", "danh hieu khen thuong", "hinh thuc khen", "hinh thuc khen thuong danh hieu thi dua", "danh hieu thi dua va hinh thuc khen thuong"},
	"measure":     {"hinh thuc"},
	"year":        {"nam", "nam khen thuong", "nam dat", "nam xet", "giai doan", "nam thanh tich", "nam cong nhan", "nam duoc khen", "nam giai doan", "nam hoac giai doan", "nam danh gia", "nam xep loai", "nam hoc"},
	"number":      {"so quyet dinh", "so qd", "quyet dinh so", "so", "so hieu quyet dinh", "quyet dinh", "so ky hieu", "so ky hieu quyet dinh", "so van ban", "quyet dinh khen thuong", "quyet dinh cong nhan", "so quyet dinh cong nhan"},
	"day":         {"ngay quyet dinh", "ngay qd", "ngay ky", "ngay", "ngay thang quyet dinh", "ngay ban hanh", "ngay thang", "ngay thang nam"},
	"decider":     {"cap quyet dinh", "cap khen thuong", "cap khen", "co quan quyet dinh", "cap ra quyet dinh", "cap co tham quyen", "co quan khen thuong", "cap co tham quyen quyet dinh", "noi quyet dinh"},
	"signer":      {"nguoi ky", "nguoi ky quyet dinh"},
	"occasion":    {"loai hinh", "loai hinh khen thuong", "loai hinh khen"},
	"achievement": {"thanh tich", "noi dung", "noi dung khen thuong", "noi dung thanh tich", "thanh tich noi dung", "ly do", "ly do khen thuong", "thanh tich dat duoc", "tom tat thanh tich", "ve viec"},
	"founded":     {"ngay thanh lap", "thanh lap"},
	"rating":      {"xep loai", "ket qua xep loai", "muc xep loai", "danh gia xep loai", "ket qua danh gia", "muc do hoan thanh", "muc do hoan thanh nhiem vu", "ket qua danh gia xep loai"},
	"title":       {"ten sang kien", "sang kien", "ten de tai", "ten sang kien de tai", "sang kien de tai", "ten sang kien giai phap"},
	"scope":       {"cap cong nhan", "pham vi", "pham vi anh huong", "cap", "cap sang kien", "pham vi cong nhan"},
	"form":        {"hinh thuc ky luat", "ky luat"},
	"from":        {"tu ngay", "ngay bat dau", "thoi diem bat dau", "ngay co hieu luc", "hieu luc tu ngay", "ngay hieu luc"},
	"to":          {"den ngay", "het hieu luc", "ngay het hieu luc", "hieu luc den ngay", "ngay ket thuc", "den het ngay"},
	"note":        {"ghi chu", "luu y"},
}

// awardColumns turns awardHeads around.
var awardColumns = func() map[string]string {
	columns := map[string]string{}
	for _, key := range []string{"either", "given"} { // «Tên» alone is decided by what stands beside it
		for _, head := range awardHeads[key] {
			columns[head] = key
		}
	}
	for key, heads := range awardHeads {
		if key != "either" && key != "given" {
			for _, head := range heads {
				columns[head] = key
			}
		}
	}
	return columns
}()

var (
	inBrackets = regexp.MustCompile(`\([^)]*\)`)
	yearHead   = regexp.MustCompile(`^(?:nam |xep loai |ket qua |xep loai nam |nam hoc )?((?:19|20)\d\d)$`)
	ordinal    = regexp.MustCompile(`^\(?(\d{1,2}|[a-z])\)?$`)
	roman      = regexp.MustCompile(`^(?i:[IVX]+|[A-H])[.)]?$`)
	romanLead  = regexp.MustCompile(`^(?:[IVX]+|[A-H])[.)]\s+\S`)
)

// headWords is a head as it is looked for.
func headWords(text string) string {
	words := strings.FieldsFunc(vn.Fold(inBrackets.ReplaceAllString(text, " ")), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}

// columnUnder is the key of a column by its head and the head above it.
func columnUnder(above, head string) string {
	one, two := headWords(above), headWords(head)
	if key := awardColumns[strings.TrimSpace(one+" "+two)]; key != "" && one != "" {
		return key
	}
	if m := yearHead.FindStringSubmatch(two); m != nil {
		return "y" + m[1]
	}
	if key := awardColumns[two]; key != "" {
		return key
	}
	if two == "" {
		if m := yearHead.FindStringSubmatch(one); m != nil {
			return "y" + m[1]
		}
		return awardColumns[one]
	}
	return ""
}

// awardHead is the head of a worksheet: which column holds what.
type awardHead struct {
	first, last int // rows of the grid
	at          map[string]int
	caption     map[int]string
	years       []int       // columns of a year's rating each
	yearOf      map[int]int // by column
	strange     []string
	kind        award.LineKind
}

func (h *awardHead) has(keys ...string) bool {
	for _, key := range keys {
		if _, there := h.at[key]; !there {
			return false
		}
	}
	return true
}

// settle decides what the worksheet lists and what «Tên», «Đơn vị», «Hình thức» mean
// in it; it is false where this is no list.
func (h *awardHead) settle() bool {
	rename := func(from, to string) {
		if at, there := h.at[from]; there && !h.has(to) {
			h.at[to] = at
			delete(h.at, from)
		}
	}
	if h.has("given") && !h.has("surname") {
		rename("given", "either")
	}
	if !h.has("name") && !h.has("surname") && !h.has("either") {
		rename("place", "collective")
	}
	if h.has("measure") && h.has("from") {
		rename("measure", "form")
	} else {
		rename("measure", "award")
	}
	switch {
	case !h.has("name") && !h.has("collective") && !h.has("either") && !h.has("surname", "given"):
		return false
	case h.has("award"):
		h.kind = award.OfAward
	case len(h.years) > 0, h.has("rating", "year"):
		h.kind = award.OfRating
	case h.has("title"):
		h.kind = award.OfInitiative
	case h.has("form"):
		h.kind = award.OfDiscipline
	default:
		return false
	}
	return true
}

// main is the column that makes a row one of the list.
func (h *awardHead) main() []int {
	key := map[award.LineKind]string{award.OfAward: "award", award.OfInitiative: "title", award.OfDiscipline: "form"}[h.kind]
	if at, there := h.at[key]; there {
		return []int{at}
	}
	list := slices.Clone(h.years)
	if at, there := h.at["rating"]; there {
		list = append(list, at)
	}
	return list
}

// names are the columns that hold the name.
func (h *awardHead) names() []int {
	var list []int
	for _, key := range []string{"name", "either", "collective", "surname", "given"} {
		if at, there := h.at[key]; there {
			list = append(list, at)
		}
	}
	return list
}
