// Package components is what pages are built of: the frame of a page, tables,
// forms, notices, the year's timeline and charts, each a templ component with
// typed props.
//
// Props carry words that are ready to be read: numbers and days are formatted
// by the caller, so that a component decides nothing of the field. A component
// works without script; static/app.js only improves it. Charts are SVG made on
// the server whose geometry is in per cent and whose letters are in page
// pixels, so that words keep their size on a phone.
//
// What never happens: an inline style or script (the site's policy forbids
// both), a state told by colour alone, two h1 on a page.
package components
