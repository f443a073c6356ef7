package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

const recordPage = "/lam-viec/nhat-ky"

// reading is what a reader of the record asks for, and how it is said.
type reading struct {
	query  record.Query
	person string // login of whose acts
	said   []string
	years  []components.Option
	list   problem.List
}

// readRecord is the record as the signed-in read it. Looking at what others did
// is an act itself.
func (s *Server) readRecord(w http.ResponseWriter, r *http.Request) error {
	var p pages.RecordProps
	var look record.Act
	asked, seen := "", true
	err := s.view(r, func(tx *db.Tx) error {
		q, err := readQuery(tx, r)
		if err != nil {
			return err
		}
		p = pages.RecordProps{
			Frame: refusedFrame(s.frame(tx, r, "Nhật ký"), q.list), Base: recordPage, Problems: q.list, Typed: typed(r), Years: q.years,
			Kinds: recordKindOptions(), Acts: actOptions(),
		}
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}}
		p.Frame.Lead = "Mỗi thao tác là một mục, không sửa được: ai, lúc nào, trước và sau, vì sao."
		if p.Units, err = recordUnits(tx); err != nil {
			return err
		}
		if q.query.Object.ID != "" {
			p.Object = upperFirst(kindName(q.query.Object.Kind))
		}
		if len(q.list) > 0 {
			return nil
		}
		if p.Missing, err = missingWords(tx, q.said, r.FormValue("sau")); err != nil {
			return err
		}
		page, err := record.Search(tx, q.query)
		if err != nil {
			return err
		}
		if p.Entries, err = recordEntries(tx, page.Entries, pages.LinesInList); err != nil {
			return err
		}
		if page.Next.ID != "" {
			p.Next = samePage(r, page.Next.At.UTC().Format(time.RFC3339Nano)+"_"+page.Next.ID)
		}
		if r.FormValue("sau") != "" {
			p.First = samePage(r, "")
		}
		if q.query.Account == tx.Actor.ID {
			return nil
		}
		look, asked = q.look()
		seen, err = record.Looked(tx, look, asked)
		return err
	})
	if err != nil {
		return err
	}
	if !seen {
		if err := s.update(r, func(tx *db.Tx) error { return record.Look(tx, look, asked) }); err != nil {
			return err
		}
	}
	return s.render(w, r, statusOf(p.Problems), pages.Record(p))
}

// missingWords says, to who reads all of the record from its beginning, that
// entries are gone from it; empty where none is.
func missingWords(tx *db.Tx, said []string, after string) (string, error) {
	if len(said) > 0 || after != "" || !access.May(tx, access.RecordRead, access.Scope{}) {
		return "", nil
	}
	n, first, err := record.Missing(tx)
	if err != nil || n == 0 {
		return "", err
	}
	numbers := make([]string, len(first))
	for i, seq := range first {
		numbers[i] = strconv.FormatInt(seq, 10)
	}
	more := ""
	if n > int64(len(first)) {
		more = " …"
	}
	return fmt.Sprintf("Có %d mục đã niêm phong bị mất khỏi cơ sở dữ liệu: mục số %s%s. Lá của chúng vẫn còn trong nhật ký công khai nên ai cũng thấy là đã có; người làm và nội dung thì không đọc được nữa. Người vận hành chạy lệnh giaouoc check rồi khôi phục từ bản sao lưu.", n, strings.Join(numbers, ", "), more), nil
}

// look is the act of looking at what the query finds: at a person's acts where
// one was asked for, else at an object's, else at the record.
func (q reading) look() (record.Act, string) {
	a := record.Act{Act: access.RecordRead, Object: record.Object{Kind: "record"}, Scope: q.query.Scope()}
	switch {
	case q.query.Account != "":
		a.Object = record.Object{Kind: "account", ID: q.query.Account}
	case q.query.Object.ID != "":
		a.Object = q.query.Object
	}
	asked := strings.Join(q.said, "; ")
	a.After = map[string]string{"filter": orText(asked, "không lọc")}
	return a, asked
}

