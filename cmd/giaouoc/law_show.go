package main

import (
	"fmt"

	"github.com/alecthomas/kong"

	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// lawShowCmd prints the rule of an award, or all codes.
type lawShowCmd struct {
	Code   string `arg:"" optional:"" name:"code" help:"Mã danh hiệu, hình thức khen thưởng; không ghi thì in mọi mã."`
	On     string `name:"on" help:"Ngày nhận hồ sơ; mặc định hôm nay."`
	Regime string `name:"regime" help:"Mã chế độ."`
}

// Run prints for a reader.
func (c *lawShowCmd) Run(k *kong.Kong) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	regime, _, err := (&lawCheckCmd{On: c.On, Regime: c.Regime}).regime(l)
	if err != nil {
		return err
	}
	if c.Code == "" {
		for _, a := range l.Awards {
			fmt.Fprintf(k.Stdout, "%-9s %s\n", a.Code, a.Name)
		}
		return nil
	}
	award, err := enteredOf(l, regime, c.Code)
	if err != nil {
		return err
	}
	rule := regime.Rule(award)
	if rule == nil {
		return problem.New(problem.NotFound, "Chế độ %s không có %s.", regime.ID, award.Code)
	}
	return rule.Write(k.Stdout, l, regime, award)
}

// lawLintCmd loads the law, which refuses what is wrong.
type lawLintCmd struct{}

// Run says how much there is.
func (c *lawLintCmd) Run(k *kong.Kong) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	fmt.Fprintf(k.Stdout, "Dữ liệu luật không có lỗi: %d văn bản, %d chế độ, %d danh hiệu và hình thức khen thưởng.\n", len(l.Instruments), len(l.Regimes), len(l.Awards))
	for _, r := range l.Regimes {
		n, conditions := 0, 0
		for _, a := range l.Awards {
			if rule := r.Rule(a); rule != nil {
				n++
				conditions += rule.Conditions()
			}
		}
		fmt.Fprintf(k.Stdout, "  %s: %d bộ tiêu chuẩn, %d điều kiện; chưa nhập %d\n", r.ID, n, conditions, len(r.Absent))
	}
	return nil
}

// lawDiffCmd compares two regimes.
type lawDiffCmd struct {
	Before string `arg:"" name:"before" help:"Chế độ trước, ví dụ 2003."`
	After  string `arg:"" name:"after" help:"Chế độ sau, ví dụ 2022."`
}

// Run prints what changed, award by award.
func (c *lawDiffCmd) Run(k *kong.Kong) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	before, _, err := (&lawCheckCmd{Regime: c.Before}).regime(l)
	if err != nil {
		return err
	}
	after, _, err := (&lawCheckCmd{Regime: c.After}).regime(l)
	if err != nil {
		return err
	}
	return l.WriteDiff(k.Stdout, before, after)
}
