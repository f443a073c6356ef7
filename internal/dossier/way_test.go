package dossier

import (
	"fmt"
	"strings"
	"testing"

	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// A national fighter under Decree 152/2025: through every step, each with its last day
// in working days, into the register of awards.
func TestTheWholeWay(t *testing.T) {
	each(t, func(w *world) {
		w.ready("T-CSTDTQ", person("Trần Thị Đào"), person("Lê Văn Ổi"))
		w.move("head", MovePropose)
		w.move("officer", MoveReceive)
		due := func(day string) {
			w.Helper()
			if d := w.look(); d.DueOn != vn.MustDate(day) {
				w.Errorf("at %s due %s, want %s", d.Step, d.DueOn, day)
			}
		}
		due("2026-03-16") // 10 working days to return it
		w.move("officer", MoveAccept)
		due("2026-04-13") // 30 from the receipt
		w.do("officer", func(tx *db.Tx) error {
			_, err := Appraise(tx, w.b, w.ask(), "Một người chưa đủ", map[int]string{2: "Chưa có hai lần chiến sĩ thi đua cấp tỉnh"})
			return err
		})
		err := w.try("officer", func(tx *db.Tx) error { return w.moves()[MoveConvene](tx, w.ask()) })
		w.refused(err, problem.Closed, "(152/2025/NĐ-CP, Điều 44, khoản 2)")
		w.move("officer", MovePost)
		w.on("2026-03-17")
		w.move("officer", MoveUnpost)
		w.move("officer", MoveConvene)
		early := func(tx *db.Tx) error {
			_, err := Vote(tx, w.b, w.ask(), Meeting{On: vn.MustDate("2026-03-16"), Number: "3/BB", Members: 9, Present: 9, Votes: map[int]int{1: 9}})
			return err
		}
		w.refused(w.try("officer", early), problem.Invalid, "trước khi niêm yết kết thúc")
		w.do("officer", func(tx *db.Tx) error {
			_, err := Vote(tx, w.b, w.ask(), Meeting{On: tx.Today(), Number: "3/BB", Members: 9, Present: 9, Votes: map[int]int{1: 9}})
			return err
		})
		w.move("chief", MoveUpward)
		w.move("officer", MoveDecide)
		due("2026-03-31")
		w.move("officer", MoveNotify)
		due("2026-03-31")
		err = w.try("officer", func(tx *db.Tx) error { return w.moves()[MoveArchive](tx, w.ask()) })
		w.refused(err, problem.Closed, "Ghi việc trao trước khi lưu trữ")
		w.move("officer", MoveDeliver)
		w.move("officer", MoveArchive)

		var v Look
		w.do("clerk", func(tx *db.Tx) (err error) { v, err = LookAt(tx, w.b, w.id); return err })
		if v.Step != Archived || v.Awarded != 1 || v.List[0].Outcome != Granted || v.List[1].Outcome != Refused || v.Decision.Granted != 1 || len(v.History) != 14 {
			w.Errorf("%+v, decision %+v, %d moves", v.Dossier, v.Decision, len(v.History))
		}
		var f award.File
		w.do("clerk", func(tx *db.Tx) (err error) { f, err = award.FileOf(tx, v.List[0].SubjectID); return err })
		if e := f.InForce(); len(e) != 1 || e[0].Award != "T-CSTDTQ" || e[0].Number != "100/QĐ-TTg" || e[0].Signer != "Phạm Minh" || e[0].Year != 2025 {
			w.Errorf("in the register: %+v", e)
		}
	})
}

// What the law finds missing stops the dossier, each with its place in the law.
func TestWhatStopsADossier(t *testing.T) {
	each(t, func(w *world) {
		w.register(Dossier{Award: "T-CSTDTQ"})
		propose := func() error {
			return w.try("head", func(tx *db.Tx) error { return w.moves()[MovePropose](tx, w.ask()) })
		}
		w.refused(propose(), problem.Invalid, "Hồ sơ chưa có đối tượng nào")
		w.add(person("Trần Thị Đào"), person("Lê Văn Ổi"))
		for _, says := range []string{
			"Thiếu tờ trình. (06/2022/QH15, Điều 84, khoản 1, điểm a)",
			"Thiếu báo cáo thành tích của 2 trên 2 đối tượng: Trần Thị Đào; Lê Văn Ổi. (06/2022/QH15, Điều 84, khoản 1, điểm b)",
			"Thiếu chứng nhận, xác nhận sáng kiến, đề tài, đề án của 2 trên 2 đối tượng: Trần Thị Đào; Lê Văn Ổi. (06/2022/QH15, Điều 84, khoản 1, điểm d)",
			"Thiếu ý kiến bằng văn bản của cấp ủy. (152/2025/NĐ-CP, Điều 33, khoản 2, điểm b)",
			"Chưa ghi số liệu trong báo cáo thành tích tính đến ngày nào. (152/2025/NĐ-CP, Điều 33; theo bản chép lại",
			"Chưa ghi tổng số thành viên Hội đồng của đơn vị đề nghị. (152/2025/NĐ-CP, Điều 33, khoản 5)",
		} {
			w.refused(propose(), problem.Invalid, says)
		}
		w.fill()
		w.do("clerk", func(tx *db.Tx) error { return NoteVotes(tx, w.ask(), 11, map[int]int{1: 10, 2: 9}) })
		w.refused(propose(), problem.Invalid, "cần ít nhất 10 trên 11 phiếu. Chưa đủ: Lê Văn Ổi (9 phiếu). (152/2025/NĐ-CP, Điều 33, khoản 5)")
		w.do("clerk", func(tx *db.Tx) error { return NoteVotes(tx, w.ask(), 11, map[int]int{2: 10}) })
		d := w.look()
		d.FiguresOn = vn.MustDate("2025-09-01")
		w.do("clerk", func(tx *db.Tx) error { return Revise(tx, w.b, w.ask(), d) })
		w.refused(propose(), problem.Invalid, "Số liệu trong báo cáo tính đến ngày 1/9/2025, cũ hơn 6 tháng")
		d.FiguresOn = vn.MustDate("2025-09-02")
		w.do("clerk", func(tx *db.Tx) error { return Revise(tx, w.b, w.ask(), d) })
		if err := propose(); err != nil {
			w.Errorf("with everything: %v", err)
		}
	})
}

// An initiative that is recognised as a fact stands for its certificate.
func TestAnInitiativeAsAFact(t *testing.T) {
	b := basis(t)
	f := Folder{Dossier: Dossier{Award: "T-CSTDCS", Kind: "yearly", Proposer: rules.ByUnit}, List: []Candidate{
		{ID: "1", Name: "A", InitiativeNumber: "5/QĐ"}, {ID: "2", Name: "B"}, {ID: "3", Name: "C"},
	}, Parts: []Part{{Part: InitiativePart, CandidateID: "3"}}}
	for _, i := range f.Checklist(b.Law, vn.MustDate("2026-03-02")) {
		if i.Part == InitiativePart && (i.Have != 2 || i.Of != 3 || strings.Join(i.Lacks, "") != "B") {
			t.Errorf("%+v", i)
		}
	}
}

// The last days by level and award: 20 at the Ministry of Home Affairs, 30 in a
// province, 40 there for the high orders; 10 or 20 to hand over.
func TestLastDays(t *testing.T) {
	b := basis(t)
	monday := vn.MustDate("2026-05-04")
	for _, c := range []struct {
		level   Level
		award   string
		step    Step
		awarded int
		due     string
	}{
		{AtHomeAffairs, "T-COCP", Appraising, 0, "2026-06-01"},
		{AtMinistry, "T-COCP", Voted, 0, "2026-06-15"},
		{AtMinistry, "H-DL3", Council, 0, "2026-06-29"},
		{AtUnit, "T-CSTDCS", Appraising, 0, ""},
		{AtMinistry, "B-TTG", Received, 0, "2026-05-18"},
		{AtMinistry, "B-TTG", Consulting, 0, "2026-05-18"},
		{AtMinistry, "B-TTG", Decided, 1, "2026-05-18"},
		{AtMinistry, "B-TTG", Notified, 99, "2026-05-18"},
		{AtMinistry, "B-TTG", Notified, 100, "2026-06-01"},
		{AtMinistry, "B-TTG", Delivered, 1, ""},
	} {
		d := Dossier{Level: c.level, Award: c.award, Step: c.step, Awarded: c.awarded, ReceivedOn: monday}
		b.due(&d, monday)
		if d.DueOn.String() != c.due || (d.LimitID == "") != (c.due == "") {
			t.Errorf("%s %s %s: %s (%s), want %s", c.level, c.award, c.step, d.DueOn, d.LimitID, c.due)
		}
	}
	old := Dossier{Level: AtMinistry, Award: "T-COCP", Step: Appraising, ReceivedOn: vn.MustDate("2021-04-09")}
	if b.due(&old, vn.MustDate("2021-04-09")); !old.DueOn.IsZero() {
		t.Errorf("a limit of an old decree was invented: %s", old.DueOn)
	}
}

// A link asks one agency once, without an account; silence is over after ten working
// days; the secret is not in the database.
func TestConsultingByALink(t *testing.T) {
	each(t, func(w *world) {
		w.ready("B-TTG", person("Trần Thị Đào"))
		w.move("head", MovePropose)
		w.move("officer", MoveReceive)
		w.move("officer", MoveAccept)
		w.move("officer", MoveConclude)
		err := w.try("officer", func(tx *db.Tx) error { return w.moves()[MoveConvene](tx, w.ask()) })
		w.refused(err, problem.Closed, "(06/2022/QH15, Điều 84, khoản 3)")
		var links []Invitation
		w.do("officer", func(tx *db.Tx) (err error) {
			_, links, err = Consult(tx, w.b, w.ask(), []Invitation{{Agency: "Bộ Y tế"}, {Agency: "Bộ Nội vụ"}, {}})
			return err
		})
		if len(links) != 2 || len(links[0].Secret) < 40 {
			w.Fatalf("links %+v", links)
		}
		dump, err := dbtest.Dump(w.d)
		if err != nil || strings.Contains(dump, links[0].Secret) || !strings.Contains(dump, digest(links[0].Secret)) {
			w.Errorf("the secret is kept, or its hash is not: %v", err)
		}
		visitor := func(secret string, o Opinion) error {
			return dbtest.Try(w.d, db.Actor{}, func(tx *db.Tx) error { return Answer(tx, secret, o) })
		}
		wrong := "x" + links[0].Secret[1:]
		if wrong == links[0].Secret {
			wrong = "y" + links[0].Secret[1:]
		}
		w.refused(visitor(wrong, Opinion{Stance: Agree, Signer: "Bà B"}), problem.NotFound, "Liên kết này không đúng")
		w.refused(visitor(links[0].Secret, Opinion{Stance: Disagree, Signer: "Bà B"}), problem.Invalid, "Ghi nội dung ý kiến")
		if err := visitor(links[0].Secret, Opinion{Stance: Agree, Signer: "Bà B, Vụ trưởng"}); err != nil {
			w.Fatal(err)
		}
		w.refused(visitor(links[0].Secret, Opinion{Stance: Disagree, Text: "khác", Signer: "Bà B"}), problem.NotFound, "đã được dùng")
		end := func() error {
			return w.try("officer", func(tx *db.Tx) error { return w.moves()[MoveConsulted](tx, w.ask()) })
		}
		w.on("2026-03-16")
		w.refused(end(), problem.Closed, "Bộ Nội vụ chưa trả lời và còn hạn đến hết ngày 16/3/2026")
		w.on("2026-03-17")
		if err := end(); err != nil {
			w.Fatal(err)
		}
		w.refused(visitor(links[1].Secret, Opinion{Stance: Agree, Signer: "Ông C"}), problem.NotFound, "Liên kết này không đúng")
		var v Look
		w.look()
		w.do("officer", func(tx *db.Tx) (err error) { v, err = LookAt(tx, w.b, w.id); return err })
		if v.Asked[0].Stance != Agree || v.Asked[1].Stance != Silent || !v.Duties[0].Done {
			w.Errorf("%+v", v.Asked)
		}
		w.move("officer", MoveConvene)
	})
}

// Opinions of the public are counted, answered and sealed; a posting is not cut short.
func TestPostingWithOpinions(t *testing.T) {
	each(t, func(w *world) {
		w.ready("H-LD3", person("Trần Thị Đào"))
		w.move("head", MovePropose)
		w.move("officer", MoveReceive)
		w.move("officer", MoveAccept)
		w.move("officer", MoveConclude)
		w.move("officer", MovePost)
		opine := func(o PublicOpinion) error {
			return w.try("officer", func(tx *db.Tx) error { return Opine(tx, w.ask(), o) })
		}
		good := PublicOpinion{Way: ByPhone, Stance: Against, Body: "Nói < thật & rõ", ReceivedOn: vn.MustDate("2026-03-02")}
		later := good
		later.ReceivedOn = vn.MustDate("2026-03-03")
		w.refused(opine(later), problem.Invalid, "Ghi ngày nhận ý kiến")
		w.refused(opine(PublicOpinion{}), problem.Invalid, "Ghi nội dung ý kiến")
		if err := opine(good); err != nil {
			w.Fatal(err)
		}
		w.look()
		unpost := func() error {
			return w.try("officer", func(tx *db.Tx) error { return w.moves()[MoveUnpost](tx, w.ask()) })
		}
		w.on("2026-03-16")
		w.refused(unpost(), problem.Closed, "phải giữ đến hết ngày 16/3/2026")
		w.on("2026-03-17")
		w.refused(unpost(), problem.Closed, "Còn 1 ý kiến chưa được trả lời")
		var v Look
		w.do("officer", func(tx *db.Tx) (err error) { v, err = LookAt(tx, w.b, w.id); return err })
		answer := func(text string) error {
			return w.try("officer", func(tx *db.Tx) error { return AnswerOpinion(tx, w.ask(), v.Opinions[0].ID, text) })
		}
		w.refused(answer(" "), problem.Invalid, "Ghi nội dung trả lời")
		if err := answer("Đã xác minh."); err != nil {
			w.Fatal(err)
		}
		w.look()
		w.refused(answer("Lần nữa"), problem.Closed, "đã được trả lời")
		w.move("officer", MoveUnpost)
		w.do("officer", func(tx *db.Tx) (err error) { v, err = LookAt(tx, w.b, w.id); return err })
		if p := v.Postings[0]; p.Opinions != 1 || len(p.Sealed) != 64 || v.Opinions[0].Body != good.Body {
			w.Errorf("%+v", p)
		}
		w.refused(opine(good), problem.Closed, "chỉ làm được ở bước")
	})
}

// A decision names some; a number that was used is refused, and one that names who was
// not put forward.
func TestDecisions(t *testing.T) {
	each(t, func(w *world) {
		upward := func(names ...string) {
			w.Helper()
			var list []Candidate
			for _, n := range names {
				list = append(list, person(n))
			}
			w.ready("B-BT", list...)
			w.move("head", MovePropose)
			w.move("officer", MoveReceive)
			w.move("officer", MoveAccept)
			w.do("officer", func(tx *db.Tx) error {
				_, err := Appraise(tx, w.b, w.ask(), "Đủ", map[int]string{1: "Trùng thành tích"})
				return err
			})
			w.move("officer", MoveConvene)
			w.move("officer", MoveVote)
			w.do("chief", func(tx *db.Tx) error {
				_, err := SubmitUpward(tx, w.b, w.ask(), Letter{Number: "TTr-" + w.id, On: tx.Today(), To: "Chủ tịch"})
				return err
			})
		}
		upward("Không Đủ", "Trần Thị Đào", "Lê Văn Ổi")
		x := w.decision(vn.MustDate("2026-03-02"))
		decide := func(x Decision) error {
			return w.try("officer", func(tx *db.Tx) error { _, err := Decide(tx, w.b, w.ask(), x); return err })
		}
		w.refused(decide(Decision{}), problem.Invalid, "Ghi số, ký hiệu quyết định")
		wrong := x
		wrong.All, wrong.Names = false, map[int]bool{1: true}
		w.refused(decide(wrong), problem.Invalid, "Không Đủ không nằm trong những đối tượng đã trình")
		some := x
		some.All, some.Names = false, map[int]bool{3: true}
		if err := decide(some); err != nil {
			w.Fatal(err)
		}
		if d := w.look(); d.Awarded != 1 {
			w.Errorf("awarded %d", d.Awarded)
		}
		w.refused(decide(some), problem.Closed, "chỉ làm được ở bước")

		upward("Không Đủ", "Phạm Văn Ba")
		w.refused(decide(x), problem.Invalid, "đã nhập cho hồ sơ khác")
		w.on("2026-03-03")
		other := x
		other.SignedOn, other.Number = vn.MustDate("2026-03-03"), "100/qđ-ttg"
		w.refused(decide(other), problem.Invalid, "đã dùng cho quyết định ngày 2/3/2026")
		x.Same = true
		if err := decide(x); err != nil {
			w.Error(err)
		}
	})
}

// Names of a decision's list are matched to candidates, or the list is refused by cell.
func TestMatchingADecisionsList(t *testing.T) {
	of := func(name string, year int, place string) Candidate {
		return Candidate{Name: name, Folded: award.Folded(name), BirthYear: year, Place: place}
	}
	list := []Candidate{of("Trần Thị Đào", 1980, "Sở Y tế"), of("Lê Văn Ổi", 1970, "Sở A"), of("Lê Văn Ổi", 1975, "Sở B")}
	for i := range list {
		list[i].N = i + 1
	}
	found, wrong := Match(list, []Candidate{of("trần  thị đào", 0, ""), of("LÊ VĂN ỔI", 1975, "")}, []string{"A2", "A3"})
	if len(wrong) > 0 || len(found) != 2 || !found[1] || !found[3] {
		t.Errorf("%v, %v", found, wrong)
	}
	_, wrong = Match(list, []Candidate{of("Lê Văn Ổi", 0, ""), of("Ai Đó", 0, ""), of("Trần Thị Đào", 1981, ""), of("Trần Thị Đào", 0, ""), of("Trần Thị Đào", 0, "")}, []string{"A2", "A3", "A4", "A5", "A6"})
	if got := wrong.Error(); !strings.Contains(got, "A2: Lê Văn Ổi: hồ sơ có 2 đối tượng") || !strings.Contains(got, "A3: Ai Đó không có") || !strings.Contains(got, "A4:") || !strings.Contains(got, "A6: Trần Thị Đào có hai lần") {
		t.Error(got)
	}
}

// A list of 5,000 is taken whole, one more is not; names with signs and decomposed
// letters are one spelling.
func TestCandidates(t *testing.T) {
	each(t, func(w *world) {
		w.register(Dossier{Award: "T-LDTT"})
		try := func(list ...Candidate) error {
			return w.try("clerk", func(tx *db.Tx) error { _, err := AddCandidates(tx, w.b, w.ask(), list, plain); return err })
		}
		w.refused(try(Candidate{Kind: rules.Person, Name: "  "}), problem.Invalid, "Ghi tên")
		w.refused(try(Candidate{Kind: rules.Foreigner, Name: "John"}), problem.Invalid, "không dành cho")
		w.refused(try(person("Đào"), person("ĐÀO")), problem.Invalid, "đã có trong hồ sơ này")
		w.refused(try(Candidate{Kind: rules.Person, Name: "A", Initiative: "Sáng kiến"}), problem.Invalid, "sáng kiến chỉ được tính khi có văn bản công nhận")
		signs := "Tổ <b> & “Hòa”"
		if err := try(Candidate{Kind: rules.Collective, Name: signs, BirthYear: 1990, Female: true}, person("Nguyễn Thị Hòa")); err != nil {
			w.Fatal(err)
		}
		var v Look
		w.look()
		w.do("clerk", func(tx *db.Tx) (err error) { v, err = LookAt(tx, w.b, w.id); return err })
		if v.List[0].Name != signs || v.List[0].BirthYear != 0 || v.List[1].Name != "Nguyễn Thị Hòa" {
			w.Errorf("%+v", v.List)
		}
		w.refused(w.try("head", func(tx *db.Tx) error { return DropCandidates(tx, w.ask(), []string{"none"}) }), problem.NotFound, "không có đối tượng này")
		w.do("clerk", func(tx *db.Tx) error { return DropCandidates(tx, w.ask(), []string{v.List[0].ID, v.List[1].ID}) })
		many := make([]Candidate, MostCandidates)
		for i := range many {
			many[i] = person(fmt.Sprintf("Người thứ %d", i))
		}
		w.add(many...)
		w.refused(try(person("Một nữa")), problem.Invalid, "nhiều nhất 5000 đối tượng")
		w.fill()
		w.move("head", MovePropose)
		if d := w.look(); d.Candidates != MostCandidates {
			w.Errorf("%d candidates", d.Candidates)
		}
	})
}

// A number of a letter or a receipt that was used is refused.
func TestNumbersAreUsedOnce(t *testing.T) {
	each(t, func(w *world) {
		w.ready("B-BT", person("Trần Thị Đào"))
		number := w.look().LetterNumber
		receive := func(tx *db.Tx) error { _, err := Receive(tx, w.b, w.ask(), "15"); return err }
		w.move("head", MovePropose)
		w.do("officer", receive)
		w.register(Dossier{Award: "B-BT"})
		letter := Document{Part: LetterPart, Number: number, On: vn.MustDate("2026-03-02"), File: file("a.pdf")}
		w.refused(w.try("clerk", func(tx *db.Tx) error { return Attach(tx, w.b, w.ask(), letter) }), problem.Invalid, "đã dùng cho hồ sơ")
		letter.Number, letter.On = "2/TTr", vn.MustDate("2026-03-03")
		w.refused(w.try("clerk", func(tx *db.Tx) error { return Attach(tx, w.b, w.ask(), letter) }), problem.Invalid, "không sau hôm nay")
		w.ready("B-BT", person("Lê Văn Ổi"))
		w.move("head", MovePropose)
		w.refused(w.try("officer", receive), problem.Invalid, "Số đến 15 đã ghi")
	})
}

// Parted and joined again a dossier has whom it had.
func TestSplitAndJoin(t *testing.T) {
	each(t, func(w *world) {
		w.ready("B-BT", person("Trần Thị Đào"), person("Lê Văn Ổi"), person("Phạm Ba"))
		w.move("head", MovePropose)
		w.move("officer", MoveReceive)
		w.move("officer", MoveAccept)
		whole := w.id
		var part Dossier
		w.move("officer", MoveSplit)
		w.do("officer", func(tx *db.Tx) error {
			list, err := Joinable(tx, w.look0(tx))
			if err == nil {
				part = list[0]
			}
			return err
		})
		if d := w.look(); d.Candidates != 2 || part.Candidates != 1 || part.FromID != whole || part.DueOn != d.DueOn || part.Step != Appraising {
			w.Errorf("%+v and %+v", d, part)
		}
		w.id = part.ID
		w.look()
		w.refused(w.try("officer", func(tx *db.Tx) error { return w.moves()[MoveSplit](tx, w.ask()) }), problem.Invalid, "mỗi hồ sơ còn ít nhất một đối tượng")
		w.do("officer", func(tx *db.Tx) error { _, err := Join(tx, w.b, w.ask(), whole); return err })
		if d := w.look(); d.Step != Joined || d.IntoID != whole {
			w.Errorf("%+v", d)
		}
		w.id = whole
		if d := w.look(); d.Candidates != 3 || d.Step != Appraising {
			w.Errorf("%+v", d)
		}
	})
}

// The simple procedure in one form on one day, and for no kind that the law does not
// allow it to.
func TestTheSimpleProcedure(t *testing.T) {
	each(t, func(w *world) {
		x := AtOnce{
			Dossier: Dossier{UnitID: "u", Award: "G-GK", Kind: "ad_hoc", Year: 2026, Level: AtUnit}, Candidates: []Candidate{person("Trần Thị Đào")},
			Documents: []Document{{Part: LetterPart, Number: "1/TTr", On: vn.MustDate("2026-03-02"), File: file("t.pdf")}, {Part: "report", File: file("b.pdf")}},
			Letter:    Letter{Number: "2/TTr", On: vn.MustDate("2026-03-02"), To: "Giám đốc"},
		}
		y := x
		y.Dossier.Kind = "yearly"
		commend := func(x AtOnce) (d Dossier, err error) {
			err = w.try("head", func(tx *db.Tx) (err error) { d, err = Commend(tx, w.b, x); return err })
			return d, err
		}
		_, err := commend(y)
		w.refused(err, problem.Invalid, "không thuộc trường hợp được dùng thủ tục đơn giản")
		y = x
		y.Documents = y.Documents[:1]
		_, err = commend(y)
		w.refused(err, problem.Invalid, "Thiếu báo cáo thành tích")
		d, err := commend(x)
		if err != nil || d.Step != Upward {
			w.Fatalf("%+v, %v", d, err)
		}
		w.refused(w.try("clerk", func(tx *db.Tx) error { _, err := Commend(tx, w.b, x); return err }), problem.Denied, "")
	})
}

// Deadlines in the board: what is late and where, and what was done in time.
func TestTheBoard(t *testing.T) {
	each(t, func(w *world) {
		w.ready("B-BT", person("Trần Thị Đào"))
		w.move("head", MovePropose)
		w.move("officer", MoveReceive)
		w.on("2026-03-17")
		board := func(who string) (b Board) {
			w.do(who, func(tx *db.Tx) (err error) { b, err = BoardOf(tx, 2026); return err })
			return b
		}
		if b := board("chief"); len(b.Standings) != 1 || b.Standings[0].Late != 1 || b.Standings[0].Oldest != vn.MustDate("2026-03-16") || len(b.Timeliness) != 0 {
			w.Errorf("%+v", b)
		}
		w.move("officer", MoveAccept)
		if b := board("chief"); b.Standings[0].Late != 0 || len(b.Timeliness) != 1 || b.Timeliness[0] != (Timeliness{"o", Received, 1, 1}) {
			w.Errorf("%+v", b)
		}
		if err := w.try("stranger", func(tx *db.Tx) error {
			b, err := BoardOf(tx, 2026)
			if len(b.Standings)+len(b.Timeliness) > 0 {
				w.Errorf("a stranger sees %+v", b)
			}
			return err
		}); err != nil {
			w.Error(err)
		}
		waits := func(who string) (n int) {
			w.do(who, func(tx *db.Tx) error { l, err := Waits(tx); n = len(l); return err })
			return n
		}
		w.on("2026-05-04")
		for who, n := range map[string]int{"officer": 1, "chief": 1, "second": 0, "clerk": 0, "stranger": 0} {
			if got := waits(who); got != n {
				w.Errorf("%s: %d waits, want %d", who, got, n)
			}
		}
	})
}
