// Package cluster is the register of emulation clusters and blocs (cụm thi đua,
// khối thi đua).
//
// A cluster joins units of one level; a bloc is the same thing for ministries,
// departments or enterprises. Its members (đơn vị thành viên) come and go by
// date. For each emulation year one member is lead (cụm trưởng, khối trưởng)
// and one is deputy (cụm phó); who they are may change within the year, by date.
//
// What never happens: a lead that is not a member, two leads of one cluster,
// year and day, a member twice on one day.
//
// Served: Law 06/2022/QH15, Article 16.2 (clusters and blocs organised by the
// councils of all levels).
package cluster
