package web

import "giaouoc/internal/deliberation"

// deliberationRoutes are the addresses of the deliberations and initiatives inside a
// unit, a part of the table of contents of the site.
func (s *Server) deliberationRoutes(get, post func(path string, h handle)) {
	const round = registersPage + "/{unit}" + deliberationPage + "/{year}" // a unit's yearly deliberation
	get(registersPage+"/{unit}"+deliberationPage, s.deliberations)
	post(registersPage+"/{unit}"+deliberationPage, s.openDeliberation)
	get(round, s.deliberation)
	post(round+"/quy-dinh", s.reviseDeliberation)
	get(round+"/nhap", s.staffImport)
	post(round+"/nhap", s.bringStaff)
	post(round+"/nhap/ghi", s.importStaff)
	post(round+"/nhap/bo", s.dropStaffList)
	get(round+"/mau.xlsx", s.staffTemplate)
	get(round+"/nguoi", s.deliberationStaff)
	get(round+"/nguoi/{person}", s.staffPerson)
	post(round+"/nguoi/{person}/la-ai", s.identifyStaff)
	post(round+"/hop", s.holdMeeting)
	get(round+"/hop/{meeting}", s.meetingBoard)
	post(round+"/hop/{meeting}/phieu", s.voteOn)
	post(round+"/hop/{meeting}/ca-danh-sach", s.voteOnRest)
	post(round+"/hop/{meeting}/khoa", s.closeMeeting)
	post(round+"/hop/{meeting}/mo-lai", s.reopenMeeting)
	get(round+"/hop/{meeting}/bien-ban.docx", s.meetingMinutes("docx"))
	get(round+"/hop/{meeting}/bien-ban.pdf", s.meetingMinutes("pdf"))
	get(round+"/danh-sach/{award}", s.titleList)
	post(round+"/danh-sach/{award}/bo", s.leaveOut)
	post(round+"/danh-sach/{award}/dua-lai", s.putBack)
	post(round+"/cong-bo", s.publishDeliberation)
	get(round+"/phan-anh", s.objections)
	post(round+"/phan-anh", s.enterObjection)
	post(round+"/phan-anh/{objection}", s.answerObjection)
	post(round+"/ket-luan/{award}/quyet-dinh", s.concludeList)
	post(round+"/ket-luan/{award}/trinh", s.sendListUpward)
	get(deliberation.OwnPage, s.ownRounds)
	post(deliberation.OwnPage+"/{person}/dang-ky", s.registerOwnTitle)
	post(deliberation.OwnPage+"/{person}/phan-anh", s.objectOwn)
	get(registersPage+"/{unit}"+initiativePage, s.initiatives)
	post(registersPage+"/{unit}"+initiativePage, s.applyInitiative)
	post(registersPage+"/{unit}"+initiativePage+"/quy-dinh", s.setInitiativeRule)
	get(registersPage+"/{unit}"+initiativePage+"/{initiative}", s.initiative)
	post(registersPage+"/{unit}"+initiativePage+"/{initiative}/cham", s.markInitiative)
	post(registersPage+"/{unit}"+initiativePage+"/{initiative}/quyet-dinh", s.decideInitiative)
	get(registersPage+"/{unit}"+initiativePage+"/{initiative}/tep", s.initiativeFile)
}
