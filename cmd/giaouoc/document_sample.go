package main

import (
	"fmt"

	"giaouoc/internal/document"
	"giaouoc/internal/vn"
)

// sample is one document with the name of its file.
type sample struct {
	name     string
	document *document.Document
}

const sampleCluster = "Cụm thi đua các thành phố trực thuộc Trung ương"

// samples are one document of each kind, of the practice data.
func samples(w *document.Words) ([]sample, error) {
	p, err := readPractised()
	if err != nil {
		return nil, err
	}
	list := []sample{
		{"01-giao-uoc", p.sampleCovenant(w)},
		{"02-ke-hoach", samplePlan(w)},
		{"03-to-trinh", sampleSubmission(w, 3, 9)},
		{"04-bao-cao-thanh-tich", p.sampleAchievement(w)},
		{"05-bien-ban-hop", sampleMinutes(w)},
		{"06-bien-ban-kiem-phieu", sampleCount(w)},
		{"07-nghi-quyet", sampleResolution(w)},
		{"08-thong-bao-ket-luan", p.sampleConclusion(w)},
		{"09-quyet-dinh", sampleDecision(w)},
		{"10-giay-moi", sampleInvitation(w)},
		{"11-bao-cao-so-ket", p.sampleMidReview(w)},
		{"12-bao-cao-tong-ket", p.sampleFinalReview(w)},
		{"13-cong-van-hiep-y", sampleConsult(w)},
		{"14-phieu-tra-ho-so", sampleReturn(w)},
		{"16-thong-bao-ket-qua", document.Specimen(document.KindNotice, w, cityHead(9, vn.NewDate(practiceYear, 11, 2)))},
		{"17-cong-van-xac-nhan", document.Specimen(document.KindConfirmation, w, cityHead(88, vn.NewDate(practiceYear, 11, 4)))},
	}
	for i, code := range document.StatisticCodes() {
		list = append(list, sample{fmt.Sprintf("15-bieu-%s", code[:6]), sampleStatistics(w, code, i)})
	}
	return list, nil
}

func cityHead(number int, day vn.Date) document.Head {
	return document.Head{
		Issuer: "Ủy ban nhân dân thành phố Hà Nội", Office: "UBND", Number: number, Place: "Hà Nội", Date: day, Year: practiceYear, Cluster: sampleCluster,
		Signatures: []document.Signature{{Lines: []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, Name: "Phạm Văn Cụm Trưởng"}},
		Recipients: []string{"Như trên", "Thành viên cụm thi đua", "Lưu: VT, TĐKT"},
		Notes:      []string{document.Illustrative},
	}
}

func clusterHead(number int, day vn.Date) document.Head {
	h := cityHead(number, day)
	h.Superior, h.Issuer, h.Office = "Hội đồng Thi đua -\nKhen thưởng Trung ương", sampleCluster, "CTĐ"
	h.Signatures = []document.Signature{{Lines: []string{"CỤM TRƯỞNG", "PHÓ CHỦ TỊCH UBND THÀNH PHỐ HÀ NỘI"}, Name: "Phạm Văn Cụm Trưởng"}}
	h.Recipients = []string{"Ban Thi đua - Khen thưởng Trung ương", "Các đơn vị thành viên", "Lưu: VT, TĐKT"}
	return h
}

func (p *practised) sampleCovenant(w *document.Words) *document.Document {
	c := document.Covenant{Head: clusterHead(0, vn.NewDate(practiceYear, 3, 16)), Targets: p.byMember(p.target)}
	c.Recipients, c.Signatures = nil, nil
	for _, content := range p.Contents {
		c.Contents = append(c.Contents, document.Pledge{Title: content.Title, Text: content.Body, Serves: content.Serves})
	}
	for _, m := range sampled {
		c.Signatures = append(c.Signatures, document.Signature{Party: "Thành phố " + m.name, Lines: []string{"PHÓ CHỦ TỊCH", "ỦY BAN NHÂN DÂN"}, Name: m.leader})
	}
	c.Witness = &document.Signature{Party: "Chứng kiến", Lines: []string{"PHÓ CHỦ TỊCH HỘI ĐỒNG"}, Name: "Trần Văn Thí Dụ"}
	return c.Document(w)
}

