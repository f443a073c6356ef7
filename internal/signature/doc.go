// Package signature is chữ ký số: PDFs are signed, and their signatures checked.
//
// A signature (chữ ký) is made with a key and the certificate (chứng thư chữ ký số)
// that says whose key it is, and covers every byte of the file up to it but itself. It
// is appended: what was there before, other signatures too, stands byte for byte. Its
// level is B or T of PAdES baseline (ETSI EN 319 142-1): at B the signer claims the
// time, at T a time-stamp server (RFC 3161) vouches for it. A server that is down, slow
// or wrong lowers the level to B, the result says so, and the signing goes on.
//
// A signature may be seen on a page: the picture of the signer's own signature, the
// seal's picture over a third of it from the left, or lines of text (Decree
// 30/2020/NĐ-CP, annex I). Lines of text are drawn as outlines, so no reader needs a font.
//
// Check reads a file from anywhere and says of each signature who, when, what was
// changed after it, and whether the certificate leads to one of the given roots, was in
// force and not revoked. It asks nobody: lists of revoked certificates are given or in
// the file, and OCSP is not asked, which the report says.
//
// Keys are a PKCS#12 file (Signer), or stay where they are: Token speaks with a program
// that holds a PKCS#11 token, and agent.go knows the messages of a signing agent at a
// person's own machine, whose answer Returned checks as any other file.
//
// What never happens: a signing that changes a byte that was there; a signing-time
// attribute; a network call of its own (the caller hands in how a time-stamp server is
// asked); a good report on a file of which something could not be read; a certificate
// that is trusted because the file holds it. Which laws stand behind: the Law on
// Electronic Transactions 20/2023/QH15 and Decree 30/2020/NĐ-CP.
package signature
