// Package cms writes and reads CMS SignedData (RFC 5652) as PAdES wants it, and time
// stamps (RFC 3161).
//
// What is written has exactly one signer and exactly three signed attributes:
// content-type, message-digest and signing-certificate-v2 (RFC 5035). What is read may
// be hostile: it is strict DER, or BER that is made DER first within bounds, and the
// signed attributes are checked as they are encoded, never as they would be encoded
// anew.
//
// What never happens: a signing-time attribute (PAdES baseline forbids it); a signature
// that is called good on the ground of a certificate that nobody vouches for: who
// vouches is not decided here.
package cms
