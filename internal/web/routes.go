package web

import (
	"net/http"

	"giaouoc/internal/web/pages"
	"giaouoc/internal/web/static"
)

// routes is the table of contents of the whole site.
func (s *Server) routes(mux *http.ServeMux) {
	get := func(path string, h handle) { mux.Handle("GET "+path, s.page(h)) }
	post := func(path string, h handle) { mux.Handle("POST "+path, s.page(h)) }

	const year = "/lam-viec/{cluster}/{year}" // the signed-in pages of a year

	// The public.
	get("/{$}", s.home)
	get("/don-vi", s.units)
	get("/don-vi/{unit}", s.unit)
	get("/cum/{cluster}", s.showCluster)
	get("/cum/{cluster}/quy-che", s.showRuleBook)
	get("/cum/{cluster}/quy-che/ban/{number}", s.showRuleBook)
	get("/cum/{cluster}/quy-che/ban/{number}/ban-goc", s.ruleBookFile)
	get("/cum/{cluster}/{year}", s.showYear)
	get("/cum/{cluster}/{year}/giao-uoc", s.showCovenant)
	get("/cum/{cluster}/{year}/giao-uoc/ban-quet", s.covenantScan)
	get("/cum/{cluster}/{year}/giao-uoc/ban/{version}", s.showCovenant)
	get("/cum/{cluster}/{year}/giao-uoc/ban/{version}/van-ban.json", s.covenantBytes)
	get("/cum/{cluster}/{year}/giao-uoc/ban/{version}/ban-quet", s.covenantScan)
	get("/cum/{cluster}/{year}/so-lieu", s.showFigures)
	get("/cum/{cluster}/{year}/xep-hang", s.showRanking)
	get("/cum/{cluster}/{year}/chi-dao", s.publicDirectives)
	get("/cum/{cluster}/{year}/phong-trao", s.publicMovements)
	get("/cum/{cluster}/{year}/hoi-nghi", s.showConference)
	get("/cum/{cluster}/{year}/hoi-nghi/bien-ban", s.showMinutes)

	get(pages.ReadAloudPage, s.readAloud)

	// The signed-in.
	get("/lam-viec", s.work)
	get("/sap-xep", s.clusters)
	post("/sap-xep", s.createCluster)
	get("/lam-viec/{cluster}", s.clusterSetup)
	post("/lam-viec/{cluster}/nam-moi", s.openYear)
	post("/lam-viec/{cluster}/thanh-vien", s.joinCluster)
	post("/lam-viec/{cluster}/thoi-thanh-vien", s.leaveCluster)
	post("/lam-viec/{cluster}/dan-dat", s.appointLead)

	const book = "/lam-viec/{cluster}/quy-che" // the rule book and its draft
	get(book, s.ruleBookWork)
	get(book+"/ban/{number}", s.ruleBookWork)
	get(book+"/soan", s.ruleBookDraft)
	post(book+"/soan", s.beginRuleBook)
	get(book+"/soan/ban-goc", s.draftFile)
	post(book+"/soan/ban-goc", s.attachRuleBook)
	get(book+"/dieu-khoan/{clause}", s.clause)
	post(book+"/dieu-khoan/{clause}", s.saveClause)
	post(book+"/dieu-khoan/{clause}/bo", s.removeClause)
	get(book+"/tham-so", s.parameters)
	post(book+"/tham-so", s.saveParameters)
	get(book+"/ban-hanh", s.adoption)
	post(book+"/ban-hanh", s.adoptRuleBook)
	post(book+"/bo", s.dropRuleBookDraft)

	get(year, s.yearWork)
	get(year+"/thoi-han", s.yearSetup)
	post(year+"/thoi-han", s.setPhase)
	post(year+"/thoi-han/ky", s.setPeriod)
	post(year+"/thoi-han/ky/{period}", s.movePeriod)
	post(year+"/thoi-han/chep", s.copySetup)

	get(year+"/giao-uoc", s.covenantWork)
	post(year+"/giao-uoc/bat-dau", s.beginCovenant)
	post(year+"/giao-uoc/chep", s.copyCovenant)
	get(year+"/giao-uoc/noi-dung/{content}", s.covenantContent)
	post(year+"/giao-uoc/noi-dung/{content}", s.saveCovenantContent)
	post(year+"/giao-uoc/noi-dung/{content}/xoa", s.removeCovenantContent)
	post(year+"/giao-uoc/noi-dung/{content}/chuyen", s.moveCovenantContent)
	post(year+"/giao-uoc/gui", s.sendCovenant)
	get(year+"/giao-uoc/gop-y", s.covenantComment)
	post(year+"/giao-uoc/gop-y", s.replyCovenant)
	post(year+"/giao-uoc/mo-ky", s.openCovenantSigning)
	post(year+"/giao-uoc/rut-ve", s.withdrawCovenant)
	get(year+"/giao-uoc/ky", s.covenantSign)
	post(year+"/giao-uoc/ky", s.signCovenant)
	post(year+"/giao-uoc/chung-kien", s.witnessCovenant)
	get(year+"/giao-uoc/sua-doi", s.covenantAmend)
	post(year+"/giao-uoc/sua-doi", s.amendCovenant)
	post(year+"/giao-uoc/bo-sua-doi", s.dropAmendment)
	post(year+"/giao-uoc/ban-quet", s.scanCovenant)
	get(year+"/giao-uoc/ban/{version}", s.covenantVersion)
	get(year+"/giao-uoc/so-sanh", s.compareCovenant)

	get(year+"/chi-dao", s.directives)
	post(year+"/chi-dao", s.giveDirective)
	post(year+"/chi-dao/{directive}", s.assignTask)
	get(year+"/chi-dao/viec/{task}", s.task)
	post(year+"/chi-dao/viec/{task}", s.followTask)
	get(year+"/phong-trao", s.movements)
	post(year+"/phong-trao", s.launchMovement)
	post(year+"/phong-trao/ke-hoach", s.filePlan)

	get(year+"/chi-so", s.indicators)
	post(year+"/chi-so", s.defineIndicator)
	post(year+"/chi-so/quan-he", s.setRule)
	post(year+"/chi-so/quan-he/{rule}/bo", s.removeRule)
	get(year+"/chi-so/{indicator}", s.indicator)
	post(year+"/chi-so/{indicator}", s.reviseIndicator)
	post(year+"/chi-so/{indicator}/bo", s.removeIndicator)
	get(year+"/dang-ky", s.register)
	post(year+"/dang-ky", s.saveTargets)
	get(year+"/bao-cao", s.reports)
	get(year+"/bao-cao/nam-truoc", s.paste)
	post(year+"/bao-cao/nam-truoc", s.savePaste)
	get(year+"/bao-cao/{period}", s.overview)
	post(year+"/bao-cao/{period}/gia-han", s.exceptReport)
	post(year+"/bao-cao/{period}/ca-nuoc", s.setNational)
	post(year+"/bao-cao/{period}/cong-bo", s.publishPeriod)
	get(year+"/bao-cao/{period}/{unit}", s.report)
	post(year+"/bao-cao/{period}/{unit}", s.saveReport)
	post(year+"/bao-cao/{period}/{unit}/duyet", s.acceptReport)
	post(year+"/bao-cao/{period}/{unit}/tra", s.returnReport)
	get(year+"/bao-cao/{period}/{unit}/{indicator}", s.figure)
	post(year+"/bao-cao/{period}/{unit}/{indicator}", s.commentFigure)
	post(year+"/bao-cao/{period}/{unit}/{indicator}/minh-chung", s.attachEvidence)
	get(year+"/bao-cao/{period}/{unit}/{indicator}/minh-chung/{evidence}", s.evidence)
	post(year+"/bao-cao/{period}/{unit}/{indicator}/minh-chung/{evidence}/bo", s.detachEvidence)

	get(year+"/cham-diem", s.scoringWork)
	post(year+"/cham-diem", s.defineSheet)
	post(year+"/cham-diem/mo", s.openSheet)
	post(year+"/cham-diem/ket-luan", s.concludeSheet)
	post(year+"/cham-diem/cong-bo", s.publishSheet)
	get(year+"/cham-diem/{unit}", s.unitMarking)
	post(year+"/cham-diem/{unit}", s.fillIn)
	post(year+"/cham-diem/{unit}/tham-dinh", s.appraiseUnit)
	post(year+"/cham-diem/{unit}/tra-lai", s.returnUnit)
	post(year+"/cham-diem/{unit}/loai", s.disqualifyUnit)

	get(year+"/hoi-nghi", s.conferenceWork)
	post(year+"/hoi-nghi/ke-hoach", s.planConference)
	post(year+"/hoi-nghi/chuong-trinh", s.addAgendaItem)
	post(year+"/hoi-nghi/khai-mac", s.startConference)
	post(year+"/hoi-nghi/diem-danh", s.attendConference)
	post(year+"/hoi-nghi/bieu-quyet", s.putMotion)
	post(year+"/hoi-nghi/bieu-quyet/{motion}", s.enterCount)
	post(year+"/hoi-nghi/quyet-nghi", s.resolveConference)
	post(year+"/hoi-nghi/lui-ky", s.postponeSigning)
	post(year+"/hoi-nghi/be-mac", s.finishConference)

	get(year+"/de-nghi", s.awardWork)
	post(year+"/de-nghi", s.proposeAward)
	post(year+"/de-nghi/{proposal}/trinh", s.submitProposal)
	post(year+"/de-nghi/{proposal}/rut", s.withdrawProposal)
	post(year+"/de-nghi/{proposal}/quyet-dinh", s.decideProposal)

	get(year+"/ban-giao", s.handoverWork)
	get(year+"/ban-giao/goi.json", s.handoverBundle)
	post(year+"/ban-giao", s.offerHandover)
	post(year+"/ban-giao/nhan", s.confirmHandover)
	post(year+"/ban-giao/tra", s.returnHandover)

	if s.Demo {
		get("/vai", s.roles)
		post("/vai/{login}", s.switchRole)
		post("/vai-khach", s.leaveRole)
		post("/ngay", s.switchDay)
	}

	mux.HandleFunc("GET "+static.Prefix, staticFile)
	mux.Handle("/", s.page(s.notFound))
}
