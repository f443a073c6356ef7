package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/access"
	"giaouoc/internal/account"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/personal"
	"giaouoc/internal/problem"
	"giaouoc/internal/record"
	verify "giaouoc/internal/verify/record"
	"giaouoc/internal/web"
)

// stays is all that may still name a person after an erasure: what is signed,
// issued or published. The letter of answer says each of them with its reason.
var stays = []string{
	"ceremony.approved_by", "ceremony_part.giver", "confirmation.signer",
	"delivery_note.handed_by", "delivery_note.signed_by", "inspection_plan.approved_by",
	"conference.postponed", "conference.place", "conference.guided_by", "conference.reported_by", "conference.source",
	"conference_attendance.delegate", "conference_attendance.authority", "conference_count.name",
	"conference_item.title", "conference_item.presenter", "conference_item.struck_for", "conference_resolution.body",
	"conference_guest.name", "conference_guest.organisation", "conference_minutes.remarks", "conference_minutes.corrections",
	"conference_officer.name", "conference_officer.position", "conference_teller.name", "conference_teller.position", "conference_speech.speaker", "conference_speech.topic",
	"covenant_content.title", "covenant_content.body", "covenant_content.serves",
	"covenant_signature.name", "covenant_signature.position", "covenant_version.snapshot",
	"award_entry.signer", "deliberation_end.signer", "deliberation_meeting.chair", "deliberation_meeting.secretary", "deliberation_staff.name", "dossier_candidate.name",
	"initiative_author.name", "initiative_member.name", "subject.name", "subject_name.name",
	"directive.body", "directive.source", "directive.given_by",
	"handover.manifest", "handover.offered_by", "handover.confirmed_by",
	"mid_review.strengths", "mid_review.shortcomings", "mid_review.causes", "mid_review.tasks", "mid_review.requests",
	"mid_review.number", "mid_review.text", "mid_review.issued_by", "mid_review.issued_as",
	"movement.name", "movement.slogan", "movement.launch_number", "movement.source", "movement.launched_by",
	"movement_goal.body", "movement_review.results",
	"proposal.letter_number", "proposal.decision_number", "proposal.decided_by", "proposal.source",
	"record_publication.body", "search_entry.title",
	"rule_book.title", "rule_book.doc_number", "rule_book.adopted_by", "rule_book.reason", "rule_book.source", "rule_clause.body",
	"score_sheet.definition", "score_sheet.frozen",
}

// telling finds every text in any column of any table that tells of a person.
func telling(tx *db.Tx, words record.Words) ([]dbtest.Value, error) {
	all, err := dbtest.Values(tx)
	var found []dbtest.Value
	for _, v := range all {
		if v.Table == "search_word" { // single words of a dictionary, which tell of nobody
			continue
		}
		for _, text := range textsOf(v.Text) {
			if words.In(text) {
				found = append(found, dbtest.Value{Table: v.Table, Column: v.Column, Text: text})
			}
		}
	}
	return found, err
}

// textsOf are the texts in a value: of JSON each of its own.
func textsOf(value string) []string {
	var v any
	if json.Unmarshal([]byte(value), &v) != nil {
		return []string{value}
	}
	var list []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			list = append(list, v)
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(v)
	return list
}

// saysEverything holds every entry of a story against the words of the record's
// pages: no act, kind, role or state shows as the program writes it, and what the
// signed-in did stands with a role.
func saysEverything(t *testing.T, story string, w *world) {
	rows := map[string]bool{}
	err := dbtest.Try(w.db, dbtest.Operator(), func(tx *db.Tx) error {
		tx.Actor = db.Actor{ID: "kiem-toan", Grants: []db.Grant{{Role: string(access.Auditor), Scope: access.ScopeAll}}}
		entries, err := wholeRecord(tx)
		for _, e := range entries {
			for _, word := range web.Unsaid(e) {
				rows["the record's pages have no word for "+word+" of "+string(e.Act)] = true
			}
			if e.AccountID != "" && e.Role == "" {
				rows["no role in an entry of "+string(e.Act)] = true
			}
		}
		return err
	})
	if err != nil {
		t.Errorf("%s: %v", story, err)
	}
	for fault := range rows {
		t.Errorf("%s: %s", story, fault)
	}
}

// wholeRecord reads every entry as a reader does, page by page.
func wholeRecord(tx *db.Tx) (entries []record.Entry, err error) {
	for q := (record.Query{}); ; {
		page, err := record.Search(tx, q)
		if err != nil {
			return nil, err
		}
		entries = append(entries, page.Entries...)
		if page.Next.ID == "" {
			return entries, nil
		}
		q.After = page.Next
	}
}

