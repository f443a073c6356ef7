package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/problem"
	"giaouoc/internal/verify/record"
)

// site reads the public files of a record (nhật ký) from a web site.
type site struct {
	ctx  context.Context
	base string // ends in /nhat-ky/
	http *http.Client
}

// isSite reports whether a person gave an address rather than a folder.
func isSite(place string) bool {
	return strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://")
}

// openSite takes the address of a site, or of the record on it.
func openSite(ctx context.Context, address string) (*site, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, problem.New(problem.Invalid, "Địa chỉ «%s» không đúng; hãy ghi địa chỉ trang, ví dụ https://thidua.example.vn.", address)
	}
	base := strings.TrimRight(u.String(), "/")
	if !strings.HasSuffix(base, "/nhat-ky") {
		base += "/nhat-ky"
	}
	// Many files are asked for side by side.
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	return &site{ctx, base + "/", &http.Client{Timeout: time.Minute, Transport: transport, CheckRedirect: stayOn}}, nil
}

// stayOn lets a site lead from http to https of the same name and nowhere else: a
// record that is being checked does not choose what this machine asks for.
func stayOn(to *http.Request, before []*http.Request) error {
	from := before[0].URL
	if len(before) > 1 || to.URL.Hostname() != from.Hostname() || from.Scheme == "https" && to.URL.Scheme != "https" || to.URL.Path != from.Path {
		return problem.New(problem.Invalid, "%s chuyển sang %s; chương trình không đi theo. Nếu nhật ký ở nơi ấy thật, hãy ghi thẳng địa chỉ ấy.", from, to.URL.Redacted())
	}
	return nil
}

// attempts is how often a file is asked for when the site is busy or the line is
// bad.
const attempts = 5

// ReadFile fetches a file.
func (s *site) ReadFile(name string, limit int64) (content []byte, err error) {
	wait := 200 * time.Millisecond
	for i := range attempts {
		var again bool
		content, again, err = s.fetch(name, limit)
		if !again || i == attempts-1 {
			break
		}
		select {
		case <-s.ctx.Done():
			return nil, s.ctx.Err()
		case <-time.After(wait):
			wait *= 2
		}
	}
	return content, err
}

// fetch asks once; again tells that it may go better another time.
func (s *site) fetch(name string, limit int64) (content []byte, again bool, err error) {
	req, err := http.NewRequestWithContext(s.ctx, http.MethodGet, s.base+name, nil)
	if err != nil {
		return nil, false, err
	}
	res, err := s.http.Do(req)
	if err != nil {
		return nil, s.ctx.Err() == nil && problem.All(err) == nil, err
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode == http.StatusNotFound:
		return nil, false, fmt.Errorf("%s: %w", s.base+name, fs.ErrNotExist)
	case res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= 500:
		return nil, true, errors.New("máy chủ trả lời " + strconv.Itoa(res.StatusCode))
	case res.StatusCode != http.StatusOK:
		return nil, false, errors.New("máy chủ trả lời " + strconv.Itoa(res.StatusCode))
	}
	content, err = io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err == nil && int64(len(content)) > limit {
		return nil, false, record.ErrTooLong
	}
	return content, err != nil, err
}

// Widths answers nothing: a site does not list its files.
func (s *site) Widths(string) ([]int, error) { return nil, nil }
