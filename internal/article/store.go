package article

import (
	"giaouoc/internal/db"
	"giaouoc/internal/problem"
)

const (
	textColumns = `title, summary, source, place, author, event_day, body, picture_id, cluster_id, year, expires_on, related, files, correction`
	columns     = `id, slug, kind, state, ` + textColumns + `, version, writers, remark, publish_at, public_version, published_at, changed_at, withdrawn_at, withdrawn_for, created_by, request`

	// publicColumns are those of an article as readers see it: with the text of its
	// public version.
	publicColumns = `a.id, a.slug, a.kind, a.state, v.title, v.summary, v.source, v.place, v.author, v.event_day, v.body, v.picture_id, v.cluster_id, v.year, v.expires_on, v.related, v.files, v.correction,
		a.version, a.public_version, a.published_at, a.changed_at, a.withdrawn_at, a.withdrawn_for`

	// listColumns are publicColumns without what only the page of the article shows.
	listColumns = `a.id, a.slug, a.kind, a.state, v.title, v.summary, v.source, v.place, v.author, v.event_day, v.picture_id, v.cluster_id, v.year, v.expires_on, a.public_version, a.published_at, a.changed_at`

	isPublic = `a.public_version > 0 AND a.withdrawn_at IS NULL`
	joined   = ` FROM article a JOIN article_version v ON v.article_id = a.id AND v.version = a.public_version `
)

func insertArticle(tx *db.Tx, a Article) error {
	_, err := tx.Exec(`INSERT INTO article (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)`,
		a.ID, a.Slug, string(a.Kind), string(a.State), a.Title, a.Summary, a.Source, a.Place, a.Author, a.EventDay, a.Body, a.PictureID, a.ClusterID, a.Year, a.ExpiresOn, a.Related, a.Files, a.Correction,
		a.Version, a.Writers, a.Remark, a.PublishAt, a.PublicVersion, a.PublishedAt, a.ChangedAt, a.WithdrawnAt, a.WithdrawnFor, a.CreatedBy, a.Request)
	return err
}

// updateArticle writes over the version that was read, or nothing.
func updateArticle(tx *db.Tx, a Article, version int64) error {
	n, err := tx.Exec(`UPDATE article SET state = $1, title = $2, summary = $3, source = $4, place = $5, author = $6, event_day = $7, body = $8, picture_id = $9, cluster_id = $10, year = $11,
			expires_on = $12, related = $13, files = $14, correction = $15, version = $16, writers = $17, remark = $18, publish_at = $19, public_version = $20, published_at = $21, changed_at = $22,
			withdrawn_at = $23, withdrawn_for = $24
		WHERE id = $25 AND version = $26`,
		string(a.State), a.Title, a.Summary, a.Source, a.Place, a.Author, a.EventDay, a.Body, a.PictureID, a.ClusterID, a.Year, a.ExpiresOn, a.Related, a.Files, a.Correction,
		a.Version, a.Writers, a.Remark, a.PublishAt, a.PublicVersion, a.PublishedAt, a.ChangedAt, a.WithdrawnAt, a.WithdrawnFor, a.ID, version)
	if err == nil && n == 0 {
		return problem.New(problem.Conflict, "«%s» vừa được người khác lưu; hãy mở lại trang.", a.Title)
	}
	return err
}

func articleByID(tx *db.Tx, id string) (Article, error) {
	return db.One[Article](tx, `SELECT `+columns+` FROM article WHERE id = $1`, id)
}

func articleBySlug(tx *db.Tx, slug string) (Article, error) {
	return db.One[Article](tx, `SELECT `+columns+` FROM article WHERE slug = $1`, slug)
}

func articleOfRequest(tx *db.Tx, request string) (Article, error) {
	return db.One[Article](tx, `SELECT `+columns+` FROM article WHERE request = $1`, request)
}

func dueArticles(tx *db.Tx, now db.Time) ([]Article, error) {
	return db.All[Article](tx, `SELECT `+columns+` FROM article WHERE state = 'scheduled' AND publish_at <= $1 ORDER BY publish_at, id`, now)
}

func articlesIn(tx *db.Tx, state State, most int) ([]Article, error) {
	return db.All[Article](tx, `SELECT `+columns+` FROM article WHERE state = $1 ORDER BY id DESC LIMIT $2`, string(state), most)
}

func countIn(tx *db.Tx) (map[State]int, error) {
	rows, err := db.All[struct {
		State string
		N     int
	}](tx, `SELECT state, count(*) AS n FROM article GROUP BY state`)
	counts := map[State]int{}
	for _, r := range rows {
		counts[State(r.State)] = r.N
	}
	return counts, err
}

