package cluster

import (
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/problem"
)

// Key names a parameter of a rule book (tham số).
type Key string

// The parameters.
const (
	SelfVote          Key = "self_vote"
	ThresholdPercent  Key = "threshold_percent"
	VoteBase          Key = "base"
	QuorumPercent     Key = "quorum_percent"
	TieRule           Key = "tie_rule"
	VoteAgain         Key = "vote_again"
	BoardFrom         Key = "board_from"
	FlagsCount        Key = "flags_count"
	CertificatesCount Key = "certificates_count"
)

const deadlineKey = "deadline_"

// DeadlineKey is the parameter with the deadline of a phase: working days
// counted from the day on which the phase opens. The phase is a word of package
// cycle.
func DeadlineKey(phase string) Key { return Key(deadlineKey + phase) }

// Choice is one value of a parameter that has a closed set of them.
type Choice struct{ Value, Text string }

// parameter says what a parameter means and which values it takes.
type parameter struct {
	key      Key
	name     string
	hint     string
	choices  []Choice // a closed set
	least    int      // of a whole number
	most     int
	unit     string // after the number: "%", "đơn vị"
	fallback string // the program's default; empty when it has none
}

// No published rule of a national cluster says how its vote is counted; the
// defaults for quorum, threshold and base are those of package conference. Two
// flags and two certificates were proposed in the clusters of which it was
// published.
var parameters = slices.Concat([]parameter{
	{
		key: SelfVote, name: "Bỏ phiếu cho đơn vị mình", hint: "Đơn vị có được bỏ phiếu cho chính mình hay không.",
		choices:  []Choice{{"allowed", "được bỏ phiếu cho đơn vị mình"}, {"excluded", "không được bỏ phiếu cho đơn vị mình"}},
		fallback: "allowed",
	},
	{
		key: ThresholdPercent, name: "Ngưỡng phiếu", hint: "Số phần trăm phiếu ít nhất để được thông qua: quá bán ghi 51, bốn phần năm ghi 80.",
		least: 1, most: 100, unit: "%", fallback: "51",
	},
	{
		key: VoteBase, name: "Cơ số tính phiếu", hint: "Ngưỡng phiếu tính trên tất cả thành viên hay trên số có mặt.",
		choices:  []Choice{{"all_members", "tất cả đơn vị thành viên"}, {"members_present", "đơn vị thành viên có mặt"}},
		fallback: "all_members",
	},
	{
		key: QuorumPercent, name: "Số thành viên để hội nghị hợp lệ", hint: "Số phần trăm thành viên phải có mặt: hai phần ba ghi 66.",
		least: 1, most: 100, unit: "%", fallback: "66",
	},
	{
		key: TieRule, name: "Khi bằng phiếu", hint: "Cách chọn khi các đơn vị bằng phiếu nhau ở suất cuối.",
		choices: []Choice{
			{"revote", "bỏ phiếu lại giữa các đơn vị bằng phiếu"},
			{"score", "chọn đơn vị có điểm thẩm định cao hơn"},
			{"rotation", "ưu tiên đơn vị chưa được đề nghị năm trước"},
			{"lead", "đơn vị trưởng quyết định"},
			{"council", "trình Hội đồng quyết định"},
		},
		fallback: "revote",
	},
	{
		key: VoteAgain, name: "Bỏ phiếu kín điện tử lại trước giờ đóng", hint: "Cử tri có được bỏ lại phiếu khi chưa đóng hay không; được thì phiếu sau cùng được tính.",
		choices:  []Choice{{"last", "được, tính phiếu sau cùng"}, {"never", "không được"}},
		fallback: "last",
	},
	{
		key: BoardFrom, name: "Công bố toàn bộ phiếu kín khi có ít nhất", hint: "Ít cử tri hơn thì chỉ công bố đạt hay không đạt; các phiếu niêm phong cho hai người giữ khóa, số phiếu ghi trong biên bản kiểm phiếu.",
		least: 1, most: 500, unit: "cử tri", fallback: "5",
	},
	{
		key: FlagsCount, name: "Số đơn vị được đề nghị tặng Cờ thi đua của Chính phủ", hint: "Số suất trong một năm.",
		most: 99, unit: "đơn vị", fallback: "2",
	},
	{
		key: CertificatesCount, name: "Số đơn vị được đề nghị tặng Bằng khen của Thủ tướng Chính phủ", hint: "Số suất trong một năm.",
		most: 99, unit: "đơn vị", fallback: "2",
	},
}, deadlineParameters())

