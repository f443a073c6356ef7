// Package exemplar is the stories of people and collectives who do well (điển hình tiên
// tiến), and how somebody from the grassroots names one.
//
// An office writes a story: of whom (a person, a collective, a household), where, what
// was done, perhaps with a picture and with a subject of the register of awards, whose
// decisions are then listed beside it. A draft is published by a second person: another
// one of the office who may publish, or an editor of the portal. A published story
// stands still; withdrawn, with the reason, it leaves the portal, and written anew it is
// a draft again at the same address.
//
// Anybody may suggest one without account, for a receipt with a code. A suggestion waits
// in the queue of the nearest office above the unit it names, which takes it up, and then
// it is a draft, or declines it with a reason. Who suggested is kept encrypted, for the
// office alone.
//
// A picture is drawn anew, no larger than MostPixels on a side; nothing of what a camera
// hides in a file, such as the place, is kept.
//
// Open data names the published stories and where they stand (PublicAll), not their
// words: a story is read where it can be withdrawn.
//
// What never happens: a story published by who began it or wrote what is published; one of a person or a household
// without the consent being noted; a picture without words for those who do not see it;
// a picture as it was sent; awards that were annulled listed as held.
//
// Served: Law 06/2022/QH15, Article 5 and Article 7 on finding, telling of and multiplying
// exemplars; Law 91/2025/QH15 on consent.
package exemplar
