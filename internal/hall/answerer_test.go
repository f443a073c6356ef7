package hall

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"giaouoc/internal/problem"
)

var (
	here   = netip.MustParseAddrPort("127.0.0.1:0")
	inHall = netip.MustParseAddr("192.168.10.1")
)

// answering starts an answerer for the name of the tests.
func answering(t *testing.T, address netip.Addr) *Answerer {
	t.Helper()
	a, err := Listen(here, own, address)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		a.Serve(ctx)
		close(ended)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return a
}

// asked is a question as a telephone sends it.
func asked(t *testing.T, id uint16, name string, kind dnsmessage.Type, edns bool) []byte {
	t.Helper()
	b := dnsmessage.NewBuilder(nil, dnsmessage.Header{ID: id, RecursionDesired: true})
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(b.StartQuestions())
	must(b.Question(dnsmessage.Question{Name: dnsmessage.MustNewName(name), Type: kind, Class: dnsmessage.ClassINET}))
	if edns {
		must(b.StartAdditionals())
		var h dnsmessage.ResourceHeader
		must(h.SetEDNS0(4096, dnsmessage.RCodeSuccess, false))
		must(b.OPTResource(h, dnsmessage.OPTResource{}))
	}
	message, err := b.Finish()
	must(err)
	return message
}

