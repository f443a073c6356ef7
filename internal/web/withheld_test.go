package web_test

import (
	"net/http"
	"strings"
	"testing"

	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// A database from before the table of roles may hold in one account what does not
// go together: its owner and the administrator read which role has no effect.
func TestARoleWithoutEffectIsSaid(t *testing.T) {
	s := newSite(t, nil).start()
	var admin, head account.Account
	dbtest.Update(t, s.db, dbtest.Operator(), func(tx *db.Tx) (err error) {
		if admin, err = account.ByLogin(tx, "quan-tri"); err != nil {
			return err
		}
		head, err = account.ByLogin(tx, "thuong-truc")
		return err
	})
	pages := map[string]string{"/lam-viec": "của bạn", "/quan-tri/tai-khoan/" + admin.ID: "của tài khoản này"}
	want := func(of string) string {
		return "Vai trò Chuyên viên đơn vị " + of + " không có hiệu lực. Quản trị viên cấp tài khoản nên không làm nghiệp vụ"
	}
	for path, of := range pages {
		if res, page := s.as("quan-tri").get(path); res.StatusCode != http.StatusOK || strings.Contains(words(page), want(of)) || strings.Contains(page, "Không có hiệu lực") {
			t.Fatalf("%s before: %d: %s", path, res.StatusCode, words(page))
		}
	}
	for id, a := range map[string]account.Account{"cu-1": admin, "cu-2": head} {
		dbtest.Older(t, s.db, `
			INSERT INTO account_grant (id, account_id, role, scope_kind, scope_id, from_day, to_day)
			VALUES ($1, $2, 'officer', 'unit', 'x', '', '')`, id, a.ID)
	}
	for path, of := range pages {
		if _, page := s.as("quan-tri").get(path); !strings.Contains(words(page), want(of)) {
			t.Errorf("%s does not say it: %s", path, words(page))
		}
	}
	_, page := s.as("quan-tri").get("/quan-tri/tai-khoan/" + admin.ID)
	if strings.Count(page, "Đang có hiệu lực") != 1 || strings.Count(page, "Không có hiệu lực") != 1 {
		t.Errorf("the table of roles does not tell them apart: %s", words(page))
	}
	if _, page := s.as("quan-tri").get("/quan-tri/tai-khoan/" + head.ID); strings.Contains(page, "ông có hiệu lực") || strings.Count(page, "Đang có hiệu lực") != 2 {
		t.Errorf("roles that go together are said to have no effect: %s", words(page))
	}
}
