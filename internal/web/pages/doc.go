// Package pages is every page of the site, as typed templates.
//
// A page is a function of its props: it asks nothing of the database and
// decides nothing of the field. Files are named word_page.templ.
package pages
