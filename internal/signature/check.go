package signature

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"giaouoc/internal/signature/cms"
	"giaouoc/internal/signature/pdf"
	"giaouoc/internal/vn"
)

// Trust is what signatures are checked against.
type Trust struct {
	Roots   []*x509.Certificate    // whose certificates are relied on; without any, every signer is foreign
	Revoked []*x509.RevocationList // beside those in the file
	At      time.Time              // when it is checked
}

// mostSignatures of one file are checked.
const mostSignatures = 64

// Check reports on every signature of a PDF. It has an answer for any bytes.
func Check(file []byte, t Trust) *Report {
	r := &Report{}
	if len(file) > pdf.MostBytes {
		r.add(Unreadable, true, "Tệp lớn hơn %d MB nên không kiểm.", pdf.MostBytes>>20)
		return r
	}
	doc, err := pdf.Open(file)
	if err != nil {
		r.add(Unreadable, true, "Không đọc được tệp: không phải PDF, hoặc tệp hỏng, bị cắt; chưa nói được gì về chữ ký.")
		return r
	}
	if doc.Encrypted() {
		r.add(Unreadable, true, "Tệp đặt mật khẩu hoặc hạn chế quyền: chương trình không giải mã nên không kiểm được tệp này.")
		return r
	}
	c := &check{file: file, doc: doc, trust: t}
	c.inFile()
	empty := 0
	for _, f := range doc.SignatureFields() {
		switch {
		case f.Value == nil:
			empty++
		case len(r.Signatures) == mostSignatures:
			r.add(Unreadable, true, "Tệp có hơn %d chữ ký; các chữ ký sau chưa kiểm.", mostSignatures)
			return r
		default:
			r.Signatures = append(r.Signatures, c.signature(f))
		}
	}
	if empty > 0 {
		r.add(Unsigned, false, "Tệp có %d ô chữ ký chưa ai ký.", empty)
	}
	if len(r.Signatures) == 0 {
		r.add(Unsigned, true, "Tệp không có chữ ký số nào.")
	}
	if doc.Fault() != nil {
		r.add(Unreadable, true, "Có phần của tệp không đọc được; kết luận về tệp không chắc chắn.")
	}
	return r
}

type check struct {
	file  []byte
	doc   *pdf.Document
	trust Trust
	// What the file itself holds to check with; nobody is trusted for being there.
	certificates []*x509.Certificate
	revoked      []*x509.RevocationList
}

const mostInFile = 256

// inFile reads what later hands put into the file for checking (DSS).
func (c *check) inFile() {
	_, root := c.doc.Catalogue()
	dss := c.doc.Dict(root["DSS"])
	each := func(key pdf.Name, take func([]byte)) {
		for i, v := range c.doc.Array(dss[key]) {
			s, ok := c.doc.Get(v).(pdf.Stream)
			if !ok || i >= mostInFile {
				continue
			}
			if b, err := c.doc.Content(s); err == nil {
				take(b)
			}
		}
	}
	each("Certs", func(b []byte) {
		if one, err := x509.ParseCertificate(b); err == nil {
			c.certificates = append(c.certificates, one)
		}
	})
	each("CRLs", func(b []byte) {
		if one, err := x509.ParseRevocationList(b); err == nil {
			c.revoked = append(c.revoked, one)
		}
	})
}

// ranges are the four numbers of a ByteRange that makes sense: from the start, a hole,
// to an end in the file.
type ranges struct{ holeFrom, holeTo, end int }

func (c *check) ranges(signed pdf.Dict) (ranges, bool) {
	list := c.doc.Array(signed["ByteRange"])
	if len(list) != 4 {
		return ranges{}, false
	}
	var n [4]int64
	for i := range n {
		v, ok := c.doc.Get(list[i]).(int64)
		if !ok || v < 0 || v > int64(len(c.file)) {
			return ranges{}, false
		}
		n[i] = v
	}
	end := n[2] + n[3]
	if n[0] != 0 || n[1] == 0 || n[1] >= n[2] || end > int64(len(c.file)) {
		return ranges{}, false
	}
	return ranges{int(n[1]), int(n[2]), int(end)}, true
}

