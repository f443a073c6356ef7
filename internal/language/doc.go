// Package language turns a finished Vietnamese page into an English one.
//
// Vietnamese is the language the program is written in: every sentence stands where it
// is used, and is its own key. The catalogue (danh mục câu chữ, en.po) is a gettext
// file that a translator's tools open; a key may have numbered places ({1}) for what a
// page fills in, and a plural. Page reads the HTML of a page, says its texts and the
// attributes that people read in English, writes numbers and days the English way and
// leads links to the English pages, whose addresses begin with Prefix.
//
// What somebody wrote, names of units and the text of the law have no English here: they
// stay as they are, and an element that holds nothing else is marked as Vietnamese for
// screen readers. An element with translate="no" is left alone as a whole.
//
// What never happens: a word of a person translated by us; a page that is refused because
// a sentence has no English yet; a key of the catalogue that no source says any more
// (tested), a sentence of a public page without English (tested).
package language