// ask sends a message over UDP; nil when nothing comes back.
func ask(t *testing.T, a *Answerer, message []byte) []byte {
	t.Helper()
	c, err := net.Dial("udp", a.At().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write(message); err != nil {
		t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(300 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 65535)
	n, err := c.Read(b)
	if errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return b[:n]
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// said is what an answer says, in one line.
func said(t *testing.T, b []byte) string {
	t.Helper()
	if b == nil {
		return "nothing"
	}
	var m dnsmessage.Message
	if err := m.Unpack(b); err != nil {
		t.Fatalf("no message: %v", err)
	}
	line := strings.TrimPrefix(m.RCode.String(), "RCode")
	if m.Authoritative {
		line += " aa"
	}
	if !m.Response {
		line += " NO RESPONSE"
	}
	for _, r := range m.Answers {
		switch body := r.Body.(type) {
		case *dnsmessage.AResource:
			line += " " + netip.AddrFrom4(body.A).String()
		case *dnsmessage.AAAAResource:
			line += " " + netip.AddrFrom16(body.AAAA).String()
		default:
			line += " " + r.Header.Type.String()
		}
		if r.Header.TTL != ttl {
			line += fmt.Sprint(" TTL ", r.Header.TTL)
		}
	}
	for range m.Authorities {
		line += " soa"
	}
	for range m.Additionals {
		line += " opt"
	}
	return line
}

func TestAnswers(t *testing.T) {
	four, six := answering(t, inHall), answering(t, netip.MustParseAddr("fd00::1"))
	const nothing, unknown = "Success aa soa", "NameError"
	for _, test := range []struct {
		of   *Answerer
		name string
		kind dnsmessage.Type
		edns bool
		want string
	}{
		{four, "hop.example.vn.", dnsmessage.TypeA, false, "Success aa 192.168.10.1"},
		{four, "hop.example.vn.", dnsmessage.TypeA, true, "Success aa 192.168.10.1 opt"},
		{four, "HoP.eXample.VN.", dnsmessage.TypeA, false, "Success aa 192.168.10.1"},
		{four, "hop.example.vn.", dnsmessage.TypeALL, false, "Success aa 192.168.10.1"},
		{four, "hop.example.vn.", dnsmessage.TypeAAAA, false, nothing},
		{four, "hop.example.vn.", dnsmessage.TypeHTTPS, false, nothing},
		{four, "hop.example.vn.", dnsmessage.TypeMX, true, nothing + " opt"},
		{six, "hop.example.vn.", dnsmessage.TypeAAAA, false, "Success aa fd00::1"},
		{six, "hop.example.vn.", dnsmessage.TypeA, false, nothing},
		// What stands above the name exists, or the name could not.
		{four, "example.vn.", dnsmessage.TypeA, false, "Success aa"},
		{four, "vn.", dnsmessage.TypeNS, false, "Success aa"},
		{four, ".", dnsmessage.TypeNS, false, "Success aa"},
		// The rest does not exist, also not what telephones look for the internet by.
		{four, "a.hop.example.vn.", dnsmessage.TypeA, false, unknown},
		{four, "xhop.example.vn.", dnsmessage.TypeA, false, unknown},
		{four, "connectivitycheck.gstatic.com.", dnsmessage.TypeA, true, unknown + " opt"},
		{four, "captive.apple.com.", dnsmessage.TypeA, false, unknown},
		{four, "use-application-dns.net.", dnsmessage.TypeA, false, unknown},
		{four, "mask.icloud.com.", dnsmessage.TypeA, false, unknown},
		{four, "1.10.168.192.in-addr.arpa.", dnsmessage.TypePTR, false, unknown},
	} {
		question := asked(t, 77, test.name, test.kind, test.edns)
		b := ask(t, test.of, question)
		if got := said(t, b); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.name, test.kind, got, test.want)
			continue
		}
		// The question comes back letter by letter, in the spelling that was sent.
		end := 12 + len(test.name) + 1 + 4
		if test.name == "." {
			end--
		}
		if !bytes.Equal(b[:2], question[:2]) || !bytes.Equal(b[12:end], question[12:end]) {
			t.Errorf("%s: the answer is to another question", test.name)
		}
	}
}

func TestAnswersWhatIsNoQuestion(t *testing.T) {
	a := answering(t, inHall)
	good := asked(t, 9, "hop.example.vn.", dnsmessage.TypeA, true)
	if got := said(t, ask(t, a, good)); got != "Success aa 192.168.10.1 opt" {
		t.Fatal("the untampered question: ", got)
	}
	changed := func(at int, to ...byte) []byte {
		b := slices.Clone(good)
		copy(b[at:], to)
		return b
	}
	for name, test := range map[string]struct {
		message []byte
		want    string
	}{
		"empty":             {nil, "nothing"},
		"a head cut short":  {good[:11], "nothing"},
		"an answer":         {changed(2, good[2]|0x80), "nothing"},
		"a head alone":      {good[:12], "FormatError"},
		"a name cut short":  {good[:20], "FormatError"},
		"a tail cut short":  {good[:len(good)-3], "Success aa 192.168.10.1"},
		"two questions":     {changed(4, 0, 2), "FormatError"},
		"no question":       {changed(4, 0, 0), "FormatError"},
		"a name in a loop":  {changed(12, 0xc0, 12), "FormatError"},
		"a change":          {changed(2, 5<<3), "NotImplemented"},
		"of another class":  {changed(12+16+2, 0, 3), "Refused opt"},
		"of any class":      {changed(12+16+2, 0, 255), "Success aa 192.168.10.1 opt"},
		"more than it says": {append(slices.Clone(good), make([]byte, 3000)...), "Success aa 192.168.10.1 opt"},
	} {
		if got := said(t, ask(t, a, test.message)); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
	// Whatever comes, it goes on, and no answer is longer than its question lets it be.
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		message := slices.Clone(good)
		for range 1 + random.IntN(6) {
			message[random.IntN(len(message))] = byte(random.IntN(256))
		}
		if b := a.answer(message[:random.IntN(len(message)+1)], nil); len(b) > 2*len(good)+100 {
			t.Fatalf("%x is answered with %d bytes", message, len(b))
		}
	}
}

// A whole hall comes in at once, and everyone asks a hundred times.
func TestAnswersManyAtOnce(t *testing.T) {
	a := answering(t, inHall)
	var all sync.WaitGroup
	for phone := range 100 {
		all.Go(func() {
			c, err := net.Dial("udp", a.At().String())
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			b := make([]byte, 512)
			for i := range 100 {
				question := asked(t, uint16(phone*100+i), "hop.example.vn.", dnsmessage.TypeA, false)
				for try := 0; ; try++ { // UDP may lose one, as telephones know
					if _, err := c.Write(question); err != nil {
						t.Error(err)
						return
					}
					_ = c.SetReadDeadline(time.Now().Add(time.Second)) // Read says so too
					if n, err := c.Read(b); err == nil && said(t, b[:n]) == "Success aa 192.168.10.1" {
						break
					} else if try == 5 {
						t.Errorf("question %d of telephone %d is not answered: %v", i, phone, err)
						return
					}
				}
			}
		})
	}
	all.Wait()
}

func TestAnswersOverTCP(t *testing.T) {
	a := answering(t, inHall)
	c, err := net.Dial("tcp", a.At().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(5 * time.Second))
	framed := func(b []byte) []byte { return append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...) }
	read := func() string {
		var size [2]byte
		if _, err := io.ReadFull(c, size[:]); err != nil {
			return err.Error()
		}
		b := make([]byte, binary.BigEndian.Uint16(size[:]))
		if _, err := io.ReadFull(c, b); err != nil {
			return err.Error()
		}
		return said(t, b)
	}
	// Two in one piece, then one in two pieces.
	two := append(framed(asked(t, 1, "hop.example.vn.", dnsmessage.TypeA, false)), framed(asked(t, 2, "example.com.", dnsmessage.TypeA, false))...)
	if _, err := c.Write(two); err != nil {
		t.Fatal(err)
	}
	if one, other := read(), read(); one != "Success aa 192.168.10.1" || other != "NameError" {
		t.Errorf("%s, %s", one, other)
	}
	third := framed(asked(t, 3, "hop.example.vn.", dnsmessage.TypeA, true))
	for _, part := range [][]byte{third[:7], third[7:]} {
		if _, err := c.Write(part); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	if got := read(); got != "Success aa 192.168.10.1 opt" {
		t.Error(got)
	}
	// What is no question ends the connection, and nobody else's.
	if _, err := c.Write(framed([]byte("GET / HTTP/1.1"))); err != nil {
		t.Fatal(err)
	}
	if got := read(); strings.HasPrefix(got, "Success") {
		t.Errorf("garbage is answered: %s", got)
	}
	if got := said(t, ask(t, a, asked(t, 4, "hop.example.vn.", dnsmessage.TypeA, false))); got != "Success aa 192.168.10.1" {
		t.Error(got)
	}
}

// Silent connections end with the answerer, and more than it has places for are closed.
func TestAnswererEnds(t *testing.T) {
	a, err := Listen(here, own, inHall)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		a.Serve(ctx)
		close(ended)
	}()
	for range connections + 20 {
		c, err := net.Dial("tcp", a.At().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	if got := said(t, ask(t, a, asked(t, 4, "hop.example.vn.", dnsmessage.TypeA, false))); got != "Success aa 192.168.10.1" {
		t.Error("with all places taken: ", got)
	}
	cancel()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Fatal("the answerer does not end")
	}
}

func TestListenRefused(t *testing.T) {
	a := answering(t, inHall)
	_, err := Listen(a.At(), own, inHall)
	if list := problem.All(err); len(list) != 1 || list[0].Field != "--dns" {
		t.Errorf("a port that is taken: %v", err)
	}
	if _, err := Listen(here, "", inHall); err == nil {
		t.Error("an answerer without a name")
	}
}

func TestAnswering(t *testing.T) {
	a := answering(t, inHall)
	h := Hall{Name: own, Address: inHall, DNS: a.At()}
	if got := h.Answering(t.Context()); got != "" {
		t.Errorf("all is well: %q", got)
	}
	h.Address = netip.MustParseAddr("192.168.10.2")
	if got := h.Answering(t.Context()); !strings.Contains(got, "là 192.168.10.1, không phải 192.168.10.2") {
		t.Errorf("another address: %q", got)
	}
	h.Name = "khac.example.vn"
	if got := h.Answering(t.Context()); !strings.Contains(got, "không biết tên này") {
		t.Errorf("another name: %q", got)
	}
	silent, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	h.DNS = silent.LocalAddr().(*net.UDPAddr).AddrPort()
	if got := h.Answering(t.Context()); !strings.Contains(got, "không ai trả lời") {
		t.Errorf("a silent one: %q", got)
	}
	six := answering(t, netip.MustParseAddr("fd00::1"))
	h = Hall{Name: own, Address: netip.MustParseAddr("fd00::1"), DNS: six.At()}
	if got := h.Answering(t.Context()); got != "" {
		t.Errorf("with IPv6: %q", got)
	}
}
