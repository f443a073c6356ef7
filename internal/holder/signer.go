package holder

import (
	"context"

	"giaouoc/internal/ballot"
)

// Signer is a holder as the house asks it: in a folder of the house's own machine, or
// over the network.
type Signer interface {
	// Name is who holds the key, as the motion says it.
	Name() string
	// Here reports whether the key lies on the machine of the house, which voters are told.
	Here() bool
	// Key is the public half of the key for a motion, made at the first call.
	Key(ctx context.Context, id string) ([]byte, error)
	// Sign checks a voter's check-off and signs the blinded value that is this holder's.
	Sign(ctx context.Context, ask ballot.Ask) ([]byte, error)
	// Seal is the age recipient to which a motion's papers are sealed where they are not
	// published, made at the first call.
	Seal(ctx context.Context, id string) (string, error)
	// End destroys the key of a motion whose vote is over.
	End(ctx context.Context, id string) error
}

// Near is a holder whose folder lies on the machine of the house.
type Near struct {
	Called string
	Folder *Holder
}

// Name implements Signer.
func (n Near) Name() string { return n.Called }

// Here implements Signer.
func (n Near) Here() bool { return true }

// Key implements Signer.
func (n Near) Key(_ context.Context, id string) ([]byte, error) { return n.Folder.Key(id) }

// Sign implements Signer.
func (n Near) Sign(_ context.Context, ask ballot.Ask) ([]byte, error) { return n.Folder.Sign(ask) }

// Seal implements Signer.
func (n Near) Seal(_ context.Context, id string) (string, error) { return n.Folder.Seal(id) }

// End implements Signer.
func (n Near) End(_ context.Context, id string) error { return n.Folder.End(id) }
