package record

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
)

// A signature more is published with the checkpoint it belongs to, outlives a
// restart, and never delays or replaces a newer checkpoint.
func TestCosignaturesArePublished(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := grown(t, d)
		l := p.open()
		w, err := key.NewSigning("nhan-chung.example")
		if err != nil {
			t.Fatal(err)
		}
		cosign := func(signed []byte) ([]byte, error) {
			v, err := note.NewVerifier(l.key.Verifier)
			if err != nil {
				return nil, err
			}
			n, err := note.Open(signed, note.VerifierList(v))
			if err != nil {
				return nil, err
			}
			return note.Sign(n, w)
		}
		size := l.Published().Size
		if err := l.Cosigned(context.Background(), size, cosign); err != nil {
			t.Fatal(err)
		}
		line := "— nhan-chung.example "
		if !strings.Contains(string(l.Published().Note), line) {
			t.Errorf("published %s", l.Published().Note)
		}
		stranger(t, p.files())
		if l = p.open(); !strings.Contains(string(l.Published().Note), line) {
			t.Errorf("after a restart %s", l.Published().Note)
		}
		p.add(1)
		p.seal(l)
		if err := l.Cosigned(context.Background(), size, cosign); err != nil || l.Published().Size != size+1 || strings.Contains(string(l.Published().Note), line) {
			t.Errorf("a late signature: %v, published %s", err, l.Published().Note)
		}
		for name, merge := range map[string]func([]byte) ([]byte, error){
			"another checkpoint": func(signed []byte) ([]byte, error) {
				c, err := sign(size, p.newest().Root, l.key)
				return c.Note, err
			},
			"no signature of the log": func(signed []byte) ([]byte, error) {
				text, _, _ := strings.Cut(string(signed), "\n\n")
				return note.Sign(&note.Note{Text: text + "\n"}, w)
			},
		} {
			if err := l.Cosigned(context.Background(), size, merge); err == nil {
				t.Errorf("%s is kept", name)
			}
		}
		if a := p.audit(); a.Faults != nil {
			t.Errorf("the audit says %q", a.Faults)
		}
	})
}
