package indicator

import (
	"fmt"
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// maxDecimals bounds the decimals that a page prints.
const maxDecimals = 6

// Define adds an indicator to a year; without a position it goes last.
func Define(tx *db.Tx, y cycle.Year, i Indicator) (Indicator, error) {
	if err := access.Require(tx, access.IndicatorDefine, y.Scope()); err != nil {
		return Indicator{}, err
	}
	if err := mustBeOpen(tx, y); err != nil {
		return Indicator{}, err
	}
	if err := cycle.MustHaveBegun(tx, y, cycle.Draft); err != nil {
		return Indicator{}, err
	}
	others, err := List(tx, y.ID)
	if err != nil {
		return Indicator{}, err
	}
	i.ID, i.YearID, i.Version = db.NewID(), y.ID, 1
	if i.Position == 0 {
		for _, o := range others {
			i.Position = max(i.Position, o.Position)
		}
		i.Position++
	}
	i = tidy(i)
	if err := check(i, others); err != nil {
		return Indicator{}, err
	}
	if err := insert(tx, i); err != nil {
		return Indicator{}, fmt.Errorf("define indicator %s: %w", i.Code, err)
	}
	return i, defined(tx, y, i.ID, nil, i)
}

// Revise changes an indicator; i.Version is the version the person saw.
func Revise(tx *db.Tx, y cycle.Year, i Indicator) error {
	if err := access.Require(tx, access.IndicatorDefine, y.Scope()); err != nil {
		return err
	}
	if err := mustBeOpen(tx, y); err != nil {
		return err
	}
	before, err := Find(tx, y.ID, i.ID)
	if err != nil {
		return err
	}
	i.YearID = y.ID
	i = tidy(i)
	if i.Position == 0 {
		i.Position = before.Position
	}
	if sameIndicator(before, i) {
		return nil
	}
	if before.Version != i.Version {
		return problem.New(problem.Conflict, "Chỉ số %s vừa được người khác sửa: %s. Hãy xem lại rồi lưu.", before.Code, differences(before, i))
	}
	others, err := List(tx, y.ID)
	if err != nil {
		return err
	}
	if err := check(i, others); err != nil {
		return err
	}
	if i.Unit != before.Unit {
		if err := mustMeasureNothing(tx, before); err != nil {
			return err
		}
	}
	i.Version++
	if err := update(tx, i); err != nil {
		return fmt.Errorf("revise indicator %s: %w", i.Code, err)
	}
	return defined(tx, y, i.ID, before, i)
}

// sameIndicator reports whether two indicators say the same, in whatever version.
func sameIndicator(a, b Indicator) bool {
	a.Version = b.Version
	return a == b
}

// mustMeasureNothing refuses another unit of measure under targets or figures:
// their numbers would come to mean something else.
func mustMeasureNothing(tx *db.Tx, i Indicator) error {
	targets, err := targetsFor(tx, i.ID)
	if err != nil {
		return fmt.Errorf("find targets of indicator %s: %w", i.Code, err)
	}
	if len(targets) > 0 {
		return problem.Field("unit", "%d đơn vị đã đăng ký chỉ tiêu bằng %s; đổi đơn vị tính thì các số ấy sai. Hãy thêm một chỉ số mới và bỏ chỉ số này.", len(targets), i.Unit)
	}
	n, err := uses(tx, i.ID)
	if err != nil {
		return fmt.Errorf("count uses of indicator %s: %w", i.Code, err)
	}
	if n > 0 {
		return problem.Field("unit", "Chỉ số %s đã có số liệu bằng %s hoặc đứng trong một quan hệ giữa các số liệu; không đổi đơn vị tính được nữa.", i.Code, i.Unit)
	}
	return nil
}

// Remove takes an indicator out of a year, with the targets registered for it;
// the record keeps them.
func Remove(tx *db.Tx, y cycle.Year, id string, version int64) error {
	if err := access.Require(tx, access.IndicatorDefine, y.Scope()); err != nil {
		return err
	}
	if err := mustBeOpen(tx, y); err != nil {
		return err
	}
	i, err := Find(tx, y.ID, id)
	if err != nil {
		return err
	}
	if i.Version != version {
		return problem.New(problem.Conflict, "Chỉ số %s vừa được người khác sửa; hãy xem lại rồi xóa.", i.Code)
	}
	others, err := List(tx, y.ID)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.WeightID == id {
			return problem.New(problem.Closed, "Chỉ số %s đang là quyền số của %s; hãy sửa %s trước.", i.Code, o.Code, o.Code)
		}
	}
	n, err := uses(tx, id)
	if err != nil {
		return fmt.Errorf("count uses of indicator %s: %w", i.Code, err)
	}
	if n > 0 {
		return problem.New(problem.Closed, "Chỉ số %s đã có số liệu hoặc đứng trong một quan hệ giữa các số liệu; không bỏ được nữa.", i.Code)
	}
	targets, err := targetsFor(tx, id)
	if err != nil {
		return fmt.Errorf("find targets of indicator %s: %w", i.Code, err)
	}
	if err := remove(tx, id); err != nil {
		return fmt.Errorf("remove indicator %s: %w", i.Code, err)
	}
	return defined(tx, y, id, map[string]any{"indicator": i, "targets": targets}, nil)
}

