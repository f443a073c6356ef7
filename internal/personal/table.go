package personal

// table says of one table of the database where a person stands in it. The list
// of them is what an export reads and what an erasure leaves; a test holds it
// against the schema, so that a new column with words in it is not forgotten.
type table struct {
	name   string
	what   string   // one row of it, in Vietnamese
	by     []string // the columns with the account whose row it is
	gone   bool     // the rows of an account go with it
	hidden []string // what nobody reads, also not the person: hashes and what is sealed
	words  []string // where anybody's words may tell of a person, who is taken out of them
	stays  []string // the same, and they stay
	why    string   // why they stay, in Vietnamese
}

// Why words stay.
const (
	signed  = "văn bản đã ký, đã ban hành và biên bản của cụm, khối được lưu trữ cùng hồ sơ thi đua, khen thưởng: " + archived
	booked  = "chứng từ, bút toán của quỹ thi đua, khen thưởng là sổ sách kế toán của đơn vị, đổi một chữ thì không còn đối chiếu được: " + archived
	told    = "bài đã đăng là thông tin báo chí của cổng; muốn rút lời về mình thì đề nghị đính chính hoặc gỡ bài"
	printed = "lời văn đã công bố mang dấu vân tay trong nhật ký, đổi một chữ thì không còn chứng minh được; thuộc hồ sơ thi đua, khen thưởng: " + archived
)

// commented is why the words of readers stay.
const commented = "lời bạn đọc gửi công khai không gắn với tài khoản nào và đứng yên sau khi duyệt; người được nhắc tên đề nghị gỡ thì Ban biên tập gỡ khỏi trang"

// ofAccount are the tables of the account and of how a person is told.
var ofAccount = []table{
	{name: "account", what: "Tài khoản", by: []string{"id"}, words: []string{"disabled_why"}},
	{name: "account_device", what: "Trình duyệt đã nhận ra", by: []string{"account_id"}, gone: true, hidden: []string{"id"}},
	{name: "account_email", what: "Địa chỉ thư đang chờ xác nhận", by: []string{"account_id"}, gone: true, hidden: []string{"asked_token"}, words: []string{"failed_why"}},
	{name: "account_grant", what: "Vai trò", by: []string{"account_id"}},
	{name: "account_link", what: "Liên kết dùng một lần", by: []string{"account_id"}, gone: true, hidden: []string{"token"}},
	{name: "account_passkey", what: "Khóa truy cập", by: []string{"account_id"}, gone: true, hidden: []string{"credential_id", "credential"}},
	{name: "account_password", what: "Mật khẩu (chỉ giữ dấu băm)", by: []string{"account_id"}, gone: true, hidden: []string{"hash"}},
	{name: "account_question", what: "Lần đăng nhập đang dở", by: []string{"account_id"}, gone: true, hidden: []string{"id", "browser", "data"}},
	{name: "account_recovery", what: "Lần khôi phục tài khoản", by: []string{"account_id"}, gone: true, words: []string{"reason"}},
	{name: "account_recovery_code", what: "Mã dự phòng (chỉ giữ dấu băm)", by: []string{"account_id"}, gone: true, hidden: []string{"code"}},
	{name: "account_session", what: "Phiên đăng nhập", by: []string{"account_id"}, gone: true},
	{name: "account_sso", what: "Liên kết đăng nhập một lần", by: []string{"account_id"}, gone: true},
	{name: "account_totp", what: "Mã xác thực trên điện thoại (bí mật đã mã hóa)", by: []string{"account_id"}, gone: true, hidden: []string{"secret"}},
	{name: "delegation", what: "Ủy quyền đã giao, đã nhận", by: []string{"giver_id", "receiver_id"}, words: []string{"reason", "revoked_for"}},
	{name: "calendar_address", what: "Địa chỉ lịch riêng (chỉ giữ dấu băm)", by: []string{"account_id"}, gone: true, hidden: []string{"token"}},
	{name: "notice", what: "Thông báo", by: []string{"account_id"}, gone: true, words: []string{"title", "note"}},
	{name: "notice_digest", what: "Bản tin ngày", by: []string{"account_id"}, gone: true},
	{name: "notice_setting", what: "Cách nhận thông báo", by: []string{"account_id"}, gone: true},
	{name: "outbox", what: "Thư gửi đi", by: []string{"account_id"}, gone: true, hidden: []string{"topic"}, words: []string{"key", "subject", "payload", "error"}},
	{name: "personal_identity", what: "Số định danh cá nhân (đã mã hóa)", by: []string{"account_id"}, gone: true, hidden: []string{"number"}},
	{name: "personal_request", what: "Yêu cầu xóa dữ liệu", by: []string{"account_id"}, words: []string{"reason", "answer"}},
	{name: "record_look", what: "Lần đọc nhật ký", by: []string{"account_id"}, gone: true, words: []string{"what"}},
	{name: "waiting_task", what: "Việc đã nhắc", by: []string{"account_id"}, gone: true},
}

