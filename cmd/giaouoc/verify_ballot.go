package main

import (
	"context"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"giaouoc/internal/verify/ballot"
)

type verifyBallotCmd struct {
	publishedFile
	Board string `type:"path" placeholder:"TỆP" help:"Bảng phiếu niêm phong đã được hai người giữ khóa mở, để kiểm cả các phiếu không công bố."`
}

// Run checks the file of a secret ballot and says in one line what it proved.
func (c *verifyBallotCmd) Run(ctx context.Context, k *kong.Kong) error {
	content, receipt, err := c.read(ctx)
	if err != nil {
		return err
	}
	terms := ballot.Terms{Receipt: receipt}
	if c.Board != "" {
		if terms.Board, err = os.ReadFile(c.Board); err != nil {
			return fmt.Errorf("không đọc được %s; hãy kiểm tra đường dẫn và quyền đọc (%w)", c.Board, err)
		}
	}
	if c.logged() {
		terms.Log = &ballot.Log{}
		if terms.Log.Terms, terms.Log.Whole, err = c.log(ctx, terms.Log.Take); err != nil {
			return err
		}
	}
	result, err := ballot.Check(content, terms)
	if err != nil {
		return err
	}
	fmt.Fprintln(k.Stdout, result)
	return nil
}
