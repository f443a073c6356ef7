package web_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/textproto"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"giaouoc/internal/jobs"
	"giaouoc/internal/outbox"
)

// postOffice is a mail server of this machine that keeps what it is handed.
type postOffice struct {
	listener net.Listener
	mu       sync.Mutex
	letters  []posted
	refuses  string // an address that it does not know
}

// posted is one letter as it arrived.
type posted struct{ to, subject, page string }

func openPostOffice() (*postOffice, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &postOffice{listener: l}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // closed
			}
			go p.take(c)
		}
	}()
	return p, nil
}

// take speaks SMTP with one client.
func (p *postOffice) take(c net.Conn) {
	defer c.Close()
	text := textproto.NewConn(c)
	say := func(line string) { _ = text.PrintfLine("%s", line) }
	say("220 story.example")
	to := ""
	for {
		line, err := text.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "RCPT":
			to, _, _ = strings.Cut(strings.TrimPrefix(rest, "TO:<"), ">")
			p.mu.Lock()
			unknown := to == p.refuses
			p.mu.Unlock()
			if unknown {
				say("550 no such mailbox")
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			raw, err := text.ReadDotBytes()
			if err != nil {
				return
			}
			l, err := openLetter(to, raw)
			if err != nil {
				say("554 " + err.Error())
				continue
			}
			p.mu.Lock()
			p.letters = append(p.letters, l)
			p.mu.Unlock()
			say("250 ok")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// openLetter reads the HTML of a letter.
func openLetter(to string, raw []byte) (posted, error) {
	m, err := mail.ReadMessage(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		return posted{}, err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return posted{}, err
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return posted{}, err
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err != nil {
			return posted{}, err
		}
		if !strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			continue
		}
		var body io.Reader = part
		switch strings.ToLower(part.Header.Get("Content-Transfer-Encoding")) {
		case "quoted-printable":
			body = quotedprintable.NewReader(part)
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, part)
		}
		page, err := io.ReadAll(body)
		return posted{to: to, subject: subject, page: string(page)}, err
	}
}

// post has the installation that is served send its letters to the post office.
func (w *world) post(ts *testscript.TestScript) {
	address := "smtp://" + w.office.listener.Addr().String() + "?tls=none"
	server, err := outbox.NewServer(address, "", "thi-dua@story.example", "https://story.example")
	ts.Check(err)
	w.jobs = jobs.New(jobs.Config{DB: w.db, Calendar: w.config.Calendar, Log: w.config.Log, Mail: &server, Keys: w.config.Keys})
}

// cmdLetter has waiting letters sent; see then sees the newest to an address whose
// subject holds a text.
func cmdLetter(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 && len(args) != 3 {
		ts.Fatalf("usage: letter ADDRESS TEXT [NUMBER]")
	}
	w := of(ts)
	ts.Check(w.jobs.Once(context.Background(), "send"))
	w.office.mu.Lock()
	defer w.office.mu.Unlock()
	n := 0
	for _, l := range w.office.letters {
		if l.to == args[0] && strings.Contains(l.subject, args[1]) {
			n, w.body = n+1, l.page
		}
	}
	if (n == 0) != neg || len(args) == 3 && args[2] != strconv.Itoa(n) {
		ts.Fatalf("letter %s %q: %d have arrived of %v", args[0], args[1], n, w.office.subjects())
	}
}

func (p *postOffice) subjects() (list []string) {
	for _, l := range p.letters {
		list = append(list, l.to+": "+l.subject)
	}
	return list
}

// cmdRefuse has the mail server refuse an address from here on, or none.
func cmdRefuse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: refuse [ADDRESS]")
	}
	w := of(ts)
	w.office.mu.Lock()
	defer w.office.mu.Unlock()
	w.office.refuses = strings.Join(args, "")
}
