package main

import (
	"context"
	"fmt"
	"os"

	"giaouoc/internal/db"
	"giaouoc/internal/sheet"
)

// store is where the data lives, for commands that work on it without a server.
type store struct {
	Data string `type:"path" default:"giaouoc-data" help:"Thư mục dữ liệu."`
	DB   string `name:"db" help:"postgres://…; mặc định là SQLite trong thư mục dữ liệu."`
}

func (s *store) open(ctx context.Context) (*db.DB, error) {
	p := place{Data: s.Data, DB: s.DB}
	return p.open(ctx)
}

type importCmd struct {
	store
	File string `arg:"" type:"existingfile" help:"Tệp .yaml hoặc .xlsx."`
}

// Run loads a bundle: all of it or nothing.
func (c *importCmd) Run(ctx context.Context) error {
	content, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("read bundle: %w", err)
	}
	d, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Update(ctx, func(tx *db.Tx) error {
		tx.Actor = operator()
		return sheet.Import(tx, c.File, content)
	})
}

type exportCmd struct {
	store
	Cluster string `help:"Chỉ một cụm, khối: địa chỉ của nó; mặc định là tất cả."`
	File    string `arg:"" type:"path" help:"Tệp sẽ ghi, .yaml hoặc .xlsx."`
}

// Run writes a bundle.
func (c *exportCmd) Run(ctx context.Context) error {
	d, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	var content []byte
	err = d.View(ctx, func(tx *db.Tx) (err error) {
		tx.Actor = operator()
		content, err = sheet.Export(tx, c.File, c.Cluster)
		return err
	})
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.File, content, 0o600); err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	return nil
}
