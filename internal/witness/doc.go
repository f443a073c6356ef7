// Package witness is a nhân chứng: it watches the records of other installations
// and cosigns each checkpoint (điểm niêm phong) that continues the last one it
// cosigned, as C2SP tlog-witness and tlog-cosignature describe. The members of a
// cluster can so watch each other: a record that shows two pasts to two readers
// gets no second cosignature.
//
// A witness keeps a folder: its key, and for each log the last checkpoint it
// cosigned, under its own signature. The checkpoint is on disk, past every cache,
// before the cosignature leaves; a lock on the folder lets one decision be taken
// at a time, also by several processes.
//
// The file push.go is for the other side: what a log sends to a witness and what
// it does with the answer.
//
// What never happens: two cosigned checkpoints of one log that contradict each
// other; a cosignature on a checkpoint without a signature of a trusted key of
// its log. A contradiction that a log itself signed is kept as evidence.
package witness
