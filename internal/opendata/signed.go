package opendata

import (
	"giaouoc/internal/cluster"
	"giaouoc/internal/covenant"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// SignedText is the text of a signed version of a covenant.
type SignedText struct {
	Covenant
	Text     string      `json:"text" doc:"Văn bản: đúng các byte mà fingerprint là SHA-256, bản thân là một tài liệu JSON"`
	SignedBy []Signatory `json:"signed_by" nullable:"false" doc:"Các bên đã ký, theo thứ tự thời gian"`
}

// Signatory is a unit that signed, as it was called on that day.
type Signatory struct {
	Unit     string `json:"unit" doc:"Mã của đơn vị trong chương trình"`
	UnitName string `json:"unit_name" doc:"Tên đơn vị khi ký"`
	On       string `json:"on" doc:"Ngày ký, dạng 2026-03-01"`
}

// Signed returns the text of a signed version.
//
// Public: a signed covenant is public.
func Signed(tx *db.Tx, slug string, year, version int) (SignedText, error) {
	clusters, err := cluster.List(tx)
	if err != nil {
		return SignedText{}, err
	}
	for _, c := range clusters {
		if c.Slug != slug {
			continue
		}
		y, err := cycle.Find(tx, c.ID, year)
		if err != nil {
			return SignedText{}, err
		}
		o, err := covenant.PublicVersion(tx, y, version)
		if err != nil {
			return SignedText{}, err
		}
		own := "/cum/" + c.Slug + "/" + number(year) + "/giao-uoc/ban/" + number(version)
		t := SignedText{
			Covenant: Covenant{
				Of: Of{c.Slug, year, y.Illustrative}, Number: version, SignedOn: o.Version.SignedOn.String(), Reason: o.Version.Reason,
				Contents: len(o.Text.Contents), Fingerprint: o.Version.Fingerprint, TextAddress: own + "/van-ban.json", Address: own, Source: o.Covenant.Source,
			},
			Text: o.Version.Snapshot, SignedBy: []Signatory{},
		}
		for _, g := range o.Signatures {
			t.SignedBy = append(t.SignedBy, Signatory{g.UnitID, g.UnitName, vn.DateOf(g.At.Time).String()})
		}
		return t, nil
	}
	return SignedText{}, problem.New(problem.NotFound, "Không có cụm hoặc khối thi đua này.")
}