func insertVersion(tx *db.Tx, v Version) error {
	_, err := tx.Exec(`INSERT INTO article_version (article_id, version, `+textColumns+`, written_by, written_at, public_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		v.ArticleID, v.Version, v.Title, v.Summary, v.Source, v.Place, v.Author, v.EventDay, v.Body, v.PictureID, v.ClusterID, v.Year, v.ExpiresOn, v.Related, v.Files, v.Correction,
		v.WrittenBy, v.WrittenAt, v.PublicAt)
	return err
}

func markPublic(tx *db.Tx, id string, version int64, at db.Time) error {
	_, err := tx.Exec(`UPDATE article_version SET public_at = $1 WHERE article_id = $2 AND version = $3 AND public_at IS NULL`, at, id, version)
	return err
}

func versionsOf(tx *db.Tx, id string) ([]Version, error) {
	return db.All[Version](tx, `SELECT article_id, version, `+textColumns+`, written_by, written_at, public_at FROM article_version WHERE article_id = $1 ORDER BY version DESC`, id)
}

func correctionsOf(tx *db.Tx, id string) ([]Version, error) {
	return db.All[Version](tx, `SELECT article_id, version, correction, public_at FROM article_version WHERE article_id = $1 AND public_at IS NOT NULL AND correction <> '' ORDER BY version`, id)
}

func publicBySlug(tx *db.Tx, slug string) (Article, error) {
	return db.One[Article](tx, `SELECT `+publicColumns+joined+`WHERE a.slug = $1`, slug)
}

func publicByID(tx *db.Tx, id string) (Article, error) {
	return db.One[Article](tx, `SELECT `+listColumns+joined+`WHERE a.id = $1 AND `+isPublic, id)
}

// shownByID finds also what was withdrawn.
func shownByID(tx *db.Tx, id string) (Article, error) {
	return db.One[Article](tx, `SELECT `+listColumns+joined+`WHERE a.id = $1`, id)
}

// publicPage lists texts of a kind that readers see, the newest first, published before a
// moment or at it under a smaller id.
func publicPage(tx *db.Tx, kind Kind, at db.Time, id string, most int) ([]Article, error) {
	return db.All[Article](tx, `SELECT `+listColumns+joined+`
		WHERE a.kind = $1 AND `+isPublic+` AND (a.published_at < $2 OR a.published_at = $2 AND a.id < $3)
		ORDER BY a.published_at DESC, a.id DESC LIMIT $4`, string(kind), at, id, most)
}

func publicSince(tx *db.Tx, after db.Time, most int) ([]Article, error) {
	return db.All[Article](tx, `SELECT `+listColumns+joined+`
		WHERE a.kind = 'news' AND `+isPublic+` AND a.published_at > $1 ORDER BY a.published_at DESC, a.id DESC LIMIT $2`, after, most)
}

// publicOfCluster lists in the order of publicPage.
func publicOfCluster(tx *db.Tx, clusterID string, year int64, at db.Time, id string, most int) ([]Article, error) {
	return db.All[Article](tx, `SELECT `+listColumns+joined+`
		WHERE v.cluster_id = $1 AND (v.year = $2 OR $2 = 0) AND `+isPublic+` AND (a.published_at < $3 OR a.published_at = $3 AND a.id < $4)
		ORDER BY a.published_at DESC, a.id DESC LIMIT $5`, clusterID, year, at, id, most)
}

func publicYears(tx *db.Tx, clusterID string) ([]int, error) {
	return db.All[int](tx, `SELECT DISTINCT v.year`+joined+`WHERE v.cluster_id = $1 AND v.year > 0 AND `+isPublic+` ORDER BY v.year DESC`, clusterID)
}

func picturesOf(tx *db.Tx, id string) ([]Picture, error) {
	return db.All[Picture](tx, `SELECT id, article_id, alt, caption, width, height, small_hash, middle_hash, large_hash, type, account_id, added_at FROM article_picture WHERE article_id = $1 ORDER BY id`, id)
}

func pictureByID(tx *db.Tx, id string) (Picture, error) {
	return db.One[Picture](tx, `SELECT id, article_id, alt, caption, width, height, small_hash, middle_hash, large_hash, type, account_id, added_at FROM article_picture WHERE id = $1`, id)
}

func insertPicture(tx *db.Tx, p Picture) error {
	_, err := tx.Exec(`INSERT INTO article_picture (id, article_id, alt, caption, width, height, small_hash, middle_hash, large_hash, type, account_id, added_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		p.ID, p.ArticleID, p.Alt, p.Caption, p.Width, p.Height, p.SmallHash, p.MiddleHash, p.LargeHash, p.Type, p.AccountID, p.AddedAt)
	return err
}

func filesOf(tx *db.Tx, id string) ([]File, error) {
	return db.All[File](tx, `SELECT id, article_id, name, file_hash, size, type, account_id, added_at FROM article_file WHERE article_id = $1 ORDER BY id`, id)
}

func fileByID(tx *db.Tx, id string) (File, error) {
	return db.One[File](tx, `SELECT id, article_id, name, file_hash, size, type, account_id, added_at FROM article_file WHERE id = $1`, id)
}

func insertFile(tx *db.Tx, f File) error {
	_, err := tx.Exec(`INSERT INTO article_file (id, article_id, name, file_hash, size, type, account_id, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		f.ID, f.ArticleID, f.Name, f.FileHash, f.Size, f.Type, f.AccountID, f.AddedAt)
	return err
}

// Typing is what a person has typed and not saved.
type Typing struct {
	Typed   string
	TypedAt db.Time
}

func keepTyping(tx *db.Tx, account, id, typed string, at db.Time) error {
	_, err := tx.Exec(`INSERT INTO article_typing (account_id, article_id, typed, typed_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account_id, article_id) DO UPDATE SET typed = excluded.typed, typed_at = excluded.typed_at`, account, id, typed, at)
	return err
}

func dropTyping(tx *db.Tx, account, id string) error {
	_, err := tx.Exec(`DELETE FROM article_typing WHERE account_id = $1 AND article_id = $2`, account, id)
	return err
}

func dropTypingOf(tx *db.Tx, account string) error {
	_, err := tx.Exec(`DELETE FROM article_typing WHERE account_id = $1`, account)
	return err
}

func typingOf(tx *db.Tx, account, id string) (Typing, error) {
	return db.One[Typing](tx, `SELECT typed, typed_at FROM article_typing WHERE account_id = $1 AND article_id = $2`, account, id)
}
