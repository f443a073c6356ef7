package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/alecthomas/kong"

	"giaouoc/data"
	"giaouoc/internal/clerk"
	"giaouoc/internal/db"
	"giaouoc/internal/disk"
	"giaouoc/internal/dossier"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

type dossierArchiveCmd struct {
	store
	ID  string `arg:"" name:"mã" help:"Mã của hồ sơ, như trong địa chỉ trang của hồ sơ."`
	Out string `arg:"" name:"tệp.zip" type:"path" help:"Tệp sẽ ghi."`
}

// Run writes the folder of an archived dossier that its office has sealed.
func (c *dossierArchiveCmd) Run(ctx context.Context, k *kong.Kong) error {
	if _, err := os.Stat(c.Out); err == nil {
		return problem.New(problem.Conflict, "Đã có tệp %s; chọn tên khác.", c.Out)
	}
	p := place{Data: c.Data, DB: c.DB}
	d, err := p.openKept(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	keys, err := key.Open(p.keysDir())
	if err != nil {
		return err
	}
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	calendar, err := vn.LoadCalendar(data.Holidays)
	if err != nil {
		return err
	}
	basis := dossier.Basis{Law: law, Calendar: calendar}
	l, err := p.openRecord(ctx, d, keys, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	var content bytes.Buffer
	if err := d.View(ctx, func(tx *db.Tx) error {
		tx.Actor = operator()
		a, err := dossier.ShelvedOf(tx, basis, c.ID, clerk.PapersOf)
		if err != nil {
			return err
		}
		chain, err := l.Keys()
		if err != nil {
			return err
		}
		blocks := strings.Split(string(chain), "---\n")
		current, _, _ := strings.Cut(blocks[len(blocks)-1], "\n")
		return a.Pack(&content, p.storedFile,
			func(entryID string, open bool) ([]byte, error) { return l.Proof(tx, entryID, open) }, current)
	}); err != nil {
		return err
	}
	return disk.Replace(c.Out, content.Bytes())
}

// storedFile opens a stored file to read alone: a store that is opened tidies what a
// server at work has not finished.
func (p *place) storedFile(hash string) (io.ReadCloser, error) {
	if len(hash) < 3 || strings.Trim(hash, "0123456789abcdef") != "" {
		return nil, os.ErrNotExist
	}
	return os.Open(filepath.Join(p.Data, "tep", hash[:2], hash[2:]))
}
