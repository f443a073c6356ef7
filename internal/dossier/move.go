package dossier

import (
	"slices"
	"strings"

	"giaouoc/internal/access"
)

// MoveID names a move.
type MoveID string

// The moves.
const (
	MoveRegister   MoveID = "register"
	MovePropose    MoveID = "propose"
	MoveRecall     MoveID = "recall"
	MoveReceive    MoveID = "receive"
	MoveAccept     MoveID = "accept"
	MoveReturn     MoveID = "return"
	MoveSupplement MoveID = "supplement"
	MoveAssign     MoveID = "assign"
	MoveHandOver   MoveID = "hand_over"
	MoveSplit      MoveID = "split"
	MoveJoin       MoveID = "join"
	MoveConclude   MoveID = "conclude"
	MoveConsult    MoveID = "consult"
	MoveConsulted  MoveID = "consulted"
	MovePost       MoveID = "post"
	MoveUnpost     MoveID = "unpost"
	MoveConvene    MoveID = "convene"
	MoveVote       MoveID = "vote"
	MoveUpward     MoveID = "upward"
	MoveSimple     MoveID = "simple"
	MoveDecide     MoveID = "decide"
	MoveNotify     MoveID = "notify"
	MoveDeliver    MoveID = "deliver"
	MoveArchive    MoveID = "archive"
)

// Side is who makes a move.
type Side string

// The sides.
const (
	Proposer   Side = "proposer"    // chuyên viên, lãnh đạo of the unit that proposes
	Head       Side = "head"        // lãnh đạo of the unit that proposes
	Office     Side = "office"      // anyone who works for the office
	Handler    Side = "handler"     // whom the dossier was given to in the office, or its head
	OfficeHead Side = "office_head" // lãnh đạo of the office, the Council's standing office
)

// Name is the side in Vietnamese.
func (s Side) Name() string {
	return map[Side]string{
		Proposer: "đơn vị đề nghị", Head: "lãnh đạo đơn vị đề nghị", Office: "cơ quan tiếp nhận", Handler: "người thụ lý", OfficeHead: "lãnh đạo cơ quan tiếp nhận",
	}[s]
}

// Act is the right that a side has to have.
func (s Side) Act() access.Act {
	return map[Side]access.Act{
		Proposer: access.DossierKeep, Head: access.DossierPropose, Office: access.DossierHandle, Handler: access.DossierHandle, OfficeHead: access.DossierDirect,
	}[s]
}

// Move is one thing that may be done with a dossier.
type Move struct {
	ID     MoveID
	Name   string // what a button says
	Done   string // what the history says
	Who    Side
	From   []Step // none: there is no dossier before
	To     Step   // empty: the dossier stays at its step
	Needs  string // the condition, in words; empty for none
	Reason bool   // a reason is asked
	Cite   bool   // the ground in the law is asked
}

// inOffice are the steps at which a dossier is worked on by the office.
var inOffice = []Step{Received, Appraising, Appraised, Consulting, Posted, Council, Voted, Upward, Decided, Notified, Delivered}

