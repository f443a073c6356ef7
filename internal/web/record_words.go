package web

import (
	"slices"
	"strings"

	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
)

// recordKinds names the objects of the record in Vietnamese, and the page of a
// year's signed-in pages on which they stand; the id follows where it ends in a
// slash. A kind without a page has none of a year.
var recordKinds = map[string]struct{ name, page string }{
	"account":                {"tài khoản", ""},
	"ballot":                 {"bỏ phiếu kín", "/hoi-nghi"},
	"award_quota":            {"chỉ tiêu khen thưởng", ""},
	"award_whole":            {"mẫu số của chỉ tiêu", ""},
	"award_list":             {"danh sách đưa vào sổ khen thưởng", ""},
	"certificate_design":     {"mẫu in bằng", ""},
	"cluster":                {"cụm, khối", ""},
	"comment":                {"ý kiến bạn đọc", ""},
	"conference":             {"hội nghị", "/hoi-nghi"},
	"conference_minutes":     {"biên bản hội nghị", "/hoi-nghi/bien-ban"},
	"cross_form":             {"phiếu chấm chéo", "/cham-cheo"},
	"cross_opening":          {"mở niêm phong chấm chéo", "/cham-cheo"},
	"covenant":               {"giao ước", "/giao-uoc"},
	"delegation":             {"ủy quyền", ""},
	"directive":              {"chỉ đạo", "/chi-dao/"},
	"clerk_office":           {"thể thức văn bản của cơ quan", ""},
	"clerk_template":         {"lời văn mẫu của cơ quan", ""},
	"document_entry":         {"số văn bản đi", ""},
	"erasure":                {"yêu cầu xóa dữ liệu", ""},
	"figure_rule":            {"quan hệ số liệu", "/chi-so"},
	"dossier":                {"hồ sơ khen thưởng", ""},
	"dossier_seal":           {"niêm phong hồ sơ lưu", ""},
	"incoming_document":      {"văn bản đến", ""},
	"mail":                   {"thư gửi đi", ""},
	"dossier_consult":        {"ý kiến hiệp y về hồ sơ khen thưởng", ""},
	"dossier_opinion":        {"ý kiến về danh sách niêm yết", ""},
	"dossier_posting":        {"lần niêm yết danh sách đề nghị", ""},
	"exemplar":               {"bài điển hình tiên tiến", ""},
	"exemplar_suggestion":    {"lời giới thiệu điển hình", ""},
	"fund_year":              {"sổ quỹ thi đua, khen thưởng", ""},
	"handover":               {"bàn giao", "/ban-giao"},
	"identity":               {"số định danh", ""},
	"indicator":              {"chỉ số", "/chi-so/"},
	"invitation":             {"lời mời", ""},
	"mid_review":             {"báo cáo sơ kết", "/so-ket"},
	"link":                   {"liên kết một lần", ""},
	"movement":               {"phong trào, đợt thi đua", "/phong-trao/"},
	"movement_review":        {"kết quả phong trào", "/phong-trao"},
	"nomination":             {"dự kiến đề nghị khen thưởng", ""},
	"national_figure":        {"số liệu cả nước", "/bao-cao"},
	"past_figures":           {"số liệu năm trước", "/bao-cao/nam-truoc"},
	"period":                 {"kỳ báo cáo", "/bao-cao/"},
	"delivery_item":          {"hiện vật khen thưởng", ""},
	"delivery_note":          {"biên bản giao nhận hiện vật", ""},
	"inspection_finding":     {"tồn tại, kiến nghị kiểm tra", ""},
	"inspection_item":        {"cuộc kiểm tra, lớp tập huấn", ""},
	"inspection_plan":        {"kế hoạch kiểm tra, tập huấn", ""},
	"petition":               {"đơn thư", ""},
	"plan":                   {"kế hoạch, chương trình", "/ke-hoach/"},
	"proposal":               {"đề nghị khen thưởng", "/de-nghi"},
	"published_figure":       {"số liệu đã công bố", ""},
	"record":                 {"nhật ký", ""},
	"report":                 {"báo cáo số liệu", "/bao-cao"},
	"rule_book":              {"quy chế", ""},
	"score_appeal":           {"kiến nghị về điểm", "/cham-diem/kien-nghi/"},
	"score_sheet":            {"bảng chấm điểm", "/cham-diem"},
	"session":                {"phiên làm việc", ""},
	"sign_in":                {"lần đăng nhập", ""},
	"subject":                {"hồ sơ trong sổ khen thưởng", ""},
	"target":                 {"chỉ tiêu", "/dang-ky"},
	"task":                   {"việc được giao", "/chi-dao/viec/"},
	"unit":                   {"đơn vị", ""},
	"writing":                {"văn bản soạn trong chương trình", ""},
	"year":                   {"năm thi đua", "/thoi-han"},
	"deliberation":           {"đợt bình xét", ""},
	"deliberation_meeting":   {"cuộc họp bình xét", ""},
	"deliberation_objection": {"phản ánh kết quả bình xét", ""},
	"initiative":             {"sáng kiến", ""},
	"initiative_rule":        {"quy định chấm sáng kiến", ""},
	"ceremony":               {"lễ trao tặng", ""},
	"confirmation":           {"văn bản xác nhận khen thưởng", ""},
	"newsletter_reader":      {"người nhận bản tin", ""},
	"article":                {"bài viết, thông báo của cổng", ""},
	"article_picture":        {"ảnh của bài viết", ""},
	"article_file":           {"tệp kèm bài viết", ""},
}

