package covenant

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"giaouoc/internal/indicator"
)

func sample() Snapshot {
	return Snapshot{
		Format: snapshotFormat, Cluster: "Cụm thử", Year: 2026,
		Members: []SnapMember{{"a", "Hà Nội"}, {"b", "Huế"}},
		Contents: []SnapContent{
			{1, "Phát triển kinh tế", "Thu vượt 5%", "Nghị quyết 01/NQ-CP"},
			{2, "Cải cách hành chính", "", "Nghị quyết 76/NQ-CP"},
			{3, "Quốc phòng", "", "Nghị quyết 44-NQ/TW"},
		},
		Indicators: []SnapIndicator{
			{Code: "THU", Name: "Thu ngân sách", Unit: "tỷ đồng", Direction: indicator.More, Sum: indicator.Total, Content: 1},
			{Code: "HAI_LONG", Name: "Tỷ lệ hài lòng", Unit: "%", Direction: indicator.More, Sum: indicator.Average, Content: 2},
		},
		Targets: []SnapTarget{{"THU", "a", "1000.5", "900"}, {"THU", "b", "12", ""}},
	}
}

// copied is a deep copy that a case may change.
func copied(s Snapshot) Snapshot {
	s.Members, s.Contents = slices.Clone(s.Members), slices.Clone(s.Contents)
	s.Indicators, s.Targets = slices.Clone(s.Indicators), slices.Clone(s.Targets)
	return s
}

func TestCompare(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(s *Snapshot)
		want []Change
	}{
		"nothing": {func(*Snapshot) {}, nil},
		"a body": {
			func(s *Snapshot) { s.Contents[0].Body = "Thu vượt 7%" },
			[]Change{{Changed, "Nội dung 1", "Phát triển kinh tế\nThu vượt 5%\nPhục vụ: Nghị quyết 01/NQ-CP", "Phát triển kinh tế\nThu vượt 7%\nPhục vụ: Nghị quyết 01/NQ-CP"}},
		},
		"a title, not its indicator": {
			func(s *Snapshot) { s.Contents[1].Title = "Cải cách thủ tục" },
			[]Change{{Changed, "Nội dung 2", "Cải cách hành chính\nPhục vụ: Nghị quyết 76/NQ-CP", "Cải cách thủ tục\nPhục vụ: Nghị quyết 76/NQ-CP"}},
		},
		"the first goes, the others slide up": {
			func(s *Snapshot) {
				s.Contents = []SnapContent{s.Contents[1], s.Contents[2]}
				s.Contents[0].Number, s.Contents[1].Number = 1, 2
				s.Indicators, s.Targets = s.Indicators[1:], nil
				s.Indicators[0].Content = 1
			},
			[]Change{
				{Removed, "Nội dung 1 của bản trước", "Phát triển kinh tế\nThu vượt 5%\nPhục vụ: Nghị quyết 01/NQ-CP", ""},
				{Removed, "Chỉ số THU", "Thu ngân sách (tỷ đồng), càng cao càng tốt, cộng các đơn vị, thuộc nội dung «Phát triển kinh tế»", ""},
				{Removed, "Chỉ tiêu THU của Hà Nội", "1.000,5 tỷ đồng (gốc 900)", ""},
				{Removed, "Chỉ tiêu THU của Huế", "12 tỷ đồng", ""},
			},
		},
		"two change places": {
			func(s *Snapshot) {
				s.Contents[1], s.Contents[2] = s.Contents[2], s.Contents[1]
				s.Contents[1].Number, s.Contents[2].Number = 2, 3
				s.Indicators[1].Content = 3
			},
			[]Change{{Moved, "Nội dung 3 (trước là nội dung 2)", "2. Cải cách hành chính", "3. Cải cách hành chính"}},
		},
		"one comes": {
			func(s *Snapshot) { s.Contents = append(s.Contents, SnapContent{4, "Mới", "", "x"}) },
			[]Change{{Added, "Nội dung 4", "", "Mới\nPhục vụ: x"}},
		},
		"the indicator goes elsewhere": {
			func(s *Snapshot) { s.Indicators[1].Content = 3 },
			[]Change{{
				Changed, "Chỉ số HAI_LONG",
				"Tỷ lệ hài lòng (%), càng cao càng tốt, bình quân các đơn vị, thuộc nội dung «Cải cách hành chính»",
				"Tỷ lệ hài lòng (%), càng cao càng tốt, bình quân các đơn vị, thuộc nội dung «Quốc phòng»",
			}},
		},
		"a member's name, not its targets": {
			func(s *Snapshot) { s.Members[1].Name = "Thành phố Huế" },
			[]Change{{Changed, "Đơn vị Thành phố Huế", "Huế", "Thành phố Huế"}},
		},
		"two members of one name": {
			func(s *Snapshot) { s.Members[1].Name = "Hà Nội"; s.Targets[1].Value = "13" },
			[]Change{
				{Changed, "Đơn vị Hà Nội", "Huế", "Hà Nội"},
				{Changed, "Chỉ tiêu THU của Hà Nội", "12 tỷ đồng", "13 tỷ đồng"},
			},
		},
		"a baseline becomes known": {
			func(s *Snapshot) { s.Targets[1].Baseline = "0" },
			[]Change{{Changed, "Chỉ tiêu THU của Huế", "12 tỷ đồng", "12 tỷ đồng (gốc 0)"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			after := copied(sample())
			c.edit(&after)
			got := Compare(sample(), after)
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%+v\nwant\n%+v", got, c.want)
			}
		})
	}
}

