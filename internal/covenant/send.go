package covenant

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Send makes the draft a numbered version and asks the members for comments by
// a day.
func Send(tx *db.Tx, y cycle.Year, due vn.Date) (Version, error) {
	if err := access.Require(tx, access.CovenantDraft, y.Scope()); err != nil {
		return Version{}, err
	}
	c, err := editable(tx, y)
	if err != nil {
		return Version{}, err
	}
	if due.IsZero() || due.Before(tx.Today()) {
		return Version{}, problem.Field("due", "Ghi hạn góp ý, từ hôm nay trở đi.")
	}
	v, err := makeVersion(tx, y, c)
	if err != nil {
		return Version{}, err
	}
	before := c
	c.State, c.CommentDue = Comment, due
	if err := update(tx, c); err != nil {
		return Version{}, fmt.Errorf("send covenant: %w", err)
	}
	return v, noted(tx, y, access.CovenantDraft, c, before, map[string]any{"version": v.Number, "fingerprint": v.Fingerprint, "due": due}, "")
}

// makeVersion takes the text as it is now. When it is the same as the last
// version's the last version stands, unless it bears confirmations, which a
// withdrawal has made void.
func makeVersion(tx *db.Tx, y cycle.Year, c Covenant) (Version, error) {
	s, err := take(tx, y, c)
	if err != nil {
		return Version{}, err
	}
	if len(s.Contents) == 0 {
		return Version{}, problem.New(problem.Invalid, "Giao ước chưa có nội dung nào; thêm ít nhất một nội dung trước khi gửi.")
	}
	if len(s.Members) < 2 {
		return Version{}, problem.New(problem.Invalid, "Giao ước cần ít nhất hai đơn vị thành viên.")
	}
	text, fingerprint, err := s.Canonical()
	if err != nil {
		return Version{}, err
	}
	versions, err := versionsOf(tx, c.ID)
	if err != nil {
		return Version{}, fmt.Errorf("read versions: %w", err)
	}
	if n := len(versions); n > 0 && versions[n-1].Fingerprint == fingerprint && versions[n-1].Reason == c.Amending {
		signatures, err := signaturesOn(tx, versions[n-1].ID)
		if err != nil {
			return Version{}, fmt.Errorf("read signatures: %w", err)
		}
		if len(signatures) == 0 {
			return versions[n-1], nil
		}
	}
	v := Version{
		ID: db.NewID(), CovenantID: c.ID, Number: len(versions) + 1, MadeAt: db.At(tx.Now),
		Reason: c.Amending, Snapshot: text, Fingerprint: fingerprint,
	}
	if err := insertVersion(tx, v); err != nil {
		return Version{}, fmt.Errorf("make version: %w", err)
	}
	return v, nil
}

// take reads the text of a covenant as it is now.
func take(tx *db.Tx, y cycle.Year, c Covenant) (Snapshot, error) {
	cl, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return Snapshot{}, err
	}
	s := Snapshot{
		Format: snapshotFormat, Cluster: cl.Name, Year: y.Year,
		Members: []SnapMember{}, Contents: []SnapContent{}, Indicators: []SnapIndicator{}, Targets: []SnapTarget{},
	}
	members, err := cycle.Members(tx, y)
	if err != nil {
		return s, err
	}
	for _, m := range members {
		names, err := org.Names(tx, tx.Today(), m.UnitID)
		if err != nil {
			return s, err
		}
		s.Members = append(s.Members, SnapMember{m.UnitID, names[m.UnitID]})
	}
	contents, err := contentsOf(tx, c.ID)
	if err != nil {
		return s, fmt.Errorf("read contents: %w", err)
	}
	for _, n := range contents {
		s.Contents = append(s.Contents, SnapContent{n.Number, n.Title, n.Body, n.Serves})
	}
	return s, takeTargets(tx, y, &s)
}

func takeTargets(tx *db.Tx, y cycle.Year, s *Snapshot) error {
	indicators, err := indicator.List(tx, y.ID)
	if err != nil {
		return err
	}
	targets, err := indicator.Targets(tx, y.ID)
	if err != nil {
		return err
	}
	byUnit := map[[2]string]indicator.Target{}
	for _, t := range targets {
		byUnit[[2]string{t.IndicatorID, t.UnitID}] = t
	}
	for _, i := range indicators {
		s.Indicators = append(s.Indicators, SnapIndicator{i.Code, i.Name, i.Unit, i.Direction, i.Sum, i.ContentNo})
		for _, m := range s.Members {
			if t, ok := byUnit[[2]string{i.ID, m.ID}]; ok {
				s.Targets = append(s.Targets, SnapTarget{i.Code, m.ID, t.Value.String(), plain(t.Baseline)})
			}
		}
	}
	return nil
}

// Answer is what a member says of the last version: one comment, or that it has
// none.
type Answer struct {
	UnitID    string
	ContentNo int // 0 for the whole
	Body      string
	None      bool
}

// Reply stores a member's answer to the version that is out for comment.
func Reply(tx *db.Tx, y cycle.Year, a Answer) error {
	if err := access.Require(tx, access.CovenantComment, y.UnitScope(a.UnitID)); err != nil {
		return err
	}
	c, v, err := current(tx, y)
	if err != nil {
		return err
	}
	if c.State != Comment {
		return problem.New(problem.Closed, "Giao ước %s; lúc này không lấy ý kiến.", c.State.Name())
	}
	if tx.Today().After(c.CommentDue) {
		return problem.New(problem.Closed, "Hạn góp ý là ngày %s, đã qua.", c.CommentDue.Short())
	}
	if err := cycle.MustBeMember(tx, y, a.UnitID); err != nil {
		return err
	}
	a.Body = clean(a.Body)
	if a.Body == "" && !a.None {
		return problem.Field("body", "Ghi ý kiến, hoặc chọn «Không có ý kiến».")
	}
	if a.None {
		a.Body, a.ContentNo = "", 0
	}
	r := Remark{ID: db.NewID(), VersionID: v.ID, UnitID: a.UnitID, ContentNo: a.ContentNo, Body: a.Body, Name: tx.Actor.Name, At: db.At(tx.Now)}
	if err := insertComment(tx, r); err != nil {
		return fmt.Errorf("store comment: %w", err)
	}
	return noted(tx, y, access.CovenantComment, c, nil, r, "")
}

// current finds the covenant of a year and its last version.
func current(tx *db.Tx, y cycle.Year) (Covenant, Version, error) {
	c, err := Find(tx, y)
	if err != nil {
		return c, Version{}, err
	}
	versions, err := versionsOf(tx, c.ID)
	if err != nil {
		return c, Version{}, fmt.Errorf("read versions: %w", err)
	}
	if len(versions) == 0 {
		return c, Version{}, problem.New(problem.Closed, "Giao ước %s; chưa có bản nào được gửi đi.", c.State.Name())
	}
	return c, versions[len(versions)-1], nil
}
