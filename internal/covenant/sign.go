package covenant

import (
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
)

// OpenSigning offers the text for signing, once every member has answered the
// last version or the deadline for comments has passed.
func OpenSigning(tx *db.Tx, y cycle.Year) (Version, error) {
	if err := access.Require(tx, access.CovenantOpenSigning, y.Scope()); err != nil {
		return Version{}, err
	}
	c, err := editable(tx, y)
	if err != nil {
		return Version{}, err
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Sign); err != nil {
		return Version{}, err
	}
	if c.State != Comment {
		return Version{}, problem.New(problem.Closed, "Gửi bản thảo lấy ý kiến các đơn vị trước khi mở ký.")
	}
	silent, err := silentMembers(tx, y)
	if err != nil {
		return Version{}, err
	}
	if len(silent) > 0 && !tx.Today().After(c.CommentDue) {
		return Version{}, problem.New(problem.Closed, "Còn %d đơn vị chưa góp ý (%s) và hạn góp ý là ngày %s; chờ đủ ý kiến hoặc hết hạn.",
			len(silent), joinNames(silent), c.CommentDue.Short())
	}
	v, err := makeVersion(tx, y, c)
	if err != nil {
		return Version{}, err
	}
	c.State = Signing
	if err := update(tx, c); err != nil {
		return Version{}, fmt.Errorf("open signing: %w", err)
	}
	return v, noted(tx, y, access.CovenantOpenSigning, c, nil, map[string]any{"version": v.Number, "fingerprint": v.Fingerprint}, "")
}

func joinNames(names []string) string {
	out := ""
	for i, n := range names {
		if i > 0 {
			out += ", "
		}
		out += n
	}
	return out
}

// silentMembers names the members that have not answered any version since the
// draft was last sent.
func silentMembers(tx *db.Tx, y cycle.Year) ([]string, error) {
	_, v, err := current(tx, y)
	if err != nil {
		return nil, err
	}
	comments, err := commentsOn(tx, v.ID)
	if err != nil {
		return nil, fmt.Errorf("read comments: %w", err)
	}
	members, err := cycle.Members(tx, y)
	if err != nil {
		return nil, err
	}
	var silent []string
	for _, m := range members {
		if slices.ContainsFunc(comments, func(r Remark) bool { return r.UnitID == m.UnitID }) {
			continue
		}
		names, err := org.Names(tx, tx.Today(), m.UnitID)
		if err != nil {
			return nil, err
		}
		silent = append(silent, names[m.UnitID])
	}
	return silent, nil
}

// Withdraw takes a covenant back from signing; confirmations given so far count
// for nothing.
func Withdraw(tx *db.Tx, y cycle.Year, reason string) error {
	if err := access.Require(tx, access.CovenantOpenSigning, y.Scope()); err != nil {
		return err
	}
	c, err := Find(tx, y)
	if err != nil {
		return err
	}
	if c.State != Signing {
		return problem.New(problem.Closed, "Giao ước %s; không có gì để rút về.", c.State.Name())
	}
	if reason = clean(reason); reason == "" {
		return problem.Field("reason", "Ghi lý do rút về; các đơn vị đã xác nhận sẽ đọc lý do này.")
	}
	c.State = Draft
	if err := update(tx, c); err != nil {
		return fmt.Errorf("withdraw covenant: %w", err)
	}
	return noted(tx, y, access.CovenantOpenSigning, c, nil, map[string]any{"withdrawn": true}, reason)
}

// Sign is the electronic confirmation of a member's head of the text with this
// fingerprint.
func Sign(tx *db.Tx, y cycle.Year, unitID, fingerprint string) error {
	if err := access.Require(tx, access.CovenantSign, y.UnitScope(unitID)); err != nil {
		return err
	}
	if err := cycle.MustBeMember(tx, y, unitID); err != nil {
		return err
	}
	return sign(tx, y, access.CovenantSign, Signature{Part: PartMember, UnitID: unitID}, fingerprint)
}

// Witness is the confirmation of the Council's representative.
func Witness(tx *db.Tx, y cycle.Year, fingerprint string) error {
	if err := access.Require(tx, access.CovenantWitness, y.Scope()); err != nil {
		return err
	}
	return sign(tx, y, access.CovenantWitness, Signature{Part: PartWitness}, fingerprint)
}

func sign(tx *db.Tx, y cycle.Year, act access.Act, s Signature, fingerprint string) error {
	c, v, err := current(tx, y)
	if err != nil {
		return err
	}
	if c.State != Signing {
		return problem.New(problem.Closed, "Giao ước %s; lúc này chưa ký hoặc không còn ký được.", c.State.Name())
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Sign); err != nil {
		return err
	}
	if v.Fingerprint != fingerprint {
		return problem.New(problem.Conflict, "Văn bản đã đổi từ khi bạn mở trang này; hãy đọc bản %d rồi xác nhận.", v.Number)
	}
	signatures, err := signaturesOn(tx, v.ID)
	if err != nil {
		return fmt.Errorf("read signatures: %w", err)
	}
	for _, o := range signatures {
		if o.Part == s.Part && o.UnitID == s.UnitID {
			return problem.New(problem.Closed, "%s đã xác nhận bản này lúc %s; mỗi bên chỉ xác nhận một lần.", o.Name, at(o.At))
		}
	}
	s.ID, s.VersionID, s.AccountID, s.Name, s.Position, s.At = db.NewID(), v.ID, tx.Actor.ID, tx.Actor.Name, tx.Actor.Position, db.At(tx.Now)
	if err := insertSignature(tx, s); err != nil {
		return fmt.Errorf("store signature: %w", err)
	}
	if err := noted(tx, y, act, c, nil, map[string]any{"version": v.Number, "fingerprint": v.Fingerprint}, ""); err != nil {
		return err
	}
	return complete(tx, y, c, append(signatures, s))
}

// complete makes the covenant stand once all members and the witness are in.
func complete(tx *db.Tx, y cycle.Year, c Covenant, signatures []Signature) error {
	members, err := cycle.Members(tx, y)
	if err != nil {
		return err
	}
	signed := func(part Part, unitID string) bool {
		return slices.ContainsFunc(signatures, func(s Signature) bool { return s.Part == part && s.UnitID == unitID })
	}
	if !signed(PartWitness, "") || slices.ContainsFunc(members, func(m cluster.Member) bool { return !signed(PartMember, m.UnitID) }) {
		return nil
	}
	c.State, c.SignedOn, c.Amending = Signed, tx.Today(), ""
	if err := update(tx, c); err != nil {
		return fmt.Errorf("complete covenant: %w", err)
	}
	return indicator.Freeze(tx, y.ID)
}

func at(t db.Time) string {
	return fmt.Sprintf("%s ngày %s", vnTime(t), dayOf(t).Short())
}
