package sheet

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/data"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/vn"
)

// register is the published register of units, read for these tests.
func register(t *testing.T, read func(tx *db.Tx) error) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		load(t, d, "units.yaml", data.Units)
		dbtest.Update(t, d, db.Actor{}, read)
	})
}

// list writes units as "01 Hà Nội · 02 Hà Giang", by code.
func list(units []org.Unit) string {
	lines := make([]string, len(units))
	for i, u := range units {
		lines[i] = u.Code + " " + u.Name
	}
	slices.Sort(lines)
	return strings.Join(lines, " · ")
}

// The codes of the General Statistics Office before the mergers of 1 July 2025;
// Huế was Thừa Thiên Huế until the end of 2024.
const sixtyThree = "01 Hà Nội · 02 Hà Giang · 04 Cao Bằng · 06 Bắc Kạn · 08 Tuyên Quang · 10 Lào Cai · 11 Điện Biên · 12 Lai Châu · 14 Sơn La · 15 Yên Bái · 17 Hòa Bình · 19 Thái Nguyên · 20 Lạng Sơn · 22 Quảng Ninh · 24 Bắc Giang · 25 Phú Thọ · 26 Vĩnh Phúc · 27 Bắc Ninh · 30 Hải Dương · 31 Hải Phòng · 33 Hưng Yên · 34 Thái Bình · 35 Hà Nam · 36 Nam Định · 37 Ninh Bình · 38 Thanh Hóa · 40 Nghệ An · 42 Hà Tĩnh · 44 Quảng Bình · 45 Quảng Trị · 46 Thừa Thiên Huế · 48 Đà Nẵng · 49 Quảng Nam · 51 Quảng Ngãi · 52 Bình Định · 54 Phú Yên · 56 Khánh Hòa · 58 Ninh Thuận · 60 Bình Thuận · 62 Kon Tum · 64 Gia Lai · 66 Đắk Lắk · 67 Đắk Nông · 68 Lâm Đồng · 70 Bình Phước · 72 Tây Ninh · 74 Bình Dương · 75 Đồng Nai · 77 Bà Rịa - Vũng Tàu · 79 Thành phố Hồ Chí Minh · 80 Long An · 82 Tiền Giang · 83 Bến Tre · 84 Trà Vinh · 86 Vĩnh Long · 87 Đồng Tháp · 89 An Giang · 91 Kiên Giang · 92 Cần Thơ · 93 Hậu Giang · 94 Sóc Trăng · 95 Bạc Liêu · 96 Cà Mau"

// The same after Resolution 202/2025/QH15.
const thirtyFour = "01 Hà Nội · 04 Cao Bằng · 08 Tuyên Quang · 11 Điện Biên · 12 Lai Châu · 14 Sơn La · 15 Lào Cai · 19 Thái Nguyên · 20 Lạng Sơn · 22 Quảng Ninh · 24 Bắc Ninh · 25 Phú Thọ · 31 Hải Phòng · 33 Hưng Yên · 37 Ninh Bình · 38 Thanh Hóa · 40 Nghệ An · 42 Hà Tĩnh · 44 Quảng Trị · 46 Huế · 48 Đà Nẵng · 51 Quảng Ngãi · 52 Gia Lai · 56 Khánh Hòa · 66 Đắk Lắk · 68 Lâm Đồng · 75 Đồng Nai · 79 Thành phố Hồ Chí Minh · 80 Tây Ninh · 82 Đồng Tháp · 86 Vĩnh Long · 91 An Giang · 92 Cần Thơ · 96 Cà Mau"

func TestTheRegisterHasSixtyThreeUnitsAndThenThirtyFour(t *testing.T) {
	register(t, func(tx *db.Tx) error {
		renamed := strings.Replace(sixtyThree, "Thừa Thiên Huế", "Huế", 1)
		for _, c := range []struct {
			day  vn.Date
			want string
			n    int
		}{
			{vn.NewDate(2024, 6, 1), sixtyThree, 63},
			{vn.NewDate(2024, 12, 31), sixtyThree, 63},
			{vn.NewDate(2025, 1, 1), renamed, 63},
			{vn.NewDate(2025, 6, 30), renamed, 63},
			{vn.NewDate(2025, 7, 1), thirtyFour, 34},
			{vn.NewDate(2026, 12, 1), thirtyFour, 34},
		} {
			units, err := org.On(tx, "", c.day)
			if err != nil {
				return err
			}
			if diff := cmp.Diff(c.want, list(units)); diff != "" || len(units) != c.n {
				t.Errorf("%d units on %s, want %d (-want +got):\n%s", len(units), c.day, c.n, diff)
			}
		}
		return nil
	})
}

