package award

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

func ringOf(t *testing.T) *key.Ring {
	t.Helper()
	ring, err := key.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

// grantLine is a line of a list with one award.
func grantLine(w Who, code string, year int, number string) Line {
	return Line{Who: w, Kind: OfAward, Place: "Khen!A1", Award: code, Year: year, FromYear: year, Number: number, DecidedOn: vn.NewDate(year+1, 1, 5), Occasion: rules.Merit}
}

// An identity number stays encrypted, completes the file that lacks it, and is gone
// from the list when that is closed.
func TestAListKeepsNoIdentityNumber(t *testing.T) {
	l, ring := carried(t), ringOf(t)
	const number = "001080012345"
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var list PastList
		w := called("Trần Thị Đào", 1980, "Văn phòng")
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			if _, err := Keep(tx, l, Subject{UnitID: "u", Kind: rules.Person, Name: w.Name, BirthYear: 1980}); err != nil {
				return err
			}
			w.Identity = number
			list, err = BringList(tx, ring, "u", blob.File{Hash: "h", Name: "ds.xlsx"}, []Line{grantLine(w, "T-LDTT", 2023, "1/QĐ")}, "")
			return err
		})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			stored, err := partiesOf(tx, list.ID)
			if err != nil || len(stored) != 1 || len(stored[0].Identity) == 0 || bytes.Contains(stored[0].Identity, []byte(number)) {
				t.Fatalf("stored %+v, %v", stored, err)
			}
			if _, err := EnterList(tx, l, ring, "u", list.ID, 1); err != nil {
				return err
			}
			if stored, err = partiesOf(tx, list.ID); err != nil || len(stored[0].Identity) != 0 {
				t.Fatalf("a closed list keeps %+v, %v", stored, err)
			}
			files, err := FilesOf(tx, "u")
			if err != nil || len(files) != 1 || len(files[0].Entries) != 1 || files[0].Entries[0].ListID != list.ID || !strings.Contains(files[0].Entries[0].Source, "«ds.xlsx», ô Khen!A1") {
				t.Fatalf("%+v, %v", files, err)
			}
			if got, err := identityOf(ring, files[0].Subject); err != nil || got != number {
				t.Fatalf("the file has %q, %v", got, err)
			}
			return nil
		})
	})
}

var (
	surnames    = strings.Fields("Nguyễn Trần Phạm Hoàng Huỳnh Đặng Trương Dương Đỗ Lê")
	middleNames = strings.Fields("Quốc Thị Hữu Gia Minh Công Phương Xuân Bảo Thanh")
	givenNames  = strings.Fields("Hùng Lan Đào Phước Quyên Sơn Trinh Ngọc Việt Yến")
)

// Five thousand rows go in within seconds, all of them or none.
func TestALargeListIsEnteredAtOnce(t *testing.T) {
	l, ring := carried(t), ringOf(t)
	var lines []Line
	for i := range 5000 {
		n := i / 5
		w := called(strings.Join([]string{surnames[n%10], middleNames[n/10%10], givenNames[n/100]}, " "), 1960+n%40, "Văn phòng")
		lines = append(lines, grantLine(w, "T-LDTT", 2015+i%5, fmt.Sprintf("%d/QĐ", i)))
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var list PastList
		begin := time.Now()
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			list, err = BringList(tx, ring, "u", blob.File{Hash: "h", Name: "ds.xlsx"}, lines, "")
			return err
		})
		brought := time.Since(begin)
		begin = time.Now()
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			list, err = EnterList(tx, l, ring, "u", list.ID, 1)
			return err
		})
		t.Logf("brought in %v, entered in %v", brought, time.Since(begin))
		if list.Entered != 5000 || list.People != 1000 {
			t.Errorf("%+v", list)
		}
		if time.Since(begin) > 30*time.Second {
			t.Errorf("entered in %v", time.Since(begin))
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if _, err := EnterList(tx, l, ring, "u", list.ID, 2); !problem.Is(err, problem.Closed) {
				t.Errorf("entered again: %v", err)
			}
			return nil
		})
	})
}

// Two files that speak against each other stay two; those that do not become one,
// with everything that either had.
func TestTwoFilesBecomeOne(t *testing.T) {
	l, ring := carried(t), ringOf(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var one, two Subject
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) (err error) {
			if one, err = Keep(tx, l, Subject{UnitID: "u", Kind: rules.Person, Name: "Lê Văn Tám", BirthYear: 1980}); err != nil {
				return err
			}
			if two, err = Keep(tx, l, Subject{UnitID: "u", Kind: rules.Person, Name: "Lê Văn Tâm"}); err != nil {
				return err
			}
			for _, y := range []Year{{SubjectID: one.ID, Year: 2021, Rating: rules.HTXS}, {SubjectID: two.ID, Year: 2021, Rating: rules.HTT}, {SubjectID: two.ID, Year: 2022, Rating: rules.HTT}} {
				if err := saveYear(tx, y); err != nil {
					return err
				}
			}
			return insertEntry(tx, Entry{ID: "e", SubjectID: two.ID, Kind: Grant, Award: "T-LDTT", Year: 2022, FromYear: 2022, Occasion: rules.Merit, CreatedAt: db.At(tx.Now)})
		})
		j := Joining{Kept: one.ID, Joined: two.ID, KeptVersion: 1, JoinedVersion: 1, Typed: "le van tam"}
		err := dbtest.Try(d, dbtest.Operator(), func(tx *db.Tx) error { return Join(tx, l, ring, "u", j) })
		if !problem.Is(err, problem.Invalid) || !strings.Contains(err.Error(), "Năm 2021 hai hồ sơ có xếp loại khác nhau (HTXS, HTT)") {
			t.Fatalf("ratings that contradict: %v", err)
		}
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			if err := saveYear(tx, Year{SubjectID: two.ID, Year: 2021, Rating: rules.HTXS, Members: 3}); err != nil {
				return err
			}
			return Join(tx, l, ring, "u", j)
		})
		dbtest.Update(t, d, dbtest.Operator(), func(tx *db.Tx) error {
			files, err := FilesOf(tx, "u")
			if err != nil || len(files) != 1 || files[0].ID != one.ID || len(files[0].Years) != 2 || files[0].Years[0].Members != 3 || len(files[0].Entries) != 1 || files[0].Version != 2 {
				t.Fatalf("%+v, %v", files, err)
			}
			if err := Join(tx, l, ring, "u", j); !problem.Is(err, problem.Conflict) {
				t.Errorf("joined again: %v", err)
			}
			return nil
		})
	})
}
