package web

import (
	"fmt"
	"testing"

	"giaouoc/internal/cluster"
)

// The front page tells of a few clusters, those of the whole country first, and names
// all others; none is left out.
func TestTheFrontPageTellsOfAFewClusters(t *testing.T) {
	var all []cluster.Cluster
	for i := range 40 {
		c := cluster.Cluster{ID: fmt.Sprint(i), Level: cluster.LevelProvince}
		if i%13 == 5 {
			c.Level = cluster.LevelCentral
		}
		all = append(all, c)
	}
	if shown, others := onFront(all[:mostOnFront]); len(shown) != mostOnFront || len(others) != 0 {
		t.Errorf("of few %d are shown and %d named", len(shown), len(others))
	}
	shown, others := onFront(all)
	if len(shown) != mostOnFront || len(shown)+len(others) != len(all) {
		t.Fatalf("%d are shown and %d named, of %d", len(shown), len(others), len(all))
	}
	for i, want := range []string{"5", "18", "31", "0", "1"} {
		if shown[i].ID != want {
			t.Errorf("place %d has %s, want %s", i, shown[i].ID, want)
		}
	}
	if all[0].ID != "0" {
		t.Error("the list that was given has changed")
	}
}
