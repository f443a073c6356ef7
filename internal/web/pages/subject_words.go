package pages

import (
	"strings"

	"giaouoc/internal/award"
)

// DisciplineName is a measure of discipline, or that something is pending, to a
// reader.
func DisciplineName(form string) string {
	if form == award.Pending {
		return "đang xem xét"
	}
	return strings.ReplaceAll(form, "_", " ")
}