// Whatever happens to a text: the same text differs in nothing, each content of
// either side is told at most once, and what one way adds the other way removes.
func TestCompareBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawContents(t, "before"), drawContents(t, "after")
		if same := Compare(before, before); len(same) != 0 {
			t.Fatalf("a text differs from itself: %+v", same)
		}
		there, back := count(Compare(before, after)), count(Compare(after, before))
		if there[Added] != back[Removed] || there[Removed] != back[Added] {
			t.Fatalf("there %v, back %v", there, back)
		}
		if len(before.Contents)-there[Removed]+there[Added] != len(after.Contents) {
			t.Fatalf("%d contents, %v, %d contents", len(before.Contents), there, len(after.Contents))
		}
	})
}

func drawContents(t *rapid.T, label string) Snapshot {
	var s Snapshot
	for i, title := range rapid.SliceOfN(rapid.SampledFrom([]string{"một", "hai", "ba", "bốn", "năm"}), 0, 6).Draw(t, label) {
		s.Contents = append(s.Contents, SnapContent{Number: i + 1, Title: title, Body: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, label+" body")})
	}
	return s
}

func count(changes []Change) map[ChangeKind]int {
	n := map[ChangeKind]int{}
	for _, c := range changes {
		n[c.Kind]++
	}
	return n
}

// The bytes are a promise: whoever has them computes the same fingerprint.
func TestCanonical(t *testing.T) {
	s := sample()
	s.Contents, s.Indicators, s.Targets = s.Contents[:1], s.Indicators[:1], s.Targets[:1]
	s.Contents[0].Body = "a < b & \"c\"\nHue\u0302\u0301" // the mark on its own, as some keyboards type it
	want := `{"format":"giao-uoc/1","cluster":"Cụm thử","year":2026,"members":[{"id":"a","name":"Hà Nội"},{"id":"b","name":"Huế"}],` +
		`"contents":[{"number":1,"title":"Phát triển kinh tế","body":"a < b & \"c\"\nHuế","serves":"Nghị quyết 01/NQ-CP"}],` +
		`"indicators":[{"code":"THU","name":"Thu ngân sách","unit":"tỷ đồng","direction":"more","sum":"sum","content":1}],` +
		`"targets":[{"indicator":"THU","unit":"a","value":"1000.5","baseline":"900"}]}`
	text, fingerprint, err := s.Canonical()
	if err != nil || text != want {
		t.Errorf("got\n%s\nwant\n%s\n%v", text, want, err)
	}
	sum := sha256.Sum256([]byte(want))
	if fingerprint != hex.EncodeToString(sum[:]) {
		t.Errorf("fingerprint %s", fingerprint)
	}
	read, err := Version{Snapshot: text}.Text()
	if _, again, _ := read.Canonical(); err != nil || again != fingerprint {
		t.Errorf("the text read back has another fingerprint (%v)", err)
	}
}
