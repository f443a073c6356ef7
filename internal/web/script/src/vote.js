// The voter's screen. The page is written by the server; this finds out who votes,
// sends the papers by the steps, and says at every moment how things stand.
import * as keep from './keep.js'
import * as protocol from './protocol.js'
import { short } from './bytes.js'
import { prepare, finish, Refused, Later, Alarm } from './steps.js'
import { all, shows, chosen, allow, blame } from './form.js'

const paperPath = 'Báo ban kiểm phiếu để nhận phiếu giấy.'

class Screen {
  constructor(root) {
    this.root = root
    this.base = root.dataset.vote
    this.boxes = all('[data-ballot]', root)
    this.motions = new Map()
    this.who = null // { name, of: Map of motion id → { voter, key } }
    this.busy = false
  }

  part(name) { return this.root.querySelector(`[data-vote-${name}]`) }

  async start() {
    const fault = await unable()
    if (fault) {
      this.part('missing').querySelector('p').textContent = fault
      return
    }
    this.part('missing').hidden = true
    this.part('able').hidden = false
    this.listen()
    const code = new URLSearchParams(location.hash.slice(1)).get('ma')
    if (code !== null) {
      history.replaceState(null, '', location.pathname + location.search)
      this.part('code').value = code
    }
    await this.read()
    if (code !== null && this.motions.size) await this.bySlip(code)
  }

  listen() {
    const once = (work) => (event) => { // a second click while the first is under way does nothing
      event.preventDefault()
      if (this.busy) return
      this.busy = true
      this.root.setAttribute('aria-busy', 'true')
      Promise.resolve(work()).catch((e) => this.broken(e)).then(() => {
        this.busy = false
        this.root.removeAttribute('aria-busy')
      })
    }
    this.once = once
    this.part('slip').addEventListener('submit', once(() => this.bySlip(this.part('code').value)))
    this.part('passkey').addEventListener('submit', once(() => this.byName(this.part('name').value)))
    this.part('papers').addEventListener('submit', once(() => this.review()))
    this.part('cast').addEventListener('click', once(() => this.cast()))
    this.part('back').addEventListener('click', once(() => this.show('papers')))
    this.part('again').addEventListener('click', once(() => this.show('papers')))
    this.part('other').addEventListener('click', once(() => this.leave()))
    this.part('save').addEventListener('click', () => this.save())
    this.part('forget').addEventListener('click', once(() => this.forget()))
    for (const box of this.boxes) {
      box.addEventListener('change', () => this.count(box))
      box.querySelector('[data-ballot-again]').addEventListener('click', () => {
        box.dataset.open = 'yes'
        box.querySelector('[data-ballot-again]').hidden = true
        allow(box, true, '')
      })
    }
    window.addEventListener('online', () => { if (this.unsent && !this.busy) this.once(() => this.send(this.unsent))(new Event('online')) })
  }

  // Who says who votes before that is there waits for it: its end would take away what
  // was said to them.
  read() {
    this.opening = this.load()
    return this.opening
  }

  // What is asked of the server before anybody says who votes.
  async load() {
    this.say('Đang mở nội dung bỏ phiếu…')
    try {
      for (const box of this.boxes) {
        const reply = await fetch(`${this.base}/${box.dataset.ballot}/noi-dung.json`, { credentials: 'omit' })
        if (!reply.ok) throw new Later()
        const motion = await protocol.readMotion(await reply.text())
        if (motion.id !== box.dataset.ballot || !shows(box, motion)) {
          this.say(`Trang này không khớp với nội dung đã công bố. Đừng bỏ phiếu ở đây. ${paperPath}`, 'bad')
          return this.motions.clear()
        }
        this.motions.set(motion.id, motion)
      }
    } catch {
      this.motions.clear()
      this.say('Chưa mở được nội dung bỏ phiếu: mất mạng hoặc máy chủ chưa trả lời.', 'bad', 'Thử lại', () => this.read())
      return
    }
    const names = new Map()
    for (const m of this.motions.values()) for (const v of m.roll) if (v.credential.kind === 'passkey') names.set(v.id, v.name)
    const select = this.part('name')
    select.length = 1
    for (const [id, name] of [...names].sort((a, b) => a[1].localeCompare(b[1], 'vi'))) select.add(new Option(name, id))
    this.say('')
    await this.offer()
  }

