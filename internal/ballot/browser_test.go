package ballot_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"giaouoc/internal/ballot"
	"giaouoc/internal/ballot/ballottest"
	"giaouoc/internal/ballot/voter"
)

// voterDriver plays one voter by the script that the voter's screen is served: each
// line asks for a step, and is answered by one.
const voterDriver = `
require(process.argv[1])
const P = globalThis.giaoUocVote
let motion, voter, key, made, tokens
const steps = {
  async ask({ text, voter: id, code }) {
    motion = await P.readMotion(text)
    const mine = []
    for (const v of motion.roll) if (v.credential.kind === 'slip') { const k = await P.slipKey(motion, v, code); if (k) { mine.push(v.id); key = k } }
    voter = id
    made = await P.makeToken(motion, id)
    made.ask.proof = await P.proveBySlip(made.ask.text, key)
    return { mine, ask: made.ask }
  },
  async receive({ signatures }) {
    try { tokens = await P.receive(motion, made, signatures) } catch { return { refused: true } }
    return { tokens }
  },
  async cast({ number, choice }) { return P.fillIn(motion, made, tokens, number, choice) },
  async receipt({ cast, receipt }) { return { right: await P.isReceipt(motion, cast, receipt) } },
  async passkey({ voter, proof }) { return { right: await P.isOfPasskey(voter, proof) } },
}
require('readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const { step, ...args } = JSON.parse(line)
  console.log(JSON.stringify(await steps[step](args)))
})`

type voterScript struct {
	t   *testing.T
	in  io.Writer
	out *bufio.Reader
}

// do takes a step and reads what the script answers into answer.
func (v *voterScript) do(step string, args map[string]any, answer any) {
	v.t.Helper()
	args["step"] = step
	line, err := json.Marshal(args)
	if err == nil {
		_, err = v.in.Write(append(line, '\n'))
	}
	var said []byte
	if err == nil {
		said, err = v.out.ReadBytes('\n')
	}
	if err == nil {
		err = json.Unmarshal(said, answer)
	}
	if err != nil {
		v.t.Fatalf("%s: %v: %s", step, err, said)
	}
}

// nodeOf starts node with a driver on a script of the site; a machine without node
// says so.
func nodeOf(t testing.TB, driver, name string) (io.Writer, *bufio.Reader) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("node is missing: the scripts of the secret ballot cannot be tested")
		}
		t.Skip("node is missing, a script of the secret ballot was not tested")
	}
	script, err := filepath.Abs("../web/static/" + name)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(node, "-e", driver, script)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	})
	return in, bufio.NewReader(out)
}

// The script of the voter's screen, to the byte that is served, makes with a slip's
// code a check-off, a token and papers that the house takes, and believes a receipt
// and the holders only where they are right.
func TestTheVotersScriptFollowsTheProtocol(t *testing.T) {
	in, out := nodeOf(t, voterDriver, "vote.js")
	v := &voterScript{t, in, out}
	const code = "7k3m p0qx-9ztA44rc"
	m := ballot.Motion{Kind: ballot.Choose, Candidates: names(3), Most: 2, Seats: 1, Base: ballot.BaseAll, Percent: 50, Again: ballot.AgainLast, Form: ballot.Board, Title: "Bầu “cụm trưởng” <1>\u2029"}
	h := ballottest.OpenWith(t, m, 9, map[string]string{"v005": "7K3M-PO0X-9ZTA-44RC", "v002": "7K3M-P0QX-9ZTA-44RC"})
	var asked struct {
		Mine []string
		Ask  struct {
			Text    string
			Proof   ballot.Proof
			Blinded [2][]byte
		}
	}
	v.do("ask", map[string]any{"text": h.Opened.Text, "voter": "v002", "code": code}, &asked)
	if len(asked.Mine) != 1 || asked.Mine[0] != "v002" {
		t.Fatalf("the code is found to be of %v", asked.Mine)
	}
	ask := ballot.Ask{Motion: h.Opened.Text, CheckOff: ballot.ProvedCheckOff{Text: asked.Ask.Text, Proof: asked.Ask.Proof}, Blinded: asked.Ask.Blinded}
	if _, err := h.Opened.Checked(ask.CheckOff, ask.Blinded); err != nil {
		t.Fatalf("check-off: %v", err)
	}
	var answers [][]byte
	for i, k := range ballottest.Keys() {
		s, err := k.Sign(ask.Blinded[i])
		if err != nil {
			t.Fatal(err)
		}
		answers = append([][]byte{s}, answers...) // in the wrong order
	}
	var got struct {
		Refused bool
		Tokens  [][]byte
	}
	if v.do("receive", map[string]any{"signatures": answers}, &got); !got.Refused {
		t.Error("signatures of the wrong holder are believed")
	}
	signatures, err := ask.InOrder(answers)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ask.InOrder([][]byte{answers[0], answers[0]}); err == nil {
		t.Error("one holder's signature is taken for both")
	}
	if v.do("receive", map[string]any{"signatures": signatures}, &got); len(got.Tokens) != 2 {
		t.Fatalf("tokens: %+v", got)
	}
	var cast ballot.Cast
	for number, choice := range [][]string{{"u1", "u3"}, {}} {
		v.do("cast", map[string]any{"number": number + 1, "choice": choice}, &cast)
		if _, err := h.Opened.Valid(cast); err != nil {
			t.Fatalf("paper %d: %v", number+1, err)
		}
	}
	receipt, err := h.Opened.ReceiptOf(h.Receipt, cast)
	if err != nil {
		t.Fatal(err)
	}
	forged, err := h.Opened.ReceiptOf(voter.NewKey(), cast)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{receipt: true, forged: false, receipt + " ": false, "": false} {
		var said struct{ Right bool }
		if v.do("receipt", map[string]any{"cast": cast, "receipt": text}, &said); said.Right != want {
			t.Errorf("receipt %q is believed: %v", text, said.Right)
		}
	}
	passkey, other := h.Voters[0], h.Voters[1]
	proof := passkey.Ask(h.Opened).CheckOff.Proof
	for b, want := range map[*voter.Browser]bool{passkey: true, other: false} {
		var said struct{ Right bool }
		if v.do("passkey", map[string]any{"voter": b.Voter, "proof": proof}, &said); said.Right != want {
			t.Errorf("an answer of the passkey of %s is taken for that of %s: %v", passkey.Voter.ID, b.Voter.ID, said.Right)
		}
	}
}
