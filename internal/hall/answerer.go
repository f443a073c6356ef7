package hall

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"giaouoc/internal/problem"
)

const (
	// ttl is how long an answer may be kept, in seconds: the same name has another
	// address outside the hall.
	ttl = 30
	// largest is the size of an answer over UDP that every network carries.
	largest = 1232
	// idle is how long a connection may be silent.
	idle = 10 * time.Second
	// connections is how many are answered over TCP at once.
	connections = 100
)

// Answerer is the hall's answerer of DNS questions (bộ trả lời tên).
type Answerer struct {
	name    string // with a dot at the end
	address netip.Addr
	udp     net.PacketConn
	tcp     net.Listener
	places  chan struct{}
	running sync.WaitGroup
}

// Listen opens an answerer for one name at an address, over UDP and TCP.
func Listen(at netip.AddrPort, name string, address netip.Addr) (*Answerer, error) {
	if len(name) == 0 || !address.IsValid() {
		return nil, errors.New("an answerer needs a name and an address")
	}
	tcp, err := net.Listen("tcp", at.String())
	if err != nil {
		return nil, refusedPort(at, err)
	}
	udp, err := net.ListenPacket("udp", tcp.Addr().String())
	if err != nil {
		return nil, refusedPort(at, errors.Join(err, tcp.Close()))
	}
	return &Answerer{name: name + ".", address: address, udp: udp, tcp: tcp, places: make(chan struct{}, connections)}, nil
}

func refusedPort(at netip.AddrPort, err error) error {
	return fmt.Errorf("%w (%w)", problem.Field("--dns", "Không mở được bộ trả lời tên ở %s. Cổng dưới 1024 cần quyền quản trị máy (sudo, hoặc setcap cap_net_bind_service+ep); một chương trình khác (dnsmasq, điểm phát Wi-Fi của máy) có thể đang giữ cổng; hoặc máy này không có địa chỉ ấy. Nếu bộ định tuyến tự trả lời tên này thì ghi --dns khong.", at), err)
}

// At is where the answerer listens.
func (a *Answerer) At() netip.AddrPort { return a.tcp.Addr().(*net.TCPAddr).AddrPort() }

// Serve answers until ctx ends.
func (a *Answerer) Serve(ctx context.Context) {
	stop := context.AfterFunc(ctx, func() {
		_ = a.udp.Close() // nothing is left to write
		_ = a.tcp.Close()
	})
	defer stop()
	a.running.Go(a.serveUDP)
	a.running.Go(func() { a.serveTCP(ctx) })
	a.running.Wait()
}

func (a *Answerer) serveUDP() {
	question, answer := make([]byte, 4096), make([]byte, 0, largest)
	for {
		n, from, err := a.udp.ReadFrom(question)
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			continue // of one who has gone: ICMP says so on the next read
		}
		if b := a.answer(question[:n], answer); b != nil {
			_, _ = a.udp.WriteTo(b, from) // who does not get it asks again
		}
	}
}

func (a *Answerer) serveTCP(ctx context.Context) {
	for {
		c, err := a.tcp.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			time.Sleep(50 * time.Millisecond) // out of files: others end first
			continue
		}
		select {
		case a.places <- struct{}{}:
		default:
			_ = c.Close() // asks again, over UDP most likely
			continue
		}
		a.running.Go(func() {
			stop := context.AfterFunc(ctx, func() { _ = c.Close() })
			defer stop()
			defer func() { <-a.places }()
			defer c.Close()
			a.converse(c)
		})
	}
}

// converse answers the questions of one connection, one after the other.
func (a *Answerer) converse(c net.Conn) {
	for {
		_ = c.SetDeadline(time.Now().Add(idle)) // fails on what Read fails on
		var size [2]byte
		if _, err := io.ReadFull(c, size[:]); err != nil {
			return
		}
		question := make([]byte, binary.BigEndian.Uint16(size[:]))
		if _, err := io.ReadFull(c, question); err != nil {
			return
		}
		b := a.answer(question, make([]byte, 2, largest))
		if b == nil {
			return
		}
		binary.BigEndian.PutUint16(b, uint16(len(b)-2))
		if _, err := c.Write(b); err != nil {
			return
		}
	}
}