// kindName is a kind of object in Vietnamese; in general for one that is no more.
func kindName(kind string) string {
	return orText(recordKinds[kind].name, "đối tượng của bản phần mềm khác")
}

// recordKindOptions are the kinds of object to choose from, in Vietnamese order.
func recordKindOptions() []components.Option {
	var list []components.Option
	for kind, k := range recordKinds {
		list = append(list, components.Option{Value: kind, Text: upperFirst(k.name)})
	}
	slices.SortFunc(list, func(a, b components.Option) int { return vn.Compare(a.Text, b.Text) })
	return list
}

// fieldWords are the names of what an entry holds, by the key of its JSON in
// lower case without underscores. An empty name is not shown: it is of the
// program, or says nothing beside the rest.
var fieldWords = map[string]string{
	"all": "cả danh sách", "no": "không đồng ý", "n": "", "deliberationid": "", "majorityof": "tỷ lệ phiếu tính trên", "majority": "phần trăm phiếu đồng ý", "quorum": "phần trăm có mặt",
	"objectdays": "số ngày nhận phản ánh", "publishedon": "ngày công bố", "objectuntil": "nhận phản ánh đến", "department": "bộ phận",
	"manner": "cách biểu quyết", "yes": "đồng ý", "staffid": "", "upheld": "chấp nhận", "criteria": "tiêu chí", "pass": "điểm đạt",
	"most": "điểm tối đa", "authors": "tác giả", "effect": "hiệu quả", "description": "mô tả", "registered": "danh hiệu đăng ký",
	"rated":   "số người được ghi xếp loại",
	"summary": "tóm tắt", "eventday": "ngày diễn ra", "expireson": "ngày hết hạn", "correction": "đính chính", "remark": "trả lại vì", "publishat": "hẹn đăng lúc", "publicversion": "bản trên cổng",
	"every": "nhịp gửi", "sentat": "gửi lúc",
	"alt": "ảnh cho thấy gì", "caption": "chú thích", "width": "bề rộng", "height": "bề cao", "articleid": "", "addedat": "thêm lúc",
	"id": "", "version": "", "createdat": "", "yearid": "", "clusterid": "", "accountid": "", "reportid": "", "sheetid": "", "conferenceid": "",
	"rulebookid": "", "covenantid": "", "versionid": "", "taskid": "", "movementid": "", "periodid": "", "directiveid": "", "resolutionid": "",
	"motionid": "", "clauseid": "", "contentid": "", "format": "", "snapshot": "", "definition": "", "frozen": "", "text": "", "parentid": "",
	"indicatorid": "", "weightid": "", "filehash": "dấu tệp (SHA-256)", "scanhash": "dấu bản quét (SHA-256)", "hash": "dấu tệp (SHA-256)",

	"how": "đăng nhập bằng", "address": "địa chỉ mạng", "browser": "trình duyệt", "sessions": "", "session": "", "why": "vì sao", "codes": "số mã", "factor": "yếu tố thứ hai",
	"giver": "người ủy quyền", "receiver": "người nhận ủy quyền", "giverid": "", "receiverid": "", "untilday": "đến hết ngày", "roles": "vai trò", "parts": "phần", "below": "cả đơn vị trực thuộc",
	"grants": "vai trò", "grantid": "", "madeat": "lập lúc", "madeby": "", "revokedat": "thu hồi lúc", "revokedby": "", "revokedfor": "lý do thu hồi", "expiresat": "hết hạn lúc", "disabledat": "tạm ngừng từ", "disabledwhy": "lý do tạm ngừng",
	"usedat": "dùng lúc", "withdrawnat": "hủy lúc", "token": "", "failures": "số lần sai", "copied": "chép", "scope": "phạm vi", "of": "của",

	"abstract": "trích yếu", "acceptedon": "ngày duyệt", "accepted": "số báo cáo đã duyệt", "account": "tài khoản", "actual": "thực hiện",
	"adoptedby": "ai thông qua", "adoptedon": "ngày thông qua", "after": "sau", "against": "không tán thành", "amending": "lý do sửa đổi",
	"asprinted": "nguyên văn của nguồn", "attendance": "thành phần", "at": "lúc", "author": "người viết", "authority": "giấy ủy quyền",
	"award": "hình thức khen thưởng", "awaits": "đang chờ", "baseline": "số gốc", "before": "trước", "body": "nội dung", "bytes": "số byte",
	"candidates": "ứng cử", "case": "trường hợp", "clause": "điều khoản", "clauses": "điều khoản", "code": "mã", "comment": "góp ý",
	"commentdue": "hạn góp ý", "confirmed": "lý do xác nhận", "content": "nội dung số", "contentno": "nội dung số", "contents": "nội dung",
	"copiedfrom": "chép từ năm", "counts": "kết quả kiểm phiếu", "criterion": "tiêu chí", "day": "ngày", "days": "số ngày", "decidedby": "cấp quyết định",
	"decimals": "số chữ số thập phân", "decision": "quyết định", "decisionnumber": "số quyết định", "decisionon": "ngày quyết định", "delegate": "người dự thay",
	"direction": "chiều tốt", "disqualified": "không xếp hạng vì", "docnumber": "số, ký hiệu", "dqdocument": "văn bản loại", "dqreason": "lý do không xếp hạng",
	"document": "văn bản", "due": "hạn", "dueon": "hạn", "elects": "có bầu", "email": "thư điện tử", "emailconfirmedat": "xác nhận thư điện tử lúc", "mailed": "gửi qua thư", "entered": "đã nhập", "figures": "số liệu",
	"filename": "tệp", "filesha256": "dấu tệp (SHA-256)", "fingerprint": "dấu vân tay", "finishedat": "bế mạc lúc", "fromday": "từ ngày", "from": "từ",
	"fullname": "tên đầy đủ", "givenby": "ai chỉ đạo", "givenon": "ngày chỉ đạo", "goals": "mục tiêu", "granted": "được tặng", "guidedby": "chỉ đạo hội nghị",
	"heldon": "ngày họp", "illustrative": "minh họa", "indicator": "chỉ số", "indicators": "chỉ số", "inforceon": "ngày có hiệu lực", "infavour": "tán thành",
	"issued": "phát ra", "issuedas": "chức vụ người ban hành", "issuedby": "người ban hành", "issuedon": "ngày ban hành", "joins": "hưởng ứng", "key": "tham số",
	"kind": "loại", "launchedby": "ai phát động", "launchnumber": "số văn bản phát động", "launchon": "ngày phát động", "left": "thôi là thành viên", "letternumber": "số tờ trình",
	"letteron": "ngày tờ trình", "level": "mức", "login": "tên đăng nhập", "max": "điểm tối đa", "member": "đơn vị", "members": "đơn vị thành viên", "minutes": "thời lượng (phút)",
	"motions": "biểu quyết", "name": "tên", "nationalshare": "tỷ trọng cả nước (%)", "note": "ghi chú", "number": "số", "on": "ngày", "onday": "ngày", "openson": "mở từ ngày",
	"organisedby": "cơ quan tổ chức", "paper": "lưu hồ sơ giấy", "part": "phần ký", "period": "kỳ", "periods": "kỳ báo cáo", "phase": "giai đoạn", "phases": "giai đoạn",
	"certificates": "số bằng được cấp mã", "printedfields": "số ô in", "sheetscan": "ảnh phôi",
	"place": "nơi họp", "points": "điểm", "position": "chức vụ", "post": "nhiệm vụ", "postponed": "lý do lùi ký", "present": "có mặt", "presenter": "người trình bày",
	"published": "văn bản công bố", "publishedat": "công bố lúc", "rank": "thứ hạng", "rankby": "xếp theo", "reason": "lý do", "ref": "điều, khoản", "reportedby": "người báo cáo",
	"reportedon": "ngày báo cáo", "resolutions": "quyết nghị", "results": "kết quả", "returned": "thu về", "role": "vai trò", "round": "lần", "scan": "bản quét",
	"scanname": "bản quét", "scansha256": "dấu bản quét (SHA-256)", "scopeid": "phạm vi", "scopekind": "loại phạm vi", "seats": "số được chọn", "way": "cách bỏ phiếu", "slips": "số phiếu mã", "printing": "bản in lần", "moved": "chuyển sang phiếu giấy", "tellers": "ban kiểm phiếu", "serves": "phục vụ",
	"setting": "giá trị", "settings": "tham số", "sha256": "dấu vân tay SHA-256", "sheet": "bảng chấm", "signatures": "số chữ ký", "signed": "bản đã ký số", "signedon": "ngày ký",
	"signs": "có ký giao ước", "size": "cỡ tệp", "slogan": "khẩu hiệu", "slug": "tên trên địa chỉ", "source": "nguồn", "sourceurl": "địa chỉ nguồn", "stage": "chặng",
	"startedat": "khai mạc lúc", "state": "trạng thái", "sum": "cách tổng hợp", "takenon": "ngày lấy số", "target": "chỉ tiêu", "targets": "chỉ tiêu", "tiebreak": "khi bằng điểm",
	"title": "tên", "to": "đến", "today": "đến hết ngày", "total": "tổng điểm", "type": "loại tệp", "unit": "đơn vị", "unitid": "đơn vị", "unitname": "đơn vị",
	"addedby": "người đính kèm", "answer": "trả lời cho đơn vị", "asked": "địa chỉ chờ xác nhận", "askedat": "yêu cầu lúc", "askedby": "", "calendar": "lịch riêng", "causes": "nguyên nhân", "cluster": "cụm, khối",
	"count": "kiểm phiếu", "deadline": "hạn", "decidedat": "quyết định lúc", "directives": "chỉ đạo", "draft": "bản dự thảo số", "dropfactors": "bỏ yếu tố thứ hai", "ended": "kết thúc vì", "expires": "hết hạn lúc",
	"handedto": "bàn giao cho", "hour": "giờ gửi bản tin", "issuer": "nơi xác thực", "label": "tên ở nơi xác thực", "link": "", "mail": "địa chỉ nhận thư", "marks": "điểm", "maysignin": "được đăng nhập", "modes": "nhận thư", "motion": "biểu quyết",
	"movements": "phong trào", "overdue": "quá hạn", "passed": "thông qua", "passkey": "", "perioddue": "hạn của kỳ", "reports": "việc nộp báo cáo", "requests": "kiến nghị", "reviewid": "", "say": "nhận định", "security": "an toàn tài khoản",
	"sessionsended": "số phiên đã kết thúc", "share": "tỷ trọng (%)", "shortcomings": "hạn chế", "steps": "các mốc", "strengths": "ưu điểm", "subject": "mã ở nơi xác thực", "tasks": "nhiệm vụ", "timing": "nộp đúng hạn hay không",
	"tolerance": "sai số cho phép", "whole": "tổng số", "work": "việc mới", "written": "phần viết", "data": "số liệu",

	"agency": "cơ quan được hỏi", "awarded": "được tặng", "beganon": "bước này từ ngày", "candidateid": "", "conclusion": "kết luận thẩm định", "councilon": "ngày họp Hội đồng",
	"deliveredat": "trao tại", "dossierid": "", "figureson": "số liệu tính đến ngày", "fromid": "", "handler": "người thụ lý", "handlerid": "", "intoid": "", "limitid": "", "minutesnumber": "số biên bản",
	"notifiedhow": "thông báo bằng", "officeid": "", "opinions": "số ý kiến", "ownmembers": "thành viên Hội đồng đơn vị", "postingid": "", "proposedby": "", "proposedon": "ngày gửi đề nghị", "proposer": "bên đề nghị",
	"receiptnumber": "số đến", "receivedon": "ngày tiếp nhận", "sealed": "dấu niêm phong", "shelf": "nơi lưu", "simple": "thủ tục đơn giản", "stance": "ý kiến", "step": "bước",
	"upwardnumber": "số tờ trình cấp trên", "upwardon": "ngày tờ trình cấp trên", "upwardto": "cấp được trình", "answeredon": "ngày trả lời",

	"opening": "số dư đầu năm (đồng)", "ceiling": "mức trần", "base": "tính trên", "basesource": "căn cứ mức trần", "closedon": "khóa ngày",
	"entries": "bút toán", "purpose": "nội dung thu, chi", "dong": "số tiền (đồng)", "reverses": "đảo bút toán",
	"superior": "cơ quan chủ quản", "abbreviation": "chữ viết tắt", "signername": "họ tên người ký", "recipients": "nơi nhận", "bykind": "mỗi loại một dãy số", "words": "lời văn riêng",
	"sender": "nơi gửi", "aboutkind": "", "aboutid": "", "aboutpage": "về việc", "enteredby": "người vào sổ", "handledon": "xử lý xong ngày", "handledhow": "kết quả xử lý",
	"textnumber": "văn bản quy phạm", "textname": "tên văn bản quy phạm", "textfrom": "có hiệu lực từ", "textuntil": "hiệu lực đến hết", "textchanges": "sửa đổi, thay thế",
	"files": "số tệp", "dossier": "",
	"series": "dãy số", "sign": "ký hiệu", "cancelledon": "hủy ngày", "cancelledwhy": "lý do hủy",
	"achievement": "thành tích, lý do", "advanced": "lao động, chiến sĩ tiên tiến", "aswritten": "nguyên văn danh sách", "birthyear": "năm sinh", "classes": "nhóm đối tượng", "completed": "hoàn thành nhiệm vụ trở lên",
	"decidedon": "ngày quyết định", "disciplined": "bị kỷ luật từ cảnh cáo", "exceeded": "vượt mọi chỉ tiêu", "female": "nữ", "fighters": "chiến sĩ thi đua cơ sở", "form": "hình thức", "founded": "ngày thành lập",
	"fromyear": "từ năm", "identity": "số định danh", "joinedto": "nhập vào hồ sơ", "leadof": "dẫn đầu cụm, khối của", "lefton": "thôi ở đơn vị từ", "listid": "", "occasion": "loại hình khen thưởng", "ofid": "",
	"outstanding": "tiêu biểu trong cụm, khối của", "ownunit": "là đơn vị", "rating": "xếp loại", "signer": "người ký", "subjectid": "", "women": "nữ",
	"cancelledfor": "hủy vì", "handedby": "người giao", "quantity": "số lượng", "signedby": "người ký nhận", "tounit": "đơn vị nhận", "noteid": "",
	"groupsize": "mỗi lượt", "closing": "lời kết thúc", "called": "lượt đang gọi", "callname": "xướng tên", "absent": "vắng mặt", "script": "lời dẫn", "ceremonyid": "", "partid": "",
	"entryid": "", "line": "số văn bản", "about": "về ai", "field": "nội dung đính chính", "was": "đã viết", "reads": "đọc là",
	"addedfor": "bổ sung vì", "droppedfor": "không thực hiện vì", "outcome": "kết luận về nội dung", "papers": "tài liệu", "participants": "số người dự", "planid": "", "report": "báo cáo", "targetid": "đơn vị được kiểm tra", "team": "thành phần", "approvedon": "duyệt ngày", "approvedby": "người duyệt",
	"commentstate": "trạng thái", "reportkind": "lý do báo",
	"online": "trên cổng thông tin", "story": "câu chuyện", "consent": "đồng ý đăng", "direct": "người trực tiếp lao động", "small": "tập thể nhỏ", "photohash": "dấu ảnh (SHA-256)", "photoalt": "ảnh cho thấy", "writerid": "", "savedid": "", "publishedby": "người đăng",
	"withdrawnon": "rút ngày", "deed": "việc đã làm", "verdict": "kết quả xem xét", "exemplarid": "",
	"checkreason": "lý do vẫn đề nghị khi luật chưa đủ",
	"nominee":     "đối tượng", "nominatedat": "đưa vào lúc", "found": "kết quả đối chiếu", "percent": "tỷ lệ (%)", "ofaward": "mẫu số theo hình thức", "says": "mẫu số đếm",
	"rounding": "làm tròn", "roundingdoc": "văn bản về làm tròn",
	"choices": "số quyết định về danh sách", "closedat": "xong lúc", "joined": "hồ sơ đã gộp vào", "lines": "số dòng", "people": "hồ sơ mở mới", "unread": "chỗ không đọc",

	"appeal": "kiến nghị", "appealsuntil": "kiến nghị đến hết ngày",

	"failedwhy": "máy chủ thư từ chối vì", "failedat": "thư bị từ chối lúc", "confirmedat": "xác nhận lúc", "askedmail": "địa chỉ chờ xác nhận", "askedtoken": "", "askeduntil": "chờ đến", "askedon": "", "askedcount": "",
	"digestedon": "trong bản tin ngày", "href": "", "taskkey": "", "readat": "đọc lúc", "settledat": "xong lúc", "seenat": "dùng gần nhất", "provedat": "xác nhận lúc", "endedat": "kết thúc lúc", "endedwhy": "kết thúc vì",
	"doubtedat": "bị ngờ lúc", "enteredat": "ghi lúc", "laststep": "", "setat": "đặt lúc", "told": "", "since": "từ lúc", "kept": "", "payload": "thư", "tries": "số lần thử", "nextat": "thử lại lúc", "leasedby": "", "leaseduntil": "",
	"doneat": "xong lúc", "error": "lỗi", "until": "được sửa đến ngày", "units": "đơn vị", "valid": "hợp lệ", "value": "giá trị", "videolink": "họp trực tuyến", "votes": "số phiếu", "what": "việc", "withdrawn": "bản rút về số",
	"rows": "tiêu chí", "order": "thứ tự", "path": "mã", "measure": "đơn vị tính", "scheme": "công thức", "better": "chiều tốt", "each": "điểm mỗi lần", "table": "điểm theo thứ hạng", "evidence": "minh chứng bắt buộc", "notarget": "không có chỉ tiêu", "unassigned": "không giao", "bonuscap": "điểm thưởng nhiều nhất", "final": "điểm chốt", "weights": "trọng số", "self": "tự chấm", "cross": "chấm chéo", "crosslow": "điểm chấm chéo thấp nhất", "crosshigh": "điểm chấm chéo cao nhất", "appraised": "thẩm định", "dropextremes": "bỏ điểm cao nhất, thấp nhất", "owncounts": "tính cả điểm tự chấm", "bands": "mức xếp loại", "floor": "điểm sàn (%)", "flooron": "sàn tính trên", "second": "thẩm định lần hai", "groups": "nhóm xếp hạng", "again": "chấm lại như cũ", "ascomputed": "giữ giá trị tính", "recused": "từ chối chấm", "preparing": "soạn bản", "changed": "chỗ đổi",
	"answeredat": "trả lời lúc", "answeredby": "người trả lời", "authoritynumber": "số văn bản ủy quyền", "authorityon": "ngày văn bản ủy quyền", "begins": "giờ họp",
	"calledat": "mời lúc", "chair": "chủ trì", "corrections": "đính chính", "guest": "khách mời", "invitations": "số giấy mời", "itemid": "", "organisation": "cơ quan",
	"remarks": "ý kiến phát biểu", "reply": "trả lời giấy mời", "savedby": "người ghi", "secretary": "thư ký", "speaker": "người phát biểu", "struckfor": "lý do rút", "topic": "nội dung phát biểu",
	"withdrawnfor": "lý do rút", "year": "năm", "filter": "đã lọc theo", "person": "của ai", "assigned": "tổng điểm tối đa", "offer": "bàn giao", "reached": "tới", "by": "bởi",
}

