// Package conference is the yearly conference of a cluster (hội nghị tổng kết).
//
// In one sitting a conference closes year N and, as it may be arranged, signs
// the covenant of N+1 and elects the lead and deputy of N+1. It is planned with
// an agenda; runs from its opening on; and is finished. Members are marked
// present, absent or represented by a delegate with written authority from its
// day on, before the opening too. It has a quorum when enough members are
// present. History is a conference that was published elsewhere.
//
// Every member is invited and answers until the opening; guests (khách mời) are
// lines of a list. An invitation carries a pass (mã điểm danh): a code that is
// good once and stands for nothing but the invitation, since only who runs the
// conference checks in with it. A point of the agenda waits, runs, is finished, or
// is struck with a reason; one runs at a time. A member asks for the floor on a
// point; one speaks at a time.
//
// A motion (nội dung biểu quyết) puts member units to a vote: for the flag, for
// the certificate, for lead, for deputy. It is voted on by paper, whose count is
// entered from the paper minutes by two persons, each without seeing the other's
// entry; or by secret ballot (bỏ phiếu kín), as package ballot holds it, some voters
// on paper. A secret ballot is prepared: each voter by passkey, slip (phiếu mã) or
// paper; opened; closed. Where nobody may vote on itself, each candidate is a secret
// ballot of its own. Only when both entries agree, and every secret ballot is closed,
// is the motion confirmed. Votes needed are whole numbers: (p·N + 99) div 100 for p
// percent of a base of N, where N counts all members or those present, as the rule
// book says; an absent member counts against where the base is all members.
//
// A resolution (nghị quyết của hội nghị) is one decision with its votes. The
// minutes (biên bản) are drafted from what happened here; the secretary adds what
// the speakers said and corrections. Chair and secretary, two persons, sign the
// fingerprint of one text; any change takes a signature away, and once both stand
// the minutes are public and stand still.
//
// What never happens: a decision before the conference has opened, a count by
// one person alone, more votes than members present, the numbers of a sealed board
// before those who do not run the conference, a signature by another than the person
// named, the video link before the public.
package conference
