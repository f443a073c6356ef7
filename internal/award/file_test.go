package award

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

func carried(t *testing.T) *rules.Law {
	t.Helper()
	l, err := rules.Carried()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A file comes back whole, one by one and with its unit's, and the facts made of it
// leave out a grant that was annulled.
func TestAFileBecomesFacts(t *testing.T) {
	l := carried(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var kept Subject
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			if _, err := Keep(tx, l, Subject{UnitID: "u", Kind: rules.Person, Name: "  "}); !problem.Is(err, problem.Invalid) {
				t.Errorf("a subject without a name: %v", err)
			}
			kept, err = Keep(tx, l, Subject{UnitID: "u", Kind: rules.Person, Name: " Trần  Thị Đào ", BirthYear: 1980, Female: true, Classes: "official"})
			if err != nil {
				return err
			}
			for _, y := range []int{2024, 2023} {
				if err := saveYear(tx, Year{SubjectID: kept.ID, Year: y, Rating: rules.HTXS}); err != nil {
					return err
				}
			}
			first := Entry{ID: "1", SubjectID: kept.ID, Kind: Grant, Award: "T-CSTDCS", Year: 2023, FromYear: 2023, Number: "1/QĐ", DecidedOn: vn.NewDate(2024, 1, 5), Occasion: rules.Merit, CreatedAt: db.At(tx.Now)}
			second := first
			second.ID, second.Year, second.FromYear = "2", 2022, 2022
			annulled := Entry{ID: "3", SubjectID: kept.ID, Kind: Annulment, OfID: "2", Occasion: rules.Merit, Number: "9/QĐ", Year: 2022, CreatedAt: db.At(tx.Now)}
			for _, e := range []Entry{first, second, annulled} {
				if err := insertEntry(tx, e); err != nil {
					return err
				}
			}
			if err := insertInitiative(tx, Initiative{ID: "1", SubjectID: kept.ID, Year: 2023, Scope: "unit", Name: "Một sáng kiến"}); err != nil {
				return err
			}
			return insertDiscipline(tx, Discipline{ID: "1", SubjectID: kept.ID, Form: Pending, FromDay: vn.NewDate(2024, 3, 1), Note: "Đơn tố cáo đang xác minh"})
		})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			f, err := FileOf(tx, kept.ID)
			if err != nil {
				return err
			}
			files, err := FilesOf(tx, "u")
			if err != nil || len(files) != 1 {
				t.Fatalf("files of the unit: %d, %v", len(files), err)
			}
			want := &rules.Facts{
				Subject: rules.Subject{Kind: rules.Person, Name: "Trần Thị Đào", Female: true, Classes: []string{"official"}}, Year: 2024,
				Years:       []rules.Rated{{Year: 2023, Rating: rules.HTXS}, {Year: 2024, Rating: rules.HTXS}},
				Awards:      []rules.Held{{Award: "T-CSTDCS", Year: 2023, DecidedOn: rules.Day{Date: vn.NewDate(2024, 1, 5)}, Number: "1/QĐ", Occasion: rules.Merit}},
				Initiatives: []rules.Initiative{{Year: 2023, Scope: "unit"}}, Pending: []string{"Đơn tố cáo đang xác minh"},
			}
			same := cmp.Comparer(func(a, b rules.Day) bool { return a.Date == b.Date })
			for _, of := range []File{f, files[0]} {
				if diff := cmp.Diff(want, of.Facts(2024), same); diff != "" {
					t.Errorf("facts (-want +got):\n%s", diff)
				}
			}
			return nil
		})
	})
}
