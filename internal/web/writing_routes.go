package web

// writingRoutes are the official documents, their signatures and the registers of their
// numbers.
func (s *Server) writingRoutes(get, post func(path string, h handle)) {
	const written = writingPage + "/{writing}" // official documents and their signatures
	post(writingPage, s.beginWriting)
	get(written, s.writing)
	post(written, s.saveWriting)
	post(written+"/xem", s.previewWriting)
	get(written+"/xem-truoc.pdf", s.draftPDF)
	post(written+"/lay-lai", s.redrawWriting)
	post(written+"/ban-hanh", s.issueWriting)
	post(written+"/huy", s.cancelWriting)
	get(written+"/tep/{file}", s.writingFile)
	get(written+"/ky", s.signWriting)
	post(written+"/ky/khoa", s.signByKey)
	post(written+"/ky/tep", s.signByFile)
	post(written+"/ky/cong-cu", s.sendToAgent)
	post(written+"/ky/nhan", s.receiveSigned)
	get(agentPage+"/{secret}/van-ban.pdf", s.agentFetch)
	post(agentPage+"/{secret}", s.agentBring)
	const numbers = numbersPage + "/{unit}"
	get(numbersPage, s.numberingOffices)
	get(numbers, s.numbers)
	get(numbers+"/so.xlsx", s.numbersXlsx)
	post(numbers+"/cap-so", s.takeNumber)
	post(numbers+"/huy-so", s.cancelNumber)
	get(numbers+"/mau", s.writingTemplates)
	get(numbers+"/mau/{kind}", s.writingTemplate)
	post(numbers+"/mau/{kind}", s.saveTemplate)
	post(numbers+"/mau/{kind}/xem", s.previewTemplate)
	post(numbers+"/mau/{kind}/dat-lai", s.resetTemplate)
	get(numbers+"/co-quan", s.paperOffice)
	post(numbers+"/co-quan", s.savePaperOffice)
}
