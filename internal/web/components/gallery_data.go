package components

import "giaouoc/internal/problem"

// Everything below is made up for the gallery, or taken from public pages and
// shown under the ribbon "số liệu minh họa".

func galleryMenu(here int) []Link {
	menu := []Link{
		{Href: "/", Text: "Trang chủ"},
		{Href: "/cum", Text: "Các cụm, khối"},
		{Href: "/so-lieu", Text: "Số liệu"},
		{Href: "/tin", Text: "Tin tức"},
		{Href: "/dien-hinh", Text: "Điển hình tiên tiến"},
		{Href: "/tra-cuu", Text: "Tra cứu"},
	}
	menu[here].Current = true
	return menu
}

func galleryFoot() FootProps {
	return FootProps{
		Source:  "Số liệu do các thành phố báo cáo, nguồn ghi dưới từng con số.",
		Licence: "Dữ liệu mở, dùng lại theo giấy phép CC BY 4.0 và ghi nguồn.",
		Links:   []Link{{Href: "/du-lieu-mo", Text: "Dữ liệu mở"}, {Href: "/chung-minh", Text: "Chứng minh"}, {Href: "/tro-giup", Text: "Trợ giúp"}},
	}
}

func galleryPublicPage() PageProps {
	return PageProps{
		Title: "Cụm thi đua 5 thành phố trực thuộc Trung ương", Kicker: "Năm thi đua 2021",
		Lead:  "Năm thành phố ký giao ước ngày 9/4/2021 tại Hà Nội. Cụm trưởng: Thành phố Hồ Chí Minh; cụm phó: Đà Nẵng.",
		Today: "Thứ Năm, ngày 1 tháng 12 năm 2022", TodayISO: "2022-12-01",
		Menu: galleryMenu(1), SignIn: "/dang-nhap", Banner: Ribbon("Số liệu minh họa, không phải số liệu đã công bố."),
		Crumbs: []Link{{Href: "/", Text: "Trang chủ"}, {Href: "/cum", Text: "Các cụm, khối"}},
		Foot:   galleryFoot(),
	}
}

func galleryArticlePage() PageProps {
	p := galleryPublicPage()
	p.Title = "Ký kết giao ước thi đua năm 2021 giữa năm thành phố trực thuộc Trung ương"
	p.Kicker, p.Lead, p.Serif, p.Menu = "Tin hội nghị", "Tổng thu ngân sách trên địa bàn đạt 774.000 tỷ đồng, hơn một nửa của cả nước.", true, galleryMenu(3)
	return p
}

func galleryWorkPage() PageProps {
	return PageProps{
		Title: "Báo cáo quý I năm 2021", Kicker: "Cụm 5 thành phố trực thuộc Trung ương", Failed: true,
		Today: "Thứ Hai, ngày 29 tháng 3 năm 2021", TodayISO: "2021-03-29",
		Actor: &Actor{
			Name: "Nguyễn Thị Thúy Hường", Role: "Chuyên viên đơn vị", Unit: "Thành phố Cần Thơ",
			Roles: []Option{{Value: "1", Text: "Chuyên viên, Cần Thơ", Chosen: true}, {Value: "2", Text: "Cụm trưởng, TP. Hồ Chí Minh"}}, Switch: "/vai", SignOut: "/thoat",
		},
		Tasks: []NavGroup{
			{Links: []Link{{Href: "/lam-viec", Text: "Việc của tôi", Count: "3"}}},
			{Title: "Năm 2021", Links: []Link{
				{Href: "/giao-uoc", Text: "Giao ước"},
				{Href: "/so-lieu", Text: "Số liệu và báo cáo", Current: true, Count: "1"},
				{Href: "/phong-trao", Text: "Phong trào thi đua"},
				{Href: "/cham-diem", Text: "Chấm điểm"},
				{Href: "/hoi-nghi", Text: "Hội nghị tổng kết"},
				{Href: "/khen-thuong", Text: "Đề nghị khen thưởng"},
			}},
			{Title: "Cụm", Links: []Link{{Href: "/thanh-vien", Text: "Thành viên"}, {Href: "/nhat-ky", Text: "Nhật ký"}}},
		},
		Crumbs: []Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: "/so-lieu", Text: "Số liệu và báo cáo"}},
		Banner: Ribbon("Bản trình diễn: họ tên là minh họa, dữ liệu được làm lại mỗi lần khởi động."),
		Above:  ErrorSummary(galleryProblems()),
		Rail: SideRail(RailProps{
			DueOf: "Gửi báo cáo quý I", Due: "Thứ Tư, 31/3/2021", Left: "Còn 3 ngày làm việc",
			Help:    []Link{{Href: "#mau", Text: "Biểu mẫu xlsx để điền"}, {Href: "#cach", Text: "Cách tính tổng thu ngân sách"}},
			History: []Event{{When: "29/3/2021, 9 giờ 12", Text: "Nguyễn Thị Thúy Hường lưu bản nháp"}, {When: "26/3/2021", Text: "Cụm trưởng nhắc hạn báo cáo"}},
			All:     "#lich-su",
		}),
		Foot: galleryFoot(),
	}
}

