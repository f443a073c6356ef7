// Package comment is what readers write below a public page (ý kiến bạn đọc).
//
// A place names what is commented on. Anybody writes, with a name and a solved puzzle;
// a comment stands below its page once an editor of the portal has approved it. Replies
// stand one level deep: a reply to a reply goes under the same comment. The editors
// answer under the name Ban biên tập, which no reader may take.
//
// States: waiting → approved or refused with a reason; refused → approved where that was
// a slip; approved → withdrawn with a reason. A reader may report a comment that is
// shown; it comes back to the moderators and stays in sight until they judge. What is
// counted (tổng lượt bình luận) is what is approved.
//
// How much one address sends is limited by a keyed hash of the address; the key changes
// each day and the hash is thrown away after two. The e-mail address, which nobody has to
// give, is there for the editors to answer by; it is kept encrypted, is shown to them
// alone and thrown away thirty days after the comment was judged.
//
// What never happens: a comment in sight that nobody approved; the words of a comment
// changed; markup or a link made of what a reader typed; an e-mail or network address of a
// reader on a page or in the record; the same form twice.
//
// Served: the regulations of an office on its own portal; no text that fixes comments was
// found. Of personal data no more is asked for than a name to stand beside the words.
package comment
