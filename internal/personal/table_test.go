package personal

import (
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// wordless are the columns in which no words of or about a person can stand: ids,
// days, states, figures, fingerprints, names of units and files' hashes. The rows of
// an account that go with it are gone whole, and so is the account itself.
const wordless = `
certificate_design: id unit_id scan_hash fields
clerk_errand: writing_id sent_hash back_hash
clerk_office: unit_id
clerk_signing: id writing_id way file_hash
clerk_template: unit_id kind
clerk_writing: id unit_id kind source source_id part state entry_id on_day docx_hash pdf_hash signed_hash cancelled_on
certificate_code: code grant_id
challenge_used: salt
comment: id place_kind place_id parent_id state request
comment_report: id comment_id kind request
award_quota: id unit_id award base of_award rounding decided_on from_day to_day
award_whole: unit_id award
nomination: id unit_id subject_id award answer
nomination_list: unit_id
award_list: id unit_id file_hash state
award_list_party: list_id kind founded verdict found alike choice
award_list_row: list_id choice
award_entry: id subject_id kind of_id award decided_on occasion list_id
award_correction: id grant_id field decided_on
search_entry: kind object_id day
subject: id unit_id kind classes founded own_unit left_on joined_to
subject_discipline: id subject_id form from_day to_day
subject_initiative: id subject_id scope
subject_name: id subject_id from_day to_day unit_id
subject_word: unit_id subject_id
subject_year: subject_id rating lead_of outstanding exceeded
account_grant: id role scope_kind scope_id from_day to_day
account_throttle: id
ballot: id cluster_id year_id state
ballot_board: board digest
ballot_box: place box token
ballot_moved: motion_id
ballot_seal: motion_id recipient
ballot_sealed: motion_id
ballot_check_off: motion_id
cluster: id slug name kind level
cluster_lead: id cluster_id unit_id role from_day to_day
cluster_member: id cluster_id unit_id from_day to_day
conference: id cluster_id year_id held_on state
conference_attendance: conference_id unit_id state
conference_call: conference_id begins told_on
conference_candidate: motion_id unit_id
conference_count: motion_id votes lines
conference_item: id conference_id
conference_motion: id conference_id kind way paper
conference_vote: ballot_id motion_id state draft result
conference_resolution: id conference_id motion_id
conference_count: motion_id votes
conference_document: id item_id hash
conference_guest: id conference_id
conference_invitation: conference_id unit_id reply authority_on file_hash
conference_item: id conference_id
conference_minutes: conference_id
conference_motion: id conference_id kind
conference_officer: conference_id post sha256
conference_pass: conference_id unit_id
conference_teller: motion_id sha256
conference_resolution: id conference_id
conference_speech: id conference_id item_id unit_id state
covenant: id year_id state comment_due signed_on
covenant_comment: id version_id unit_id
covenant_content: id covenant_id
covenant_signature: id version_id part unit_id unit_name
covenant_version: id covenant_id fingerprint signed_on scan_hash
delegation: id from_day until_day revoked_by
delegation_part: delegation_id grant_id role scope_kind scope_id
directive: id year_id given_on
directive_note: id task_id kind file_hash
directive_task: id directive_id unit_id due_on state reported_on
dossier: award began_on council_on due_on figures_on from_id id into_id kind letter_on level limit_id office_id proposed_on proposer received_on step unit_id upward_on year_id
dossier_candidate: dossier_id entry_id id initiative_scope kind outcome proposal_id subject_id verdict
dossier_consult: answered_on asked_on dossier_id due_on id stance
dossier_decision: dossier_id file_hash id signed_on
dossier_move: began_on dossier_id due_on ended_on from_step id move office_id to_step
dossier_opinion: answered_on candidate_id dossier_id id posting_id received_on stance way
dossier_voice: opinion_id request
exemplar: id office_id slug kind unit_id cluster_id subject_id photo_hash state published_on withdrawn_on
exemplar_suggestion: id office_id unit_id kind request received_on verdict decided_on exemplar_id
receipt_count: on_day room mark
dossier_part: candidate_id dossier_id file_hash id on_day part
dossier_posting: closed_on dossier_id from_day id sealed until_day
emulation_year: id cluster_id state copied_from handed_to
evidence: id report_id indicator_id hash type
figure: report_id indicator_id value
figure_change: id report_id indicator_id old_value new_value
figure_comment: id report_id indicator_id
figure_rule: id year_id kind indicator_id tolerance
figure_rule_part: rule_id indicator_id
dossier_seal: id dossier_id sha256 sealed_on
incoming_document: id unit_id received_on signed_on due_on about_kind about_id about_page file_hash text_number text_from text_until text_changes handled_on request
document_entry: id unit_id series kind on_day request cancelled_on
initiative_rule: id unit_id pass due
initiative_criterion: rule_id most
initiative_member: rule_id
initiative: id unit_id file_hash state scope decided_on
initiative_author: initiative_id subject_id
initiative_mark: initiative_id points
deliberation: id unit_id majority_of state published_on object_until
deliberation_staff: id deliberation_id subject_id rating registered nominated
deliberation_meeting: id deliberation_id held_on manner state
deliberation_vote: meeting_id staff_id award
deliberation_left: deliberation_id staff_id award
deliberation_result: deliberation_id staff_id award
deliberation_objection: id deliberation_id staff_id received_on answered_on
deliberation_end: deliberation_id award decided_on dossier_id
fund_entry: id year_id kind purpose on_day grant_id reverses request
fund_year: id unit_id ceiling closed_on
ceremony: id unit_id on_day state approved_on request
ceremony_part: id ceremony_id award decided_on kind
ceremony_line: id ceremony_id part_id grant_id
newsletter_reader: id state every
article: id kind state event_day picture_id cluster_id expires_on request
article_file: id article_id file_hash type
article_picture: id article_id small_hash middle_hash large_hash type
article_typing: article_id
article_version: article_id event_day picture_id cluster_id expires_on
confirmation: id unit_id entry_id on_day asked_on outcome grant_id cancelled_on request
delivery_item: id unit_id
delivery_line: id note_id item_id grant_id
delivery_move: id item_id kind state on_day note_id request
delivery_note: id unit_id decided_on on_day to_unit state signed_on file_hash request
inspection_finding: id item_id kind unit_id due_on state file_hash closed_on
inspection_item: id plan_id kind target_id from_day to_day state held_on
inspection_plan: id unit_id approved_on
petition: id unit_id kind of_id grant_id dossier_id received_on known_on own_due state state_on accepted_on outcome request
petition_move: id petition_id move on_day
handover: id year_id from_unit to_unit state fingerprint
indicator: id year_id code unit direction sum weight_id
indicator_freeze: year_id
job: name locked_by error
mid_review: id year_id period_id state data changed fingerprint issued_on
mid_review_remark: id review_id unit_id
movement: id year_id parent_id unit_id kind state from_day to_day launch_on file_hash
movement_goal: movement_id
movement_review: id movement_id stage on_day file_hash
national_figure: id period_id indicator_id value
past_figure: year_id unit_id indicator_id value
period: id year_id code opens_on due_on
personal_request: id state asked_by decided_by kept
phase: id year_id kind opens_on due_on
plan: id year_id unit_id kind issued_on file_hash
proposal: id year_id award unit_id resolution_id state letter_on decision_on scan_hash
published_figure: id year_id code unit unit_id value national_share
published_period: period_id year_id
record_checkpoint: root note
record_key: verifier hand_over
record_publication: entry_id object_kind object_id format sha256
report: id year_id period_id unit_id state
report_exception: id period_id unit_id until_day
report_move: id report_id kind
rule_book: id cluster_id state adopted_on in_force_on file_hash
rule_clause: id rule_book_id ref
rule_setting: rule_book_id parameter setting clause_id
score_appeal: id sheet_id unit_id criterion state hash type marked points_was points_is total_was total_is
score_cross: id sheet_id unit_id salt form draft sealed
score_cross_mark: sheet_id from_id to_id marks
score_cross_opening: sheet_id entry_id
score_cross_recusal: sheet_id from_id to_id
score_cross_seal: cross_id commitment entry_id
score_entry: sheet_id unit_id criterion self computed
score_evidence: id sheet_id unit_id criterion hash type
score_explanation: sheet_id unit_id criterion
score_mark: sheet_id unit_id criterion level points computed before
score_publication: sheet_id sha256
score_recusal: sheet_id unit_id
score_return: id sheet_id unit_id criterion
score_sheet: id year_id state concluded_on appeals_until
score_sheet_version: sheet_id
score_unassigned: sheet_id unit_id criterion
score_unit: sheet_id unit_id state until
score_writer: sheet_id unit_id
target: id indicator_id unit_id value baseline
unit: id
unit_change: id kind on_day
unit_change_part: change_id side unit_id
unit_version: id unit_id from_day to_day code name full_name kind parent_id
`

// elsewhere are the tables that internal/record and internal/account take care of
// in their own ways.
var elsewhere = []string{"record_entry", "session", "goose_db_version"}

// Every column that can hold words is either in the list of this package or known
// to hold none of a person's: a new column has to be thought of here.
func TestEveryColumnWithWordsIsThoughtOf(t *testing.T) {
	d := dbtest.OpenSQLite(t)
	known := map[string]bool{}
	for line := range strings.Lines(wordless) {
		table, columns, _ := strings.Cut(strings.TrimSpace(line), ":")
		for _, c := range strings.Fields(columns) {
			known[table+"."+c] = true
		}
	}
	whole := map[string]bool{}
	there := map[string]bool{}
	for _, tab := range slices.Concat(ofAccount, ofField) {
		whole[tab.name] = tab.gone || tab.name == "account"
		for _, c := range slices.Concat(tab.by, tab.hidden, tab.words, tab.stays) {
			known[tab.name+"."+c] = true
			there[tab.name+"."+c] = true
		}
		if len(tab.stays) > 0 != (tab.why != "") || tab.what == "" || tab.gone && len(tab.by) == 0 {
			t.Errorf("%s: what stays needs a reason, what goes an account, everything a name", tab.name)
		}
	}
	dbtest.Update(t, d, db.Actor{}, func(tx *db.Tx) error {
		rows, err := db.All[struct{ Name, Col, Kind string }](tx, `
			SELECT t.name AS name, c.name AS col, c.type AS kind FROM sqlite_master t, pragma_table_info(t.name) c
			WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`)
		for _, r := range rows {
			delete(there, r.Name+"."+r.Col)
			if r.Kind != "TEXT" && r.Kind != "BYTEA" || slices.Contains(elsewhere, r.Name) || known[r.Name+"."+r.Col] || whole[r.Name] {
				continue
			}
			t.Errorf("%s.%s: say in table.go whether words of a person go, stay or are replaced there, or in this test that there are none", r.Name, r.Col)
		}
		return err
	})
	for c := range there {
		t.Errorf("%s is in the list and not in the database", c)
	}
}