// mergers are those of 1 July 2025, as "result: its parts before", by new code.
var mergers = []string{
	"08 Tuyên Quang: 02 Hà Giang · 08 Tuyên Quang",
	"15 Lào Cai: 10 Lào Cai · 15 Yên Bái",
	"19 Thái Nguyên: 06 Bắc Kạn · 19 Thái Nguyên",
	"24 Bắc Ninh: 24 Bắc Giang · 27 Bắc Ninh",
	"25 Phú Thọ: 17 Hòa Bình · 25 Phú Thọ · 26 Vĩnh Phúc",
	"31 Hải Phòng: 30 Hải Dương · 31 Hải Phòng",
	"33 Hưng Yên: 33 Hưng Yên · 34 Thái Bình",
	"37 Ninh Bình: 35 Hà Nam · 36 Nam Định · 37 Ninh Bình",
	"44 Quảng Trị: 44 Quảng Bình · 45 Quảng Trị",
	"48 Đà Nẵng: 48 Đà Nẵng · 49 Quảng Nam",
	"51 Quảng Ngãi: 51 Quảng Ngãi · 62 Kon Tum",
	"52 Gia Lai: 52 Bình Định · 64 Gia Lai",
	"56 Khánh Hòa: 56 Khánh Hòa · 58 Ninh Thuận",
	"66 Đắk Lắk: 54 Phú Yên · 66 Đắk Lắk",
	"68 Lâm Đồng: 60 Bình Thuận · 67 Đắk Nông · 68 Lâm Đồng",
	"75 Đồng Nai: 70 Bình Phước · 75 Đồng Nai",
	"79 Thành phố Hồ Chí Minh: 74 Bình Dương · 77 Bà Rịa - Vũng Tàu · 79 Thành phố Hồ Chí Minh",
	"80 Tây Ninh: 72 Tây Ninh · 80 Long An",
	"82 Đồng Tháp: 82 Tiền Giang · 87 Đồng Tháp",
	"86 Vĩnh Long: 83 Bến Tre · 84 Trà Vinh · 86 Vĩnh Long",
	"91 An Giang: 89 An Giang · 91 Kiên Giang",
	"92 Cần Thơ: 92 Cần Thơ · 93 Hậu Giang · 94 Sóc Trăng",
	"96 Cà Mau: 95 Bạc Liêu · 96 Cà Mau",
}