func galleryProblems() problem.List {
	var list problem.List
	list.Add("thu", "Tổng thu ngân sách gấp 1.067 lần năm 2019. Kiểm tra lại đơn vị tính, hoặc giải trình nếu đúng.")
	list.Add("ngay", "Tháng 2 năm 2021 không có ngày 31. Gõ lại ngày, ví dụ 28/2/2021.")
	list.Add("cach", "Chọn số chính thức hoặc số ước thực hiện.")
	return list
}

func galleryPhases() []Phase {
	return []Phase{
		{Name: "Dự thảo", When: "15/2", State: PhaseDone, Href: "#1"},
		{Name: "Ký kết", When: "9/4", State: PhaseDone, Href: "#2"},
		{Name: "Phát động", When: "30/4", State: PhaseDone, Href: "#3"},
		{Name: "Đăng ký", When: "15/5", State: PhaseLate, Href: "#4"},
		{Name: "Báo cáo", When: "hằng quý", State: PhaseHere, Href: "#5"},
		{Name: "Sơ kết", When: "31/7", State: PhaseAhead},
		{Name: "Chấm điểm", When: "15/12", State: PhaseAhead},
		{Name: "Thẩm định", When: "31/12", State: PhaseAhead},
		{Name: "Hội nghị tổng kết", When: "19/3/2022", State: PhaseAhead},
		{Name: "Trình khen thưởng", When: "31/3/2022", State: PhaseAhead},
		{Name: "Công bố", When: "15/4/2022", State: PhaseAhead},
		{Name: "Bàn giao", When: "30/4/2022", State: PhaseAhead},
	}
}

func gallerySource() *SourceProps {
	return &SourceProps{Name: "Báo cáo tại hội nghị tổng kết năm 2020", Href: "#nguon", On: "9/4/2021", Proof: "#chung-minh"}
}

func galleryTable() TableProps {
	row := func(mine bool, name, revenue, sort, delta string, trend Trend, share, growth string) Row {
		return Row{Mine: mine, Cells: []Cell{
			{Text: name, Href: "#" + name},
			{Text: revenue, Sort: sort, Delta: delta, Trend: trend, Share: share},
			{Text: growth, Sort: growth},
			{Content: StateTag(TagProps{Text: "Đã gửi", Tone: ToneGood}), Sort: "1"},
		}}
	}
	rows := []Row{
		row(false, "Thành phố Hồ Chí Minh", "371.384", "371384", "−9,4%", TrendBad, "24,7%", "1,39"),
		row(false, "Hà Nội", "285.000", "285000", "+5,9%", TrendGood, "18,9%", "3,98"),
		row(false, "Hải Phòng", "80.116", "80116", "−8,1%", TrendBad, "5,3%", "11,22"),
		row(true, "Cần Thơ", "11.500", "11500", "+2,3%", TrendGood, "0,8%", "1,02"),
	}
	rows = append(rows, Row{Cells: []Cell{{Text: "Đà Nẵng", Href: "#dn"}, {Missing: "chưa gửi"}, {Missing: "chưa gửi"}, {Content: StateTag(TagProps{Text: "Quá hạn", Tone: ToneBad, Icon: IconClock}), Sort: "2"}}})
	return TableProps{
		ID: "so-lieu", Caption: "Số liệu năm 2020 của năm thành phố", Xlsx: "#xlsx", Csv: "#csv", Choose: true, Rows: rows, Source: gallerySource(),
		Columns: []Column{
			{Head: "Thành phố", Sort: true},
			{Head: "Tổng thu ngân sách", Unit: "tỷ đồng", Number: true, Sort: true, Delta: "so với 2019", Share: "của cả nước"},
			{Head: "Tăng GRDP", Unit: "%", Number: true, Sort: true},
			{Head: "Báo cáo", Sort: true},
		},
		Foot: []Row{{Cells: []Cell{{Text: "Cả cụm"}, {Text: "774.000", Delta: "−2,2%", Trend: TrendBad, Share: "51,4%"}, {Missing: "không cộng"}, {Text: "4 trên 5"}}}},
	}
}