// erasesEverybody erases, at the end of a story, every person in it, one after
// the other: the export has held all that told of the person, and nothing is left
// but what stays.
func erasesEverybody(t *testing.T, story string, w *world) {
	var persons []account.Account
	var first, second db.Actor
	err := dbtest.Try(w.db, dbtest.Operator(), func(tx *db.Tx) (err error) {
		var grants map[string][]account.Grant
		if persons, grants, err = account.List(tx); err != nil {
			return err
		}
		if first, err = newcomer(tx, "xoa-mot", access.Administrator, access.ScopeAll, ""); err != nil {
			return err
		}
		if second, err = newcomer(tx, "xoa-hai", access.Administrator, access.ScopeAll, ""); err != nil {
			return err
		}
		n := 0
		for _, list := range grants {
			for _, g := range list {
				if g.Role == access.UnitLeader && err == nil {
					n++
					_, err = newcomer(tx, fmt.Sprint("thay-", n), g.Role, g.ScopeKind, g.ScopeID)
				}
			}
		}
		return err
	})
	if err != nil {
		t.Errorf("%s: %v", story, err)
		return
	}
	if err := w.config.Record.Seal(context.Background()); err != nil {
		t.Errorf("%s: %v", story, err)
	}
	var acts []string // one sealed act of each person
	for _, a := range persons {
		if a.Name == account.Forgotten || slices.ContainsFunc(persons, func(b account.Account) bool { return a.ID != b.ID && strings.Contains(b.Name, a.Name) }) {
			continue
		}
		words := record.Words{a.Name, a.Login, a.Email}
		acts = append(acts, actOf(w, a.ID)...)
		faults, err := erases(w, a, words, first, second)
		if err != nil {
			t.Errorf("%s: erase %s: %v", story, a.Login, err)
			return
		}
		for _, f := range faults {
			t.Errorf("%s: %s: %s", story, a.Login, f)
		}
	}
	stillVerifies(t, story, w, acts)
}

// actOf is the first act of a person that is sealed; none where the person did
// nothing.
func actOf(w *world, accountID string) (ids []string) {
	_ = dbtest.Try(w.db, db.Actor{ID: accountID}, func(tx *db.Tx) error {
		return record.EachBy(tx, accountID, func(e record.Entry) {
			if e.Seq != nil {
				ids = []string{e.ID}
			}
		})
	})
	return ids
}

// stillVerifies checks the record after the erasures from inside, and from its
// public files alone with a proof of an act of each who was erased.
func stillVerifies(t *testing.T, story string, w *world, acts []string) {
	if err := w.config.Record.Seal(context.Background()); err != nil {
		t.Errorf("%s: %v", story, err)
	}
	audit, err := record.AuditAll(context.Background(), w.db, w.config.RecordDir)
	if err != nil || len(audit.Faults) > 0 || len(acts) > 0 && audit.Erased == 0 {
		t.Errorf("%s: the record after the erasures: %+v, %v", story, audit, err)
	}
	for _, id := range acts {
		var proof []byte
		err := dbtest.Try(w.db, db.Actor{}, func(tx *db.Tx) (err error) {
			proof, err = w.config.Record.Proof(tx, id, true)
			return err
		})
		if err != nil {
			t.Errorf("%s: prove %s: %v", story, id, err)
			continue
		}
		files, err := verify.OpenDir(w.config.RecordDir)
		if err == nil {
			_, err = verify.Check(context.Background(), files, verify.Terms{Bundle: proof, Now: time.Now().AddDate(20, 0, 0)})
		}
		if err != nil {
			t.Errorf("%s: verify %s: %v", story, id, err)
		}
	}
}

func newcomer(tx *db.Tx, login string, role access.Role, kind, id string) (db.Actor, error) {
	a, err := account.Create(tx, account.New{Login: login, Name: "Người mới " + login, Position: "Chuyên viên"})
	if err == nil {
		err = account.Give(tx, account.Grant{AccountID: a.ID, Role: role, ScopeKind: kind, ScopeID: id})
	}
	if err != nil {
		return db.Actor{}, err
	}
	return account.Actor(tx, a.ID)
}

