package language

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/leonelquinteros/gotext"
)

// rooms are where sentences of pages stand.
var rooms = strings.Fields("internal/*/*.go internal/web/*/*.go internal/web/*/*.templ")

// unsaid are files whose words reach no page: what is written into workbooks and official
// documents, which are Vietnamese alone, and words that are looked for in what was typed.
var unsaid = regexp.MustCompile(`internal/(sheet|document|backup|db|font|house|language|disk)/|internal/blob/secret\.go|internal/comment/words\.go|internal/vn/words\.go|gallery|_test\.go$`)

func catalogueKeys() map[string]*gotext.Translation {
	po := gotext.NewPo()
	po.Parse(english)
	all := maps.Clone(po.GetDomain().GetTranslations())
	delete(all, "")
	return all
}

func (s sources) read(t *testing.T, path string) {
	t.Helper()
	if strings.HasSuffix(path, ".templ") {
		s.templates(t, path)
	} else {
		s.code(t, path)
	}
}

func TestEverySentenceHasItsEnglish(t *testing.T) {
	said := sources{}
	for _, pattern := range rooms {
		for _, path := range files(t, pattern) {
			if !unsaid.MatchString(path) {
				said.read(t, path)
			}
		}
	}
	have := catalogueKeys()
	for _, key := range slices.Sorted(maps.Keys(said)) {
		if m := have[key]; m == nil || m.Trs[0] == "" {
			t.Errorf("%s: no English for %q", strings.TrimPrefix(said[key], "../../"), key)
		}
	}
}

func TestCatalogueHasNothingTooMuch(t *testing.T) {
	all, text := sources{}, strings.Builder{}
	for _, pattern := range append(slices.Clone(rooms), "cmd/giaouoc/*.go") {
		for _, path := range files(t, pattern) {
			all.read(t, path)
			all.plain(t, path)
		}
	}
	for _, path := range files(t, "data/*.yaml") {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(content)
	}
	for key, m := range catalogueKeys() {
		if _, ok := all[key]; !ok && !strings.Contains(text.String(), key) && !composed[key] {
			t.Errorf("no source says %q", key)
		}
		for _, said := range m.Trs {
			if want, got := place.FindAllString(key, -1), place.FindAllString(said, -1); !sameSet(want, got) {
				t.Errorf("%q has places %v, its English %v", key, want, got)
			}
		}
	}
}

// composed are texts that no place of the program has as a whole: a count and its word.
var composed = func() map[string]bool {
	keys := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^#\. composed\nmsgid "(.*)"$`).FindAllSubmatch(english, -1) {
		keys[string(m[1])] = true
	}
	return keys
}()

func sameSet(a, b []string) bool {
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func TestSay(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Đơn vị", "Unit"},
		{"Chưa tìm thấy nguồn: Cụm phó; Giao ước; Điểm và thứ hạng.", "No source found yet: Cluster deputy; Covenant; Points and ranking."},
		{"Thứ Bảy, ngày 28 tháng 11 năm 2026", "Saturday, 28 November 2026"},
		{"Ba mươi sáu cộng hai bằng bao nhiêu? Ghi bằng số.", "What is thirty-six plus two? Write it in digits."},
		{"1.234,5", "1,234.5"},
		{"Hải Phòng 11,01%; Hà Nội 6,5%.", "Hải Phòng 11.01%; Hà Nội 6.5%."},
		{"Nghị định 152/2025/NĐ-CP, 9/4/2021", "Nghị định 152/2025/NĐ-CP, 9/4/2021"},
		// Somebody's words stay, though parts of them are ours.
		{"Năm thành phố tổng kết thi đua năm 2020, ký giao ước năm 2021", "Năm thành phố tổng kết thi đua năm 2020, ký giao ước năm 2021"},
		{"Từ Hà Nội đến Huế", "Từ Hà Nội đến Huế"},
		{"Thứ Bảy, ngày 22 tháng 3 năm 2025, tại Cần Thơ.", "Saturday, 22 March 2025, in Cần Thơ."},
		{
			"Lúc 16/3/2026, 9 giờ 00 phút đã có thao tác «Ký giao ước thay đơn vị này» về giao ước, thay mặt Cần Thơ. Mục này không bỏ đi, không sửa, không ghi lùi ngày được mà không bị phát hiện.",
			"At 16/3/2026, 9:00 there was the action “Sign the covenant on behalf of this unit” about covenant, on behalf of Cần Thơ. This entry cannot be removed, changed or backdated without being found out.",
		},
		{"Từ tập thể và cá nhân của thành phố", "Từ tập thể và cá nhân của thành phố"},
	} {
		if got, _ := Say(c.text); got != c.want {
			t.Errorf("%q is said %q, not %q", c.text, got, c.want)
		}
	}
}

func TestPage(t *testing.T) {
	got, err := Page([]byte(`<!DOCTYPE html><html lang="vi"><head><title>Tra cứu – Giao Ước</title></head><body>` +
		`<h1>Đơn vị</h1><p translate="no">Đơn vị <a href="/tin">Tin</a></p><a href="/don-vi?tim=a" title="Tra cứu">Thành phố Huế</a>` +
		`<a href="/tin" hreflang="en">Đơn vị</a><form action="/tra-cuu"><input type="text" value="Đơn vị" placeholder="Tra cứu"/><textarea>Đơn vị</textarea></form>` +
		`<a href="https://example.org/don-vi">Đơn vị</a><svg viewBox="0 0 1 1"><text>1.234,5</text></svg></body></html>`))
	if err != nil {
		t.Fatal(err)
	}
	const want = `<!DOCTYPE html><html lang="en"><head><title>Search – Giao Ước</title></head><body>` +
		`<h1>Unit</h1><p translate="no" lang="vi">Đơn vị <a href="/en/tin">Tin</a></p><a href="/en/don-vi?tim=a" title="Search" lang="vi">Thành phố Huế</a>` +
		`<a href="/tin" hreflang="en">Đơn vị</a><form action="/en/tra-cuu"><input type="text" value="Đơn vị" placeholder="Search"/><textarea>Đơn vị</textarea></form>` +
		`<a href="https://example.org/don-vi">Unit</a><svg viewBox="0 0 1 1"><text>1,234.5</text></svg></body></html>`
	if string(got) != want {
		t.Errorf("the page is\n%s\nnot\n%s", got, want)
	}
}
