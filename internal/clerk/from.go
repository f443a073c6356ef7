package clerk

import (
	"encoding/json"
	"fmt"

	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/document"
	"giaouoc/internal/dossier"
	"giaouoc/internal/problem"
)

// Offer is a writing that a source can have now.
type Offer struct {
	Kind   document.Kind
	Part   string
	UnitID string // whose it would be
	Name   string // where it is not that of the kind
}

// Title is what a button says.
func (o Offer) Title() string {
	if o.Name != "" {
		return o.Name
	}
	return o.Kind.Name()
}

// offersOf lists what can be written of a source.
func offersOf(tx *db.Tx, b dossier.Basis, src Source) ([]Offer, error) {
	switch src.Of {
	case OfDossier:
		v, err := dossier.LookAt(tx, b, src.ID)
		if err != nil {
			return nil, err
		}
		return dossierOffers(&v), nil
	case OfYear:
		y, err := cycle.ByID(tx, src.ID)
		if err != nil {
			return nil, err
		}
		return yearOffers(tx, y)
	}
	return nil, problem.New(problem.NotFound, "Không có nguồn này để soạn văn bản.")
}

// offered finds the offer of a source, or says that there is none.
func offered(tx *db.Tx, b dossier.Basis, src Source, k document.Kind) (Offer, error) {
	list, err := offersOf(tx, b, src)
	if err != nil {
		return Offer{}, err
	}
	for _, o := range list {
		if o.Kind == k && o.Part == src.Part {
			return o, nil
		}
	}
	name := k.Name()
	if name == "" {
		return Offer{}, problem.Field("kind", "Chọn loại văn bản trong danh sách.")
	}
	return Offer{}, problem.New(problem.Closed, "Lúc này chưa soạn được văn bản «%s» từ nguồn này.", name)
}

// made is the document that the source makes now.
func (w *Writing) made(tx *db.Tx, b dossier.Basis) (*document.Document, error) {
	o, err := readOffice(tx, w.UnitID)
	if err != nil {
		return nil, err
	}
	words, err := wordsOf(tx, w.UnitID)
	if err != nil {
		return nil, err
	}
	var d *document.Document
	switch w.Source {
	case OfDossier:
		v, err := dossier.LookAt(tx, b, w.SourceID)
		if err != nil {
			return nil, err
		}
		d, err = w.ofDossier(tx, b, &v, o.head(), words)
		if err != nil {
			return nil, err
		}
	case OfYear:
		y, err := cycle.ByID(tx, w.SourceID)
		if err != nil {
			return nil, err
		}
		if d, err = w.ofYear(tx, y, o.head(), words); err != nil {
			return nil, err
		}
	}
	if d == nil {
		return nil, fmt.Errorf("no builder of %s from %s", w.Kind, w.Source)
	}
	return d, nil
}

// stale reports whether the source makes another document now.
func (w *Writing) stale(tx *db.Tx, b dossier.Basis) (bool, error) {
	now, err := w.made(tx, b)
	if err != nil {
		return false, err
	}
	text, err := json.Marshal(now)
	if err != nil {
		return false, fmt.Errorf("write draft of %s: %w", w.Kind, err)
	}
	return string(text) != w.Base, nil
}
