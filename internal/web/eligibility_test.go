package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// misasked are questions that cannot be read, with what is said of them.
var misasked = map[string]string{
	"nam=xyz": "không phải là số đếm", "nam=99": "từ 1930 đến 2100", "ngay=30/2/2026": "30/2/2026", "ngay=1/1/2001": "sớm nhất là ngày", "xl=TOT": "Chọn xếp loại", "kt=X": "Chọn danh hiệu",
	"sk_pv=x": "Chọn phạm vi", "hd_tv=5&hd_dy=6": "số đồng ý không quá", "ck_tu=1/8/2026": "Ghi cả hai ngày", "dd=x": "Chọn cụm",
}

// askFacts are two units with an officer each.
const askFacts = `format: giaouoc/1
units:
  - {id: u-a, code: "01", name: Sở A, kind: department}
  - {id: u-b, code: "02", name: Sở B, kind: department}
accounts:
  - {login: so-a, name: Chuyên viên A, position: Chuyên viên, unit: u-a}
  - {login: so-b, name: Chuyên viên B, position: Chuyên viên, unit: u-b}
grants:
  - {login: so-a, role: officer, scope: unit, of: u-a}
  - {login: so-b, role: officer, scope: unit, of: u-b}
`

// An officer asks of a subject's file what may be proposed, tries what would be, and
// takes the letter; nothing of it is kept, and nobody else may ask.
func TestAnOfficerAsksTheLawOfAFile(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	dbtest.SetDay(d, 2026, 8, 3)
	l, err := rules.Carried()
	if err != nil {
		t.Fatal(err)
	}
	var person, collective award.Subject
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		if err := importFile(tx, "world.yaml", []byte(askFacts)); err != nil {
			return err
		}
		if person, err = award.Keep(tx, l, award.Subject{UnitID: "u-a", Kind: rules.Person, Name: "Trần Thị Đào", Classes: "official"}); err != nil {
			return err
		}
		collective, err = award.Keep(tx, l, award.Subject{UnitID: "u-a", Kind: rules.Collective, Name: "Phòng Tổng hợp"})
		return err
	})
	w := &walkWorld{dir: t.TempDir(), db: d, cookies: map[string]*http.Cookie{}}
	w.server = serverOn(t, d, w.dir, true, nil)
	w.signIn(t, "so-a")
	w.signIn(t, "so-b")
	ask := func(login, path string, status int) string {
		t.Helper()
		answer := w.send(httptest.NewRequest(http.MethodGet, path, nil), login)
		if answer.Code != status {
			t.Fatalf("%s as %s: %d, want %d: %s", path, login, answer.Code, status, words(answer.Body.String()))
		}
		if strings.Contains(answer.Header().Get("Content-Type"), "text/plain") {
			return answer.Body.String()
		}
		return words(answer.Body.String())
	}
	see := func(page string, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if !strings.Contains(page, text) {
				t.Errorf("%q is not on the page: %s", text, page)
			}
		}
	}
	base := "/doi-tuong/" + person.ID + "/xet"
	see(ask("so-a", base, http.StatusOK), "Chế độ áp dụng: Luật Thi đua, khen thưởng 2022 và Nghị định 152/2025/NĐ-CP", "Năm 2026:", "«Lao động tiên tiến»", "Các danh hiệu, hình thức còn lại")
	see(ask("so-a", base+"?xl=HTXS", http.StatusOK), "Giả định: năm xét được xếp loại hoàn thành xuất sắc nhiệm vụ.", "Theo hồ sơ", "Theo giả định", "Đủ phần tính được")
	see(ask("so-a", base+"?ngay=2/10/2026", http.StatusOK), "Chưa nhập nội dung sửa đổi")
	see(ask("so-a", base+"?ngay=2/10/2020", http.StatusOK), "chưa có tiêu chuẩn trong dữ liệu", "«Huân chương Sao vàng»")
	see(ask("so-a", base+"/T-CSTDTQ?xl=HTXS&hd_tv=13&hd_dy=12", http.StatusOK),
		"Chưa đạt", "Hội đồng 13 thành viên cần 12 phiếu", "Thời hạn của hồ sơ", "Hồ sơ «Chiến sĩ thi đua toàn quốc»", "khoản 5 Điều 33 Nghị định số 152/2025/NĐ-CP", "Theo giả định")
	see(ask("so-a", base+"/T-CSTDCS?xl=HTXS&kt=T-LDTT", http.StatusOK), "Theo hồ sơ: chưa đủ điều kiện", "Theo giả định: đủ điều kiện.")
	see(ask("so-a", base+"/B-TTG/van-ban.txt?nam=2025", http.StatusOK), "ông/bà Trần Thị Đào", "Kết luận: chưa đủ điều kiện", "Còn thiếu:", "khoản 1 Điều 73 Luật số 06/2022/QH15")
	see(ask("so-a", "/doi-tuong/"+collective.ID+"/xet/T-COCP?dd=ministry_or_province&vct=1", http.StatusOK), "đủ phần tính được", "dẫn đầu cụm, khối thi đua do Bộ, ban, ngành, tỉnh tổ chức trong năm xét")
	see(ask("so-a", base+"/H-SV?ngay=2/10/2020", http.StatusOK), "tiêu chuẩn chưa được nhập")

	for query, says := range misasked {
		see(ask("so-a", base+"?"+query, http.StatusUnprocessableEntity), says)
		see(ask("so-a", base+"/B-TTG?"+query, http.StatusUnprocessableEntity), says)
	}
	ask("so-a", base+"/X", http.StatusNotFound)
	ask("so-a", "/doi-tuong/x/xet", http.StatusNotFound)
	for _, path := range []string{base, base + "/B-TTG", base + "/B-TTG/van-ban.txt"} {
		ask("so-b", path, http.StatusForbidden)
		ask("", path, http.StatusForbidden)
	}
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		f, err := award.FileOf(tx, person.ID)
		if err != nil || len(f.Years)+len(f.Entries)+len(f.Initiatives) > 0 {
			t.Errorf("something was kept: %+v, %v", f, err)
		}
		return err
	})
}

