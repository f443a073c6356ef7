// Kiểm tra một lần bỏ phiếu kín từ tệp công khai của nó.
//
// Checks a secret ballot from its public file, in a browser or under node, with
// nothing but WebCrypto. It was written from docs/ballot.md alone and shares no code
// with the program that holds the vote, nor with the script of the voter's screen.
//
//   const answer = await checkBallot(textOfTheFile, textOfAReceipt)
//
// answer.right says whether everything that can be checked is right, answer.sentences
// what was proved and what was not, or the fault; answer.found has the same as numbers.
(() => {
  'use strict'

  class Fault extends Error {}
  const wrong = (sentence) => { throw new Fault(sentence) }
  const must = (condition, sentence) => { if (!condition) wrong(sentence) }

  // ---- Bytes ----

  const utf8 = (text) => new TextEncoder().encode(text)
  const join = (...parts) => {
    const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
    parts.reduce((at, p) => { out.set(p, at); return at + p.length }, 0)
    return out
  }
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  const fromHex = (digits) => Uint8Array.from(digits.match(/../g) || [], (d) => parseInt(d, 16))
  const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
  const toBase64 = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''))
  const equal = (a, b) => a.length === b.length && a.every((x, i) => x === b[i])
  const compare = (a, b) => {
    for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i]
    return a.length - b.length
  }
  const increasing = (texts) => texts.every((t, i) => i === 0 || compare(utf8(texts[i - 1]), utf8(t)) < 0)

  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const digest = (label, bytes) => sha256(join(utf8('giaouoc/ballot/' + label + '\n'), bytes))

  // The Merkle tree hash of RFC 6962 over digests, sorted.
  async function root(digests) {
    const subtree = async (leaves) => {
      if (leaves.length === 0) return sha256(new Uint8Array())
      if (leaves.length === 1) return sha256(join(Uint8Array.of(0), leaves[0]))
      let k = 1
      while (2 * k < leaves.length) k *= 2
      return sha256(join(Uint8Array.of(1), await subtree(leaves.slice(0, k)), await subtree(leaves.slice(k))))
    }
    return hex(await subtree([...digests].sort(compare)))
  }

  // ---- Texts: each has one spelling, and is refused in any other ----

  const text = 'text'
  const integer = 'integer'
  const bytes = 'bytes'
  const flag = 'flag'
  const orNull = (shape) => ({ orNull: shape })
  const oneOf = (...shapes) => ({ oneOf: shapes })

  const person = { id: text, name: text }
  const published = { text, entry: text, proof: text }
  const shapes = {
    file: {
      format: text, motion: published,
      check_offs: [{ text, proof: oneOf({ authenticator: bytes, client: bytes, signature: bytes }, { signature: bytes }) }],
      box: orNull([{ paper: text, signature: bytes, tokens: [bytes] }]), closing: published,
    },
    motion: {
      format: text, id: text, cluster: text, year: integer, title: text, kind: text, candidates: [person], most: integer, seats: integer, base: text,
      members: integer, present: integer, percent: integer, again: text, until: text, form: text, site: text,
      roll: [{ id: text, name: text, credential: { kind: text, key: bytes } }], holders: [{ name: text, key: bytes }], receipt_key: bytes,
    },
    checkOff: { format: text, motion: text, voter: text, blinded: [text] },
    paper: { format: text, motion: text, token: bytes, number: integer, choice: [text] },
    receipt: { format: text, motion: text, paper: text, signature: bytes },
    closing: {
      format: text, motion: text, check_offs: integer, roll_root: text, papers: integer, box_root: text,
      counted: orNull({ given: integer, returned: integer, valid: integer, candidates: [{ id: text, votes: integer, against: integer, points: integer }] }),
      moved: [text],
      result: {
        valid: integer, candidates: [{ id: text, votes: integer, against: integer, points: integer, passed: flag }], needed: integer, chosen: [text], tied: [text],
      },
    },
  }

  const quoted = (s) => JSON.stringify(s).replace(/[\u2028\u2029]/g, (c) => '\\u' + c.charCodeAt(0).toString(16))
  const alone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/ // half of a character

  // The one spelling of a value; throws where the value has not the shape.
  function spell(shape, value) {
    const fits = (ok) => { if (!ok) throw new Error('shape') }
    if (shape === text) {
      fits(typeof value === 'string' && !alone.test(value))
      return quoted(value)
    }
    if (shape === integer) {
      fits(Number.isSafeInteger(value))
      return String(value)
    }
    if (shape === bytes) {
      fits(typeof value === 'string' && toBase64(fromBase64(value)) === value)
      return quoted(value)
    }
    if (shape === flag) {
      fits(typeof value === 'boolean')
      return String(value)
    }
    if (Array.isArray(shape)) {
      fits(Array.isArray(value))
      return '[' + value.map((v) => spell(shape[0], v)).join(',') + ']'
    }
    if (shape.orNull) return value === null ? 'null' : spell(shape.orNull, value)
    fits(typeof value === 'object' && value !== null && !Array.isArray(value))
    if (shape.oneOf) return spell(shape.oneOf.find((s) => Object.keys(s).length === Object.keys(value).length) || shape.oneOf[0], value)
    return '{' + Object.keys(shape).map((k) => quoted(k) + ':' + spell(shape[k], value[k])).join(',') + '}'
  }

  function read(written, shape, what) {
    let value
    let again
    try {
      value = JSON.parse(written)
      again = spell(shape, value)
    } catch {
      wrong(`${what} không đúng dạng`)
    }
    must(again === written && written.normalize('NFC') === written, `${what} không viết đúng dạng chuẩn đến từng byte`)
    return value
  }

  const isDigest = (s) => /^[0-9a-f]{64}$/.test(s)

  // ---- Keys and signatures ----

  // A key in its one spelling, or null.
  async function key(der, algorithm) {
    try {
      const k = await crypto.subtle.importKey('spki', der, algorithm, true, ['verify'])
      return equal(new Uint8Array(await crypto.subtle.exportKey('spki', k)), der) ? k : null
    } catch {
      return null
    }
  }
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const holderKey = async (der) => {
    const k = await key(der, { name: 'RSA-PSS', hash: 'SHA-384' })
    return k && k.algorithm.modulusLength === 2048 && equal(k.algorithm.publicExponent, [1, 0, 1]) ? k : null
  }
  const signed = (k, message, signature) => crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, k, signature, message)
  const signedByHolder = (k, message, signature) => crypto.subtle.verify({ name: 'RSA-PSS', saltLength: 48 }, k, signature, message)

  // r and s of an ECDSA signature in DER, 32 bytes each; null for any other form.
  function fromDER(der) {
    const number = (at) => {
      const n = der[at + 1]
      const body = der.slice(at + 2, at + 2 + n)
      const lean = body[0] === 0 ? body.slice(1) : body
      const right = der[at] === 2 && n >= 1 && n <= 33 && body.length === n && body[0] < 128 && (body[0] !== 0 || n === 1 || body[1] >= 128) && lean.length <= 32
      return right ? join(new Uint8Array(32 - lean.length), lean) : null
    }
    if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 72) return null
    const r = number(2)
    const s = r && number(4 + der[3])
    return s && 4 + der[3] + 2 + der[5 + der[3]] === der.length ? join(r, s) : null
  }

  // Whether a passkey signed a challenge for a site: true, false, or null where this
  // browser has not the kind of signature.
  async function asserted(proof, der, challenge, site) {
    const authenticator = fromBase64(proof.authenticator)
    const clientBytes = fromBase64(proof.client)
    let client
    try {
      client = JSON.parse(new TextDecoder().decode(clientBytes))
    } catch {
      return false
    }
    const asked = toBase64(challenge).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
    if (!client || client.type !== 'webauthn.get' || client.challenge !== asked) return false
    if (authenticator.length < 37 || !equal(authenticator.slice(0, 32), await sha256(utf8(site))) || !(authenticator[32] & 1)) return false
    const message = join(authenticator, await sha256(clientBytes))
    const signature = fromBase64(proof.signature)
    const elliptic = await key(der, curve)
    if (elliptic) {
      const plain = fromDER(signature)
      return plain !== null && signed(elliptic, message, plain)
    }
    const rsa = await key(der, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' })
    if (rsa) return rsa.algorithm.modulusLength >= 2048 && crypto.subtle.verify('RSASSA-PKCS1-v1_5', rsa, signature, message)
    const edwards = await key(der, { name: 'Ed25519' })
    if (edwards) return crypto.subtle.verify('Ed25519', edwards, signature, message)
    return isEdwards(der) ? null : false
  }
  const isEdwards = (der) => der.length === 44 && equal(der.slice(0, 12), fromHex('302a300506032b6570032100'))

  // ---- The steps ----

  async function readMotion(w) {
    const m = w.motion = read(w.file.motion.text, shapes.motion, 'văn bản nội dung bỏ phiếu')
    const fault = motionFault(m)
    must(!fault, `văn bản nội dung bỏ phiếu không đúng dạng bo-phieu-noi-dung/1: ${fault}`)
    w.digest = await digest('motion', utf8(w.file.motion.text))
    w.hex = hex(w.digest)
    w.holders = []
    for (const h of m.holders) {
      const k = await holderKey(fromBase64(h.key))
      must(k, `khóa của người giữ khóa ${h.name} không phải khóa RSA 2048 bit với số mũ 65537`)
      w.holders.push(k)
    }
    must(m.holders[0].key !== m.holders[1].key, 'hai người giữ khóa dùng chung một khóa')
    w.receipts = await key(fromBase64(m.receipt_key), curve)
    must(w.receipts, 'khóa biên nhận không phải khóa ECDSA P-256')
    w.voters = new Map(m.roll.map((v) => [v.id, v]))
  }

  // What a motion may not say.
  function motionFault(m) {
    const n = m.candidates.length
    const ids = new Set(m.candidates.map((c) => c.id))
    if (m.format !== 'bo-phieu-noi-dung/1') return 'format'
    if (ids.has('') || ids.size !== n || n < 1) return 'candidates'
    if (!['yes_no', 'choose', 'rank'].includes(m.kind)) return 'kind'
    if (m.kind === 'choose' ? m.most < 1 || m.most > n : m.most !== 0) return 'most'
    if (m.seats < 0 || m.seats > n || (m.seats === 0 && m.kind !== 'yes_no')) return 'seats'
    if (!['all', 'present'].includes(m.base)) return 'base'
    if (m.members > 500 || m.members < m.present || m.present < m.roll.length || m.roll.length === 0) return 'members, present, roll'
    if (m.percent < 1 || m.percent > 100) return 'percent'
    if (!['last', 'never'].includes(m.again)) return 'again'
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(m.until)) return 'until'
    if (!['board', 'outcome'].includes(m.form)) return 'form'
    if (m.holders.length !== 2) return 'holders'
    if (!increasing(m.roll.map((v) => v.id))) return 'danh sách cử tri không đúng thứ tự, hoặc trùng'
    const odd = m.roll.find((v) => !['passkey', 'slip', 'paper'].includes(v.credential.kind) || (v.credential.kind === 'paper') !== (v.credential.key === ''))
    return odd ? `phương thức của cử tri ${odd.name}` : ''
  }

  function readClosing(w) {
    const c = w.closing = read(w.file.closing.text, shapes.closing, 'văn bản đóng bỏ phiếu')
    must(c.motion === w.hex, 'văn bản đóng bỏ phiếu thuộc nội dung khác, hoặc nội dung đã bị sửa sau khi mở')
    must(c.format === 'bo-phieu-dong/1' && c.result.candidates.length === w.motion.candidates.length, 'văn bản đóng bỏ phiếu không đúng dạng bo-phieu-dong/1')
    must(increasing(c.moved), 'danh sách cử tri chuyển sang phiếu giấy không đúng thứ tự, hoặc trùng')
    for (const id of c.moved) {
      must(w.voters.has(id) && w.voters.get(id).credential.kind !== 'paper', 'người chuyển sang phiếu giấy không có trong danh sách cử tri, hoặc vốn đã bỏ phiếu giấy')
    }
    w.onPaper = w.motion.roll.filter((v) => v.credential.kind === 'paper').length + c.moved.length
    const n = c.counted
    if (n === null) return
    must(0 <= n.valid && n.valid <= n.returned && n.returned <= n.given && n.given <= w.onPaper, `số phiếu giấy không khớp: phát ra ${n.given}, thu về ${n.returned}, hợp lệ ${n.valid}, cử tri bỏ phiếu giấy ${w.onPaper}`)
    must(n.candidates.length === w.motion.candidates.length, 'số phiếu giấy không ghi đủ các tên')
    n.candidates.forEach((x, i) => {
      const of = w.motion.candidates[i]
      must(x.id === of.id && x.votes >= 0 && x.against >= 0 && x.points >= 0 && x.votes + x.against <= n.valid, `số phiếu giấy của «${of.name}» không đúng`)
    })
  }

  async function readCheckOffs(w) {
    const digests = []
    const voters = []
    w.unproved = 0
    for (const [i, shown] of w.file.check_offs.entries()) {
      const place = `văn bản nhận phiếu thứ ${i + 1}`
      const c = read(shown.text, shapes.checkOff, place)
      must(c.format === 'bo-phieu-diem-danh/1' && c.blinded.length === 2 && c.blinded.every(isDigest), `${place} không đúng dạng bo-phieu-diem-danh/1`)
      must(c.motion === w.hex, `${place} thuộc nội dung khác`)
      const voter = w.voters.get(c.voter)
      must(voter, `${place} là của người không có trong danh sách cử tri`)
      must(!w.closing.moved.includes(c.voter), `cử tri ${voter.name} vừa nhận phiếu điện tử vừa được phát phiếu giấy`)
      const of = await digest('check-off', utf8(shown.text))
      const proved = await isProved(w, voter.credential, shown, of)
      must(proved !== false, `cử tri ${voter.name} không tự nhận phiếu: chữ ký không phải của khóa trong danh sách`)
      if (proved === null) w.unproved++
      digests.push(of)
      voters.push(c.voter)
    }
    must(increasing(voters), 'các lần nhận phiếu không đúng thứ tự, hoặc một cử tri nhận phiếu hai lần')
    must(w.closing.check_offs === digests.length && w.closing.roll_root === await root(digests), 'các lần nhận phiếu trong tệp không phải các lần nhận phiếu lúc đóng')
  }

  async function isProved(w, credential, shown, challenge) {
    const byPasskey = 'client' in shown.proof
    const der = fromBase64(credential.key)
    if (credential.kind === 'passkey') return byPasskey && asserted(shown.proof, der, challenge, w.motion.site)
    if (credential.kind !== 'slip' || byPasskey) return false
    const k = await key(der, curve)
    return k !== null && signed(k, utf8(shown.text), fromBase64(shown.proof.signature))
  }

  async function readBox(w) {
    w.papers = new Map() // by digest
    w.last = new Map() // by token: the paper that counts
    if (w.motion.form === 'outcome') {
      must(w.file.box === null, 'nội dung chỉ công bố kết quả mà tệp lại có phiếu')
      must(isDigest(w.closing.box_root) && w.closing.papers >= 0, 'văn bản đóng bỏ phiếu không đúng dạng bo-phieu-dong/1')
      return
    }
    must(w.file.box !== null, 'tệp thiếu các phiếu')
    const numbers = new Map()
    const digests = []
    for (const [i, shown] of w.file.box.entries()) {
      const p = await readPaper(w, shown, `phiếu thứ ${i + 1}`)
      const seen = numbers.get(p.token) || new Set()
      must(!seen.has(p.number), `phiếu thứ ${i + 1} dùng lại một thẻ phiếu với cùng số lần ${p.number}`)
      numbers.set(p.token, seen.add(p.number))
      if (!w.last.has(p.token) || p.number > w.last.get(p.token).number) w.last.set(p.token, p)
      w.papers.set(hex(p.digest), p)
      digests.push(p.digest)
    }
    for (const [token, p] of w.last) must(numbers.get(token).size === p.number, `một thẻ phiếu có phiếu lần ${p.number} mà thiếu lần trước đó: có phiếu đã bị lấy đi`)
    must(w.closing.papers === digests.length && w.closing.box_root === await root(digests), 'các phiếu trong tệp không phải các phiếu lúc đóng')
    must(w.last.size <= w.file.check_offs.length, `có ${w.last.size} thẻ phiếu mà chỉ ${w.file.check_offs.length} lần nhận phiếu: có phiếu thêm vào`)
  }

  async function readPaper(w, shown, place) {
    const p = read(shown.paper, shapes.paper, place)
    must(p.format === 'bo-phieu-phieu/1' && p.number >= 1, `${place} không đúng dạng bo-phieu-phieu/1`)
    must(p.motion === w.hex, `${place} thuộc nội dung khác`)
    must(p.number === 1 || w.motion.again === 'last', `${place} là phiếu bỏ lại, quy chế không cho bỏ lại`)
    const token = fromBase64(p.token)
    const k = await key(token, curve)
    must(k && await signed(k, utf8(shown.paper), fromBase64(shown.signature)), `${place} không mang chữ ký của thẻ phiếu: phiếu đã bị sửa`)
    must(shown.tokens.length === 2, `${place} không có đủ chữ ký của hai người giữ khóa`)
    const message = join(utf8('giaouoc/ballot/token\n'), w.digest, token)
    for (const [i, holder] of w.holders.entries()) {
      must(await signedByHolder(holder, message, fromBase64(shown.tokens[i])), `${place} không có chữ ký của người giữ khóa ${w.motion.holders[i].name}: thẻ phiếu giả`)
    }
    must(allowed(w.motion, p.choice), `${place} chọn điều mà nội dung không cho chọn`)
    return { ...p, digest: await digest('paper', utf8(shown.paper)) }
  }

  function allowed(m, choice) {
    if (m.kind === 'yes_no') return choice.length === m.candidates.length && choice.every((c) => ['yes', 'no', 'blank'].includes(c))
    const known = choice.every((id) => m.candidates.some((c) => c.id === id)) && new Set(choice).size === choice.length
    return known && (m.kind === 'rank' || (increasing(choice) && choice.length <= m.most))
  }

  // ---- Counting ----

  function recount(w) {
    const m = w.motion
    const said = w.closing.result
    const base = m.base === 'all' ? m.members : m.present
    const needed = Math.floor((m.percent * base + 99) / 100)
    must(said.needed === needed, `số phiếu cần là ${needed}, văn bản đóng ghi ${said.needed}`)
    if (m.form === 'outcome') return outcome(w)
    const count = m.candidates.map((c) => ({ id: c.id, votes: 0, against: 0, points: 0, passed: false }))
    for (const p of w.last.values()) {
      p.choice.forEach((c, place) => {
        const of = m.kind === 'yes_no' ? count[place] : count.find((x) => x.id === c)
        if (m.kind !== 'yes_no' || c === 'yes') of.votes++
        else if (c === 'no') of.against++
        if (m.kind === 'rank') of.points += count.length - place
      })
    }
    const counted = w.closing.counted
    count.forEach((x, i) => {
      if (counted) for (const part of ['votes', 'against', 'points']) x[part] += counted.candidates[i][part]
      x.passed = x.votes >= needed
      const o = said.candidates[i]
      must(Object.keys(x).every((k) => x[k] === o[k]), `kết quả công bố khác kết quả tính lại từ các phiếu: «${m.candidates[i].name}» được công bố ${o.votes} phiếu, tính lại ${x.votes}`)
    })
    const valid = w.last.size + (counted ? counted.valid : 0)
    must(said.valid === valid, `kết quả công bố khác kết quả tính lại từ các phiếu: công bố ${said.valid} phiếu hợp lệ, tính lại ${valid}`)
    const { chosen, tied } = decide(m, count)
    must(JSON.stringify([chosen, tied]) === JSON.stringify([said.chosen, said.tied]), 'kết quả công bố khác kết quả tính lại từ các phiếu: người, đơn vị được chọn')
  }

  // Who has a seat: fewer than the seats are better or equal. Who has none for being
  // equal across the last seat is tied.
  function decide(m, count) {
    const passed = count.filter((x) => x.passed)
    const worth = (x) => (m.kind === 'rank' ? x.points : x.votes)
    const better = (x) => passed.filter((o) => worth(o) > worth(x)).length
    const equalTo = (x) => passed.filter((o) => worth(o) === worth(x)).length
    const safe = (x) => m.seats === 0 || better(x) + equalTo(x) <= m.seats
    return { chosen: passed.filter(safe).map((x) => x.id), tied: passed.filter((x) => !safe(x) && better(x) < m.seats).map((x) => x.id) }
  }

  // What a sealed board leaves to be checked of the result.
  function outcome(w) {
    const said = w.closing.result
    const passed = new Set()
    said.candidates.forEach((x, i) => {
      must(x.id === w.motion.candidates[i].id && x.votes === 0 && x.against === 0 && x.points === 0, 'bảng phiếu niêm phong mà văn bản đóng lại ghi số phiếu của từng người, đơn vị')
      if (x.passed) passed.add(x.id)
    })
    must([...said.chosen, ...said.tied].every((id) => passed.has(id)), 'có người, đơn vị được chọn mà không đạt')
    must(said.valid <= w.closing.check_offs + w.onPaper, `số phiếu hợp lệ (${said.valid}) nhiều hơn số lần nhận phiếu`)
  }

  // ---- A receipt ----

  // A text may hold several receipts, one a line, of several votes.
  async function checkReceipt(w, written) {
    const lines = written.trim().split(/\r?\n/).map((l) => l.trim()).filter((l) => l)
    const receipts = lines.map((l) => read(l, shapes.receipt, 'biên nhận'))
    const ours = receipts.filter((r) => r.motion === w.hex)
    must(ours.length > 0, 'biên nhận thuộc nội dung khác')
    const said = []
    for (const r of ours) {
      must(r.format === 'bo-phieu-bien-nhan/1' && isDigest(r.paper), 'biên nhận không đúng dạng bo-phieu-bien-nhan/1')
      const message = join(utf8('giaouoc/ballot/receipt\n'), w.digest, fromHex(r.paper))
      must(await signed(w.receipts, message, fromBase64(r.signature)), 'biên nhận không mang chữ ký của máy chủ')
      said.push(whereIs(w, r.paper))
    }
    return said
  }

  function whereIs(w, paper) {
    if (w.motion.form === 'outcome') return 'Biên nhận đúng chữ ký; bảng phiếu niêm phong nên CHƯA kiểm được phiếu có trong hòm.'
    const p = w.papers.get(paper)
    must(p, 'phiếu trong biên nhận không có trong hòm: phiếu đã bị lấy đi')
    const counts = w.last.get(p.token) === p
    return counts ? 'Phiếu trong biên nhận có trong hòm và được tính.' : 'Phiếu trong biên nhận có trong hòm và đã được phiếu bỏ lại sau thay.'
  }

  // ---- What is said ----

  function say(w, receipt) {
    const c = w.closing
    const name = (ids) => w.motion.candidates.filter((x) => ids.includes(x.id)).map((x) => x.name).join(', ') || 'không có'
    const found = {
      title: w.motion.title, voters: w.motion.roll.length, checkOffs: c.check_offs, tokens: w.last.size, replaced: w.papers.size - w.last.size,
      counted: c.counted ? c.counted.valid : 0, board: w.motion.form === 'board', chosen: c.result.chosen, tied: c.result.tied,
    }
    const list = [`ĐÚNG: «${found.title}», ${found.voters} cử tri, ${found.checkOffs} lần nhận phiếu, mỗi lần của một người trong danh sách, do chính người ấy.`]
    if (found.board) {
      list.push(`${found.tokens} phiếu thu về; phát ra, không thu về: ${found.checkOffs - found.tokens}. Mọi phiếu có chữ ký của thẻ phiếu và của hai người giữ khóa; kết quả tính lại bằng nhau.`)
      if (found.replaced) list.push(`${found.replaced} phiếu đã được bỏ lại; phiếu cuối được tính.`)
    }
    list.push(`Được chọn: ${name(c.result.chosen)}.`)
    if (c.result.tied.length) list.push(`Bằng phiếu, phải bỏ phiếu lại: ${name(c.result.tied)}.`)
    list.push(...receipt)
    if (!found.board) list.push('CHƯA kiểm được từng phiếu và số phiếu của từng người, đơn vị: bảng phiếu niêm phong.')
    if (found.counted) list.push(`CHƯA kiểm được ${found.counted} phiếu giấy: chúng theo biên bản kiểm phiếu.`)
    if (w.unproved) list.push(`CHƯA kiểm được ${w.unproved} lần nhận phiếu: trình duyệt này không có chữ ký Ed25519.`)
    list.push('CHƯA đối chiếu nhật ký: nội dung và việc đóng có được công bố đúng lúc hay không; dùng lệnh giaouoc verify ballot.')
    return { right: true, sentences: list, found }
  }

  globalThis.checkBallot = async (file, receipt = '') => {
    try {
      const w = { file: read(file, shapes.file, 'tệp') }
      must(w.file.format === 'bo-phieu/1', 'tệp không đúng dạng bo-phieu/1')
      for (const step of [readMotion, readClosing, readCheckOffs, readBox, recount]) await step(w)
      return say(w, receipt.trim() ? await checkReceipt(w, receipt) : [])
    } catch (e) {
      if (!(e instanceof Fault)) throw e
      return { right: false, sentences: [`SAI: ${e.message}.`], found: null }
    }
  }

  // ---- The page ----

  const box = typeof document === 'undefined' ? null : document.querySelector('[data-check]')
  if (!box) return
  const part = (name) => box.querySelector(`[data-check-${name}]`)
  const button = part('run')
  const answer = part('answer')

  part('receipt-file').addEventListener('change', async (event) => {
    if (event.target.files[0]) part('receipt').value = await event.target.files[0].text()
  })
  button.addEventListener('click', async () => {
    button.disabled = true
    answer.textContent = 'Đang kiểm tra…'
    try {
      const chosen = part('file').files[0]
      let file
      if (chosen) file = await chosen.text()
      else {
        const reply = await fetch(box.dataset.file, { credentials: 'omit' })
        if (!reply.ok) throw new Error('Chưa tải được tệp kiểm chứng; thử lại sau vài giây.')
        file = await reply.text()
      }
      if (!window.isSecureContext || !window.crypto || !crypto.subtle) throw new Error('Trình duyệt này không kiểm được chữ ký: mở trang qua https, hoặc dùng lệnh ở dưới.')
      const said = await checkBallot(file, part('receipt').value)
      const list = document.createElement('ul')
      for (const s of said.sentences) list.append(Object.assign(document.createElement('li'), { textContent: s }))
      list.className = said.right ? 'check-right' : 'check-wrong'
      answer.textContent = ''
      answer.append(list)
    } catch (e) {
      answer.textContent = e.message
    } finally {
      button.disabled = false
    }
  })
})()
