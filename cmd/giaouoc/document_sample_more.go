package main

import (
	"giaouoc/internal/document"
	"giaouoc/internal/vn"
)

func sampleResolution(w *document.Words) *document.Document {
	s := document.Resolution{
		Head: clusterHead(1, vn.NewDate(2027, 3, 20)), Meeting: "Hội nghị tổng kết năm 2026 của " + sampleCluster,
		Articles: []string{
			"Thông qua báo cáo tổng kết và bảng xếp hạng năm 2026.",
			"Đề nghị Thủ tướng Chính phủ tặng Cờ thi đua của Chính phủ cho thành phố Hải Phòng và thành phố Đà Nẵng theo kết quả bỏ phiếu kín.",
			"Thành phố Hồ Chí Minh là cụm trưởng, thành phố Hải Phòng là cụm phó năm 2027.",
		},
	}
	s.Bases = []string{"Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15", "Căn cứ quy chế của " + sampleCluster}
	return s.Document(w)
}

// sampleConclusion is made of what was published of the conference of 2021.
func (p *practised) sampleConclusion(w *document.Words) *document.Document {
	s := document.Conclusion{
		Head: clusterHead(7, vn.NewDate(2021, 4, 12)), Meeting: "hội nghị của cụm ngày 09 tháng 4 năm 2021", By: "Phó Chủ tịch Hội đồng Thi đua - Khen thưởng Trung ương",
	}
	s.Year = 2021
	for _, d := range p.PublishedDirectives {
		s.Points = append(s.Points, d.Body+" (nguồn: "+d.Source+").")
	}
	return s.Document(w)
}

func sampleDecision(w *document.Words) *document.Document {
	list := sampleNominees(2, 5)
	for i := range list {
		list[i].Award, list[i].Votes, list[i].Bonus = "Bằng khen của Chủ tịch Ủy ban nhân dân thành phố", "", "3.510.000"
		if list[i].Collective {
			list[i].Bonus = "7.020.000"
		}
	}
	s := document.Decision{
		Head: cityHead(1250, vn.NewDate(practiceYear, 5, 6)), Authority: "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
		Award: "Bằng khen của Chủ tịch Ủy ban nhân dân thành phố", Merit: "có thành tích trong phong trào thi đua năm 2026", ProposedBy: "Giám đốc Sở Nội vụ",
		Total: "31.590.000 đồng (ba mươi mốt triệu năm trăm chín mươi nghìn đồng)", Fund: "quỹ thi đua, khen thưởng của thành phố",
		Carried: "Chánh Văn phòng Ủy ban nhân dân thành phố, Giám đốc Sở Nội vụ", Nominees: list,
	}
	s.Signatures = []document.Signature{{Lines: []string{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, Name: "Phạm Văn Cụm Trưởng"}}
	s.Recipients = []string{"Như Điều 3", "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân thành phố", "Lưu: VT, TĐKT"}
	return s.Document(w)
}

func sampleInvitation(w *document.Words) *document.Document {
	s := document.Invitation{
		Head: clusterHead(12, vn.NewDate(2027, 3, 5)), Guest: "Lãnh đạo Ủy ban nhân dân thành phố Đà Nẵng", Meeting: "Hội nghị tổng kết năm 2026",
		Agenda: []string{"Báo cáo tổng kết năm 2026 và ý kiến thảo luận;", "Bỏ phiếu kín đề nghị khen thưởng;", "Ký giao ước thi đua năm 2027."},
		Chair:  "Phó Chủ tịch Ủy ban nhân dân thành phố Hà Nội, Cụm trưởng", Begins: "08 giờ 00, thứ Bảy, ngày 20 tháng 3 năm 2027",
		Room: "Hội trường Ủy ban nhân dân thành phố Hà Nội", Papers: "xem trên trang của hội nghị; mã điểm danh gửi riêng", Contact: "chuyên viên Lê Thị Số Liệu",
	}
	return s.Document(w)
}

func (p *practised) sampleMidReview(w *document.Words) *document.Document {
	s := document.Review{
		Head: clusterHead(31, vn.NewDate(practiceYear, 7, 28)), Period: "sơ kết sáu tháng đầu năm", Figures: p.sums(), Table: p.byMember(p.figure), Movements: p.movements(),
		Weak: []string{"Giải ngân vốn đầu tư công còn chậm ở bốn thành phố."}, Next: []string{"Rà soát từng dự án chậm; công khai tiến độ hằng tháng."},
	}
	s.Table.Size = 10
	s.Addressees = []string{"Hội đồng Thi đua - Khen thưởng Trung ương"}
	return s.Document(w)
}

// sampleFinalReview is drafted from what was published of 2020; the rest is for the
// officer.
func (p *practised) sampleFinalReview(w *document.Words) *document.Document {
	s := document.Review{
		Head: clusterHead(0, vn.Date{}), Final: true, Period: "tổng kết việc", Figures: p.published(2020), Commended: p.proposed(2020),
	}
	s.Year = 2020
	s.Addressees = []string{"Hội đồng Thi đua - Khen thưởng Trung ương", "Ban Thi đua - Khen thưởng Trung ương"}
	s.Signatures = []document.Signature{{Lines: []string{"CỤM TRƯỞNG"}}}
	s.Notes = []string{"Bản soạn từ số liệu đã công bố; chỗ «…» chưa có số liệu. " + document.Illustrative}
	return s.Document(w)
}

func sampleConsult(w *document.Words) *document.Document {
	s := document.Consult{
		Head: cityHead(87, vn.NewDate(practiceYear, 5, 4)), To: "Bộ Công Thương", Matter: "đối với 02 tập thể", Until: "ngày 18 tháng 5 năm 2026", Nominees: sampleNominees(2, 0),
	}
	return s.Document(w)
}

func sampleReturn(w *document.Words) *document.Document {
	s := document.Return{
		Head: cityHead(9, vn.NewDate(practiceYear, 5, 8)), Dossier: "Hồ sơ đề nghị khen thưởng năm 2026 của Sở Thí Dụ", From: "Sở Thí Dụ", Received: "27 tháng 4 năm 2026", Until: "ngày 22 tháng 5 năm 2026",
		Reasons: []document.Reason{
			{What: "Số liệu trong báo cáo thành tích đã quá 6 tháng khi nộp", Ground: "Nghị định 152/2025/NĐ-CP, Điều 33", Do: "Báo cáo với số liệu mới"},
			{What: "Thiếu biên bản kiểm phiếu của Hội đồng", Ground: "Luật 06/2022/QH15, Điều 84", Do: "Biên bản có chữ ký của ban kiểm phiếu"},
		},
	}
	return s.Document(w)
}

func sampleStatistics(w *document.Words, code string, i int) *document.Document {
	s := document.Statistics{Head: cityHead(0, vn.NewDate(2027, 1, 15)), Code: code, Period: "năm 2026"}
	if i == 0 {
		s.Table = &document.Table{
			Columns: []document.Column{{Title: "STT", Weight: 0.6, Align: document.Centre}, {Title: "Nội dung", Weight: 4}, {Title: "Đơn vị tính", Weight: 1.2, Align: document.Centre}, {Title: "Số lượng", Weight: 1.2, Align: document.Right}},
			Rows:    [][]string{{"1", "Phong trào thi đua do cụm phát động", "phong trào", "1"}, {"2", "Phong trào do các thành viên phát động", "phong trào", "3"}},
		}
	}
	return s.Document(w)
}
