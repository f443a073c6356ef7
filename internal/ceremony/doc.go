// Package ceremony is the ceremony at which an office announces awards and hands them
// out (lễ công bố, trao tặng): its order, its script, and who is called now.
//
// A ceremony has parts; a part is one award by one decision, to collectives or to
// persons. Its lines are grants of the register of awards. Those of a part come on stage
// in groups of the size that the office chose. Who hands out (người trao), what is read
// and how a name is called are written for each; what nobody wrote is drafted from the
// register, and where the register does not know, a blank is left for the officer.
//
// The order that is proposed has the awards of the State first, by who decides them
// (Law 06/2022/QH15, Articles 77 to 80) and by the list of forms (Article 9); within an
// award by decision, then collectives before persons as is custom, then names. That
// custom, and titles of emulation before certificates of the same level, are our choice:
// no text fixes the order, and the office moves parts and lines up and down.
//
// A ceremony is a draft, then approved, which freezes order and script, then finished;
// or cancelled with a reason. Before anybody was called it can be reopened. Who is absent
// is noted until the end.
//
// What never happens: an annulled grant is approved or called; a grant stands in two
// ceremonies; the order changes after it was approved; a part is approved without who
// hands out.
//
// Served: Law 06/2022/QH15, Article 82, on who hands out.
package ceremony
