// Package vn reads and writes days, numbers and words the Vietnamese way.
//
// A day (ngày) is a calendar day in Viet Nam, without a clock. A number
// (số) is an exact decimal; its text has points between thousands and a comma
// before decimals. A working day (ngày làm việc) is a day on which offices
// work, by a calendar of published days off. Folding (bỏ dấu) makes search find
// "Đặng" for "dang". A typed text (lời đã gõ) is what a person typed, composed and
// without what nobody sees; Legible alone takes away what no text can hold.
//
// What never happens: a number that is guessed where its text can be read in
// two ways; a deadline counted over a year whose days off are not known without
// saying so.
package vn
