package cycle

import (
	"giaouoc/internal/account"
	"giaouoc/internal/cluster"
	"giaouoc/internal/db"
	"giaouoc/internal/notice"
)

// TellUnits tells the officers and leaders of units what became of their work in a
// year; page is where they read more, below the year's signed-in address.
//
// Within: any use case of a year; it has asked for the right and writes the record.
func TellUnits(tx *db.Tx, y Year, title, page string, unitIDs ...string) error {
	c, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return err
	}
	for _, u := range unitIDs {
		n := notice.Notice{Kind: notice.Answer, Title: title, Note: y.In(c), Href: y.WorkPath(c) + page}
		if err := account.TellUnit(tx, u, n); err != nil {
			return err
		}
	}
	return nil
}
