package record

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// leaf (lá) is the public part of one act.
type leaf struct {
	text   string
	fields map[string]string
	at     time.Time
}

// keysOf are the keys of a leaf by its version, in their order. The unit is left
// out when nobody acted on behalf of one.
var keysOf = map[string][]string{
	"1": {"v", "id", "at", "act", "kind", "object", "unit", "role", "digest"},
	"2": {"v", "id", "at", "act", "kind", "object", "unit", "role", "who", "what"},
}

// parseLeaf reads a leaf and refuses any spelling but the exact one: compact
// JSON with the known keys in their order, once each.
func parseLeaf(raw []byte) (leaf, error) {
	if !utf8.Valid(raw) || !json.Valid(raw) {
		return leaf{}, errors.New("không phải JSON trong UTF-8")
	}
	l := leaf{text: string(raw), fields: make(map[string]string, 10)}
	version, rest, ok := strings.Cut(strings.TrimPrefix(l.text, `{"v":`), ",")
	keys := keysOf[version]
	if !ok || keys == nil || !strings.HasPrefix(l.text, `{"v":`) {
		return leaf{}, errors.New("không phải lá dạng 1 hay 2")
	}
	l.fields["v"] = version
	for i, key := range keys[1:] {
		after, has := strings.CutPrefix(rest, `"`+key+`":"`)
		if !has {
			if key == "unit" {
				continue
			}
			return leaf{}, fmt.Errorf("thiếu hoặc sai chỗ «%s»", key)
		}
		end := closing(after)
		value := after[:end]
		if strings.Contains(value, `\`) {
			if err := json.Unmarshal([]byte(`"`+value+`"`), &value); err != nil {
				return leaf{}, fmt.Errorf("«%s» không đọc được", key)
			}
		}
		l.fields[key] = value
		want := `",`
		if i == len(keys)-2 {
			want = `"}`
		}
		if rest, has = strings.CutPrefix(after[end:], want); !has {
			return leaf{}, fmt.Errorf("có thứ lạ sau «%s»", key)
		}
	}
	if rest != "" {
		return leaf{}, errors.New("có thứ lạ ở cuối")
	}
	return l, l.check()
}

// closing is the place of the quote that ends a string of valid JSON.
func closing(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(s)
}

func (l *leaf) check() error {
	for _, key := range []string{"id", "act", "kind"} {
		if l.fields[key] == "" {
			return fmt.Errorf("«%s» trống", key)
		}
	}
	var err error
	if l.at, err = time.Parse(time.RFC3339Nano, l.fields["at"]); err != nil || !strings.HasSuffix(l.fields["at"], "Z") {
		return errors.New("«at» không phải thời điểm RFC 3339 theo giờ UTC")
	}
	for _, key := range []string{"digest", "who", "what"} {
		value, has := l.fields[key]
		if has && !isDigest(value) {
			return fmt.Errorf("«%s» không phải SHA-256 viết bằng chữ số mười sáu", key)
		}
	}
	return nil
}

func isDigest(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == hashSize && hex.EncodeToString(raw) == s
}

// splitBundle splits an entry bundle into its entries: each a length of two
// bytes, big end first, and that many bytes. It reads the given number of
// entries and returns where each ends.
func splitBundle(content []byte, width int) (list [][]byte, ends []int, err error) {
	at := 0
	for i := range width {
		if len(content)-at < 2 {
			return nil, nil, fmt.Errorf("chỉ có %d lá, phải có %d", i, width)
		}
		n := int(content[at])<<8 | int(content[at+1])
		at += 2
		if len(content)-at < n {
			return nil, nil, fmt.Errorf("bị cụt ở lá thứ %d", i+1)
		}
		list = append(list, content[at:at+n])
		at += n
		ends = append(ends, at)
	}
	return list, ends, nil
}

// startsWith reports whether a file is the first part of another, up to an end.
func startsWith(whole, part []byte, end int) bool {
	return end <= len(whole) && bytes.Equal(whole[:end], part)
}
