package cycle

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// The formats of what is public of directives and movements.
const (
	directiveFormat = "chi-dao/1"
	movementFormat  = "phong-trao/1"
	reviewFormat    = "so-ket-phong-trao/1"
)

func publishDirective(tx *db.Tx, y Year, act access.Act, d Directive) error {
	text, err := record.Canonical(struct {
		Format  string  `json:"format"`
		Year    int     `json:"year"`
		Number  int     `json:"number"`
		Body    string  `json:"body"`
		Source  string  `json:"source"`
		GivenOn vn.Date `json:"given_on"`
		GivenBy string  `json:"given_by"`
	}{directiveFormat, y.Year, d.Number, d.Body, d.Source, d.GivenOn, d.GivenBy})
	if err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: act, Object: record.Object{Kind: "directive", ID: d.ID}, Scope: y.Scope(), Format: directiveFormat, Text: text,
	})
}

func publishMovement(tx *db.Tx, y Year, act access.Act, m Movement) error {
	text, err := record.Canonical(struct {
		Format       string       `json:"format"`
		Year         int          `json:"year"`
		Kind         MovementKind `json:"kind"`
		Name         string       `json:"name"`
		Slogan       string       `json:"slogan,omitempty"`
		Unit         string       `json:"unit,omitempty"`  // id
		Joins        string       `json:"joins,omitempty"` // id of a movement
		LaunchedBy   string       `json:"launched_by,omitempty"`
		FromDay      vn.Date      `json:"from_day"`
		ToDay        vn.Date      `json:"to_day"`
		LaunchNumber string       `json:"launch_number,omitempty"`
		LaunchOn     vn.Date      `json:"launch_on"`
		Goals        []string     `json:"goals"`
		Source       string       `json:"source,omitempty"`
	}{
		movementFormat, y.Year, m.Kind, m.Name, m.Slogan, m.UnitID, m.ParentID, m.LaunchedBy, m.FromDay, m.ToDay,
		m.LaunchNumber, m.LaunchOn, append([]string{}, m.Goals...), m.Source,
	})
	if err != nil {
		return err
	}
	scope, err := y.scopeOf(tx, m.UnitID)
	if err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: act, Object: record.Object{Kind: "movement", ID: m.ID}, Scope: scope, Format: movementFormat, Text: text,
	})
}

func publishReview(tx *db.Tx, y Year, act access.Act, m Movement, v Review) error {
	text, err := record.Canonical(struct {
		Format   string  `json:"format"`
		Year     int     `json:"year"`
		Movement string  `json:"movement"` // id
		Name     string  `json:"name"`
		Stage    Stage   `json:"stage"`
		OnDay    vn.Date `json:"on_day"`
		Results  string  `json:"results"`
	}{reviewFormat, y.Year, m.ID, m.Name, v.Stage, v.OnDay, v.Results})
	if err != nil {
		return err
	}
	scope, err := y.scopeOf(tx, m.UnitID)
	if err != nil {
		return err
	}
	return record.Publish(tx, record.Publication{
		Act: act, Object: record.Object{Kind: "movement_review", ID: v.ID}, Scope: scope, Format: reviewFormat, Text: text,
	})
}