func TestTheMergersOfJuly2025(t *testing.T) {
	register(t, func(tx *db.Tx) error {
		july := vn.NewDate(2025, 7, 1)
		passages, err := org.Passages(tx)
		if err != nil {
			return err
		}
		var got []string
		handed := map[string]string{}
		merged := map[string]bool{}
		for _, p := range passages {
			if p.Kind != org.Merged {
				continue
			}
			if p.OnDay != july || p.Source != "Nghị quyết 202/2025/QH15" || len(p.Begun()) != 0 {
				t.Errorf("a merger on %s by %q that begins %v", p.OnDay, p.Source, p.Begun())
			}
			got = append(got, list(p.Is)+": "+list(p.Was))
			merged[p.Is[0].ID] = true
			for _, h := range p.Codes() {
				if h.Is.ID != "" {
					handed[h.Code] = h.Was.Name + " → " + h.Is.Name
				}
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(mergers, got); diff != "" {
			t.Errorf("mergers (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(map[string]string{
			"15": "Yên Bái → Lào Cai", "24": "Bắc Giang → Bắc Ninh", "44": "Quảng Bình → Quảng Trị", "52": "Bình Định → Gia Lai",
			"80": "Long An → Tây Ninh", "82": "Tiền Giang → Đồng Tháp", "91": "Kiên Giang → An Giang",
		}, handed); diff != "" {
			t.Errorf("codes that name another unit (-want +got):\n%s", diff)
		}
		units, err := org.On(tx, "", july)
		if err != nil {
			return err
		}
		unchanged := slices.DeleteFunc(units, func(u org.Unit) bool { return merged[u.ID] })
		const eleven = "01 Hà Nội · 04 Cao Bằng · 11 Điện Biên · 12 Lai Châu · 14 Sơn La · 20 Lạng Sơn · 22 Quảng Ninh · 38 Thanh Hóa · 40 Nghệ An · 42 Hà Tĩnh · 46 Huế"
		if got := list(unchanged); got != eleven {
			t.Errorf("units without a merger:\n%s\nwant\n%s", got, eleven)
		}
		return nil
	})
}

func TestCentrallyRunCitiesByDate(t *testing.T) {
	register(t, func(tx *db.Tx) error {
		eras, err := org.Eras(tx, org.CentralCity)
		if err != nil {
			return err
		}
		type era struct {
			From   string
			Cities int
			Joined string
		}
		var got []era
		for _, e := range eras {
			got = append(got, era{e.From.String(), len(e.Units), list(e.Joined)})
		}
		if diff := cmp.Diff([]era{
			{"", 5, ""},
			{"2025-01-01", 6, "46 Huế"},
			{"2026-04-30", 7, "75 Đồng Nai"},
			{"2026-09-01", 8, "22 Quảng Ninh"},
			{"2026-09-20", 9, "24 Bắc Ninh"},
		}, got); diff != "" {
			t.Errorf("centrally run cities (-want +got):\n%s", diff)
		}
		if got, want := list(eras[0].Units), "01 Hà Nội · 31 Hải Phòng · 48 Đà Nẵng · 79 Thành phố Hồ Chí Minh · 92 Cần Thơ"; got != want {
			t.Errorf("the first five: %s, want %s", got, want)
		}
		return nil
	})
}

// What was entered, merged and divided on the pages, in whatever order, comes
// out of an export and goes into an empty register again.
func TestARegisterThatWasWorkedInTravels(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		load(t, d, "units.yaml", data.Units)
		const source = "minh họa"
		day := vn.NewDate(2027, 1, 1)
		for _, act := range []func(tx *db.Tx) error{
			func(tx *db.Tx) error { // begins later below a unit that a merger is to end
				_, err := org.Create(tx, org.Unit{ID: "u-later", Name: "Sở mới", Kind: org.Department, ParentID: "u-ha-tinh", FromDay: vn.NewDate(2028, 1, 1)})
				return err
			},
			func(tx *db.Tx) error { // a new unit, with the code of one that ended
				_, err := org.Merge(tx, org.Merger{On: day, From: []string{"u-ha-tinh", "u-nghe-an"}, Result: org.Unit{ID: "u-new", Code: "40", Name: "Nghệ Tĩnh"}, Source: source})
				return err
			},
			func(tx *db.Tx) error { // takes the code that the merger freed
				_, err := org.Create(tx, org.Unit{ID: "u-taker", Code: "42", Name: "Tỉnh khác", Kind: org.Province, FromDay: day})
				return err
			},
			func(tx *db.Tx) error {
				_, err := org.Create(tx, org.Unit{ID: "u-ward", Code: "1", Name: "Phường", Kind: org.Ward, ParentID: "u-new", FromDay: day})
				return err
			},
			func(tx *db.Tx) error {
				_, err := org.Divide(tx, org.Splitting{
					On: vn.NewDate(2027, 6, 1), UnitID: "u-new", Parts: []org.Unit{{Code: "40", Name: "Nghệ An mới"}, {Code: "43", Name: "Hà Tĩnh mới"}},
					Children: map[string]int{"u-ward": 1, "u-later": 0}, Source: source,
				})
				return err
			},
			func(tx *db.Tx) error {
				_, err := org.Divide(tx, org.Splitting{On: day, UnitID: "u-ha-noi", Keeps: true, Parts: []org.Unit{{Code: "28", Name: "Hà Tây"}}, Source: source})
				return err
			},
			func(tx *db.Tx) error { // a place directly under the centre
				_, err := org.Revise(tx, org.Revision{UnitID: "u-ward", On: vn.NewDate(2028, 1, 1), ParentID: org.Centre, Source: source})
				return err
			},
			func(tx *db.Tx) error { // parts of two parents, put below one of them
				_, err := org.Create(tx, org.Unit{ID: "u-one", Name: "Một", Kind: org.Ward, ParentID: "u-hue", FromDay: day})
				if err != nil {
					return err
				}
				_, err = org.Merge(tx, org.Merger{On: vn.NewDate(2029, 1, 1), From: []string{"u-one", "u-ward"}, Result: org.Unit{Name: "Gộp", ParentID: "u-hue"}, Source: source})
				return err
			},
		} {
			dbtest.Update(t, d, dbtest.Operator(), act)
		}
		want := string(dump(t, d, "out.yaml"))
		for _, name := range []string{"out.yaml", "out.xlsx"} {
			again := dbtest.OpenSQLite(t)
			load(t, again, name, dump(t, d, name))
			if diff := cmp.Diff(want, string(dump(t, again, "out.yaml"))); diff != "" {
				t.Errorf("through %s (-first +again):\n%s", name, diff)
			}
			for _, on := range []vn.Date{day, vn.NewDate(2027, 6, 1), vn.NewDate(2029, 1, 1)} {
				for _, parent := range []string{"", "u-new", "u-hue", "u-ha-noi"} {
					var before, after []org.Unit
					dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) (err error) { before, err = org.On(tx, parent, on); return err })
					dbtest.Update(t, again, db.Actor{}, func(tx *db.Tx) (err error) { after, err = org.On(tx, parent, on); return err })
					if diff := cmp.Diff(list(before), list(after)); diff != "" {
						t.Errorf("through %s, below %q on %s (-first +again):\n%s", name, parent, on, diff)
					}
				}
			}
		}
	})
}
