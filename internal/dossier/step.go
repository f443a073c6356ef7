package dossier

import "slices"

// Step is where a dossier stands.
type Step string

// The steps, in the order of the way.
const (
	Registered Step = "registered"
	Proposed   Step = "proposed"
	Received   Step = "received"
	Appraising Step = "appraising"
	Appraised  Step = "appraised"
	Consulting Step = "consulting"
	Posted     Step = "posted"
	Council    Step = "council"
	Voted      Step = "voted"
	Upward     Step = "upward"
	Decided    Step = "decided"
	Notified   Step = "notified"
	Delivered  Step = "delivered"
	Archived   Step = "archived"
	Returned   Step = "returned"
	Joined     Step = "joined"
)

// Steps are all steps, in the order of the way.
var Steps = []Step{
	Registered, Proposed, Received, Appraising, Appraised, Consulting, Posted, Council, Voted, Upward, Decided, Notified, Delivered, Archived, Returned, Joined,
}

// Name is the step in Vietnamese.
func (s Step) Name() string {
	return map[Step]string{
		Registered: "đăng ký", Proposed: "đã đề nghị, chờ tiếp nhận", Received: "đã tiếp nhận, kiểm tra thành phần", Appraising: "đang thẩm định",
		Appraised: "đã thẩm định", Consulting: "đang hiệp y", Posted: "đang niêm yết công khai", Council: "chờ Hội đồng bỏ phiếu", Voted: "Hội đồng đã bỏ phiếu",
		Upward: "đã trình cấp trên, chờ quyết định", Decided: "đã có quyết định", Notified: "đã thông báo", Delivered: "đã trao", Archived: "đã lưu trữ",
		Returned: "trả lại, chờ bổ sung", Joined: "đã gộp vào hồ sơ khác",
	}[s]
}

// Short is the step in one or two words, for a table.
func (s Step) Short() string {
	return map[Step]string{
		Registered: "đăng ký", Proposed: "đề nghị", Received: "tiếp nhận", Appraising: "thẩm định", Appraised: "đã thẩm định", Consulting: "hiệp y",
		Posted: "niêm yết", Council: "Hội đồng", Voted: "đã bỏ phiếu", Upward: "trình cấp trên", Decided: "quyết định", Notified: "thông báo",
		Delivered: "trao", Archived: "lưu trữ", Returned: "trả lại", Joined: "đã gộp",
	}[s]
}

// Over reports whether nothing more is done at the step.
func (s Step) Over() bool { return s == Archived || s == Joined }

// OfUnit reports whether the dossier is with the unit that proposes.
func (s Step) OfUnit() bool { return s == Registered || s == Returned }

// Open reports whether candidates and parts may be changed by the unit.
func (s Step) Open() bool { return s.OfUnit() }

// Known reports whether the step is one.
func (s Step) Known() bool { return slices.Contains(Steps, s) }
