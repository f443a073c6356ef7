package exemplar

import (
	"strconv"
	"strings"

	"giaouoc/internal/db"
)

const columns = `e.id, e.office_id, e.slug, e.kind, e.name, e.title, e.unit_id, e.cluster_id, e.subject_id, e.work, e.story, e.folded, e.direct, e.small, e.consent,
	e.photo_hash, e.photo_alt, e.state, e.writer_id, e.saved_id, e.saved_by, e.published_on, e.published_by, e.withdrawn_on, e.withdrawn_for, e.version, e.created_at`

func insertExemplar(tx *db.Tx, e Exemplar) error {
	_, err := tx.Exec(`
		INSERT INTO exemplar (id, office_id, slug, kind, name, title, unit_id, cluster_id, subject_id, work, story, folded, direct, small, consent,
			photo_hash, photo_alt, state, writer_id, saved_id, saved_by, published_on, published_by, withdrawn_on, withdrawn_for, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)`,
		e.ID, e.OfficeID, e.Slug, string(e.Kind), e.Name, e.Title, e.UnitID, e.ClusterID, e.SubjectID, e.Work, e.Story, e.Folded, e.Direct, e.Small, e.Consent,
		e.PhotoHash, e.PhotoAlt, string(e.State), e.WriterID, e.SavedID, e.SavedBy, e.PublishedOn, e.PublishedBy, e.WithdrawnOn, e.WithdrawnFor, e.Version, e.CreatedAt)
	return err
}

func updateExemplar(tx *db.Tx, e Exemplar) error {
	_, err := tx.Exec(`
		UPDATE exemplar SET slug = $1, kind = $2, name = $3, title = $4, unit_id = $5, cluster_id = $6, subject_id = $7, work = $8, story = $9, folded = $10, direct = $11,
			small = $12, consent = $13, photo_hash = $14, photo_alt = $15, state = $16, saved_id = $17, saved_by = $18, published_on = $19, published_by = $20,
			withdrawn_on = $21, withdrawn_for = $22, version = $23
		WHERE id = $24`,
		e.Slug, string(e.Kind), e.Name, e.Title, e.UnitID, e.ClusterID, e.SubjectID, e.Work, e.Story, e.Folded, e.Direct,
		e.Small, e.Consent, e.PhotoHash, e.PhotoAlt, string(e.State), e.SavedID, e.SavedBy, e.PublishedOn, e.PublishedBy,
		e.WithdrawnOn, e.WithdrawnFor, e.Version, e.ID)
	return err
}

func exemplarByID(tx *db.Tx, id string) (Exemplar, error) {
	return db.One[Exemplar](tx, `SELECT `+columns+` FROM exemplar e WHERE e.id = $1`, id)
}

func exemplarBySlug(tx *db.Tx, slug string) (Exemplar, error) {
	return db.One[Exemplar](tx, `SELECT `+columns+` FROM exemplar e WHERE e.slug = $1 AND e.slug <> ''`, slug)
}

func exemplarsOf(tx *db.Tx, officeID string) ([]Exemplar, error) {
	return db.All[Exemplar](tx, `SELECT `+columns+` FROM exemplar e WHERE e.office_id = $1 ORDER BY e.id DESC`, officeID)
}

func drafts(tx *db.Tx) ([]Exemplar, error) {
	return db.All[Exemplar](tx, `SELECT `+columns+` FROM exemplar e WHERE e.state = 'draft' ORDER BY e.id DESC LIMIT 200`)
}

// escaped is a text within a LIKE.
var escaped = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func published(tx *db.Tx, q Filter) ([]Exemplar, int, error) {
	where, args := `e.state = 'published'`, []any{}
	add := func(condition string, value any) {
		args = append(args, value)
		where += ` AND ` + strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
	}
	for _, word := range q.words() {
		add(`e.folded LIKE ? ESCAPE '\'`, "%"+escaped.Replace(word)+"%")
	}
	if q.Unit != "" {
		add(`e.unit_id = ?`, q.Unit)
	}
	if q.Cluster != "" {
		add(`e.cluster_id = ?`, q.Cluster)
	}
	if q.Direct {
		add(`e.direct = ?`, true)
	}
	if q.Small {
		add(`e.small = ?`, true)
	}
	n, err := db.One[struct{ N int }](tx, `SELECT COUNT(*) AS n FROM exemplar e WHERE `+where, args...)
	if err != nil {
		return nil, 0, err
	}
	after := (max(1, q.Page) - 1) * AtOnce
	args = append(args, AtOnce, after)
	list, err := db.All[Exemplar](tx, `
		SELECT `+columns+` FROM exemplar e WHERE `+where+`
		ORDER BY e.published_on DESC, e.id DESC LIMIT $`+strconv.Itoa(len(args)-1)+` OFFSET $`+strconv.Itoa(len(args)), args...)
	return list, n.N, err
}

