// Package dossier takes the dossier for an award (hồ sơ đề nghị khen thưởng) from the
// unit that proposes to the shelf on which it is kept.
//
// A dossier is for one award and one year or period; it has candidates (đối tượng đề
// nghị), up to MostCandidates of them, each perhaps a subject of the register of
// awards or a proposal of a cluster's year, and parts (thành phần), files that the law
// asks for. What a dossier is made of, whether it has to be posted or others have to
// be asked, and how long each step may take are data of the law; package rules has it.
//
// A dossier stands at a step: registered, proposed, received, appraising, appraised,
// consulting, posted, council, voted, upward, decided, notified, delivered, archived;
// returned with its legal ground; joined to another. Moves is the one table of what may
// be done with it: who, from where, to where, under which condition, whether a reason
// is asked. Use cases, pages and the diagram in docs all read that table.
//
// While a list is posted it stands on the portal, and anybody writes an opinion there
// (Voice) for a receipt with a code. Who wrote it is kept encrypted beside the opinion,
// for the office alone. Names leave the portal when the posting is closed; the counts,
// the office's answers and the seal of the set stay.
//
// What never happens: a move that the table does not have; a step of the office done
// by the person who proposed; a dossier that goes on while a part, a vote or a duty of
// the law is missing; an opinion of the public that is counted without an answer, that
// comes after the last day on the portal, or whose words are published; the
// secret of a consultation's link in the database; a decision that is changed once it
// is entered.
//
// Served: Law 06/2022/QH15, Articles 5, 8 and 83 to 85; Decree 152/2025/NĐ-CP, Articles
// 33 to 44.
package dossier
