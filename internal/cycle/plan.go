package cycle

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// PlanKind tells a plan from a programme.
type PlanKind string

// Kinds of plan.
const (
	Project   PlanKind = "plan"      // kế hoạch
	Programme PlanKind = "programme" // chương trình
)

// Name is the kind in Vietnamese.
func (k PlanKind) Name() string {
	return map[PlanKind]string{Project: "kế hoạch", Programme: "chương trình"}[k]
}

// Plan is a plan or programme that a member issued to carry out the year (kế
// hoạch, chương trình).
type Plan struct {
	ID        string
	YearID    string
	UnitID    string
	Kind      PlanKind
	DocNumber string // số, ký hiệu
	Title     string // trích yếu
	IssuedOn  vn.Date
	FileHash  string
	FileName  string
	Source    string
	Version   int64
	CreatedAt db.Time
}

// FilePlan enters a plan of a unit in the register. The same plan sent twice is
// one.
func FilePlan(tx *db.Tx, y Year, p Plan) (Plan, error) {
	if err := access.Require(tx, access.PlanFile, y.UnitScope(p.UnitID)); err != nil {
		return Plan{}, err
	}
	if err := y.MustRun(); err != nil {
		return Plan{}, err
	}
	return filePlan(tx, y, access.PlanFile, p)
}

// EnterPlan stores a plan of a year of history, as it was published.
func EnterPlan(tx *db.Tx, y Year, p Plan) (Plan, error) {
	if err := access.Require(tx, access.HistoryPublish, y.Scope()); err != nil {
		return Plan{}, err
	}
	if y.State != History {
		return Plan{}, problem.New(problem.Closed, "Năm %d đang chạy; kế hoạch của năm do đơn vị ghi ở đây.", y.Year)
	}
	if vn.Line(p.Source) == "" {
		return Plan{}, problem.Field("source", "Ghi nguồn đã công bố.")
	}
	return filePlan(tx, y, access.HistoryPublish, p)
}

func filePlan(tx *db.Tx, y Year, act access.Act, p Plan) (Plan, error) {
	p.DocNumber, p.Title, p.Source = vn.Line(p.DocNumber), vn.Line(p.Title), vn.Line(p.Source)
	if err := checkPlan(tx, y, p); err != nil {
		return Plan{}, err
	}
	twin, err := planByNumber(tx, y.ID, p.UnitID, p.DocNumber)
	if err != nil && !isNone(err) {
		return Plan{}, fmt.Errorf("find plan: %w", err)
	}
	if err == nil {
		if twin.same(p) {
			return twin, nil // the same form sent twice
		}
		return Plan{}, problem.Field("doc_number", "Đơn vị đã ghi văn bản số %s: «%s».", twin.DocNumber, twin.Title)
	}
	p.ID, p.YearID, p.Version, p.CreatedAt = db.NewID(), y.ID, 1, db.At(tx.Now)
	if err := insertPlan(tx, p); err != nil {
		return Plan{}, fmt.Errorf("file plan: %w", err)
	}
	return p, planned(tx, y, act, p, nil, p, "")
}

// same reports whether two entries say the same, whatever the register adds; an
// entry sent without its file keeps the one it has.
func (p Plan) same(o Plan) bool {
	return p.Kind == o.Kind && p.DocNumber == o.DocNumber && p.Title == o.Title && p.IssuedOn == o.IssuedOn &&
		(o.FileHash == "" || o.FileHash == p.FileHash)
}

func planned(tx *db.Tx, y Year, act access.Act, p Plan, before, after any, reason string) error {
	return record.Add(tx, record.Act{
		Act: act, Object: record.Object{Kind: "plan", ID: p.ID}, Scope: y.UnitScope(p.UnitID), Before: before, After: after, Reason: reason,
	})
}

func checkPlan(tx *db.Tx, y Year, p Plan) error {
	if err := MustHaveBeenMember(tx, y, p.UnitID); err != nil {
		return err
	}
	var list problem.List
	if p.Kind.Name() == "" {
		list.Add("kind", "Chọn kế hoạch hoặc chương trình.")
	}
	if p.DocNumber == "" {
		list.Add("doc_number", "Ghi số, ký hiệu văn bản.")
	}
	if p.Title == "" {
		list.Add("title", "Ghi trích yếu văn bản.")
	}
	switch {
	case p.IssuedOn.IsZero():
		list.Add("issued_on", "Ghi ngày ban hành.")
	case p.IssuedOn.After(tx.Today()):
		list.Add("issued_on", "Ngày ban hành %s chưa tới; ghi sau khi văn bản đã ban hành.", p.IssuedOn.Short())
	case p.IssuedOn.Year() < y.Year-1 || p.IssuedOn.Year() > y.Year+1:
		list.Add("issued_on", "Ngày ban hành %s cách xa năm thi đua %d; hãy kiểm tra lại.", p.IssuedOn.Short(), y.Year)
	}
	blob.RefuseSecrets(&list, "doc_number", p.DocNumber, "title", p.Title)
	return list.Err()
}