  // What this browser still has to send, whoever it is of.
  async offer() {
    const kept = (await keep.all()).filter((e) => this.motions.get(e.id)?.hex === e.hex && !complete(e))
    if (kept.length === 0) return
    const names = [...new Set(kept.map((e) => e.name))].join(', ')
    this.unsent = kept
    this.say(`Trình duyệt này đang giữ ${kept.length} phiếu chưa gửi xong của ${names}. Đừng xóa dữ liệu trang.`, 'bad', 'Gửi lại', () => this.send(kept))
  }

  async bySlip(code) {
    await this.opening
    if (this.motions.size === 0) await this.read()
    if (protocol.plainCode(code).length !== 16) return this.say('Mã gồm 16 chữ và số. Xem lại mã trên phiếu.', 'bad')
    this.say('Đang tìm tên bạn trong danh sách cử tri…')
    const of = new Map()
    let name = ''
    for (const m of this.motions.values()) {
      const slips = m.roll.filter((v) => v.credential.kind === 'slip' && (!name || v.name === name))
      for (const voter of slips) {
        const key = await protocol.slipKey(m, voter, code)
        if (!key) continue
        of.set(m.id, { voter, key })
        name = voter.name
        break
      }
    }
    if (of.size === 0) return this.say(`Mã này không thuộc ai trong danh sách cử tri. Xem lại từng chữ; nếu vẫn không được: ${paperPath}`, 'bad')
    this.part('code').value = ''
    return this.enter(name, of)
  }

  async byName(id) {
    await this.opening
    if (!id) return this.say('Chọn tên của bạn trong danh sách.', 'bad')
    if (!window.PublicKeyCredential) return this.say(`Trình duyệt này không dùng được khóa truy cập. Dùng máy khác, hoặc: ${paperPath}`, 'bad')
    const of = new Map()
    let name = ''
    for (const m of this.motions.values()) {
      const voter = m.roll.find((v) => v.id === id && v.credential.kind === 'passkey')
      if (!voter) continue
      of.set(m.id, { voter, key: null })
      name = voter.name
    }
    return this.enter(name, of)
  }

  async enter(name, of) {
    this.who = { name, of }
    for (const line of all('[data-vote-voter]', this.root)) line.textContent = name
    this.say('')
    for (const box of this.boxes) delete box.dataset.open
    await this.settle()
    const open = this.boxes.some((b) => b.dataset.open)
    this.show(open || this.receipts.length === 0 ? 'papers' : 'receipts')
    await this.offer()
  }

  // Each paper as it stands for who votes.
  async settle() {
    const ids = new Set([...this.who.of.values()].map((w) => w.voter.id))
    this.receipts = []
    for (const box of this.boxes) {
      const motion = this.motions.get(box.dataset.ballot)
      const mine = this.who.of.get(motion.id)
      const entry = mine && (await keep.get(keep.keyOf(motion, mine.voter.id)))
      if (entry && entry.casts.some((c) => c.receipt)) this.receipts.push({ motion, entry })
      const done = entry && complete(entry)
      const again = box.querySelector('[data-ballot-again]')
      again.hidden = true
      if (!mine) allow(box, false, this.without(box, motion, ids))
      else if (!entry) {
        box.dataset.open = 'yes'
        allow(box, true, '')
      } else {
        delete box.dataset.open
        allow(box, false, done ? 'Đã bỏ phiếu.' : 'Phiếu đã chọn, chưa gửi xong.')
        again.hidden = !(done && motion.again === 'last' && entry.secret)
      }
    }
    this.part('again').hidden = this.boxes.every((b) => b.dataset.open !== 'yes' && b.querySelector('[data-ballot-again]').hidden)
    this.list()
  }

  // Why who votes has no paper here.
  without(box, motion, ids) {
    const listed = motion.roll.find((v) => ids.has(v.id))
    if (listed) return { paper: 'Bạn bỏ phiếu giấy cho nội dung này.', slip: 'Nội dung này cần mã trên phiếu mã.', passkey: 'Nội dung này cần khóa truy cập; chọn tên của bạn thay vì gõ mã.' }[listed.credential.kind]
    const beside = all('[data-ballot]', box.closest('[data-vote-paper]')).some((b) => b !== box && this.who.of.has(b.dataset.ballot))
    return beside ? 'Không bỏ phiếu cho đơn vị mình.' : 'Bạn không có trong danh sách cử tri của nội dung này.'
  }

