package search_test

import (
	"fmt"
	"strings"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/search"
	"giaouoc/internal/vn"
)

func found(t *testing.T, d *db.DB, q search.Query) search.Found {
	t.Helper()
	var f search.Found
	if err := d.View(t.Context(), func(tx *db.Tx) (err error) {
		f, err = search.Find(tx, q)
		return err
	}); err != nil {
		t.Fatalf("%.60q: %v", q.Text, err)
	}
	return f
}

func put(t *testing.T, d *db.DB, list ...search.Entry) {
	t.Helper()
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		for _, e := range list {
			if err := search.Put(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

func titles(f search.Found) string {
	var list []string
	for _, e := range f.Entries {
		list = append(list, e.Title)
	}
	return strings.Join(list, ", ")
}

func TestFind(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		put(
			t, d,
			search.Entry{Kind: search.Award, ObjectID: "1", Title: "Đặng Văn Đức", Detail: "Bằng khen, Quyết định 12/QĐ-UBND", Day: vn.NewDate(2020, 3, 1)},
			search.Entry{Kind: search.Award, ObjectID: "2", Title: "Đặng Văn Đức", Detail: "Giấy khen", Day: vn.NewDate(2024, 3, 1)},
			search.Entry{Kind: search.Award, ObjectID: "3", Title: "Đức Đặng", Detail: "Văn phòng", Day: vn.NewDate(2026, 3, 1)},
			search.Entry{Kind: search.Award, ObjectID: "4", Title: "Vừ Mí Kẻng", Day: vn.NewDate(2026, 3, 1)},
			search.Entry{Kind: search.Unit, ObjectID: "1", Title: "Huế", Detail: "Thành phố Huế", Address: "/don-vi/1"},
			search.Entry{Kind: search.Covenant, ObjectID: "1", Title: "Giao ước thi đua năm 2026", Detail: "Cụm thi đua; văn hóa", Day: vn.NewDate(2026, 1, 5), Address: "/cum/x/2026/giao-uoc"},
		)
		for _, c := range []struct {
			text string
			kind search.Kind
			want string
		}{
			{"dang van duc", "", "Đặng Văn Đức, Đặng Văn Đức, Đức Đặng"}, // beside each other first, the newest first
			{"ĐẶNG VĂN ĐỨC", "", "Đặng Văn Đức, Đặng Văn Đức, Đức Đặng"},
			{"Đặng Văn Đ", "", ""}, // one letter is a word of its own
			{"Đặng Văn Đứ", "", "Đặng Văn Đức, Đặng Văn Đức, Đức Đặng"},
			{"van da", "", "Đức Đặng, Đặng Văn Đức, Đặng Văn Đức"},
			{"12/QĐ-UBND", "", "Đặng Văn Đức"},
			{"hue", "", "Huế"},
			{"hue", search.Award, ""},
			{"van", search.Covenant, "Giao ước thi đua năm 2026"},
			{"van", search.Award, "Đức Đặng, Đặng Văn Đức, Đặng Văn Đức"},
			{"thi dua 2026", "", "Giao ước thi đua năm 2026"},
			{"ken", "", "Vừ Mí Kẻng"},
			{"dang van duc khong co", "", ""},
		} {
			if got := titles(found(t, d, search.Query{Text: c.text, Kind: c.kind})); got != c.want {
				t.Errorf("%q of %q: %q, want %q", c.text, c.kind, got, c.want)
			}
		}
		put(t, d, search.Entry{Kind: search.Award, ObjectID: "4", Title: "Vừ Mí Kẻ", Day: vn.NewDate(2025, 3, 1)}) // in its place
		if got := titles(found(t, d, search.Query{Text: "vu mi"})); got != "Vừ Mí Kẻ" {
			t.Errorf("after a correction: %q", got)
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if err := search.Remove(tx, search.Award, "4"); err != nil {
				return err
			}
			return search.Remove(tx, search.Award, "never")
		})
		if got := titles(found(t, d, search.Query{Text: "vu mi ke"})); got != "" {
			t.Errorf("after its removal: %q", got)
		}
		var left int
		if err := d.View(t.Context(), func(tx *db.Tx) (err error) {
			left, err = db.One[int](tx, `SELECT COUNT(*) AS n FROM search_post p WHERE NOT EXISTS (SELECT 1 FROM search_entry e WHERE e.place = p.place)`)
			return err
		}); err != nil || left != 0 {
			t.Errorf("%d words of nothing are left, %v", left, err)
		}
	})
}

// Hostile questions are answered as any other.
func TestFindHostile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		put(t, d, search.Entry{Kind: search.Award, ObjectID: "1", Title: "Nguyễn Văn An", Detail: "và của là"})
		for text, cut := range map[string]bool{
			"": false, "   ": false, "🎉🎉": false, "\"": false, "*": false, "a\" OR 1=1 --": false, "NEAR(nguyen van)": false, "title:nguyen": false, "^nguyen": false,
			"-nguyen": false, "nguyen*": false, "'; DROP TABLE search_entry; --": false, "\x00\xff": false, "\u200b\u202e": false, "%_": false, "a": false, "là và của": false,
			strings.Repeat("n", 10_000): true, strings.Repeat("nguyen ", 2000): true, strings.Repeat("🎉", 5000): true,
			"a b c d e f g h i k l m n": true, "＜script＞": false,
		} {
			if f := found(t, d, search.Query{Text: text, Page: 1 << 60}); f.Cut != cut || len(f.Words) > 10 {
				t.Errorf("%.30q: cut %v, words %q", text, f.Cut, f.Words)
			}
		}
		for _, text := range []string{"nguyen*", "-nguyen", "^nguyen", "nguyen 🎉 văn", "ngu\u200byễn", "NGUYỄN\u0301 VĂN"} {
			if f := found(t, d, search.Query{Text: text}); f.Total != 1 {
				t.Errorf("%q finds %d", text, f.Total)
			}
		}
	})
}

// A common word is paged through to a bound, which is said.
func TestFindMany(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			var list []search.Entry
			for i := range search.MostFound + 50 {
				list = append(list, search.Entry{Kind: search.Award, ObjectID: fmt.Sprint(i), Title: fmt.Sprintf("Nguyễn Văn %d", i), Day: vn.NewDate(2020, 1, 1).AddDays(i)})
			}
			return search.PutNew(tx, list)
		})
		for _, text := range []string{"nguyen", "nguyen van", "van nguyen", "ngu"} {
			f := found(t, d, search.Query{Text: text})
			if f.Total != search.MostFound || !f.More || f.Entries[0].Title != "Nguyễn Văn 1049" {
				t.Errorf("%q: %d of more %v, first %q", text, f.Total, f.More, titles(f))
			}
			last := found(t, d, search.Query{Text: text, Page: f.Pages})
			if len(last.Entries) != search.PageSize || last.Entries[search.PageSize-1].Title != "Nguyễn Văn 50" {
				t.Errorf("%q: last page %q", text, titles(last))
			}
		}
	})
}
