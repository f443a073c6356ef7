package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/voter"
	"giaouoc/internal/holder"
	audit "giaouoc/internal/verify/ballot"
	"giaouoc/internal/web"
)

// storyVoter is a voter of a secret ballot in a story, with what was cast last.
type storyVoter struct {
	*voter.Browser
	o    *ballot.Opened
	path string
	last ballot.Cast
}

// cmdHolders gives the installation two holders of keys, each in a folder.
func cmdHolders(ts *testscript.TestScript, _ bool, _ []string) {
	w := of(ts)
	for _, name := range []string{"Ban kiểm phiếu", "Cơ quan thường trực"} {
		folder, err := holder.Open(filepath.Join(ts.Getenv("WORK"), "giu-khoa", name))
		ts.Check(err)
		w.config.Holders = append(w.config.Holders, holder.Near{Called: name, Folder: folder})
	}
	w.config.Site = &url.URL{Scheme: "http", Host: "localhost"}
	w.server.Config.Handler = web.New(w.config)
}

func (w *world) sendJSON(ts *testscript.TestScript, path string, body any) {
	content, err := json.Marshal(body)
	ts.Check(err)
	req, err := http.NewRequest(http.MethodPost, w.server.URL+path, bytes.NewReader(content))
	ts.Check(err)
	req.Header.Set("Content-Type", "application/json")
	ts.Check(w.send(req))
}

// cmdToken takes a token by a slip: token NAME PATH CODE. NAME is a browser of that
// name from then on; the same name with another path takes another token.
func cmdToken(ts *testscript.TestScript, _ bool, args []string) {
	w, name, path, code := of(ts), args[0], args[1], args[2]
	req, err := http.NewRequest(http.MethodGet, w.server.URL+path+"/noi-dung.json", nil)
	ts.Check(err)
	ts.Check(w.send(req))
	o, err := ballot.Reopen(w.body)
	ts.Check(err)
	v := &storyVoter{o: o, path: path}
	for _, of := range o.Roll {
		key, err := ballot.SlipKey(o.ID, of.ID, code)
		ts.Check(err)
		if bytes.Equal(voter.Public(key), of.Credential.Key) {
			v.Browser = &voter.Browser{Voter: of, Key: key}
		}
	}
	if v.Browser == nil {
		ts.Fatalf("the code is of nobody on the roll")
	}
	ask := v.Ask(o)
	w.sendJSON(ts, path+"/the", struct {
		ballot.ProvedCheckOff
		Blinded [2][]byte `json:"blinded"`
	}{ask.CheckOff, ask.Blinded})
	if w.status != http.StatusOK {
		return
	}
	var signed struct{ Signatures [][]byte }
	ts.Check(json.Unmarshal([]byte(w.body), &signed))
	ts.Check(v.Receive(signed.Signatures))
	w.voters[name] = v
}

// cmdCast casts the next paper of a voter: cast NAME CHOICE….
func cmdCast(ts *testscript.TestScript, _ bool, args []string) {
	w := of(ts)
	v := w.voters[args[0]]
	v.last = v.Paper(v.o, args[1:]...)
	w.sendJSON(ts, v.path+"/phieu", v.last)
}

// cmdReplay sends a voter's last paper again, to the same vote or to another, as it was
// or with one text replaced by another: replay NAME PATH|same [OLD NEW].
func cmdReplay(ts *testscript.TestScript, _ bool, args []string) {
	w := of(ts)
	v := w.voters[args[0]]
	path, sent := args[1], v.last
	if path == "same" {
		path = v.path
	}
	if len(args) == 4 {
		sent.Paper = strings.Replace(sent.Paper, args[2], args[3], 1)
	}
	w.sendJSON(ts, path+"/phieu", sent)
}

// cmdChecked checks the last answer, the public file of a vote, from outside; see then
// sees what was found.
func cmdChecked(ts *testscript.TestScript, _ bool, _ []string) {
	w := of(ts)
	r, err := audit.Check([]byte(w.body), audit.Terms{})
	if err != nil {
		w.body = fmt.Sprint(err)
		return
	}
	w.body = r.String()
}

// cmdUnsealed has both holders open the last answer, a sealed board, the first one
// first; alone neither can.
func cmdUnsealed(ts *testscript.TestScript, _ bool, _ []string) {
	w := of(ts)
	first, second := w.config.Holders[0].(holder.Near).Folder, w.config.Holders[1].(holder.Near).Folder
	sealed := []byte(w.body)
	if _, err := second.Unseal(sealed); err == nil {
		ts.Fatalf("the second holder opens the first one's seal")
	}
	inner, err := first.Unseal(sealed)
	ts.Check(err)
	if _, err := first.Unseal(inner); err == nil || json.Valid(inner) {
		ts.Fatalf("the first holder alone reads the board")
	}
	opened, err := second.Unseal(inner)
	ts.Check(err)
	w.body = strings.ReplaceAll(string(opened), "\\\"", "\"")
}
