package dossier

import "giaouoc/internal/db"

const voiceColumns = `v.opinion_id, v.code, v.sender, v.request`

func insertVoice(tx *db.Tx, v voice) error {
	_, err := tx.Exec(`INSERT INTO dossier_voice (opinion_id, code, sender, request) VALUES ($1, $2, $3, $4)`, v.OpinionID, v.Code, v.Sender, v.Request)
	return err
}

func voiceByCode(tx *db.Tx, digest string) (voice, error) {
	return db.One[voice](tx, `SELECT `+voiceColumns+` FROM dossier_voice v WHERE v.code = $1`, digest)
}

func voiceOfRequest(tx *db.Tx, request string) (voice, error) {
	return db.One[voice](tx, `SELECT `+voiceColumns+` FROM dossier_voice v WHERE v.request = $1`, request)
}

func voicesOf(tx *db.Tx, dossierID, postingID string) ([]voice, error) {
	return db.All[voice](tx, `
		SELECT `+voiceColumns+` FROM dossier_voice v JOIN dossier_opinion o ON o.id = v.opinion_id
		WHERE o.posting_id = $1 AND o.dossier_id = $2 ORDER BY v.opinion_id`, postingID, dossierID)
}

func unansweredVoices(tx *db.Tx, postingID string) (int, error) {
	n, err := db.One[struct{ N int }](tx, `SELECT COUNT(*) AS n FROM dossier_opinion o WHERE o.posting_id = $1 AND o.way = 'web' AND o.answer = ''`, postingID)
	return n.N, err
}

func opinionByID(tx *db.Tx, id string) (PublicOpinion, error) {
	return db.One[PublicOpinion](tx, `SELECT `+opinionColumns+` FROM dossier_opinion o WHERE o.id = $1`, id)
}

// Of a posting on the portal: it is closed, or its dossier still stands at that step.
const (
	ofPortal = `p.online AND (p.closed_on <> '' OR d.step = 'posted')`

	publicColumns = postingColumns + `, d.title, d.award, d.year, d.from_year, d.unit_id, d.office_id, d.proposer, d.candidates, d.received_on`
	withDossier   = ` FROM dossier_posting p JOIN dossier d ON d.id = p.dossier_id`
)

func postedOnline(tx *db.Tx, most, after int) ([]PublicPosting, int, error) {
	n, err := db.One[struct{ N int }](tx, `SELECT COUNT(*) AS n`+withDossier+` WHERE `+ofPortal)
	if err != nil {
		return nil, 0, err
	}
	list, err := db.All[PublicPosting](tx, `
		SELECT `+publicColumns+withDossier+` WHERE `+ofPortal+`
		ORDER BY CASE WHEN p.closed_on = '' THEN 0 ELSE 1 END, p.until_day DESC, p.id DESC LIMIT $1 OFFSET $2`, most, after)
	return list, n.N, err
}

func postingOnline(tx *db.Tx, id string) (PublicPosting, error) {
	return db.One[PublicPosting](tx, `SELECT `+publicColumns+withDossier+` WHERE p.id = $1 AND `+ofPortal, id)
}

// postingEver finds a posting also where its dossier was taken off the portal.
func postingEver(tx *db.Tx, id string) (PublicPosting, error) {
	return db.One[PublicPosting](tx, `SELECT `+publicColumns+withDossier+` WHERE p.id = $1`, id)
}
