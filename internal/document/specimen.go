package document

import "giaouoc/internal/vn"

// Specimen is a document of a kind with names and numbers made up, to look at its words;
// nil for no kind. h is the head of the office whose words they are.
func Specimen(k Kind, w *Words, h Head) *Document {
	h.Year, h.Cluster, h.Date = 2026, "Cụm thi đua số 1", vn.NewDate(2026, 3, 2)
	h.Notes = []string{Illustrative}
	const award = "Bằng khen của Chủ tịch Ủy ban nhân dân"
	list := []Nominee{
		{Name: "Phòng Thí dụ", Collective: true, Post: "Sở Minh họa", Award: award, Merit: "Hoàn thành xuất sắc nhiệm vụ"},
		{Name: "Nguyễn Văn Thí Dụ", Post: "Chuyên viên, Sở Minh họa", Award: award, Merit: "Có sáng kiến được công nhận"},
	}
	const meeting = "hội nghị tổng kết năm 2026"
	person := func(post, name string) Signature { return Signature{Lines: []string{post}, Name: name} }
	switch k {
	case KindCovenant:
		h.Signatures = []Signature{{Party: "Tỉnh Thí Dụ", Lines: []string{"CHỦ TỊCH"}, Name: "Trần Văn A"}, {Party: "Tỉnh Minh Họa", Lines: []string{"CHỦ TỊCH"}, Name: "Lê Thị B"}}
		return (&Covenant{Head: h, Contents: []Pledge{{Title: "Phát triển kinh tế", Text: "Hoàn thành các chỉ tiêu được giao.", Serves: "nghị quyết của Hội đồng nhân dân"}}}).Document(w)
	case KindPlan:
		return (&Plan{Head: h, Subject: "thực hiện giao ước thi đua", Purpose: []string{"Tổ chức thực hiện đầy đủ các nội dung đã ký."}, Steps: []Step{{"Sơ kết", "Các đơn vị", "30/6/2026"}}}).Document(w)
	case KindSubmission:
		return (&Submission{Head: h, To: "Chủ tịch Ủy ban nhân dân", Nominees: list, Files: []string{"Báo cáo thành tích;"}}).Document(w)
	case KindAchievement:
		return (&Achievement{Head: h, Subject: "Phòng Thí dụ", Award: award, Results: []Result{{"Hồ sơ đúng hạn", "%", "95,2", "98", "99,1"}}}).Document(w)
	case KindMinutes:
		return (&Minutes{Head: h, Meeting: "Họp Hội đồng Thi đua - Khen thưởng", Begin: "08 giờ 00, ngày 02 tháng 3 năm 2026", End: "10 giờ 00 cùng ngày", Room: "Phòng họp số 1", Counted: [2]int{9, 1}, Chair: person("CHỦ TRÌ", "Trần Văn A"), Secretary: person("THƯ KÝ", "Lê Thị B"), Items: []MinuteItem{{"Xét khen thưởng", []string{"9/10 phiếu đồng ý."}}}, Concluded: []string{"Thống nhất đề nghị khen thưởng."}}).Document(w)
	case KindCount:
		return (&Count{Head: h, Matter: "Đề nghị tặng Cờ thi đua", Roll: 10, Given: 9, Returned: 9, Valid: 9, Spoilt: 0, Needed: "từ 80% tổng số thành viên trở lên", Lines: []CountLine{{"Tỉnh Thí Dụ", 9, 0, "90,0%", true}}}).Document(w)
	case KindResolution:
		return (&Resolution{Head: h, Meeting: meeting, Articles: []string{"Thông qua báo cáo tổng kết năm 2026."}}).Document(w)
	case KindConclusion:
		return (&Conclusion{Head: h, Meeting: meeting, By: "Cụm trưởng, Trần Văn A", Points: []string{"Các đơn vị hoàn thành báo cáo trước ngày 15 tháng 4."}}).Document(w)
	case KindDecision:
		return (&Decision{Head: h, Authority: "CHỦ TỊCH ỦY BAN NHÂN DÂN", Award: award, Merit: "đã có thành tích xuất sắc năm 2026", ProposedBy: "Sở Nội vụ", Nominees: list}).Document(w)
	case KindInvitation:
		return (&Invitation{Head: h, Guest: "Lãnh đạo các đơn vị thành viên", Meeting: meeting, Agenda: []string{"Báo cáo tổng kết", "Ký giao ước"}, Begins: "08 giờ 00, ngày 02 tháng 3 năm 2026", Room: "Hội trường lớn"}).Document(w)
	case KindMidReview, KindFinalReview:
		return (&Review{Head: h, Final: k == KindFinalReview, Period: "Sáu tháng đầu năm", Movements: []string{"Phong trào thí dụ"}, Commended: []string{"Tỉnh Thí Dụ: Cờ thi đua"}}).Document(w)
	case KindConsult:
		return (&Consult{Head: h, To: "Công an tỉnh", Matter: "đối với 01 tập thể và 01 cá nhân", Until: "ngày 15 tháng 5 năm 2026", Nominees: list}).Document(w)
	case KindConfirmation:
		h.Addressees = []string{"Ông Nguyễn Văn Thí Dụ"}
		return (&Confirmation{Head: h, About: "ông Nguyễn Văn Thí Dụ", Asked: "đơn của ông Nguyễn Văn Thí Dụ ngày 01 tháng 3 năm 2026", Says: []string{"Ông Nguyễn Văn Thí Dụ được tặng " + award + " theo Quyết định số 12/QĐ-UBND ngày 02 tháng 02 năm 2026."}}).Document(w)
	case KindReturn:
		return (&Return{Head: h, Dossier: "Hồ sơ thí dụ", From: "Sở Minh họa", Received: "02 tháng 3 năm 2026", Reasons: []Reason{{"Thiếu báo cáo thành tích", "Luật số 06/2022/QH15, Điều 84", "Gửi bổ sung"}}, Until: "ngày 12 tháng 3 năm 2026"}).Document(w)
	case KindNotice:
		return (&Notice{Head: h, Dossier: "Hồ sơ thí dụ", From: "Sở Minh họa", Award: award, Decision: "số 12/QĐ-UBND ngày 02 tháng 3 năm 2026", Granted: list[:1], Refused: []Refusal{{"Nguyễn Văn Thí Dụ", "Không đủ phiếu"}}}).Document(w)
	case KindStatistics:
		return (&Statistics{Head: h, Code: StatisticCodes()[0], Period: "năm 2026"}).Document(w)
	}
	return nil
}
