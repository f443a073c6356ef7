// Package cluster is the register of emulation clusters and blocs (cụm thi đua,
// khối thi đua).
//
// A cluster joins units of one level; a bloc is the same thing for ministries,
// departments or enterprises. Its members (đơn vị thành viên) come and go by
// date. For each emulation year one member is lead (cụm trưởng, khối trưởng)
// and one is deputy (cụm phó); who they are may change within the year, by date.
//
// The rule book (quy chế cụm, hướng dẫn chấm điểm) is a document that the members
// adopted, in versions: draft, then adopted and in force from a day on. Its
// clauses (điều khoản) stand word for word. A parameter (tham số) — the vote, its
// threshold and base, the quorum, ties, flags, deadlines — points at the clause
// it rests on; where the book is silent the program's default holds and is said
// to be one.
//
// What never happens: a lead that is not a member, two leads of one cluster,
// year and day, a member twice on one day; an adopted rule book that changes, a
// parameter without its clause.
//
// Served: Law 06/2022/QH15, Article 16.2 (clusters and blocs organised by the
// councils of all levels).
package cluster