func samplePlan(w *document.Words) *document.Document {
	s := document.Plan{
		Head: cityHead(25, vn.NewDate(practiceYear, 3, 20)), Subject: "thực hiện giao ước thi đua",
		Purpose: []string{"Tổ chức thực hiện đầy đủ các nội dung đã ký trong giao ước thi đua.", "Mỗi chỉ tiêu có đơn vị chịu trách nhiệm, có thời hạn và có số liệu kiểm tra được."},
		Content: []string{"Hoàn thành và vượt dự toán thu ngân sách; giải ngân vốn đầu tư công đúng tiến độ.", "Công khai hồ sơ trễ hạn và lý do; giảm giấy tờ phải nộp.", "Tăng tỷ lệ tập thể nhỏ và người trực tiếp lao động được khen."},
		Steps: []document.Step{
			{Work: "Phát động phong trào thi đua", Who: "Văn phòng Ủy ban nhân dân", Until: "15/4/2026"},
			{Work: "Báo cáo số liệu sáu tháng đầu năm", Who: "Các sở, ngành", Until: "10/7/2026"},
			{Work: "Báo cáo số liệu cả năm, tự chấm điểm", Who: "Các sở, ngành", Until: "15/01/2027"},
		},
		Carried: []string{"Sở Nội vụ theo dõi, đôn đốc và tổng hợp kết quả.", "Sở Tài chính bố trí kinh phí theo quy định."},
	}
	s.Recipients[0] = "Các sở, ban, ngành"
	return s.Document(w)
}

// sampleNominees makes up a list of any length; nobody in it exists.
func sampleNominees(collectives, persons int) []document.Nominee {
	list := make([]document.Nominee, 0, collectives+persons)
	for i := range collectives {
		list = append(list, document.Nominee{
			Name: fmt.Sprintf("Tập thể Minh Họa số %d", i+1), Collective: true, Post: "Phường Thí Dụ, thành phố Hà Nội", Award: "Cờ thi đua của Chính phủ",
			Merit: "Hoàn thành vượt mức mọi chỉ tiêu đã ký; dẫn đầu phong trào thi đua của cụm.", Votes: "9/10 (90%)",
		})
	}
	for i := range persons {
		list = append(list, document.Nominee{
			Name: fmt.Sprintf("Nguyễn Văn Minh Họa %d", i+1), Post: "Công nhân, Xí nghiệp Thí Dụ", Award: "Bằng khen của Thủ tướng Chính phủ",
			Merit: "Có sáng kiến giảm thời gian sửa chữa, được áp dụng trong toàn xí nghiệp.", Votes: "10/10 (100%)",
		})
	}
	return list
}

func sampleSubmission(w *document.Words, collectives, persons int) *document.Document {
	s := document.Submission{
		Head: cityHead(5, vn.NewDate(practiceYear, 4, 20)), To: "Thủ tướng Chính phủ", Nominees: sampleNominees(collectives, persons),
		Files: []string{"Báo cáo thành tích của từng tập thể, cá nhân", "Biên bản họp và biên bản kiểm phiếu của Hội đồng", "Báo cáo kết quả công khai danh sách"},
	}
	return s.Document(w)
}

