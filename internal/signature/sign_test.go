package signature

import (
	"context"
	"crypto"
	"strings"
	"testing"
)

// files are PDFs of each kind that is signed.
func files(t *testing.T) map[string][]byte {
	t.Helper()
	needs(t, "soffice")
	office, err := officePDF()
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"fpdf": madePDF(2), "stream": streamedPDF(), "office": office}
}

func signed(t *testing.T, file []byte, s Signer, terms Terms) Result {
	t.Helper()
	if terms.At.IsZero() {
		terms.At = now
	}
	r, err := Sign(context.Background(), file, s, terms)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSignedFilesAreGood(t *testing.T) {
	w := theWorld()
	server := newStampServer(t, w.below)
	for name, file := range files(t) {
		for kind, key := range map[string]crypto.Signer{"RSA": keys.rsa(), "ECDSA": keys.ec()} {
			one := signed(t, file, w.signer(key, "Nguyễn Văn A", nil), Terms{})
			if one.Level != LevelB || one.Said != "" || !strings.HasPrefix(string(one.PDF), string(file)) {
				t.Errorf("%s, %s: level %q, %s", name, kind, one.Level, one.Said)
			}
			r := Check(one.PDF, w.trust())
			if !r.Good() || len(r.Signatures) != 1 || r.Signatures[0].Level != LevelB || !r.Signatures[0].Claimed.Equal(now) || !r.Signatures[0].Last {
				t.Errorf("%s, %s: %s", name, kind, r)
			}
			two := signed(t, one.PDF, w.signer(keys.ec(), "Văn thư", nil), Terms{Stamper: server.ask})
			if two.Level != LevelT || two.Said != "" {
				t.Errorf("%s, %s: level %q, %s", name, kind, two.Level, two.Said)
			}
			r = Check(two.PDF, w.trust())
			if !r.Good() || len(r.Signatures) != 2 || r.Signatures[1].Level != LevelT || !r.Signatures[0].Has(SignedLater) {
				t.Errorf("%s, %s: %s", name, kind, r)
			}
		}
	}
}
