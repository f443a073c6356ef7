package web

import (
	"regexp"
	"strings"

	"giaouoc/internal/account"
	"giaouoc/internal/article"
	"giaouoc/internal/award"
	"giaouoc/internal/cluster"
	"giaouoc/internal/comment"
	"giaouoc/internal/cycle"
	"giaouoc/internal/deliberation"
	"giaouoc/internal/delivery"
	"giaouoc/internal/document"
	"giaouoc/internal/dossier"
	"giaouoc/internal/indicator"
	"giaouoc/internal/initiative"
	"giaouoc/internal/inspection"
	"giaouoc/internal/notice"
	"giaouoc/internal/org"
	"giaouoc/internal/rules"
	"giaouoc/internal/web/pages"
)

// paperValue is how a motion is voted on, or a voter is known.
func paperValue(word string) string {
	return map[string]string{
		"paper": "phiếu giấy", "ballot": "bỏ phiếu kín điện tử", "slip": "phiếu mã", "passkey": "khóa truy cập",
		"choose": "chọn không quá số được chọn", "yes_no": "tán thành, không tán thành từng tên", "rank": "xếp thứ tự",
	}[word]
}

// byField says the words of the program in Vietnamese where one word means
// different things by the field it stands in.
var byField = map[string]func(word string) string{
	"kind":   kindValue,
	"paper":  paperValue,
	"way":    func(word string) string { return orText(paperValue(word), dossier.Way(word).Name()) },
	"voters": paperValue,
	"level": func(word string) string {
		return orText(cluster.LevelNames[cluster.Level(word)], dossier.Level(word).Name())
	},
	"step":   func(word string) string { return dossier.Step(word).Name() },
	"stance": func(word string) string { return orText(dossier.Stance(word).Name(), dossier.View(word).Name()) },
	"proposer": func(word string) string {
		return map[string]string{string(rules.ByUnit): "đơn vị", string(rules.ByCluster): "cụm, khối"}[word]
	},
	"sum":      func(word string) string { return indicator.Sum(word).Name() },
	"key":      func(word string) string { return cluster.Key(word).Name() },
	"how":      func(word string) string { return account.How(word).Name() },
	"why":      whyValue,
	"ended":    whyValue,
	"work":     modeValue,
	"deadline": modeValue,
	"overdue":  modeValue,
	"answer":   modeValue,
	"account":  modeValue,
	"security": modeValue,
	"setting":  settingValue,
	"settings": settingValue,
	"factor": func(word string) string {
		return map[string]string{"totp": "mã xác thực trên điện thoại"}[word]
	},
	"calendar": func(word string) string {
		return map[string]string{"new address": "địa chỉ mới", "none": "đã bỏ"}[word]
	},
	"state": func(word string) string {
		return orText(initiative.State(word).Name(), deliberation.State(word).Name())
	},
	"commentstate": func(word string) string { return comment.State(word).Name() },
	"reportkind":   func(word string) string { return comment.ReportKind(word).Name() },
	"manner":       func(word string) string { return deliberation.Manner(word).Name() },
	"majorityof":   func(word string) string { return deliberation.Of(word).Name() },
	"direction":    func(word string) string { return indicator.Direction(word).Name() },
	"award":        awardValue,
	"classes":      classWords,
	"form":         pages.DisciplineName,
	"occasion":     func(word string) string { return rules.Occasion(word).Name() },
	"rating":       func(word string) string { return upperFirst(rules.Rating(word).Name()) },
}

func kindValue(word string) string {
	for _, name := range []string{
		org.KindNames[org.Kind(word)], cycle.PhaseKind(word).Name(), indicator.RuleKind(word).Name(), linkKinds[word], inspection.Kind(word).Name(), inspection.FindingKind(word).Name(), delivery.MoveKind(word).Name(), strings.ToLower(document.Kind(word).Name()),
	} {
		if name != "" {
			return name
		}
	}
	switch word {
	case string(cluster.KindCluster), string(cluster.KindBloc):
		return cluster.Kind(word).Word()
	case string(cycle.Project), string(cycle.Programme):
		return cycle.PlanKind(word).Name()
	}
	if name := article.Kind(word).Name(); name != "" {
		return name
	}
	if name := subjectWords[word]; name != "" {
		return name
	}
	if l, err := rules.Carried(); err == nil && l.Dossier.Kind(word) != nil {
		return l.Dossier.Kind(word).Name
	}
	return ""
}

