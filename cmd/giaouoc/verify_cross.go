package main

import (
	"context"
	"fmt"

	"github.com/alecthomas/kong"

	"giaouoc/internal/verify/cross"
)

type verifyCrossCmd struct{ publishedFile }

// Run checks a file of cross-scores and says in one line what it proved.
func (c *verifyCrossCmd) Run(ctx context.Context, k *kong.Kong) error {
	content, receipt, err := c.read(ctx)
	if err != nil {
		return err
	}
	terms := cross.Terms{Receipt: receipt}
	if c.logged() {
		terms.Log = &cross.Log{}
		if terms.Log.Terms, terms.Log.Whole, err = c.log(ctx, terms.Log.Take); err != nil {
			return err
		}
	}
	result, err := cross.Check(content, terms)
	if err != nil {
		return err
	}
	fmt.Fprintln(k.Stdout, result)
	return nil
}
