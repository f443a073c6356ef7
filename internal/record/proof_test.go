package record

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	verify "giaouoc/internal/verify/record"
)

// proved checks a proof by its text and the key of the log alone, with the
// program's own checker and with x/mod, and returns what it carries.
func proved(t *testing.T, vkey, proof string) (index int64, x extra) {
	t.Helper()
	if _, err := verify.CheckBundle([]byte(proof), verify.Terms{Key: vkey, Now: time.Now()}); err != nil {
		t.Fatalf("giaouoc verify bundle: %v", err)
	}
	head, checkpoint, ok := strings.Cut(proof, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		t.Fatalf("proof %q", proof)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &x); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(lines[2], "index %d", &index); err != nil {
		t.Fatal(err)
	}
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			t.Fatal(err)
		}
		path = append(path, h)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	c, err := openCheckpoint([]byte(checkpoint), note.VerifierList(v))
	if err != nil {
		t.Fatal(err)
	}
	if err := tlog.CheckRecord(path, c.Size, c.Root, index, tlog.RecordHash([]byte(x.Leaf))); err != nil {
		t.Fatal(err)
	}
	return index, x
}

func proof(t *testing.T, l *Log, id string, open bool) (string, error) {
	t.Helper()
	var text []byte
	err := l.db.View(context.Background(), func(tx *db.Tx) (err error) {
		text, err = l.Proof(tx, id, open)
		return err
	})
	return string(text), err
}

// Every entry has a proof; one that was proved before its person was erased is
// proved the same afterwards, and the old proof still holds.
func TestProofsOutliveErasure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := grown(t, d)
		l := p.open()
		entries := func() (list []Entry) {
			dbtest.Update(t, d, actor, func(tx *db.Tx) (err error) {
				list, err = Of(tx, Object{Kind: "unit", ID: "u"})
				return err
			})
			return list
		}
		before := map[string]string{}
		for _, e := range entries() {
			text, err := proof(t, l, e.ID, true)
			if err != nil {
				t.Fatal(err)
			}
			index, x := proved(t, l.key.Verifier, text)
			var leaf Leaf
			if err := json.Unmarshal([]byte(x.Leaf), &leaf); err != nil {
				t.Fatal(err)
			}
			if index != *e.Seq || leaf.ID != e.ID || leaf.WhatHash != sha(string(x.Salt), x.What) || !strings.Contains(x.What, "đổi tên") || strings.Contains(text, "Nguyễn") {
				t.Fatalf("entry %s: index %d, carries %+v", e.ID, index, x)
			}
			before[e.ID] = text
		}
		if len(before) != 305 {
			t.Fatalf("%d entries", len(before))
		}
		dbtest.Update(t, d, actor, func(tx *db.Tx) error { return Erase(tx, actor.ID, Object{Kind: "unit", ID: "u"}) })
		for _, e := range entries() {
			text, err := proof(t, l, e.ID, true)
			if err != nil {
				t.Fatal(err)
			}
			_, x := proved(t, l.key.Verifier, text)
			_, old := proved(t, l.key.Verifier, before[e.ID])
			if !e.Erased || !e.WhatErased || x.What != "" || x.Salt != nil || x.Leaf != old.Leaf {
				t.Fatalf("erased %+v proves %+v", e, x)
			}
		}
		if a := p.audit(); a.Faults != nil || a.Erased != 305 {
			t.Errorf("the audit says %+v", a)
		}
		p.open()
	})
}

func TestAProofWaitsForTheSeal(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := grown(t, d)
		l := p.open()
		p.add(1)
		var last string
		dbtest.Update(t, d, actor, func(tx *db.Tx) error {
			row, err := db.One[struct{ ID string }](tx, `SELECT id FROM record_entry WHERE seq IS NULL`)
			last = row.ID
			return err
		})
		if _, err := proof(t, l, last, false); !problem.Is(err, problem.Conflict) || !strings.Contains(err.Error(), "chờ niêm phong") {
			t.Errorf("before the seal: %v", err)
		}
		if _, err := proof(t, l, "nothing", false); !problem.Is(err, problem.NotFound) {
			t.Errorf("of nothing: %v", err)
		}
		p.seal(l)
		text, err := proof(t, l, last, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, x := proved(t, l.key.Verifier, text); x.What != "" {
			t.Errorf("what is not public is shown: %s", x.What)
		}
	})
}

// A proof made after the key changed leads from the earlier key to the one that
// signed it; before there is nothing to follow it carries no keys.
func TestAProofCarriesTheHandOvers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := grown(t, d)
		l := p.open()
		first := l.key.Verifier
		var id string
		dbtest.Update(t, d, actor, func(tx *db.Tx) error {
			row, err := db.One[struct{ ID string }](tx, `SELECT id FROM record_entry WHERE seq = 3`)
			id = row.ID
			return err
		})
		text, err := proof(t, l, id, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, x := proved(t, first, text); x.Keys != "" {
			t.Errorf("one key alone: %q", x.Keys)
		}
		if _, err := Rotate(context.Background(), d, p.ring(), actor); err != nil {
			t.Fatal(err)
		}
		p.add(1)
		p.seal(l)
		if text, err = proof(t, l, id, false); err != nil {
			t.Fatal(err)
		}
		c, err := verify.CheckBundle([]byte(text), verify.Terms{Key: first, Now: time.Now()})
		if err != nil || c.Followed != 1 {
			t.Fatalf("%+v, %v", c, err)
		}
		proved(t, l.key.Verifier, text)
	})
}

// The log proves to a witness that it only grew.
func TestTheLogProvesThatItGrew(t *testing.T) {
	p := newPlace(t, dbtest.OpenSQLite(t))
	l := p.open()
	earlier := []Checkpoint{l.Published()}
	for _, n := range []int{1, 6, 249, 1, 300} {
		p.addMany(n)
		p.seal(l)
		c := l.Published()
		for _, e := range earlier {
			path, err := l.Consistency(c, e.Size)
			if err != nil {
				t.Fatalf("%d from %d: %v", c.Size, e.Size, err)
			}
			if e.Size == 0 {
				continue
			}
			if err := tlog.CheckTree(path, c.Size, c.Root, e.Size, e.Root); err != nil {
				t.Fatalf("%d from %d: %v", c.Size, e.Size, err)
			}
		}
		earlier = append(earlier, c)
	}
}
