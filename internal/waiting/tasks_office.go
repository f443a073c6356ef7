package waiting

import (
	"strconv"

	"giaouoc/internal/article"
	"giaouoc/internal/comment"
	"giaouoc/internal/db"
	"giaouoc/internal/delivery"
	"giaouoc/internal/incoming"
	"giaouoc/internal/inspection"
	"giaouoc/internal/petition"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// officePage is where the work of an office stands.
const officePage = "/co-quan/"

// petitionTasks are the petitions that wait for the person; what they say stands in no
// notice.
func petitionTasks(tx *db.Tx, cal *vn.Calendar) ([]Task, error) {
	l, err := rules.Carried()
	if err != nil {
		return nil, err
	}
	waits, err := petition.Waits(tx, l, cal)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for i := range waits {
		w := &waits[i]
		verb := "Xử lý: "
		if w.HandlerID != tx.Actor.ID {
			verb = "Quá hạn, " + w.Handler + " đang xử lý: "
		}
		tasks = append(tasks, Task{
			Title: verb + w.Name() + " (" + w.State.Name() + ")", News: verb + w.Name(), Page: officePage + w.UnitID + "/don-thu/" + w.ID, Object: string(w.State), Due: w.Due.On,
		})
	}
	return tasks, nil
}

// articleTasks are the texts of the portal that wait for a second person.
func articleTasks(tx *db.Tx, _ *vn.Calendar) ([]Task, error) {
	list, err := article.ToReview(tx)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for _, a := range list {
		tasks = append(tasks, Task{Title: "Duyệt " + a.Kind.Name() + ": " + a.Title, News: "Có " + a.Kind.Name() + " chờ duyệt", Page: "/bien-tap/" + a.ID, Object: strconv.FormatInt(a.Version, 10)})
	}
	return tasks, nil
}

// inspectionTasks are the findings of inspections that the person's unit has to mend,
// and those that wait for the office's word.
func inspectionTasks(tx *db.Tx, _ *vn.Calendar) ([]Task, error) {
	waits, err := inspection.Waits(tx)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for _, w := range waits {
		t := Task{Title: "Khắc phục kết luận kiểm tra: " + w.Body, News: "Kết luận kiểm tra cần khắc phục", Page: officePage + w.OfficeID + "/kiem-tra/" + w.ItemID, Object: w.ID, Due: w.DueOn}
		if w.Confirm {
			t.Title, t.News, t.Due = "Xem báo cáo khắc phục: "+w.Body, "Có báo cáo khắc phục chờ xác nhận", vn.Date{}
		}
		tasks = append(tasks, t)
	}
	return tasks, nil
}

// deliveryTasks are the items whose coming the person's unit has to confirm.
func deliveryTasks(tx *db.Tx, _ *vn.Calendar) ([]Task, error) {
	waits, err := delivery.Waits(tx)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for i := range waits {
		n := &waits[i]
		tasks = append(tasks, Task{Title: "Xác nhận đã nhận hiện vật: " + n.Name(), Page: officePage + n.UnitID + "/hien-vat/bien-ban/" + n.ID, Object: n.ID})
	}
	return tasks, nil
}

// incomingTasks are the incoming documents that were given to the person.
func incomingTasks(tx *db.Tx, _ *vn.Calendar) ([]Task, error) {
	waits, err := incoming.Waits(tx)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	for i := range waits {
		d := &waits[i]
		tasks = append(tasks, Task{
			Title: "Xử lý văn bản đến số " + strconv.FormatInt(d.Number, 10) + ": " + d.Abstract, News: "Văn bản đến cần xử lý: " + d.Line(),
			Why: d.Line(), Page: incoming.Page + "/" + d.UnitID + "/" + d.ID, Object: "incoming", Due: d.DueOn,
		})
	}
	return tasks, nil
}

// commentTasks are the readers' comments that wait for the moderators, told once while
// some wait.
func commentTasks(tx *db.Tx, _ *vn.Calendar) ([]Task, error) {
	open, reported, err := comment.Waits(tx)
	if err != nil {
		return nil, err
	}
	var tasks []Task
	if open > 0 {
		tasks = append(tasks, Task{Title: strconv.Itoa(open) + " ý kiến bạn đọc chờ duyệt", News: "Có ý kiến bạn đọc chờ duyệt", Page: comment.QueuePage, Object: "comment"})
	}
	if reported > 0 {
		tasks = append(tasks, Task{Title: "Xem lại " + strconv.Itoa(reported) + " ý kiến bạn đọc bị báo", News: "Có ý kiến bạn đọc bị báo", Page: comment.QueuePage + "?loc=" + string(comment.Reported), Object: "comment-report"})
	}
	return tasks, nil
}
