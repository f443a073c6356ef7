package covenant

import (
	"fmt"
	"slices"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// OpenSigning offers the text for signing, once every member has answered the
// last version or the deadline for comments has passed. From then on indicators
// and targets stand still too: what is signed is what will be measured.
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
			len(silent), strings.Join(silent, ", "), c.CommentDue.Short())
	}
	v, _, err := makeVersion(tx, y, c)
	if err != nil {
		return Version{}, err
	}
	if err := mustAmend(tx, c, v); err != nil {
		return Version{}, err
	}
	before := c
	c.State = Signing
	if err := update(tx, c); err != nil {
		return Version{}, fmt.Errorf("open signing: %w", err)
	}
	if err := indicator.Freeze(tx, y.ID); err != nil {
		return Version{}, err
	}
	return v, noted(tx, y, access.CovenantOpenSigning, c, before, map[string]any{"version": v.Number, "fingerprint": v.Fingerprint}, "")
}

// mustAmend refuses an amendment that says what is signed already.
func mustAmend(tx *db.Tx, c Covenant, v Version) error {
	signed, err := signedVersions(tx, c.ID)
	if err != nil {
		return fmt.Errorf("read signed versions: %w", err)
	}
	if n := len(signed); n > 0 && signed[n-1].Fingerprint == v.Fingerprint {
		return problem.New(problem.Closed, "Bản sửa đổi giống hệt bản đã ký; hãy sửa văn bản, hoặc bỏ việc sửa đổi.")
	}
	return nil
}

// silentMembers names the members that have not answered the last version.
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
// for nothing, and the version keeps the reason.
func Withdraw(tx *db.Tx, y cycle.Year, reason string) error {
	if err := access.Require(tx, access.CovenantOpenSigning, y.Scope()); err != nil {
		return err
	}
	c, v, err := current(tx, y)
	if err != nil {
		return err
	}
	if c.State != Signing {
		return problem.New(problem.Closed, "Giao ước %s; không có gì để rút về.", c.State.Name())
	}
	if reason, err = reasoned(reason, "Ghi lý do rút về; các đơn vị đã xác nhận sẽ đọc lý do này."); err != nil {
		return err
	}
	before := c
	c.State, v.Withdrawn = Draft, reason
	if err := update(tx, c); err != nil {
		return fmt.Errorf("withdraw covenant: %w", err)
	}
	if err := updateVersion(tx, v); err != nil {
		return fmt.Errorf("withdraw version: %w", err)
	}
	if err := indicator.Unfreeze(tx, y.ID); err != nil {
		return err
	}
	return noted(tx, y, access.CovenantOpenSigning, c, before, map[string]any{"withdrawn": v.Number, "fingerprint": v.Fingerprint}, reason)
}

// Sign is the electronic confirmation of a member's head of the text with this
// fingerprint.
func Sign(tx *db.Tx, y cycle.Year, unitID, fingerprint string) error {
	if err := access.Require(tx, access.CovenantSign, y.UnitScope(unitID)); err != nil {
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
	c, v, err := signable(tx, y)
	if err != nil {
		return err
	}
	text, err := v.Text()
	if err != nil {
		return err
	}
	if s.Part == PartMember && !text.member(s.UnitID) {
		return problem.Field("unit", "Đơn vị này không có tên trong bản giao ước đang ký.")
	}
	if v.Fingerprint != fingerprint {
		return stale(tx, c, v, fingerprint, "xác nhận")
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
	if s.UnitID != "" {
		names, err := org.Names(tx, tx.Today(), s.UnitID)
		if err != nil {
			return err
		}
		s.UnitName = names[s.UnitID]
	}
	s.ID, s.VersionID, s.AccountID, s.Name, s.Position, s.At = db.NewID(), v.ID, tx.Actor.ID, access.Signature(tx.Actor, act, y.UnitScope(s.UnitID)), tx.Actor.Position, db.At(tx.Now)
	if err := insertSignature(tx, s); err != nil {
		return fmt.Errorf("store signature: %w", err)
	}
	if err := noted(tx, y, act, c, nil, map[string]any{"version": v.Number, "fingerprint": v.Fingerprint, "part": s.Part, "unit": s.UnitID}, ""); err != nil {
		return err
	}
	return complete(tx, y, act, v, text, append(signatures, s))
}

// signable finds the version that is being signed.
func signable(tx *db.Tx, y cycle.Year) (Covenant, Version, error) {
	if err := y.MustRun(); err != nil {
		return Covenant{}, Version{}, err
	}
	c, err := Find(tx, y)
	if err != nil {
		return c, Version{}, err
	}
	switch c.State {
	case Signing:
	case Signed:
		return c, Version{}, problem.New(problem.Closed, "Giao ước đã ký đủ ngày %s; không ký thêm được.", c.SignedOn.Short())
	default:
		return c, Version{}, problem.New(problem.Closed, "Giao ước %s; chưa mở ký.", c.State.Name())
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Sign); err != nil {
		return c, Version{}, err
	}
	return current(tx, y)
}

// complete makes the covenant stand once all members named in the text and the
// witness are in.
func complete(tx *db.Tx, y cycle.Year, act access.Act, v Version, text Snapshot, signatures []Signature) error {
	signed := func(part Part, unitID string) bool {
		return slices.ContainsFunc(signatures, func(s Signature) bool { return s.Part == part && s.UnitID == unitID })
	}
	if !signed(PartWitness, "") || slices.ContainsFunc(text.Members, func(m SnapMember) bool { return !signed(PartMember, m.ID) }) {
		return nil
	}
	c, err := Find(tx, y)
	if err != nil {
		return err
	}
	before := c
	c.State, c.SignedOn, c.Amending = Signed, tx.Today(), ""
	if err := update(tx, c); err != nil {
		return fmt.Errorf("complete covenant: %w", err)
	}
	v.SignedOn = tx.Today()
	if err := updateVersion(tx, v); err != nil {
		return fmt.Errorf("complete version: %w", err)
	}
	if err := indicator.Freeze(tx, y.ID); err != nil {
		return err
	}
	if err := noted(tx, y, act, c, before, map[string]any{
		"signed": v.Number, "fingerprint": v.Fingerprint, "signed_on": v.SignedOn, "signatures": len(signatures),
	}, ""); err != nil {
		return err
	}
	if err := findable(tx, y); err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: act, Object: record.Object{Kind: "covenant", ID: c.ID}, Scope: y.UnitScope(tx.Actor.Unit), Format: snapshotFormat, Text: v.Snapshot,
	})
}

func at(t db.Time) string {
	return fmt.Sprintf("%s ngày %s", t.In(vn.Zone).Format("15:04"), vn.DateOf(t.Time).Short())
}
