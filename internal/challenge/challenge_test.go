package challenge

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
)

const topic = "comment:year:1"

func ringOf(t *testing.T) *key.Ring {
	t.Helper()
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

func fresh(t *testing.T, d *db.DB, ring *key.Ring, topic string) (p Puzzle) {
	t.Helper()
	dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) (err error) {
		p, err = New(tx, ring, topic)
		return err
	})
	return p
}

// take is what Take refuses, "" when it takes.
func take(t *testing.T, d *db.DB, ring *key.Ring, topic string, a Answer) (text string) {
	t.Helper()
	dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
		refused, err := Take(tx, ring, topic, a)
		if text = ""; refused != nil {
			text = refused.Text
			if refused.Field != Field {
				t.Errorf("beside %q", refused.Field)
			}
		}
		return err
	})
	return text
}

// solve does what the script does, from what the page shows alone.
func solve(t *testing.T, p Puzzle) Answer {
	t.Helper()
	for n := 0; n <= p.Most; n++ {
		if sum := sha256.Sum256([]byte(p.Salt + strconv.Itoa(n))); hex.EncodeToString(sum[:]) == p.Target {
			return Answer{Token: p.Token, Number: strconv.Itoa(n)}
		}
	}
	t.Fatal("no number solves the puzzle")
	return Answer{}
}

// tell is the right answer to the question of a puzzle.
func tell(t *testing.T, ring *key.Ring, p Puzzle) Answer {
	t.Helper()
	k, err := keyOf(ring)
	if err != nil {
		t.Fatal(err)
	}
	tok, ok := k.read(p.Token, topic)
	if !ok {
		t.Fatal("the token does not open")
	}
	return Answer{Token: p.Token, Words: strconv.Itoa(k.question(tok).answer)}
}

func TestAPuzzleIsSolvedByWorkOrByWords(t *testing.T) {
	ring := ringOf(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if text := take(t, d, ring, topic, solve(t, fresh(t, d, ring, topic))); text != "" {
			t.Errorf("work: %s", text)
		}
		if text := take(t, d, ring, topic, tell(t, ring, fresh(t, d, ring, topic))); text != "" {
			t.Errorf("words: %s", text)
		}
	})
}

func TestAPuzzleIsGoodOnceHereAndForAWhile(t *testing.T) {
	ring := ringOf(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
		d.SetClock(func() time.Time { return now })

		replayed := tell(t, ring, fresh(t, d, ring, topic))
		if text := take(t, d, ring, topic, replayed); text != "" {
			t.Fatal(text)
		}
		elsewhere := tell(t, ring, fresh(t, d, ring, topic))
		foreign := solve(t, fresh(t, d, ringOf(t), topic))
		forged := tell(t, ring, fresh(t, d, ring, topic))
		forged.Token = "A" + forged.Token[1:]
		if forged.Token == elsewhere.Token {
			forged.Token = "B" + forged.Token[1:]
		}
		silent := Answer{Token: fresh(t, d, ring, topic).Token}
		for name, c := range map[string]struct {
			topic string
			a     Answer
			want  string
		}{
			"again":                   {topic, replayed, "đã được dùng"},
			"of another page":         {"comment:year:2", elsewhere, "không phải của trang này"},
			"of another installation": {topic, foreign, "không phải của trang này"},
			"changed":                 {topic, forged, "không phải của trang này"},
			"none":                    {topic, Answer{Words: "12"}, "không phải của trang này"},
			"cut":                     {topic, Answer{Token: elsewhere.Token[:20], Words: elsewhere.Words}, "không phải của trang này"},
			"no answer":               {topic, silent, "Trả lời câu hỏi"},
		} {
			if text := take(t, d, ring, c.topic, c.a); !strings.Contains(text, c.want) {
				t.Errorf("%s: %q", name, text)
			}
		}

		// What was computed while it was good is worth nothing afterwards, also when the
		// used ones are forgotten.
		stored := solve(t, fresh(t, d, ring, topic))
		now = now.Add(Life)
		dbtest.Update(t, d, db.Actor{}, Clean)
		for _, a := range []Answer{stored, replayed} {
			if text := take(t, d, ring, topic, a); !strings.Contains(text, "hết hạn") {
				t.Errorf("after its time: %q", text)
			}
		}
		dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
			if n, err := usedSince(tx, time.Time{}); err != nil || n != 0 {
				t.Errorf("%d used puzzles are kept, %v", n, err)
			}
			return nil
		})
	})
}

func TestAQuestionIsNotGuessedByTrying(t *testing.T) {
	ring := ringOf(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		right := tell(t, ring, fresh(t, d, ring, topic))
		if text := take(t, d, ring, topic, Answer{Token: right.Token, Words: "999"}); !strings.Contains(text, "chưa đúng") {
			t.Errorf("a wrong answer: %q", text)
		}
		if text := take(t, d, ring, topic, right); !strings.Contains(text, "đã được dùng") {
			t.Errorf("the right answer after a wrong one: %q", text)
		}
		if text := take(t, d, ring, topic, Answer{Token: fresh(t, d, ring, topic).Token, Number: "-1"}); !strings.Contains(text, "chưa đúng") {
			t.Errorf("a wrong number: %q", text)
		}
	})
}

// Two puzzles tell nothing of each other, and the page shows no answer.
func TestPuzzlesCannotBeForetold(t *testing.T) {
	ring := ringOf(t)
	d := dbtest.OpenSQLite(t)
	seen := map[string]bool{}
	for range 50 {
		p := fresh(t, d, ring, topic)
		if seen[p.Salt] || seen[p.Target] || seen[p.Token] {
			t.Fatal("twice the same puzzle")
		}
		seen[p.Salt], seen[p.Target], seen[p.Token] = true, true, true
	}
}

func TestQuestionsAreAnsweredAsPeopleWrite(t *testing.T) {
	kinds := map[string]bool{}
	for i := range 2000 {
		sum := sha256.Sum256([]byte(strconv.Itoa(i)))
		q := ask(sum[:])
		kinds[strings.Fields(q.asks)[len(strings.Fields(q.asks))-1]+strings.Fields(q.asks)[0]] = true
		if !strings.Contains(q.asks, "Ghi bằng số") || q.answer < 0 || !q.answered(strconv.Itoa(q.answer)) || q.answered(strconv.Itoa(q.answer+1)) || q.answered("") {
			t.Fatalf("%s %d", q.asks, q.answer)
		}
	}
	if len(kinds) < 5 {
		t.Errorf("few kinds of question: %v", kinds)
	}
	q := question{"Bảy cộng năm bằng bao nhiêu? Ghi bằng số.", 12}
	for text, want := range map[string]bool{" 12 ": true, "12.": true, "mười hai": true, "Muoi  hai": true, "1 2": false, "mười": false, "012": false} {
		if q.answered(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestManySendersHaveMoreWork(t *testing.T) {
	ring := ringOf(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
		d.SetClock(func() time.Time { return now })
		at := fresh(t, d, ring, topic).Most
		for range quiet {
			if text := take(t, d, ring, topic, tell(t, ring, fresh(t, d, ring, topic))); text != "" {
				t.Fatal(text)
			}
		}
		if p := fresh(t, d, ring, topic); at != usual || p.Most != 2*usual {
			t.Errorf("from %d to %d", at, p.Most)
		}
		now = now.Add(recent)
		if p := fresh(t, d, ring, topic); p.Most != usual {
			t.Errorf("later still %d", p.Most)
		}
	})
	if most := mostFor(1_000_000); most != hardest {
		t.Errorf("in a flood %d", most)
	}
}
