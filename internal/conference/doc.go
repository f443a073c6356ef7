// Package conference is the yearly conference of a cluster (hội nghị tổng kết).
//
// In one sitting a conference closes year N and, as it may be arranged, signs
// the covenant of N+1 and elects the lead and deputy of N+1. It is planned with
// an agenda; runs from its opening on, when members are marked present, absent
// or represented by a delegate with written authority; and is finished. Every
// member is invited. It has a quorum when enough members are present. History
// is a conference that was published elsewhere.
//
// A motion (nội dung biểu quyết) puts member units to a vote: for the flag, for
// the certificate, for lead, for deputy. The vote itself is held on paper, and
// its count is entered from the paper minutes by two persons, each without
// seeing the other's entry; only when both agree is the motion confirmed. Votes
// needed are whole numbers: (p·N + 99) div 100 for p percent of a base of N,
// where N counts all members or those present, as the rule book says; an absent
// member counts against where the base is all members.
//
// A resolution (nghị quyết của hội nghị) is one decision with its votes. The
// minutes (biên bản) are written from what happened here and nothing else.
//
// What never happens: a decision before the conference has opened, a count by
// one person alone, more votes than members present. This package holds no
// secret ballot and says so on its pages.
package conference
