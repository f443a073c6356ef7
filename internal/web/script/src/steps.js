// The way of one paper from the choice to its receipt. Each step is kept before the
// next is taken, and can be taken again.
import * as keep from './keep.js'
import { makeToken, receive, fillIn, paperDigest, isReceipt } from './protocol.js'

/** A refusal that asking again does not change. */
export class Refused extends Error {}
/** Something is away: asking again later helps. */
export class Later extends Error {}
/** Somebody cheats or is broken: people must hear of it. */
export class Alarm extends Error {}

const patience = 40000
const lost = 'mất mạng hoặc máy chủ chưa trả lời'

/** Posts without cookie; the answer is a text. */
async function post(address, body) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patience)
  let reply
  let text
  try {
    reply = await fetch(address, {
      method: 'POST', credentials: 'omit', cache: 'no-store', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal: stop.signal,
    })
    text = await reply.text()
  } catch {
    throw new Later(lost)
  } finally {
    clearTimeout(timer)
  }
  if (reply.ok) return text
  let said = ''
  try {
    said = JSON.parse(text).error
  } catch { /* not from the program itself */ }
  if (reply.status >= 500 || reply.status === 429 || !said) throw new Later(said || lost)
  throw new Refused(said)
}

// A page that is open: the entries that it made are its own to change.
const tab = crypto.getRandomValues(new Uint32Array(2)).join('-')
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)

/**
 * Keeps what is to be cast: a token with its check-off, proved by prove, where there
 * is none; a next paper where the voter votes again. An entry that another tab is
 * sending stays as it is, and the answer says so.
 */
export async function prepare(motion, voter, choice, prove) {
  const key = keep.keyOf(motion, voter.id)
  const kept = await keep.get(key)
  if (!kept) {
    const made = await makeToken(motion, voter.id)
    made.ask.proof = await prove(made.ask.text)
    const entry = { ...made, key, id: motion.id, hex: motion.hex, voter: voter.id, name: voter.name, tab, choice, tokens: null, casts: [] }
    return answered(await keep.add(entry), choice)
  }
  if (kept.casts.length === 0) return answered(await keep.change(key, (e) => (e.tab === tab && e.casts.length === 0 ? { ...e, choice } : null)), choice)
  if (!kept.secret || kept.casts.some((c) => !c.receipt)) return answered(kept, choice)
  const number = kept.casts.length + 1
  const next = await castOf(motion, kept, number, choice)
  return answered(await keep.change(key, (e) => (e.casts.length === number - 1 ? { ...e, tab, choice, casts: [...e.casts, next] } : null)), choice)
}

const answered = (entry, choice) => ({ entry, others: entry.tab !== tab && !same(entry.choice, choice) })

async function castOf(motion, entry, number, choice) {
  const cast = await fillIn(motion, entry, entry.tokens, number, choice)
  return { cast, digest: await paperDigest(cast), receipt: '' }
}

/** Takes an entry to its receipt, from wherever it stands. */
export async function finish(base, motion, key) {
  let entry = await keep.get(key)
  if (!entry.tokens) entry = await takeToken(base, motion, entry)
  if (entry.casts.length === 0) {
    const first = await castOf(motion, entry, 1, entry.choice)
    entry = await keep.change(key, (e) => (e.casts.length === 0 ? { ...e, casts: [first] } : null))
  }
  const last = entry.casts[entry.casts.length - 1]
  if (last.receipt) return entry
  const receipt = await post(`${base}/${motion.id}/phieu`, last.cast)
  if (!(await isReceipt(motion, last.cast, receipt))) {
    throw new Alarm('Biên nhận không mang chữ ký đúng của lần bỏ phiếu này. Chụp màn hình và báo ngay ban kiểm phiếu.')
  }
  return keep.change(key, (e) => received(motion, e, last.digest, receipt))
}

/** What is still needed once a receipt has come: of the choice nothing. */
function received(motion, entry, of, receipt) {
  const casts = entry.casts.map((c) => (c.digest === of ? { digest: of, receipt } : c))
  if (motion.again === 'last') return { ...entry, casts, inverses: null, ask: null, choice: null }
  return { key: entry.key, id: entry.id, hex: entry.hex, voter: entry.voter, name: entry.name, tab: entry.tab, tokens: [], casts }
}

async function takeToken(base, motion, entry) {
  let answer
  try {
    answer = await post(`${base}/${motion.id}/the`, { text: entry.ask.text, proof: entry.ask.proof, blinded: entry.ask.blinded })
  } catch (e) {
    if (e instanceof Refused) await keep.remove(entry.key) // this check-off is never taken
    throw e
  }
  let tokens
  try {
    tokens = await receive(motion, entry, JSON.parse(answer).signatures)
  } catch {
    throw new Alarm('Chữ ký của người giữ khóa không đúng. Phiếu chưa được bỏ; chụp màn hình và báo ngay ban kiểm phiếu.')
  }
  return keep.change(entry.key, (e) => (e.tokens ? null : { ...e, tokens }))
}
