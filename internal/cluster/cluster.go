package cluster

import (
	"giaouoc/internal/access"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Cluster is one cụm or khối.
type Cluster struct {
	ID          string
	Slug        string
	Name        string
	Kind        Kind
	Level       Level
	OrganisedBy string // the council that organises it
	Source      string
	CreatedAt   db.Time
}

// Kind tells a cluster from a bloc.
type Kind string

// Kinds of cluster.
const (
	KindCluster Kind = "cluster" // cụm thi đua
	KindBloc    Kind = "bloc"    // khối thi đua
)

// Word is the kind in Vietnamese: cụm or khối.
func (k Kind) Word() string {
	if k == KindBloc {
		return "khối"
	}
	return "cụm"
}

// Level is the level whose council organises the cluster.
type Level string

// Levels of a cluster.
const (
	LevelCentral  Level = "central"
	LevelProvince Level = "province"
	LevelCommune  Level = "commune"
	LevelBody     Level = "body" // within one agency or enterprise
)

// Levels are all levels, from the highest.
var Levels = []Level{LevelCentral, LevelProvince, LevelCommune, LevelBody}

// LevelNames are the levels in Vietnamese.
var LevelNames = map[Level]string{
	LevelCentral: "Trung ương", LevelProvince: "tỉnh, thành phố", LevelCommune: "xã, phường, đặc khu", LevelBody: "cơ quan, doanh nghiệp",
}

// Member is the membership of a unit between two days.
type Member struct {
	ID        string
	ClusterID string
	UnitID    string
	FromDay   vn.Date // zero: from before what is known
	ToDay     vn.Date // the first day it is no longer a member; zero is open
	Source    string
}

// Post is what a leading unit is.
type Post string

// The two posts.
const (
	PostLead   Post = "lead"
	PostDeputy Post = "deputy"
)

// Word is the post in Vietnamese for a kind of cluster: "cụm trưởng".
func (p Post) Word(k Kind) string {
	if p == PostLead {
		return k.Word() + " trưởng"
	}
	return k.Word() + " phó"
}

// Lead is a unit that holds a post for an emulation year, between two days.
type Lead struct {
	ID        string
	ClusterID string
	Year      int
	UnitID    string
	Post      Post `db:"role"`
	FromDay   vn.Date
	ToDay     vn.Date
	Source    string
}

// Scope is the access scope of a cluster.
func Scope(clusterID string) access.Scope { return access.Scope{Cluster: clusterID} }
