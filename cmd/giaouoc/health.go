package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"giaouoc/internal/problem"
)

type healthCmd struct {
	URL string `name:"url" default:"http://localhost:8080" help:"Địa chỉ mà máy chủ đang nghe."`
}

// healthTime is longer than the server waits for its database.
const healthTime = 3 * time.Second

// Run asks a server whether it is ready, for a container that has no other program.
func (c *healthCmd) Run(ctx context.Context, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	address := strings.TrimRight(c.URL, "/") + "/san-sang"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return problem.Field("--url", "Địa chỉ «%s» không đúng; ví dụ http://localhost:8080.", c.URL)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return problem.New(problem.Unreachable, "Không hỏi được %s; máy chủ chưa chạy hoặc nghe ở địa chỉ khác.", address)
	}
	defer res.Body.Close()
	word, err := io.ReadAll(io.LimitReader(res.Body, 200))
	if err != nil {
		return problem.New(problem.Unreachable, "Câu trả lời của %s bị ngắt.", address)
	}
	if res.StatusCode != http.StatusOK {
		return problem.New(problem.Unreachable, "Máy chủ chưa sẵn sàng (%d): %s.", res.StatusCode, strings.TrimSpace(string(word)))
	}
	_, err = fmt.Fprintln(out, "Sẵn sàng.")
	return err
}