// A ward made of two shows what the register keeps of both.
func TestTheFilesOfThoseBeforeAreShown(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	dbtest.SetDay(d, 2026, 8, 3)
	l, err := rules.Carried()
	if err != nil {
		t.Fatal(err)
	}
	facts := `format: giaouoc/1
units:
  - {id: p, code: "01", name: Tỉnh A, kind: province}
  - {id: one, code: "00001", name: Phường Một, kind: ward, parent: p}
  - {id: two, code: "00002", name: Phường Hai, kind: ward, parent: p}
accounts:
  - {login: so-a, name: Chuyên viên A, position: Chuyên viên, unit: p}
grants:
  - {login: so-a, role: officer, scope: unit, of: p}
`
	var ward award.Subject
	dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
		if err := importFile(tx, "world.yaml", []byte(facts)); err != nil {
			return err
		}
		if _, err := org.Merge(tx, org.Merger{From: []string{"one", "two"}, Into: "one", On: vn.MustDate("2025-07-01"), Result: org.Unit{Name: "Phường Mới"}, Source: "Nghị quyết"}); err != nil {
			return err
		}
		if ward, err = award.Keep(tx, l, award.Subject{UnitID: "p", Kind: rules.Collective, Name: "Phường Mới", OwnUnit: "one"}); err != nil {
			return err
		}
		_, err := award.Keep(tx, l, award.Subject{UnitID: "p", Kind: rules.Collective, Name: "Phường Hai", OwnUnit: "two"})
		return err
	})
	w := &walkWorld{dir: t.TempDir(), db: d, cookies: map[string]*http.Cookie{}}
	w.server = serverOn(t, d, w.dir, true, nil)
	w.signIn(t, "so-a")
	for _, path := range []string{"/xet", "/xet/B-TTG"} {
		answer := w.send(httptest.NewRequest(http.MethodGet, "/doi-tuong/"+ward.ID+path, nil), "so-a")
		page := words(answer.Body.String())
		for _, text := range []string{"Tập thể tiền thân", "Phường Hai", "sáp nhập, hợp nhất ngày 1/7/2025", "chưa tìm thấy văn bản nói có tính hay không", "khoản 5 Điều 60 Nghị định số 152/2025/NĐ-CP"} {
			if !strings.Contains(page, text) {
				t.Errorf("%s: %q is not on the page: %s", path, text, page)
			}
		}
	}
}