  open() { return this.boxes.filter((b) => b.dataset.open) }

  review() {
    const found = this.open().map((box) => ({ box, motion: this.motions.get(box.dataset.ballot), ...chosen(box, this.motions.get(box.dataset.ballot)) }))
    for (const f of found) blame(f.box, f.wrong)
    const wrong = found.find((f) => f.wrong)
    if (wrong) {
      wrong.box.querySelector('input, select').focus()
      return this.say('Có chỗ cần sửa trên phiếu, ghi ngay tại chỗ.', 'bad')
    }
    if (found.length === 0) return this.say('Không có phiếu nào để bỏ.', 'bad')
    this.chosen = found
    const box = this.part('chosen')
    box.textContent = ''
    let title = ''
    let list
    for (const f of found) {
      if (f.motion.title !== title) {
        title = f.motion.title
        box.append(element('h3', title))
        list = box.appendChild(element('ul'))
        list.className = 'plain vote-receipts'
      }
      for (const line of f.lines) {
        const item = list.appendChild(element('li', line.text))
        if (line.blank) item.append(' ', element('strong', '(phiếu trắng?)'))
      }
    }
    this.say('')
    this.show('review')
  }

  // Keeps every paper that was chosen, then sends what is kept.
  async cast() {
    const entries = []
    let others = false
    for (const [i, f] of this.chosen.entries()) {
      const { voter, key } = this.who.of.get(f.motion.id)
      this.say(`Đang làm thẻ phiếu ${i + 1}/${this.chosen.length}…`)
      await painted()
      try {
        const kept = await prepare(f.motion, voter, f.choice, (text) => (key ? protocol.proveBySlip(text, key) : this.passkey(f.motion, voter, text, i)))
        entries.push(kept.entry)
        others = others || kept.others
      } catch (e) {
        if (!(e instanceof Refused)) throw e
        return this.say(e.message, 'bad')
      }
    }
    await this.send(entries, others ? 'Một thẻ khác của trình duyệt đã gửi phiếu của bạn; phiếu ấy được giữ. ' : '')
  }

  async passkey(motion, voter, text, i) {
    if (this.chosen.length > 1) this.say(`Thiết bị hỏi khóa truy cập lần ${i + 1}/${this.chosen.length}…`)
    let credential
    try {
      credential = await navigator.credentials.get({ publicKey: await protocol.passkeyQuestion(motion, text) })
    } catch (e) {
      if (e.name === 'SecurityError') throw new Refused(`Trang mở ở địa chỉ khác địa chỉ của khóa truy cập. Mở ${motion.site}, hoặc: ${paperPath}`)
      throw new Refused(`Chưa xác nhận bằng khóa truy cập. Bấm «Bỏ phiếu» để thử lại. Nếu khóa không dùng được: ${paperPath}`)
    }
    const proof = protocol.proveByPasskey(credential.response)
    if ((await protocol.isOfPasskey(voter, proof)) === false) throw new Refused(`Khóa vừa dùng không phải khóa của ${voter.name}. Bấm «Bỏ phiếu» rồi chọn đúng khóa.`)
    return proof
  }

  // Takes entries to their receipts; what is lost on the way is sent again later.
  async send(entries, note = '') {
    this.unsent = null
    const refused = []
    let left = []
    let why = ''
    for (const [i, e] of entries.entries()) {
      this.say(`Đang gửi ${i + 1}/${entries.length}… Đừng đóng trang.`)
      await painted()
      try {
        await finish(this.base, this.motions.get(e.id), e.key)
      } catch (fault) {
        if (fault instanceof Refused || fault instanceof Alarm) refused.push(fault.message)
        else if (fault instanceof Later) {
          why = fault.message
          left = entries.slice(i)
          break
        } else throw fault
      }
    }
    if (this.who) await this.settle()
    if (left.length) return this.wait(left, why)
    this.part('papers').reset() // nothing of the choice stays on the screen
    this.part('chosen').textContent = ''
    const said = [...new Set(refused)]
    if (!this.who) this.show('who')
    else this.show(this.receipts.length ? 'receipts' : 'papers')
    if (said.length) return this.say(said.join(' '), 'bad')
    this.say(`${note}Đã bỏ phiếu xong${this.who ? '' : '; nhập lại mã hoặc chọn tên để xem biên nhận'}.`, 'good')
  }

