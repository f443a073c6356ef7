package petition

import (
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Doing is what a step is done with.
type Doing struct {
	ID      string
	Version int64 // that the person saw
	On      vn.Date
	Words   string // why, to whom, what was concluded
}

// begun is a petition in the hands of who may take a step with it.
type begun struct {
	Petition
	before Petition
	doing  Doing
	move   Move
	list   problem.List
}

func found(tx *db.Tx, id string) (Petition, error) {
	p, err := petitionByID(tx, id)
	if errors.Is(err, db.ErrNoRow) {
		return p, problem.New(problem.NotFound, "Không có đơn này trong sổ.")
	}
	if err != nil {
		return p, fmt.Errorf("find petition %s: %w", id, err)
	}
	return p, nil
}

// begin finds the petition for a step of its handler: right, state, version, then the
// words of the step. What is wrong with the words is in the list.
func begin(tx *db.Tx, ring *key.Ring, m Move, d Doing) (*begun, error) {
	p, err := found(tx, d.ID)
	if err != nil {
		return nil, err
	}
	if err := MayHandle(tx, &p); err != nil {
		return nil, err
	}
	if err := p.ready(m, d.Version); err != nil {
		return nil, err
	}
	d.Words = tidy(d.Words)
	b := &begun{Petition: p, before: p, doing: d, move: m}
	b.checkWords()
	if p.Kind == Denunciation && !p.Anonymous {
		s, err := reveal(ring, &p)
		if err != nil {
			return nil, err
		}
		s.names(&b.list, "words", d.Words)
	}
	switch {
	case d.On.IsZero():
		b.list.Add("on", "Ghi ngày.")
	case d.On.After(tx.Today()):
		b.list.Add("on", "Ngày không được sau hôm nay, %s.", tx.Today().Short())
	case d.On.Before(p.StateOn):
		b.list.Add("on", "Ngày không được trước việc trước đó, %s.", p.StateOn.Short())
	}
	return b, nil
}

func (p *Petition) ready(m Move, version int64) error {
	if !slices.Contains(moves[m].from, p.State) {
		return problem.New(problem.Closed, "%s %s; không %s được.", p.Name(), p.State.Name(), m.Name())
	}
	if p.Version != version {
		return problem.New(problem.Conflict, "%s vừa có thay đổi sau khi bạn mở trang. Xem lại rồi bấm lần nữa nếu vẫn đúng.", p.Name())
	}
	return nil
}

func (b *begun) checkWords() {
	if len([]rune(b.doing.Words)) > longest {
		b.list.Add("words", "Lời ghi dài quá %d chữ.", longest)
	}
	blob.RefuseSecrets(&b.list, "words", b.doing.Words)
}

// finish refuses what is wrong, else stores the petition in its new state.
func (b *begun) finish(tx *db.Tx, act access.Act) error {
	if err := b.list.Err(); err != nil {
		return err
	}
	if to := moves[b.move].to; to != "" {
		b.State, b.StateOn = to, b.doing.On
	}
	b.Version++
	if err := updatePetition(tx, b.Petition); err != nil {
		return fmt.Errorf("store petition %s: %w", b.ID, err)
	}
	return b.log(tx, act, b.move, b.doing.On, b.doing.Words, &b.before)
}
