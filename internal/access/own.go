package access

// Acts that need no role: a person's on the own account, those of a visitor
// who is about to sign in, and those of a reader.
const (
	SignIn          Act = "account.sign_in"
	SignInRefused   Act = "account.refuse_sign_in"
	SignOut         Act = "account.sign_out"
	SessionEnded    Act = "account.end_session"
	SessionRefused  Act = "account.refuse_session"
	LinkMade        Act = "account.make_link"
	LinkUsed        Act = "account.use_link"
	LinkRefused     Act = "account.refuse_link"
	EmailChanged    Act = "account.change_email"
	PasswordSet     Act = "account.set_password"
	FactorSet       Act = "account.set_factor"
	FactorRemoved   Act = "account.remove_factor"
	CodesRenewed    Act = "account.renew_codes"
	PasskeyAdded    Act = "account.add_passkey"
	PasskeyRenamed  Act = "account.rename_passkey"
	PasskeyRemoved  Act = "account.remove_passkey"
	PasskeyDoubted  Act = "account.doubt_passkey"
	SSOLinked       Act = "account.link_sso"
	SSOUnlinked     Act = "account.unlink_sso"
	IdentityProved  Act = "account.prove"
	IdentityRefused Act = "account.refuse_proof"
	NoticeSet       Act = "notice.set"

	DeliberationRegister Act = "deliberation.register"
	DeliberationObject   Act = "deliberation.object"

	CommentWrite  Act = "comment.write"
	CommentReport Act = "comment.report"

	NewsletterAsk     Act = "newsletter.ask"
	NewsletterConfirm Act = "newsletter.confirm"
	NewsletterLeave   Act = "newsletter.leave"

	IdentityNumber Act = "personal.set_identity"
	PersonalTaken  Act = "personal.take_along"
	ErasureAsked   Act = "personal.ask_erasure"
)

// own says these acts in Vietnamese.
var own = map[Act]string{
	SignIn:          "đăng nhập",
	SignInRefused:   "đăng nhập không thành",
	SignOut:         "đăng xuất",
	SessionEnded:    "kết thúc phiên",
	SessionRefused:  "dùng phiên đã kết thúc",
	LinkMade:        "tạo liên kết một lần",
	LinkUsed:        "dùng liên kết một lần",
	LinkRefused:     "dùng liên kết một lần không thành",
	EmailChanged:    "đổi địa chỉ thư điện tử",
	PasswordSet:     "đặt mật khẩu",
	FactorSet:       "bật yếu tố thứ hai",
	FactorRemoved:   "bỏ yếu tố thứ hai",
	CodesRenewed:    "tạo lại mã dự phòng",
	PasskeyAdded:    "thêm khóa truy cập",
	PasskeyRenamed:  "đổi tên khóa truy cập",
	PasskeyRemoved:  "bỏ khóa truy cập",
	PasskeyDoubted:  "ngờ khóa truy cập bị sao chép",
	SSOLinked:       "liên kết đăng nhập một lần",
	SSOUnlinked:     "bỏ liên kết đăng nhập một lần",
	IdentityProved:  "xác nhận lại danh tính",
	IdentityRefused: "xác nhận lại danh tính không thành",
	NoticeSet:       "đổi cách nhận thông báo",

	DeliberationRegister: "đăng ký danh hiệu của mình",
	DeliberationObject:   "phản ánh kết quả bình xét của mình",

	CommentWrite:  "gửi ý kiến bạn đọc",
	CommentReport: "báo ý kiến bạn đọc",

	NewsletterAsk:     "xin nhận bản tin",
	NewsletterConfirm: "xác nhận nhận bản tin",
	NewsletterLeave:   "thôi nhận bản tin",

	IdentityNumber: "ghi số định danh của mình",
	PersonalTaken:  "tải dữ liệu của mình",
	ErasureAsked:   "yêu cầu xóa dữ liệu của mình",
}

// Self stands in the record instead of a role for an act that needs none: a
// person's on the own account, or of who holds a link.
const Self Role = "self"

// OwnActs lists the acts that need no role, with their names in Vietnamese.
func OwnActs() map[Act]string { return own }