func erases(w *world, a account.Account, words record.Words, first, second db.Actor) (faults []string, err error) {
	var before, after []dbtest.Value
	var held personal.Held
	var asked personal.Request
	err = dbtest.Try(w.db, first, func(tx *db.Tx) (err error) {
		if before, err = telling(tx, words); err != nil {
			return err
		}
		if held, err = personal.ExportFor(tx, w.config.Keys, a.ID, "đơn"); err != nil {
			return err
		}
		asked, err = personal.AskFor(tx, a.ID, "đơn")
		return err
	})
	if err != nil {
		return nil, err
	}
	err = dbtest.Try(w.db, second, func(tx *db.Tx) error {
		done, err := personal.Erase(tx, w.config.Keys, asked.ID, asked.Version)
		if err != nil {
			return err
		}
		if after, err = telling(tx, words); err != nil {
			return err
		}
		kept, err := done.Stays()
		for _, c := range after {
			_, why := personal.Stays(c.Table)
			if !slices.Contains(stays, c.Table+"."+c.Column) || !strings.Contains(why, "Điều 84 khoản 6") {
				faults = append(faults, fmt.Sprintf("%s.%s still says %.200q", c.Table, c.Column, c.Text))
			}
			if !slices.ContainsFunc(kept, func(k personal.Kept) bool { return k.Kind == c.Table && k.Count > 0 }) {
				faults = append(faults, "the answer does not say that "+c.Table+" stays")
			}
		}
		return err
	})
	if problem.Is(err, problem.Closed) {
		err = errors.New("is needed: " + err.Error())
	}
	for _, c := range before {
		if slices.Contains(stays, c.Table+"."+c.Column) && !slices.Contains(after, c) {
			faults = append(faults, fmt.Sprintf("%s.%s does not say %.200q any more", c.Table, c.Column, c.Text))
		}
	}
	return append(faults, missing(before, held, words)...), err
}

// missing lists what told of a person and was not in the export.
func missing(before []dbtest.Value, held personal.Held, words record.Words) (faults []string) {
	there := map[dbtest.Value]bool{}
	add := func(table, column, text string) {
		for _, part := range textsOf(text) {
			there[dbtest.Value{Table: table, Column: column, Text: part}] = true
		}
	}
	for _, k := range held.Kept {
		for _, row := range k.Own {
			for _, v := range row {
				add(k.Table, v.Column, v.Text)
			}
		}
		for _, v := range k.Told {
			add(k.Table, v.Column, v.Text)
		}
	}
	for _, e := range slices.Concat(held.Acts, held.About, held.Mentioned) {
		what, _ := json.Marshal(e.What)
		who, _ := json.Marshal(e.Who)
		add("record_entry", "what", string(what))
		add("record_entry", "private", string(who))
	}
	for _, c := range before {
		if !there[c] && c.Table != "session" {
			faults = append(faults, fmt.Sprintf("the export lacks what %s.%s says: %.200q", c.Table, c.Column, c.Text))
		}
	}
	return faults
}

// kindForm finds the kinds of object that the program records.
var kindForm = regexp.MustCompile(`\bObject\{Kind: "([^"]+)"`)

// Every act and every kind of object in the program has its word on the record's
// pages, whether a story does it or not.
func TestEveryActAndKindHasAWord(t *testing.T) {
	acts := access.Acts()
	for a := range access.OwnActs() {
		acts = append(acts, a)
	}
	for _, a := range acts {
		for _, word := range web.Unsaid(record.Entry{Leaf: record.Leaf{Act: a, Kind: "account"}}) {
			t.Errorf("no word for %s", word)
		}
	}
	for _, r := range append(access.Roles(), access.Self) {
		for _, word := range web.Unsaid(record.Entry{Leaf: record.Leaf{Act: acts[0], Kind: "account", Role: string(r)}}) {
			t.Errorf("no word for %s", word)
		}
	}
	kinds := map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "node_modules" {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		content, err := os.ReadFile(path)
		for _, m := range kindForm.FindAllSubmatch(content, -1) {
			kinds[string(m[1])] = true
		}
		return err
	})
	if err != nil || len(kinds) < 25 {
		t.Fatalf("found the kinds %v, %v", kinds, err)
	}
	for kind := range kinds {
		for _, word := range web.Unsaid(record.Entry{Leaf: record.Leaf{Act: acts[0], Kind: kind}}) {
			t.Errorf("no word for %s", word)
		}
	}
	if len(web.Unsaid(record.Entry{Leaf: record.Leaf{Act: "x.y", Kind: "z", Role: "r"}, What: record.What{After: []byte(`{"no_such":"at_once","state":"gone"}`)}})) != 6 {
		t.Error("words that nobody knows are not found")
	}
}