  async wait(left, why) {
    this.unsent = left
    this.show('wait')
    const tokens = (await keep.get(left[0].key))?.tokens
    const where = tokens ? 'Đã nhận phiếu, chưa bỏ được' : 'Chưa nhận được phiếu'
    this.say(`${where}: ${why.replace(/\.$/, '')}. Phiếu còn trong trình duyệt này: đừng xóa dữ liệu trang; bấm Gửi lại.`, 'bad', 'Gửi lại', () => this.send(left))
  }

  list() {
    const list = this.part('receipt-list')
    list.textContent = ''
    for (const { motion, entry } of this.receipts) {
      const last = entry.casts.filter((c) => c.receipt).pop()
      const name = motion.candidates.length === 1 ? motion.candidates[0].name : motion.title
      const item = list.appendChild(element('li', name))
      item.append(element('code', short(last.digest)))
    }
  }

  save() {
    const texts = this.receipts.map(({ entry }) => entry.casts.filter((c) => c.receipt).pop().receipt)
    const one = texts.length === 1
    const link = element('a')
    link.href = URL.createObjectURL(new Blob([texts.join('\n')], { type: one ? 'application/json' : 'text/plain' }))
    link.download = one ? 'bien-nhan.json' : 'bien-nhan.txt'
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10000)
  }

  async forget() {
    if (!confirm('Xóa biên nhận và thẻ phiếu của bạn khỏi máy này? Sau đó máy này không bỏ lại được nữa. Phiếu đã bỏ vẫn nằm trong hòm.')) return
    for (const { entry } of this.receipts) if (complete(entry)) await keep.remove(entry.key)
    this.leave()
    this.say('Đã xóa dấu vết trên máy này.', 'good')
  }

  leave() {
    this.who = null
    this.receipts = []
    this.list()
    this.part('papers').reset()
    this.say('')
    this.show('who')
  }

  count(box) {
    const line = box.querySelector('[data-ballot-count]')
    if (line) line.textContent = `Đã chọn ${all('input:checked', box).length}/${box.dataset.most}`
    blame(box, '')
  }

  // Of the parts of the page, the one that is now.
  show(name) {
    for (const other of ['who', 'papers', 'review', 'receipts']) this.part(other).hidden = other !== name
    const now = this.part(name)
    if (now) {
      now.scrollIntoView({ block: 'start' })
      if (now.tabIndex === -1) now.focus({ preventScroll: true })
    }
  }

  say(text, tone = '', button = '', work = null) {
    const box = this.part('state')
    box.textContent = ''
    if (!text) return
    const notice = element('div')
    notice.className = `notice notice-${tone || 'info'}`
    notice.append(element('p', text))
    box.append(notice)
    if (button) {
      const b = element('button', button)
      b.type = 'button'
      b.className = 'btn btn-main'
      b.addEventListener('click', this.once(work))
      box.append(b)
    }
    if (tone === 'bad') box.scrollIntoView({ block: 'nearest' })
  }

  broken(e) {
    console.error(e)
    this.say(`Trình duyệt này không làm được một bước. Tải lại trang rồi thử lại; nếu vẫn không được: ${paperPath}`, 'bad')
  }
}

const element = (name, text = '') => Object.assign(document.createElement(name), { textContent: text })
const painted = () => new Promise((done) => setTimeout(done, 0)) // what was said is seen before the long work
const complete = (entry) => entry.casts.length > 0 && entry.casts.every((c) => c.receipt)

// Why this browser cannot vote, or nothing.
async function unable() {
  if (!window.isSecureContext) return 'Trang đang mở qua địa chỉ không có https nên trình duyệt không cho dùng mật mã. Mở lại bằng địa chỉ https in trên phiếu mã.'
  if (!window.crypto || !crypto.subtle || !window.indexedDB) return 'Trình duyệt này quá cũ, không bỏ phiếu điện tử được. Dùng trình duyệt mới hơn, hoặc:'
  if (!(await keep.able())) return 'Trình duyệt này không cho trang giữ lại gì (có thể đang ở chế độ ẩn danh), nên mất mạng là mất phiếu. Mở ở cửa sổ thường, hoặc:'
  return ''
}

if (typeof document === 'undefined') globalThis.giaoUocVote = protocol // for tests of the protocol without a page
else {
  const root = document.querySelector('[data-vote]')
  if (root) new Screen(root).start()
}
