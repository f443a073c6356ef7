// Package published reads the texts that a checker goes by: canonical JSON in
// its one spelling, and the place in the record where a text was published.
//
// What never happens: a text read that differs from its form by a byte, a proof
// taken for that of another act.
package published

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/vn"
)

// Wrong is what a checker says of a file that does not prove what it claims.
func Wrong(format string, args ...any) error {
	return problem.New(problem.Invalid, "SAI: %s.", fmt.Sprintf(format, args...))
}

// Within says of what a mistake is.
func Within(what string, err error) error {
	list := problem.All(err)
	if len(list) == 0 {
		return err
	}
	return Wrong("%s: %s", what, strings.TrimSuffix(strings.TrimPrefix(list[0].Text, "SAI: "), "."))
}

// Decode reads a whole JSON value that has the known keys alone.
func Decode(content []byte, value any) error {
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(value); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("có thứ lạ ở cuối")
	}
	return nil
}

// Exactly reads a text and refuses any spelling of it but the one of its form.
func Exactly(text string, value any, what string) error {
	if err := Decode([]byte(text), value); err != nil {
		return Wrong("%s không đúng dạng", what)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return err
	}
	if b.String() != text+"\n" || vn.NFC(text) != text {
		return Wrong("%s không viết đúng dạng chuẩn đến từng byte", what)
	}
	return nil
}

var hexDigits = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Bytes32 reads 32 bytes in hexadecimal.
func Bytes32(text string) ([]byte, bool) {
	if !hexDigits.MatchString(text) {
		return nil, false
	}
	raw, err := hex.DecodeString(text)
	return raw, err == nil
}

// Increasing reports whether a list is in order, without equals.
func Increasing[T any](list []T, compare func(a, b T) int) bool {
	for i := 1; i < len(list); i++ {
		if compare(list[i-1], list[i]) >= 0 {
			return false
		}
	}
	return true
}