// Moves is the one table of allowed moves. What it does not have cannot be done.
var Moves = []Move{
	{ID: MoveRegister, Name: "Đăng ký hồ sơ", Done: "đăng ký", Who: Proposer, To: Registered},
	{ID: MovePropose, Name: "Gửi đề nghị", Done: "gửi đề nghị", Who: Head, From: []Step{Registered}, To: Proposed, Needs: "đủ thành phần, số liệu còn mới, đủ phiếu, đủ chứng nhận sáng kiến"},
	{ID: MoveRecall, Name: "Rút về", Done: "rút về", Who: Head, From: []Step{Proposed}, To: Registered, Needs: "chưa được tiếp nhận", Reason: true},
	{ID: MoveReceive, Name: "Tiếp nhận", Done: "tiếp nhận", Who: Office, From: []Step{Proposed}, To: Received, Needs: "người tiếp nhận không phải người đã gửi đề nghị"},
	{ID: MoveAccept, Name: "Xác nhận đủ thành phần", Done: "kiểm tra đủ thành phần", Who: Handler, From: []Step{Received}, To: Appraising, Needs: "đủ thành phần theo luật"},
	{ID: MoveReturn, Name: "Trả lại", Done: "trả lại", Who: Handler, From: []Step{Received, Appraising, Appraised}, To: Returned, Needs: "nêu căn cứ pháp luật", Reason: true, Cite: true},
	{ID: MoveSupplement, Name: "Gửi lại sau bổ sung", Done: "gửi lại sau bổ sung", Who: Head, From: []Step{Returned}, To: Proposed, Needs: "đủ thành phần, số liệu còn mới, đủ phiếu, đủ chứng nhận sáng kiến"},
	{ID: MoveAssign, Name: "Giao thụ lý", Done: "giao thụ lý", Who: OfficeHead, From: inOffice, Needs: "người nhận làm việc ở cơ quan tiếp nhận và không phải người đã gửi đề nghị"},
	{ID: MoveHandOver, Name: "Bàn giao thụ lý", Done: "bàn giao thụ lý", Who: Handler, From: inOffice, Needs: "người nhận làm việc ở cơ quan tiếp nhận và không phải người đã gửi đề nghị", Reason: true},
	{ID: MoveSplit, Name: "Tách hồ sơ", Done: "tách", Who: Handler, From: []Step{Received, Appraising, Appraised}, Needs: "còn ít nhất một đối tượng ở mỗi hồ sơ", Reason: true},
	{ID: MoveJoin, Name: "Gộp vào hồ sơ khác", Done: "gộp", Who: Handler, From: []Step{Received, Appraising, Appraised}, To: Joined, Needs: "cùng đơn vị, cơ quan, hình thức, năm và bước", Reason: true},
	{ID: MoveConclude, Name: "Kết luận thẩm định", Done: "kết luận thẩm định", Who: Handler, From: []Step{Appraising}, To: Appraised, Needs: "có kết luận; đối tượng không đủ điều kiện có lý do"},
	{ID: MoveConsult, Name: "Lấy ý kiến hiệp y", Done: "lấy ý kiến hiệp y", Who: Handler, From: []Step{Appraised}, To: Consulting, Needs: "có ít nhất một cơ quan được hỏi"},
	{ID: MoveConsulted, Name: "Kết thúc hiệp y", Done: "kết thúc hiệp y", Who: Handler, From: []Step{Consulting}, To: Appraised, Needs: "mọi cơ quan đã trả lời hoặc đã hết hạn trả lời"},
	{ID: MovePost, Name: "Niêm yết công khai", Done: "niêm yết công khai", Who: Handler, From: []Step{Appraised}, To: Posted, Needs: "có nơi niêm yết"},
	{ID: MoveUnpost, Name: "Kết thúc niêm yết", Done: "kết thúc niêm yết", Who: Handler, From: []Step{Posted}, To: Appraised, Needs: "đủ ngày niêm yết; mọi ý kiến đã được trả lời"},
	{ID: MoveConvene, Name: "Đưa ra Hội đồng", Done: "đưa ra Hội đồng", Who: Handler, From: []Step{Appraised}, To: Council, Needs: "đã hiệp y, đã niêm yết nếu luật buộc"},
	{ID: MoveVote, Name: "Ghi kết quả Hội đồng", Done: "ghi kết quả Hội đồng", Who: Handler, From: []Step{Council}, To: Voted, Needs: "có biên bản; số phiếu theo tổng số thành viên"},
	{ID: MoveUpward, Name: "Trình cấp trên", Done: "trình cấp trên", Who: OfficeHead, From: []Step{Voted}, To: Upward, Needs: "còn ít nhất một đối tượng đủ phiếu; không phải người đã gửi đề nghị"},
	{ID: MoveSimple, Name: "Trình theo thủ tục đơn giản", Done: "trình theo thủ tục đơn giản", Who: OfficeHead, From: []Step{Registered, Received, Appraising, Appraised}, To: Upward, Needs: "loại hồ sơ được dùng thủ tục đơn giản; đủ thành phần của thủ tục đơn giản"},
	{ID: MoveDecide, Name: "Nhập quyết định", Done: "nhập quyết định", Who: Handler, From: []Step{Upward}, To: Decided, Needs: "số quyết định chưa dùng; khớp được từng đối tượng"},
	{ID: MoveNotify, Name: "Thông báo kết quả", Done: "thông báo kết quả", Who: Handler, From: []Step{Decided}, To: Notified},
	{ID: MoveDeliver, Name: "Ghi việc trao", Done: "trao", Who: Handler, From: []Step{Notified}, To: Delivered, Needs: "có ít nhất một đối tượng được tặng"},
	{ID: MoveArchive, Name: "Lưu trữ", Done: "lưu trữ", Who: Handler, From: []Step{Delivered, Notified}, To: Archived, Needs: "đã trao, hoặc không ai được tặng"},
}

// MoveOf returns the move of an id; ok is false for what is none.
func MoveOf(id MoveID) (m Move, ok bool) {
	i := slices.IndexFunc(Moves, func(m Move) bool { return m.ID == id })
	if i < 0 {
		return Move{}, false
	}
	return Moves[i], true
}

// Leaves reports whether the move may be made at a step.
func (m Move) Leaves(s Step) bool { return slices.Contains(m.From, s) }

// fromWords are the steps at which a move can be made, for a refusal.
func (m Move) fromWords() string {
	names := make([]string, len(m.From))
	for i, s := range m.From {
		names[i] = "«" + s.Name() + "»"
	}
	return strings.Join(names, ", ")
}
