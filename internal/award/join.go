package award

import (
	"cmp"
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
)

// Joining names the two files that turned out to be one: the one that is kept, with
// the version that was seen of each, and its name typed anew, since it cannot be
// taken back.
type Joining struct {
	Kept, Joined               string // ids of subjects
	KeptVersion, JoinedVersion int64
	Typed                      string
}

// Join puts two files together that are one person or collective: entries, years,
// initiatives, discipline and names pass to the one that is kept. It is refused where
// the two speak against each other, and cannot be taken back.
func Join(tx *db.Tx, law *rules.Law, ring *key.Ring, unitID string, j Joining) error {
	kept, joined, err := bothFiles(tx, unitID, j)
	if err != nil {
		return err
	}
	for _, unit := range []string{kept.UnitID, joined.UnitID} {
		if err := access.Require(tx, access.AwardKeep, access.Scope{Unit: unit}); err != nil {
			return err
		}
	}
	if kept.Version != j.KeptVersion || joined.Version != j.JoinedVersion {
		return problem.New(problem.Conflict, "Một trong hai hồ sơ vừa được người khác sửa; xem lại rồi gộp.")
	}
	if Folded(j.Typed) != kept.Folded {
		return problem.Field("typed", "Gõ đúng tên của hồ sơ được giữ: %s.", kept.Name)
	}
	var list problem.List
	identity, err := contradictions(ring, kept, joined, &list)
	if err != nil {
		return err
	}
	merged := mergedYears(kept, joined, &list)
	if err := list.Err(); err != nil {
		return err
	}
	whole := kept
	whole.Entries = append(append([]Entry{}, kept.Entries...), joined.Entries...)
	whole.Founded = cmp.Or(kept.Founded, joined.Founded)
	if err := law.Validate(whole.Facts(tx.Today().Year())); err != nil {
		return err
	}
	s := kept.Subject
	s.BirthYear, s.Founded = cmp.Or(kept.BirthYear, joined.BirthYear), whole.Founded
	if len(s.Identity) == 0 && identity != "" {
		if s.Identity, err = sealedIdentity(ring, identity, s.ID); err != nil {
			return err
		}
	}
	s.Version++
	if err := join(tx, s, joined.Subject, merged); err != nil {
		return fmt.Errorf("join %s to %s: %w", joined.ID, kept.ID, err)
	}
	if err := findableOf(tx, kept.ID); err != nil {
		return err
	}
	return record.Add(tx, record.Act{
		Act: access.AwardKeep, Object: record.Object{Kind: "subject", ID: kept.ID}, Scope: access.Scope{Unit: kept.UnitID},
		After: map[string]any{"joined": joined.Name, "entered": len(joined.Entries)},
	})
}

// bothFiles reads the files that are put together.
func bothFiles(tx *db.Tx, unitID string, j Joining) (kept, joined File, err error) {
	if j.Kept == j.Joined {
		return kept, joined, problem.New(problem.Invalid, "Chọn hai hồ sơ khác nhau.")
	}
	for id, into := range map[string]*File{j.Kept: &kept, j.Joined: &joined} {
		s, err := subject(tx, id)
		if err == nil && (s.UnitID != unitID || s.JoinedTo != "") {
			err = problem.New(problem.Conflict, "Hồ sơ %s không còn trong sổ này, hoặc đã được gộp.", s.Name)
		}
		if err != nil {
			return kept, joined, err
		}
		if *into, err = fileOf(tx, s); err != nil {
			return kept, joined, err
		}
	}
	return kept, joined, nil
}

// contradictions reports what the two files say against each other, and returns the
// identity number of the joined one.
func contradictions(ring *key.Ring, kept, joined File, list *problem.List) (string, error) {
	one, err := identityOf(ring, kept.Subject)
	if err != nil {
		return "", err
	}
	two, err := identityOf(ring, joined.Subject)
	if err != nil {
		return "", err
	}
	if kept.Kind != joined.Kind {
		list.Add("", "Một hồ sơ là cá nhân, một hồ sơ không phải; không gộp được.")
	}
	if one != "" && two != "" && one != two {
		list.Add("", "Hai hồ sơ có số định danh khác nhau; không phải một người.")
	}
	if kept.BirthYear != 0 && joined.BirthYear != 0 && kept.BirthYear != joined.BirthYear {
		list.Add("", "Hai hồ sơ có năm sinh khác nhau (%d, %d); sửa năm sinh sai trước khi gộp.", kept.BirthYear, joined.BirthYear)
	}
	if !kept.Founded.IsZero() && !joined.Founded.IsZero() && kept.Founded != joined.Founded {
		list.Add("", "Hai hồ sơ có ngày thành lập khác nhau (%s, %s); sửa ngày sai trước khi gộp.", kept.Founded.Short(), joined.Founded.Short())
	}
	return two, nil
}

// mergedYears are the years of the joined file as the kept one has them afterwards.
func mergedYears(kept, joined File, list *problem.List) []Year {
	have := map[int]Year{}
	for _, y := range kept.Years {
		have[y.Year] = y
	}
	var merged []Year
	for _, y := range joined.Years {
		with := have[y.Year]
		if with.Rating != "" && y.Rating != "" && with.Rating != y.Rating {
			list.Add("", "Năm %d hai hồ sơ có xếp loại khác nhau (%s, %s); sửa xếp loại sai trước khi gộp.", y.Year, with.Rating, y.Rating)
		}
		merged = append(merged, Year{
			SubjectID: kept.ID, Year: y.Year, Rating: cmp.Or(with.Rating, y.Rating), Source: cmp.Or(with.Source, y.Source), LeadOf: cmp.Or(with.LeadOf, y.LeadOf),
			Outstanding: cmp.Or(with.Outstanding, y.Outstanding), Exceeded: cmp.Or(with.Exceeded, y.Exceeded), Members: cmp.Or(with.Members, y.Members),
			Women: cmp.Or(with.Women, y.Women), Completed: cmp.Or(with.Completed, y.Completed), Advanced: cmp.Or(with.Advanced, y.Advanced),
			Fighters: cmp.Or(with.Fighters, y.Fighters), Disciplined: cmp.Or(with.Disciplined, y.Disciplined),
		})
	}
	return merged
}