// deadlineParameters stand for the phases of package cycle, which this package
// does not know; a test there holds the two lists together.
func deadlineParameters() []parameter {
	phases := []Choice{
		{"draft", "soạn giao ước"},
		{"sign", "ký kết"},
		{"launch", "phát động"},
		{"register", "đăng ký chỉ tiêu"},
		{"report", "báo cáo số liệu"},
		{"mid_review", "sơ kết"},
		{"score", "tự chấm điểm"},
		{"cross", "chấm chéo"},
		{"appraise", "thẩm định điểm"},
		{"explain", "giải trình điểm"},
		{"reappraise", "thẩm định lần hai"},
		{"conference", "hội nghị tổng kết"},
		{"propose", "đề nghị khen thưởng"},
		{"hand_over", "bàn giao"},
	}
	list := make([]parameter, len(phases))
	for i, p := range phases {
		list[i] = parameter{
			key: DeadlineKey(p.Value), name: "Thời hạn " + p.Text,
			hint: "Số ngày làm việc, kể từ sau ngày giai đoạn bắt đầu.", least: 1, most: 250, unit: "ngày làm việc",
		}
	}
	return list
}

// Keys lists every parameter in the order in which pages show them.
func Keys() []Key {
	keys := make([]Key, len(parameters))
	for i, p := range parameters {
		keys[i] = p.key
	}
	return keys
}

func (k Key) parameter() (parameter, bool) {
	i := slices.IndexFunc(parameters, func(p parameter) bool { return p.key == k })
	if i < 0 {
		return parameter{}, false
	}
	return parameters[i], true
}

// Name is the parameter in Vietnamese.
func (k Key) Name() string { p, _ := k.parameter(); return p.name }

// Deadline reports whether the parameter is the deadline of a phase.
func (k Key) Deadline() bool { return strings.HasPrefix(string(k), deadlineKey) }

// Hint says in a sentence what the parameter decides.
func (k Key) Hint() string { p, _ := k.parameter(); return p.hint }

// Unit is the unit of a parameter that is a number.
func (k Key) Unit() string { p, _ := k.parameter(); return p.unit }

// Choices are the values of a parameter that has a closed set of them.
func (k Key) Choices() []Choice { p, _ := k.parameter(); return p.choices }

// Words is a value of the parameter in Vietnamese.
func (k Key) Words(value string) string {
	p, _ := k.parameter()
	for _, c := range p.choices {
		if c.Value == value {
			return c.Text
		}
	}
	switch {
	case value == "" || p.unit == "":
		return value
	case p.unit == "%":
		return value + "%"
	}
	return value + " " + p.unit
}

// canonical reads a value as it was typed, or says what is wrong with it.
func (k Key) canonical(typed string) (string, error) {
	p, ok := k.parameter()
	if !ok {
		return "", problem.Field(string(k), "Không có tham số «%s».", string(k))
	}
	typed = strings.TrimSpace(typed)
	if len(p.choices) > 0 {
		if slices.ContainsFunc(p.choices, func(c Choice) bool { return c.Value == typed }) {
			return typed, nil
		}
		return "", problem.Field(string(k), "%s: chọn một giá trị trong danh sách.", p.name)
	}
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(typed, "%")))
	if err != nil || n < p.least || n > p.most {
		return "", problem.Field(string(k), "%s: ghi một số nguyên từ %d đến %d (%s).", p.name, p.least, p.most, p.unit)
	}
	return strconv.Itoa(n), nil
}