func defined(tx *db.Tx, y cycle.Year, id string, before, after any) error {
	return record.Add(tx, record.Act{
		Act: access.IndicatorDefine, Object: record.Object{Kind: "indicator", ID: id},
		Scope: y.Scope(), Before: before, After: after,
	})
}

func tidy(i Indicator) Indicator {
	i.Code = strings.ToUpper(strings.TrimSpace(i.Code))
	for _, text := range []*string{&i.Name, &i.Unit, &i.Serves} {
		*text = vn.NFC(strings.TrimSpace(*text))
	}
	if i.Sum != Weighted {
		i.WeightID = ""
	}
	return i
}

// check refuses an indicator that cannot stand beside the others of its year.
func check(i Indicator, others []Indicator) error {
	var list problem.List
	if !validCode(i.Code) {
		list.Add("code", "Mã chỉ số gồm chữ không dấu, chữ số và dấu gạch dưới, ví dụ THU_NGAN_SACH.")
	}
	if i.Name == "" {
		list.Add("name", "Ghi tên chỉ số.")
	}
	if i.Unit == "" {
		list.Add("unit", "Ghi đơn vị tính, ví dụ «tỷ đồng» hoặc «%%»; số liệu không có đơn vị tính thì không cộng và không so sánh được.")
	}
	if i.Direction.Name() == "" {
		list.Add("direction", "Chọn chiều tốt của chỉ số: càng cao càng tốt hay càng thấp càng tốt.")
	}
	if i.Sum.Name() == "" {
		list.Add("sum", "Chọn cách tổng hợp số liệu của các đơn vị.")
	}
	if i.Decimals < 0 || i.Decimals > maxDecimals {
		list.Add("decimals", "Số chữ số thập phân từ 0 đến %d.", maxDecimals)
	}
	blob.RefuseSecrets(&list, "name", i.Name)
	blob.RefuseSecrets(&list, "unit", i.Unit)
	blob.RefuseSecrets(&list, "serves", i.Serves)
	if i.ContentNo < 0 {
		list.Add("content_no", "Chọn một nội dung của giao ước.")
	}
	weight := i.Sum != Weighted
	for _, o := range others {
		if o.ID == i.ID {
			continue
		}
		if o.Code == i.Code {
			list.Add("code", "Mã %s đã dùng cho chỉ số «%s».", o.Code, o.Name)
		}
		weight = weight || o.ID == i.WeightID
	}
	if !weight {
		list.Add("weight_id", "Bình quân gia quyền cần một chỉ số khác của năm làm quyền số.")
	}
	return list.Err()
}

func validCode(code string) bool {
	for _, c := range code {
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return code != ""
}

// differences says in words how the stored indicator differs from the typed one.
func differences(stored, typed Indicator) string {
	var parts []string
	add := func(what, a, b string) {
		if a != b {
			parts = append(parts, fmt.Sprintf("%s nay là «%s»", what, a))
		}
	}
	add("mã", stored.Code, typed.Code)
	add("tên", stored.Name, typed.Name)
	add("đơn vị tính", stored.Unit, typed.Unit)
	add("chiều", stored.Direction.Name(), typed.Direction.Name())
	add("cách tổng hợp", stored.Sum.Name(), typed.Sum.Name())
	add("số chữ số thập phân", fmt.Sprint(stored.Decimals), fmt.Sprint(typed.Decimals))
	add("thứ tự", fmt.Sprint(stored.Position), fmt.Sprint(typed.Position))
	add("nội dung số", fmt.Sprint(stored.ContentNo), fmt.Sprint(typed.ContentNo))
	add("nhiệm vụ phục vụ", stored.Serves, typed.Serves)
	if len(parts) == 0 {
		return "các ô giống bản bạn đã gõ"
	}
	return strings.Join(parts, "; ")
}
