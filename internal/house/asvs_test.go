package house

import (
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	asvsRow   = regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \| L([12]) \| ([^|]+) \| ([^|]+) \|$`)
	asvsProof = regexp.MustCompile("`([^`]+)`")
)

// asvsFaults lists what is wrong with a table of requirements: a line that names
// no proof, or one that is not there, and gives no reason.
func asvsFaults(text string, there func(proof string) bool) (faults []string, rows int) {
	seen := map[string]bool{}
	for _, m := range asvsRow.FindAllStringSubmatch(text, -1) {
		rows++
		number, answer := m[1], strings.TrimSpace(m[4])
		if seen[number] {
			faults = append(faults, number+" stands there twice")
		}
		seen[number] = true
		if strings.HasPrefix(answer, "chưa: đến cùng") {
			faults = append(faults, number+" promises instead of giving a reason")
		}
		reason := strings.HasPrefix(answer, "không áp dụng: ") || strings.HasPrefix(answer, "chưa: ")
		proofs := asvsProof.FindAllStringSubmatch(answer, -1)
		if !reason && len(proofs) == 0 {
			faults = append(faults, number+" has neither a proof nor a reason")
		}
		for _, p := range proofs {
			if !reason && !there(p[1]) {
				faults = append(faults, fmt.Sprintf("%s names %s, which is not there", number, p[1]))
			}
		}
	}
	return faults, rows
}

// asvsCounts is the sentence that says how the lines are answered.
func asvsCounts(text string) string {
	n := map[string]int{}
	for _, m := range asvsRow.FindAllStringSubmatch(text, -1) {
		kind, _, _ := strings.Cut(strings.TrimSpace(m[4]), ": ")
		if kind != "tài liệu" && kind != "không áp dụng" && kind != "chưa" {
			kind = "kiểm tra"
		}
		n[kind]++
	}
	return fmt.Sprintf("Hiện có %d dòng được chứng minh bằng kiểm tra, %d bằng tài liệu, %d không áp dụng, %d chưa xong, trên %d dòng.",
		n["kiểm tra"], n["tài liệu"], n["không áp dụng"], n["chưa"], n["kiểm tra"]+n["tài liệu"]+n["không áp dụng"]+n["chưa"])
}

// Every line of the table of ASVS names a test or a page that exists, or says
// honestly why not. Levels 1 and 2 of version 5.0.0 have 253 requirements.
func TestTheTableOfASVSIsTrue(t *testing.T) {
	there := func(p string) bool { return p == "TestHere" }
	bad := "| 1.1.1 | L1 | x | `TestHere` |\n| 1.1.2 | L2 | x | `TestGone` |\n| 1.1.3 | L1 | x | đúng |\n| 1.1.3 | L1 | x | chưa: sau |\n| 1.1.5 | L1 | x | chưa: đến cùng phần sau |\n| 1.1.4 | L2 | x | không áp dụng: `x` |\n"
	if faults, rows := asvsFaults(bad, there); len(faults) != 4 || rows != 6 {
		t.Errorf("the rule sees %d rows and %q", rows, faults)
	}
	raw, err := os.ReadFile(filepath.Join(root, "docs", "operate", "asvs.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	for _, f := range sources(t) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.isTest() && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Test") {
				tests[fn.Name.Name] = true
			}
		}
	}
	faults, rows := asvsFaults(string(raw), func(p string) bool {
		switch {
		case tests[p]:
			return true
		case strings.HasSuffix(p, ".txtar"):
			return isThere("internal/web/testdata/script/" + p)
		}
		return strings.Contains(p, ".") && isThere(p)
	})
	for _, fault := range faults {
		t.Error(fault)
	}
	if said := asvsCounts(string(raw)); !strings.Contains(string(raw), said) {
		t.Errorf("the table does not count its lines right: %s", said)
	}
	if rows != 253 {
		t.Errorf("the table has %d lines of levels 1 and 2, not 253", rows)
	}
}
