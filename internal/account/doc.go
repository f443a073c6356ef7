// Package account is who signs in.
//
// An account (tài khoản) is one person with a position and, mostly, a unit. A
// grant gives the account a role within a scope from one day to another; the
// roles of lead, deputy and member are not granted here, they follow from the
// register of clusters. A session belongs to a browser.
//
// What never happens: a role without a scope, a grant without its entry in the
// record, a default password. There are no passwords yet: only the
// demonstration lets a visitor choose an account, and only on the machine it
// runs on.
package account
