package static

import "testing"

func TestLean(t *testing.T) {
	for sheet, want := range map[string]string{
		"/* of people */\nh1 {\n  margin: 0 auto;\n}\n":       " h1{margin: 0 auto;}",
		`a::after { content: " ; {  /* kept */"; }`:           `a::after{content: " ; {  /* kept */";}`,
		".a  .b > .c,\n.d { width: calc(100% - 1rem); }":      ".a .b > .c,.d{width: calc(100% - 1rem);}",
		"@media (max-width: 39.99rem) { .e { color: red; } }": "@media (max-width: 39.99rem){.e{color: red;}}",
	} {
		if got := string(lean([]byte(sheet))); got != want {
			t.Errorf("%q becomes %q, want %q", sheet, got, want)
		}
	}
}