// subjectWords are the kinds of subject and of entry of the register of awards.
var subjectWords = map[string]string{
	string(rules.Person): "cá nhân", string(rules.Collective): "tập thể", string(rules.Household): "hộ gia đình", string(rules.Foreigner): "cá nhân, tổ chức nước ngoài",
	string(award.Grant): "tặng", string(award.Annulment): "hủy bỏ", string(award.Reissue): "cấp đổi, cấp lại",
}

// awardValue is the award of a code.
func awardValue(word string) string {
	l, err := rules.Carried()
	if err != nil || l.Award(word) == nil {
		return ""
	}
	return l.Award(word).Title()
}

var linkKinds = map[string]string{
	string(account.FirstLink): "quản trị viên đầu tiên", string(account.InvitationLink): "lời mời", string(account.RecoveryLink): "khôi phục tài khoản",
}

func modeValue(word string) string { return notice.Mode(word).Name() }

// settingValue is the chosen value of a parameter of a rule book.
func settingValue(word string) string {
	for _, k := range cluster.Keys() {
		for _, c := range k.Choices() {
			if c.Value == word {
				return c.Text
			}
		}
	}
	return ""
}

// whyWords are why an attempt was refused or a session ended.
var whyWords = map[string]string{
	"sign_out": "đăng xuất", "revoked": "kết thúc từ nơi khác", "idle": "lâu không dùng", "lapsed": "hết thời hạn", "changed": "đổi cách đăng nhập", "recovery": "khôi phục tài khoản",
	"password": "sai tên hoặc mật khẩu", "disabled": "tài khoản đang tạm ngừng", "unknown": "không có liên kết này", "used": "liên kết đã dùng", "withdrawn": "liên kết đã rút", "expired": "liên kết đã hết hạn",
	"foreign": "liên kết của người khác", "not a code": "không phải mã", "wrong code": "sai mã xác thực", "replayed code": "mã đã dùng rồi", "wrong recovery code": "sai mã dự phòng",
	"no second factor": "chưa bật yếu tố thứ hai", "no secret was offered": "chưa bắt đầu bật mã xác thực", "not linked": "chưa liên kết với tài khoản nào",
	"too long": "quá dài", "unreadable": "không đọc được", "nobody asked": "trang này không hỏi", "no such passkey": "không có khóa này", "another account's user handle": "khóa của tài khoản khác",
	"asked of another account": "hỏi tài khoản khác", "the counter did not go on": "khóa có dấu hiệu bị sao chép", "the code was refused": "nơi xác thực từ chối mã", "no id token": "thiếu lời xác nhận của nơi xác thực", "id token": "lời xác nhận của nơi xác thực không đúng",
	"a parameter stands twice": "câu trả lời bị lặp", "answer of another issuer": "câu trả lời của nơi khác", "no code": "thiếu mã", "another nonce": "câu trả lời của lần hỏi khác", "issued to another party": "cấp cho nơi khác",
	"issued at another time": "không đúng thời điểm", "no subject": "không nói là ai", "the person was not asked anew": "nơi xác thực chưa hỏi lại người dùng",
}

// fromProgram is the form of a text that the program wrote in English: letters of
// English alone.
var fromProgram = regexp.MustCompile(`^[a-zA-Z][a-zA-Z ',:_.+-]*$`)

// whyValue says why; a reason of a library's own, which has no word here, is said
// in general.
func whyValue(word string) string {
	for prefix, name := range map[string]string{"passkey: ": "khóa truy cập: ", "sso: ": "đăng nhập một lần: "} {
		if rest, ok := strings.CutPrefix(word, prefix); ok {
			return name + whyValue(rest)
		}
	}
	if say := whyWords[word]; say != "" || !fromProgram.MatchString(word) {
		return say
	}
	return "không kiểm tra được"
}
