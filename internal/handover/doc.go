// Package handover passes the lead of a cluster on (bàn giao).
//
// The lead of year N offers one bundle to the lead of year N+1: everything that
// is still open, each item with a note on what remains to be done, and the
// documents with their fingerprints. The bundle is a manifest: compact JSON of
// the type Manifest, keys in the order of its fields, NFC; its fingerprint is
// the SHA-256 of those bytes. The new lead checks it and confirms, or returns it
// with a reason; a returned bundle is offered anew.
//
// What never happens: an open item left out or without a note, a confirmation
// of another manifest than the one the person saw.
package handover
