package components

import (
	"slices"
	"strconv"
)

// slopeRow is the height of one name of a Slope, in em.
const slopeRow = 2.7

// at is the place of a name in the second order.
func (p SlopeProps) at(name string) int { return slices.Index(p.To, name) }

func (p SlopeProps) place(i int) string { return p.Places[i] + ". " }

func (p SlopeProps) second(i int) string { return strconv.Itoa(i+1) + ". " }