// signature checks one.
func (c *check) signature(f pdf.Field) *Signature {
	s := &Signature{Field: printable(f.Name)}
	if f.Signed == nil {
		s.add(Unreadable, true, "Không đọc được chữ ký trong ô này.")
		return s
	}
	filter, _ := c.doc.Get(f.Signed["SubFilter"]).(pdf.Name)
	s.SubFilter = string(filter)
	s.Document = filter == "ETSI.RFC3161"
	s.Claimed = readDate(pdf.ReadText(c.doc.Get(f.Signed["M"])))
	r, ok := c.ranges(f.Signed)
	if !ok {
		s.add(Unreadable, true, "Chữ ký không ghi đúng phần tệp mà nó ký (ByteRange), nên không chứng minh được gì.")
		return s
	}
	c.revision(s, f, r)
	contents, _ := c.doc.Get(f.Signed["Contents"]).(pdf.String)
	switch filter {
	case subFilter, "adbe.pkcs7.detached":
		c.detached(s, contents, r)
	case "ETSI.RFC3161":
		c.documentStamp(s, contents, r)
	case "":
		s.add(Unreadable, true, "Chữ ký không nói nó thuộc dạng nào (SubFilter) nên không kiểm được.")
	default:
		s.add(Unreadable, true, "Chữ ký dạng %s là dạng cũ mà chương trình không kiểm; hãy đề nghị ký lại.", printable(string(filter)))
	}
	return s
}

// revision checks that the signature covers the whole revision it belongs to, but for
// itself, and compares what came after.
func (c *check) revision(s *Signature, f pdf.Field, r ranges) {
	before := bytes.TrimRight(c.file[:r.end], " \r\n\t\x00")
	own, err := c.doc.Revision(r.end)
	if err != nil || !bytes.HasSuffix(before, []byte("%%EOF")) {
		s.add(Partly, true, "Phần được ký không phải một lần lưu trọn vẹn của tệp: có phần của tệp nằm ngoài chữ ký.")
		return
	}
	if !c.holds(own, f, r) {
		s.add(Partly, true, "Chỗ chừa ra trong phần được ký không đúng là chỗ của chữ ký này: có thể có nội dung không được ký nằm ở đó.")
		return
	}
	rest := bytes.TrimRight(c.file[r.end:], " \r\n\t\x00")
	s.Last = len(rest) == 0
	if s.Last {
		return
	}
	if c.doc.Start() < int64(r.end) {
		s.Changes = []string{"dữ liệu thừa ở cuối tệp"}
		s.add(Changed, true, "Sau chữ ký có thêm dữ liệu ở cuối tệp, không thuộc lần lưu nào.")
		return
	}
	differences, whole := pdf.Compare(own, c.doc)
	later, changes := sortOut(c.doc, differences)
	s.Changes = changes
	locked := permitted(own, f.Signed) == 1
	switch {
	case len(changes) > 0:
		s.add(Changed, true, "Sau chữ ký, tệp bị thay đổi: %s.", strings.Join(changes, "; "))
	case !whole || own.Fault() != nil:
		s.add(Unreadable, true, "Sau chữ ký, tệp được lưu thêm mà chương trình không so hết được với bản đã ký.")
	case later > 0 && locked:
		s.add(Changed, true, "Người ký không cho thay đổi gì thêm, nhưng sau đó tệp có thêm %d chữ ký.", later)
	case later > 0:
		s.add(SignedLater, false, "Sau chữ ký này, tệp chỉ có thêm %d chữ ký; nội dung không đổi.", later)
	default:
		s.add(SignedLater, false, "Sau chữ ký này, tệp được lưu thêm mà nội dung không đổi.")
	}
}

// holds reports whether the hole in the signed ranges is the value of the signature in
// this field, brackets with it, as it stood in its own revision.
func (c *check) holds(own *pdf.Document, f pdf.Field, r ranges) bool {
	ref, ok := f.Value.(pdf.Ref)
	if !ok {
		// The signature stands in its field.
		ref = f.Ref
	}
	from, to, ok := own.Extent(ref)
	if !ok || from >= r.holeFrom || to < r.holeTo {
		return false
	}
	hole := c.file[r.holeFrom:r.holeTo]
	if hole[0] != '<' || hole[len(hole)-1] != '>' {
		return false
	}
	contents, _ := c.doc.Get(f.Signed["Contents"]).(pdf.String)
	value, err := hex.DecodeString(string(hole[1 : len(hole)-1]))
	return err == nil && len(value) > 0 && bytes.Equal(value, contents)
}

