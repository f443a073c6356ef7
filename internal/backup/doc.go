// Package backup writes a whole installation into one file and makes one again
// from it (sao lưu, khôi phục).
//
// A backup is taken while the server runs. It holds the database as it was at
// one moment, every file that the database refers to, the public log and, where
// the operator says so, the keys. The order of copying matters: first the public
// log, which so never runs ahead of the database; then the database; then the
// files, which are stored before the transaction that refers to them.
//
// The archive (tệp sao lưu) is a tar in gzip, which any machine can open; with a
// passphrase, or for a recipient who holds a private key elsewhere, it is encrypted as a
// whole with age. Its last entry is the manifest
// (mục lục): the size and SHA-256 of every part, the migrations that had run,
// and the checkpoint of the record. After the gzip stands a second, empty one
// whose comment is the SHA-256 of all bytes before it, so that a change of any
// byte is found.
//
// Restoring reads the whole archive before it touches the place, which must be
// empty; it then checks every part again as it writes it, every key of the
// database, and the record against the checkpoint of the manifest.
//
// What never happens: half a backup under its final name; a backup written over
// another; keys in a plain archive unless asked for; a path of the archive that
// leaves the folder; an installation that opens after a restore that was broken
// off.
package backup
