package statistics

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/award"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// Of fills the forms of a unit for a year; below takes in the registers of the units
// that stand below it in that year, as far as the actor may look at them.
//
// Read: requires the right to see the register of the unit.
func Of(tx *db.Tx, l *rules.Law, unitID string, year int, below bool) (*Set, error) {
	if err := access.Require(tx, access.AwardLook, access.Scope{Unit: unitID}); err != nil {
		return nil, err
	}
	s := &Set{UnitID: unitID, Year: year, Below: below}
	units := []string{unitID}
	if below {
		list, err := org.Below(tx, unitID, vn.NewDate(year, 1, 1))
		if err != nil {
			return nil, err
		}
		for _, u := range list {
			if !access.May(tx, access.AwardLook, access.Scope{Unit: u.ID}) {
				s.Withheld++
				continue
			}
			units = append(units, u.ID)
		}
	}
	s.Registers = len(units)
	for _, id := range units {
		if err := s.read(tx, id); err != nil {
			return nil, err
		}
	}
	var err error
	if s.Movements, err = cycle.LaunchedBy(tx, year, units); err != nil {
		return nil, fmt.Errorf("read movements of %d: %w", year, err)
	}
	s.fill(l)
	return s, nil
}

// read takes the grants of the year from the register of a unit.
func (s *Set) read(tx *db.Tx, unitID string) error {
	list, err := award.CommendedOf(tx, unitID, s.Year)
	if err != nil {
		return err
	}
	_, files, err := award.List(tx, unitID, award.Filter{Page: 1})
	if err != nil {
		return err
	}
	s.Files += files
	for _, g := range list {
		switch {
		case g.DecidedOn.Year() != s.Year: // another grant of the same subject
		case g.Annulled != nil:
			s.Annulled = append(s.Annulled, g)
		default:
			s.Grants = append(s.Grants, g)
		}
	}
	return nil
}

// fill makes the forms of what was read.
func (s *Set) fill(l *rules.Law) {
	state := stateColumns(l, s.Grants)
	awards := []Form{
		{Code: StateAwards, Name: "Số lượng khen thưởng cấp Nhà nước", Columns: heads(state), Rows: filled(stateLines(), state, s.Grants), Notes: []string{
			"Cột «Các hình thức khen thưởng khác» và các hàng mã số 04, 05 của mẫu chưa thấy bản nào ghi rõ nên chưa có ở đây.",
		}},
		{Code: BodyAwards, Name: "Số lượng khen thưởng cấp bộ, ban, ngành, đoàn thể Trung ương và tỉnh, thành phố trực thuộc Trung ương", Columns: heads(bodyLevel), Rows: filled(bodyLines(), bodyLevel, s.Grants)},
	}
	for i := range awards {
		awards[i].Notes = append(awards[i].Notes,
			"Tính các lần tặng có quyết định trong năm và chưa bị hủy bỏ; cấp đổi, cấp lại không tính. Tập thể gồm cả hộ gia đình ở cột chia tập thể, cá nhân.",
			"«Đối ngoại»: mọi đối tượng là người, tổ chức nước ngoài và người Việt Nam định cư ở nước ngoài (Luật 06/2022/QH15, Điều 8, khoản 6); «Niên hạn»: huy chương của lực lượng vũ trang (khoản 5).")
		if s.Files == 0 {
			awards[i].None = "Sổ khen thưởng chưa có ai"
		}
	}
	s.Forms = append([]Form{movementForm(s.Movements)}, awards...)
	s.Forms = append(s.Forms,
		Form{
			Code: Bodies, Name: "Số lượng tổ chức làm công tác thi đua, khen thưởng của bộ, ban, ngành, đoàn thể Trung ương, tỉnh, thành phố trực thuộc Trung ương",
			Columns: []Column{{Key: "1", Mark: "1", Title: "Số lượng"}}, Rows: bodyRows(),
			Notes: []string{"Phần mềm không giữ số tổ chức làm công tác thi đua, khen thưởng; ghi tay vào tệp tải về."},
		},
		Form{
			Code: Servants, Name: "Số lượng công chức làm công tác thi đua, khen thưởng",
			None: "Phần mềm không giữ số công chức làm công tác thi đua, khen thưởng, và chưa có mẫu trong tay",
		})
	for i := range s.Grants {
		if code := s.Grants[i].Award; !stateLevel(l, code) && !bodyLevel[0].awards(code) {
			s.Outside = append(s.Outside, i)
		}
	}
}

func bodyRows() []Row {
	unknown := []Cell{{Unknown: "phần mềm không giữ"}}
	return []Row{
		{Key: "tong", Mark: "01", Name: "Tổng số", Unit: "Tổ chức", Cells: unknown},
		{Heading: true, Name: "Chia theo cơ cấu tổ chức bộ máy"},
		{Key: "vu", Mark: "02", Name: "Cấp Vụ thuộc bộ, ban, ngành, đoàn thể Trung ương", Unit: "Vụ", Cells: unknown},
		{Key: "phong-vu", Mark: "03", Name: "Cấp phòng, ban hoặc bộ phận thuộc Vụ", Unit: "Phòng", Cells: unknown},
		{Key: "ban-so", Mark: "04", Name: "Cấp ban thuộc Sở Nội vụ", Unit: "Ban", Cells: unknown},
		{Key: "phong-so", Mark: "05", Name: "Cấp phòng thuộc Sở Nội vụ", Unit: "Phòng", Cells: unknown},
	}
}
