package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
)

// Several officers who ask for a number at once, each from a browser of their own, get
// numbers that follow each other: none twice, none lost.
func TestNumbersTakenAtOnceFollowEachOther(t *testing.T) {
	s := newSite(t, nil).start()
	const officers, each = 4, 3
	var group sync.WaitGroup
	for o := range officers {
		who := s.as("ha-noi-chuyen-vien")
		group.Go(func() {
			for n := range each {
				request := fmt.Sprintf("%d-%d", o, n)
				form := url.Values{"kind": {"plan"}, "sign": {"KH-UBND"}, "abstract": {"Việc " + request}, "on": {"2/3/2026"}, "request": {request}}
				for range 2 { // a double click takes no second one
					if res, page := who.form("/van-ban-di/u-ha-noi/cap-so", form.Encode()); res.StatusCode != http.StatusSeeOther {
						t.Errorf("%s: %d %s", request, res.StatusCode, words(page))
						return
					}
				}
			}
		})
	}
	group.Wait()
	_, page := s.as("ha-noi-chuyen-vien").get("/van-ban-di/u-ha-noi?nam=2026")
	var got []int
	for _, m := range regexp.MustCompile(`\b(\d{2})/KH-UBND\b`).FindAllStringSubmatch(words(page), -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, n)
	}
	slices.Sort(got)
	got = slices.Compact(got)
	if len(got) != officers*each || got[0] != 1 || got[len(got)-1] != officers*each {
		t.Errorf("the register has %v, want 1 to %d", got, officers*each)
	}
}
