package account

import (
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// SignIn ends an attempt to sign in with a passkey, which stands for two factors.
//
// Public: a visitor signs in.
func (p Passkeys) SignIn(tx *db.Tx, answer, holder string, b Browser) (Entered, error) {
	k := keysOf("passkey", "", b, false)
	if err := k.count(tx, b.At); err != nil {
		return Entered{}, err
	}
	proof, err := p.provePasskey(tx, answer, holder, b.At)
	if err != nil {
		return Entered{}, err
	}
	if proof.Refused != nil {
		return Entered{Refused: problem.All(proof.Refused)}, recordRefused(tx, proof.Account.ID, "passkey: "+proof.Why, b)
	}
	return enterWhole(tx, proof.Account, k, ByPasskey, b)
}

// Prove ends an attempt of the actor to show an own passkey again: for a while the
// session may do what asks for a fresh proof, and it has shown two factors. A
// refused proof is in the record.
//
// Public: whoever is signed in, for the own session.
func (p Passkeys) Prove(tx *db.Tx, answer, holder, sessionID string, b Browser) (problem.List, error) {
	a, err := own(tx)
	if err != nil {
		return nil, err
	}
	k := keysOf("passkey", a.Login, b, false)
	if err := k.count(tx, b.At); err != nil {
		return nil, err
	}
	proof, err := p.provePasskey(tx, answer, holder, b.At)
	if err != nil {
		return nil, err
	}
	if proof.Refused == nil && proof.Account.ID != a.ID {
		proof.Refused = wrongPasskey()
	}
	if proof.Refused != nil {
		return problem.All(proof.Refused), recordUnproved(tx, b)
	}
	if err := raiseSession(tx, sessionID, ByPasskey, db.At(b.At)); err != nil {
		return nil, fmt.Errorf("raise session %s: %w", sessionID, err)
	}
	return nil, proved(tx, k, sessionID, b)
}

// enterWhole lets a person in who has shown all that the account asks for, unless
// the account rests.
func enterWhole(tx *db.Tx, a Account, k keys, how How, b Browser) (Entered, error) {
	if !a.DisabledAt.IsZero() {
		return Entered{Refused: problem.List{problem.New(problem.Closed, "%s", Disabled.Say())}}, recordRefused(tx, a.ID, "disabled", b)
	}
	if err := k.clear(tx); err != nil {
		return Entered{}, fmt.Errorf("clear failures of account %s: %w", a.ID, err)
	}
	return enter(tx, a.ID, how, b)
}