func (c *check) digest(hash crypto.Hash, r ranges) []byte {
	h := hash.New()
	h.Write(c.file[:r.holeFrom])
	h.Write(c.file[r.holeTo:r.end])
	return h.Sum(nil)
}

// detached checks a CMS signature.
func (c *check) detached(s *Signature, contents []byte, r ranges) {
	signed, err := cms.Parse(contents)
	if err != nil || len(signed.Signers) != 1 || signed.Content != nil {
		s.add(Unreadable, true, "Không đọc được chữ ký: dữ liệu hỏng, hoặc không đúng một người ký.")
		return
	}
	signer := signed.Signers[0]
	s.named(signer.Certificate)
	s.Digest = "không rõ"
	if signer.Digest != 0 {
		s.Digest = signer.Digest.String()
		err = signed.Verify(signer, c.digest(signer.Digest, r))
	} else {
		err = cms.ErrUnknown
	}
	switch {
	case err == nil:
		s.add(Intact, false, "Phần được ký nguyên vẹn, đúng là do khóa của chứng thư này ký.")
	case err == cms.ErrDigest:
		s.add(Altered, true, "Nội dung đã bị sửa sau khi ký: phần được ký không còn khớp với chữ ký.")
		return
	case err == cms.ErrNoCertificate:
		s.add(Unreadable, true, "Chữ ký không kèm chứng thư của người ký nên không biết ai ký.")
		return
	case err == cms.ErrUnknown:
		s.add(Unreadable, true, "Chữ ký dùng thuật toán mà chương trình không biết nên không kiểm được.")
		return
	default:
		s.add(Altered, true, "Chữ ký không đúng: không phải do khóa của chứng thư này ký, hoặc chữ ký đã bị sửa.")
		return
	}
	c.weak(s, signer)
	c.level(s, signer)
	at := c.time(s, signer)
	c.person(s, signed, signer.Certificate, at)
}

func (s *Signature) named(own *x509.Certificate) {
	if own == nil {
		return
	}
	s.Who, s.Agency, s.Serial = printable(nameOf(own)), printable(agencyOf(own)), own.SerialNumber.Text(16)
	if s.Issuer = printable(own.Issuer.CommonName); s.Issuer == "" && len(own.Issuer.Organization) > 0 {
		s.Issuer = printable(own.Issuer.Organization[0])
	}
}

// printable leaves out of a foreign text what could draw over the report.
func printable(s string) string {
	out := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if runes := []rune(out); len(runes) > 200 {
		return string(runes[:200]) + "…"
	}
	return out
}

func (c *check) weak(s *Signature, signer *cms.Signer) {
	if signer.Digest == crypto.SHA1 {
		s.add(Weak, true, "Chữ ký dùng hàm băm SHA-1, nay làm giả được nên không còn bảo vệ nội dung.")
	}
	if key, ok := signer.Certificate.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() < 2048 {
		s.add(Weak, true, "Khóa RSA của người ký chỉ dài %d bit, ngắn hơn 2048 nên không còn an toàn.", key.N.BitLen())
	}
}

// level says which level of PAdES baseline the signature has, short of the time stamp.
func (c *check) level(s *Signature, signer *cms.Signer) {
	bound, err := signer.Bound()
	var lacks []string
	if s.SubFilter != subFilter {
		lacks = append(lacks, "dạng "+printable(s.SubFilter))
	}
	if signer.HasSigningTime() {
		lacks = append(lacks, "ghi giờ ký bên trong chữ ký (signing-time)")
	}
	if err != nil {
		s.add(Altered, true, "Chữ ký chỉ sang một chứng thư khác với chứng thư kèm theo: chứng thư có thể đã bị tráo.")
		return
	}
	if bound == 0 {
		lacks = append(lacks, "không gắn với chứng thư của người ký (signing-certificate-v2)")
	}
	if s.Claimed.IsZero() {
		if t, ok := signer.SigningTime(); ok {
			s.Claimed = t
		} else {
			lacks = append(lacks, "không ghi giờ ký")
		}
	}
	if len(lacks) > 0 {
		s.add(LevelReached, false, "Chữ ký không theo mức nào của PAdES baseline: %s.", strings.Join(lacks, "; "))
		return
	}
	s.Level = LevelB
}

