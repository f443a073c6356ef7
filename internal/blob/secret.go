package blob

import (
	"slices"
	"strings"
	"unicode"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// RefuseSecret refuses typed text that bears a mark of secrecy or is nothing but
// the word. The problem names no field; the caller sets it.
func RefuseSecret(text string) error {
	mark := secretMark(text)
	if words := wordsOf(vn.NFC(text)); len(words) == 1 && strings.ToUpper(words[0]) == "MẬT" {
		mark = "MẬT"
	}
	if mark == "" {
		return nil
	}
	return problem.New(problem.Invalid, "Có dấu độ mật «%s». Không đưa bí mật nhà nước vào phần mềm này: hãy bỏ nội dung mật, giữ bằng hồ sơ giấy và chỉ ghi một số hồ sơ trung tính.", mark)
}

// RefuseSecrets adds a problem beside each field whose text bears a mark of
// secrecy; fields and texts alternate.
func RefuseSecrets(list *problem.List, fieldsAndTexts ...string) {
	for pair := range slices.Chunk(fieldsAndTexts, 2) {
		if p := problem.All(RefuseSecret(pair[1])); len(p) > 0 {
			list.Add(pair[0], "%s", p[0].Text)
		}
	}
}

func refuseSecretIn(text, name string) error {
	mark := secretMark(text)
	if mark == "" {
		return nil
	}
	return problem.Field("file", "Tệp «%s» có dấu độ mật «%s» trong nội dung nên không được lưu. Hãy giữ bằng hồ sơ giấy và chỉ ghi một số hồ sơ trung tính.", name, mark)
}

func refuseSecretName(name string) error {
	words := wordsOf(strings.ToUpper(strings.TrimSuffix(name, extension(name))))
	mark := markAmong(words)
	if mark == "" && (adjacent(words, "TUYET", "MAT") || adjacent(words, "TOI", "MAT")) {
		mark = "TUYỆT MẬT, TỐI MẬT"
	}
	if mark == "" {
		return nil
	}
	return problem.Field("file", "Tên tệp «%s» có dấu độ mật «%s» nên không được lưu. Hãy giữ bằng hồ sơ giấy và chỉ ghi một số hồ sơ trung tính.", name, mark)
}

func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[i:]
	}
	return ""
}

// secretMark returns the mark of secrecy that a text bears, or "".
//
// The higher two marks are two words and are found in any case. MẬT alone is an
// ordinary syllable as well (mật độ dân số, bí mật nhà nước, bảo mật), so it
// counts where it is written as the stamp is, in capitals and apart from those
// words, or where the text says that it names a degree (độ mật: Mật).
func secretMark(text string) string {
	text = vn.NFC(text)
	if !strings.ContainsAny(text, "ậẬ") {
		return ""
	}
	for line := range strings.Lines(text) {
		words := wordsOf(line)
		upper := make([]string, len(words))
		for i, w := range words {
			upper[i] = strings.ToUpper(w)
		}
		switch {
		case adjacent(upper, "TUYỆT", "MẬT"):
			return "TUYỆT MẬT"
		case adjacent(upper, "TỐI", "MẬT"):
			return "TỐI MẬT"
		case markAmong(words) != "", adjacent(upper, "ĐỘ", "MẬT", "MẬT"), adjacent(upper, "DẤU", "MẬT"), bracketed(line):
			return "MẬT"
		}
	}
	return ""
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) })
}

// Syllables beside which MẬT is part of an ordinary word.
var (
	ordinaryBefore = []string{"BÍ", "BẢO", "THÂN", "CHẶT", "ĐƯỜNG", "RỈ", "TÚI"}
	ordinaryAfter  = []string{"ĐỘ", "ONG", "MÃ", "KHẨU", "THIẾT", "MÍA", "DANH", "NGHỊ", "ĐÀM", "VỤ"}
)

func markAmong(words []string) string {
	for i, w := range words {
		if w != "MẬT" {
			continue
		}
		switch {
		case i > 0 && words[i-1] == "TUYỆT":
			return "TUYỆT MẬT"
		case i > 0 && words[i-1] == "TỐI":
			return "TỐI MẬT"
		case i > 0 && slices.Contains(ordinaryBefore, strings.ToUpper(words[i-1])):
		case i+1 < len(words) && slices.Contains(ordinaryAfter, strings.ToUpper(words[i+1])):
		default:
			return "MẬT"
		}
	}
	return ""
}

func bracketed(line string) bool {
	line = strings.ToUpper(line)
	for _, mark := range []string{"(MẬT)", "[MẬT]", "«MẬT»", "“MẬT”", `"MẬT"`} {
		if strings.Contains(line, mark) {
			return true
		}
	}
	return false
}

func adjacent(words []string, run ...string) bool {
	for i := range words {
		if i+len(run) <= len(words) && slices.Equal(words[i:i+len(run)], run) {
			return true
		}
	}
	return false
}
