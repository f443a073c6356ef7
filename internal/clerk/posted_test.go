package clerk

import (
	"testing"

	"giaouoc/internal/dossier"
	"giaouoc/internal/vn"
)

// The letter upward says of the last closed posting how many opinions came, and their
// seal; nothing of one that is open.
func TestTheLetterSaysWhatThePeopleSaid(t *testing.T) {
	p := dossier.Posting{FromDay: vn.MustDate("2026-03-02"), UntilDay: vn.MustDate("2026-03-16")}
	x := told{Look: &dossier.Look{Postings: []dossier.Posting{p}}}
	if got := x.posted(); got != "" {
		t.Errorf("while it is open: %q", got)
	}
	p.ClosedOn = vn.MustDate("2026-03-17")
	x.Postings = []dossier.Posting{p}
	if got, want := x.posted(), "từ ngày 02 tháng 3 năm 2026 đến ngày 17 tháng 3 năm 2026; không có ý kiến nào"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	p.Opinions, p.Sealed = 3, "abc"
	x.Postings = []dossier.Posting{p}
	x.Opinions = []dossier.PublicOpinion{{Stance: dossier.For}, {Stance: dossier.Against}, {Stance: dossier.For}}
	want := "từ ngày 02 tháng 3 năm 2026 đến ngày 17 tháng 3 năm 2026; nhận được 3 ý kiến (2 ủng hộ, 1 không đồng tình, 0 ý kiến khác), tất cả đã được trả lời; dấu SHA-256 của tập ý kiến đã niêm phong: abc"
	if got := x.posted(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