func galleryBars() BarProps {
	return BarProps{
		ChartProps: ChartProps{
			ID: "grdp", Finding: "Hải Phòng tăng nhanh nhất cụm năm 2021, Thành phố Hồ Chí Minh giảm sâu vì dịch", What: "Tốc độ tăng GRDP năm 2021, %",
			NameHead: "Thành phố", ValueHead: "Tăng GRDP", Unit: "%", Source: *gallerySource(), Xlsx: "#x",
		},
		Bars: []Bar{
			{Label: "Hà Nội", Value: 2.92, Text: "2,92%"},
			{Label: "Thành phố Hồ Chí Minh", Value: -6.78, Text: "−6,78%"},
			{Label: "Hải Phòng", Value: 12.38, Text: "12,38%", Highlight: true},
			{Label: "Đà Nẵng", Value: 0.18, Text: "0,18%"},
			{Label: "Cần Thơ", Missing: "chưa tìm thấy số liệu"},
		},
	}
}

func galleryShares() ShareProps {
	return ShareProps{
		ChartProps: ChartProps{
			ID: "ty-trong", Finding: "Năm thành phố góp hơn một nửa thu ngân sách của cả nước", What: "Tỷ trọng trong tổng thu ngân sách nhà nước năm 2020",
			NameHead: "Nơi thu", Unit: "%", Source: *gallerySource(),
		},
		Parts: []Share{
			{Label: "Hà Nội", Value: 18.9, Text: "18,9%"},
			{Label: "TP. Hồ Chí Minh", Value: 24.7, Text: "24,7%"},
			{Label: "Hải Phòng", Value: 5.3, Text: "5,3%"},
			{Label: "Đà Nẵng", Value: 1.7, Text: "1,7%"},
			{Label: "Cần Thơ", Value: 0.8, Text: "0,8%"},
			{Label: "Phần còn lại của cả nước", Value: 48.6, Text: "48,6%", Rest: true},
		},
	}
}

func galleryTrend() TrendProps {
	series := func(name string, mark bool, values ...float64) Series {
		s := Series{Label: name, Highlight: mark}
		words := []string{"6,27", "11,01", "7,17", "5,81", "6,50", "7,51", "2,58", "7,12", "5,75"}
		for i, v := range values {
			p := Point{When: []string{"2020", "2021", "2022", "2023", "2024"}[i], Value: v, Missing: v == 0, Text: words[(i*2+len(name))%len(words)]}
			s.Points = append(s.Points, p)
		}
		return s
	}
	return TrendProps{
		ChartProps: ChartProps{ID: "xu-the", Finding: "Đà Nẵng hồi phục chậm hơn bốn thành phố còn lại", What: "Tốc độ tăng GRDP từ 2020 đến 2024, %", NameHead: "Thành phố", Unit: "%", Source: SourceProps{}},
		Series: []Series{
			series("Hải Phòng", false, 11.2, 12.4, 12.3, 10.3, 11), series("Thành phố Hồ Chí Minh", false, 1.4, -6.8, 9, 5.8, 7.2),
			series("Hà Nội", false, 4, 2.9, 8.9, 6.3, 6.5), series("Đà Nẵng", true, -7.9, 0, 14, 2.6, 7.5), series("Cần Thơ", false, 1, 0, 12.6, 0, 7.1),
		},
	}
}

func galleryTree() []TreeNode {
	in, out := &TagProps{Text: "Đã tham gia", Tone: ToneGood}, &TagProps{Text: "Chưa tham gia"}
	return []TreeNode{
		{Text: "Cả nước chung sức xây dựng nông thôn mới", Detail: "Trung ương phát động, 2021–2025", Href: "#p", Children: []TreeNode{
			{Text: "Hà Nội chung sức xây dựng nông thôn mới", Tag: in, Children: []TreeNode{{Text: "Xã Ba Vì: mỗi thôn một con đường hoa", Tag: in}, {Text: "Xã Yên Bài", Tag: out}}},
			{Text: "Cần Thơ: ấp văn hóa kiểu mẫu", Tag: in},
			{Text: "Đà Nẵng", Tag: out},
		}},
		{Text: "Chuyển đổi số, đổi mới sáng tạo", Detail: "Cụm phát động, 2021", Folded: true, Children: []TreeNode{{Text: "Hải Phòng", Tag: in}, {Text: "Thành phố Hồ Chí Minh", Tag: in}}},
	}
}

