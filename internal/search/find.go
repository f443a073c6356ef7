package search

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

// Query is what somebody looks for.
type Query struct {
	Text string
	Kind Kind // empty for all
	Page int  // from 1
}

// Found is a page of what was found.
type Found struct {
	Words   []string // that were looked for, folded
	Entries []Entry
	Total   int  // how many were found, up to MostFound
	More    bool // there are more than MostFound
	Walked  bool // only the newest entries were looked at: the words are too common to look at all
	Cut     bool // the query was longer than what is looked at
	Page    int
	Pages   int
}

// Bounds on an answer.
const (
	MostFound = 1000 // entries that can be paged through
	PageSize  = 20
	walkAll   = 6000 // places of the rarest list that others are asked for, of words beside each other
	walkApart = 3000 // and of words apart
	leastWalk = 120  // of each word that a beginning stands for
	mostWide  = 60   // words that a beginning stands for
)

// Find looks for entries with all words of a text, the last of which may be a
// beginning of two letters or more.
//
// Public: every entry was published.
func Find(tx *db.Tx, q Query) (Found, error) {
	f := Found{Page: max(q.Page, 1)}
	f.Words, f.Cut = asked(q.Text)
	if len(f.Words) == 0 {
		return f, nil
	}
	places, err := f.places(tx, q.Kind)
	if err != nil {
		return f, fmt.Errorf("search: %w", err)
	}
	if f.More = f.More || len(places) > MostFound; len(places) > MostFound {
		places = places[:MostFound]
	}
	f.Total = len(places)
	f.Pages = (f.Total + PageSize - 1) / PageSize
	from := min((min(f.Page, 1_000_000)-1)*PageSize, f.Total)
	shown := places[from:min(from+PageSize, f.Total)]
	rows, err := rowsAt(tx, shown)
	if err != nil {
		return f, fmt.Errorf("read what was found: %w", err)
	}
	for _, p := range shown {
		if r, there := rows[p]; there {
			f.Entries = append(f.Entries, r.entry())
		}
	}
	return f, nil
}

// asked are the words of a query, once each.
func asked(text string) (list []string, cut bool) {
	if r := []rune(text); len(r) > mostAsked {
		text, cut = string(r[:mostAsked]), true
	}
	for _, w := range words(vn.Line(text)) {
		if len(list) == mostWords {
			return list, true
		}
		if !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list, cut
}

// places are those of the entries found: first those in whose title the words stand
// beside each other, then the others, each the newest first.
func (f *Found) places(tx *db.Tx, only Kind) ([]int64, error) {
	list, filter := Kind(""), only
	if only.own() {
		list, filter = only, ""
	}
	last := f.Words[len(f.Words)-1]
	wide := []string{last}
	if len([]rune(last)) > 1 {
		more, err := beginning(tx, last, mostWide+1)
		if err != nil {
			return nil, err
		}
		f.Walked = f.Walked || len(more) > mostWide
		for _, w := range more[:min(len(more), mostWide)] {
			if w != last {
				wide = append(wide, w)
			}
		}
	}
	rest := f.Words[:len(f.Words)-1]
	var beside, all [][]token // for each word that the last may be, the tokens that have to stand together
	for _, w := range wide {
		said := append(slices.Clone(rest), w)
		var singles, pairs []token
		for i, s := range said {
			singles = append(singles, single(list, s))
			if i > 0 {
				pairs = append(pairs, pair(list, said[i-1], s))
			}
		}
		all, beside = append(all, singles), append(beside, pairs)
	}
	if len(rest) == 0 {
		return f.union(tx, all, filter, walkAll)
	}
	first, err := f.union(tx, beside, filter, walkAll)
	if err != nil || len(first) > MostFound {
		return first, err
	}
	walk := walkApart
	switch { // the likely ones stand on the first pages
	case len(first) >= 3*PageSize:
		walk /= 6
	case len(first) > 0:
		walk /= 2
	}
	others, err := f.union(tx, all, filter, walk)
	if err != nil {
		return nil, err
	}
	seen := make(map[int64]bool, len(first))
	for _, p := range first {
		seen[p] = true
	}
	return append(first, slices.DeleteFunc(others, func(p int64) bool { return seen[p] })...), nil
}

// union are the places at which all tokens of one of the groups stand, the newest
// first. Of each group no more are taken than the answer needs when there are many.
func (f *Found) union(tx *db.Tx, groups [][]token, filter Kind, walk int) ([]int64, error) {
	counts := map[token]int{}
	walk, n := max(walk/len(groups), leastWalk), MostFound+1
	if len(groups) > 8 {
		n = max(4000/len(groups), 5*PageSize)
	}
	var all []int64
	least := int64(-1) // what is older than this may be missing
	for _, g := range groups {
		far := walk
		switch {
		case len(g) > 1:
			if err := rarestFirst(tx, g, counts); err != nil {
				return nil, err
			}
			if counts[g[0]] == 0 {
				continue
			}
		case filter == "":
			far = n
		}
		places, err := placesOf(tx, g, filter, far, n)
		if err != nil {
			return nil, err
		}
		all = append(all, places...)
		if len(places) == n {
			least = max(least, places[n-1])
			continue
		}
		if len(g) == 1 || counts[g[0]] < rareUpTo || f.Walked {
			continue
		}
		whole, err := countPosts(tx, g[0], walk+1)
		if err != nil {
			return nil, err
		}
		f.Walked = whole > walk
	}
	slices.SortFunc(all, func(a, b int64) int { return cmp.Compare(b, a) })
	all = slices.Compact(all)
	if least >= 0 {
		f.More = true
		all = slices.DeleteFunc(all, func(p int64) bool { return p < least })
	}
	return all, nil
}

// rareUpTo is how far lists are counted to find the shortest: among longer ones any
// does.
const rareUpTo = 1000

// rarestFirst puts the token with the shortest list first. All are counted a little
// way, and further only when none is short.
func rarestFirst(tx *db.Tx, g []token, counts map[token]int) error {
	for _, most := range []int{40, rareUpTo} {
		short := false
		for _, t := range g {
			if n, known := counts[t]; !known || n == 40 && most > 40 {
				n, err := countPosts(tx, t, most)
				if err != nil {
					return err
				}
				counts[t] = n
			}
			short = short || counts[t] < min(most, 40)
		}
		if short {
			break
		}
	}
	slices.SortStableFunc(g, func(a, b token) int { return cmp.Compare(counts[a], counts[b]) })
	return nil
}

// Has reports whether something was put.
//
// Public: every entry was published.
func Has(tx *db.Tx, k Kind, objectID string) (bool, error) {
	_, err := rowOf(tx, k, objectID)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}
