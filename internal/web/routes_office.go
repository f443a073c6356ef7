package web

// officeRoutes is the part of the table of contents that is the own work of an office:
// petitions, inspections, items that go with awards,
// ceremonies, letters of confirmation.
func (s *Server) officeRoutes(get, post func(path string, h handle)) {
	get(officesPage, s.offices)
	const petitions = officesPage + "/{unit}" + petitionsPage
	get(petitions, s.petitions)
	post(petitions, s.receivePetition)
	get(petitions+"/{petition}", s.petition)
	post(petitions+"/{petition}/giao", s.petitionAct("Đã giao người xử lý.", s.assignPetition))
	post(petitions+"/{petition}/phan-loai", s.petitionAct("Đã ghi phân loại.", s.classifyPetition))
	post(petitions+"/{petition}/thu-ly", s.petitionAct("Đã thụ lý.", s.acceptPetition))
	post(petitions+"/{petition}/khong-thu-ly", s.petitionAct("Đã ghi không thụ lý.", s.refusePetition))
	post(petitions+"/{petition}/chuyen", s.petitionAct("Đã ghi việc chuyển đơn.", s.forwardPetition))
	post(petitions+"/{petition}/gia-han", s.petitionAct("Đã gia hạn.", s.extendPetition))
	post(petitions+"/{petition}/ket-luan", s.petitionAct("Đã ghi kết luận.", s.settlePetition))
	post(petitions+"/{petition}/rut", s.petitionAct("Đã ghi việc rút đơn.", s.withdrawPetition))
	post(petitions+"/{petition}/dong", s.petitionAct("Đã đóng hồ sơ đơn.", s.closePetition))

	const inspections = officesPage + "/{unit}" + inspectionsPage
	get(inspections, s.inspections)
	post(inspections+"/them", s.addInspection)
	post(inspections+"/them-lop", s.addCourse)
	post(inspections+"/duyet", s.approveInspections)
	get(inspections+"/{inspection}", s.inspection)
	post(inspections+"/{inspection}/ket-qua", s.inspectionAct("Đã ghi kết quả.", s.concludeInspection))
	post(inspections+"/{inspection}/bo", s.inspectionAct("Đã ghi không thực hiện.", s.dropInspection))
	post(inspections+"/{inspection}/ket-luan", s.inspectionAct("Đã ghi; việc đang chờ đơn vị khắc phục.", s.noteFinding))
	post(inspections+"/{inspection}/ket-luan/{finding}/khac-phuc", s.inspectionAct("Đã gửi báo cáo khắc phục.", s.mendFinding))
	get(inspections+"/{inspection}/ket-luan/{finding}/minh-chung", s.findingEvidence)
	post(inspections+"/{inspection}/ket-luan/{finding}/xong", s.inspectionAct("Đã xác nhận khắc phục.", s.closeFinding))
	post(inspections+"/{inspection}/ket-luan/{finding}/tra", s.inspectionAct("Đã trả lại.", s.sendBackFinding))

	const items = officesPage + "/{unit}" + itemsPage
	const note = items + notePage + "/{delivery}"
	get(items, s.stock)
	post(items+"/loai", s.nameItem)
	post(items+"/nhap", s.bringItems)
	post(items+"/kiem-ke", s.takeStock)
	get(items+handPage, s.handItems)
	post(items+handPage, s.hand)
	get(note, s.note)
	get(note+"/van-ban.docx", s.noteDocx)
	get(note+"/van-ban.pdf", s.notePDF)
	get(note+"/ban-quet", s.noteScan)
	post(note+"/ky", s.noteAct("Đã ghi ký nhận.", s.signNote))
	post(note+"/xac-nhan", s.noteAct("Đã xác nhận.", s.confirmNote))
	post(note+"/huy", s.noteAct("Đã hủy biên bản.", s.cancelNote))
	s.ceremonyRoutes(get, post)
	s.confirmationRoutes(get, post)
}

func (s *Server) ceremonyRoutes(get, post func(path string, h handle)) {
	const ceremonies = officesPage + "/{unit}" + ceremoniesPage
	const one = ceremonies + "/{ceremony}"
	act := s.ceremonyAct
	get(ceremonies, s.ceremonies)
	post(ceremonies, s.beginCeremony)
	get(one, s.ceremony)
	post(one, act("Đã lưu.", "", rewriteCeremony, (*Server).showCeremony))
	get(one+choosePage, s.chooseGrants)
	post(one+choosePage, act("Đã đưa vào chương trình.", "", includeGrants, (*Server).showChoosing))
	get(one+partPage, s.ceremonyPart)
	post(one+partPage, act("Đã lưu.", "", writePart, (*Server).showCeremonyPart))
	get(one+linePage, s.ceremonyLine)
	post(one+linePage, act("Đã lưu.", "", noteLine, (*Server).showCeremonyLine))
	post(one+"/bo", act("Đã bỏ khỏi chương trình.", "", dropFromCeremony, (*Server).showCeremony))
	post(one+"/chuyen", act("Đã đổi thứ tự.", "", moveInCeremony, (*Server).showCeremony))
	post(one+"/duyet", act("Đã duyệt; thứ tự và lời dẫn đứng yên từ đây.", "", approveCeremony, (*Server).showCeremony))
	post(one+"/mo-lai", act("Đã mở lại.", "", reopenCeremony, (*Server).showCeremony))
	post(one+"/huy", act("Đã hủy buổi lễ.", "", cancelCeremony, (*Server).showCeremony))
	post(one+"/goi", act("Đã gọi.", "", callGroup, (*Server).showCeremony))
	post(one+"/goi-khac", act("Đã gọi.", "", callGroup, (*Server).showCeremony))
	post(one+"/ket-thuc", act("Buổi lễ đã kết thúc.", "", finishCeremony, (*Server).showCeremony))
	get(one+"/man-hinh", s.ceremonyScreen)
	get(one+"/kich-ban.docx", s.scriptDocx)
	get(one+"/kich-ban.pdf", s.scriptPDF)
}

func (s *Server) confirmationRoutes(get, post func(path string, h handle)) {
	const confirmations = officesPage + "/{unit}" + confirmationsPage
	const one = confirmations + "/{confirmation}"
	get(confirmations, s.confirmations)
	get(confirmations+letterPage, s.draftConfirmation)
	post(confirmations+letterPage, s.issueConfirmation)
	get(one, s.confirmationPage)
	get(one+"/van-ban.docx", s.confirmationDocx)
	get(one+"/van-ban.pdf", s.confirmationPDF)
	post(one+"/huy", s.cancelConfirmation)
}
