package web

import (
	"bytes"
	"net/http"

	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/web/pages"
)

// rankingFile sends the whole input of a ranking as a score bundle (yaml, xlsx), or
// what giaouoc score answers to it (json).
func (s *Server) rankingFile(ending string) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		var look rankingLook
		err := s.view(r, func(tx *db.Tx) (err error) {
			look, err = s.lookAtAll(tx, r)
			return err
		})
		if err != nil {
			return err
		}
		b, name, err := look.chosen(text(r, "nhom"))
		if err != nil {
			return err
		}
		if ending == "json" {
			var answer bytes.Buffer
			if err := b.certified().WriteJSON(&answer); err != nil {
				return err
			}
			return sendFile(w, name+".json", answer.Bytes())
		}
		content, err := b.written[ending]()
		if err != nil {
			return err
		}
		return sendFile(w, name+"."+ending, content)
	}
}

// chosen is the board of a group by its number, and the name of its file. Without
// groups there is one, and no number.
func (look rankingLook) chosen(number string) (*board, string, error) {
	name := "bang-diem-" + look.Cluster.Slug + "-" + itoa(look.Year.Year)
	if len(look.Boards) == 1 && number == "" {
		return look.Boards[0], name, nil
	}
	for i, b := range look.Boards {
		if itoa(i+1) == number {
			return b, name + "-nhom-" + number, nil
		}
	}
	if number == "" && len(look.Boards) > 0 {
		return nil, "", problem.New(problem.NotFound, "Năm này xếp hạng theo nhóm, mỗi nhóm một tệp; chọn tệp ở trang chứng nhận công bằng.")
	}
	return nil, "", problem.New(problem.NotFound, "Không có nhóm xếp hạng này.")
}

// files lists the files of every board.
func (look rankingLook) files() []pages.RankingFile {
	var list []pages.RankingFile
	for i, b := range look.Boards {
		f := pages.RankingFile{Group: b.Group}
		query := ""
		if len(look.Boards) > 1 {
			query = "?nhom=" + itoa(i+1)
		}
		f.YAML, f.Xlsx, f.JSON = look.Base+"/goi.yaml"+query, look.Base+"/goi.xlsx"+query, look.Base+"/goi.json"+query
		list = append(list, f)
	}
	return list
}
