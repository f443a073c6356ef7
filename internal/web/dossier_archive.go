package web

import (
	"bytes"
	"io"
	"net/http"

	"giaouoc/internal/access"
	"giaouoc/internal/clerk"
	"giaouoc/internal/db"
	"giaouoc/internal/dossier"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
)

// sealDossier writes into the record what the folder of an archived dossier holds.
func (s *Server) sealDossier(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	err = s.update(r, func(tx *db.Tx) error {
		_, err := dossier.SealArchive(tx, b, r.PathValue("dossier"), clerk.PapersOf)
		return err
	})
	if err == nil {
		return s.done(w, r, dossierPage+"/"+r.PathValue("dossier"), "Đã niêm phong hồ sơ lưu. Tải được sau vài giây.")
	}
	list, err := refused(err)
	if err != nil {
		return err
	}
	return s.showDossier(w, r, list)
}

// dossierFolder is the folder of an archived and sealed dossier as one zip.
func (s *Server) dossierFolder(w http.ResponseWriter, r *http.Request) error {
	b, err := s.basis()
	if err != nil {
		return err
	}
	if s.Record == nil {
		return problem.New(problem.Conflict, "Nhật ký không niêm phong trên máy này, nên chưa lấy ra được hồ sơ kèm chứng minh.")
	}
	var content bytes.Buffer
	var d dossier.Dossier
	name := ""
	err = s.view(r, func(tx *db.Tx) error {
		a, err := dossier.ShelvedOf(tx, b, r.PathValue("dossier"), clerk.PapersOf)
		if err != nil {
			return err
		}
		d, name = a.Dossier, a.Name()+".zip"
		return a.Pack(&content, func(hash string) (io.ReadCloser, error) { return s.Blobs.Open(hash) },
			func(entryID string, open bool) ([]byte, error) { return s.Record.Proof(tx, entryID, open) }, s.verifierKey())
	})
	if err != nil {
		return err
	}
	act := record.Act{Act: access.DossierRead, Object: record.Object{Kind: "dossier", ID: d.ID}, Scope: access.Scope{Unit: d.OfficeID}, Reason: "tải hồ sơ lưu"}
	if err := s.noteLook(r, act, "ho-so-luu"); err != nil {
		return err
	}
	return sendFile(w, name, content.Bytes())
}