// readDate reads a date of a PDF, such as D:20261128103000+07'00'; zero when it is none.
func readDate(s string) time.Time {
	s = strings.ReplaceAll(strings.TrimPrefix(s, "D:"), "'", "")
	for _, layout := range []string{"20060102150405-0700", "20060102150405Z0700", "20060102150405Z", "20060102150405-07"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	if t, err := time.ParseInLocation("20060102150405", s, vn.Zone); err == nil {
		return t
	}
	return time.Time{}
}

// documentStamp checks a time stamp that is a signature of its own.
func (c *check) documentStamp(s *Signature, contents []byte, r ranges) {
	stamp, err := cms.ParseStamp(contents)
	if err != nil {
		s.add(Unreadable, true, "Không đọc được dấu thời gian của văn bản.")
		return
	}
	s.named(stamp.Signed.Signers[0].Certificate)
	s.Digest = stamp.Hash().String()
	if err := stamp.VerifyDigest(c.digest(stamp.Hash(), r)); err != nil {
		s.add(Altered, true, "Dấu thời gian không phải của văn bản này, hoặc văn bản đã bị sửa sau đó.")
		return
	}
	s.add(Intact, false, "Văn bản có nguyên vẹn như thế này lúc %s.", moment(stamp.Time))
	s.Stamped, s.StampedBy = stamp.Time, s.Who
	c.person(s, stamp.Signed, stamp.Signed.Signers[0].Certificate, stamp.Time)
}

// time says when it was signed and gives the time at which certificates are to have
// been in force: that of a time stamp that is trusted, or now.
func (c *check) time(s *Signature, signer *cms.Signer) time.Time {
	said := "không ghi giờ"
	if !s.Claimed.IsZero() {
		said = "khai là " + moment(s.Claimed)
	}
	token := signer.Token()
	if token == nil {
		s.add(TimeClaimed, false, "Giờ ký do người ký %s; không có dấu thời gian nên không ai khác chứng nhận.", said)
		if s.Level == LevelB {
			s.add(LevelReached, false, "Chữ ký ở mức B của PAdES baseline.")
		}
		return c.trust.At
	}
	stamp, err := cms.ParseStamp(token)
	if err == nil {
		err = stamp.Verify(signer.Value)
	}
	if err != nil {
		s.add(StampBad, true, "Dấu thời gian kèm theo không phải của chữ ký này hoặc đã hỏng; giờ ký do người ký %s.", said)
		return c.trust.At
	}
	own := stamp.Signed.Signers[0].Certificate
	s.Stamped, s.StampedBy = stamp.Time, printable(nameOf(own))
	if s.Level == LevelB {
		s.Level = LevelT
		s.add(LevelReached, false, "Chữ ký ở mức T của PAdES baseline.")
	}
	_, fault := c.chain(own, stamp.Signed.Certificates, stamp.Time, x509.ExtKeyUsageTimeStamping)
	if fault == "" {
		fault = c.revokedFault(own, stamp)
	}
	if fault != "" {
		s.add(StampBad, false, "Dấu thời gian ghi %s do %s cấp, nhưng %s nên chưa chứng minh được giờ; giờ ký do người ký %s.", moment(stamp.Time), s.StampedBy, fault, said)
		return c.trust.At
	}
	s.add(TimeStamped, false, "Ký không muộn hơn %s theo dấu thời gian của %s; người ký %s.", moment(stamp.Time), s.StampedBy, said)
	return stamp.Time
}

// revokedFault says that the certificate of a time-stamp server was revoked, or is empty.
func (c *check) revokedFault(own *x509.Certificate, stamp *cms.Stamp) string {
	path, _ := c.chain(own, stamp.Signed.Certificates, stamp.Time, x509.ExtKeyUsageTimeStamping)
	if hit := c.revocation(path, stamp.Signed.Revoked); hit.revoked != nil {
		return fmt.Sprintf("chứng thư của máy chủ ấy đã bị thu hồi lúc %s", moment(hit.at))
	}
	return ""
}
