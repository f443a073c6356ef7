package covenant

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/db"
	"giaouoc/internal/indicator"
	"giaouoc/internal/org"
	"giaouoc/internal/vn"
)

// Snapshot is the text of a version.
type Snapshot struct {
	Format     string          `json:"format"` // "giao-uoc/1"
	Cluster    string          `json:"cluster"`
	Year       int             `json:"year"`
	Members    []SnapMember    `json:"members"`
	Contents   []SnapContent   `json:"contents"`
	Indicators []SnapIndicator `json:"indicators"`
	Targets    []SnapTarget    `json:"targets"`
}

// SnapMember is a member with its name at the time.
type SnapMember struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SnapContent is a content as it was.
type SnapContent struct {
	Number int    `json:"number"`
	Title  string `json:"title"`
	Body   string `json:"body"`
	Serves string `json:"serves"`
}

// SnapIndicator is an indicator as it was.
type SnapIndicator struct {
	Code      string              `json:"code"`
	Name      string              `json:"name"`
	Unit      string              `json:"unit"`
	Direction indicator.Direction `json:"direction"`
	Sum       indicator.Sum       `json:"sum"`
	Weight    string              `json:"weight,omitempty"` // code of the indicator that weighs this one
	Content   int                 `json:"content"`          // number of its content; 0 for none
	Serves    string              `json:"serves,omitempty"`
}

// SnapTarget is a target as it was, in plain decimals; an empty Baseline is not
// known.
type SnapTarget struct {
	Indicator string `json:"indicator"` // code
	Unit      string `json:"unit"`      // member's id
	Value     string `json:"value"`
	Baseline  string `json:"baseline,omitempty"`
}

const snapshotFormat = "giao-uoc/1"

// Canonical returns the bytes of a snapshot and their fingerprint, the hex
// SHA-256; the package comment says how the bytes are made.
func (s Snapshot) Canonical() (text, fingerprint string, err error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return "", "", fmt.Errorf("write covenant: %w", err)
	}
	text = vn.NFC(string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))))
	sum := sha256.Sum256([]byte(text))
	return text, hex.EncodeToString(sum[:]), nil
}

// Text reads back the snapshot of a version.
func (v Version) Text() (Snapshot, error) {
	var s Snapshot
	if err := json.Unmarshal([]byte(v.Snapshot), &s); err != nil {
		return s, fmt.Errorf("read covenant version %d: %w", v.Number, err)
	}
	return s, nil
}

// member reports whether a unit is a party of the text.
func (s Snapshot) member(unitID string) bool {
	for _, m := range s.Members {
		if m.ID == unitID {
			return true
		}
	}
	return false
}

// take reads the text of a covenant as it is now.
func take(tx *db.Tx, y cycle.Year, c Covenant) (Snapshot, error) {
	cl, err := cluster.Find(tx, y.ClusterID)
	if err != nil {
		return Snapshot{}, err
	}
	s := Snapshot{
		Format: snapshotFormat, Cluster: cl.Name, Year: y.Year,
		Members: []SnapMember{}, Contents: []SnapContent{}, Indicators: []SnapIndicator{}, Targets: []SnapTarget{},
	}
	members, err := cycle.Members(tx, y)
	if err != nil {
		return s, err
	}
	for _, m := range members {
		names, err := org.Names(tx, tx.Today(), m.UnitID)
		if err != nil {
			return s, err
		}
		s.Members = append(s.Members, SnapMember{m.UnitID, names[m.UnitID]})
	}
	contents, err := contentsOf(tx, c.ID)
	if err != nil {
		return s, fmt.Errorf("read contents: %w", err)
	}
	for _, n := range contents {
		s.Contents = append(s.Contents, SnapContent{n.Number, n.Title, n.Body, n.Serves})
	}
	return s, takeTargets(tx, y, &s)
}

func takeTargets(tx *db.Tx, y cycle.Year, s *Snapshot) error {
	indicators, err := indicator.List(tx, y.ID)
	if err != nil {
		return err
	}
	targets, err := indicator.Targets(tx, y.ID)
	if err != nil {
		return err
	}
	codes := map[string]string{}
	for _, i := range indicators {
		codes[i.ID] = i.Code
	}
	byUnit := map[[2]string]indicator.Target{}
	for _, t := range targets {
		byUnit[[2]string{t.IndicatorID, t.UnitID}] = t
	}
	for _, i := range indicators {
		s.Indicators = append(s.Indicators, SnapIndicator{
			Code: i.Code, Name: i.Name, Unit: i.Unit, Direction: i.Direction, Sum: i.Sum,
			Weight: codes[i.WeightID], Content: i.ContentNo, Serves: i.Serves,
		})
		for _, m := range s.Members {
			if t, ok := byUnit[[2]string{i.ID, m.ID}]; ok {
				s.Targets = append(s.Targets, SnapTarget{i.Code, m.ID, t.Value.String(), plain(t.Baseline)})
			}
		}
	}
	return nil
}

func plain(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}
