package certificate

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/problem"
)

// poppler runs one of its programs on a printed design, and returns what it printed.
func poppler(t *testing.T, d Design, pages []Page, how Sheets, program string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := Print(&out, d, pages, how); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("poppler-utils is not installed")
	}
	file := filepath.Join(t.TempDir(), "certificates.pdf")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command(program, append(args, file)...).Output()
	if program == "pdftotext" {
		said, err = exec.Command(program, append(args, file, "-")...).Output()
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(said)
}

func named(name string) Page {
	w := Words{}
	for k, v := range Sample {
		w[k] = v
	}
	w[Recipient] = name
	return Page{Name: name, Words: w}
}

func TestEachCertificateIsAPageOfTheSheet(t *testing.T) {
	pages := []Page{named("Ông Nguyễn Văn Một"), named(norm.NFD.String("Bà Đặng Thị Ướt & <Hai>"))}
	d := First("u", "Bằng khen")
	info := poppler(t, d, pages, Sheets{Title: "Bằng khen của Chủ tịch"}, "pdfinfo")
	for _, want := range []string{"Pages:           2", "Bằng khen của Chủ tịch", "1133.86 x 850.39 pts"} { // 400 × 300 mm
		if !strings.Contains(info, want) {
			t.Errorf("no %q in %s", want, info)
		}
	}
	text := poppler(t, d, pages, Sheets{}, "pdftotext", "-layout")
	first, second, _ := strings.Cut(text, "\f")
	for page, want := range map[string][]string{first: {"Ông Nguyễn Văn Một", "BẰNG KHEN", "CHỦ TỊCH ỦY BAN"}, second: {"Bà Đặng Thị Ướt & <Hai>"}} {
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("no %q in %s", w, page)
			}
		}
	}
	if strings.Contains(text, "In thử") || !strings.Contains(poppler(t, d, pages, Sheets{Frame: true}, "pdftotext"), "In thử") {
		t.Error("a test print and a print are told apart by their frames")
	}
}

// Where words stand is measured on the page, in millimetres, and the printer's offset
// moves them by what it says.
func TestWordsStandWhereTheDesignSays(t *testing.T) {
	d := Design{Name: "x", Width: 2100, Height: 1480, Fields: []Field{{What: Fixed, Text: "MỘT", X: 500, Y: 300, Width: 600, Points: 20, Align: Left, Ink: Black, Lines: 1}}}
	at := func() (x, y float64) {
		t.Helper()
		boxes := poppler(t, d, []Page{{Name: "x"}}, Sheets{}, "pdftotext", "-bbox")
		line := boxes[strings.Index(boxes, "<word"):]
		if _, err := fmt.Sscanf(line, "<word xMin=\"%f\" yMin=\"%f\"", &x, &y); err != nil {
			t.Fatal(err, line)
		}
		return x / millimetre, y / millimetre
	}
	x, y := at()
	if x < 49.5 || x > 50.5 || y < 29 || y > 31 {
		t.Errorf("stands at %.1f, %.1f mm, want 50, 30", x, y)
	}
	d.Right, d.Down = -35, 20
	if moved, down := at(); x-moved < 3.4 || x-moved > 3.6 || down-y < 1.9 || down-y > 2.1 {
		t.Errorf("moved by %.2f, %.2f mm, want -3.5, 2", moved-x, down-y)
	}
}

func TestWhatIsTooLongIsSetSmallerThenTold(t *testing.T) {
	d := First("u", "Bằng khen")
	long := named(strings.Repeat("Tập thể cán bộ, công chức, viên chức ", 6))
	if unfit, err := FindUnfit(d, []Page{named("Ông Một"), long}); err != nil || len(unfit) != 0 {
		t.Errorf("a long name is set smaller: %v, %v", unfit, err)
	}
	for _, too := range []string{strings.Repeat("Tập thể cán bộ, công chức, viên chức ", 12), strings.Repeat("ă", 400)} {
		unfit, err := FindUnfit(d, []Page{named("Ông Một"), named(too)})
		if err != nil || len(unfit) != 1 || unfit[0].Page != 1 || unfit[0].Field.What != Recipient {
			t.Errorf("too long: %v, %v", unfit, err)
		}
	}
}

