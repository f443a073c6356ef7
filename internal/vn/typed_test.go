package vn_test

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"giaouoc/internal/vn"
)

// What cannot be seen is taken out, and what is seen stays as it was typed.
func TestTyped(t *testing.T) {
	for typed, want := range map[string]struct{ text, line string }{
		"a\u200bb\u200c\u200d\ufeffc\u00ad\u180e\u2060d":                  {"abcd", "abcd"},
		"\u202eđảo\u202c \u2066x\u2069":                                   {"đảo x", "đảo x"},
		"a\u00a0\u3000b\u2003c":                                           {"a  b c", "a b c"},
		"dòng\u2028mới\r\nnữa\rrồi\u2029hết\x00\x07\n":                    {"dòng\nmới\nnữa\nrồi\nhết", "dòng mới nữa rồi hết"},
		"\n\n - a \n\n\n    b  \nc\t1\n":                                  {"- a \n\n\n    b  \nc\t1", "- a b c 1"},
		"<script>alert(1)</script> & <b>":                                 {"<script>alert(1)</script> & <b>", "<script>alert(1)</script> & <b>"},
		"\u3164\u2800\u115f\u034f\U000e0041\ue000\uf0b7":                  {"", ""},
		"Đặng Văn Đức 👍":                                                  {"Đặng Văn Đức 👍", "Đặng Văn Đức 👍"},
		"tiê\u0301ng Viê\u0323t":                                          {"tiếng Việt", "tiếng Việt"},
		"e\u200b\u0301":                                                   {"é", "é"}, // composed once nothing stands between
		"e\u0301\u0302\u0303\u0304\u0305\u0306\u0307":                     {"é\u0302\u0303\u0304\u0305", "é\u0302\u0303\u0304\u0305"},
		"\u179f\u17ca\u17b6\u17c6 \u1781\u17d2\u1789\u17bb\u17c6 ฟ้า น้ำ": {"\u179f\u17ca\u17b6\u17c6 \u1781\u17d2\u1789\u17bb\u17c6 ฟ้า น้ำ", "\u179f\u17ca\u17b6\u17c6 \u1781\u17d2\u1789\u17bb\u17c6 ฟ้า น้ำ"},
	} {
		if got := vn.Text(typed); got != want.text {
			t.Errorf("text of %q is %q, want %q", typed, got, want.text)
		}
		if got := vn.Line(typed); got != want.line {
			t.Errorf("line of %q is %q, want %q", typed, got, want.line)
		}
	}
}

func TestTypedOnceIsTypedTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune(" \r\n\teâ\u0301\u0323\u200b\u00a0\u2028\u034f")))).Draw(t, "typed")
		text, line := vn.Text(typed), vn.Line(typed)
		if vn.Text(text) != text || vn.Line(line) != line || vn.Line(text) != line {
			t.Errorf("%q is %q, then %q", typed, text, vn.Text(text))
		}
		if !utf8.ValidString(text) || !norm.NFC.IsNormalString(text) {
			t.Errorf("%q is %q", typed, text)
		}
	})
}
