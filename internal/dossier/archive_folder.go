package dossier

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/incoming"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	"giaouoc/internal/vn"
)

// Paper is one file of the folder in which a finished dossier is taken out. Of a kept
// file the SHA-256 is known; what the program writes itself is Text.
type Paper struct {
	Path   string // below the folder
	What   string
	Number string
	On     vn.Date
	Hash   string // hex SHA-256
	Text   []byte // nil of a kept file
}

// Names in the folder (hồ sơ lưu).
const (
	SumsFile   = "SHA256SUMS"
	indexText  = "muc-luc.txt"
	indexPage  = "muc-luc.html"
	ProofDir   = "chung-minh"
	SealProof  = ProofDir + "/niem-phong.tlog-proof"
	KeyFile    = ProofDir + "/khoa.txt"
	GuideFile  = "HUONG-DAN.txt"
	proofOfAct = ProofDir + "/viec-%03d.tlog-proof"
)

const guide = `Thư mục này là một hồ sơ khen thưởng đã lưu trữ, lấy ra nguyên vẹn.

Mục lục: muc-luc.txt, muc-luc.html.
Kiểm các tệp không bị đổi:    sha256sum -c SHA256SUMS
Kiểm cả với nhật ký, không cần mạng:    giaouoc verify archive THƯ-MỤC --key 'KHÓA CỦA NHẬT KÝ'

Khóa trong chung-minh/khoa.txt đi cùng thư mục nên chưa chứng minh được gì một mình: hãy so với khóa lấy từ trang của nhật ký hoặc văn bản công bố khóa.
Bằng, giấy chứng nhận đã in và hiện vật không nằm trong thư mục này.
`

// Shelved is the folder of a finished dossier before its proofs.
type Shelved struct {
	Dossier Dossier
	Papers  []Paper  // with the index, in the order of their paths
	Sums    []byte   // as sha256sum -c reads it
	SHA256  string   // of Sums
	Entries []string // ids of the record's entries on the dossier, the oldest first
	Seal    *Seal    // the last that is of these Sums; nil while there is none
}

// Name is the folder's name.
func (a *Shelved) Name() string {
	return "ho-so-" + strconv.Itoa(a.Dossier.Year) + "-" + a.Dossier.ID[:8]
}

// mostEntries is more than a dossier has.
const mostEntries = 10_000

// Beside lists the papers on a dossier that rooms below this one keep; the same for
// everybody who asks.
type Beside func(tx *db.Tx, dossierID string) ([]Paper, error)

