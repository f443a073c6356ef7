package layout

import "giaouoc/internal/document"

// Style is how a paragraph looks. Outline is its depth in the list of headings; 0: it
// is none. Line is the distance of lines as a multiple of single spacing.
type Style struct {
	ID, Name            string // as Word shows it
	Align               document.Align
	Size                float64
	Bold, Italic        bool
	First, Left         float64 // indents, in points; First from Left
	Before, After, Line float64
	Keep                bool // with the next paragraph
	Outline             int
}

// styles of every paragraph there is. Gaps stand below a paragraph and not above it,
// so that the first of a page begins at its margin in every program.
var (
	indent = mm(10 * taken("indent"))
	gap    = taken("gap")
	line   = taken("line")

	Nation    = &Style{ID: "QuocHieu", Name: "VB Quốc hiệu", Align: document.Centre, Size: taken("nation"), Bold: true, Line: 1}
	Motto     = &Style{ID: "TieuNgu", Name: "VB Tiêu ngữ", Align: document.Centre, Size: taken("motto"), Bold: true, Line: 1}
	Superior  = &Style{ID: "CoQuanChuQuan", Name: "VB Cơ quan chủ quản", Align: document.Centre, Size: taken("superior"), Line: 1}
	Issuer    = &Style{ID: "CoQuanBanHanh", Name: "VB Cơ quan ban hành", Align: document.Centre, Size: taken("issuer"), Bold: true, Line: 1}
	Number    = &Style{ID: "SoKyHieu", Name: "VB Số, ký hiệu", Align: document.Centre, Size: taken("number"), Line: 1, Before: 6}
	About     = &Style{ID: "TrichYeuCongVan", Name: "VB Trích yếu công văn", Align: document.Centre, Size: taken("about"), Line: 1}
	Place     = &Style{ID: "DiaDanh", Name: "VB Địa danh, thời gian", Align: document.Centre, Size: taken("place"), Italic: true, Line: 1, Before: 6}
	Rule      = &Style{ID: "DuongKe", Name: "VB Đường kẻ", Align: document.Centre, Size: 2, Line: 1}
	Space     = &Style{ID: "KhoangTrong", Name: "VB Khoảng trống", Align: document.Centre, Size: taken("body") / 2, Line: 1}
	Title     = &Style{ID: "TenLoai", Name: "VB Tên loại", Align: document.Centre, Size: taken("title"), Bold: true, Line: 1, Keep: true, Outline: 1}
	Abstract  = &Style{ID: "TrichYeu", Name: "VB Trích yếu", Align: document.Centre, Size: taken("abstract"), Bold: true, Line: 1, Keep: true}
	Subtitle  = &Style{ID: "DongPhu", Name: "VB Dòng phụ", Align: document.Centre, Size: taken("place"), Italic: true, Line: 1, After: gap, Before: 4}
	To        = &Style{ID: "KinhGui", Name: "VB Kính gửi", Align: document.Centre, Size: taken("to"), Line: 1, After: gap}
	ToMany    = &Style{ID: "KinhGuiNhieu", Name: "VB Kính gửi nhiều nơi", Align: document.Left, Size: taken("to"), Line: 1, Left: 85, After: 2}
	ToEach    = &Style{ID: "KinhGuiTungNoi", Name: "VB Kính gửi từng nơi", Align: document.Left, Size: taken("to"), Line: 1, Left: 120, After: 2}
	Authority = &Style{ID: "ThamQuyen", Name: "VB Thẩm quyền", Align: document.Centre, Size: taken("title"), Bold: true, Line: 1, After: gap, Keep: true}
	Basis     = &Style{ID: "CanCu", Name: "VB Căn cứ", Align: document.Justify, Size: taken("body"), Italic: true, First: indent, Line: line, After: gap}
	Body      = &Style{ID: "NoiDung", Name: "VB Nội dung", Align: document.Justify, Size: taken("body"), First: indent, Line: line, After: gap}
	Chapter   = &Style{ID: "Phan", Name: "VB Phần", Align: document.Justify, Size: taken("body"), Bold: true, First: indent, Line: line, After: gap, Keep: true, Outline: 2}
	Heading   = &Style{ID: "Muc", Name: "VB Mục", Align: document.Justify, Size: taken("body"), Bold: true, First: indent, Line: line, After: gap, Keep: true, Outline: 3}
	Article   = &Style{ID: "Dieu", Name: "VB Điều", Align: document.Justify, Size: taken("body"), First: indent, Line: line, After: gap, Outline: 2}
	Centred   = &Style{ID: "DongGiua", Name: "VB Dòng giữa", Align: document.Centre, Size: taken("body"), Bold: true, Line: line, After: gap, Keep: true}
	Signer    = &Style{ID: "NguoiKy", Name: "VB Quyền hạn, chức vụ người ký", Align: document.Centre, Size: taken("signer"), Bold: true, Line: 1}
	// Name leaves the room of a signature above it, which the decree does not measure.
	Name          = &Style{ID: "HoTen", Name: "VB Họ tên người ký", Align: document.Centre, Size: taken("signer"), Bold: true, Line: 1, Before: 64}
	Recipients    = &Style{ID: "NoiNhan", Name: "VB Nơi nhận", Align: document.Left, Size: taken("recipients"), Bold: true, Italic: true, Line: 1}
	Recipient     = &Style{ID: "TenNoiNhan", Name: "VB Tên nơi nhận", Align: document.Left, Size: taken("recipient"), Line: 1}
	Appendix      = &Style{ID: "PhuLuc", Name: "VB Phụ lục", Align: document.Centre, Size: taken("appendix"), Bold: true, Line: 1, Keep: true, Outline: 1}
	AppendixTitle = &Style{ID: "TenPhuLuc", Name: "VB Tên phụ lục", Align: document.Centre, Size: taken("appendix_title"), Bold: true, Line: 1, Keep: true}
	AppendixOf    = &Style{ID: "KemTheo", Name: "VB Kèm theo", Align: document.Centre, Size: taken("appendix_of"), Italic: true, Line: 1, After: 2 * gap}
	PageNumber    = &Style{ID: "SoTrang", Name: "VB Số trang", Align: document.Centre, Size: taken("page_number"), Line: 1}
	Note          = &Style{ID: "GhiChu", Name: "VB Ghi chú chân trang", Align: document.Centre, Size: document.NoteSize, Italic: true, Line: 1}
	CellHead      = &Style{ID: "DauBang", Name: "VB Đầu bảng", Align: document.Centre, Size: document.TableSize, Bold: true, Line: 1, Before: PadLine, After: PadLine}
	Cells         = &Style{ID: "Bang", Name: "VB Bảng", Align: document.Left, Size: document.TableSize, Line: 1, Before: PadLine, After: PadLine}
	SmallHead     = &Style{ID: "DauBangNho", Name: "VB Đầu bảng chữ nhỏ", Align: document.Centre, Size: 10, Bold: true, Line: 1, Before: PadLine, After: PadLine}
	SmallCells    = &Style{ID: "BangNho", Name: "VB Bảng chữ nhỏ", Align: document.Left, Size: 10, Line: 1, Before: PadLine, After: PadLine}
)

// Styles lists every style, for a file that declares them.
func Styles() []*Style {
	return []*Style{
		Nation, Motto, Superior, Issuer, Number, About, Place, Rule, Space, Title, Abstract, Subtitle, To, ToMany, ToEach, Authority, Basis,
		Body, Chapter, Heading, Article, Centred, Signer, Name, Recipients, Recipient, Appendix, AppendixTitle, AppendixOf, PageNumber, Note,
		CellHead, Cells, SmallHead, SmallCells,
	}
}