// ChangePlan corrects an entry; p.ID names it and p.Version is the version the
// person saw. Its file goes with it: what p says of the file is kept.
func ChangePlan(tx *db.Tx, y Year, p Plan) (Plan, error) {
	before, err := planInHand(tx, y, p.ID)
	if err != nil {
		return Plan{}, err
	}
	p.UnitID, p.YearID, p.CreatedAt = before.UnitID, before.YearID, before.CreatedAt
	p.DocNumber, p.Title, p.Source = vn.Line(p.DocNumber), vn.Line(p.Title), before.Source
	if p.FileHash == "" {
		p.FileHash, p.FileName = before.FileHash, before.FileName
	}
	if err := checkPlan(tx, y, p); err != nil {
		return Plan{}, err
	}
	if twin, err := planByNumber(tx, y.ID, p.UnitID, p.DocNumber); err == nil && twin.ID != p.ID {
		return Plan{}, problem.Field("doc_number", "Đơn vị đã ghi văn bản số %s: «%s».", twin.DocNumber, twin.Title)
	} else if err != nil && !isNone(err) {
		return Plan{}, fmt.Errorf("find plan: %w", err)
	}
	if before.Version == p.Version+1 && before.same(p) {
		return before, nil // the same form sent twice
	}
	if before.Version != p.Version {
		return Plan{}, problem.New(problem.Conflict, "Văn bản này vừa được người khác sửa thành: %s «%s», ngày %s. Điều bạn gõ còn nguyên ở dưới; hãy đối chiếu rồi lưu lại.",
			before.DocNumber, before.Title, before.IssuedOn.Short())
	}
	p.Version++
	if err := updatePlan(tx, p); err != nil {
		return Plan{}, fmt.Errorf("change plan: %w", err)
	}
	return p, planned(tx, y, access.PlanFile, p, before, p, "")
}

// RemovePlan takes an entry out of the register, with a reason. version is the
// version that the person saw.
func RemovePlan(tx *db.Tx, y Year, id string, version int64, reason string) error {
	p, err := planInHand(tx, y, id)
	if err != nil {
		return err
	}
	if p.Version != version {
		return problem.New(problem.Conflict, "Văn bản này vừa được người khác sửa thành: %s «%s», ngày %s. Hãy xem lại rồi bỏ nếu vẫn cần.",
			p.DocNumber, p.Title, p.IssuedOn.Short())
	}
	if reason = clean(reason); reason == "" {
		return problem.Field("reason", "Ghi lý do bỏ khỏi sổ.")
	}
	if err := deletePlan(tx, id); err != nil {
		return fmt.Errorf("remove plan: %w", err)
	}
	return planned(tx, y, access.PlanFile, p, p, nil, reason)
}

func planInHand(tx *db.Tx, y Year, id string) (Plan, error) {
	p, err := planOf(tx, y, id)
	if err != nil {
		return p, err
	}
	if err := access.Require(tx, access.PlanFile, y.UnitScope(p.UnitID)); err != nil {
		return p, err
	}
	return p, y.MustRun()
}

func planOf(tx *db.Tx, y Year, id string) (Plan, error) {
	p, err := findPlan(tx, y.ID, id)
	if isNone(err) {
		return p, problem.New(problem.NotFound, "Không có văn bản này trong sổ của năm %d.", y.Year)
	}
	if err != nil {
		return p, fmt.Errorf("find plan %s: %w", id, err)
	}
	return p, nil
}

// PlanByID returns an entry of the register.
//
// Public: that a plan was issued is public.
func PlanByID(tx *db.Tx, y Year, id string) (Plan, error) { return planOf(tx, y, id) }

// PlanRegister shows the plans of a year's members against its launch.
type PlanRegister struct {
	LaunchedOn vn.Date // zero where the year has no day of launch yet
	LaunchedBy string  // what that day is taken from
	Members    []PlanMember
}

// PlanMember is a member with its plans, earliest first; none says that it has
// none.
type PlanMember struct {
	UnitID string
	Name   string
	Plans  []Plan
}

// Early is how many days before the launch a plan was issued: negative after it.
// It means nothing where the day of the launch is not known.
func (r PlanRegister) Early(p Plan) int { return p.IssuedOn.DaysUntil(r.LaunchedOn) }

// Plans returns the register of a year: every member, with its plans. The day of
// the launch is that of the first movement of the cluster's own, or else the
// first day of the phase of launching.
//
// Public: that a plan was issued is public.
func Plans(tx *db.Tx, y Year) (PlanRegister, error) {
	var r PlanRegister
	if err := r.launched(tx, y); err != nil {
		return r, err
	}
	plans, err := plansOf(tx, y.ID)
	if err != nil {
		return r, fmt.Errorf("read plans: %w", err)
	}
	members, err := Members(tx, y)
	if err != nil {
		return r, err
	}
	for _, m := range members {
		names, err := org.Names(tx, vn.NewDate(y.Year, 12, 31), m.UnitID)
		if err != nil {
			return r, err
		}
		row := PlanMember{UnitID: m.UnitID, Name: names[m.UnitID]}
		for _, p := range plans {
			if p.UnitID == m.UnitID {
				row.Plans = append(row.Plans, p)
			}
		}
		r.Members = append(r.Members, row)
	}
	return r, nil
}

func (r *PlanRegister) launched(tx *db.Tx, y Year) error {
	all, err := Movements(tx, y)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.OfCluster() && (r.LaunchedOn.IsZero() || m.LaunchOn.Before(r.LaunchedOn)) {
			r.LaunchedOn, r.LaunchedBy = m.LaunchOn, "ngày phát động «"+m.Name+"»"
		}
	}
	if !r.LaunchedOn.IsZero() {
		return nil
	}
	p, err := findPhase(tx, y.ID, Launch)
	if isNone(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find phase %s: %w", Launch, err)
	}
	r.LaunchedOn, r.LaunchedBy = p.OpensOn, "ngày bắt đầu giai đoạn phát động"
	return nil
}