// answer appends the answer to a question to b, or is nil for what is no question.
func (a *Answerer) answer(question, b []byte) []byte {
	var p dnsmessage.Parser
	head, err := p.Start(question)
	if err != nil || head.Response {
		return nil
	}
	reply := dnsmessage.Header{ID: head.ID, Response: true, OpCode: head.OpCode, RecursionDesired: head.RecursionDesired}
	if head.OpCode != 0 {
		reply.RCode = dnsmessage.RCodeNotImplemented
		return finished(dnsmessage.NewBuilder(b, reply))
	}
	questions, err := p.AllQuestions()
	if err != nil || len(questions) != 1 {
		reply.RCode = dnsmessage.RCodeFormatError
		return finished(dnsmessage.NewBuilder(b, reply))
	}
	q := questions[0]
	name := strings.ToLower(q.Name.String())
	own := name == a.name
	switch {
	case q.Class != dnsmessage.ClassINET && q.Class != dnsmessage.ClassANY:
		reply.RCode = dnsmessage.RCodeRefused
	case own, name == ".", strings.HasSuffix(a.name, "."+name):
		reply.Authoritative = true
	default:
		reply.RCode = dnsmessage.RCodeNameError
	}
	// Telephones ask us as their resolver: what we say is final.
	reply.RecursionAvailable = true
	w := dnsmessage.NewBuilder(b, reply)
	return finished(a.write(&w, q, own && reply.RCode == dnsmessage.RCodeSuccess, asksLarge(&p)))
}

// write fills an answer: our address for our name, and the mark of EDNS where the
// question bore it.
func (a *Answerer) write(w *dnsmessage.Builder, q dnsmessage.Question, own, edns bool) dnsmessage.Builder {
	// The steps of a builder fail only when they are out of order, or on a name that
	// was parsed a moment ago.
	_ = w.StartQuestions()
	_ = w.Question(q)
	_ = w.StartAnswers()
	head := dnsmessage.ResourceHeader{Name: q.Name, Class: dnsmessage.ClassINET, TTL: ttl}
	wants := func(t dnsmessage.Type) bool { return q.Type == t || q.Type == dnsmessage.TypeALL }
	switch {
	case own && a.address.Is4() && wants(dnsmessage.TypeA):
		_ = w.AResource(head, dnsmessage.AResource{A: a.address.As4()})
	case own && a.address.Is6() && wants(dnsmessage.TypeAAAA):
		_ = w.AAAAResource(head, dnsmessage.AAAAResource{AAAA: a.address.As16()})
	case own: // that there is nothing of this kind may be kept as long as an answer
		_ = w.StartAuthorities()
		_ = w.SOAResource(head, dnsmessage.SOAResource{NS: q.Name, MBox: q.Name, Serial: 1, Refresh: ttl, Retry: ttl, Expire: ttl, MinTTL: ttl})
	}
	if edns {
		_ = w.StartAdditionals()
		var opt dnsmessage.ResourceHeader
		_ = opt.SetEDNS0(largest, dnsmessage.RCodeSuccess, false)
		_ = w.OPTResource(opt, dnsmessage.OPTResource{})
	}
	return *w
}

// asksLarge reports whether a question bears the mark of EDNS.
func asksLarge(p *dnsmessage.Parser) bool {
	if p.SkipAllAnswers() != nil || p.SkipAllAuthorities() != nil {
		return false
	}
	for {
		h, err := p.AdditionalHeader()
		if err != nil || h.Type == dnsmessage.TypeOPT {
			return err == nil
		}
		if p.SkipAdditional() != nil {
			return false
		}
	}
}

func finished(w dnsmessage.Builder) []byte {
	b, err := w.Finish()
	if err != nil {
		return nil
	}
	return b
}
