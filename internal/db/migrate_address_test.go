package db_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

type address struct {
	Email            string
	EmailConfirmedAt db.Time
	AskedMail        string
	FailedMail       string
}

// An installation whose notices had addresses of their own keeps each person's one.
func TestAddressesBecomeOne(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { becomeOne(t, filepath.Join(t.TempDir(), "a.db")) })
	t.Run("postgres", func(t *testing.T) { becomeOne(t, dbtest.Postgres(t)) })
}

func becomeOne(t *testing.T, dsn string) {
	ctx := context.Background()
	d, err := db.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	at := db.At(time.Date(2026, time.July, 1, 5, 0, 0, 0, time.UTC))
	err = d.Update(ctx, func(tx *db.Tx) error {
		for _, statement := range []string{
			`DROP TABLE account_email`, `ALTER TABLE account DROP COLUMN email_confirmed_at`, `DELETE FROM goose_db_version WHERE version_id = 95`,
			`CREATE TABLE notice_address (account_id TEXT PRIMARY KEY, mail TEXT NOT NULL, confirmed_at TIMESTAMPTZ, failed_at TIMESTAMPTZ,
				failed_why TEXT NOT NULL, asked_mail TEXT NOT NULL, asked_token TEXT NOT NULL, asked_until TIMESTAMPTZ, asked_on TEXT NOT NULL, asked_count BIGINT NOT NULL)`,
		} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		for id, email := range map[string]string{"confirmed": "cu@a.vn", "asked": "", "failed": "sai@a.vn", "never": "b@a.vn"} {
			if _, err := tx.Exec(`INSERT INTO account (id, login, name, position, unit_id, created_at, email) VALUES ($1, $2, 'x', '', '', $3, $4)`, id, id, at, email); err != nil {
				return err
			}
		}
		for _, row := range [][]any{
			{"confirmed", "dung@a.vn", at, db.Time{}, "moi@a.vn", "t1"},
			{"asked", "", db.Time{}, db.Time{}, "hoi@a.vn", "t2"},
			{"failed", "", db.Time{}, at, "sai@a.vn", ""},
		} {
			_, err := tx.Exec(`
				INSERT INTO notice_address (account_id, mail, confirmed_at, failed_at, failed_why, asked_mail, asked_token, asked_on, asked_count)
				VALUES ($1, $2, $3, $4, '', $5, $6, '2026-07-01', 1)`, row...)
			if err != nil {
				return err
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
	for id, want := range map[string]address{
		"confirmed": {"dung@a.vn", at, "moi@a.vn", ""},
		"asked":     {"hoi@a.vn", db.Time{}, "hoi@a.vn", ""},
		"failed":    {"sai@a.vn", db.Time{}, "", "sai@a.vn"},
		"never":     {"b@a.vn", db.Time{}, "", ""},
	} {
		err := d.View(ctx, func(tx *db.Tx) error {
			got, err := db.One[address](tx, `
				SELECT a.email, a.email_confirmed_at, COALESCE(e.asked_mail, '') AS asked_mail, COALESCE(e.failed_mail, '') AS failed_mail
				FROM account a LEFT JOIN account_email e ON e.account_id = a.id WHERE a.id = $1`, id)
			if err == nil && (got.Email != want.Email || !got.EmailConfirmedAt.Equal(want.EmailConfirmedAt.Time) || got.AskedMail != want.AskedMail || got.FailedMail != want.FailedMail) {
				t.Errorf("%s: %+v, want %+v", id, got, want)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
