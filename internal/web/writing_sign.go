package web

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/clerk"
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
	"giaouoc/internal/signature"
	"giaouoc/internal/web/pages"
)

// agentPage is where the agent on a signer's machine fetches and brings a file.
const agentPage = "/ky-so"

// trusted is what signatures are checked against at a moment.
func (s *Server) trusted(now time.Time) (signature.Trust, error) {
	if s.Trust == nil {
		return signature.Trust{At: now}, nil
	}
	t, err := s.Trust()
	t.At = now
	return t, err
}

func (s *Server) signWriting(w http.ResponseWriter, r *http.Request) error {
	return s.showSigning(w, r, nil, nil, "")
}

// showSigning is the page on which a writing is signed; agent is what the agent was
// asked.
func (s *Server) showSigning(w http.ResponseWriter, r *http.Request, list problem.List, agent *pages.AgentErrand, secret string) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	p := pages.WritingSignProps{Problems: list, Typed: typed(r), Agent: agent, Secret: secret}
	delete(p.Typed, "password")
	var v clerk.Look
	var now time.Time
	err = s.view(r, func(tx *db.Tx) error {
		now = tx.Now
		if v, err = clerk.LookAt(tx, b, r.PathValue("writing")); err != nil {
			return err
		}
		if err := access.Require(tx, access.ClerkSign, access.Scope{Unit: v.UnitID}); err != nil {
			return err
		}
		if v.State != clerk.Issued && len(list) == 0 {
			return problem.New(problem.Closed, "Văn bản %s nên không ký được; chỉ văn bản đã ban hành mới ký số.", v.State.Name())
		}
		p.Writing = v.Writing
		p.Frame = refusedFrame(s.writingFrame(tx, r, &v.Writing, "Ký số"), list)
		p.Frame.Lead = v.Kind.Name()
		if v.Number != "" {
			p.Frame.Lead += " số " + v.Number
		}
		p.Frame.Lead += ": " + v.Abstract
		return nil
	})
	if err != nil {
		return err
	}
	if p.Report, p.NoRoots, err = s.reportOf(&v, now); err != nil {
		return err
	}
	if agent != nil {
		h := w.Header()
		h.Set("Content-Security-Policy", strings.Replace(policy, "connect-src 'self'", "connect-src 'self' "+strings.TrimSuffix(signature.AgentAddress, "/"), 1))
	}
	return s.render(w, r, statusOf(list), pages.WritingSign(p))
}