func publishedAll(tx *db.Tx) ([]Exemplar, error) {
	return db.All[Exemplar](tx, `
		SELECT e.id, e.office_id, e.slug, e.kind, e.name, e.title, e.unit_id, e.cluster_id, e.work, e.direct, e.small, e.published_on
		FROM exemplar e WHERE e.state = 'published' ORDER BY e.published_on DESC, e.id DESC`)
}

const suggestionColumns = `g.id, g.office_id, g.unit_id, g.kind, g.name, g.place, g.deed, g.code, g.sender, g.request, g.received_on, g.verdict, g.decided_on, g.decided_by,
	g.reason, g.exemplar_id, g.version, g.created_at`

func insertSuggestion(tx *db.Tx, g Suggestion) error {
	_, err := tx.Exec(`
		INSERT INTO exemplar_suggestion (id, office_id, unit_id, kind, name, place, deed, code, sender, request, received_on, verdict, decided_on, decided_by,
			reason, exemplar_id, version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		g.ID, g.OfficeID, g.UnitID, string(g.Kind), g.Name, g.Place, g.Deed, g.Code, g.Sender, g.Request, g.ReceivedOn, string(g.Verdict), g.DecidedOn, g.DecidedBy,
		g.Reason, g.ExemplarID, g.Version, g.CreatedAt)
	return err
}

func updateSuggestion(tx *db.Tx, g Suggestion) error {
	_, err := tx.Exec(`
		UPDATE exemplar_suggestion SET verdict = $1, decided_on = $2, decided_by = $3, reason = $4, exemplar_id = $5, version = $6 WHERE id = $7`,
		string(g.Verdict), g.DecidedOn, g.DecidedBy, g.Reason, g.ExemplarID, g.Version, g.ID)
	return err
}

func suggestionByID(tx *db.Tx, id string) (Suggestion, error) {
	return db.One[Suggestion](tx, `SELECT `+suggestionColumns+` FROM exemplar_suggestion g WHERE g.id = $1`, id)
}

func suggestionByCode(tx *db.Tx, digest string) (Suggestion, error) {
	return db.One[Suggestion](tx, `SELECT `+suggestionColumns+` FROM exemplar_suggestion g WHERE g.code = $1`, digest)
}

func suggestionOfRequest(tx *db.Tx, request string) (Suggestion, error) {
	return db.One[Suggestion](tx, `SELECT `+suggestionColumns+` FROM exemplar_suggestion g WHERE g.request = $1`, request)
}

// atOnceInQueue is how many suggestions of a verdict an office sees.
const atOnceInQueue = 200

// suggestionsOf are those with a verdict: what waits with the oldest first, so that none
// is hidden by those after it; what was decided with the newest first.
func suggestionsOf(tx *db.Tx, officeID string, v Verdict) ([]Suggestion, error) {
	order := `g.id DESC`
	if v == Waiting {
		order = `g.id`
	}
	return db.All[Suggestion](tx, `
		SELECT `+suggestionColumns+` FROM exemplar_suggestion g WHERE g.office_id = $1 AND g.verdict = $2 ORDER BY `+order+` LIMIT $3`, officeID, string(v), atOnceInQueue)
}

func someWait(tx *db.Tx, officeID string) (bool, error) {
	list, err := db.All[struct{ ID string }](tx, `SELECT g.id FROM exemplar_suggestion g WHERE g.office_id = $1 AND g.verdict = 'waiting' LIMIT 1`, officeID)
	return len(list) > 0, err
}

type unitRow struct{ UnitID string }

func publishedUnits(tx *db.Tx) ([]unitRow, error) {
	return db.All[unitRow](tx, `SELECT DISTINCT e.unit_id FROM exemplar e WHERE e.state = 'published' ORDER BY e.unit_id LIMIT 500`)
}
