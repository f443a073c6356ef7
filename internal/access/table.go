package access

// Act is one thing a use case does, named word.verb.
type Act string

// The acts, by word of the field.
const (
	OrgRead   Act = "org.read"
	OrgChange Act = "org.change"

	RecordRotate Act = "record.rotate"
	RecordRejoin Act = "record.rejoin"

	AccountGrant   Act = "account.grant"
	AccountRead    Act = "account.read"
	AccountRecover Act = "account.recover"
	MailAgain      Act = "account.send_again"
	RightDelegate  Act = "account.delegate"
	RightsRead     Act = "account.read_rights"

	PersonalRead   Act = "personal.look_up"
	PersonalExport Act = "personal.export"
	PersonalErase  Act = "personal.erase"

	ClusterRead    Act = "cluster.read"
	ClusterArrange Act = "cluster.arrange"
	RuleBookAdopt  Act = "cluster.adopt_rule_book"
	YearOpen       Act = "cycle.open_year"
	YearRead       Act = "cycle.read"
	PhaseSet       Act = "cycle.set_phase"
	MovementLaunch Act = "cycle.launch_movement"
	MovementJoin   Act = "cycle.join_movement"
	DirectiveGive  Act = "cycle.give_directive"
	TaskAssign     Act = "cycle.assign_task"
	TaskReport     Act = "cycle.report_task"
	TaskConfirm    Act = "cycle.confirm_task"
	TaskRead       Act = "cycle.read_task"
	PlanFile       Act = "cycle.file_plan"
	BundleImport   Act = "sheet.import"
	BundleExport   Act = "sheet.export"
	HistoryPublish Act = "indicator.publish_history"
	RecordRead     Act = "record.read"

	IndicatorDefine  Act = "indicator.define"
	CovenantRegister Act = "covenant.register"
	ReportWrite      Act = "indicator.write_report"
	ReportSubmit     Act = "indicator.submit_report"
	ReportRead       Act = "indicator.read_report"
	ReportComment    Act = "indicator.comment"
	ReportReview     Act = "indicator.review_report"
	ReportExcept     Act = "indicator.except"
	NationalSet      Act = "indicator.set_national"
	PeriodPublish    Act = "indicator.publish_period"

	CovenantDraft       Act = "covenant.draft"
	CovenantComment     Act = "covenant.comment"
	CovenantOpenSigning Act = "covenant.open_signing"
	CovenantSign        Act = "covenant.sign"
	CovenantWitness     Act = "covenant.witness"
	CovenantRead        Act = "covenant.read"

	MidReviewDraft  Act = "midreview.draft"
	MidReviewIssue  Act = "midreview.issue"
	MidReviewRemark Act = "midreview.remark"
	MidReviewRead   Act = "midreview.read"

	ConferencePlan  Act = "conference.plan"
	ConferenceRun   Act = "conference.run"
	ConferenceCount Act = "conference.count"
	ConferenceRead  Act = "conference.read"
	ConferenceJoin  Act = "conference.join"
	ConferenceSign  Act = "conference.sign"

	ScoringDefine   Act = "scoring.define"
	ScoringSelf     Act = "scoring.self"
	ScoringAppraise Act = "scoring.appraise"
	ScoringCross    Act = "scoring.cross"
	ScoringSeal     Act = "scoring.seal"
	ScoringUnseal   Act = "scoring.unseal"
	ScoringConclude Act = "scoring.conclude"
	ScoringPublish  Act = "scoring.publish"
	ScoringAppeal   Act = "scoring.appeal"
	ScoringRead     Act = "scoring.read"

	BallotOpen  Act = "ballot.open"
	BallotClose Act = "ballot.close"

	AwardPropose  Act = "award.propose"
	AwardDecide   Act = "award.decide"
	AwardRead     Act = "award.read"
	AwardLook     Act = "award.read_register"
	AwardKeep     Act = "award.keep"
	AwardAnnul    Act = "award.annul"
	AwardNominate Act = "award.nominate"

	DossierRead    Act = "dossier.read"
	DossierKeep    Act = "dossier.keep"
	DossierPropose Act = "dossier.propose"
	DossierHandle  Act = "dossier.handle"
	DossierDirect  Act = "dossier.direct"

	InitiativeRead  Act = "initiative.read"
	InitiativeKeep  Act = "initiative.keep"
	InitiativeScore Act = "initiative.score"

	DeliberationRead     Act = "deliberation.read"
	DeliberationKeep     Act = "deliberation.keep"
	DeliberationConclude Act = "deliberation.conclude"

	FundRead Act = "fund.read"
	FundKeep Act = "fund.keep"

	PetitionRead   Act = "petition.read"
	PetitionKeep   Act = "petition.keep"
	PetitionDirect Act = "petition.direct"

	InspectionRead   Act = "inspection.read"
	InspectionKeep   Act = "inspection.keep"
	InspectionDirect Act = "inspection.approve"
	InspectionMend   Act = "inspection.mend"

	DeliveryRead    Act = "delivery.read"
	DeliveryKeep    Act = "delivery.keep"
	DeliveryConfirm Act = "delivery.confirm"

	CeremonyRead   Act = "ceremony.read"
	CeremonyKeep   Act = "ceremony.keep"
	CeremonyDirect Act = "ceremony.approve"

	ConfirmationRead  Act = "confirmation.read"
	ConfirmationIssue Act = "confirmation.issue"

	CommentRead     Act = "comment.read"
	CommentModerate Act = "comment.moderate"
	CommentAnswer   Act = "comment.answer"
	ExemplarRead    Act = "exemplar.read"
	ExemplarKeep    Act = "exemplar.keep"
	ExemplarPublish Act = "exemplar.publish"

	DocumentNumber Act = "document.number"
	DocumentRead   Act = "document.read_register"

	ClerkDraft Act = "clerk.draft"
	ClerkSign  Act = "clerk.sign"
	ClerkSet   Act = "clerk.set"

	IncomingKeep Act = "incoming.keep"
	IncomingRead Act = "incoming.read"

	// IncomingFinish is asked of whom a document was given to.
	IncomingFinish Act = "incoming.finish"

	ArticleRead    Act = "article.read"
	ArticleWrite   Act = "article.write"
	ArticlePublish Act = "article.publish"

	HandoverOffer   Act = "handover.offer"
	HandoverConfirm Act = "handover.confirm"
	HandoverRead    Act = "handover.read"
)