// ShelvedOf gathers the folder of an archived dossier.
//
// Read: requires the right to see the dossier.
func ShelvedOf(tx *db.Tx, b Basis, id string, beside Beside) (Shelved, error) {
	v, err := LookAt(tx, b, id)
	if err != nil {
		return Shelved{}, err
	}
	if v.Step != Archived {
		return Shelved{}, problem.New(problem.Closed, "Hồ sơ chưa lưu trữ (%s); lấy ra được khi đã lưu trữ.", v.Step.Name())
	}
	a := Shelved{Dossier: v.Dossier, Papers: v.papers(b)}
	arrived, err := arrivedOn(tx, id)
	if err != nil {
		return a, err
	}
	made, err := beside(tx, id)
	if err != nil {
		return a, err
	}
	a.Papers = slices.Concat(a.Papers, arrived, made)
	index, page, err := v.index(a.Papers)
	if err != nil {
		return a, fmt.Errorf("write index of dossier %s: %w", id, err)
	}
	for _, p := range []Paper{{Path: indexText, Text: index}, {Path: indexPage, Text: page}, {Path: GuideFile, Text: []byte(guide)}} {
		p.Hash = hashOf(p.Text)
		a.Papers = append(a.Papers, p)
	}
	slices.SortFunc(a.Papers, func(x, y Paper) int { return strings.Compare(x.Path, y.Path) })
	var sums bytes.Buffer
	for _, p := range a.Papers {
		fmt.Fprintf(&sums, "%s  %s\n", p.Hash, p.Path)
	}
	a.Sums = sums.Bytes()
	a.SHA256 = hashOf(a.Sums)
	entries, err := record.PublicHistory(tx, record.Object{Kind: "dossier", ID: id}, mostEntries)
	if err != nil {
		return a, err
	}
	for _, e := range slices.Backward(entries) {
		a.Entries = append(a.Entries, e.ID)
	}
	seals, err := sealsOf(tx, id)
	if err != nil {
		return a, fmt.Errorf("read seals of dossier %s: %w", id, err)
	}
	for i := range seals {
		if seals[i].SHA256 == a.SHA256 && int(seals[i].Entries) <= len(a.Entries) {
			a.Seal = &seals[i]
		}
	}
	return a, nil
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// papers are the kept files and the texts that the program makes of what was entered.
func (v *Look) papers(b Basis) []Paper {
	var list []Paper
	name := func(dir, what, file string) string {
		return fmt.Sprintf("%s/%02d-%s%s", dir, len(list)+1, vn.Slug(what), strings.ToLower(path.Ext(file)))
	}
	names := map[string]string{}
	for _, c := range b.Law.Dossier.Components {
		names[c.Part] = c.Name
	}
	of := map[string]string{}
	for i := range v.List {
		of[v.List[i].ID] = v.List[i].Name
	}
	for _, p := range v.Parts {
		what := names[p.Part]
		if what == "" {
			what = p.Part
		}
		if who := of[p.CandidateID]; who != "" {
			what += ": " + who
		}
		list = append(list, Paper{Path: name("thanh-phan", what, p.FileName), What: what, Number: p.Number, On: p.OnDay, Hash: p.FileHash})
	}
	if d := v.Decision; d != nil && d.FileHash != "" {
		list = append(list, Paper{Path: name("quyet-dinh", "Quyết định "+d.Number, d.FileName), What: "Quyết định", Number: d.Number, On: d.SignedOn, Hash: d.FileHash})
	}
	for _, t := range []struct{ path, what, text string }{
		{"ket-qua.txt", "Đối tượng, ý kiến Hội đồng và kết quả", v.results(b)}, {"y-kien.txt", "Ý kiến hiệp y, niêm yết và ý kiến đến", v.opinions()}, {"qua-trinh.txt", "Các việc đã làm với hồ sơ", v.made()},
	} {
		if t.text != "" {
			list = append(list, Paper{Path: t.path, What: t.what, Hash: hashOf([]byte(t.text)), Text: []byte(t.text)})
		}
	}
	return list
}

// arrivedOn are the files of incoming documents about the dossier.
func arrivedOn(tx *db.Tx, id string) ([]Paper, error) {
	list, err := incoming.FilesAbout(tx, incoming.AboutDossier, id)
	if err != nil {
		return nil, err
	}
	var papers []Paper
	for i, d := range list {
		papers = append(papers, Paper{
			Path: fmt.Sprintf("van-ban-den/%02d-%s%s", i+1, vn.Slug(d.Sender+" "+d.Sign), strings.ToLower(path.Ext(d.FileName))),
			What: "Văn bản đến của " + d.Sender + ": " + d.Abstract, Number: d.Sign, On: d.SignedOn, Hash: d.FileHash,
		})
	}
	return papers, nil
}

// Stored opens a kept file by its hash.
type Stored func(hash string) (io.ReadCloser, error)

// Proved is the proof of an entry of the record; open adds what changed.
type Proved func(entryID string, open bool) ([]byte, error)

// Pack writes the folder as a zip: papers, checksums, the record's proofs and its key.
// A kept file that is not there any more, or not what it was, is a problem.
func (a *Shelved) Pack(w io.Writer, stored Stored, proved Proved, key string) error {
	if a.Seal == nil {
		return problem.New(problem.Closed, "Hồ sơ chưa niêm phong ở trạng thái hiện tại; niêm phong rồi tải.")
	}
	z := zip.NewWriter(w)
	put := func(name string, content []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: a.Name() + "/" + name, Method: zip.Deflate, Modified: a.Seal.CreatedAt.Time.In(time.UTC)})
		if err == nil {
			_, err = f.Write(content)
		}
		return err
	}
	for _, p := range a.Papers {
		content, err := p.content(stored)
		if err != nil {
			return err
		}
		if err := put(p.Path, content); err != nil {
			return fmt.Errorf("pack %s: %w", p.Path, err)
		}
	}
	if err := put(SumsFile, a.Sums); err != nil {
		return fmt.Errorf("pack checksums: %w", err)
	}
	seal, err := proved(a.Seal.EntryID, true)
	if err != nil {
		return err
	}
	if err := put(SealProof, seal); err != nil {
		return fmt.Errorf("pack proof of the seal: %w", err)
	}
	for i, id := range a.Entries[:a.Seal.Entries] { // later ones may wait to be sealed
		proof, err := proved(id, false)
		if err != nil {
			return err
		}
		if err := put(fmt.Sprintf(proofOfAct, i+1), proof); err != nil {
			return fmt.Errorf("pack proof of entry %s: %w", id, err)
		}
	}
	if err := put(KeyFile, []byte(key+"\n")); err != nil {
		return fmt.Errorf("pack key: %w", err)
	}
	return z.Close()
}

// content is the file's content, which has to be what its hash says.
func (p *Paper) content(stored Stored) ([]byte, error) {
	content := p.Text
	if content == nil {
		f, err := stored(p.Hash)
		if err != nil {
			return nil, problem.New(problem.NotFound, "Kho tệp không còn %s (%s).", p.What, p.Path)
		}
		defer f.Close()
		if content, err = io.ReadAll(f); err != nil {
			return nil, fmt.Errorf("read %s: %w", p.Path, err)
		}
	}
	if hashOf(content) != p.Hash {
		return nil, problem.New(problem.Conflict, "Tệp %s trong kho không còn đúng như khi nộp (SHA-256 khác).", p.Path)
	}
	return content, nil
}