// fieldKey is a key of an entry's JSON as the words here are found by.
func fieldKey(key string) string { return strings.ToLower(strings.ReplaceAll(key, "_", "")) }

// fieldName is a key of an entry's JSON in Vietnamese, and whether it is shown.
func fieldName(key string) (string, bool) {
	name, known := fieldWords[fieldKey(key)]
	if !known {
		return "mục khác", true
	}
	return name, name != ""
}

// valueWords are the words of the program that stand in entries, in Vietnamese.
var valueWords = map[string]string{
	"eligible": "đủ điều kiện", "needs-judgement": "đủ phần tính được, chờ đánh giá", "not-eligible": "chưa đủ điều kiện", "not-in-force": "không có tiêu chuẩn",
	"people": "tổng số người trong sổ", "collectives": "tổng số tập thể trong sổ", "met": "số đạt tiêu chuẩn của hình thức khác", "nominated": "số dự kiến đề nghị hình thức khác", "ceiling": "số tối đa của hình thức khác",
	"flag_leaders": "số tập thể dẫn đầu cụm, khối", "typed": "số khác do văn bản quy định", "down": "xuống", "nearest": "đến số gần nhất", "up": "lên",
	"demo": "chọn vai của bản trình diễn", "password": "mật khẩu", "password+totp": "mật khẩu và mã xác thực", "password+code": "mật khẩu và mã dự phòng", "invitation": "liên kết một lần",
	"sign_out": "đăng xuất", "revoked": "kết thúc từ nơi khác", "idle": "lâu không dùng", "lapsed": "hết thời hạn", "changed": "đổi cách đăng nhập", "disabled": "tạm ngừng", "recovery": "khôi phục",
	"receipt": "thu", "spending": "chi",
	"held": "đã thực hiện", "approved": "đã duyệt", "found": "có trong sổ, đang có hiệu lực", "not_in_register": "không có trong sổ", "annulled": "có trong sổ, đã hủy bỏ", "handed": "chờ ký nhận", "good": "dùng được", "damaged": "hỏng", "mended": "đã khắc phục",
	"asked": "đang chờ quyết định", "dropped": "đã bỏ", "waiting": "đang chờ", "sent": "đã gửi", "failed": "không gửi được", "subtree": "đơn vị và các đơn vị trực thuộc",
	"review": "chờ duyệt", "scheduled": "hẹn giờ đăng",
	"draft": "đang soạn", "comment": "đang lấy ý kiến", "signing": "đang ký", "signed": "đã ký", "history": "theo nguồn đã công bố", "running": "đang chạy",
	"closed": "đã tổng kết", "submitted": "đã nộp", "accepted": "đã duyệt", "returned": "trả lại", "open": "đang mở", "concluded": "đã kết luận",
	"first_confirmed": "đã xác nhận lần thứ nhất", "first_withdrawn": "đã rút lần xác nhận thứ nhất",
	"published": "đã công bố", "appraised": "đã thẩm định", "planned": "đang chuẩn bị", "finished": "đã bế mạc", "proposed": "đã đề nghị", "granted": "được tặng",
	"entered": "đã ghi vào sổ", "refused": "không được tặng", "withdrawn": "đã rút", "reported": "đã báo cáo", "done": "hoàn thành", "cancelled": "đã hủy", "writing": "đang viết",
	"issued": "đã ban hành", "adopted": "đã ban hành", "present": "có mặt", "delegated": "ủy quyền dự", "absent": "vắng", "member": "đơn vị thành viên",
	"witness": "chứng kiến", "lead": "trưởng", "deputy": "phó", "movement": "phong trào", "drive": "đợt thi đua", "mid": "sơ kết", "final": "tổng kết",
	"T-COCP": "Cờ thi đua của Chính phủ", "B-TTG": "Bằng khen của Thủ tướng Chính phủ", "more": "càng nhiều càng tốt", "less": "càng ít càng tốt",
	"total": "cộng", "average": "trung bình", "flag": "đề nghị Cờ thi đua", "certificate": "đề nghị Bằng khen", "offered": "đã bàn giao", "confirmed": "đã nhận",
	"target": "chỉ tiêu", "achieved": "đạt hoặc không", "direct": "chấm thẳng", "per_event": "theo lần", "deduction": "trừ dần", "rank_points": "theo thứ hạng", "bonus": "điểm thưởng", "penalty": "điểm trừ",
	"attainment": "theo tỷ lệ", "threshold": "theo bậc", "leader": "so với đơn vị dẫn đầu", "leaves_denominator": "không tính vào điểm tối đa", "full_mark": "được điểm tối đa",
	"no_target_group": "so với các đơn vị không có chỉ tiêu", "whole_cluster": "so với mọi đơn vị", "last_level": "cấp sau cùng", "mean_cross": "trung bình chấm chéo",
	"weights": "trung bình có trọng số", "percent_of_assigned": "phần trăm của điểm tối đa được giao", "self_total": "tổng điểm tự chấm", "submit": "nộp", "return": "trả lại", "accept": "duyệt", "work": "việc mới", "deadline": "sắp đến hạn", "overdue": "quá hạn", "answer": "trả lời cho đơn vị", "security": "an toàn tài khoản", "explained": "đã giải trình", "appraised_2": "đã thẩm định lần hai", "leaf": "từng tiêu chí", "top": "từng nhóm lớn", "whole": "cả bảng",
	"ministry_or_province": "Bộ, ban, ngành, tỉnh", "national": "toàn quốc", "central_council": "Hội đồng Thi đua – Khen thưởng Trung ương", "yes": "có", "no": "không",
	"comes": "dự họp", "sends": "cử người dự thay", "stays_away": "vắng, có lý do", "renewed": "đã thay", "started": "đã bắt đầu", "ended": "đã xong", "called": "đang phát biểu", "skipped": "chưa được mời",
	"chair": "chủ trì", "secretary": "thư ký",
	"all": "toàn hệ thống", "unit": "đơn vị", "cluster": "cụm, khối", "year": "năm thi đua", "portal": "cổng thông tin",
}
