// Package account is who signs in.
//
// An account (tài khoản) is one person with a position and, mostly, a unit. A
// grant gives the account a role within a scope from one day to another; the
// roles of lead, deputy and member are not granted here, they follow from the
// register of clusters. A session (phiên) belongs to a browser; it ends by
// signing out, by revocation, when it was not used for a while and at the latest
// after its whole length. A one-time link (liên kết một lần) makes the first
// administrator, invites a person (lời mời) or lets one in again (khôi phục); it is
// shown once to who makes it, or mailed. A person has one address, confirmed by a
// link sent there. What touches the safety of an account is told to its person.
//
// Times of sessions, delays and codes are those of the machine's clock, handed
// over with the browser: a demonstration that plays on another day keeps its
// visitors, and a telephone knows no other clock.
//
// What never happens: a role without a scope, a grant without its entry in the
// record, a default password; a password, a code or the token of a link in the
// database, in the record or in a log; an answer that tells whether a login
// exists; a person kept out by somebody else's failed sign-ins.
package account
