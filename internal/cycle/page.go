package cycle

import (
	"strconv"

	"giaouoc/internal/cluster"
)

// Where the work of a year is done, below the signed-in address of the year.
const (
	SetupPage      = "/thoi-han"
	CovenantPage   = "/giao-uoc"
	CommentPage    = CovenantPage + "/gop-y"
	SignPage       = CovenantPage + "/ky"
	MovementPage   = "/phong-trao"
	DirectivePage  = "/chi-dao"
	TaskPage       = DirectivePage + "/viec"
	RegisterPage   = "/dang-ky"
	ReportPage     = "/bao-cao"
	MidReviewPage  = "/so-ket"
	ScoringPage    = "/cham-diem"
	CrossPage      = "/cham-cheo"
	ConferencePage = "/hoi-nghi"
	AwardPage      = "/de-nghi"
	HandoverPage   = "/ban-giao"
)

// WorkPath is the signed-in address of a year.
func (y Year) WorkPath(c cluster.Cluster) string {
	return "/lam-viec/" + c.Slug + "/" + strconv.Itoa(y.Year)
}

// In names the year with its cluster, as a notice says where work is.
func (y Year) In(c cluster.Cluster) string { return c.Name + ", năm " + strconv.Itoa(y.Year) }
