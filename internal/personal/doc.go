// Package personal is what the program knows of a person (dữ liệu cá nhân), and
// what the person may do about it.
//
// A person sees what is kept, takes it along as a file (xuất dữ liệu), and asks
// for its erasure (yêu cầu xóa dữ liệu). A request is asked, then done, refused
// or withdrawn. An administrator other than the person and than who entered the
// request decides. Erasing closes the account and destroys all that belongs to it,
// takes the person out of what others wrote, and destroys in the record text and
// salt of who acted and of what tells of the person. Every leaf and every proof
// stays. What each table of the database holds of a person, and what becomes of
// it, stands in table.go.
//
// Signed and issued documents, minutes and the history of awards stay as they
// are: Law 06/2022/QH15, article 84, clause 6 has the dossiers of titles and
// commendations archived as the law provides. Law 91/2025/QH15 on the protection
// of personal data is why all this exists; its text was not at hand, so that no
// article of it is cited.
//
// The identity number (số định danh cá nhân) is optional, has a stated purpose,
// is encrypted in the database and shown masked.
//
// What never happens: an identity number in the record, in a log or in a list; a
// look at another person's data without an entry; an erasure that breaks a proof
// or takes a signature from a document.
package personal