func galleryTasks() []Task {
	return []Task{
		{Title: "Gửi báo cáo quý I năm 2021", Href: "#1", Why: "Còn thiếu 2 chỉ tiêu và 1 minh chứng", Due: "31/3/2021", Left: "còn 3 ngày làm việc", Tag: TagProps{Text: "Sắp đến hạn", Tone: ToneWarn, Icon: IconClock}},
		{Title: "Góp ý dự thảo giao ước năm 2021", Href: "#2", Why: "Cụm trưởng gửi bản thứ ba ngày 22/3/2021", Due: "5/4/2021", Left: "còn 6 ngày làm việc", Tag: TagProps{Text: "Chờ góp ý", Tone: ToneInfo}},
		{Title: "Bổ sung minh chứng tiêu chí 2.3", Href: "#3", Why: "Tổ thẩm định trả lại: quyết định thiếu trang ký", Due: "26/3/2021", Left: "quá hạn 1 ngày", Tag: TagProps{Text: "Trả lại", Tone: ToneBad, Icon: IconBack}},
	}
}

func gallerySheet() TableProps {
	mark := func(level int, name, top, self, cross, appraised, why string) Row {
		return Row{Level: level, Cells: []Cell{{Text: name}, {Text: top}, {Text: self}, {Text: cross}, {Text: appraised}, {Text: why}}}
	}
	return TableProps{
		ID: "bang-diem", Caption: "Bảng chấm điểm năm 2021, thành phố Cần Thơ", Framed: true, Xlsx: "#x",
		Columns: []Column{{Head: "Tiêu chí"}, {Head: "Điểm tối đa", Number: true}, {Head: "Tự chấm", Number: true}, {Head: "Chấm chéo", Number: true}, {Head: "Thẩm định", Number: true}, {Head: "Giải trình"}},
		Rows: []Row{
			{Group: true, Cells: []Cell{{Text: "I. Phát triển kinh tế, xã hội"}}},
			mark(0, "1. Tốc độ tăng GRDP", "100", "95", "90", "90", "Tăng 1,02%, thấp hơn kế hoạch 7,5%"),
			mark(1, "1.1. So với kế hoạch", "60", "55", "50", "50", ""),
			mark(1, "1.2. So với cả nước", "40", "40", "40", "40", ""),
			mark(0, "2. Thu ngân sách nhà nước trên địa bàn", "100", "100", "100", "98", "Vượt dự toán 2,3%"),
			{Group: true, Cells: []Cell{{Text: "II. Công tác thi đua, khen thưởng"}}},
			mark(0, "3. Phát hiện, bồi dưỡng điển hình tiên tiến", "150", "145,5", "140", "140", "12 điển hình, 7 là người trực tiếp lao động"),
		},
		Foot: []Row{{Cells: []Cell{{Text: "Tổng điểm"}, {Text: "350"}, {Text: "340,5"}, {Text: "330"}, {Text: "328"}, {Text: ""}}}},
	}
}

func galleryDiff() DiffProps {
	return DiffProps{
		Caption: "Điều 2 của dự thảo giao ước", BeforeHead: "Bản ngày 1/3/2021", AfterHead: "Bản ngày 22/3/2021, Đà Nẵng sửa",
		Before: "Tổ chức các phong trào thi đua có mục tiêu thiết thực, gắn với nhiệm vụ chính trị.\nPhấn đấu tăng thu ngân sách từ 5% trở lên so với năm 2020.\nĐơn vị thành viên gửi báo cáo trước ngày 30 hằng tháng.",
		After:  "Tổ chức các phong trào thi đua có mục tiêu thiết thực, gắn với nhiệm vụ chính trị.\nPhấn đấu tăng thu ngân sách từ 7% trở lên so với ước thực hiện năm 2020.\nĐơn vị thành viên gửi báo cáo trước ngày 30 của tháng cuối quý.\nKhen thưởng kịp thời tập thể nhỏ và người trực tiếp lao động.",
	}
}
