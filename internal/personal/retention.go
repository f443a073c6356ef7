package personal

// Retention is how long a kind of personal data is kept, and why.
type Retention struct {
	What  string // the data
	Why   string // what for
	Long  string // how long
	Who   string // who sees it
	Basis string // of the law or of the program; empty: no basis was found
}

// archived is what the law says of the dossiers of titles and commendations.
const archived = "Luật Thi đua, khen thưởng số 06/2022/QH15, Điều 84 khoản 6: hồ sơ đề nghị xét tặng được lưu trữ theo quy định của pháp luật; thời hạn cụ thể: chưa tìm thấy căn cứ"

// Retentions lists every kind of personal data of the program. The days of
// sessions are those after which the program sweeps them.
var Retentions = []Retention{
	{"Họ tên, chức vụ, đơn vị, tên đăng nhập, thư điện tử", "để biết ai làm việc thay đơn vị nào", "đến khi có yêu cầu xóa", "người cùng làm việc trong cụm, khối thấy họ tên và chức vụ bên việc đã làm; quản trị viên thấy tất cả", ""},
	{"Mật khẩu, yếu tố thứ hai, khóa đăng nhập", "để đăng nhập", "đến khi đổi, bỏ hoặc xóa tài khoản; mật khẩu chỉ lưu ở dạng băm", "không ai", ""},
	{"Phiên đăng nhập: địa chỉ mạng, trình duyệt, giờ", "để bạn thấy và kết thúc phiên lạ", "phiên tự bỏ sau khi hết hạn; địa chỉ trong mục nhật ký về đăng nhập ở lại đến khi có yêu cầu xóa", "bạn; người được đọc toàn bộ nhật ký", ""},
	{"Thông báo, thư gửi đi, địa chỉ nhận thư, cách nhận, địa chỉ lịch", "để báo việc và hạn cho bạn", "lời thư bỏ khi gửi xong, dòng thư sau 30 ngày; còn lại đến khi bạn đổi hoặc xóa dữ liệu", "bạn", ""},
	{"Ủy quyền đã giao, đã nhận: lý do", "để biết ai làm thay ai", "đến khi có yêu cầu xóa thì bỏ lý do; dòng còn lại không có tên", "bạn, người giao, người nhận", ""},
	{"Vai trò và phạm vi", "để biết ai được làm gì", "đến khi xóa tài khoản thì kết thúc; dòng còn lại không có tên", "bạn, quản trị viên, kiểm toán", ""},
	{"Số định danh cá nhân (không bắt buộc)", IdentityPurpose, "đến khi bạn bỏ hoặc xóa dữ liệu; lưu ở dạng mã hóa", "chỉ bạn; quản trị viên xem được khi ghi lý do, và lần xem hiện ra với bạn", ""},
	{"Ai đã làm gì trong nhật ký: họ tên, chức vụ", "để mọi thao tác có người chịu trách nhiệm", "đến khi có yêu cầu xóa: chữ và muối bị hủy, lá không tên còn lại", "kiểm toán, cơ quan thường trực; cụm trưởng, cụm phó trong năm của mình", ""},
	{"Góp ý, trao đổi, điểm đã chấm: họ tên bên cạnh, và chỗ người khác nhắc tên", "để người đọc biết ai nói thay đơn vị", "đến khi có yêu cầu xóa: họ tên bị thay, nội dung là của đơn vị nên ở lại", "người cùng làm việc trong cụm, khối", ""},
	{"Ý kiến bạn đọc: họ tên tự ghi, lời viết", "để hiện dưới trang công khai sau khi duyệt", "đến khi Ban biên tập gỡ; ý kiến bị từ chối, đã gỡ không hiện ra", "công khai sau khi duyệt; biên tập viên, kiểm toán", ""},
	{"Ý kiến bạn đọc: thư điện tử (không bắt buộc)", "để Ban biên tập liên hệ về ý kiến ấy, không dùng vào việc khác", "30 ngày sau khi duyệt thì bỏ; lưu ở dạng mã hóa", "chỉ biên tập viên", ""},
	{"Ý kiến bạn đọc: địa chỉ mạng", "để chặn gửi hàng loạt", "không giữ địa chỉ; dấu băm theo khóa đổi mỗi ngày bỏ sau 2 ngày", "không ai", ""},
	{"Chữ ký và lời văn của giao ước; báo cáo sơ kết; biên bản hội nghị, kiểm phiếu, bàn giao; quy chế, chỉ đạo, phong trào đã công bố", "văn bản đã ký, đã ban hành, đã công bố và biên bản", "không xóa theo yêu cầu", "công khai cùng văn bản, hoặc người cùng làm việc", archived},
	{"Quyết định và lịch sử khen thưởng", "hồ sơ khen thưởng", "không xóa theo yêu cầu", "công khai", archived},
}
