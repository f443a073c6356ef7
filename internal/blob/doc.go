// Package blob keeps files (tệp) by the hash of their content: evidence, scans
// of signed originals and of decisions.
//
// A file is stored once, in a folder, under its SHA-256; what it is called and
// what it proves is kept by the word of the field that uses it. Its type is told
// from its content, never from its name: PDF, PNG, JPEG, xlsx and docx are
// taken. Office files are opened only to look at their parts, within bounds on
// what they unpack to; macros are refused.
//
// State secrets (bí mật nhà nước) do not belong here. A name or a text that
// bears a mark of secrecy — MẬT, TỐI MẬT, TUYỆT MẬT — is refused, in typed text
// too; the person keeps the papers as "hồ sơ giấy" and types only a neutral
// number. The text of docx, xlsx and of PDF files with a text layer is searched.
// What a picture or a scan shows is not read: there the person answers for it.
//
// Where several servers share their files, they stand in a bucket (S3) and the folder
// holds copies, each checked against its hash as it comes.
//
// A file is stored before the transaction that refers to it commits, so a crash
// leaves at most a file nobody refers to, never a reference without its file.
//
// What never happens: a file overwritten, a path made from what a person typed,
// a file served under another type than its own.
//
// Served: Law 29/2018/QH14 on the protection of state secrets.
package blob
