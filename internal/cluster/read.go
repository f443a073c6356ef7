package cluster

import (
	"errors"
	"fmt"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Find returns a cluster by id.
//
// Public: that a cluster exists, and its members, are public.
func Find(tx *db.Tx, id string) (Cluster, error) {
	return found(findByID(tx, id))
}

// BySlug returns a cluster by its word in addresses.
//
// Public: that a cluster exists, and its members, are public.
func BySlug(tx *db.Tx, slug string) (Cluster, error) {
	return found(findBySlug(tx, slug))
}

func found(c Cluster, err error) (Cluster, error) {
	if errors.Is(err, db.ErrNoRow) {
		return c, problem.New(problem.NotFound, "Không có cụm hoặc khối thi đua này.")
	}
	if err != nil {
		return c, fmt.Errorf("find cluster: %w", err)
	}
	return c, nil
}

// List returns every cluster in the order of founding.
//
// Public: that a cluster exists, and its members, are public.
func List(tx *db.Tx) ([]Cluster, error) {
	list, err := list(tx)
	if err != nil {
		return nil, fmt.Errorf("list clusters: %w", err)
	}
	return list, nil
}

// MembersOn returns the members of a cluster on a day, in the order in which
// they were entered.
//
// Public: that a cluster exists, and its members, are public.
func MembersOn(tx *db.Tx, clusterID string, day vn.Date) ([]Member, error) {
	members, err := membersOn(tx, clusterID, day)
	if err != nil {
		return nil, fmt.Errorf("find members of cluster %s: %w", clusterID, err)
	}
	return members, nil
}

// EveryMemberOn returns the units that are members of each cluster on a day, by the
// cluster's id, in the order in which they were entered.
//
// Public: that a cluster exists, and its members, are public.
func EveryMemberOn(tx *db.Tx, day vn.Date) (map[string][]string, error) {
	members, err := everyMemberOn(tx, day)
	if err != nil {
		return nil, fmt.Errorf("find members of all clusters: %w", err)
	}
	byCluster := map[string][]string{}
	for _, m := range members {
		byCluster[m.ClusterID] = append(byCluster[m.ClusterID], m.UnitID)
	}
	return byCluster, nil
}

// MembersEver returns every membership of a cluster.
//
// Public: that a cluster exists, and its members, are public.
func MembersEver(tx *db.Tx, clusterID string) ([]Member, error) {
	members, err := membersEver(tx, clusterID)
	if err != nil {
		return nil, fmt.Errorf("find members of cluster %s: %w", clusterID, err)
	}
	return members, nil
}

// OfUnit returns the clusters of which a unit is a member on a day.
//
// Public: that a cluster exists, and its members, are public.
func OfUnit(tx *db.Tx, unitID string, day vn.Date) ([]Cluster, error) {
	clusters, err := ofUnit(tx, unitID, day)
	if err != nil {
		return nil, fmt.Errorf("find clusters of unit %s: %w", unitID, err)
	}
	return clusters, nil
}

// LeadsOf returns the holders of posts of an emulation year, in order of days.
//
// Public: that a cluster exists, and its members, are public.
func LeadsOf(tx *db.Tx, clusterID string, year int) ([]Lead, error) {
	leads, err := leadsOf(tx, clusterID, year)
	if err != nil {
		return nil, fmt.Errorf("find leads of %d: %w", year, err)
	}
	return leads, nil
}

// PostsOf returns the posts that a unit holds on a day, in any cluster and year.
//
// Public: that a cluster exists, and its members, are public.
func PostsOf(tx *db.Tx, unitID string, day vn.Date) ([]Lead, error) {
	leads, err := postsOf(tx, unitID, day)
	if err != nil {
		return nil, fmt.Errorf("find posts of unit %s: %w", unitID, err)
	}
	return leads, nil
}

// LeadsEver returns every holder of a post, by year.
//
// Public: that a cluster exists, and its members, are public.
func LeadsEver(tx *db.Tx, clusterID string) ([]Lead, error) {
	leads, err := leadsEver(tx, clusterID)
	if err != nil {
		return nil, fmt.Errorf("find leads of cluster %s: %w", clusterID, err)
	}
	return leads, nil
}
