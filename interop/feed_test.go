package interop

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// The feeds of the portal are read by a feed reader's parser, alike in both forms; so is
// that of a cluster, which has notices too.
func TestAFeedReaderReadsTheFeeds(t *testing.T) {
	address, _, _ := demo(t)
	var titles [3][]string
	for i, path := range []string{"/tin.rss", "/tin.atom", "/cum/nam-thanh-pho/tin.rss"} {
		feed, err := gofeed.NewParser().Parse(bytes.NewReader(fetch(t, address+path)))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if feed.FeedType != strings.TrimPrefix(filepath.Ext(path), ".") || feed.Language != "vi" || !strings.HasPrefix(feed.Title, "Giao Ước") || feed.UpdatedParsed == nil {
			t.Errorf("%s is %s in %q: %s", path, feed.FeedType, feed.Language, feed.Title)
		}
		for _, item := range feed.Items {
			if item.PublishedParsed == nil || item.Description == "" || item.GUID == "" || !strings.Contains(item.Link, "/bai-viet/") {
				t.Errorf("%s: %+v", path, item)
			}
			titles[i] = append(titles[i], item.Title)
		}
	}
	if len(titles[0]) < 4 || strings.Join(titles[0], "|") != strings.Join(titles[1], "|") {
		t.Errorf("RSS has %q, Atom %q", titles[0], titles[1])
	}
	for _, title := range titles[0] {
		if !slices.Contains(titles[2], title) {
			t.Errorf("the cluster's feed has %q, without %q", titles[2], title)
		}
	}
	if len(titles[2]) <= len(titles[0]) {
		t.Errorf("the cluster's feed has no notice: %q", titles[2])
	}
}
