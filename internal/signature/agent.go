package signature

import (
	"encoding/json"
	"fmt"
	"strings"

	"giaouoc/internal/problem"
	"giaouoc/internal/signature/pdf"
)

// The signing agent at an officer's own machine: VGCA Sign Service of the Government
// Cipher Committee. No specification of it was found; what stands here was gathered
// from how public programs of others call it, and each name bears its certainty.
// Nothing here was tried against the agent itself, only against a stand-in.
//
//   - high: it listens on a web socket at AgentAddress; a path of its own for each act
//     (SignApproved, SignIssued, SignAppendix, SignCopy); one message of JSON there, one back.
//   - high: FileName is an address from which the agent fetches the file, and
//     FileUploadHandler one to which it sends the signed file. The agent has no cookie of
//     the browser, so both addresses must carry their own right, for one file and a short time.
//   - medium: it sends the signed file as the field AgentUploadField of a form, and wants
//     AgentUploaded back; Status of the answer on the socket is 0 when it signed.
//   - low: MetaData and JWTToken, which versions differ in; which of the acts puts which
//     picture where, which is set in the agent.
//
// The page that speaks with the agent's socket was tried against the stand-in alone.
const (
	AgentAddress     = "wss://127.0.0.1:8987/"
	AgentUploadField = "uploadfile"
)

// AgentAct is the path of what the agent is to do.
type AgentAct string

// The acts.
const (
	AgentApprove  AgentAct = "SignApproved" // a leader signs
	AgentIssue    AgentAct = "SignIssued"   // the clerk puts number, date and seal
	AgentAppendix AgentAct = "SignAppendix" // an appendix
	AgentCopy     AgentAct = "SignCopy"     // a copy
)

// AgentOrder is what the agent is sent.
type AgentOrder struct {
	FileUploadHandler string
	SessionId         string
	JWTToken          string `json:",omitempty"`
	FileName          string
	DocNumber         string      `json:",omitempty"` // of AgentIssue and AgentAppendix
	IssuedDate        string      `json:",omitempty"` // of AgentIssue
	MetaData          []AgentPair `json:",omitempty"`
}

// AgentPair is one value that the agent hands on to FileUploadHandler.
type AgentPair struct{ Key, Value string }

// AgentUploaded is what the agent wants to hear when it has sent the signed file.
type AgentUploaded struct {
	Status     bool
	Message    string
	FileName   string
	FileServer string
}

// AgentSaid reads what the agent answers on its socket: nil when it signed, else a
// problem in its own words.
func AgentSaid(message []byte) error {
	var a struct {
		Status  *int
		Message string
	}
	if err := json.Unmarshal(message, &a); err != nil || a.Status == nil {
		return problem.New(problem.Unreachable, "Công cụ ký số trên máy trả lời điều chương trình không hiểu; chưa có gì được ký.")
	}
	if *a.Status == 0 {
		return nil
	}
	if said := printable(strings.TrimSpace(a.Message)); said != "" {
		return problem.New(problem.Invalid, "Công cụ ký số không ký: %s", said)
	}
	return problem.New(problem.Invalid, "Công cụ ký số không ký (mã %d).", *a.Status)
}

// Returned checks a file that came back from an agent: it is the file that was sent,
// with at least one signature more and nothing else changed that people read, and
// every signature is good. The agent may write the file anew, so bytes are not compared.
func Returned(sent, back []byte, t Trust) (*Report, error) {
	was, err := pdf.Open(sent)
	if err != nil {
		return nil, fmt.Errorf("open the file that was sent: %w", err)
	}
	r := Check(back, t)
	if faults := r.Faults(); len(faults) > 0 {
		return r, problem.New(problem.Invalid, "Tệp nhận về từ công cụ ký số không dùng được: %s", faults[0])
	}
	now, err := pdf.Open(back)
	if err != nil {
		return r, fmt.Errorf("open the file that came back: %w", err)
	}
	differences, whole := pdf.Compare(was, now)
	later, changes := sortOut(now, differences)
	// Programs that write a file anew put their name and the time into what describes it.
	changes = without(changes, aboutTheFile)
	switch {
	case len(changes) > 0:
		return r, problem.New(problem.Invalid, "Tệp nhận về không phải tệp đã gửi đi ký: khác ở %s.", strings.Join(changes, "; "))
	case !whole || was.Fault() != nil || now.Fault() != nil:
		return r, problem.New(problem.Invalid, "Tệp nhận về không so hết được với tệp đã gửi đi ký.")
	case later == 0:
		return r, problem.New(problem.Invalid, "Tệp nhận về không có thêm chữ ký nào.")
	}
	return r, nil
}

func without(list []string, what string) []string {
	var out []string
	for _, one := range list {
		if one != what {
			out = append(out, one)
		}
	}
	return out
}
