package signature

import (
	"fmt"
	"strings"
	"time"
)

// Kind is what a finding is about, for programs; people read its text.
type Kind string

// The kinds of finding.
const (
	Unreadable        Kind = "unreadable"         // something could not be read, so nothing can be said of it
	Unsigned          Kind = "unsigned"           // there is no signature
	Intact            Kind = "intact"             // the bytes are those that were signed
	Altered           Kind = "altered"            // they are not
	Partly            Kind = "partly"             // the signature does not cover its whole revision
	Changed           Kind = "changed"            // something else than a signature was changed later
	SignedLater       Kind = "signed_later"       // signatures were added later
	LevelReached      Kind = "level"              // B or T, or neither and why
	TimeClaimed       Kind = "time_claimed"       // the time is the signer's word
	TimeStamped       Kind = "time_stamped"       // a time-stamp server vouches for it
	StampBad          Kind = "stamp_bad"          // there is a time stamp, and it proves nothing
	Trusted           Kind = "trusted"            // the certificate leads to a given root
	Foreign           Kind = "foreign"            // it does not
	Expired           Kind = "expired"            // the certificate was no longer in force
	NotYetValid       Kind = "not_yet_valid"      // … or not yet
	Revoked           Kind = "revoked"            // it was revoked
	NotRevoked        Kind = "not_revoked"        // a list in force does not have it
	RevocationUnknown Kind = "revocation_unknown" // nobody was asked
	Weak              Kind = "weak"               // an algorithm or a key that does not protect any more
	Purpose           Kind = "purpose"            // the certificate is not one to sign with
)

// Finding is one thing that was found.
type Finding struct {
	Kind  Kind
	Fault bool   // the signature is not to be relied on
	Text  string // one Vietnamese sentence
}

// Signature is what was found of one signature.
type Signature struct {
	Field     string // name of the field
	Who       string // in the certificate; empty when there is none
	Agency    string // in the certificate
	Issuer    string // who issued it
	Serial    string // its number, hexadecimal
	Claimed   time.Time
	Stamped   time.Time // zero without a time stamp that holds
	StampedBy string
	SubFilter string
	Digest    string // name of the hash, such as SHA-256
	Level     Level
	Document  bool     // it is a time stamp of the whole document, of nobody
	Last      bool     // it covers the file to its end
	Changes   []string // what was changed after it, but for signatures
	Chain     []string // names from the signer's to the root's; nil without a root
	Findings  []Finding
}

// Good reports whether nothing speaks against the signature.
func (s *Signature) Good() bool {
	for _, f := range s.Findings {
		if f.Fault {
			return false
		}
	}
	return len(s.Findings) > 0
}

// Has reports whether there is a finding of a kind.
func (s *Signature) Has(k Kind) bool {
	for _, f := range s.Findings {
		if f.Kind == k {
			return true
		}
	}
	return false
}

func (s *Signature) add(k Kind, fault bool, format string, args ...any) {
	s.Findings = append(s.Findings, Finding{k, fault, fmt.Sprintf(format, args...)})
}

// Report is what was found of a file.
type Report struct {
	Signatures []*Signature
	Findings   []Finding // of the file as a whole
}

// Good reports whether there is a signature, and nothing speaks against any.
func (r *Report) Good() bool {
	for _, f := range r.Findings {
		if f.Fault {
			return false
		}
	}
	for _, s := range r.Signatures {
		if !s.Good() {
			return false
		}
	}
	return len(r.Signatures) > 0
}

// Has reports whether the file or a signature has a finding of a kind.
func (r *Report) Has(k Kind) bool {
	for _, f := range r.Findings {
		if f.Kind == k {
			return true
		}
	}
	for _, s := range r.Signatures {
		if s.Has(k) {
			return true
		}
	}
	return false
}

func (r *Report) add(k Kind, fault bool, format string, args ...any) {
	r.Findings = append(r.Findings, Finding{k, fault, fmt.Sprintf(format, args...)})
}

// Faults are the sentences that speak against the file, with the signature that each
// is about.
func (r *Report) Faults() []string {
	var list []string
	for _, f := range r.Findings {
		if f.Fault {
			list = append(list, f.Text)
		}
	}
	for i, s := range r.Signatures {
		for _, f := range s.Findings {
			if f.Fault {
				list = append(list, fmt.Sprintf("Chữ ký %d: %s", i+1, f.Text))
			}
		}
	}
	return list
}

// String is the report for a person: a line for each finding.
func (r *Report) String() string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintln(&b, f.Text)
	}
	for i, s := range r.Signatures {
		word := "ĐÚNG"
		if !s.Good() {
			word = "SAI"
		}
		fmt.Fprintf(&b, "Chữ ký %d: %s. %s\n", i+1, word, s.of())
		for _, f := range s.Findings {
			mark := "-"
			if f.Fault {
				mark = "!"
			}
			fmt.Fprintf(&b, "  %s %s\n", mark, f.Text)
		}
	}
	return b.String()
}

// of says who signed, and by whose word.
func (s *Signature) of() string {
	who := s.Who
	switch {
	case s.Document:
		who = "Dấu thời gian của cả văn bản"
	case who == "":
		who = "Không rõ người ký"
	case s.Agency != "" && s.Agency != s.Who:
		who += ", " + s.Agency
	}
	out := who + fmt.Sprintf(" (ô %s", s.Field)
	if s.Serial != "" {
		out += fmt.Sprintf("; chứng thư số %s do %s cấp", s.Serial, s.Issuer)
	}
	if s.Digest != "" {
		out += "; hàm băm " + s.Digest
	}
	if s.SubFilter != "" {
		out += "; dạng " + s.SubFilter
	}
	return out + ")."
}
