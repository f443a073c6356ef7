package dossier

import (
	"giaouoc/internal/db"
)

// Propose sends a registered dossier to its office. What the law finds missing stops
// it.
func Propose(tx *db.Tx, b Basis, a Ask) (Dossier, error) { return send(tx, b, MovePropose, a) }

// Supplement sends a dossier that was returned to its office again.
func Supplement(tx *db.Tx, b Basis, a Ask) (Dossier, error) { return send(tx, b, MoveSupplement, a) }

func send(tx *db.Tx, b Basis, id MoveID, a Ask) (Dossier, error) {
	before, m, err := begin(tx, id, a)
	if err != nil {
		return before, err
	}
	f, err := folderOf(tx, before)
	if err != nil {
		return before, err
	}
	if err := refusal(f.Gaps(b.Law, tx.Today())); err != nil {
		return before, err
	}
	if err := before.beyond(tx, b, a.Reason); err != nil {
		return before, err
	}
	if err := f.submitted(tx); err != nil {
		return before, err
	}
	d := before
	d.ProposedBy, d.ProposedOn = tx.Actor.ID, tx.Today()
	return finish(tx, b, m, before, d, a.Reason, "")
}

// Recall takes a dossier back that its office has not received yet.
func Recall(tx *db.Tx, b Basis, a Ask) (Dossier, error) {
	before, m, err := begin(tx, MoveRecall, a)
	if err != nil {
		return before, err
	}
	d := before
	d.ProposedBy = ""
	return finish(tx, b, m, before, d, a.Reason, "")
}
