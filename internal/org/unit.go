package org

import (
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Kind is what a unit is (loại đơn vị).
type Kind string

// Kinds of unit.
const (
	Province    Kind = "province"     // tỉnh
	CentralCity Kind = "central_city" // thành phố trực thuộc trung ương
	Commune     Kind = "commune"      // xã
	Ward        Kind = "ward"         // phường
	SpecialZone Kind = "special_zone" // đặc khu
	District    Kind = "district"     // cấp huyện, đến hết ngày 30/6/2025
	Department  Kind = "department"   // sở, ban, ngành
	Enterprise  Kind = "enterprise"   // doanh nghiệp
	Ministry    Kind = "ministry"     // bộ, ngành trung ương
	Council     Kind = "council"      // hội đồng thi đua - khen thưởng
	Other       Kind = "other"        // cơ quan, đơn vị khác
)

// Kinds are the kinds in the order in which a form offers them.
var Kinds = []Kind{Province, CentralCity, Commune, Ward, SpecialZone, District, Department, Enterprise, Ministry, Council, Other}

// KindNames are the kinds in Vietnamese.
var KindNames = map[Kind]string{
	Province: "tỉnh", CentralCity: "thành phố trực thuộc trung ương", Commune: "xã", Ward: "phường",
	SpecialZone: "đặc khu", District: "cấp huyện", Department: "sở, ban, ngành", Enterprise: "doanh nghiệp", Ministry: "bộ, ngành trung ương",
	Council: "hội đồng thi đua - khen thưởng", Other: "cơ quan, đơn vị khác",
}

// Centre, as the parent that a change asks for, is the place directly under the
// centre (trực thuộc Trung ương); an empty parent there means as it was. A Unit
// under the centre has an empty ParentID.
const Centre = "trung-uong"

// Unit is a unit as it is on one day.
type Unit struct {
	VersionID string `db:"id" json:"-"`
	ID        string `db:"unit_id" json:"id"`
	FromDay   vn.Date
	ToDay     vn.Date // the first day it is no longer so; zero is open
	Code      string
	Name      string
	FullName  string
	Kind      Kind
	ParentID  string
	Source    string
}

// Edition names a version as it stands. A form carries the edition that its
// writer saw, so that a change made in the meantime is noticed.
func (u Unit) Edition() string { return u.VersionID + "/" + u.ToDay.String() + "/" + u.ParentID }

// InForce reports whether the version is in force on a day.
func (u Unit) InForce(day vn.Date) bool {
	return (u.FromDay.IsZero() || !u.FromDay.After(day)) && (u.ToDay.IsZero() || u.ToDay.After(day))
}

// ChangeKind is what happened to units on a day.
type ChangeKind string

// Kinds of change.
const (
	Created ChangeKind = "create"
	Revised ChangeKind = "revise"
	Merged  ChangeKind = "merge"
	Split   ChangeKind = "split"
)

// Change is one act on the register with the units before and after it, by id.
type Change struct {
	ID        string
	Kind      ChangeKind
	OnDay     vn.Date
	Source    string
	CreatedAt db.Time
	Before    []string `db:"-"`
	After     []string `db:"-"`
}
