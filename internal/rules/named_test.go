package rules

import (
	"strings"
	"testing"
)

func TestWhatListsCallAwards(t *testing.T) {
	l, err := Carried()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, by, want string }{
		{"CSTĐCS", "", "T-CSTDCS"},
		{"Chiến sĩ thi đua cơ sở", "", "T-CSTDCS"},
		{"Danh hiệu «Chiến sĩ thi đua cơ sở»", "", "T-CSTDCS"},
		{"CHIẾN SĨ THI ĐUA CƠ SỞ năm 2021", "", "T-CSTDCS"},
		{"CSTĐ cấp thành phố", "", "T-CSTDBT"},
		{"CSTĐ toàn quốc", "", "T-CSTDTQ"},
		{"Chiến sĩ thi đua", "", "T-CSTDCS T-CSTDBT T-CSTDTQ"},
		{"Chiến sĩ thi đua", "Chủ tịch UBND tỉnh Quảng Nam", "T-CSTDBT"},
		{"LĐTT", "", "T-LDTT"},
		{"Lao dong tien tien", "", "T-LDTT"},
		{"Lao động tiên tiến xuất sắc", "", ""},
		{"Tập thể LĐXS", "", "T-TTLDXS"},
		{"BK UBND tỉnh", "", "B-BT"},
		{"Bằng khen Chủ tịch UBND thành phố", "", "B-BT"},
		{"Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Thừa Thiên Huế", "", "B-BT"},
		{"Bằng khen của Bộ trưởng Bộ Nội vụ", "", "B-BT"},
		{"BK CT UBND TP Cần Thơ", "", "B-BT"},
		{"BK TTg", "", "B-TTG"},
		{"Bằng khen của Thủ tướng Chính phủ", "", "B-TTG"},
		{"Bằng khen", "", "B-TTG B-BT"},
		{"Bằng khen", "Thủ tướng Chính phủ", "B-TTG"},
		{"Bằng khen", "UBND TP Đà Nẵng", "B-BT"},
		{"Bằng khen", "Bộ Tài chính", "B-BT"},
		{"Bằng khen", "Hội Chữ thập đỏ", "B-TTG B-BT"},
		{"HCLĐ hạng Ba", "", "H-LD3"},
		{"HCLĐ hạng III", "", "H-LD3"},
		{"Huân chương Lao động hạng nhì", "", "H-LD2"},
		{"Huân chương Lao động", "", "H-LD1 H-LD2 H-LD3"},
		{"HC Độc lập hạng 1", "", "H-DL1"},
		{"Giấy khen", "", "G-GK"},
		{"Giấy khen của Giám đốc Sở Nội vụ", "", "G-GK"},
		{"Cờ thi đua Chính phủ", "", "T-COCP"},
		{"Cờ thi đua của UBND thành phố", "", "T-COBT"},
		{"Cờ thi đua", "", "T-COBT T-COCP"},
		{"Cờ thi đua", "Chính phủ", "T-COCP"},
		{"", "", ""},
		{"Thư khen", "", ""},
	} {
		var got []string
		for _, a := range l.Named(c.text, c.by) {
			got = append(got, a.Code)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q by %q: %q, want %q", c.text, c.by, s, c.want)
		}
	}
	// Every award is found by its own name and by each of its other words that no
	// other award has.
	for _, a := range l.Awards {
		for _, text := range append([]string{a.Name}, a.Also...) {
			found := l.Named(text, "")
			if len(found) == 0 || len(found) == 1 && found[0] != a {
				t.Errorf("%q of %s finds %v", text, a.Code, found)
			}
		}
	}
}
