package holder_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/disk"
	"giaouoc/internal/holder"
	"giaouoc/internal/problem"
)

const id = "01900000-0000-7000-8000-000000000001"

// held opens a motion whose keys two holders with folders of their own keep.
func held(t *testing.T, change func(m *ballot.Motion)) (*ballot.Opened, []*voter.Browser, [2]string) {
	t.Helper()
	dirs := [2]string{t.TempDir(), t.TempDir()}
	m := ballot.Motion{ID: id, Kind: ballot.YesNo, Candidates: []ballot.Candidate{{ID: "u1", Name: "Đơn vị 1"}}, Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainNever, Form: ballot.Board}
	voters, _ := ballottest.Fill(&m, 3)
	for _, dir := range dirs {
		key, err := openHolder(t, dir).Key(id)
		if err != nil {
			t.Fatal(err)
		}
		m.Holders = append(m.Holders, ballot.Holder{Name: dir, Key: key})
	}
	if change != nil {
		change(&m)
	}
	o, err := ballot.Open(m)
	if err != nil {
		t.Fatal(err)
	}
	return o, voters, dirs
}

func openHolder(t *testing.T, dir string) *holder.Holder {
	t.Helper()
	h, err := holder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// What a holder lists is who was signed for, before and after the end; no file of a
// voter bears the time of its making, and after the end there is none. An end that was
// broken off goes on.
func TestAHolderTellsWhomItSignedForAndNotWhen(t *testing.T) {
	o, voters, dirs := held(t, nil)
	h := openHolder(t, dirs[0])
	list := func() holder.Held {
		t.Helper()
		all, err := openHolder(t, dirs[0]).List()
		if err != nil || len(all) != 1 {
			t.Fatalf("list: %v, %v", all, err)
		}
		return all[0]
	}
	want := holder.Held{ID: id}
	if diff := cmp.Diff(want, list()); diff != "" {
		t.Errorf("before the first signature: %s", diff)
	}
	for _, b := range voters[:2] {
		if _, err := h.Sign(b.Ask(o)); err != nil {
			t.Fatal(err)
		}
	}
	want = holder.Held{ID: id, Title: o.Title, Digest: hex.EncodeToString(o.Digest[:]), Roll: 3, Signed: []string{voters[0].Voter.Name, voters[1].Voter.Name}}
	if diff := cmp.Diff(want, list()); diff != "" {
		t.Errorf("while it runs: %s", diff)
	}
	single := filepath.Join(dirs[0], id, "cu-tri")
	files, err := os.ReadDir(single)
	if err != nil || len(files) != 2 {
		t.Fatalf("files of voters: %v, %v", files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.ModTime().Unix() != 0 {
			t.Errorf("%s is from %v, %v", f.Name(), info.ModTime(), err)
		}
	}
	kept, err := os.ReadFile(filepath.Join(single, files[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	want.Destroyed = true
	for range 2 {
		if err := openHolder(t, dirs[0]).End(id); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, list()); diff != "" {
			t.Errorf("after the end: %s", diff)
		}
		if _, err := os.Stat(single); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("after the end: %v", err)
		}
		// As if the process had been killed while it took the files away.
		if err := disk.Replace(filepath.Join(single, files[0].Name()), kept); err != nil {
			t.Fatal(err)
		}
	}
}

// Two processes that share a folder sign one of two check-offs of a voter.
func TestTwoProcessesOfOneHolderDecideOnce(t *testing.T) {
	o, voters, dirs := held(t, nil)
	for _, b := range voters {
		var signed, refused atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			ask, h := b.Ask(o), openHolder(t, dirs[0])
			all.Go(func() {
				switch _, err := h.Sign(ask); {
				case err == nil:
					signed.Add(1)
				case problem.Is(err, problem.Conflict):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if signed.Load() != 1 || refused.Load() != 7 {
			t.Errorf("%s: %d signed, %d refused", b.Voter.ID, signed.Load(), refused.Load())
		}
	}
}

// Two holders sign, each process new at every step as after a kill; the same
// check-off is answered alike and the paper is valid.
func TestTwoHoldersMakeOneToken(t *testing.T) {
	o, voters, dirs := held(t, nil)
	for _, b := range voters {
		ask := b.Ask(o)
		var signatures [][]byte
		for _, dir := range dirs {
			first, err := openHolder(t, dir).Sign(ask)
			if err != nil {
				t.Fatal(err)
			}
			again, err := openHolder(t, dir).Sign(ask)
			if err != nil || !bytes.Equal(first, again) {
				t.Errorf("asked again: %v", err)
			}
			signatures = append(signatures, first)
		}
		if err := b.Receive(signatures); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Valid(b.Paper(o, ballot.Yes)); err != nil {
			t.Errorf("paper of %s: %v", b.Voter.ID, err)
		}
	}
}

func TestAHolderSignsNothingElse(t *testing.T) {
	o, voters, dirs := held(t, nil)
	h := openHolder(t, dirs[0])
	ask := voters[0].Ask(o)
	if _, err := h.Sign(ask); err != nil {
		t.Fatal(err)
	}
	if _, err := openHolder(t, dirs[0]).Sign(voters[0].Ask(o)); !problem.Is(err, problem.Conflict) {
		t.Errorf("a second token for one voter: %v", err)
	}
	other, others, _ := held(t, func(m *ballot.Motion) { m.Holders, m.Percent = o.Holders, 40 })
	if _, err := h.Sign(others[1].Ask(other)); !problem.Is(err, problem.Conflict) || !strings.Contains(err.Error(), "bị đổi sau khi mở") {
		t.Errorf("another text of the same motion: %v", err)
	}
	swapped := voters[1].Ask(o)
	swapped.Blinded[0] = ask.Blinded[0]
	if _, err := h.Sign(swapped); !problem.Is(err, problem.Invalid) {
		t.Errorf("a blinded value that the voter did not sign for: %v", err)
	}
	stolen := voter.Browser{Voter: voters[1].Voter, Key: voters[0].Key}
	if _, err := h.Sign(stolen.Ask(o)); !problem.Is(err, problem.Denied) {
		t.Errorf("a check-off by another's credential: %v", err)
	}
	if _, err := openHolder(t, t.TempDir()).Sign(voters[1].Ask(o)); !problem.Is(err, problem.NotFound) {
		t.Errorf("a holder without the key: %v", err)
	}
	if _, err := h.Key("../../etc"); !problem.Is(err, problem.Invalid) {
		t.Errorf("a path for an identity: %v", err)
	}
	if _, err := h.Sign(voters[1].Ask(o)); err != nil {
		t.Errorf("after all this the next voter: %v", err)
	}
	if err := h.End(id); err != nil {
		t.Fatal(err)
	}
	if _, err := openHolder(t, dirs[0]).Sign(voters[2].Ask(o)); !problem.Is(err, problem.Closed) {
		t.Errorf("after the end: %v", err)
	}
	if _, err := h.Key(id); !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "khóa đã hủy") {
		t.Errorf("a new key for a motion whose vote is over: %v", err)
	}
}
