package sheet

import (
	"strings"

	"giaouoc/internal/access"
	"giaouoc/internal/cluster"
	"giaouoc/internal/cycle"
	"giaouoc/internal/problem"
)

// A movement has no code of its own: in a file it bears a number within its
// year, by which what joins it and its reviews name it.

var movementSection = section{
	key: "movements", title: "Phong trào, đợt thi đua",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"number", "Số trong tệp", asNumber, true},
		{"parent", "Hưởng ứng phong trào số", asNumber, false},
		{"unit", "Đơn vị", asText, false},
		{"launched_by", "Ai ở trung ương phát động", asText, false},
		{"kind", "Loại", asText, true},
		{"name", "Tên", asText, true},
		{"slogan", "Khẩu hiệu", asText, false},
		{"from", "Từ ngày", asDay, true},
		{"to", "Đến hết ngày", asDay, false},
		{"goals", "Mục tiêu", asLines, false},
		{"launch_number", "Số văn bản phát động", asText, false},
		{"launch_on", "Ngày phát động", asDay, true},
		{"source", "Nguồn", asText, false},
	},
	load: launchMovement,
	same: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		list, err := cycle.Movements(im.tx, y)
		if err == nil {
			im.number(y, r, list[r.number("number")-1].ID)
		}
		return err
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.movements(func(c cluster.Cluster, y cycle.Year, list []cycle.Movement, numbers map[string]int) error {
			for _, m := range list {
				row := map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "number": itoa(numbers[m.ID]), "unit": m.UnitID, "launched_by": m.LaunchedBy, "kind": string(m.Kind),
					"name": m.Name, "slogan": m.Slogan, "from": day(m.FromDay), "to": day(m.ToDay), "goals": strings.Join(m.Goals, "\n"),
					"launch_number": m.LaunchNumber, "launch_on": day(m.LaunchOn), "source": m.Source,
				}
				if m.ParentID != "" {
					row["parent"] = itoa(numbers[m.ParentID])
				}
				rows = append(rows, row)
			}
			return nil
		})
		return rows, err
	},
}

// launchMovement launches, joins, notes or, in a year of history, enters a movement.
func launchMovement(im *importer, r row) error {
	y, err := im.year(r)
	if err != nil {
		return err
	}
	m := cycle.Movement{
		UnitID: r.text("unit"), LaunchedBy: r.text("launched_by"), Kind: cycle.MovementKind(r.text("kind")), Name: r.text("name"), Slogan: r.text("slogan"),
		FromDay: r.day("from"), ToDay: r.day("to"), Goals: r.lines("goals"),
		LaunchNumber: r.text("launch_number"), LaunchOn: r.day("launch_on"), Source: r.text("source"),
	}
	if _, taken := im.movements[y.ID][r.number("number")]; taken {
		return problem.Field("number", "Số %s đã dùng cho một phong trào khác của năm %d trong tệp.", r.text("number"), y.Year)
	}
	if r.text("parent") != "" {
		if m.ParentID, err = im.movement(y, r, "parent"); err != nil {
			return err
		}
	}
	switch {
	case y.State == cycle.History:
		m, err = cycle.EnterMovement(im.tx, y, m)
	case m.OfCentre():
		m, err = cycle.NoteMovement(im.tx, y, m)
	case m.ParentID != "" && m.UnitID != "":
		m, err = cycle.JoinMovement(im.tx, y, m)
	default:
		m, err = cycle.LaunchMovement(im.tx, y, m)
	}
	if err != nil {
		return renamed(err, map[string]string{"from_day": "from", "to_day": "to"})
	}
	im.number(y, r, m.ID)
	return nil
}

// number remembers which movement a number of the file stands for.
func (im *importer) number(y cycle.Year, r row, id string) {
	if im.movements[y.ID] == nil {
		im.movements[y.ID] = map[int]string{}
	}
	im.movements[y.ID][r.number("number")] = id
}

// movement finds the movement that a number of the file stands for.
func (im *importer) movement(y cycle.Year, r row, key string) (string, error) {
	id, ok := im.movements[y.ID][r.number(key)]
	if !ok {
		return "", problem.Field(key, "Không có phong trào số %s của năm %d ở phía trên trong tệp.", r.text(key), y.Year)
	}
	return id, nil
}

// movements calls fn for the movements of every year, with the numbers they bear
// in the file.
func (ex *exporter) movements(fn func(cluster.Cluster, cycle.Year, []cycle.Movement, map[string]int) error) error {
	return ex.each(func(c cluster.Cluster, y cycle.Year) error {
		list, err := cycle.Movements(ex.tx, y)
		if err != nil {
			return err
		}
		numbers := map[string]int{}
		for n, m := range list {
			numbers[m.ID] = n + 1
		}
		return fn(c, y, list, numbers)
	})
}

