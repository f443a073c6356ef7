package sheet

import (
	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/cluster"
)

// Accounts come in with a bundle but do not go out with one: an export is for
// sharing a cluster's work, not its people.
func noRows(*exporter) ([]map[string]string, error) { return nil, nil }

var accountSection = section{
	key: "accounts", title: "Tài khoản",
	columns: []column{
		{"login", "Tên đăng nhập", asText, true},
		{"name", "Họ tên", asText, true},
		{"position", "Chức vụ", asText, true},
		{"unit", "Đơn vị", asText, false},
	},
	load: func(im *importer, r row) error {
		_, err := account.Create(im.tx, account.New{
			Login: r.text("login"), Name: r.text("name"), Position: r.text("position"), UnitID: r.text("unit"),
		})
		return err
	},
	dump: noRows,
}

var grantSection = section{
	key: "grants", title: "Vai trò",
	columns: []column{
		{"login", "Tên đăng nhập", asText, true},
		{"role", "Vai trò", asText, true},
		{"scope", "Loại phạm vi", asText, true},
		{"of", "Phạm vi", asText, false},
		{"from", "Từ ngày", asDay, false},
		{"to", "Đến trước ngày", asDay, false},
	},
	load: func(im *importer, r row) error {
		a, err := account.ByLogin(im.tx, r.text("login"))
		if err != nil {
			return missing(err, "login", "Không có tài khoản «%s».", r.text("login"))
		}
		of := r.text("of")
		if r.text("scope") == access.ScopeCluster {
			c, err := cluster.BySlug(im.tx, of)
			if err != nil {
				return missing(err, "of", "Không có cụm hoặc khối «%s».", of)
			}
			of = c.ID
		}
		return account.Give(im.tx, account.Grant{
			AccountID: a.ID, Role: access.Role(r.text("role")), ScopeKind: r.text("scope"), ScopeID: of,
			FromDay: r.day("from"), ToDay: r.day("to"),
		})
	},
	dump: noRows,
}