// readQuery reads what is asked for from the address. A reader who may not read
// all of the record reads one year, the newest where none was asked for.
func readQuery(tx *db.Tx, r *http.Request) (reading, error) {
	if tx.Actor.ID == "" {
		return reading{}, problem.New(problem.Denied, "Trang này dành cho người đã đăng nhập. Nhật ký công khai ở trang «Nhật ký».")
	}
	var q reading
	if err := q.chooseYear(tx, text(r, "nam")); err != nil {
		return q, err
	}
	q.query.Unit, q.query.Act = text(r, "don-vi"), access.Act(text(r, "thao-tac"))
	q.query.Object.Kind, q.query.Object.ID, _ = strings.Cut(orText(text(r, "doi-tuong"), text(r, "loai")), ":")
	if q.query.Act != "" {
		q.say("thao tác", actName(q.query.Act))
	}
	if q.query.Object.Kind != "" {
		one := ""
		if q.query.Object.ID != "" {
			one = " này"
		}
		q.say("đối tượng", kindName(q.query.Object.Kind)+one)
	}
	if q.query.Unit != "" {
		names, err := org.Names(tx, tx.Today(), q.query.Unit)
		if err != nil {
			return q, err
		}
		q.say("đơn vị", names[q.query.Unit])
	}
	if q.person = text(r, "nguoi"); q.person != "" {
		a, err := account.ByLogin(tx, q.person)
		if problem.Is(err, problem.NotFound) {
			q.list.Add("nguoi", "Không có tài khoản «%s»; ghi tên đăng nhập của người ấy.", q.person)
		} else if err != nil {
			return q, err
		}
		q.query.Account = a.ID
		q.say("người", q.person)
	}
	q.query.From, q.query.To = q.day(r, "tu", "từ ngày"), q.day(r, "den", "đến ngày")
	if q.query.To.Before(q.query.From) && !q.query.To.IsZero() {
		q.list.Add("den", "Ngày cuối không được trước ngày đầu (%s).", q.query.From.Short())
	}
	if at, id, ok := strings.Cut(text(r, "sau"), "_"); ok {
		moment, err := time.Parse(time.RFC3339Nano, at)
		if err != nil {
			return q, problem.New(problem.NotFound, "Không có trang nhật ký này.")
		}
		q.query.After = record.Mark{At: db.At(moment), ID: id}
	}
	return q, nil
}

func (q *reading) say(what, value string) { q.said = append(q.said, what+": "+value) }

func (q *reading) day(r *http.Request, field, what string) vn.Date {
	d := typedDay(r, field, &q.list)
	if !d.IsZero() {
		q.say(what, d.Short())
	}
	return d
}

// commonPart, after the id of a year, asks for what concerns the cluster through
// all years.
const commonPart = ".chung"

// chooseYear offers the years whose record the person may read, and takes the
// one asked for.
func (q *reading) chooseYear(tx *db.Tx, asked string) error {
	all := access.May(tx, access.RecordRead, access.Scope{})
	clusters, err := cluster.List(tx)
	if err != nil {
		return err
	}
	if all {
		q.years = append(q.years, components.Option{Value: "", Text: "Mọi năm"})
	}
	for _, c := range clusters {
		years, err := cycle.Years(tx, c.ID)
		if err != nil {
			return err
		}
		first := ""
		for _, y := range years {
			if access.May(tx, access.RecordRead, y.Scope()) {
				q.years = append(q.years, components.Option{Value: y.ID, Text: "Năm " + itoa(y.Year), Group: c.Name})
				first = orText(first, y.ID)
			}
		}
		if first != "" {
			q.years = append(q.years, components.Option{Value: first + commonPart, Text: "Việc chung của " + c.Kind.Word(), Group: c.Name})
		}
	}
	if len(q.years) == 0 {
		return access.Require(tx, access.RecordRead, access.Scope{})
	}
	if asked == "" && !all {
		asked = q.years[0].Value
	}
	i := slices.IndexFunc(q.years, func(o components.Option) bool { return o.Value == asked })
	if i < 0 {
		return problem.New(problem.NotFound, "Không có năm này, hoặc bạn không được đọc nhật ký của năm này.")
	}
	q.years[i].Chosen = true
	if asked == "" {
		return nil
	}
	id, common := strings.CutSuffix(asked, commonPart)
	y, err := cycle.ByID(tx, id)
	if err != nil {
		return err
	}
	q.query.Cluster, q.query.Year, q.query.Common = y.ClusterID, y.ID, common
	q.say("năm", strings.TrimSpace(q.years[i].Group+" "+strings.ToLower(q.years[i].Text)))
	return nil
}

// samePage is the address of what is asked for, from a mark on; the first page
// where there is none.
func samePage(r *http.Request, after string) string {
	values := url.Values{}
	for k, v := range r.URL.Query() {
		if k != "sau" && len(v) > 0 && v[0] != "" {
			values.Set(k, v[0])
		}
	}
	if after != "" {
		values.Set("sau", after)
	}
	return recordPage + "?" + values.Encode()
}

// recordUnits are the units to choose from: the members of every cluster, ever.
func recordUnits(tx *db.Tx) ([]components.Option, error) {
	clusters, err := cluster.List(tx)
	if err != nil {
		return nil, err
	}
	var list []components.Option
	for _, c := range clusters {
		members, err := cluster.MembersEver(tx, c.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if slices.ContainsFunc(list, func(o components.Option) bool { return o.Value == m.UnitID }) {
				continue
			}
			names, err := org.Names(tx, tx.Today(), m.UnitID)
			if err != nil {
				return nil, err
			}
			list = append(list, components.Option{Value: m.UnitID, Text: names[m.UnitID]})
		}
	}
	slices.SortFunc(list, func(a, b components.Option) int { return vn.Compare(a.Text, b.Text) })
	return list, nil
}

