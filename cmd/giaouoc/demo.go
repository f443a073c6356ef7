package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"giaouoc/data"
	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/sheet"
)

type demoCmd struct{ place }

// Run serves the demonstration: published facts of the five cities, a made-up
// practice year, and accounts that one click switches between.
func (c *demoCmd) Run(ctx context.Context, out io.Writer) error {
	if !c.Anywhere && !isLoopback(c.Addr) {
		return problem.Field("--addr", "Bản trình diễn cho đổi vai không cần mật khẩu nên chỉ chạy trên chính máy này; dùng --anywhere nếu bạn thật sự muốn khác.")
	}
	if c.Data == "" {
		dir, err := os.MkdirTemp("", "giaouoc-demo-")
		if err != nil {
			return fmt.Errorf("make data folder: %w", err)
		}
		defer os.RemoveAll(dir)
		c.Data = filepath.Join(dir, "giaouoc-data")
	}
	d, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	holders, err := demoHolders(c.Data)
	if err != nil {
		return err
	}
	ring, err := key.Open(c.keysDir())
	if err != nil {
		return err
	}
	blobs, err := c.openFiles(c.Data)
	if err != nil {
		return err
	}
	if err := fill(ctx, d, polls{ring, holders, "localhost", blobs}); err != nil {
		return fmt.Errorf("load demonstration: %w", err)
	}
	return c.serve(ctx, d, out, trade{demo: true, holders: holders})
}

// operator is the person at the machine's own command line.
func operator() db.Actor {
	return db.Actor{
		ID: "may-chu", Name: "Người vận hành máy chủ", Position: "dòng lệnh tại máy chủ",
		Grants: []db.Grant{{Role: string(access.Operator), Scope: access.ScopeAll}},
	}
}

// fill loads the demonstration into an empty database and plays the practice
// year; one that holds a cluster already is left as it is.
func fill(ctx context.Context, d *db.DB, p polls) error {
	return d.Update(ctx, func(tx *db.Tx) error {
		tx.Actor = operator()
		clusters, err := cluster.List(tx)
		if err != nil || len(clusters) > 0 {
			return err
		}
		for _, f := range data.Demonstration() {
			if err := importFile(tx, f.Name, f.Content); err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
		}
		return play(tx, p)
	})
}

// importFile reads a bundle that the program carries and loads it.
func importFile(tx *db.Tx, name string, content []byte) error {
	b, err := sheet.Read(name, content)
	if err != nil {
		return err
	}
	return sheet.Import(tx, b)
}
