package ceremony

import (
	"errors"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

const (
	longest     = 300
	longestText = 4000
	mostInGroup = 50
)

// Begin begins to draft a ceremony (lập buổi lễ); its grants are chosen after.
func Begin(tx *db.Tx, c Ceremony) (Ceremony, error) {
	scope := access.Scope{Unit: c.UnitID}
	if err := access.Require(tx, access.CeremonyKeep, scope); err != nil {
		return c, err
	}
	if c.Request != "" {
		served, err := ceremonyOfRequest(tx, c.UnitID, c.Request)
		if err == nil || !errors.Is(err, db.ErrNoRow) {
			return served, err
		}
	}
	if err := c.check(); err != nil {
		return c, err
	}
	c.ID, c.State, c.Called, c.AccountID, c.Version, c.CreatedAt = db.NewID(), Draft, 0, tx.Actor.ID, 1, db.At(tx.Now)
	if err := insertCeremony(tx, c); err != nil {
		return c, fmt.Errorf("begin ceremony: %w", err)
	}
	return c, record.Add(tx, record.Act{Act: access.CeremonyKeep, Object: record.Object{Kind: "ceremony", ID: c.ID}, Scope: scope, After: c})
}

// Rewrite changes what a draft says of the whole ceremony: name, day, place, how many
// come on stage together, what is read first and last.
func Rewrite(tx *db.Tx, id string, version int64, to Ceremony) error {
	c, err := find(tx, id)
	if err != nil {
		return err
	}
	if err := access.Require(tx, access.CeremonyKeep, access.Scope{Unit: c.UnitID}); err != nil {
		return err
	}
	if err := c.held(version, Draft); err != nil {
		return err
	}
	before := c
	c.Name, c.OnDay, c.Place, c.GroupSize, c.Opening, c.Closing = to.Name, to.OnDay, to.Place, to.GroupSize, to.Opening, to.Closing
	if err := c.check(); err != nil {
		return err
	}
	return c.change(tx, access.CeremonyKeep, before, &c)
}

func (c *Ceremony) check() error {
	c.Name, c.Place = vn.Line(c.Name), vn.Line(c.Place)
	c.Opening, c.Closing = vn.Text(c.Opening), vn.Text(c.Closing)
	var list problem.List
	short(&list, "name", c.Name, "Ghi tên buổi lễ.")
	short(&list, "place", c.Place, "Ghi nơi tổ chức.")
	if c.OnDay.IsZero() {
		list.Add("on", "Ghi ngày tổ chức.")
	}
	if c.GroupSize < 1 || c.GroupSize > mostInGroup {
		list.Add("group_size", "Ghi số người, tập thể lên sân khấu mỗi lượt, từ 1 đến %d.", mostInGroup)
	}
	long(&list, "opening", c.Opening)
	long(&list, "closing", c.Closing)
	return list.Err()
}

func short(list *problem.List, field, text, missing string) {
	if text == "" && missing != "" {
		list.Add(field, "%s", missing)
	}
	if len([]rune(text)) > longest {
		list.Add(field, "Dài quá %d chữ.", longest)
	}
	blob.RefuseSecrets(list, field, text)
}

func long(list *problem.List, field, text string) {
	if len([]rune(text)) > longestText {
		list.Add(field, "Dài quá %s chữ.", vn.Grouped(fmt.Sprint(longestText)))
	}
	blob.RefuseSecrets(list, field, text)
}
