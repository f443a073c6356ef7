package document

// Kind is a kind of document.
type Kind string

// The kinds.
const (
	KindCovenant    Kind = "covenant"    // giao ước thi đua
	KindPlan        Kind = "plan"        // kế hoạch
	KindSubmission  Kind = "submission"  // tờ trình
	KindAchievement Kind = "achievement" // báo cáo thành tích
	KindMinutes     Kind = "minutes"     // biên bản họp
	KindCount       Kind = "count"       // biên bản kiểm phiếu
	KindResolution  Kind = "resolution"  // nghị quyết
	KindConclusion  Kind = "conclusion"  // thông báo kết luận
	KindDecision    Kind = "decision"    // quyết định
	KindInvitation  Kind = "invitation"  // giấy mời
	KindMidReview   Kind = "mid_review"  // báo cáo sơ kết
	KindFinalReview Kind = "final_review"
	KindConsult     Kind = "consult" // công văn hiệp y
	KindReturn      Kind = "return"  // phiếu trả hồ sơ
	KindNotice      Kind = "notice"  // thông báo kết quả

	KindConfirmation Kind = "confirmation" // công văn xác nhận khen thưởng

	KindStatistics Kind = "statistics"
)

// kind is what the layout of a kind needs: its name in Vietnamese, the title that
// stands on the page, and the code of its type in the sign.
type kind struct {
	kind Kind
	name string
	head string // "" : an official letter, whose abstract stands under its number
	code string // Decree 30/2020/NĐ-CP, Annex III; "" : none
}

// kinds is the table of kinds. A covenant is none of the decree's kinds and has no
// number of a single issuer; a form of statistics is a report's annex.
var kinds = []kind{
	{KindCovenant, "Giao ước thi đua", "GIAO ƯỚC THI ĐUA", ""},
	{KindPlan, "Kế hoạch", "KẾ HOẠCH", "KH"},
	{KindSubmission, "Tờ trình", "TỜ TRÌNH", "TTr"},
	{KindAchievement, "Báo cáo thành tích", "BÁO CÁO THÀNH TÍCH", "BC"},
	{KindMinutes, "Biên bản họp", "BIÊN BẢN", "BB"},
	{KindCount, "Biên bản kiểm phiếu", "BIÊN BẢN KIỂM PHIẾU", "BB"},
	{KindResolution, "Nghị quyết", "NGHỊ QUYẾT", "NQ"},
	{KindConclusion, "Thông báo kết luận", "THÔNG BÁO", "TB"},
	{KindDecision, "Quyết định", "QUYẾT ĐỊNH", "QĐ"},
	{KindInvitation, "Giấy mời", "GIẤY MỜI", "GM"},
	{KindMidReview, "Báo cáo sơ kết", "BÁO CÁO", "BC"},
	{KindFinalReview, "Báo cáo tổng kết", "BÁO CÁO", "BC"},
	{KindConsult, "Công văn hiệp y", "", ""},
	{KindConfirmation, "Công văn xác nhận khen thưởng", "", ""},
	{KindReturn, "Phiếu trả hồ sơ", "PHIẾU TRẢ HỒ SƠ", ""},
	{KindNotice, "Thông báo kết quả", "THÔNG BÁO", "TB"},
	{KindStatistics, "Biểu thống kê", "", ""},
}

func (k Kind) row() kind {
	for _, r := range kinds {
		if r.kind == k {
			return r
		}
	}
	return kind{}
}

// Kinds lists all kinds in their order.
func Kinds() []Kind {
	list := make([]Kind, len(kinds))
	for i, r := range kinds {
		list[i] = r.kind
	}
	return list
}

// Name is the kind in Vietnamese.
func (k Kind) Name() string { return k.row().name }

// Head is the type as it stands on the page, in capitals; empty for an official
// letter.
func (k Kind) Head() string { return k.row().head }

// SignOf is the sign of a document of this kind by an office with this
// abbreviation: "TTr-UBND"; of an official letter the abbreviation alone.
func (k Kind) SignOf(office string) string {
	if code := k.row().code; code != "" {
		return code + "-" + office
	}
	return office
}
