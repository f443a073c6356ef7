package main

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/document"
	"giaouoc/internal/document/docx"
	"giaouoc/internal/document/pdf"
)

var updateDocuments = flag.Bool("update-documents", false, "write the golden files of documents")

// needed finds a program that is not ours, and skips a machine without it.
func needed(t *testing.T, name, of string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "" {
			t.Skipf("%s is not installed (%s)", name, of)
		}
		t.Fatal(err)
	}
	return path
}

func allSamples(t *testing.T) []sample {
	t.Helper()
	w, err := document.Carried()
	if err != nil {
		t.Fatal(err)
	}
	list, err := samples(w)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < len(document.Kinds()) {
		t.Fatalf("%d samples of %d kinds", len(list), len(document.Kinds()))
	}
	return list
}

func writtenSample(t *testing.T, s sample) (word, paper []byte) {
	t.Helper()
	word, err := written(s.document, docx.Write)
	if err != nil {
		t.Fatal(err)
	}
	paper, err = written(s.document, pdf.Write)
	if err != nil {
		t.Fatal(err)
	}
	return word, paper
}

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "document", name)
	if *updateDocuments {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is not as it was; look at the document, then run the test with -update-documents:\n%s", name, got)
	}
}

// pagesOf are the texts of a PDF's pages, a line for each line on paper.
// How is -layout, as they lie, or -raw, as they were written.
func pagesOf(t *testing.T, file, how string) []string {
	t.Helper()
	out, err := exec.Command(needed(t, "pdftotext", "poppler-utils"), how, file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
	for i, p := range pages {
		var lines []string
		for _, l := range strings.Split(p, "\n") {
			if l = strings.Join(strings.Fields(l), " "); l != "" {
				lines = append(lines, l)
			}
		}
		pages[i] = strings.Join(lines, "\n")
	}
	return pages
}

// The text of every sample on paper stands in testdata, page by page, and the parts
// of the Word file of those whose layout differs most.
func TestSamplesOfDocumentsAreAsTheyWere(t *testing.T) {
	parted := map[string]bool{"01-giao-uoc": true, "03-to-trinh": true, "13-cong-van-hiep-y": true}
	dir := t.TempDir()
	for _, s := range allSamples(t) {
		word, paper := writtenSample(t, s)
		file := filepath.Join(dir, s.name+".pdf")
		if err := os.WriteFile(file, paper, 0o600); err != nil {
			t.Fatal(err)
		}
		golden(t, s.name+".txt", strings.Join(pagesOf(t, file, "-layout"), "\n--- trang ---\n")+"\n")
		if err := s.document.Check(); err != nil && s.document.Kind != document.KindStatistics {
			t.Errorf("%s: %v", s.name, err)
		}
		if !strings.Contains(strings.Join(s.document.Notes, " "), document.Illustrative) {
			t.Errorf("%s does not say that it is practice", s.name)
		}
		if parted[s.name] {
			golden(t, s.name+".xml", wordParts(t, word))
		}
	}
}

var element = regexp.MustCompile(`(<w:(?:p|tbl|tr|tc|sectPr)[ >])`)

// wordParts is the document and its styles as text, a line for each paragraph and row.
func wordParts(t *testing.T, word []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(word), int64(len(word)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		if f.Name != "word/document.xml" && f.Name != "docProps/core.xml" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "--- %s\n%s\n", f.Name, element.ReplaceAllString(string(text), "\n$1"))
	}
	return all.String()
}

const fontsOnly = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>%s</dir><cachedir>%s</cachedir>` +
	`<alias binding="same"><family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer></alias></fontconfig>`

// LibreOffice, which is not our own reader, opens every Word file, and breaks every
// line and page where our PDF does. It is given the typeface that the program
// carries, since an older Liberation Serif lacks most Vietnamese letters.
func TestLibreOfficeSetsDocumentsAsOurPDFDoes(t *testing.T) {
	soffice := needed(t, "soffice", "libreoffice-writer")
	dir := t.TempDir()
	faces, err := filepath.Abs(filepath.Join("..", "..", "internal", "font"))
	if err != nil {
		t.Fatal(err)
	}
	conf := filepath.Join(dir, "fonts.conf")
	if err := os.WriteFile(conf, fmt.Appendf(nil, fontsOnly, faces, filepath.Join(dir, "cache")), 0o600); err != nil {
		t.Fatal(err)
	}
	list := allSamples(t)
	w, err := document.Carried()
	if err != nil {
		t.Fatal(err)
	}
	list = append(list, sample{"long", sampleSubmission(w, 30, 170)})
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", filepath.Join(dir, "theirs")}
	for _, s := range list {
		word, paper := writtenSample(t, s)
		for name, content := range map[string][]byte{s.name + ".docx": word, s.name + ".pdf": paper} {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		args = append(args, filepath.Join(dir, s.name+".docx"))
	}
	cmd := exec.Command(soffice, args...)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+conf, "HOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, s := range list {
		ours, theirs := pagesOf(t, filepath.Join(dir, s.name+".pdf"), "-raw"), pagesOf(t, filepath.Join(dir, "theirs", s.name+".pdf"), "-raw")
		if len(ours) != len(theirs) {
			t.Errorf("%s: %d pages, LibreOffice sets %d", s.name, len(ours), len(theirs))
			continue
		}
		for i := range ours {
			if diff := cmp.Diff(sorted(theirs[i]), sorted(ours[i])); diff != "" {
				t.Errorf("%s, page %d (-LibreOffice +ours):\n%s", s.name, i+1, diff)
			}
		}
	}
}

// sorted are the lines of a page: the two write head, body and foot in another order.
func sorted(page string) []string {
	lines := strings.Split(page, "\n")
	slices.Sort(lines)
	return lines
}

func TestTheCommandOfSamples(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mau")
	var out, mistakes bytes.Buffer
	if code := run(t.Context(), []string{"document", "samples", dir}, &out, &mistakes); code != 0 {
		t.Fatal(mistakes.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2*len(allSamples(t)) {
		t.Errorf("%d files are listed", len(lines))
	}
	for _, name := range lines {
		if content, err := os.ReadFile(name); err != nil || len(content) < 1000 {
			t.Errorf("%s: %d bytes, %v", name, len(content), err)
		}
	}
	file := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	mistakes.Reset()
	if code := run(t.Context(), []string{"document", "samples", file}, &out, &mistakes); code == 0 || !strings.Contains(mistakes.String(), "Không tạo được thư mục") {
		t.Errorf("a file in place of a folder: %d %s", code, mistakes.String())
	}
}
