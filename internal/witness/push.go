package witness

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// SizeType is the content type of an answer that is the size of the last
// checkpoint cosigned.
const SizeType = "text/x.tlog.size"

// maxProof is the most lines of proof that a request may have.
const maxProof = 63

// Request is the body of a request add-checkpoint: the signed checkpoint, and
// the proof that its tree begins with the tree of oldSize leaves that the
// witness cosigned last (0 when none, with an empty proof).
func Request(oldSize int64, proof []tlog.Hash, signed []byte) []byte {
	body := fmt.Appendf(nil, "old %d\n", oldSize)
	for _, h := range proof {
		body = append(base64.StdEncoding.AppendEncode(body, h[:]), '\n')
	}
	return append(append(body, '\n'), signed...)
}

// ParseSize reads the answer 409 of a witness: the size of the last checkpoint
// that it cosigned.
func ParseSize(answer []byte) (int64, error) {
	text, ended := strings.CutSuffix(string(answer), "\n")
	n, ok := parseSize(text)
	if !ok || !ended {
		return 0, fmt.Errorf("a witness answers no size: %.40q", answer)
	}
	return n, nil
}

// AddSignatures adds to a signed checkpoint those lines of a witness's answer
// that are right cosignatures of the given witnesses, each in place of an
// earlier one by the same. Other lines are left out. It is an error when no
// line is right, or one that claims to be of a given witness is wrong.
func AddSignatures(signed, lines []byte, witnesses ...note.Verifier) ([]byte, error) {
	at := bytes.LastIndex(signed, []byte("\n\n"))
	if at < 0 {
		return nil, fmt.Errorf("add cosignatures: %w", errCheckpoint)
	}
	text, signatures := signed[:at+1], signed[at+2:]
	answer := bytes.Join([][]byte{text, lines}, []byte("\n"))
	n, err := note.Open(answer, note.VerifierList(witnesses...))
	if err != nil {
		return nil, fmt.Errorf("read the answer of a witness: %w", err)
	}
	merged := append(bytes.Clone(text), '\n')
	for line := range strings.Lines(string(signatures)) {
		if !replaced(line, n.Sigs) {
			merged = append(merged, line...)
		}
	}
	for _, s := range n.Sigs {
		merged = fmt.Appendf(merged, "— %s %s\n", s.Name, s.Base64)
	}
	return merged, nil
}

// replaced reports whether a signature line is by the key of one of the new ones.
func replaced(line string, by []note.Signature) bool {
	name, b64, _ := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "— "), " ")
	raw, err := base64.StdEncoding.DecodeString(b64)
	return err == nil && len(raw) >= 4 && slices.ContainsFunc(by, func(s note.Signature) bool {
		return s.Name == name && s.Hash == binary.BigEndian.Uint32(raw)
	})
}

// parseRequest reads the body of a request add-checkpoint.
func parseRequest(body []byte) (old int64, proof tlog.TreeProof, signed []byte, err error) {
	head, signed, found := bytes.Cut(body, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	size, ok := strings.CutPrefix(lines[0], "old ")
	old, isSize := parseSize(size)
	if !found || !ok || !isSize || len(lines) > 1+maxProof {
		return 0, nil, nil, ErrMalformed
	}
	for _, line := range lines[1:] {
		h, err := parseHash(line)
		if err != nil {
			return 0, nil, nil, ErrMalformed
		}
		proof = append(proof, h)
	}
	return old, proof, signed, nil
}
