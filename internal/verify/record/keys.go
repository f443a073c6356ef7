package record

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// chain is the keys of a log, oldest first (chuỗi khóa): each but the first was
// handed the log by the one before it.
type chain struct {
	keys []string
	// until is, for each key but the last, the size of the tree when it handed
	// the log over: it has no right to sign a larger one.
	until []int64
}

func (c chain) current() string { return c.keys[len(c.keys)-1] }

// from is the part of the chain that begins with a key of it.
func (c chain) from(vkey string) chain {
	i := slices.Index(c.keys, vkey)
	return chain{c.keys[i:], c.until[min(i, len(c.until)):]}
}

// continues reports whether a chain is another one, or goes on from it.
func (c chain) continues(other chain) bool {
	n := len(other.keys)
	return n <= len(c.keys) && slices.Equal(other.keys, c.keys[:n]) && slices.Equal(other.until, c.until[:len(other.until)])
}

// maySign reports whether a key had the right to sign a tree of this size.
func (c chain) maySign(vkey string, size int64) bool {
	i := slices.Index(c.keys, vkey)
	return i >= 0 && (i == len(c.until) || size <= c.until[i])
}

const (
	keysHeader     = "giaouoc/khoa@v1"
	handoverHeader = "giaouoc/khoa-ban-giao@v1"
)

// parseChain reads the file khoa and verifies every hand-over in it.
func parseChain(content []byte) (chain, error) {
	text, ended := strings.CutSuffix(string(content), "\n")
	blocks := strings.Split(text, "\n---\n")
	if !ended || blocks[0] != keysHeader || len(blocks) < 2 {
		return chain{}, wrong("tệp khoa không đúng dạng %s", keysHeader)
	}
	var c chain
	var last handover
	for i, block := range blocks[1:] {
		vkey, signed, handed := strings.Cut(block, "\n")
		if _, err := logVerifier(vkey); err != nil {
			return chain{}, wrong("tệp khoa, khóa thứ %d: %v", i+1, err)
		}
		if i > 0 && nameOf(vkey) != nameOf(c.keys[0]) {
			return chain{}, wrong("tệp khoa, khóa thứ %d: mang tên khác khóa đầu", i+1)
		}
		if slices.Contains(c.keys, vkey) || handed != (i > 0) {
			return chain{}, wrong("tệp khoa, khóa thứ %d: chỉ khóa đầu không có bàn giao, và không khóa nào được trở lại", i+1)
		}
		if handed {
			h, err := parseHandover(signed+"\n", c.current(), vkey)
			if err == nil && (h.size < last.size || h.at.Before(last.at)) {
				err = errors.New("bàn giao sau lại ghi cây nhỏ hơn hoặc thời điểm sớm hơn bàn giao trước")
			}
			if err != nil {
				return chain{}, wrong("tệp khoa, bàn giao sang khóa thứ %d: %v", i+1, err)
			}
			c.until = append(c.until, h.size)
			last = h
		}
		c.keys = append(c.keys, vkey)
	}
	return c, nil
}

// nameOf is the name of a key that has been read before.
func nameOf(vkey string) string {
	name, _, _ := strings.Cut(vkey, "+")
	return name
}

// handover is the statement with which one key hands a log to the next.
type handover struct {
	size int64
	at   time.Time
}

// parseHandover verifies a hand-over under both keys and reads it.
func parseHandover(signed, from, to string) (handover, error) {
	var verifiers []note.Verifier
	for _, vkey := range []string{from, to} {
		v, err := logVerifier(vkey)
		if err != nil {
			return handover{}, err
		}
		verifiers = append(verifiers, v)
	}
	n, err := openNote([]byte(signed), verifiers)
	if err != nil {
		return handover{}, err
	}
	if len(n.Sigs) != 2 || len(n.UnverifiedSigs) != 0 || strings.Count(signed, "\n— ") != 2 {
		return handover{}, errors.New("phải có đúng hai chữ ký, của khóa cũ và của khóa mới")
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 6 || lines[0] != handoverHeader || lines[1] != from || lines[2] != to || lines[5] != "" {
		return handover{}, errors.New("nội dung không phải bàn giao giữa hai khóa này")
	}
	var h handover
	h.size, err = strconv.ParseInt(lines[3], 10, 64)
	if err != nil || h.size < 0 || strconv.FormatInt(h.size, 10) != lines[3] {
		return handover{}, fmt.Errorf("cỡ cây «%s» không phải một số", printable(lines[3]))
	}
	h.at, err = time.Parse(time.RFC3339Nano, lines[4])
	if err != nil || !strings.HasSuffix(lines[4], "Z") {
		return handover{}, fmt.Errorf("thời điểm «%s» không theo RFC 3339, giờ UTC", printable(lines[4]))
	}
	return h, nil
}
