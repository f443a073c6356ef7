package conference

import (
	"fmt"
	"slices"

	"giaouoc/internal/ballot"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

// handedOut is how many papers may have been handed out for each candidate: of a
// secret ballot those of its paper voters, else one for each member present.
func handedOut(tx *db.Tx, m Motion) (map[string]int, error) {
	given := map[string]int{}
	for _, id := range m.Candidates {
		given[id] = m.Present
	}
	for _, v := range m.Votes {
		n, err := paperVoters(tx, v)
		if err != nil {
			return nil, err
		}
		for _, c := range v.Draft.Candidates {
			given[c.ID] = n
		}
	}
	return given, nil
}

// paperVoters counts the voters of a secret ballot who vote on paper, by the roll or
// moved since.
func paperVoters(tx *db.Tx, v Vote) (int, error) {
	if v.State == Prepared {
		return 0, problem.New(problem.Closed, "Bỏ phiếu chưa mở; nhập kết quả phiếu giấy sau khi mở.")
	}
	s, err := ballot.Find(tx, v.BallotID)
	if err != nil {
		return 0, fmt.Errorf("find vote: %w", err)
	}
	n := len(s.Moved)
	for _, voter := range s.Roll {
		if voter.Credential.Kind == ballot.OnPaper {
			n++
		}
	}
	return n, nil
}

// sheets are the numbers of one kind of paper.
type sheets struct{ issued, returned, valid int }

func (s sheets) check(list *problem.List, after string, most int) {
	if s.issued < 0 || s.issued > most {
		list.Add("issued"+after, "Số phiếu phát ra (%d) lớn hơn số cử tri bỏ phiếu giấy (%d).", s.issued, most)
	}
	if s.returned < 0 || s.returned > s.issued {
		list.Add("returned"+after, "Số phiếu thu về (%d) lớn hơn số phiếu phát ra (%d).", s.returned, s.issued)
	}
	if s.valid < 0 || s.valid > s.returned {
		list.Add("valid"+after, "Số phiếu hợp lệ (%d) lớn hơn số phiếu thu về (%d).", s.valid, s.returned)
	}
}

// sheetsOf are the papers on which a candidate stands.
func (c Count) sheetsOf(m Motion, id string) sheets {
	if m.Apart() {
		l := c.Lines[id]
		return sheets{l.Issued, l.Returned, l.Valid}
	}
	return sheets{c.Issued, c.Returned, c.Valid}
}

// checkCount refuses numbers that papers cannot have; given are the papers that may
// have been handed out for each candidate.
func checkCount(m Motion, n Count, given map[string]int) error {
	var list problem.List
	if !m.Apart() {
		sheets{n.Issued, n.Returned, n.Valid}.check(&list, "", given[m.Candidates[0]])
	}
	sum := 0
	for id, votes := range n.Votes {
		if !slices.Contains(m.Candidates, id) {
			list.Add("votes", "Có phiếu cho đơn vị không được đưa ra biểu quyết.")
			continue
		}
		s, line := n.sheetsOf(m, id), n.Lines[id]
		if m.Apart() {
			s.check(&list, "_"+id, given[id])
		}
		if votes < 0 || votes > s.valid {
			list.Add("votes_"+id, "Số phiếu của một đơn vị phải từ 0 đến số phiếu hợp lệ (%d).", s.valid)
		}
		if line.Against < 0 || votes+line.Against > s.valid {
			list.Add("against_"+id, "Số tán thành và không tán thành cộng lại không quá số phiếu hợp lệ (%d).", s.valid)
		}
		if most := votes * len(m.Candidates); m.Paper == ballot.Rank && (line.Points < votes || line.Points > most) {
			list.Add("points_"+id, "Điểm thứ hạng phải từ %d đến %d (%d phiếu, mỗi phiếu từ 1 đến %d điểm).", votes, most, votes, len(m.Candidates))
		}
		sum += votes
	}
	for _, id := range m.Candidates {
		if _, there := n.Votes[id]; !there {
			list.Add("votes_"+id, "Ghi số phiếu, ghi 0 nếu không có.")
		}
	}
	if m.Paper == ballot.Choose && !m.Apart() && sum > n.Valid*m.Seats {
		list.Add("votes", "Tổng số phiếu chọn (%d) lớn hơn số phiếu hợp lệ nhân số được chọn (%d).", sum, n.Valid*m.Seats)
	}
	return list.Err()
}

// counted is a confirmed count of paper as a secret ballot takes it.
func (c Count) counted(m Motion, candidates []ballot.Candidate) *ballot.Counted {
	s := c.sheetsOf(m, candidates[0].ID)
	out := &ballot.Counted{Given: s.issued, Returned: s.returned, Valid: s.valid}
	for _, candidate := range candidates {
		line := c.Lines[candidate.ID]
		out.Candidates = append(out.Candidates, ballot.CountedName{ID: candidate.ID, Votes: c.Votes[candidate.ID], Against: line.Against, Points: line.Points})
	}
	return out
}
