package pages

import (
	"strconv"

	"github.com/shopspring/decimal"

	"giaouoc/internal/covenant"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
	"giaouoc/internal/web/components"
)

// TargetTable has a row for each indicator, under its content, and a column for
// each member.
func TargetTable(text covenant.Snapshot) components.TableProps {
	t := components.TableProps{ID: "chi-tieu", Caption: "Chỉ số và chỉ tiêu các đơn vị cam kết", Columns: []components.Column{{Head: "Chỉ số"}, {Head: "Đơn vị tính"}}}
	for _, m := range text.Members {
		t.Columns = append(t.Columns, components.Column{Head: m.Name, Number: true})
	}
	targets := map[[2]string]covenant.SnapTarget{}
	for _, g := range text.Targets {
		targets[[2]string{g.Indicator, g.Unit}] = g
	}
	for _, group := range contentGroups(text) {
		if len(group.indicators) == 0 {
			continue
		}
		t.Rows = append(t.Rows, components.Row{Group: true, Cells: []components.Cell{{Text: group.title}}})
		for _, i := range group.indicators {
			row := components.Row{Cells: []components.Cell{{Text: i.Name, Note: measure(i)}, {Text: i.Unit}}}
			for _, m := range text.Members {
				row.Cells = append(row.Cells, targetCell(targets[[2]string{i.Code, m.ID}]))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

type contentGroup struct {
	title      string
	indicators []covenant.SnapIndicator
}

// contentGroups are the contents with their indicators, and last the indicators
// of no content.
func contentGroups(text covenant.Snapshot) []contentGroup {
	groups := make([]contentGroup, len(text.Contents)+1)
	groups[len(text.Contents)].title = "Chỉ số chung"
	at := map[int]int{}
	for i, c := range text.Contents {
		groups[i].title, at[c.Number] = strconv.Itoa(c.Number)+". "+c.Title, i
	}
	for _, i := range text.Indicators {
		g, ok := at[i.Content]
		if !ok {
			g = len(text.Contents)
		}
		groups[g].indicators = append(groups[g].indicators, i)
	}
	return groups
}

// measure says how an indicator is read: "càng cao càng tốt; cộng các đơn vị".
func measure(i covenant.SnapIndicator) string {
	text := i.Direction.Name() + "; " + i.Sum.Name()
	if i.Weight != "" {
		text += " theo " + i.Weight
	}
	return text
}

func targetCell(t covenant.SnapTarget) components.Cell {
	if t.Value == "" {
		return components.Cell{Missing: "chưa đăng ký"}
	}
	c := components.Cell{Text: figure(t.Value), Note: "chưa\u00a0có\u00a0gốc"}
	if t.Baseline != "" {
		c.Note = "gốc\u00a0" + figure(t.Baseline)
	}
	return c
}

// figure writes a plain decimal the Vietnamese way.
func figure(text string) string {
	d, err := decimal.NewFromString(text)
	if err != nil {
		return text
	}
	return vn.Format(d)
}

// SignatureRow is one party of a covenant; without a Name it has not confirmed.
type SignatureRow struct{ Party, Name, Position, At string }

const witnessParty = "Đại diện Hội đồng (chứng kiến)"

// Signatories are the parties of a text in its order, the witness last, each
// with the unit's name as of the day it confirmed.
func Signatories(text covenant.Snapshot, signatures []covenant.Signature) []SignatureRow {
	rows := make([]SignatureRow, 0, len(text.Members)+1)
	for _, m := range text.Members {
		rows = append(rows, signatory(m.Name, signatures, covenant.PartMember, m.ID))
	}
	return append(rows, signatory(witnessParty, signatures, covenant.PartWitness, ""))
}

func signatory(party string, signatures []covenant.Signature, part covenant.Part, unitID string) SignatureRow {
	for _, s := range signatures {
		if s.Part != part || s.UnitID != unitID {
			continue
		}
		if s.UnitName != "" {
			party = s.UnitName
		}
		return SignatureRow{party, s.Name, s.Position, moment(s.At)}
	}
	return SignatureRow{Party: party}
}

// moment is a time as pages write it: "15:04, 9/4/2021".
func moment(t db.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(vn.Zone).Format("15:04") + ", " + vn.DateOf(t.Time).Short()
}

func signatureTable(rows []SignatureRow) components.TableProps {
	t := components.TableProps{
		ID: "chu-ky", Caption: "Xác nhận điện tử",
		Columns: []components.Column{{Head: "Bên"}, {Head: "Người xác nhận"}, {Head: "Chức vụ"}, {Head: "Lúc"}},
	}
	for _, r := range rows {
		cells := []components.Cell{{Text: r.Party}, {Text: r.Name}, {Text: r.Position}, {Text: r.At}}
		if r.Name == "" {
			cells = []components.Cell{{Text: r.Party}, {Missing: "chưa xác nhận"}, {Missing: "–"}, {Missing: "–"}}
		}
		t.Rows = append(t.Rows, components.Row{Cells: cells})
	}
	return t
}

// progressTable says what each member has done for the version in hand.
func (p CovenantWorkProps) progressTable() components.TableProps {
	t := components.TableProps{
		ID: "tien-do", Caption: "Việc của từng bên", Quiet: true,
		Columns: []components.Column{{Head: "Bên"}, {Head: "Chỉ tiêu đã đăng ký", Number: true}, {Head: "Góp ý " + p.inHand()}, {Head: "Xác nhận " + p.inHand()}},
	}
	all := strconv.Itoa(len(p.Work.Draft.Indicators))
	for _, m := range p.Work.Parties {
		row := components.Row{Mine: m.UnitID == p.Unit && p.Unit != "", Cells: []components.Cell{
			{Text: m.Name}, {Text: strconv.Itoa(m.Targets) + "/" + all}, p.answerCell(m), p.signatureCell(m.Signature),
		}}
		t.Rows = append(t.Rows, row)
	}
	t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
		{Text: witnessParty}, {Missing: "–"}, {Missing: "–"}, p.signatureCell(p.Work.Witness),
	}})
	return t
}

func (p CovenantWorkProps) inHand() string {
	if p.Work.Version.ID == "" {
		return ""
	}
	return "bản " + strconv.Itoa(p.Work.Version.Number)
}

func (p CovenantWorkProps) answerCell(m covenant.Party) components.Cell {
	said := 0
	for _, r := range m.Remarks {
		if r.Body != "" {
			said++
		}
	}
	switch {
	case p.Work.Version.ID == "":
		return components.Cell{Missing: "chưa gửi"}
	case len(m.Remarks) == 0 && p.state() != covenant.Comment:
		return components.Cell{Missing: "không trả lời"}
	case len(m.Remarks) == 0:
		return components.Cell{Missing: "chưa trả lời"}
	case said == 0:
		return components.Cell{Text: "không có ý kiến"}
	}
	return components.Cell{Text: strconv.Itoa(said) + " ý kiến"}
}

func (p CovenantWorkProps) signatureCell(s *covenant.Signature) components.Cell {
	switch {
	case s != nil:
		return components.Cell{Text: s.Name, Note: moment(s.At)}
	case p.state() == covenant.Signing:
		return components.Cell{Missing: "chưa xác nhận"}
	}
	return components.Cell{Missing: "chưa mở ký"}
}

// versionTable lists the versions, the newest first.
func (p CovenantWorkProps) versionTable() components.TableProps {
	t := components.TableProps{
		ID: "cac-ban", Caption: "Các bản đã gửi", Quiet: true,
		Columns: []components.Column{{Head: "Bản"}, {Head: "Gửi lúc"}, {Head: "Tình trạng"}, {Head: "Dấu vân tay"}, {Head: "So sánh"}},
	}
	for i := len(p.Work.Versions) - 1; i >= 0; i-- {
		v := p.Work.Versions[i]
		number := strconv.Itoa(v.Number)
		status := components.Cell{Text: p.versionStatus(v)}
		if v.Reason != "" {
			status.Note = "Sửa đổi, lý do: " + v.Reason
		}
		compared := components.Cell{Missing: "bản đầu"}
		if v.Number > 1 {
			before := strconv.Itoa(v.Number - 1)
			compared = components.Cell{Text: "So với bản " + before, Href: p.Base + "/so-sanh?a=" + before + "&b=" + number}
		}
		t.Rows = append(t.Rows, components.Row{Cells: []components.Cell{
			{Text: "Bản " + number, Href: p.Base + "/ban/" + number}, {Text: moment(v.MadeAt)}, status, {Text: v.Fingerprint[:12] + "…"}, compared,
		}})
	}
	return t
}

func (p CovenantWorkProps) versionStatus(v covenant.Version) string {
	switch {
	case !v.SignedOn.IsZero():
		return "đã ký ngày " + v.SignedOn.Short()
	case v.Withdrawn != "":
		return "đã rút về: " + v.Withdrawn
	case v.ID == p.Work.Version.ID:
		return p.state().Name()
	}
	return "đã có bản sau"
}

// remarksOn are the comments on one content, or with 0 on the whole.
func remarksOn(list []covenant.Remark, content int) []covenant.Remark {
	var out []covenant.Remark
	for _, r := range list {
		if r.ContentNo == content {
			out = append(out, r)
		}
	}
	return out
}

func unitNames(text covenant.Snapshot) map[string]string {
	names := map[string]string{}
	for _, m := range text.Members {
		names[m.ID] = m.Name
	}
	return names
}
