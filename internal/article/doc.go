// Package article is what the portal tells: news (bài viết) and notices to the public
// (thông báo), with their pictures and files.
//
// A text is a draft until it is sent for review (chờ duyệt). A second person publishes
// it, at once or at a set time (hẹn giờ), or sends it back with a remark. Each save is a
// version. Readers see the version that was published last; writing on after that makes
// a new draft beside it, which takes the same way and has to say what it corrects
// (đính chính). A published text can be withdrawn (gỡ) with a reason: its address then
// says when and why. A notice may have a last day, after which it stands among the old.
//
// A text may belong to a cluster and to one of its years; their public pages then show it
// too, as its published version says.
//
// The body is Markdown. Beside text and pictures it may hold lines that draw published
// figures, the covenant's signatories or the proposals of a cluster's year; their data
// is read when the page is shown, so it is never copied.
//
// What never happens: a text published by who wrote it; a published version changed; a
// picture without words for who does not see it, or with the data that a camera wrote
// into it; HTML, scripts or pictures of other sites in a body; a text lost because two
// wrote at once.
package article
