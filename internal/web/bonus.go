package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/fund"
	"giaouoc/internal/org"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
	"giaouoc/internal/web/pages"
)

// The page of the bonuses of a register, below the register's own.
const bonusPage = "/tien-thuong"

// bonusKinds are who can be asked about.
var bonusKinds = []components.Option{
	{Value: string(rules.Person), Text: "cá nhân"},
	{Value: string(rules.Collective), Text: "tập thể"},
	{Value: string(rules.Household), Text: "hộ gia đình"},
	{Value: string(rules.Foreigner), Text: "cá nhân, tổ chức nước ngoài"},
}

// inWords reads a sum of đồng aloud, as a sentence.
func inWords(dong int64) string {
	return upperFirst(vn.AmountInWords(decimal.NewFromInt(dong), "đồng")) + "."
}

// askBonus works out the bonus of an award for anybody who asks.
func (s *Server) askBonus(w http.ResponseWriter, r *http.Request) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	p := pages.BonusProps{Award: text(r, "hinh-thuc"), Kind: text(r, "doi-tuong"), Day: text(r, "ngay")}
	err = s.view(r, func(tx *db.Tx) error {
		asked := p.Award != "" || p.Kind != "" || p.Day != ""
		day, err := dayOf(r, "ngay")
		list := problem.All(err)
		if err != nil && list == nil {
			return err
		}
		of := slices.IndexFunc(bonusKinds, func(o components.Option) bool { return o.Value == p.Kind })
		if asked {
			if law.Award(p.Award) == nil {
				list.Add("hinh-thuc", "Chọn danh hiệu, hình thức khen thưởng.")
			}
			if of < 0 {
				list.Add("doi-tuong", "Chọn đối tượng được khen.")
			}
			if err == nil && day.IsZero() {
				list.Add("ngay", "Ghi ngày của quyết định khen thưởng.")
			}
		}
		p.Frame, p.Problems = refusedFrame(s.frame(tx, r, "Tính tiền thưởng"), nil), list
		if len(list) > 0 {
			p.Frame.Failed, p.Frame.Above = true, components.ErrorSummaryTitled("Chưa tính được", list)
		}
		p.Frame.Lead = "Tiền thưởng kèm theo danh hiệu thi đua, hình thức khen thưởng theo ngày của quyết định, với cách tính và điều khoản."
		p.Awards, p.Kinds, p.Today = awardChoices(law), bonusKinds, tx.Today().Short()
		if asked && len(list) == 0 {
			answer := law.Payable([]rules.Granted{{ID: "1", Award: p.Award, Kind: rules.Kind(p.Kind), FromYear: day.Year(), Year: day.Year(), DecidedOn: day}})[0]
			p.Answer, p.Name, p.Of = &answer, law.Award(p.Award).Name, bonusKinds[of].Text
			p.Words = inWords(answer.Bonus.Dong)
			f, warning := law.Values.Fund(day)
			p.Payer, p.PayerWarning = f.Payer(law.Award(p.Award)), warning
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(p.Problems), pages.Bonus(p))
}

// awardChoices are the awards to choose from, by group.
func awardChoices(law *rules.Law) []components.Option {
	var list []components.Option
	for _, a := range law.Awards {
		list = append(list, components.Option{Value: a.Code, Text: upperFirst(a.Name), Group: upperFirst(a.Group)})
	}
	return list
}

// yearAsked is the year in the address; this year where there is none.
func yearAsked(tx *db.Tx, r *http.Request) int {
	if n := number(text(r, "nam")); n >= 1945 && n <= tx.Today().Year()+1 {
		return n
	}
	return tx.Today().Year()
}

func (s *Server) unitBonuses(w http.ResponseWriter, r *http.Request) error {
	return s.showUnitBonuses(w, r, nil)
}

// showUnitBonuses is the page of what a register asks to be paid for the decisions
// of a year.
func (s *Server) showUnitBonuses(w http.ResponseWriter, r *http.Request, list problem.List) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	var p pages.BonusesProps
	err = s.view(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		year := yearAsked(tx, r)
		f := refusedFrame(s.registerFrame(tx, r, u, "Tiền thưởng theo quyết định năm "+itoa(year)), list)
		p = pages.BonusesProps{
			Frame: f, UnitID: u.ID, Year: year, Problems: list, Typed: typed(r), Picked: r.Form["grant"], Law: law,
			May: access.May(tx, access.FundKeep, access.Scope{Unit: u.ID}), Request: db.NewID(), Today: tx.Today().Short(),
		}
		if p.Claims, err = fund.ClaimsOf(tx, law, u.ID, year); err != nil {
			return err
		}
		p.Sums, p.Words = p.Claims.Sums(), inWords
		years, err := fund.YearsOf(tx, u.ID)
		for _, y := range slices.Backward(years) {
			if y.ClosedOn.IsZero() {
				p.Books = append(p.Books, components.Option{Value: itoa(y.Year) + "." + strconv.FormatInt(y.Version, 10), Text: "Quỹ năm " + itoa(y.Year), Chosen: strings.HasPrefix(p.Typed["book"], itoa(y.Year)+".")})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(w, r, statusOf(list), pages.Bonuses(p))
}

// unitForm runs the use case of a form of a register's page. On success it leads to
// a page below the register with a sentence; what the person did wrong shows the
// form again.
func (s *Server) unitForm(w http.ResponseWriter, r *http.Request, page, sentence string, act func(tx *db.Tx, l *rules.Law, u org.Unit) error, again func(problem.List) error) error {
	law, err := rules.Carried()
	if err != nil {
		return err
	}
	to := ""
	err = s.update(r, func(tx *db.Tx) error {
		u, err := registerUnit(tx, r)
		if err != nil {
			return err
		}
		to = registersPage + "/" + u.ID + page
		if err := access.Require(tx, access.FundKeep, access.Scope{Unit: u.ID}); err != nil {
			return err
		}
		return act(tx, law, u)
	})
	if err == nil {
		return s.done(w, r, to, sentence)
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return again(list)
}

// bookChosen reads which book, and which version of it, a form was filled for.
func bookChosen(r *http.Request, list *problem.List) (year int, version int64) {
	y, v, ok := strings.Cut(text(r, "book"), ".")
	if !ok {
		list.Add("book", "Chọn quỹ của năm nào chi. Chưa có sổ nào đang mở thì mở ở trang Quỹ.")
	}
	return number(y), int64(number(v))
}

// dongOf reads a sum that a person typed; 0 when nothing was.
func dongOf(r *http.Request, field string, list *problem.List) int64 {
	value := text(r, field)
	if value == "" {
		return 0
	}
	d, err := vn.ParseNumber(value)
	switch {
	case err != nil:
		list.Add(field, "%s", problem.All(err)[0].Text)
	case !d.IsInteger() || d.IsNegative():
		list.Add(field, "Ghi số tiền bằng đồng, không có phần lẻ và không âm.")
	case d.NumDigits() > 18:
		list.Add(field, "Số tiền quá lớn; kiểm tra lại số chữ số.")
	default:
		return d.IntPart()
	}
	return 0
}

func (s *Server) payBonuses(w http.ResponseWriter, r *http.Request) error {
	page := bonusPage + "?nam=" + itoa(number(text(r, "nam")))
	return s.unitForm(w, r, page, "Đã ghi chi tiền thưởng vào sổ quỹ.", func(tx *db.Tx, l *rules.Law, u org.Unit) error {
		var list problem.List
		year, version := bookChosen(r, &list)
		on, err := dayOf(r, "on_day")
		list = append(list, problem.All(err)...)
		o := fund.Order{Document: text(r, "document"), On: on, Note: text(r, "note"), Request: text(r, "request")}
		for _, id := range r.Form["grant"] {
			o.List = append(o.List, fund.Due{GrantID: id, Dong: dongOf(r, "dong-"+id, &list)})
		}
		if err := list.Err(); err != nil {
			return err
		}
		return fund.Pay(tx, l, u.ID, year, version, o)
	}, func(list problem.List) error { return s.showUnitBonuses(w, r, list) })
}

// renamed gives the problems of a use case the names of the fields of a form that
// stands beside another with the same ones.
func renamed(err error, names map[string]string) error {
	list := problem.All(err)
	if list == nil || problem.Is(err, problem.Denied) || problem.Is(err, problem.NotFound) {
		return err
	}
	out := make(problem.List, len(list))
	for i, p := range list {
		q := *p
		if name := names[q.Field]; name != "" {
			q.Field = name
		}
		out[i] = &q
	}
	return out.Err()
}

func (s *Server) recoverBonus(w http.ResponseWriter, r *http.Request) error {
	page := bonusPage + "?nam=" + itoa(number(text(r, "nam")))
	return s.unitForm(w, r, page, "Đã ghi thu hồi tiền thưởng.", func(tx *db.Tx, l *rules.Law, u org.Unit) error {
		var list problem.List
		year, version := bookChosen(r, &list)
		on, err := dayOf(r, "back_on")
		list = append(list, problem.All(err)...)
		if text(r, "back_grant") == "" {
			list.Add("back_grant", "Chọn khoản đã thu hồi.")
		}
		if err := list.Err(); err != nil {
			return renamed(err, map[string]string{"book": "back_book"})
		}
		err = fund.Recover(tx, l, u.ID, year, version, text(r, "back_grant"), text(r, "back_document"), on, text(r, "request"))
		return renamed(err, map[string]string{"document": "back_document", "on_day": "back_on"})
	}, func(list problem.List) error { return s.showUnitBonuses(w, r, list) })
}

// fundTrace leads from the page of a book to what the record holds of it.
func (s *Server) fundTrace(tx *db.Tx, f *components.PageProps, b *fund.Book) {
	s.traced(tx, f, access.Scope{Unit: b.UnitID}, record.Object{Kind: "fund_year", ID: b.ID})
}
