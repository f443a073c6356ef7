package db_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

type version struct{ N int64 }

// An installation that has run the highest number gets a file with a lower one,
// which came with a later release.
func TestALowerNumberMayComeLater(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { comesLater(t, filepath.Join(t.TempDir(), "a.db")) })
	t.Run("postgres", func(t *testing.T) { comesLater(t, dbtest.Postgres(t)) })
}

func comesLater(t *testing.T, dsn string) {
	ctx := context.Background()
	d, err := db.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Update(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`ALTER TABLE emulation_year DROP COLUMN handed_to`); err != nil {
			return err
		}
		n, err := tx.Exec(`DELETE FROM goose_db_version WHERE version_id = $1`, 36)
		if n != 1 {
			t.Errorf("%d rows of version 36", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	if d, err = db.Open(ctx, dsn); err != nil {
		t.Fatalf("open again: %v", err)
	}
	defer d.Close()
	err = d.View(ctx, func(tx *db.Tx) error {
		v, err := db.One[version](tx, `SELECT COUNT(handed_to) AS n FROM emulation_year`)
		if err == nil && v.N != 0 {
			t.Errorf("%d years", v.N)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// A role that an earlier release kept as one on a unit with a mark for the units
// below it becomes a role on a subtree; the others stay what they are.
func TestASubtreeBecomesAScopeOfItsOwn(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { becomesSubtree(t, filepath.Join(t.TempDir(), "a.db")) })
	t.Run("postgres", func(t *testing.T) { becomesSubtree(t, dbtest.Postgres(t)) })
}

// earlierGrants is the table of roles as it was, with a role of each sort.
const earlierGrants = `
DROP TABLE account_grant;
CREATE TABLE account_grant (
    id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account (id), role TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('unit', 'cluster', 'year', 'portal', 'all')),
    scope_id TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL, below BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX account_grant_account ON account_grant (account_id);
INSERT INTO account (id, login, name, position, unit_id, created_at) VALUES ('a', 'an', 'An', '', '', '2026-01-01T00:00:00Z');
INSERT INTO account_grant VALUES ('1', 'a', 'officer', 'unit', 'u', '2026-01-02', '', FALSE);
INSERT INTO account_grant VALUES ('2', 'a', 'officer', 'unit', 'v', '', '2027-01-02', TRUE);
INSERT INTO account_grant VALUES ('3', 'a', 'auditor', 'all', '', '', '', FALSE);
DELETE FROM goose_db_version WHERE version_id = 98`

func becomesSubtree(t *testing.T, dsn string) {
	ctx := context.Background()
	d, err := db.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Update(ctx, func(tx *db.Tx) error {
		for _, statement := range strings.Split(earlierGrants, ";\n") {
			if _, err := tx.Exec(statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	if d, err = db.Open(ctx, dsn); err != nil {
		t.Fatalf("open again: %v", err)
	}
	defer d.Close()
	type grant struct{ ID, AccountID, Role, ScopeKind, ScopeID, FromDay, ToDay string }
	err = d.View(ctx, func(tx *db.Tx) error {
		got, err := db.All[grant](tx, `SELECT id, account_id, role, scope_kind, scope_id, from_day, to_day FROM account_grant ORDER BY id`)
		want := []grant{
			{"1", "a", "officer", "unit", "u", "2026-01-02", ""},
			{"2", "a", "officer", "subtree", "v", "", "2027-01-02"},
			{"3", "a", "auditor", "all", "", "", ""},
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for kind, fits := range map[string]bool{"subtree": true, "district": false} {
		err := d.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO account_grant (id, account_id, role, scope_kind, scope_id, from_day, to_day) VALUES ($1, 'a', 'officer', $2, 'u', '', '')`, kind, kind)
			return err
		})
		if (err == nil) != fits {
			t.Errorf("a role on a %s: %v", kind, err)
		}
	}
}
