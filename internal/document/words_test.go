package document

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"giaouoc/internal/problem"
)

func carried(t testing.TB) *Words {
	t.Helper()
	w, err := Carried()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestEveryKindHasWords(t *testing.T) {
	w := carried(t)
	for _, k := range Kinds() {
		if w.Template(k) == nil {
			t.Errorf("%s has no words", k)
		}
		if k.Name() == "" {
			t.Errorf("%s has no name", k)
		}
	}
}

// A key that no template has would print "…" for ever; one that no builder asks for
// is a sentence nobody can change.
func TestBuildersAndTemplatesAgreeOnKeys(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked, mentioned := map[string]bool{}, ""
	call := regexp.MustCompile(`(?:say\(|w\.say\([A-Za-z]+, )"([a-z_]+)"`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		mentioned += string(content)
		for _, m := range call.FindAllStringSubmatch(string(content), -1) {
			asked[m[1]] = true
		}
	}
	if len(asked) < 40 {
		t.Fatalf("found only %d keys in the builders", len(asked))
	}
	has := map[string]bool{}
	for _, template := range carried(t).templates {
		for _, text := range template.Texts {
			has[text.Key] = true
		}
	}
	for key := range asked {
		if !has[key] {
			t.Errorf("a builder asks for %q, which no template has", key)
		}
	}
	for key := range has {
		if !strings.Contains(mentioned, `"`+key+`"`) {
			t.Errorf("no builder asks for %q", key)
		}
	}
}

func TestAnOfficesOwnWords(t *testing.T) {
	w := carried(t)
	own, err := w.With(KindSubmission, map[string]string{"closing": "Kính mong {noi_nhan} quan tâm, năm {nam}."})
	if err != nil {
		t.Fatal(err)
	}
	s := Submission{Head: Head{Issuer: "Sở Thí Dụ", Office: "STD", Year: 2026}, To: "Ủy ban nhân dân tỉnh"}
	last := func(w *Words) string { d := s.Document(w); return d.Body[len(d.Body)-1].Text }
	if got := last(own); got != "Kính mong Ủy ban nhân dân tỉnh quan tâm, năm 2026." {
		t.Errorf("the office's own words: %q", got)
	}
	if got := last(w); got != "Kính trình Ủy ban nhân dân tỉnh xem xét, quyết định." {
		t.Errorf("the carried words have changed: %q", got)
	}
	for name, c := range map[string]struct {
		key, text, says string
	}{
		"an unknown field":       {"closing", "Kính trình {ten_sep}.", "Không có trường {ten_sep}. Dùng được: {don_vi}, {nam}"},
		"a field of other kinds": {"closing", "Họp tại {cuoc_hop}.", "Không có trường {cuoc_hop}"},
		"no name of a field":     {"closing", "Kính trình {Nơi nhận}.", "không phải tên trường"},
		"an open brace":          {"closing", "Kính trình {noi_nhan.", "đi từng cặp"},
		"nothing":                {"closing", " ", "không được để trống"},
		"too much":               {"closing", strings.Repeat("a", 2001), "dài quá"},
		"an unknown part":        {"greeting", "Xin chào", "không có phần «greeting»"},
	} {
		_, err := w.With(KindSubmission, map[string]string{c.key: c.text})
		list := problem.All(err)
		if len(list) != 1 || list[0].Field != c.key || !strings.Contains(list[0].Text, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.With("poem", nil); !problem.Is(err, problem.NotFound) {
		t.Errorf("words of a kind that is none: %v", err)
	}
}

func TestAFieldWithoutAValueStaysABlank(t *testing.T) {
	if got := carried(t).say(KindConsult, "closing", nil); got != "Trân trọng cảm ơn sự phối hợp của …." {
		t.Errorf("%q", got)
	}
}

func TestMeasuresAreWithinTheDecree(t *testing.T) {
	if len(Measures()) < 25 {
		t.Fatalf("only %d measures", len(Measures()))
	}
	for _, m := range Measures() {
		if m.Taken < m.Least || m.Taken > m.Most || m.Taken <= 0 {
			t.Errorf("%s: %v is not from %v to %v", m.What, m.Taken, m.Least, m.Most)
		}
		if m.Cite == "" || m.Certainty == "" || m.Unit == "" {
			t.Errorf("%s has no citation, certainty or unit", m.What)
		}
	}
	if Taken("poem") != 0 {
		t.Error("a measure that is none has a value")
	}
}