var reviewSection = section{
	key: "movement_reviews", title: "Sơ kết, tổng kết phong trào",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"movement", "Phong trào số", asNumber, true},
		{"stage", "Sơ kết hay tổng kết", asText, true},
		{"on", "Ngày", asDay, true},
		{"results", "Kết quả", asText, true},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		id, err := im.movement(y, r, "movement")
		if err != nil {
			return err
		}
		_, err = cycle.ReviewMovement(im.tx, y, cycle.Review{MovementID: id, Stage: cycle.Stage(r.text("stage")), OnDay: r.day("on"), Results: r.text("results")})
		return renamed(err, map[string]string{"on_day": "on"})
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.movements(func(c cluster.Cluster, y cycle.Year, list []cycle.Movement, numbers map[string]int) error {
			reviews, err := cycle.Reviews(ex.tx, y)
			for _, m := range list {
				for _, v := range reviews {
					if v.MovementID == m.ID {
						rows = append(rows, map[string]string{
							"cluster": c.Slug, "year": itoa(y.Year), "movement": itoa(numbers[m.ID]), "stage": string(v.Stage),
							"on": day(v.OnDay), "results": v.Results,
						})
					}
				}
			}
			return err
		})
		return rows, err
	},
}

var planSection = section{
	key: "plans", title: "Kế hoạch, chương trình",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"unit", "Đơn vị", asText, true},
		{"kind", "Loại", asText, true},
		{"doc_number", "Số, ký hiệu", asText, true},
		{"title", "Trích yếu", asText, true},
		{"issued_on", "Ngày ban hành", asDay, true},
		{"source", "Nguồn", asText, false},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		p := cycle.Plan{
			UnitID: r.text("unit"), Kind: cycle.PlanKind(r.text("kind")), DocNumber: r.text("doc_number"), Title: r.text("title"),
			IssuedOn: r.day("issued_on"), Source: r.text("source"),
		}
		if y.State == cycle.History {
			_, err = cycle.EnterPlan(im.tx, y, p)
		} else {
			_, err = cycle.FilePlan(im.tx, y, p)
		}
		return err
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.each(func(c cluster.Cluster, y cycle.Year) error {
			register, err := cycle.Plans(ex.tx, y)
			for _, m := range register.Members {
				for _, p := range m.Plans {
					rows = append(rows, map[string]string{
						"cluster": c.Slug, "year": itoa(y.Year), "unit": p.UnitID, "kind": string(p.Kind), "doc_number": p.DocNumber,
						"title": p.Title, "issued_on": day(p.IssuedOn), "source": p.Source,
					})
				}
			}
			return err
		})
		return rows, err
	},
}

var directiveSection = section{
	key: "directives", title: "Chỉ đạo",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"number", "Chỉ đạo số", asNumber, true},
		{"body", "Nội dung", asText, true},
		{"given_on", "Ngày", asDay, true},
		{"given_by", "Người chỉ đạo", asText, true},
		{"source", "Nguồn", asText, true},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		d, err := cycle.GiveDirective(im.tx, y, cycle.Directive{
			Number: r.number("number"), Body: r.text("body"), GivenOn: r.day("given_on"), GivenBy: r.text("given_by"), Source: r.text("source"),
		})
		if err == nil && d.Number != r.number("number") {
			return problem.Field("number", "Chỉ đạo này đã có, mang số %d.", d.Number)
		}
		return err
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.boards(func(c cluster.Cluster, y cycle.Year, board []cycle.BoardRow) {
			for _, d := range board {
				rows = append(rows, map[string]string{
					"cluster": c.Slug, "year": itoa(y.Year), "number": itoa(d.Number), "body": d.Body,
					"given_on": day(d.GivenOn), "given_by": d.GivenBy, "source": d.Source,
				})
			}
		})
		return rows, err
	},
}

// boards calls fn for the directives of every year that is not history; those of
// history are published_directives.
func (ex *exporter) boards(fn func(cluster.Cluster, cycle.Year, []cycle.BoardRow)) error {
	return ex.running(access.YearRead, func(c cluster.Cluster, y cycle.Year) error {
		board, err := cycle.Board(ex.tx, y)
		if err == nil {
			fn(c, y, board)
		}
		return err
	})
}

var taskSection = section{
	key: "tasks", title: "Việc được giao",
	columns: []column{
		{"cluster", "Cụm, khối", asText, true},
		{"year", "Năm", asNumber, true},
		{"directive", "Chỉ đạo số", asNumber, true},
		{"unit", "Đơn vị chủ trì", asText, true},
		{"what", "Việc phải làm", asText, true},
		{"due", "Hạn", asDay, true},
	},
	load: func(im *importer, r row) error {
		y, err := im.year(r)
		if err != nil {
			return err
		}
		board, err := cycle.Board(im.tx, y)
		if err != nil {
			return err
		}
		for _, d := range board {
			if d.Number == r.number("directive") {
				_, err := cycle.EnterTask(im.tx, y, cycle.Assignment{DirectiveID: d.ID, What: r.text("what"), DueOn: r.day("due"), Units: []string{r.text("unit")}})
				return renamed(err, map[string]string{"due_on": "due", "units": "unit"})
			}
		}
		return problem.Field("directive", "Năm %d không có chỉ đạo số %s.", y.Year, r.text("directive"))
	},
	dump: func(ex *exporter) (rows []map[string]string, err error) {
		err = ex.boards(func(c cluster.Cluster, y cycle.Year, board []cycle.BoardRow) {
			for _, d := range board {
				for _, t := range d.Tasks {
					if t.State == cycle.TaskCancelled {
						continue
					}
					rows = append(rows, map[string]string{
						"cluster": c.Slug, "year": itoa(y.Year), "directive": itoa(d.Number), "unit": t.UnitID, "what": t.What, "due": day(t.DueOn),
					})
				}
			}
		})
		return rows, err
	},
}
