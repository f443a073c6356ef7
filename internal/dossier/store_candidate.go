package dossier

import (
	"giaouoc/internal/award"
	"giaouoc/internal/db"
	"giaouoc/internal/vn"
)

const candidateColumns = `c.id, c.dossier_id, c.n, c.kind, c.name, c.folded, c.birth_year, c.female, c.post, c.place, c.direct, c.small, c.hard, c.achievement,
	c.subject_id, c.proposal_id, c.initiative, c.initiative_number, c.initiative_scope, c.own_votes, c.verdict, c.why, c.votes, c.outcome, c.entry_id`

func insertCandidates(tx *db.Tx, list []Candidate) error {
	for _, c := range list {
		_, err := tx.Exec(`
			INSERT INTO dossier_candidate (id, dossier_id, n, kind, name, folded, birth_year, female, post, place, direct, small, hard, achievement,
				subject_id, proposal_id, initiative, initiative_number, initiative_scope, own_votes, verdict, why, votes, outcome, entry_id)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
			c.ID, c.DossierID, c.N, string(c.Kind), c.Name, c.Folded, c.BirthYear, c.Female, c.Post, c.Place, c.Direct, c.Small, c.Hard, c.Achievement,
			c.SubjectID, c.ProposalID, c.Initiative, c.InitiativeNumber, c.InitiativeScope, c.OwnVotes, string(c.Verdict), c.Why, c.Votes, string(c.Outcome), c.EntryID)
		if err != nil {
			return err
		}
	}
	return nil
}

// candidatesOf are the candidates of a dossier in their order; up to thousands, so
// that their columns are scanned in place.
func candidatesOf(tx *db.Tx, dossierID string) ([]Candidate, error) {
	var list []Candidate
	err := db.Each(tx, `SELECT `+candidateColumns+` FROM dossier_candidate c WHERE c.dossier_id = $1 ORDER BY c.n`, []any{dossierID}, func(scan func(...any) error) error {
		var c Candidate
		err := scan(&c.ID, &c.DossierID, &c.N, &c.Kind, &c.Name, &c.Folded, &c.BirthYear, &c.Female, &c.Post, &c.Place, &c.Direct, &c.Small, &c.Hard, &c.Achievement,
			&c.SubjectID, &c.ProposalID, &c.Initiative, &c.InitiativeNumber, &c.InitiativeScope, &c.OwnVotes, &c.Verdict, &c.Why, &c.Votes, &c.Outcome, &c.EntryID)
		list = append(list, c)
		return err
	})
	return list, err
}

func countCandidates(tx *db.Tx, dossierID string) (int, error) {
	return db.One[int](tx, `SELECT count(*) FROM dossier_candidate c WHERE c.dossier_id = $1`, dossierID)
}

func nomineesOf(tx *db.Tx, dossierID string, limit, offset int) ([]Nominee, error) {
	return db.All[Nominee](tx, `
		SELECT c.n, c.kind, c.name, c.place, c.achievement FROM dossier_candidate c WHERE c.dossier_id = $1 ORDER BY c.n LIMIT $2 OFFSET $3`, dossierID, limit, offset)
}

func findCandidate(tx *db.Tx, dossierID, id string) (Candidate, error) {
	return db.One[Candidate](tx, `SELECT `+candidateColumns+` FROM dossier_candidate c WHERE c.dossier_id = $1 AND c.id = $2`, dossierID, id)
}

func candidateAt(tx *db.Tx, dossierID string, n int) (Candidate, error) {
	return db.One[Candidate](tx, `SELECT `+candidateColumns+` FROM dossier_candidate c WHERE c.dossier_id = $1 AND c.n = $2`, dossierID, n)
}

func deleteCandidate(tx *db.Tx, dossierID, id string) (int64, error) {
	return tx.Exec(`DELETE FROM dossier_candidate WHERE dossier_id = $1 AND id = $2`, dossierID, id)
}

func moveCandidate(tx *db.Tx, from, id, to string, n int) (int64, error) {
	return tx.Exec(`UPDATE dossier_candidate SET dossier_id = $1, n = $2 WHERE dossier_id = $3 AND id = $4`, to, n, from, id)
}

func saveOwnVotes(tx *db.Tx, dossierID string, n, votes int) error {
	_, err := tx.Exec(`UPDATE dossier_candidate SET own_votes = $1 WHERE dossier_id = $2 AND n = $3`, votes, dossierID, n)
	return err
}

func saveVotes(tx *db.Tx, dossierID string, n, votes int) error {
	_, err := tx.Exec(`UPDATE dossier_candidate SET votes = $1 WHERE dossier_id = $2 AND n = $3`, votes, dossierID, n)
	return err
}

func saveVerdicts(tx *db.Tx, dossierID string, v Verdict) error {
	_, err := tx.Exec(`UPDATE dossier_candidate SET verdict = $1, why = '' WHERE dossier_id = $2`, string(v), dossierID)
	return err
}

func saveVerdict(tx *db.Tx, dossierID string, n int, v Verdict, why string) (int64, error) {
	return tx.Exec(`UPDATE dossier_candidate SET verdict = $1, why = $2 WHERE dossier_id = $3 AND n = $4`, string(v), why, dossierID, n)
}

func saveOutcome(tx *db.Tx, c Candidate) error {
	_, err := tx.Exec(`UPDATE dossier_candidate SET outcome = $1, subject_id = $2, entry_id = $3 WHERE id = $4`, string(c.Outcome), c.SubjectID, c.EntryID, c.ID)
	return err
}

// carries reports whether an open or decided dossier carries a proposal.
func carries(tx *db.Tx, proposalID string) (bool, error) {
	n, err := db.One[struct{ N int }](tx, `SELECT COUNT(*) AS n FROM dossier_candidate c WHERE c.proposal_id = $1`, proposalID)
	return n.N > 0, err
}

const consultColumns = `c.id, c.dossier_id, c.agency, c.number, c.asked_on, c.due_on, c.token, c.stance, c.answer, c.answered_on, c.signer, c.version`

func insertConsultation(tx *db.Tx, c Consultation) error {
	_, err := tx.Exec(`
		INSERT INTO dossier_consult (id, dossier_id, agency, number, asked_on, due_on, token, stance, answer, answered_on, signer, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		c.ID, c.DossierID, c.Agency, c.Number, c.AskedOn, c.DueOn, c.Token, string(c.Stance), c.Answer, c.AnsweredOn, c.Signer, c.Version)
	return err
}

// updateConsultation writes the only answer of an agency; no row where there is one.
func updateConsultation(tx *db.Tx, c Consultation) (int64, error) {
	return tx.Exec(`
		UPDATE dossier_consult SET token = $1, stance = $2, answer = $3, answered_on = $4, signer = $5, version = version + 1 WHERE id = $6 AND stance = ''`,
		c.Token, string(c.Stance), c.Answer, c.AnsweredOn, c.Signer, c.ID)
}

func consultationsOf(tx *db.Tx, dossierID string) ([]Consultation, error) {
	return db.All[Consultation](tx, `SELECT `+consultColumns+` FROM dossier_consult c WHERE c.dossier_id = $1 ORDER BY c.id`, dossierID)
}

func consultationBy(tx *db.Tx, token string) (Consultation, error) {
	return db.One[Consultation](tx, `SELECT `+consultColumns+` FROM dossier_consult c WHERE c.token = $1`, token)
}

const postingColumns = `p.id, p.dossier_id, p.place, p.number, p.from_day, p.until_day, p.closed_on, p.opinions, p.sealed, p.online`

func insertPosting(tx *db.Tx, p Posting) error {
	_, err := tx.Exec(`
		INSERT INTO dossier_posting (id, dossier_id, place, number, from_day, until_day, closed_on, opinions, sealed, online) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.ID, p.DossierID, p.Place, p.Number, p.FromDay, p.UntilDay, p.ClosedOn, p.Opinions, p.Sealed, p.Online)
	return err
}

func closePosting(tx *db.Tx, p Posting) error {
	_, err := tx.Exec(`UPDATE dossier_posting SET closed_on = $1, opinions = $2, sealed = $3 WHERE id = $4`, p.ClosedOn, p.Opinions, p.Sealed, p.ID)
	return err
}

func postingsOf(tx *db.Tx, dossierID string) ([]Posting, error) {
	return db.All[Posting](tx, `SELECT `+postingColumns+` FROM dossier_posting p WHERE p.dossier_id = $1 ORDER BY p.id`, dossierID)
}

const opinionColumns = `o.id, o.dossier_id, o.posting_id, o.candidate_id, o.way, o.person, o.received_on, o.stance, o.body, o.answer, o.answered_on`

func insertOpinion(tx *db.Tx, o PublicOpinion) error {
	_, err := tx.Exec(`
		INSERT INTO dossier_opinion (id, dossier_id, posting_id, candidate_id, way, person, received_on, stance, body, answer, answered_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		o.ID, o.DossierID, o.PostingID, o.CandidateID, string(o.Way), o.Person, o.ReceivedOn, string(o.Stance), o.Body, o.Answer, o.AnsweredOn)
	return err
}

func updateOpinion(tx *db.Tx, o PublicOpinion) error {
	_, err := tx.Exec(`UPDATE dossier_opinion SET answer = $1, answered_on = $2 WHERE id = $3`, o.Answer, o.AnsweredOn, o.ID)
	return err
}

func opinionsOf(tx *db.Tx, postingID string) ([]PublicOpinion, error) {
	return db.All[PublicOpinion](tx, `SELECT `+opinionColumns+` FROM dossier_opinion o WHERE o.posting_id = $1 ORDER BY o.id`, postingID)
}

const decisionColumns = `x.id, x.dossier_id, x.number, x.signed_on, x.signer, x.authority, x.granted, x.refused, x.file_hash, x.file_name, x.entered_by, x.created_at`

// decisionRow is a decision without what is only typed.
type decisionRow struct {
	ID        string
	DossierID string
	Number    string
	SignedOn  vn.Date
	Signer    string
	Authority string
	Granted   int
	Refused   int
	FileHash  string
	FileName  string
	EnteredBy string
	CreatedAt db.Time
}

func (r decisionRow) decision() Decision {
	return Decision{
		ID: r.ID, DossierID: r.DossierID, Number: r.Number, SignedOn: r.SignedOn, Signer: r.Signer, Authority: r.Authority, Granted: r.Granted, Refused: r.Refused,
		FileHash: r.FileHash, FileName: r.FileName, EnteredBy: r.EnteredBy, CreatedAt: r.CreatedAt,
	}
}

func insertDecision(tx *db.Tx, x Decision, accountID string) error {
	_, err := tx.Exec(`
		INSERT INTO dossier_decision (id, dossier_id, number, folded, signed_on, year, signer, authority, authority_folded, granted, refused, file_hash, file_name,
			account_id, entered_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		x.ID, x.DossierID, x.Number, award.Folded(x.Number), x.SignedOn, x.SignedOn.Year(), x.Signer, x.Authority, award.Folded(x.Authority), x.Granted, x.Refused,
		x.FileHash, x.FileName, accountID, x.EnteredBy, x.CreatedAt)
	return err
}

func decisionOf(tx *db.Tx, dossierID string) (Decision, error) {
	r, err := db.One[decisionRow](tx, `SELECT `+decisionColumns+` FROM dossier_decision x WHERE x.dossier_id = $1`, dossierID)
	return r.decision(), err
}

func decisionsOfNumber(tx *db.Tx, folded string, year int) ([]Decision, error) {
	rows, err := db.All[decisionRow](tx, `SELECT `+decisionColumns+` FROM dossier_decision x WHERE x.folded = $1 AND x.year = $2 ORDER BY x.id`, folded, year)
	list := make([]Decision, len(rows))
	for i, r := range rows {
		list[i] = r.decision()
	}
	return list, err
}

// countSent counts the candidates of a dossier's unit for its award and year in other
// dossiers that were sent and not returned.
func countSent(tx *db.Tx, d Dossier) (int, error) {
	return db.One[int](tx, `
		SELECT COALESCE(SUM(d.candidates), 0) FROM dossier d
		WHERE d.unit_id = $1 AND d.award = $2 AND d.year = $3 AND d.id <> $4 AND d.proposer = 'unit' AND d.step NOT IN ('registered', 'returned', 'joined')`,
		d.UnitID, d.Award, d.Year, d.ID)
}
