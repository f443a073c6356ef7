// Package record checks a record (nhật ký) from its public files alone: the
// checkpoint, the hash tiles, the entry bundles and the chain of keys, as
// docs/record.md and the C2SP texts tlog-tiles, tlog-checkpoint, signed-note,
// tlog-cosignature and tlog-proof describe them.
//
// It shares no code with the side that writes the record: a mistake there is
// then no mistake here. It keeps a memory (trí nhớ) of its own, the keys and
// the last checkpoint (điểm niêm phong) it found right for each log, so that a
// log cannot show another past later.
//
// What never happens: an answer "right" for which anything was taken on trust
// but the first key; a check that is left out because an earlier run made it;
// a memory changed by a log that was found wrong.
package record