func (p *practised) sampleAchievement(w *document.Words) *document.Document {
	s := document.Achievement{
		Head: cityHead(41, vn.NewDate(practiceYear, 4, 10)), Subject: "Tập thể Minh Họa số 1", Award: "Cờ thi đua của Chính phủ",
		General: []document.Line{{Label: "Ngày thành lập", Text: "01/01/2000"}, {Label: "Địa chỉ", Text: "Phường Thí Dụ, thành phố Hà Nội"}, {Label: "Tổ chức, cán bộ", Text: ""}, {Label: "Chức năng, nhiệm vụ", Text: ""}},
		Ways:    []string{"Giao chỉ tiêu đến từng tổ, công khai kết quả hằng tuần."},
		Past:    []document.PastAward{{Year: 2024, Award: "Tập thể lao động xuất sắc", Number: "Số minh họa 12/QĐ-UBND, ngày 05/02/2025, Chủ tịch Ủy ban nhân dân thành phố"}},
		Confirm: &document.Signature{Lines: []string{"PHÓ GIÁM ĐỐC SỞ"}},
	}
	for _, i := range p.Indicators {
		for _, t := range p.Targets {
			if t.Indicator == i.Code && t.Member == sampled[0].id {
				s.Results = append(s.Results, document.Result{Name: i.Name, Unit: i.Unit, LastYear: shown(t.Baseline), Target: shown(t.Value), Value: p.figure(t.Member, i.Code)})
			}
		}
	}
	s.Recipients = nil
	s.Signatures = []document.Signature{{Lines: []string{"THỦ TRƯỞNG ĐƠN VỊ"}}}
	return s.Document(w)
}

func sampleMinutes(w *document.Words) *document.Document {
	s := document.Minutes{
		Head: clusterHead(2, vn.NewDate(2027, 3, 20)), Meeting: "Hội nghị tổng kết năm 2026", Begin: "08 giờ 00, ngày 20 tháng 3 năm 2027", End: "11 giờ 20 cùng ngày",
		Room: "Hội trường Ủy ban nhân dân thành phố Hà Nội", Present: []string{"Đại diện Hội đồng Thi đua - Khen thưởng Trung ương.", "Lãnh đạo sáu thành phố trong cụm."},
		Counted: [2]int{6, 0}, Chair: document.Signature{Name: "Phạm Văn Cụm Trưởng"}, Secretary: document.Signature{Name: "Lê Thị Số Liệu"},
		Items: []document.MinuteItem{
			{Title: "Báo cáo tổng kết", Lines: []string{"Cụm trưởng trình bày báo cáo tổng kết năm 2026.", "Đại diện Huế đề nghị làm rõ cách tính tỷ lệ hồ sơ đúng hạn."}},
			{Title: "Bỏ phiếu kín đề nghị tặng Cờ thi đua của Chính phủ", Lines: []string{"Kết quả theo biên bản kiểm phiếu kèm theo."}},
		},
		Concluded: []string{"Thông qua báo cáo tổng kết.", "Đề nghị tặng Cờ thi đua của Chính phủ theo kết quả bỏ phiếu."},
	}
	s.Recipients = nil
	return s.Document(w)
}

func sampleCount(w *document.Words) *document.Document {
	s := document.Count{
		Head: clusterHead(3, vn.NewDate(2027, 3, 20)), Matter: "Về việc đề nghị tặng Cờ thi đua của Chính phủ năm 2026", Begin: "10 giờ 00, ngày 20 tháng 3 năm 2027",
		End: "10 giờ 40 cùng ngày", Room: "Hội trường Ủy ban nhân dân thành phố Hà Nội", Roll: 6, Given: 6, Returned: 6, Valid: 6, Spoilt: 0,
		Needed:  "từ 80% tổng số thành viên trở lên đồng ý",
		Tellers: []string{"Bà Huỳnh Thị Cần, Trưởng ban.", "Ông Đặng Văn Hải, ủy viên.", "Bà Lê Thị Số Liệu, thư ký."},
		Lines:   []document.CountLine{{Name: "Thành phố Hải Phòng", For: 6, Share: "100,0%", Passed: true}, {Name: "Thành phố Đà Nẵng", For: 5, Against: 1, Share: "83,3%", Passed: true}, {Name: "Thành phố Huế", For: 4, Against: 2, Share: "66,7%"}},
		Chief:   document.Signature{Name: "Huỳnh Thị Cần"}, Secretary: document.Signature{Name: "Lê Thị Số Liệu"},
	}
	s.Recipients = nil
	return s.Document(w)
}