type row struct {
	say   string // "bạn không có quyền …"
	on    On
	roles []Role
}

// table is the whole of the program's rights.
var table = map[Act]row{
	OrgRead:   {"xem danh mục đơn vị", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Administrator, Auditor, Operator}},
	OrgChange: {"thay đổi danh mục đơn vị", OnUnit, []Role{StandingOffice, Operator}},

	RecordRotate: {"đổi khóa ký nhật ký", OnAll, []Role{Operator}},
	RecordRejoin: {"nối lại nhật ký sau khi mất dữ liệu", OnAll, []Role{Operator}},

	AccountGrant:   {"cấp tài khoản", OnAll, []Role{Administrator, Operator}},
	AccountRead:    {"xem các tài khoản", OnAll, []Role{Administrator, Auditor, Operator}},
	AccountRecover: {"khôi phục tài khoản", OnAll, []Role{Administrator, Operator}},
	MailAgain:      {"cho gửi lại thư không gửi được", OnAll, []Role{Administrator, Operator}},
	RightDelegate:  {"ủy quyền vai trò này", OnGrant, []Role{Officer, UnitLeader, Appraiser, StandingOffice, CouncilMember, Editor}},
	RightsRead:     {"xem bảng phân quyền", OnGrant, []Role{Administrator, StandingOffice, Auditor, Operator}},

	PersonalRead:   {"xem dữ liệu cá nhân của người khác", OnAll, []Role{Administrator}},
	PersonalExport: {"xuất dữ liệu cá nhân thay người khác", OnAll, []Role{Administrator}},
	PersonalErase:  {"quyết định yêu cầu xóa dữ liệu cá nhân", OnAll, []Role{Administrator}},

	ClusterRead:    {"xem việc nội bộ của cụm, khối", OnYear, []Role{Member, Lead, Deputy, Appraiser, StandingOffice, CouncilMember, Auditor, Operator}},
	ClusterArrange: {"sắp xếp cụm, khối", OnCluster, []Role{StandingOffice, Operator}},
	RuleBookAdopt:  {"ban hành quy chế cụm, khối", OnYear, []Role{Lead, StandingOffice, Operator}},

	YearOpen: {"mở năm thi đua", OnYear, []Role{Lead, StandingOffice, Operator}},
	YearRead: {"xem năm thi đua", OnYear, []Role{Member, Lead, Deputy, Appraiser, StandingOffice, CouncilMember, Auditor, Operator}},
	PhaseSet: {"đặt thời hạn của năm thi đua", OnYear, []Role{Lead, StandingOffice, Operator}},

	MovementLaunch: {"phát động phong trào của cụm, khối", OnYear, []Role{Lead, StandingOffice, Operator}},
	MovementJoin:   {"phát động, hưởng ứng phong trào thay đơn vị này", OnPart, []Role{Officer, UnitLeader, Operator}},
	DirectiveGive:  {"ghi chỉ đạo của Hội đồng", OnYear, []Role{Lead, Deputy, StandingOffice, Operator}},
	TaskAssign:     {"giao việc theo chỉ đạo", OnYear, []Role{Lead, Deputy, StandingOffice, Operator}},
	TaskReport:     {"báo cáo việc được giao thay đơn vị này", OnPart, []Role{Officer, UnitLeader}},
	TaskConfirm:    {"xác nhận hoặc trả lại việc đã báo cáo", OnPart, []Role{Lead, Deputy, StandingOffice}},
	TaskRead:       {"xem việc được giao của đơn vị này", OnPart, []Role{Officer, UnitLeader, Lead, Deputy, StandingOffice, CouncilMember, Auditor, Operator}},
	PlanFile:       {"ghi kế hoạch, chương trình của đơn vị này", OnPart, []Role{Officer, UnitLeader, Operator}},

	BundleImport:   {"nhập dữ liệu từ tệp", OnYear, []Role{StandingOffice, Operator}},
	BundleExport:   {"xuất dữ liệu ra tệp", OnCluster, []Role{Member, StandingOffice, Auditor, Operator}},
	HistoryPublish: {"nhập số liệu đã công bố", OnYear, []Role{StandingOffice, Operator}},
	RecordRead:     {"xem nhật ký", OnYear, []Role{Lead, Deputy, StandingOffice, Auditor, Operator}},

	IndicatorDefine:     {"đặt chỉ số của giao ước", OnYear, []Role{Lead, Deputy, Operator}},
	CovenantDraft:       {"soạn giao ước", OnYear, []Role{Lead, Deputy, Operator}},
	CovenantComment:     {"góp ý giao ước thay đơn vị này", OnPart, []Role{Officer, UnitLeader}},
	CovenantOpenSigning: {"mở ký giao ước", OnYear, []Role{Lead}},
	CovenantSign:        {"ký giao ước thay đơn vị này", OnPart, []Role{UnitLeader}},
	CovenantWitness:     {"chứng kiến việc ký giao ước", OnYear, []Role{CouncilMember, StandingOffice}},
	CovenantRead:        {"xem bản soạn giao ước", OnYear, []Role{Member, Lead, Deputy, StandingOffice, CouncilMember, Auditor, Operator}},

	MidReviewDraft:  {"soạn báo cáo sơ kết", OnYear, []Role{Lead, Deputy}},
	MidReviewIssue:  {"ban hành báo cáo sơ kết", OnYear, []Role{Lead}},
	MidReviewRemark: {"góp ý báo cáo sơ kết thay đơn vị này", OnPart, []Role{UnitLeader}},
	MidReviewRead:   {"xem bản soạn báo cáo sơ kết", OnYear, []Role{Member, Lead, Deputy, StandingOffice, CouncilMember, Auditor, Operator}},

	ConferencePlan:  {"chuẩn bị hội nghị", OnYear, []Role{Lead, Deputy}},
	ConferenceRun:   {"điều hành hội nghị", OnYear, []Role{Lead}},
	ConferenceCount: {"nhập kết quả kiểm phiếu", OnPart, []Role{Officer, UnitLeader, Lead, Deputy, StandingOffice, CouncilMember}},
	ConferenceRead:  {"xem việc của hội nghị", OnYear, []Role{Member, Lead, Deputy, StandingOffice, CouncilMember, Auditor, Operator}},
	ConferenceJoin:  {"trả lời giấy mời, đăng ký phát biểu thay đơn vị này", OnPart, []Role{Officer, UnitLeader}},
	ConferenceSign:  {"ghi, ký biên bản hội nghị", OnPart, []Role{Officer, UnitLeader, Lead, Deputy, StandingOffice, CouncilMember}},

	ScoringDefine:   {"soạn bảng chấm điểm", OnYear, []Role{Lead, StandingOffice, Operator}},
	ScoringSelf:     {"tự chấm điểm thay đơn vị này", OnPart, []Role{Officer, UnitLeader}},
	ScoringAppraise: {"thẩm định điểm", OnYear, []Role{Appraiser}},
	ScoringCross:    {"chấm chéo thay đơn vị này", OnPart, []Role{Officer, UnitLeader}},
	ScoringSeal:     {"niêm phong phiếu chấm chéo của đơn vị này", OnPart, []Role{UnitLeader}},
	ScoringUnseal:   {"mở niêm phong phiếu chấm chéo", OnYear, []Role{Lead, StandingOffice}},
	ScoringConclude: {"kết luận điểm", OnYear, []Role{Lead, Appraiser}},
	ScoringPublish:  {"công bố kết quả chấm điểm", OnYear, []Role{Lead, StandingOffice}},
	ScoringAppeal:   {"gửi kiến nghị về điểm thay đơn vị này", OnPart, []Role{UnitLeader}},
	ScoringRead:     {"xem bảng chấm điểm", OnPart, []Role{Officer, UnitLeader, Lead, Deputy, Appraiser, StandingOffice, Auditor, Operator}},

	BallotOpen:  {"mở bỏ phiếu kín", OnYear, []Role{Lead}},
	BallotClose: {"đóng bỏ phiếu kín", OnYear, []Role{Lead}},

	AwardPropose: {"đề nghị khen thưởng", OnYear, []Role{Lead}},
	AwardDecide:  {"nhập quyết định khen thưởng", OnYear, []Role{StandingOffice}},
	AwardRead:    {"xem đề nghị khen thưởng", OnYear, []Role{Member, Lead, Deputy, StandingOffice, CouncilMember, Auditor, Operator}},

	AwardLook:     {"xem sổ khen thưởng của đơn vị này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},
	AwardKeep:     {"ghi sổ khen thưởng của đơn vị này", OnUnit, []Role{Officer, StandingOffice, Operator}},
	AwardAnnul:    {"ghi việc hủy bỏ khen thưởng trong sổ của đơn vị này", OnUnit, []Role{StandingOffice, Operator}},
	AwardNominate: {"dự kiến đề nghị khen thưởng thay đơn vị này", OnUnit, []Role{Officer, UnitLeader, StandingOffice}},

	DossierRead:    {"xem hồ sơ khen thưởng của đơn vị này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},
	DossierKeep:    {"lập hồ sơ khen thưởng của đơn vị này", OnUnit, []Role{Officer, UnitLeader, StandingOffice}},
	DossierPropose: {"gửi, rút hồ sơ khen thưởng thay đơn vị này", OnUnit, []Role{UnitLeader}},
	DossierHandle:  {"tiếp nhận, thẩm định hồ sơ khen thưởng gửi đến cơ quan này", OnUnit, []Role{Officer, StandingOffice}},
	DossierDirect:  {"giao thụ lý, trình cấp trên hồ sơ khen thưởng của cơ quan này", OnUnit, []Role{UnitLeader, StandingOffice}},

	InitiativeRead:  {"xem sáng kiến của đơn vị này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},
	InitiativeKeep:  {"nhận, ghi công nhận sáng kiến của đơn vị này", OnUnit, []Role{Officer, StandingOffice}},
	InitiativeScore: {"chấm sáng kiến của đơn vị này", OnUnit, []Role{Officer, UnitLeader, StandingOffice}},

	DeliberationRead:     {"xem việc bình xét của đơn vị này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},
	DeliberationKeep:     {"làm việc bình xét của đơn vị này", OnUnit, []Role{Officer, StandingOffice}},
	DeliberationConclude: {"công bố, kết luận việc bình xét của đơn vị này", OnUnit, []Role{UnitLeader, StandingOffice}},

	FundRead: {"xem quỹ thi đua, khen thưởng của đơn vị này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},
	FundKeep: {"ghi quỹ thi đua, khen thưởng của đơn vị này", OnUnit, []Role{Officer, StandingOffice, Operator}},

	PetitionRead:   {"xem sổ đơn thư của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor}},
	PetitionKeep:   {"tiếp nhận, xử lý đơn thư của cơ quan này", OnUnit, []Role{Officer, StandingOffice}},
	PetitionDirect: {"giao người xử lý đơn thư của cơ quan này", OnUnit, []Role{UnitLeader, StandingOffice}},

	InspectionRead:   {"xem việc kiểm tra, tập huấn của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},
	InspectionKeep:   {"lập kế hoạch, ghi kết luận kiểm tra của cơ quan này", OnUnit, []Role{Officer, StandingOffice}},
	InspectionDirect: {"duyệt kế hoạch kiểm tra, tập huấn của cơ quan này", OnUnit, []Role{UnitLeader, StandingOffice}},
	InspectionMend:   {"báo cáo khắc phục kết luận kiểm tra thay đơn vị này", OnUnit, []Role{Officer, UnitLeader}},

	DeliveryRead:    {"xem kho hiện vật khen thưởng của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},
	DeliveryKeep:    {"nhập, giao, kiểm kê hiện vật khen thưởng của cơ quan này", OnUnit, []Role{Officer, StandingOffice}},
	DeliveryConfirm: {"xác nhận nhận hiện vật khen thưởng thay đơn vị này", OnUnit, []Role{Officer, UnitLeader}},

	CeremonyRead:   {"xem lễ trao tặng của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},
	CeremonyKeep:   {"soạn, điều hành lễ trao tặng của cơ quan này", OnUnit, []Role{Officer, StandingOffice}},
	CeremonyDirect: {"duyệt, mở lại, hủy lễ trao tặng của cơ quan này", OnUnit, []Role{UnitLeader, StandingOffice}},

	ConfirmationRead:  {"xem văn bản xác nhận khen thưởng của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},
	ConfirmationIssue: {"cấp, hủy văn bản xác nhận khen thưởng của cơ quan này", OnUnit, []Role{Officer, StandingOffice}},

	CommentRead:     {"xem ý kiến bạn đọc chờ duyệt", OnPortal, []Role{Editor, Auditor}},
	CommentModerate: {"duyệt, từ chối, gỡ ý kiến bạn đọc", OnPortal, []Role{Editor}},
	CommentAnswer:   {"trả lời bạn đọc thay Ban biên tập", OnPortal, []Role{Editor}},
	ExemplarRead:    {"xem bài điển hình tiên tiến của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},
	ExemplarKeep:    {"soạn bài, xét lời giới thiệu điển hình tiên tiến của cơ quan này", OnUnit, []Role{Officer, StandingOffice}},
	ExemplarPublish: {"đăng, rút bài điển hình tiên tiến của cơ quan này", OnUnit, []Role{UnitLeader, StandingOffice}},

	DocumentNumber: {"cấp số văn bản đi của cơ quan này", OnUnit, []Role{Officer, StandingOffice, Operator}},
	DocumentRead:   {"xem sổ văn bản đi của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},

	ClerkDraft: {"soạn văn bản của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice}},
	ClerkSign:  {"ký văn bản của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice}},
	ClerkSet:   {"đặt thể thức, lời văn mẫu của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice}},

	IncomingKeep:   {"ghi sổ văn bản đến của cơ quan này", OnUnit, []Role{Officer, StandingOffice, Operator}},
	IncomingFinish: {"ghi đã xử lý văn bản đến của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Operator}},
	IncomingRead:   {"xem sổ văn bản đến của cơ quan này", OnUnit, []Role{Officer, UnitLeader, StandingOffice, Auditor, Operator}},

	ArticleRead:    {"xem bài viết, thông báo đang soạn của cổng", OnPortal, []Role{Editor, Auditor, Operator}},
	ArticleWrite:   {"soạn bài viết, thông báo của cổng", OnPortal, []Role{Editor, Operator}},
	ArticlePublish: {"duyệt, đăng, gỡ bài viết, thông báo của cổng", OnPortal, []Role{Editor}},

	HandoverOffer:   {"bàn giao vai trò trưởng", OnYear, []Role{Lead}},
	HandoverConfirm: {"nhận bàn giao", OnYear, []Role{Lead}},
	HandoverRead:    {"xem bàn giao", OnYear, []Role{Lead, Deputy, StandingOffice, Auditor, Operator}},

	CovenantRegister: {"đăng ký chỉ tiêu của đơn vị", OnPart, []Role{Officer, UnitLeader, Operator}},
	ReportWrite:      {"nhập số liệu của đơn vị này", OnPart, []Role{Officer, UnitLeader, Operator}},
	ReportSubmit:     {"nộp báo cáo của đơn vị này", OnPart, []Role{UnitLeader, Operator}},
	ReportRead:       {"xem báo cáo của đơn vị này", OnPart, []Role{Officer, UnitLeader, Lead, Deputy, Appraiser, StandingOffice, Auditor, Operator}},
	ReportComment:    {"trao đổi về số liệu của đơn vị này", OnPart, []Role{Officer, UnitLeader, Lead, Deputy, Appraiser, StandingOffice, Operator}},
	ReportReview:     {"duyệt hoặc trả lại báo cáo", OnPart, []Role{Lead, Deputy, StandingOffice}},
	ReportExcept:     {"gia hạn báo cáo cho đơn vị", OnPart, []Role{Lead, Operator}},
	NationalSet:      {"nhập số liệu cả nước", OnYear, []Role{Lead, Deputy, StandingOffice, Operator}},
	PeriodPublish:    {"công bố số liệu của kỳ", OnYear, []Role{Lead, Operator}},
}
