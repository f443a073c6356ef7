// Package org is the register of units (cơ quan, đơn vị) by date.
//
// A unit is an identity of the program's own. What it is called, its code, its
// kind and the unit above it are versions, each in force from a day up to and
// without another; versions of one unit never overlap. A change (sáp nhập,
// chia tách, đổi tên) is an act with a day and the text it rests on: create,
// revise (name, code, kind or parent), merge and split.
//
// After a merge the unit that keeps its name keeps its identity, with a new
// code from that day on where the law gave it one; the others end. Units below
// an ended unit move to its successor on the same day, also those that begin
// later.
//
// A form says which edition of a unit its writer saw: a change made in the
// meantime is a conflict, and the same change sent twice is made once.
//
// What never happens: a unit that ends without a successor, a unit below one
// that is not there, two units of one parent with the same code on the same day,
// a version that is altered after it has been closed.
package org
