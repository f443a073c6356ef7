package interop

import (
	"bytes"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// The feeds of the portal are read by a feed reader's parser, alike in both forms.
func TestAFeedReaderReadsTheFeeds(t *testing.T) {
	address, _, _ := demo(t)
	var titles [2][]string
	for i, path := range []string{"/tin.rss", "/tin.atom"} {
		feed, err := gofeed.NewParser().Parse(bytes.NewReader(fetch(t, address+path)))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if feed.FeedType != strings.TrimPrefix(path, "/tin.") || feed.Language != "vi" || !strings.HasPrefix(feed.Title, "Giao Ước") || feed.UpdatedParsed == nil {
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
}
