package help

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	files "giaouoc/docs/guide"
	"giaouoc/internal/vn"
)

func TestAGuideIsCutIntoSections(t *testing.T) {
	list, err := load(fstest.MapFS{
		"vai-x.md":  {Data: []byte("# Vai X\n\nLàm **gì**\ntrong năm.\n\n## Báo cáo số liệu\n\n1. Bấm **Lưu**, xem [nơi khác](y.md#muc), [mã nguồn](../record.md).\n\n<b>x</b>\n")},
		"y.md":      {Data: []byte("# Việc Y\n\nLời dẫn.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")},
		"other.txt": {Data: []byte("x")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].Name != "vai-x" || !list[0].OfRole() || list[1].OfRole() {
		t.Fatalf("guides: %v", list)
	}
	g := list[0]
	if g.Title != "Vai X" || g.Lead != "Làm gì trong năm." || len(g.Sections) != 1 || !g.Has("bao-cao-so-lieu") {
		t.Errorf("read as %+v", g)
	}
	for _, part := range []string{`<h2 id="bao-cao-so-lieu">`, `<a href="/tro-giup/y#muc">nơi khác</a>, mã nguồn.`} {
		if !strings.Contains(g.HTML, part) {
			t.Errorf("no %s in %s", part, g.HTML)
		}
	}
	if strings.Contains(g.HTML, "<b>") || strings.Contains(g.HTML, "<h1") {
		t.Errorf("holds too much: %s", g.HTML)
	}
	if !strings.Contains(list[1].HTML, `<div class="table" tabindex="0"><table>`) {
		t.Errorf("no table: %s", list[1].HTML)
	}
	for _, wrong := range []string{"Không có tên", "# A\n\n## B\n\n## B\n"} {
		if _, err := load(fstest.MapFS{"x.md": {Data: []byte(wrong)}}); err == nil {
			t.Errorf("%q is a guide", wrong)
		}
	}
}

func TestEveryGuideOfTheProgram(t *testing.T) {
	list, err := load(files.Files)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]Guide{}
	for _, g := range list {
		byName[g.Name] = g
	}
	link := regexp.MustCompile(`href="([^"]*)"`)
	for _, g := range list {
		if g.Title == "" || g.OfRole() && g.Lead == "" || vn.NFC(g.HTML) != g.HTML {
			t.Errorf("%s: title %q, lead %q, or its text is not composed", g.Name, g.Title, g.Lead)
		}
		for _, m := range link.FindAllStringSubmatch(g.HTML, -1) {
			name, ours := strings.CutPrefix(m[1], Page+"/")
			name, section, _ := strings.Cut(name, "#")
			if to, ok := byName[name]; ours && (!ok || section != "" && !to.Has(section)) {
				t.Errorf("%s leads to %s, which is not there", g.Name, m[1])
			}
		}
	}
	for _, name := range order {
		if _, ok := byName[name]; !ok {
			t.Errorf("%s is in the order and has no file", name)
		}
	}
	for name, g := range byName {
		if g.OfRole() && !strings.Contains(strings.Join(order, " "), name) {
			t.Errorf("%s has no place in the order", name)
		}
	}
}
