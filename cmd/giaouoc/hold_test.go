package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/holder"
	"giaouoc/internal/problem"
)

// holdProcess is giaouoc hold --listen as a process of its own.
type holdProcess struct {
	cmd     *exec.Cmd
	address string
	line    string // that the house is given
	said    *bytes.Buffer
}

func startHold(t testing.TB, dir string, args ...string) *holdProcess {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	h := &holdProcess{cmd: exec.Command(exe, append([]string{"hold", "--listen", "127.0.0.1:0", "--data", dir, "--name", "Ban kiểm phiếu"}, args...)...), said: new(bytes.Buffer)}
	h.cmd.Env, h.cmd.Stderr = append(os.Environ(), asProgram+"=1"), h.said
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.kill() })
	lines := bufio.NewScanner(out)
	for _, to := range []*string{&h.address, &h.line} {
		if !lines.Scan() {
			h.kill()
			t.Fatalf("the holder does not start: %s", h.said)
		}
		*to = lines.Text()
	}
	return h
}

// kill ends the process as a failure of power does; what it said can be read then.
func (h *holdProcess) kill() {
	if h.cmd.ProcessState == nil {
		_ = h.cmd.Process.Kill() // it has ended by itself
		_ = h.cmd.Wait()         // it was killed
	}
}

func (h *holdProcess) signer(t testing.TB) *farHolder { return farOf(t, h.line, slog.DiscardHandler) }

func farOf(t testing.TB, line string, log slog.Handler) *farHolder {
	t.Helper()
	name, where, _ := strings.Cut(line, "=")
	s, _, _, err := newFarHolder(name, where, slog.New(log))
	if err != nil {
		t.Fatal(err)
	}
	return s.(*farHolder)
}

func nearHolder(t testing.TB) holder.Near {
	t.Helper()
	folder, err := holder.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return holder.Near{Called: "Cơ quan thường trực", Folder: folder}
}

