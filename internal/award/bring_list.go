package award

import (
	"fmt"

	"giaouoc/internal/access"
	"giaouoc/internal/blob"
	"giaouoc/internal/db"
	"giaouoc/internal/key"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// BringList takes a list that could be read into the waiting room of a unit's
// register, matched; nothing of it is in the register yet. A line that speaks against
// what the register says of somebody who is surely meant is refused with its place,
// and all of the list with it. Unread says in words what of the file was left aside.
func BringList(tx *db.Tx, ring *key.Ring, unitID string, file blob.File, lines []Line, unread string) (PastList, error) {
	scope := access.Scope{Unit: unitID}
	if err := access.Require(tx, access.AwardKeep, scope); err != nil {
		return PastList{}, err
	}
	if len(lines) == 0 {
		return PastList{}, problem.Field("file", "Tệp không có hàng nào để nhập.")
	}
	earlier, err := listOfFile(tx, unitID, file.Hash)
	if err != nil {
		return PastList{}, fmt.Errorf("find list of file: %w", err)
	}
	if len(earlier) > 0 {
		return PastList{}, problem.Field("file", "Tệp này đã được gửi với tên «%s», %s; mở danh sách ấy ở dưới.", earlier[0].Name, earlier[0].State.Name())
	}
	l := PastList{
		ID: db.NewID(), UnitID: unitID, Name: file.Name, FileHash: file.Hash, State: ListOpen, Lines: len(lines), Unread: unread,
		AccountID: tx.Actor.ID, MadeBy: access.Signature(tx.Actor, access.AwardKeep, scope), Version: 1, CreatedAt: db.At(tx.Now),
	}
	list, of := parties(lines)
	known, read, err := candidates(tx, ring, unitID)
	if err != nil {
		return PastList{}, err
	}
	matched(list, known)
	kept := make([]ListLine, len(lines))
	for i, line := range lines {
		kept[i] = ListLine{Line: line, N: i + 1, Party: of[i]}
	}
	p, err := planned(l, list, kept, known, read)
	if err != nil {
		return PastList{}, err
	}
	if err := p.clashes(); err != nil {
		return PastList{}, err
	}
	if err := insertList(tx, l); err != nil {
		return PastList{}, fmt.Errorf("store list: %w", err)
	}
	if err := storeParties(tx, ring, l.ID, list); err != nil {
		return PastList{}, err
	}
	if err := insertListLines(tx, l.ID, kept); err != nil {
		return PastList{}, fmt.Errorf("store lines of list: %w", err)
	}
	return l, record.Add(tx, record.Act{
		Act: access.AwardKeep, Object: record.Object{Kind: "award_list", ID: l.ID}, Scope: scope, After: l,
	})
}

// clashes reports the lines that speak against the register, each at its place.
func (p *Plan) clashes() error {
	var list problem.List
	for _, l := range p.Lines {
		if l.State == LineClash {
			list.Add(l.Place, "%s: %s Sửa ô này, hoặc sửa sổ rồi gửi lại.", p.Parties[l.Party-1].Name, l.Why)
		}
	}
	return list.Err()
}
