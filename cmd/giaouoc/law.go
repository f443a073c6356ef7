package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"giaouoc/internal/problem"
	"giaouoc/internal/rules"
	"giaouoc/internal/vn"
)

// lawCmd asks the law that stands as data.
type lawCmd struct {
	Check lawCheckCmd `cmd:"" help:"Một hồ sơ có đủ điều kiện đề nghị một danh hiệu, hình thức khen thưởng không, vì sao."`
	Show  lawShowCmd  `cmd:"" help:"In tiêu chuẩn của một danh hiệu, hình thức khen thưởng để đọc."`
	Lint  lawLintCmd  `cmd:"" help:"Kiểm tra dữ liệu luật: mọi từ, mọi căn cứ."`
	Diff  lawDiffCmd  `cmd:"" help:"Hai chế độ khác nhau ở đâu."`
}

// lawCheckCmd answers for one file of facts, or for each line of a batch.
type lawCheckCmd struct {
	File   string `arg:"" optional:"" name:"file" help:"Tệp hồ sơ, YAML hoặc JSON."`
	Award  string `name:"award" help:"Mã danh hiệu, hình thức khen thưởng, ví dụ B-TTG."`
	On     string `name:"on" help:"Ngày nhận hồ sơ, ví dụ 2025-08-01; mặc định hôm nay."`
	Regime string `name:"regime" help:"Mã chế độ, thay cho chế độ theo ngày nhận hồ sơ."`
	JSON   bool   `name:"json" help:"In kết quả dạng JSON."`
	Batch  string `name:"batch" help:"Tệp hồ sơ mỗi dòng một JSON; «-» là đầu vào chuẩn."`
	Awards string `name:"awards" help:"Các mã, cách nhau bằng dấu phẩy; dùng với --batch."`
}

// Run prints the answer; the exit status is 0 whatever it is, and 1 for facts that
// cannot be used.
func (c *lawCheckCmd) Run(k *kong.Kong) error {
	l, err := rules.Carried()
	if err != nil {
		return err
	}
	regime, on, err := c.regime(l)
	if err != nil {
		return err
	}
	if c.Batch != "" {
		return c.batch(l, regime, k.Stdout)
	}
	award, err := enteredOf(l, regime, c.Award)
	if err != nil {
		return err
	}
	if c.File == "" {
		return problem.New(problem.Invalid, "Hãy ghi tên tệp hồ sơ, hoặc --batch.")
	}
	text, err := os.ReadFile(c.File)
	if err != nil {
		return problem.New(problem.NotFound, "Không đọc được tệp %s; hãy kiểm tra đường dẫn và quyền đọc.", c.File)
	}
	facts, err := l.ReadFacts(text)
	if err != nil {
		return err
	}
	answer := l.Check(regime, award, facts)
	answer.On = on.String()
	if c.JSON {
		e := json.NewEncoder(k.Stdout)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(answer)
	}
	return answer.Write(k.Stdout, l)
}

func (c *lawCheckCmd) regime(l *rules.Law) (*rules.Regime, vn.Date, error) {
	on := vn.DateOf(time.Now())
	if c.On != "" {
		var err error
		if on, err = vn.ParseDate(c.On); err != nil {
			return nil, on, err
		}
	}
	if c.Regime != "" {
		return regimeOf(l, c.Regime, on)
	}
	if r := l.On(on); r != nil {
		return r, on, nil
	}
	return nil, on, problem.New(problem.NotFound, "Không có chế độ nào trong dữ liệu cho hồ sơ nhận ngày %s; sớm nhất là ngày %s.", on.Short(), l.Regimes[0].From.Short())
}

func regimeOf(l *rules.Law, id string, on vn.Date) (*rules.Regime, vn.Date, error) {
	var ids []string
	var found *rules.Regime
	for _, r := range l.Regimes {
		if r.ID == id {
			return r, on, nil
		}
		if strings.HasPrefix(r.ID, id) {
			found = r // the latest of its law
		}
		ids = append(ids, r.ID)
	}
	if found != nil {
		return found, on, nil
	}
	return nil, on, problem.New(problem.NotFound, "Không có chế độ «%s»; có: %s.", id, strings.Join(ids, ", "))
}

func awardOf(l *rules.Law, code string) (*rules.Award, error) {
	if code == "" {
		return nil, problem.New(problem.Invalid, "Hãy ghi --award với mã danh hiệu, hình thức khen thưởng, ví dụ --award B-TTG.")
	}
	if a := l.Award(code); a != nil {
		return a, nil
	}
	return nil, problem.New(problem.NotFound, "Không có mã «%s»; xem các mã bằng «giaouoc law show».", code)
}

// enteredOf is the award of a code whose rule the data has.
func enteredOf(l *rules.Law, regime *rules.Regime, code string) (*rules.Award, error) {
	a, err := awardOf(l, code)
	if err == nil && !regime.Entered(a) {
		return nil, problem.New(problem.NotFound, "Tiêu chuẩn của %s trong chế độ %s chưa được nhập vào dữ liệu luật; chưa trả lời được.", code, regime.ID)
	}
	return a, err
}

// longestLine is the most that one line of a batch may have.
const longestLine = 1 << 20

// batch streams one line of answer for each line of facts; a line that cannot be
// used says so in its place.
func (c *lawCheckCmd) batch(l *rules.Law, regime *rules.Regime, out io.Writer) error {
	var awards []*rules.Award
	for code := range strings.SplitSeq(c.Awards, ",") {
		a, err := enteredOf(l, regime, strings.TrimSpace(code))
		if err != nil {
			return err
		}
		awards = append(awards, a)
	}
	in := os.Stdin
	if c.Batch != "-" {
		f, err := os.Open(c.Batch)
		if err != nil {
			return problem.New(problem.NotFound, "Không đọc được tệp %s; hãy kiểm tra đường dẫn và quyền đọc.", c.Batch)
		}
		defer f.Close()
		in = f
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<16), longestLine)
	w := bufio.NewWriterSize(out, 1<<16)
	bad, err := answerLines(l, regime, awards, lines, w)
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("print answers: %w", err)
	}
	if bad > 0 {
		return problem.New(problem.Invalid, "%d dòng hồ sơ không dùng được; xem error ở dòng tương ứng.", bad)
	}
	return nil
}