func TestAScanIsPrintedUnderTheWords(t *testing.T) {
	red := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range red.Pix {
		red.Pix[i] = 0xff
	}
	red.Set(1, 1, color.RGBA{0xff, 0, 0, 0xff})
	var scan bytes.Buffer
	if err := png.Encode(&scan, red); err != nil {
		t.Fatal(err)
	}
	d := First("u", "Bằng khen")
	if list := poppler(t, d, []Page{named("Ông Một")}, Sheets{Scan: scan.Bytes()}, "pdfimages", "-list"); !strings.Contains(list, "40    30") {
		t.Errorf("no picture: %s", list)
	}
	if err := Print(&bytes.Buffer{}, d, []Page{named("Ông Một")}, Sheets{Scan: []byte("GIF89a")}); err == nil {
		t.Error("something that is no picture is printed")
	}
}

func TestDesignsThatCannotBePrinted(t *testing.T) {
	if err := First("u", "Bằng khen").check(); err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(*Design){
		"name":     func(d *Design) { d.Name = " " },
		"width":    func(d *Design) { d.Width = 100 },
		"height":   func(d *Design) { d.Height = 100_000 },
		"right":    func(d *Design) { d.Right = 201 },
		"down":     func(d *Design) { d.Down = -201 },
		"fields":   func(d *Design) { d.Fields = nil },
		"what_0":   func(d *Design) { d.Fields[0].What = "x" },
		"x_0":      func(d *Design) { d.Fields[0].X = -1 },
		"y_0":      func(d *Design) { d.Fields[0].Y = 3000 },
		"width_0":  func(d *Design) { d.Fields[0].Width = 3900 },
		"points_0": func(d *Design) { d.Fields[0].Points = 5 },
		"lines_0":  func(d *Design) { d.Fields[0].Lines = 0 },
		"align_0":  func(d *Design) { d.Fields[0].Align = "x" },
		"ink_0":    func(d *Design) { d.Fields[0].Ink = "x" },
		"text_1":   func(d *Design) { d.Fields[1].Text = "" },
		"width_8":  func(d *Design) { d.Fields[8].Width = 119 },
	} {
		d := First("u", "Bằng khen")
		spoil(&d)
		list := problem.All(d.check())
		if len(list) == 0 || list[0].Field != field {
			t.Errorf("%s: %v", field, list)
		}
	}
}

func TestLengths(t *testing.T) {
	for text, want := range map[string]Length{"12,5": 125, "0": 0, "-3,5": -35, "400": 4000} {
		if l, err := ParseLength(text); err != nil || l != want {
			t.Errorf("%s: %d, %v", text, l, err)
		}
	}
	for _, text := range []string{"", "x", "12.5", "1,25", "99999999999"} {
		if l, err := ParseLength(text); err == nil {
			t.Errorf("%s: %d", text, l)
		}
	}
	for l, want := range map[Length]string{125: "12,5", -35: "-3,5", 4000: "400", -5: "-0,5"} {
		if got := l.Millimetres(); got != want {
			t.Errorf("%d: %s", l, got)
		}
	}
}

// A telephone reads the code off the printed page, at the smallest size allowed too.
func TestTheCodeIsReadOffThePage(t *testing.T) {
	for _, side := range []Length{250, leastCode} {
		d := First("u", "Bằng khen")
		d.Fields = d.Fields[8:9]
		d.Fields[0].Width = side
		dir := t.TempDir()
		var out bytes.Buffer
		if err := Print(&out, d, []Page{named("Ông Một")}, Sheets{}); err != nil {
			t.Fatal(err)
		}
		file, picture := filepath.Join(dir, "x.pdf"), filepath.Join(dir, "x")
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, program := range []string{"pdftoppm", "zbarimg"} {
			if _, err := exec.LookPath(program); err != nil {
				if os.Getenv("CI") != "" {
					t.Fatal(err)
				}
				t.Skip(program + " is not installed")
			}
		}
		if said, err := exec.Command("pdftoppm", "-r", "200", "-png", "-singlefile", file, picture).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		read, err := exec.Command("zbarimg", "-q", "--raw", picture+".png").Output()
		if err != nil || strings.TrimSpace(string(read)) != Sample[Code] {
			t.Errorf("%s mm: read %q, %v", side.Millimetres(), read, err)
		}
	}
}
