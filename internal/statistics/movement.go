package statistics

import (
	"giaouoc/internal/cycle"
	"giaouoc/internal/org"
	"giaouoc/internal/vn"
)

const noWay = "chưa ghi phong trào là thường xuyên hay theo chuyên đề"

// levelOf is the column of form 0601 in which a movement stands, by who launched it;
// a cluster is led by one of its members, and its level is not one of the form's.
func levelOf(m *cycle.Launched) string {
	switch {
	case m.OfCentre():
		return "2"
	case m.OfCluster():
		return "khac"
	}
	switch m.UnitKind {
	case org.Province, org.CentralCity, org.Ministry:
		return "3"
	}
	return "4"
}

// reachOf is the row of form 0601 in which a movement stands, by how far it reaches.
func reachOf(m *cycle.Launched) string {
	switch {
	case m.OfCentre():
		return "toan-quoc"
	case m.OfCluster():
		return "cum"
	case levelOf(m) == "3":
		return "dia-phuong"
	}
	return "don-vi"
}

// lengthOf is the row of form 0601 in which a movement stands, by how long it lasts:
// from its first day to its last.
func lengthOf(m *cycle.Launched) string {
	if m.ToDay.IsZero() {
		return "chua-ro"
	}
	end := m.ToDay.AddDays(1)
	year := func(n int) bool { return !end.Before(after(m.FromDay, n)) }
	switch {
	case !year(1):
		return "duoi-1"
	case end == after(m.FromDay, 1):
		return "1-nam"
	case !year(3):
		return "1-3"
	case !year(5):
		return "3-5"
	}
	return "tu-5"
}

// after is a day so many years later; of 29 February the first of March.
func after(day vn.Date, years int) vn.Date {
	return vn.NewDate(day.Year()+years, day.Month(), day.Day())
}

// movementForm is form 0601.
func movementForm(list []cycle.Launched) Form {
	f := Form{
		Code: Movements, Name: "Số phong trào thi đua", Measure: "Phong trào",
		Columns: []Column{
			{Key: "1", Mark: "1", Title: "Tổng số"},
			{Key: "2", Mark: "2", Title: "Cấp Trung ương (Hội đồng Thi đua - Khen thưởng Trung ương)", Group: "Chia theo cấp chủ trì phát động"},
			{Key: "3", Mark: "3", Title: "Cấp bộ, ban, ngành, đoàn thể trung ương, tỉnh, thành phố", Group: "Chia theo cấp chủ trì phát động"},
			{Key: "4", Mark: "4", Title: "Cơ quan, tổ chức, đơn vị", Group: "Chia theo cấp chủ trì phát động"},
		},
		Notes: []string{"Mỗi phong trào tính một lần, ở cấp phát động; đơn vị hưởng ứng phong trào của cấp trên thì tính vào phong trào ấy."},
	}
	if len(list) == 0 {
		f.None = "Chưa ghi phong trào nào của năm mà đơn vị phát động hoặc hưởng ứng"
	}
	for i := range list {
		if levelOf(&list[i]) == "khac" {
			f.Columns = append(f.Columns, Column{Key: "khac", Title: "Cụm, khối phát động (mẫu không có cột)"})
			break
		}
	}
	add := func(r Row, counts func(m *cycle.Launched) bool) {
		r.Cells = make([]Cell, len(f.Columns))
		n := 0
		for i := range list {
			if !counts(&list[i]) {
				continue
			}
			n++
			for j, c := range f.Columns {
				if c.Key == "1" || c.Key == levelOf(&list[i]) {
					r.Cells[j].Counted = append(r.Cells[j].Counted, i)
				}
			}
		}
		if n > 0 || !r.Added {
			f.Rows = append(f.Rows, r)
		}
	}
	by := func(of func(*cycle.Launched) string, key string) func(*cycle.Launched) bool {
		return func(m *cycle.Launched) bool { return of(m) == key }
	}
	add(Row{Key: "tong", Mark: "01", Name: "Tổng số"}, func(*cycle.Launched) bool { return true })
	f.Rows = append(f.Rows, Row{Heading: true, Name: "1. Chia theo phạm vi tổ chức thi đua"})
	for _, r := range []Row{
		{Key: "toan-quoc", Mark: "02", Name: "Toàn quốc"},
		{Key: "dia-phuong", Mark: "03", Name: "Bộ, ban, ngành, đoàn thể, địa phương"},
		{Key: "cum", Mark: "04", Name: "Cụm, khối thi đua do Hội đồng Thi đua - Khen thưởng các cấp tổ chức"},
		{Key: "don-vi", Mark: "05", Name: "Cơ quan, tổ chức, đơn vị"},
	} {
		add(r, by(reachOf, r.Key))
	}
	f.Rows = append(f.Rows, Row{Heading: true, Name: "2. Chia theo thời hạn thi đua"})
	for _, r := range []Row{
		{Key: "duoi-1", Mark: "06", Name: "Dưới 1 năm"},
		{Key: "1-nam", Mark: "07", Name: "1 năm"},
		{Key: "1-3", Mark: "08", Name: "Từ 1 năm đến dưới 3 năm"},
		{Key: "3-5", Mark: "09", Name: "Từ 3 năm đến dưới 5 năm"},
		{Key: "tu-5", Mark: "10", Name: "Từ 5 năm trở lên"},
		{Key: "chua-ro", Name: "Chưa định ngày kết thúc", Added: true},
	} {
		add(r, by(lengthOf, r.Key))
	}
	f.Rows = append(f.Rows, Row{Heading: true, Name: "3. Chia theo phương thức tổ chức phong trào thi đua"})
	for _, r := range []Row{{Key: "chuyen-de", Mark: "11", Name: "Thi đua theo chuyên đề"}, {Key: "thuong-xuyen", Mark: "12", Name: "Thi đua thường xuyên hằng năm"}} {
		for range f.Columns {
			r.Cells = append(r.Cells, Cell{Unknown: noWay})
		}
		f.Rows = append(f.Rows, r)
	}
	return f
}
