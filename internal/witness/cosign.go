package witness

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Why a checkpoint is refused, in the words of C2SP tlog-witness.
var (
	ErrMalformed    = errors.New("malformed request")                                            // 400
	ErrUntrusted    = errors.New("no signature of a trusted key of the log")                     // 403
	ErrUnknownLog   = errors.New("unknown log")                                                  // 404
	ErrBranch       = errors.New("the keys of the log do not go on from those followed before")  // 409, of a hand-over
	ErrInconsistent = errors.New("the proof does not lead from the last checkpoint to this one") // 422
)

// Conflict (409) is a request that does not start from the last checkpoint that
// the witness cosigned, or that contradicts it.
type Conflict struct {
	Size int64 // of the last checkpoint cosigned
	Fork bool  // the log signed a tree that does not continue that one
	Back bool  // the log shows a smaller tree than that one
}

func (c *Conflict) Error() string {
	switch {
	case c.Fork:
		return fmt.Sprintf("the log signed two different trees of %d leaves", c.Size)
	case c.Back:
		return fmt.Sprintf("the log went back behind the %d leaves cosigned", c.Size)
	}
	return fmt.Sprintf("the last checkpoint cosigned has %d leaves", c.Size)
}

// AddCheckpoint answers the body of a request add-checkpoint with the lines of
// cosignature, or with one of the errors of this file; any other error is ours.
func (w *Witness) AddCheckpoint(body []byte) (lines []byte, err error) {
	old, proof, signed, err := parseRequest(body)
	if err != nil {
		return nil, err
	}
	cosigned, err := w.cosign(signed, old, proof)
	if err != nil {
		return nil, err
	}
	// The newest signature stands last.
	own := bytes.LastIndexByte(cosigned[:len(cosigned)-1], '\n') + 1
	return cosigned[own:], nil
}

// cosign takes one decision at a time, and returns the checkpoint with the log's
// signatures and then the witness's, once it is kept.
func (w *Witness) cosign(signed []byte, old int64, proof tlog.TreeProof) ([]byte, error) {
	n, c, err := w.open(signed)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	unlock, err := w.lock.Lock()
	if err != nil {
		return nil, fmt.Errorf("lock folder of the witness: %w", err)
	}
	defer unlock()
	last, before, err := w.last(c.origin)
	if err != nil {
		return nil, err
	}
	if err := check(c, last, old, proof); err != nil {
		return nil, errors.Join(err, w.accuse(err, c.origin, before, signed))
	}
	// Signatures that were not verified are not passed on.
	cosigned, err := note.Sign(&note.Note{Text: n.Text, Sigs: n.Sigs}, w.key)
	if err != nil {
		return nil, fmt.Errorf("cosign: %w", err)
	}
	if err := w.keepLast(c.origin, cosigned); err != nil {
		return nil, err
	}
	return cosigned, nil
}

// accuse keeps both checkpoints when the refusal is the log's own doing.
func (w *Witness) accuse(refusal error, origin string, before, now []byte) error {
	if conflict := new(Conflict); errors.As(refusal, &conflict) && (conflict.Fork || conflict.Back) {
		return w.keepEvidence(origin, before, now)
	}
	return nil
}

// open verifies the log's signature. The origin is looked at first, as the
// answers of tlog-witness differ.
func (w *Witness) open(signed []byte) (*note.Note, checkpoint, error) {
	origin, _, _ := strings.Cut(string(signed), "\n")
	w.mu.Lock()
	t := w.logs[origin].now()
	w.mu.Unlock()
	verifiers, err := t.verifiers()
	if err != nil {
		return nil, checkpoint{}, err
	}
	n, err := note.Open(signed, note.VerifierList(verifiers...))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified):
		n = unverified.Note
	case errors.As(err, &invalid):
		return nil, checkpoint{}, ErrUntrusted
	case err != nil:
		return nil, checkpoint{}, ErrMalformed
	}
	c, parsed := parseCheckpoint(n.Text)
	switch {
	case parsed != nil:
		return nil, checkpoint{}, ErrMalformed
	case len(verifiers) == 0:
		return nil, checkpoint{}, ErrUnknownLog
	case err != nil, !slices.ContainsFunc(n.Sigs, func(s note.Signature) bool { return t.maySign(s, c.N) }):
		return nil, checkpoint{}, ErrUntrusted
	}
	return n, c, nil
}

// check decides, in the order of tlog-witness.
func check(c, last checkpoint, old int64, proof tlog.TreeProof) error {
	switch {
	case old > c.N:
		return ErrMalformed
	case old != last.N:
		return &Conflict{Size: last.N}
	case old == c.N && last.origin != "" && c.Hash != last.Hash:
		return &Conflict{Size: last.N, Fork: true}
	case c.N == 0 && c.Hash != sha256.Sum256(nil):
		return ErrInconsistent
	case old == 0 || old == c.N:
		if len(proof) != 0 {
			return ErrInconsistent
		}
		return nil
	}
	if err := tlog.CheckTree(proof, c.N, c.Hash, last.N, last.Hash); err != nil {
		return ErrInconsistent
	}
	return nil
}