// signed leads back to the writing after a signature, or shows what was refused.
func (s *Server) signed(w http.ResponseWriter, r *http.Request, err error) error {
	if err == nil {
		return s.done(w, r, writingPage+"/"+r.PathValue("writing"), "Đã nhận chữ ký số.")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showSigning(w, r, list, nil, "")
}

// maySign asks for the right before a file is read.
func (s *Server) maySign(r *http.Request) (file []byte, now time.Time, err error) {
	err = s.view(r, func(tx *db.Tx) error {
		now = tx.Now
		_, file, err = clerk.ToSign(tx, s.Blobs, r.PathValue("writing"), versionOfForm(r))
		return err
	})
	return file, now, err
}

// bytesOfField reads a file of a form; nil when none was sent.
func bytesOfField(r *http.Request, field string, most int64) ([]byte, error) {
	part, header, err := r.FormFile(field)
	if err != nil {
		return nil, nil
	}
	defer part.Close()
	content, err := io.ReadAll(io.LimitReader(part, most+1))
	if err != nil {
		return nil, problem.Field(field, "Không đọc được tệp «%s»; gửi lại.", header.Filename)
	}
	if int64(len(content)) > most {
		return nil, problem.Field(field, "Tệp «%s» lớn hơn %d MB.", header.Filename, most>>20)
	}
	return content, nil
}

const (
	mostKey     = 1 << 20
	mostPicture = 10 << 20
	mostSigned  = 20 << 20
)

// signByFile takes a PDF that was signed elsewhere.
func (s *Server) signByFile(w http.ResponseWriter, r *http.Request) error {
	if _, _, err := s.maySign(r); err != nil {
		return s.signed(w, r, err)
	}
	content, err := bytesOfField(r, "file", mostSigned)
	if err == nil && content == nil {
		err = problem.Field("file", "Chọn tệp PDF đã ký.")
	}
	if err != nil {
		return s.signed(w, r, err)
	}
	return s.signed(w, r, s.keepSigned(r, clerk.ByFile, content))
}

func (s *Server) keepSigned(r *http.Request, way clerk.Way, content []byte) error {
	return s.update(r, func(tx *db.Tx) error {
		t, err := s.trusted(tx.Now)
		if err != nil {
			return err
		}
		_, err = clerk.Sign(tx, s.Blobs, t, r.PathValue("writing"), versionOfForm(r), way, content)
		return err
	})
}

// signByKey signs with a key file that is forgotten when the request ends.
func (s *Server) signByKey(w http.ResponseWriter, r *http.Request) error {
	file, now, err := s.maySign(r)
	if err != nil {
		return s.signed(w, r, err)
	}
	content, err := bytesOfField(r, "key", mostKey)
	if err == nil && content == nil {
		err = problem.Field("key", "Chọn tệp khóa PKCS#12 (.p12, .pfx).")
	}
	if err != nil {
		return s.signed(w, r, err)
	}
	signer, err := signature.ReadKey(content, r.FormValue("password"))
	if err != nil {
		return s.signed(w, r, err)
	}
	look, err := visibleLook(r)
	if err != nil {
		return s.signed(w, r, err)
	}
	result, err := signature.Sign(r.Context(), file, signer, signature.Terms{At: now, Look: look})
	if err != nil {
		return s.signed(w, r, err)
	}
	return s.signed(w, r, beside(s.keepSigned(r, clerk.ByKey, result.PDF), "file", "key"))
}

// visibleLook reads how a signature is seen; nil for one that is not.
func visibleLook(r *http.Request) (*signature.Look, error) {
	var list problem.List
	picture := func(field string) *signature.Picture {
		content, err := bytesOfField(r, field, mostPicture)
		list = append(list, problem.All(err)...)
		if len(content) == 0 {
			return nil
		}
		return &signature.Picture{PNG: content}
	}
	length := func(field, what string) float64 {
		typed := strings.Replace(text(r, field), ",", ".", 1)
		if typed == "" {
			return 0
		}
		v, err := strconv.ParseFloat(typed, 64)
		if err != nil || v < 0 || v > 1000 {
			list.Add(field, "%s: ghi số, ví dụ 125.", what)
		}
		return v
	}
	l := &signature.Look{Image: picture("image"), Seal: picture("seal"), X: length("position", "Cách mép trái"), Y: length("down", "Cách mép trên"), Page: int(length("page", "Trang"))}
	if l.Seal != nil {
		l.Seal.Width = length("seal_width", "Bề rộng dấu")
		l.Cover = l.Image == nil
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	if l.Image == nil && l.Seal == nil {
		return nil, nil
	}
	return l, nil
}

// sendToAgent begins a signing by the agent on the person's machine: the page that
// answers speaks with it.
func (s *Server) sendToAgent(w http.ResponseWriter, r *http.Request) error {
	act := signature.AgentAct(text(r, "act"))
	var order signature.AgentOrder
	secret := ""
	err := s.update(r, func(tx *db.Tx) (err error) {
		if secret, err = clerk.Send(tx, s.Blobs, r.PathValue("writing"), versionOfForm(r)); err != nil {
			return err
		}
		if act != signature.AgentApprove && act != signature.AgentIssue {
			return problem.Field("act", "Chọn việc cần ký.")
		}
		found, err := clerk.Find(tx, r.PathValue("writing"))
		if act == signature.AgentIssue {
			order.DocNumber, order.IssuedDate = found.Number, tx.Now.Format(time.RFC3339)
		}
		return err
	})
	list, err := refused(err)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		return s.showSigning(w, r, list, nil, "")
	}
	at := strings.TrimSuffix(s.address(r), "/") + agentPage + "/" + secret
	order.FileName, order.FileUploadHandler = at+"/van-ban.pdf", at
	message, err := json.Marshal(order)
	if err != nil {
		return err
	}
	return s.showSigning(w, r, nil, &pages.AgentErrand{Address: signature.AgentAddress, Act: string(act), Order: string(message)}, secret)
}

// agentFetch gives the agent the file to sign.
func (s *Server) agentFetch(w http.ResponseWriter, r *http.Request) error {
	hash, name := "", ""
	err := s.view(r, func(tx *db.Tx) (err error) {
		hash, name, err = clerk.Fetched(tx, r.PathValue("secret"))
		return err
	})
	if err != nil {
		return err
	}
	return s.serveFile(w, r, hash, name)
}

// agentBring takes the file that the agent has signed, and says so as the agent wants
// to hear it.
func (s *Server) agentBring(w http.ResponseWriter, r *http.Request) error {
	err := s.view(r, func(tx *db.Tx) error {
		_, _, err := clerk.Fetched(tx, r.PathValue("secret"))
		return err
	})
	var content []byte
	if err == nil {
		if content, err = bytesOfField(r, signature.AgentUploadField, mostSigned); err == nil && content == nil {
			err = problem.Field("file", "Không có tệp nào được gửi về.")
		}
	}
	if err == nil {
		err = s.update(r, func(tx *db.Tx) error {
			t, err := s.trusted(tx.Now)
			if err != nil {
				return err
			}
			return clerk.Bring(tx, s.Blobs, t, r.PathValue("secret"), content)
		})
	}
	answer := signature.AgentUploaded{Status: err == nil, Message: "Đã nhận tệp đã ký.", FileName: "van-ban.pdf"}
	status := http.StatusOK
	if err != nil {
		list := problem.All(err)
		if list == nil {
			return err
		}
		answer.Message, status = list[0].Text, statusOf(list)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(answer)
}

// receiveSigned puts what the agent signed to the writing.
func (s *Server) receiveSigned(w http.ResponseWriter, r *http.Request) error {
	return s.signed(w, r, s.update(r, func(tx *db.Tx) error {
		t, err := s.trusted(tx.Now)
		if err != nil {
			return err
		}
		_, err = clerk.Receive(tx, s.Blobs, t, r.PathValue("writing"), text(r, "secret"))
		return err
	}))
}
