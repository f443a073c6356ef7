package fund

import (
	"giaouoc/internal/award"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Claim is the bonus of one grant (khoản tiền thưởng).
type Claim struct {
	Grant    award.Commended
	Answer   rules.Payment
	Payer    *rules.Payer
	Paid     *Entry // the spending that paid it; nil while it is not paid
	Returned *Entry // the receipt by which it came back, after the grant was annulled
}

// ClaimState is where a claim stands.
type ClaimState string

// States of a claim.
const (
	Unpaid    ClaimState = "unpaid"    // to be paid
	Unsettled ClaimState = "unsettled" // the payer decides whether, or how much
	Never     ClaimState = "never"     // not paid, a higher title is
	Done      ClaimState = "done"      // paid
	Void      ClaimState = "void"      // annulled before it was paid
	Owed      ClaimState = "owed"      // annulled and paid: to be returned
	Back      ClaimState = "back"      // annulled, paid and returned
)

// Name is the state in Vietnamese.
func (s ClaimState) Name() string {
	return map[ClaimState]string{
		Unpaid: "chưa chi", Unsettled: "cần xét", Never: "không chi", Done: "đã chi", Void: "đã hủy bỏ, không chi", Owed: "phải thu hồi", Back: "đã thu hồi",
	}[s]
}

// State is where the claim stands.
func (c *Claim) State() ClaimState {
	switch annulled, paid := c.Grant.Annulled != nil, c.Paid != nil; {
	case annulled && c.Returned != nil:
		return Back
	case annulled && paid:
		return Owed
	case annulled:
		return Void
	case paid:
		return Done
	}
	switch c.Answer.Pay {
	case rules.PayDue:
		return Unpaid
	case rules.PayLess:
		return Never
	}
	return Unsettled
}

// Typed reports whether the payer types the sum: the law fixes a ceiling only, or
// no sum.
func (c *Claim) Typed() bool { return c.Answer.Bonus.AtMost || c.Answer.Pay == rules.PayNone }

// Explained reports whether the payer has to say on what ground it is paid.
func (c *Claim) Explained() bool {
	return c.Answer.Pay == rules.PayAsk || c.Answer.Pay == rules.PayNone
}

// Decision is the claims of one decision.
type Decision struct {
	Number string
	On     vn.Date
	By     string
	Claims []Claim
}

// Key names the decision in an address.
func (d *Decision) Key() string { return d.On.String() + "/" + d.Number }

// Claims are the bonuses of a unit's register decided in a year, by decision, and
// those of any year that were paid and have to be returned.
type Claims struct {
	Decisions []Decision
	Owed      []Claim
}

// Sums are what the claims come to.
type Sums struct {
	Unpaid int64 // fixed by the law
	AtMost int64 // the ceilings of those whose sum is typed
	Asked  int   // how many the payer has to decide on
	Paid   int64
	Owed   int64
}

// Sums of the decisions of the year, and of all that is owed.
func (c *Claims) Sums() Sums {
	var s Sums
	for i := range c.Decisions {
		for j := range c.Decisions[i].Claims {
			k := &c.Decisions[i].Claims[j]
			switch state := k.State(); {
			case state == Unpaid && k.Answer.Bonus.AtMost:
				s.AtMost += k.Answer.Bonus.Dong
			case state == Unpaid:
				s.Unpaid += k.Answer.Bonus.Dong
			case state == Unsettled:
				s.Asked++
			case state == Done:
				s.Paid += k.Paid.Dong
			}
		}
	}
	for i := range c.Owed {
		s.Owed += c.Owed[i].Paid.Dong
	}
	return s
}