// ofField are the tables of the cluster's work.
var ofField = []table{
	{name: "award_entry", what: "Sổ khen thưởng", stays: []string{"number", "decided_by", "signer", "achievement", "as_written", "source"}, why: signed},
	{name: "award_correction", what: "Đính chính quyết định khen thưởng", stays: []string{"was", "reads", "number", "decided_by", "signer", "note"}, why: signed},
	{name: "ballot", what: "Lần bỏ phiếu kín", hidden: []string{"receipt_key"}, stays: []string{"motion", "closing"}, why: printed},
	{name: "ballot_board", what: "Phiếu đã công bố, không ghi tên", stays: []string{"entry"}, why: printed},
	{name: "ballot_box", what: "Phiếu trong hòm, không ghi tên", hidden: []string{"signature"}, stays: []string{"paper", "tokens"}, why: printed},
	{name: "ballot_moved", what: "Cử tri được phát phiếu giấy thay phiếu điện tử", stays: []string{"voter"}, why: printed},
	{name: "ballot_sealed", what: "Phiếu không công bố, niêm phong, không ghi tên", hidden: []string{"content"}},
	{name: "ballot_check_off", what: "Lần nhận phiếu", stays: []string{"voter", "body", "proof"}, why: printed},
	{name: "certificate_design", what: "Mẫu in bằng", words: []string{"name", "saved_by"}},
	{name: "award_quota", what: "Chỉ tiêu khen thưởng của đơn vị", words: []string{"says", "rounding_doc", "number"}},
	{name: "award_whole", what: "Mẫu số của chỉ tiêu khen thưởng", words: []string{"source"}},
	{name: "award_list", what: "Danh sách đưa vào sổ khen thưởng", by: []string{"account_id"}, words: []string{"made_by"}, stays: []string{"name", "unread"}, why: signed},
	{name: "award_list_party", what: "Người, tập thể trong danh sách đưa vào sổ khen thưởng", hidden: []string{"identity"}, stays: []string{"name", "post", "place", "reason", "alike_why"}, why: signed},
	{name: "award_list_row", what: "Dòng của danh sách đưa vào sổ khen thưởng", stays: []string{"data"}, why: signed},
	{name: "comment", what: "Ý kiến bạn đọc", by: []string{"judged_by"}, hidden: []string{"email", "sender"}, words: []string{"reason"}, stays: []string{"name", "body"}, why: commented},
	{name: "comment_report", what: "Báo ý kiến bạn đọc", hidden: []string{"sender"}, stays: []string{"note"}, why: commented},
	{name: "cluster", what: "Cụm, khối", words: []string{"organised_by", "source"}},
	{name: "cluster_lead", what: "Đơn vị trưởng, phó", words: []string{"source"}},
	{name: "cluster_member", what: "Đơn vị thành viên", words: []string{"source"}},
	{name: "conference", what: "Biên bản hội nghị", stays: []string{"postponed", "place", "guided_by", "reported_by", "source"}, words: []string{"video_link"}, why: signed},
	{name: "conference_call", what: "Giấy mời họp", words: []string{"number", "body", "told_place", "sent_by"}},
	{name: "conference_document", what: "Tài liệu họp", words: []string{"name", "added_by"}},
	{name: "conference_guest", what: "Khách mời của hội nghị", stays: []string{"name", "organisation"}, why: signed},
	{name: "conference_invitation", what: "Trả lời giấy mời họp", by: []string{"account_id"}, words: []string{"delegate", "position", "authority_number", "file_name", "reason", "answered_by"}},
	{name: "conference_minutes", what: "Phần thư ký ghi của biên bản hội nghị", words: []string{"saved_by"}, stays: []string{"remarks", "corrections"}, why: signed},
	{name: "conference_officer", what: "Chủ trì, thư ký hội nghị", by: []string{"account_id"}, stays: []string{"name", "position"}, why: signed},
	{name: "conference_pass", what: "Mã điểm danh của đơn vị", hidden: []string{"code"}},
	{name: "conference_speech", what: "Đăng ký phát biểu tại hội nghị", by: []string{"account_id"}, stays: []string{"speaker", "topic"}, why: signed},
	{name: "conference_attendance", what: "Biên bản điểm danh hội nghị", stays: []string{"delegate", "authority"}, why: signed},
	{name: "conference_count", what: "Biên bản kiểm phiếu", by: []string{"account_id"}, stays: []string{"name"}, why: signed},
	{name: "conference_teller", what: "Chữ ký biên bản kiểm phiếu", by: []string{"account_id"}, stays: []string{"name", "position"}, why: signed},
	{name: "conference_item", what: "Chương trình hội nghị", stays: []string{"title", "presenter"}, why: signed},
	{name: "conference_motion", what: "Nội dung biểu quyết của hội nghị", stays: []string{"tellers"}, why: signed},
	{name: "conference_item", what: "Chương trình hội nghị", stays: []string{"title", "presenter", "struck_for"}, why: signed},
	{name: "conference_resolution", what: "Quyết nghị hội nghị", stays: []string{"body"}, why: signed},
	{name: "covenant", what: "Giao ước", words: []string{"amending", "source"}},
	{name: "covenant_comment", what: "Góp ý giao ước", words: []string{"body", "name"}},
	{name: "covenant_content", what: "Nội dung giao ước", stays: []string{"title", "body", "serves"}, why: signed},
	{name: "covenant_signature", what: "Chữ ký trên giao ước", by: []string{"account_id"}, stays: []string{"name", "position"}, why: signed},
	{name: "covenant_version", what: "Bản giao ước", words: []string{"reason", "withdrawn", "scan_name"}, stays: []string{"snapshot"}, why: signed},
	{name: "deliberation", what: "Đợt bình xét của đơn vị", words: []string{"document", "file_name"}, stays: []string{"pending"}, why: signed},
	{name: "deliberation_end", what: "Kết luận của đợt bình xét", stays: []string{"number", "signer"}, why: signed},
	{name: "deliberation_left", what: "Người không đưa vào danh sách bình xét", stays: []string{"reason"}, why: signed},
	{name: "deliberation_meeting", what: "Biên bản họp bình xét", stays: []string{"department", "place", "chair", "secretary", "remarks"}, why: signed},
	{name: "deliberation_objection", what: "Phản ánh về kết quả bình xét", by: []string{"account_id"}, words: []string{"answered_by"}, stays: []string{"body", "answer"}, why: signed},
	{name: "deliberation_result", what: "Kết quả bình xét", stays: []string{"why"}, why: signed},
	{name: "deliberation_staff", what: "Người trong danh sách bình xét", by: []string{"account_id"}, stays: []string{"code", "name", "folded", "post", "department", "doubt", "found", "unrated"}, why: signed},
	{name: "directive", what: "Chỉ đạo đã công bố", stays: []string{"body", "source", "given_by"}, why: printed},
	{name: "directive_note", what: "Báo cáo, trao đổi về việc được giao", by: []string{"account_id"}, words: []string{"body", "file_name", "name"}},
	{name: "directive_task", what: "Việc được giao", words: []string{"what"}},
	{name: "dossier", what: "Hồ sơ khen thưởng", by: []string{"proposed_by", "handler_id"}, words: []string{"handler"}, stays: []string{"title", "letter_number", "receipt_number", "conclusion", "minutes_number", "upward_number", "upward_to", "notified_how", "delivered_at", "shelf"}, why: signed},
	{name: "dossier_candidate", what: "Đối tượng trong hồ sơ khen thưởng", stays: []string{"name", "folded", "post", "place", "achievement", "initiative", "initiative_number", "why"}, why: signed},
	{name: "dossier_consult", what: "Cơ quan được hỏi ý kiến về hồ sơ khen thưởng", hidden: []string{"token"}, stays: []string{"agency", "number", "answer", "signer"}, why: signed},
	{name: "dossier_decision", what: "Quyết định về hồ sơ khen thưởng", by: []string{"account_id"}, words: []string{"entered_by", "file_name"}, stays: []string{"number", "folded", "signer", "authority", "authority_folded"}, why: signed},
	{name: "dossier_move", what: "Việc đã làm với hồ sơ khen thưởng", by: []string{"account_id"}, words: []string{"reason", "name"}, stays: []string{"cite"}, why: signed},
	{name: "dossier_opinion", what: "Ý kiến về danh sách đề nghị khen thưởng", stays: []string{"person", "body", "answer"}, why: signed},
	{name: "dossier_part", what: "Tệp trong hồ sơ khen thưởng", by: []string{"account_id"}, words: []string{"file_name", "added_by"}, stays: []string{"number"}, why: signed},
	{name: "dossier_posting", what: "Lần niêm yết danh sách đề nghị khen thưởng", stays: []string{"place", "number"}, why: signed},
	{name: "dossier_voice", what: "Biên nhận ý kiến gửi qua cổng thông tin (người gửi đã mã hóa)", hidden: []string{"code", "sender"}},
	{name: "exemplar", what: "Bài điển hình tiên tiến", by: []string{"writer_id", "saved_id"}, words: []string{"name", "title", "work", "story", "folded", "consent", "photo_alt", "saved_by", "published_by", "withdrawn_for"}},
	{name: "exemplar_suggestion", what: "Lời giới thiệu điển hình tiên tiến", hidden: []string{"code", "sender"}, words: []string{"name", "place", "deed", "decided_by", "reason"}},
	{name: "evidence", what: "Tệp minh chứng", words: []string{"name", "added_by"}},
	{name: "figure", what: "Số liệu", words: []string{"paper", "note", "confirmed"}},
	{name: "figure_change", what: "Lần nhập số liệu", by: []string{"account_id"}, words: []string{"old_note", "new_note", "old_paper", "new_paper", "name"}},
	{name: "figure_comment", what: "Trao đổi về số liệu", by: []string{"account_id"}, words: []string{"text", "name", "position"}},
	{name: "clerk_errand", what: "Lần gửi tệp đến công cụ ký số trên máy", by: []string{"account_id"}, hidden: []string{"token"}},
	{name: "clerk_office", what: "Thể thức văn bản của cơ quan", words: []string{"saved_by"}, stays: []string{"superior", "issuer", "abbreviation", "place", "signer", "signer_name", "recipients"}, why: signed},
	{name: "clerk_signing", what: "Chữ ký số đã nhận", by: []string{"account_id"}, words: []string{"name"}},
	{name: "clerk_template", what: "Lời văn mẫu của cơ quan", words: []string{"saved_by"}, stays: []string{"texts"}, why: signed},
	{name: "clerk_writing", what: "Văn bản soạn trong chương trình", by: []string{"account_id"}, words: []string{"saved_by"}, stays: []string{"base", "words", "abstract", "number", "cancelled_why"}, why: signed},
	{name: "document_entry", what: "Sổ văn bản đi", by: []string{"account_id"}, stays: []string{"abstract", "sign", "cancelled_why"}, why: signed},
	{name: "dossier_seal", what: "Niêm phong hồ sơ lưu", by: []string{"account_id"}, words: []string{"sealed_by"}},
	{name: "incoming_document", what: "Sổ văn bản đến", by: []string{"account_id", "handler_id"}, words: []string{"handler", "entered_by", "file_name"}, stays: []string{"sender", "sign", "abstract", "folded", "text_name", "handled_how"}, why: signed},
	{name: "fund_entry", what: "Bút toán quỹ thi đua, khen thưởng", by: []string{"account_id"}, stays: []string{"document", "note"}, why: booked},
	{name: "fund_year", what: "Sổ quỹ thi đua, khen thưởng", stays: []string{"source", "base_source"}, why: booked},
	{name: "ceremony", what: "Lễ trao tặng", by: []string{"account_id"}, words: []string{"reason"}, stays: []string{"name", "place", "opening", "closing", "approved_by"}, why: signed},
	{name: "ceremony_line", what: "Tên được xướng ở lễ trao tặng", stays: []string{"call_name", "receiver"}, why: signed},
	{name: "ceremony_part", what: "Phần trao của lễ trao tặng", stays: []string{"decision", "giver", "position", "script"}, why: signed},
	{name: "newsletter_reader", what: "Người nhận bản tin (địa chỉ đã mã hóa, không gắn tài khoản; xóa khi thôi nhận)", hidden: []string{"email", "mark"}},
	{name: "article", what: "Bài viết, thông báo của cổng", by: []string{"created_by"}, hidden: []string{"writers", "related", "files"}, stays: []string{"slug", "title", "summary", "source", "place", "author", "body", "correction", "remark", "withdrawn_for"}, why: told},
	{name: "article_version", what: "Bản đã lưu của bài viết", by: []string{"written_by"}, hidden: []string{"related", "files"}, stays: []string{"title", "summary", "source", "place", "author", "body", "correction"}, why: told},
	{name: "article_picture", what: "Ảnh của bài viết", by: []string{"account_id"}, stays: []string{"alt", "caption"}, why: told},
	{name: "article_file", what: "Tệp kèm bài viết", by: []string{"account_id"}, stays: []string{"name"}, why: told},
	{name: "article_typing", what: "Lời gõ dở, chưa lưu", by: []string{"account_id"}, gone: true, words: []string{"typed"}},
	{name: "confirmation", what: "Văn bản xác nhận khen thưởng", by: []string{"account_id"}, words: []string{"cancelled_for"}, stays: []string{"line", "sign", "place", "asked_by", "paper", "about", "body", "signer", "position"}, why: signed},
	{name: "delivery_item", what: "Loại hiện vật khen thưởng", words: []string{"name", "folded", "measure"}},
	{name: "delivery_move", what: "Nhập, giao, kiểm kê hiện vật khen thưởng", by: []string{"account_id"}, words: []string{"name"}, stays: []string{"document", "reason"}, why: booked},
	{name: "delivery_note", what: "Biên bản giao nhận hiện vật khen thưởng", by: []string{"account_id"}, words: []string{"file_name"}, stays: []string{"decision", "receiver", "position", "signed_by", "cancelled_for", "handed_by"}, why: signed},
	{name: "inspection_finding", what: "Tồn tại, kiến nghị kiểm tra", words: []string{"file_name"}, stays: []string{"body", "report", "answer"}, why: signed},
	{name: "inspection_item", what: "Cuộc kiểm tra, lớp tập huấn", stays: []string{"content", "team", "added_for", "number", "conclusion", "papers", "dropped_for"}, why: signed},
	{name: "inspection_plan", what: "Kế hoạch kiểm tra, tập huấn", stays: []string{"number", "approved_by"}, why: signed},
	{name: "petition", what: "Đơn thư", by: []string{"handler_id"}, hidden: []string{"sender"}, words: []string{"handler"}, stays: []string{"about", "decision", "settled_no"}, why: signed},
	{name: "petition_move", what: "Việc đã làm với đơn thư", by: []string{"account_id"}, words: []string{"words", "name"}},
	{name: "handover", what: "Bàn giao vai trò trưởng", words: []string{"reason"}, stays: []string{"manifest", "offered_by", "confirmed_by"}, why: signed},
	{name: "indicator", what: "Chỉ số", words: []string{"name", "serves"}},
	{name: "initiative", what: "Sáng kiến của đơn vị", by: []string{"account_id"}, words: []string{"file_name"}, stays: []string{"name", "description", "effect", "number", "decided_by", "why"}, why: signed},
	{name: "initiative_author", what: "Tác giả sáng kiến", stays: []string{"name"}, why: signed},
	{name: "initiative_criterion", what: "Tiêu chí chấm sáng kiến", words: []string{"name"}},
	{name: "initiative_mark", what: "Điểm chấm sáng kiến", by: []string{"account_id"}},
	{name: "initiative_member", what: "Thành viên hội đồng sáng kiến", by: []string{"account_id"}, words: []string{"login"}, stays: []string{"name"}, why: signed},
	{name: "initiative_rule", what: "Quy định chấm sáng kiến của đơn vị", words: []string{"document"}},
	{name: "mid_review", what: "Báo cáo sơ kết", words: []string{"saved_by", "drafted_by"}, stays: []string{"strengths", "shortcomings", "causes", "tasks", "requests", "number", "text", "issued_by", "issued_as"}, why: signed},
	{name: "mid_review_remark", what: "Góp ý báo cáo sơ kết", by: []string{"account_id"}, words: []string{"name", "position", "text"}},
	{name: "movement", what: "Phong trào, đợt thi đua đã công bố", words: []string{"withdrawn_for", "file_name"}, stays: []string{"name", "slogan", "launch_number", "source", "launched_by"}, why: printed},
	{name: "movement_goal", what: "Mục tiêu phong trào đã công bố", stays: []string{"body"}, why: printed},
	{name: "movement_review", what: "Kết quả phong trào đã công bố", words: []string{"file_name"}, stays: []string{"results"}, why: printed},
	{name: "national_figure", what: "Số liệu cả nước", words: []string{"source", "source_url"}},
	{name: "past_figure", what: "Số liệu năm trước", words: []string{"name"}},
	{name: "period", what: "Kỳ báo cáo", words: []string{"name"}},
	{name: "period_sum", what: "Tổng số liệu của một kỳ, cộng sẵn", hidden: []string{"period_id", "made_from", "sums"}},
	{name: "register_stamp", what: "Dấu của lần ghi cuối vào một bảng ít thay đổi", hidden: []string{"register", "stamp"}},
	{name: "phase", what: "Thời hạn", words: []string{"clause"}},
	{name: "plan", what: "Kế hoạch, chương trình", words: []string{"doc_number", "title", "file_name", "source"}},
	{name: "proposal", what: "Đề nghị và quyết định khen thưởng", words: []string{"scan_name"}, stays: []string{"letter_number", "decision_number", "decided_by", "source", "checked", "check_reason"}, why: signed},
	{name: "published_figure", what: "Số liệu của nguồn đã công bố", words: []string{"name", "as_printed", "note", "confirmed", "source", "source_url"}},
	{name: "published_period", what: "Lần công bố số liệu", words: []string{"name"}},
	{name: "record_publication", what: "Văn bản đã công bố có chứng minh", stays: []string{"body"}, why: printed},
	{name: "report_exception", what: "Gia hạn báo cáo", words: []string{"reason", "name"}},
	{name: "nomination", what: "Dự kiến đề nghị khen thưởng", by: []string{"account_id"}, words: []string{"reason", "name"}},
	{name: "report_move", what: "Nộp, trả, duyệt báo cáo", by: []string{"account_id"}, words: []string{"reason", "name"}},
	{name: "rule_book", what: "Quy chế", words: []string{"file_name"}, stays: []string{"title", "doc_number", "adopted_by", "reason", "source"}, why: printed},
	{name: "rule_clause", what: "Điều khoản quy chế", stays: []string{"body"}, why: printed},
	{name: "score_appeal", what: "Kiến nghị về điểm, xếp hạng và trả lời", by: []string{"account_id", "answered_id"}, words: []string{"text", "link", "shown", "name", "answer", "answered_by"}},
	{name: "score_cross_opening", what: "Lần mở niêm phong chấm chéo", by: []string{"account_id"}, words: []string{"name"}},
	{name: "score_cross_recusal", what: "Từ chối chấm chéo", by: []string{"account_id"}, words: []string{"reason", "name"}},
	{name: "score_cross_seal", what: "Lần niêm phong phiếu chấm chéo", by: []string{"account_id"}, words: []string{"name"}},
	{name: "score_entry", what: "Số liệu chấm điểm", by: []string{"account_id"}, words: []string{"value", "target", "actual", "note", "name"}},
	{name: "score_evidence", what: "Minh chứng của tiêu chí", by: []string{"account_id"}, words: []string{"name", "link", "added_by"}},
	{name: "score_explanation", what: "Giải trình điểm", by: []string{"account_id"}, words: []string{"text", "name"}},
	{name: "score_mark", what: "Điểm đã chấm", by: []string{"account_id"}, words: []string{"reason", "name", "basis"}},
	{name: "score_publication", what: "Xác nhận công bố kết quả chấm điểm", by: []string{"first_id", "second_id", "first_for"}, words: []string{"first_name", "second_name"}},
	{name: "score_recusal", what: "Từ chối chấm", by: []string{"account_id"}, words: []string{"reason", "name"}},
	{name: "score_return", what: "Trả lại bản chấm", by: []string{"account_id"}, words: []string{"reason", "name"}},
	{name: "score_sheet", what: "Bảng chấm điểm đã kết luận", words: []string{"name", "amending"}, stays: []string{"definition", "frozen"}, why: printed},
	{name: "score_sheet_version", what: "Bản của bảng chấm điểm", words: []string{"name", "reason"}, stays: []string{"definition"}, why: printed},
	{name: "score_unassigned", what: "Tiêu chí không giao", by: []string{"account_id"}, words: []string{"document", "name"}},
	{name: "score_unit", what: "Bản chấm của một đơn vị", words: []string{"reason", "dq_reason", "dq_document", "moved_by"}},
	{name: "score_writer", what: "Người đã ghi bản chấm", by: []string{"account_id"}},
	{name: "search_entry", what: "Mục tra cứu về những gì đã công bố", stays: []string{"title", "detail", "address"}, why: printed},
	{name: "search_post", what: "Chỗ gặp của từng chữ tra cứu"},
	{name: "search_word", what: "Chữ rời đã có trong tra cứu, không gắn với ai", hidden: []string{"word"}},
	{name: "subject", what: "Đối tượng trong sổ khen thưởng", hidden: []string{"identity"}, stays: []string{"name", "folded", "post", "place"}, why: signed},
	{name: "subject_discipline", what: "Kỷ luật, việc đang xem xét trong sổ khen thưởng", stays: []string{"number", "note"}, why: signed},
	{name: "subject_initiative", what: "Sáng kiến trong sổ khen thưởng", stays: []string{"name", "number", "source"}, why: signed},
	{name: "subject_name", what: "Tên, nơi công tác trong sổ khen thưởng", stays: []string{"name", "place", "post", "source"}, why: signed},
	{name: "subject_word", what: "Chữ để tìm tên trong sổ khen thưởng", hidden: []string{"tail"}},
	{name: "subject_year", what: "Xếp loại từng năm trong sổ khen thưởng", stays: []string{"source"}, why: signed},
	{name: "unit_change", what: "Thay đổi đơn vị", words: []string{"source"}},
	{name: "unit_version", what: "Danh mục đơn vị", words: []string{"source"}},
}

// Stays says in Vietnamese what something is that stays when a person's data are
// erased, and why; empty for a kind that the program does not know.
func Stays(kind string) (what, why string) {
	for _, t := range ofField {
		if t.name == kind {
			return t.what, t.why
		}
	}
	return "", ""
}