// actOptions are the acts to choose from: those that need a role, and those on
// the own account.
func actOptions() []components.Option {
	var list []components.Option
	for _, a := range access.Acts() {
		list = append(list, components.Option{Value: string(a), Text: actName(a)})
	}
	for a := range access.OwnActs() {
		list = append(list, components.Option{Value: string(a), Text: actName(a)})
	}
	slices.SortFunc(list, func(a, b components.Option) int { return vn.Compare(a.Text, b.Text) })
	return list
}

// actName is an act in Vietnamese; in general for one that is no more.
func actName(a access.Act) string {
	say, _, _ := access.Describe(a)
	return upperFirst(orText(say, orText(access.OwnActs()[a], "một thao tác của bản phần mềm khác")))
}

// recordEntry shows one entry whole.
func (s *Server) recordEntry(w http.ResponseWriter, r *http.Request) error {
	var p pages.RecordEntryProps
	var look record.Act
	seen := true
	err := s.view(r, func(tx *db.Tx) error {
		e, err := record.Find(tx, r.PathValue("entry"))
		if err != nil {
			return err
		}
		entries, err := recordEntries(tx, []record.Entry{e}, 0)
		if err != nil {
			return err
		}
		p.Frame, p.Entry = s.frame(tx, r, entries[0].Title), entries[0]
		p.Frame.Kicker = "Mục nhật ký"
		p.Frame.Crumbs = []components.Link{{Href: "/lam-viec", Text: "Việc của tôi"}, {Href: recordPage, Text: "Nhật ký"}}
		if e.By(tx.Actor.ID) {
			return nil
		}
		look = record.Act{Act: access.RecordRead, Object: record.Object{Kind: e.Kind, ID: e.Object}, Scope: access.Scope{Cluster: e.Cluster, Year: e.Year}, After: map[string]string{"filter": "một mục"}}
		seen, err = record.Looked(tx, look, e.ID)
		return err
	})
	if err != nil {
		return err
	}
	if !seen {
		if err := s.update(r, func(tx *db.Tx) error { return record.Look(tx, look, r.PathValue("entry")) }); err != nil {
			return err
		}
	}
	return s.render(w, r, http.StatusOK, pages.RecordEntry(p))
}

// recordEntries puts entries into words; most is how many lines each shows, 0
// all of them.
func recordEntries(tx *db.Tx, entries []record.Entry, most int) ([]pages.RecordItem, error) {
	items := make([]pages.RecordItem, len(entries))
	for i, e := range entries {
		item, err := publicItem(tx, e)
		if err != nil {
			return nil, err
		}
		item.Href = "/nhat-ky/muc/" + e.ID
		item.Who, item.Position, item.Reason, item.Erased, item.WhatErased, item.Lost = e.Name, e.Position, e.Reason, e.Erased, e.WhatErased, e.Lost
		if e.For != nil {
			item.For = e.For.Name
		}
		before, after := e.Before, e.After
		if printed, err := record.Print(tx, e.ID); err == nil {
			if before, after, err = printedBefore(tx, printed); err != nil {
				return nil, err
			}
		} else if !problem.Is(err, problem.NotFound) {
			return nil, err
		}
		names, err := org.Names(tx, vn.DateOf(e.At.Time), append(idsIn(before, after), e.Unit)...)
		if err != nil {
			return nil, err
		}
		item.Lines = sideBySide(before, after, names)
		item.New = len(before) == 0
		if !item.New {
			item.Same = len(item.Lines)
			item.Lines = slices.DeleteFunc(item.Lines, func(l pages.RecordLine) bool { return most > 0 && !l.Changed })
			item.Same -= len(item.Lines)
		}
		if most > 0 && len(item.Lines) > most {
			item.More = len(item.Lines) - most
			item.Lines = item.Lines[:most]
		}
		items[i] = item
	}
	return items, nil
}

// printedBefore is the text of a publication and that of the one before it.
func printedBefore(tx *db.Tx, p record.Printed) (before, after []byte, err error) {
	list, err := record.Publications(tx, record.Object{Kind: p.Kind, ID: p.Object})
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(list, func(o record.Printed) bool { return o.EntryID == p.EntryID })
	if i+1 < len(list) {
		old, err := record.Print(tx, list[i+1].EntryID)
		if err != nil {
			return nil, nil, err
		}
		before = []byte(old.Text)
	}
	return before, []byte(p.Text), nil
}

// publicItem is an entry as the public sees it: when, what, of what kind, for
// which unit and in which role.
func publicItem(tx *db.Tx, e record.Entry) (pages.RecordItem, error) {
	item := pages.RecordItem{
		ID: e.ID, When: moment(e.At.Time), Title: actName(e.Act), Kind: kindName(e.Kind),
		Role: access.Role(e.Role).Name(), Self: e.Role == string(access.Self), Proof: proofPath(e.ID), Sealed: e.Seq != nil,
	}
	names, err := org.Names(tx, vn.DateOf(e.At.Time), e.Unit)
	item.Unit = names[e.Unit]
	return item, err
}

func proofPath(entryID string) string { return "/chung-minh/" + entryID }