// heldMotion opens a motion with n voters under keys of two holders.
func heldMotion(t testing.TB, id string, n int, holders ...holder.Signer) (*ballot.Opened, []*voter.Browser) {
	t.Helper()
	m := ballot.Motion{ID: id, Kind: ballot.YesNo, Candidates: []ballot.Candidate{{ID: "u1", Name: "Đơn vị 1"}}, Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainNever, Form: ballot.Board}
	voters, _ := ballottest.Fill(&m, n)
	for _, h := range holders {
		key, err := h.Key(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		m.Holders = append(m.Holders, ballot.Holder{Name: h.Name(), Key: key})
	}
	o, err := ballot.Open(m)
	if err != nil {
		t.Fatal(err)
	}
	return o, voters
}

const (
	oneVote     = "01900000-0000-7000-8000-000000000001"
	anotherVote = "01900000-0000-7000-8000-000000000002"
)

// A holder over the network signs as a near one does, and refuses with the same kind
// and sentence; what it logs tells nothing of voters.
func TestAHolderOverTheNetwork(t *testing.T) {
	dir := t.TempDir()
	process := startHold(t, dir)
	far, near := process.signer(t), nearHolder(t)
	if far.Name() != "Ban kiểm phiếu" || !far.Here() {
		t.Errorf("holder %q, here: %v", far.Name(), far.Here())
	}
	o, voters := heldMotion(t, oneVote, 6, far, near)
	for _, b := range voters[:3] {
		ask := b.Ask(o)
		first, err := far.Sign(t.Context(), ask)
		if err != nil {
			t.Fatal(err)
		}
		again, err := process.signer(t).Sign(t.Context(), ask)
		if err != nil || !bytes.Equal(first, again) {
			t.Errorf("asked again: %v", err)
		}
		second, err := near.Sign(t.Context(), ask)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Receive([][]byte{first, second}); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Valid(b.Paper(o, ballot.Yes)); err != nil {
			t.Errorf("paper of %s: %v", b.Voter.ID, err)
		}
	}
	refusesOverTheNetwork(t, process, far, o, voters)
	process.kill()
	for _, b := range voters {
		if strings.Contains(process.said.String(), b.Voter.ID) || strings.Contains(process.said.String(), b.Voter.Name) {
			t.Errorf("the log names %s: %s", b.Voter.ID, process.said)
		}
	}
	if n := strings.Count(process.said.String(), `msg="a wrong secret"`); n != 1 {
		t.Errorf("%d attempts with a wrong secret: %s", n, process.said)
	}
	if _, err := far.Key(t.Context(), oneVote); !problem.Is(err, problem.Unreachable) || !strings.Contains(err.Error(), "«Ban kiểm phiếu» chưa trả lời") {
		t.Errorf("a holder that has ended: %v", err)
	}
	code, out, mistakes := command("hold", "--data", dir)
	want := fmt.Sprintf(`Đề nghị tặng cờ: khóa đã hủy, đã ký cho 4 trên 6 cử tri.
  mã %s
  dấu vân tay nội dung %x
  - Cử tri v000
  - Cử tri v001
  - Cử tri v002
  - Cử tri v003
Lần bỏ phiếu %s: khóa còn, chưa ký cho ai.
`, oneVote, o.Digest, anotherVote)
	if code != 0 || out != want {
		t.Errorf("exit %d, %s%s", code, out, mistakes)
	}
}

// refusesOverTheNetwork asks for what no holder does. The fourth voter is then served
// and the key destroyed.
func refusesOverTheNetwork(t *testing.T, process *holdProcess, far *farHolder, o *ballot.Opened, voters []*voter.Browser) {
	t.Helper()
	changed, others := heldMotion(t, anotherVote, 6, far, nearHolder(t))
	changed.Motion.ID, changed.Motion.Holders = oneVote, o.Holders
	changed, err := ballot.Open(changed.Motion)
	if err != nil {
		t.Fatal(err)
	}
	unknown := o.Motion
	unknown.ID = "01900000-0000-7000-8000-000000000003"
	unheld, err := ballot.Open(unknown)
	if err != nil {
		t.Fatal(err)
	}
	swapped := voters[3].Ask(o)
	swapped.Blinded[0] = voters[4].Ask(o).Blinded[0]
	stolen := voter.Browser{Voter: voters[3].Voter, Key: voters[0].Key}
	stranger := farOf(t, strings.Split(process.line, "#")[0]+"#"+strings.Repeat("A", 26), slog.DiscardHandler)
	for name, c := range map[string]struct {
		by   *farHolder
		ask  ballot.Ask
		kind problem.Kind
		text string
	}{
		"a second token":              {far, voters[0].Ask(o), problem.Conflict, "Cử tri này đã nhận phiếu."},
		"a changed motion":            {far, others[3].Ask(changed), problem.Conflict, "nội dung đã bị đổi sau khi mở"},
		"another's credential":        {far, stolen.Ask(o), problem.Denied, "Không xác nhận được người nhận phiếu"},
		"a swapped value":             {far, swapped, problem.Invalid, "không khớp với giá trị gửi kèm"},
		"a motion without a key":      {far, voters[2].Ask(unheld), problem.NotFound, "không có khóa cho lần bỏ phiếu này"},
		"a text that is none":         {far, ballot.Ask{Motion: "{}"}, problem.Invalid, "Không đọc được dữ liệu bỏ phiếu"},
		"a house with a wrong secret": {stranger, voters[3].Ask(o), problem.Unreachable, "chưa trả lời"},
	} {
		if _, err := c.by.Sign(t.Context(), c.ask); !problem.Is(err, c.kind) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := far.Key(t.Context(), "../../etc"); !problem.Is(err, problem.Invalid) {
		t.Errorf("a path for an identity: %v", err)
	}
	if _, err := far.Sign(t.Context(), voters[3].Ask(o)); err != nil {
		t.Errorf("after all this the next voter: %v", err)
	}
	for range 2 {
		if err := far.End(t.Context(), oneVote); err != nil {
			t.Fatal(err)
		}
	}
	_, signed := far.Sign(t.Context(), voters[4].Ask(o))
	_, made := far.Key(t.Context(), oneVote)
	for name, err := range map[string]error{"a signature": signed, "a key": made} {
		if !problem.Is(err, problem.Closed) || !strings.Contains(err.Error(), "khóa đã hủy") {
			t.Errorf("%s after the end: %v", name, err)
		}
	}
}

// What comes over the wire without being a question is refused, and the holder goes on.
func TestAHolderIsAskedBadly(t *testing.T) {
	process := startHold(t, t.TempDir())
	far := process.signer(t)
	for name, c := range map[string]struct {
		method, path string
		body         io.Reader
		code         int
	}{
		"a question":           {"POST", "/khoa", strings.NewReader(`{"id":"` + oneVote + `"}`), 200},
		"no JSON":              {"POST", "/ky", strings.NewReader("x"), 422},
		"nothing":              {"POST", "/ket-thuc", http.NoBody, 422},
		"a large body":         {"POST", "/ky", strings.NewReader(`{"motion":"` + strings.Repeat("x", maxHoldAsk) + `"}`), 422},
		"a look":               {"GET", "/khoa", http.NoBody, 405},
		"a path that is none":  {"POST", "/", http.NoBody, 404},
		"a file of the folder": {"GET", "/bi-mat", http.NoBody, 404},
	} {
		req, err := http.NewRequest(c.method, process.address+c.path, c.body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+far.secret)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close() // read by nobody
		if res.StatusCode != c.code {
			t.Errorf("%s: %d, want %d", name, res.StatusCode, c.code)
		}
	}
}

// The house asks again where the connection broke, follows nowhere, believes no kind of
// problem that a holder does not have, and tells its operator once.
func TestTheHouseAsksAHolder(t *testing.T) {
	var asked atomic.Int64
	var answer atomic.Pointer[func(w http.ResponseWriter, r *http.Request)]
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		(*answer.Load())(w, r)
	}))
	defer site.Close()
	said := new(bytes.Buffer)
	far := farOf(t, "Một="+site.URL+"/#secret", slog.NewTextHandler(said, nil))
	right := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"key":"AQID"}`)) }
	broken := func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }
	for _, c := range []struct {
		name   string
		answer func(w http.ResponseWriter, r *http.Request)
		asked  int64
		kind   problem.Kind // empty where it goes well
	}{
		{"an answer", right, 1, ""},
		{"a connection that breaks once", func(w http.ResponseWriter, r *http.Request) {
			if asked.Load() == 1 {
				broken(w, r)
			}
			right(w, r)
		}, 2, ""},
		{"a connection that breaks", broken, 2, problem.Unreachable},
		{"a way to elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/khoa", http.StatusTemporaryRedirect)
		}, 1, problem.Unreachable},
		{"a failure", func(w http.ResponseWriter, _ *http.Request) { sayHold(w, 500, holdRefused{}) }, 1, problem.Unreachable},
		{"a kind of ours", func(w http.ResponseWriter, _ *http.Request) {
			sayHold(w, 429, holdRefused{[]holdProblem{{Kind: problem.TooSoon, Text: "Hãy chờ."}}})
		}, 1, problem.Unreachable},
		{"another page", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>", http.StatusForbidden) }, 1, problem.Unreachable},
		{"a refusal", func(w http.ResponseWriter, _ *http.Request) {
			sayHold(w, 409, holdRefused{[]holdProblem{{Kind: problem.Closed, Text: "Đã đóng."}}})
		}, 1, problem.Closed},
	} {
		asked.Store(0)
		answer.Store(&c.answer)
		key, err := far.Key(t.Context(), oneVote)
		if asked.Load() != c.asked || c.kind == "" && (err != nil || !bytes.Equal(key, []byte{1, 2, 3})) || c.kind != "" && !problem.Is(err, c.kind) {
			t.Errorf("%s: asked %d times, %v, %v", c.name, asked.Load(), key, err)
		}
	}
	if n := strings.Count(said.String(), "a holder does not answer"); n != 1 || strings.Contains(said.String(), "secret") {
		t.Errorf("told %d times: %s", n, said)
	}
}

// With a certificate a holder serves HTTPS, and the house asks nobody else.
func TestAHolderServesHTTPS(t *testing.T) {
	model := httptest.NewTLSServer(nil) // for its certificate, of example.com and 127.0.0.1
	defer model.Close()
	dir := t.TempDir()
	key, err := x509.MarshalPKCS8PrivateKey(model.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	cert := write(t, filepath.Join(dir, "cert"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: model.Certificate().Raw}))
	private := write(t, filepath.Join(dir, "key"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	process := startHold(t, filepath.Join(dir, "h"), "--cert", cert, "--key", private)
	if !strings.HasPrefix(process.line, "Ban kiểm phiếu=https://example.com:") {
		t.Errorf("the line is %s", process.line)
	}
	far := farOf(t, strings.Replace(process.line, "example.com", "127.0.0.1", 1), slog.DiscardHandler)
	if _, err := far.Key(t.Context(), oneVote); !problem.Is(err, problem.Unreachable) {
		t.Errorf("a certificate that nobody vouches for: %v", err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(model.Certificate())
	far.client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: pool}
	if _, err := far.Key(t.Context(), oneVote); err != nil {
		t.Error(err)
	}
}

// A holder at this machine's address on its network is no other machine: voters are told
// so, whether it is named by that address or by a name that is found only later.
func TestAHolderAtAnOwnAddressIsHere(t *testing.T) {
	own, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(own, func(a net.Addr) bool {
		n, ok := a.(*net.IPNet)
		return ok && n.IP.IsGlobalUnicast() && n.IP.To4() != nil
	})
	address := "127.0.0.1" // of a machine without a network
	if i >= 0 {
		address = own[i].(*net.IPNet).IP.String()
	}
	process := startHold(t, t.TempDir(), "--listen", address+":0")
	far := process.signer(t)
	if !far.Here() {
		t.Errorf("%s is taken for another machine", process.address)
	}
	far.here.Store(false)
	if _, err := far.Key(t.Context(), oneVote); err != nil || !far.Here() {
		t.Errorf("once it was asked, %s is taken for another machine: %v", process.address, err)
	}
	if elsewhere := farOf(t, "Ban kiểm phiếu=http://192.0.2.1:9000/#x", slog.DiscardHandler); elsewhere.Here() {
		t.Error("another machine is taken for this one")
	}
}
