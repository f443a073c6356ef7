package dossier

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
)

// An opinion of the portal enters the sealed set with the others; who wrote it stands
// beside, for the office alone; after the last day nothing enters.
func TestVoices(t *testing.T) {
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(w *world) {
		w.ready("H-LD3", person("Trần Thị Đào"))
		w.move("head", MovePropose)
		w.move("officer", MoveReceive)
		w.move("officer", MoveAccept)
		w.move("officer", MoveConclude)
		voice := func(id string, s Spoken) (code string, err error) {
			err = dbtest.Try(w.d, w.who["officer"], func(tx *db.Tx) (err error) { code, err = Voice(tx, ring, id, s); return err })
			return code, err
		}
		list := func() (all []PublicPosting) {
			w.do("stranger", func(tx *db.Tx) (err error) { all, _, err = PublicPostings(tx, 1); return err })
			return all
		}
		w.move("officer", MovePost)
		id := list()[0].ID
		good := Spoken{N: 1, Stance: Against, Body: "Chưa\u200b rõ", Request: "r1", Sender: Sender{Name: "Bà Nói", Contact: "0912"}}
		refusedVoices(w, good, func(s Spoken) error { _, err := voice(id, s); return err })
		if _, err := voice("none", good); !problem.Is(err, problem.NotFound) {
			w.Errorf("on nothing: %v", err)
		}
		code, err := voice(id, good)
		if err != nil {
			w.Fatal(err)
		}
		if _, err := voice(id, good); !problem.Is(err, problem.Conflict) {
			w.Errorf("twice: %v", err)
		}
		w.look()
		var v Look
		w.do("officer", func(tx *db.Tx) (err error) {
			if v, err = LookAt(tx, w.b, w.id); err != nil {
				return err
			}
			from, err := SendersOf(tx, ring, v.Dossier, id)
			if o := v.Opinions[0]; o.Way != ByWeb || o.Body != "Chưa rõ" || o.Person != "" || from[o.ID] != good.Sender {
				w.Errorf("%+v from %+v", o, from)
			}
			return err
		})
		w.refused(w.try("clerk", func(tx *db.Tx) error { _, err := SendersOf(tx, ring, v.Dossier, id); return err }), problem.Denied, "")
		w.on("2026-03-16")
		second := good
		second.Request, second.Sender, second.N, second.Stance = "r2", Sender{}, 0, For
		if _, err := voice(id, second); err != nil {
			w.Errorf("on the last day: %v", err)
		}
		w.on("2026-03-17")
		second.Request = "r3"
		if _, err := voice(id, second); !problem.Is(err, problem.Closed) {
			w.Errorf("after the last day: %v", err)
		}
		w.do("officer", func(tx *db.Tx) (err error) { v, err = LookAt(tx, w.b, w.id); return err })
		for _, o := range v.Opinions {
			w.look()
			w.do("officer", func(tx *db.Tx) error { return AnswerOpinion(tx, w.ask(), o.ID, "Đã trả lời") })
		}
		w.look()
		w.move("officer", MoveUnpost)
		if _, err := voice(id, second); !problem.Is(err, problem.Closed) {
			w.Errorf("after closing: %v", err)
		}
		closedSet(w, id)
		w.do("stranger", func(tx *db.Tx) error {
			r, err := ReceiptOf(tx, strings.ToLower(code))
			if r.Opinion.Answer != "Đã trả lời" || r.Opinion.Body != "" || r.About != "" {
				w.Errorf("%+v", r)
			}
			return err
		})
		w.refused(w.try("stranger", func(tx *db.Tx) error { _, err := ReceiptOf(tx, "0"); return err }), problem.Invalid, "Không có ý kiến nào mang mã này")
	})
}

// Of a list of thousands a page is read; a page that is not there is the last.
func TestAPostedListIsReadByPages(t *testing.T) {
	each(t, func(w *world) {
		w.ready("H-LD3", person("Trần Thị Đào"))
		w.move("head", MovePropose)
		w.move("officer", MoveReceive)
		w.move("officer", MoveAccept)
		w.move("officer", MoveConclude)
		w.move("officer", MovePost)
		w.do("stranger", func(tx *db.Tx) error {
			posted, _, err := PublicPostings(tx, 1)
			if err != nil {
				return err
			}
			list, err := candidatesOf(tx, w.id)
			if err != nil {
				return err
			}
			one := list[0]
			for list = nil; len(list) < NomineesAtOnce; {
				one.ID, one.N, one.Kind, one.Place = db.NewID(), one.N+1, rules.Household, "Nhà riêng"
				list = append(list, one)
			}
			if err := insertCandidates(tx, list); err != nil {
				return err
			}
			for page, want := range map[int][2]int{0: {1, NomineesAtOnce}, 1: {1, NomineesAtOnce}, 2: {NomineesAtOnce + 1, 1}, 1 << 40: {NomineesAtOnce + 1, 1}} {
				v, err := PublicPostingOf(tx, posted[0].ID, page)
				if err != nil {
					return err
				}
				if v.Total != NomineesAtOnce+1 || len(v.List) != want[1] || v.List[0].N != want[0] {
					w.Errorf("page %d: %d of %d, from %d", page, len(v.List), v.Total, v.List[0].N)
				}
				if last := v.List[len(v.List)-1]; last.Kind != rules.Household || last.Place != "" {
					w.Errorf("a household's home is said: %+v", last)
				}
			}
			return nil
		})
	})
}

// refusedVoices are opinions that enter nothing.
func refusedVoices(w *world, good Spoken, voice func(Spoken) error) {
	w.Helper()
	for name, c := range map[string]struct {
		change func(*Spoken)
		says   string
	}{
		"no words":        {func(s *Spoken) { s.Body = "\u200b" }, "Viết nội dung"},
		"too many":        {func(s *Spoken) { s.Body = strings.Repeat("ý", LongestVoice+1) }, "Ý kiến dài"},
		"no stance":       {func(s *Spoken) { s.Stance = "silent" }, "Chọn ủng hộ"},
		"nobody":          {func(s *Spoken) { s.N = 2 }, "không có số thứ tự này"},
		"a long contact":  {func(s *Spoken) { s.Sender.Contact = strings.Repeat("9", 201) }, "Dài quá"},
		"a state secret":  {func(s *Spoken) { s.Body = "TUYỆT MẬT" }, ""},
		"a secret sender": {func(s *Spoken) { s.Sender.Name = "TỐI MẬT" }, ""},
	} {
		s := good
		c.change(&s)
		if err := voice(s); !problem.Is(err, problem.Invalid) || !strings.Contains(err.Error(), c.says) {
			w.Errorf("%s: %v", name, err)
		}
	}
}

// closedSet holds the set of a closed posting against its seal and its counts.
func closedSet(w *world, id string) {
	w.Helper()
	w.do("officer", func(tx *db.Tx) error {
		set, err := SetOf(tx, w.id, id)
		if err != nil {
			return err
		}
		p, err := PublicPostingOf(tx, id, 1)
		sum := sha256.Sum256([]byte(set))
		if hex.EncodeToString(sum[:]) != p.Sealed || p.Opinions != 2 || p.Counts[For] != 1 || p.Counts[Against] != 1 || len(p.List) != 0 || len(p.Replies) != 2 {
			w.Errorf("%+v of %s", p, set)
		}
		if strings.Contains(set, "Bà Nói") {
			w.Error("the set names who wrote")
		}
		return err
	})
}
