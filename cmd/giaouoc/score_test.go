package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/sheet"
)

var update = flag.Bool("update", false, "write the golden files anew")

// runScore runs the command as a user would and returns what it printed.
func runScore(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var cli struct {
		Score ScoreCmd `cmd:""`
	}
	var out bytes.Buffer
	k, err := kong.New(&cli, kong.Writers(&out, &out))
	if err != nil {
		t.Fatal(err)
	}
	ctx, err := k.Parse(append([]string{"score"}, args...))
	if err != nil {
		t.Fatal(err)
	}
	err = ctx.Run()
	return out.String(), err
}

func TestScoreGolden(t *testing.T) {
	for _, tc := range []struct {
		golden string
		args   []string
	}{
		{"score.txt", []string{"testdata/score.yaml"}},
		{"score-leaves.txt", []string{"testdata/score.yaml", "--leaves"}},
		{"score.json", []string{"testdata/score.yaml", "--json"}},
		{"score-rules.txt", []string{"../../internal/sheet/testdata/rules.yaml", "--leaves"}},
		{"score-rules.json", []string{"../../internal/sheet/testdata/rules.yaml", "--json"}},
	} {
		t.Run(tc.golden, func(t *testing.T) {
			got, err := runScore(t, tc.args...)
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", tc.golden)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Error(d)
			}
		})
	}
}

// The same figures give the same answer, whether written as YAML or as JSON.
func TestScoreReadsJSON(t *testing.T) {
	file := filepath.Join(t.TempDir(), "score.json")
	err := os.WriteFile(file, []byte("{\n\t\"sheet\": {\"name\": \"\\u0110i\\u1ec3m\", \"criteria\": [\n"+
		"\t\t{\"code\": \"1\", \"max\": 10, \"kind\": \"rank_points\", \"table\": {\"1\": 10, \"2\": 7.5}}]},\n"+
		"\t\"units\": [{\"id\": \"U1\"}],\n\t\"entries\": [{\"unit\": \"U1\", \"criterion\": \"1\", \"rank\": 2}]\n}\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	got, err := runScore(t, file, "--json")
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Sheet string
		Units []struct {
			Total json.Number
			Rank  int
		}
	}
	if err := json.Unmarshal([]byte(got), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Sheet != "Điểm" || answer.Units[0].Total != "7.50" || answer.Units[0].Rank != 1 {
		t.Errorf("%+v", answer)
	}
}

// The page is written beside what is printed, and changes nothing of it.
func TestScoreHTML(t *testing.T) {
	file := filepath.Join(t.TempDir(), "diem.html")
	plain, err := runScore(t, "testdata/score.yaml", "--json")
	if err != nil {
		t.Fatal(err)
	}
	printed, err := runScore(t, "testdata/score.yaml", "--json", "--html", file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(plain, printed); d != "" {
		t.Error(d)
	}
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(page), "<!doctype html>") || !strings.Contains(string(page), "Chứng nhận công bằng") {
		t.Errorf("the page begins %.60q", page)
	}
	out, err := runScore(t, "testdata/score.yaml", "--html", filepath.Join(file, "x.html"))
	if out != "" || err == nil || !strings.Contains(err.Error(), "Không ghi được tệp") {
		t.Errorf("a file within a file: printed %q, error %v", out, err)
	}
}

// The same figures give the same answer from a workbook.
func TestScoreReadsAWorkbook(t *testing.T) {
	for _, name := range []string{"testdata/score.yaml", "../../internal/sheet/testdata/rules.yaml"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bundle, err := sheet.ReadScoreBundle(content)
		if err != nil {
			t.Fatal(err)
		}
		book, err := bundle.WriteWorkbook()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "bang.xlsx")
		if err := os.WriteFile(file, book, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, form := range []string{"--json", "--leaves"} {
			want, err := runScore(t, name, form)
			if err != nil {
				t.Fatal(err)
			}
			got, err := runScore(t, file, form)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s %s:\n%s", name, form, d)
			}
		}
	}
}

func TestScoreRefusals(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("sheet:\n  criteria:\n    - {code: I, max: 5, kind: direct}\nunits:\n  - {id: U1}\nentries:\n"+
		"  - {unit: U1, criterion: I, points: 6}\n  - {unit: U2, criterion: I, points: 1}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(t.TempDir(), "bang.XLSX")
	if err := os.WriteFile(old, []byte("\xd0\xcf\x11\xe0 and more"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		file string
		want []string
	}{
		{bad, []string{"dòng 7: ", "dòng 8: "}},
		{old, []string{"tệp: Tệp là bảng tính Excel kiểu cũ"}},
		{t.TempDir(), []string{"Không đọc được tệp"}},
		{"testdata/khong-co.yaml", []string{"Không đọc được tệp testdata/khong-co.yaml"}},
	} {
		for _, flags := range [][]string{nil, {"--json"}, {"--leaves"}} {
			out, err := runScore(t, append([]string{tc.file}, flags...)...)
			if out != "" {
				t.Errorf("%s: printed %q", tc.file, out)
			}
			if err == nil {
				t.Fatalf("%s: no error", tc.file)
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%s: %q lacks %q", tc.file, err, want)
				}
			}
		}
	}
}
