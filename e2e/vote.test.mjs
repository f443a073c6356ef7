// The voter's screen, as voters meet it: a slip by its address and typed, two tabs, a
// vote again, three kinds of paper, browsers that cannot; networks that fail between
// any two steps and a double click, where no member votes on itself and none votes
// again; then the public page with its checker; a passkey. The officer's pages open and close
// the votes; one that not all have cast is closed on the next day.
import { describe, test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo, startServe, startBrowser, openPage, asRole, onDay, look } from './harness.mjs'
import { holdConference, putMotion, arrange, printSlips, openVote, closeVote, adoptRules } from './election.mjs'

const cluster = 'nam-thanh-pho'
const work = `/lam-viec/${cluster}/2026`
const base = `/cum/${cluster}/2026/bo-phieu`
const names = { 'u-ha-noi': 'Hà Nội', 'u-ho-chi-minh': 'Thành phố Hồ Chí Minh', 'u-hai-phong': 'Hải Phòng', 'u-da-nang': 'Đà Nẵng', 'u-can-tho': 'Cần Thơ', 'u-hue': 'Huế' }
const titles = { flag: 'Đề nghị tặng Cờ thi đua của Chính phủ', lead: 'Bầu đơn vị trưởng năm sau', deputy: 'Bầu đơn vị phó năm sau' }
let browser, address

before(async () => { browser = await startBrowser() })
after(() => browser?.close())

// ---- Who runs the conference ----

/** A demonstration on the day of its conference, run by the lead from a page of the own. */
async function openConference(parameters) {
  const demo = await startDemo(['--addr', '127.0.0.1:0', '--verbose'])
  address = demo.address
  const { page, context, faults } = await openPage(browser, address)
  await onDay(page, '16/3/2027')
  await asRole(page, 'ha-noi-lanh-dao')
  if (parameters) await adoptRules(page, cluster, '16/3/2027', parameters)
  await holdConference(page, work, { day: '16/3/2027', units: Object.entries(names).map(([id, name]) => [id, `Trưởng đoàn ${name}`]) })
  return {
    page, log: demo.log,
    async end() {
      assert.deepEqual(faults, [])
      await context.close()
      await demo.stop()
    },
  }
}

/** On the next day, when the announced moment is past, closes votes that not everybody has cast. */
async function closeNextDay(page, desks) {
  await onDay(page, '17/3/2027')
  await asRole(page, 'ha-noi-lanh-dao')
  for (const desk of desks) {
    await closeVote(page, desk)
    await page.getByText('Đã đóng bỏ phiếu và kiểm phiếu.').waitFor()
  }
}

// ---- Who votes ----

const body = (page) => page.locator('body').innerText()
const state = (page) => page.locator('[data-vote-state]')
const says = (page, text) => state(page).getByText(text).waitFor({ timeout: 60000 })
const button = (page, name) => page.getByRole('button', { name, exact: true })
const asVoter = (options) => openPage(browser, address, options)
const paper = (page, title) => page.locator('[data-vote-paper]', { has: page.locator(`h2:text-is("${title}")`) })
const line = (page, name) => page.locator('.vote-line', { hasText: name })

async function enter(page, code) {
  await page.goto(base)
  await page.getByLabel('Mã trên phiếu mã').fill(code)
  await button(page, 'Tiếp tục').first().click()
  await page.locator('[data-vote-papers]').waitFor()
}

async function review(page) {
  await button(page, 'Xem lại rồi bỏ phiếu').click()
  await page.getByRole('heading', { name: 'Xem lại trước khi bỏ' }).waitFor()
}

/** Chooses on every line of yes and no, and shows what was chosen. */
async function fill(page, words) {
  const lines = page.locator('.vote-line:not(:disabled)')
  for (let i = 0; i < await lines.count(); i++) await lines.nth(i).getByText(words, { exact: true }).click()
  await review(page)
}

const cast = (page) => button(page, 'Bỏ phiếu').click()
const done = (page) => says(page, 'Đã bỏ phiếu xong')

async function receiptOf(page) {
  const coming = page.waitForEvent('download')
  await button(page, 'Tải biên nhận').click()
  return readFileSync(await (await coming).path(), 'utf8')
}

/** The address in the list of votes of the one on these names: by the paper's title and a candidate. */
async function ballotOf(page, title, candidate) {
  const boxes = paper(page, title).locator('[data-ballot]')
  const box = candidate ? boxes.filter({ has: page.locator(`[data-candidate="${candidate}"]`) }) : boxes
  return box.getAttribute('data-ballot')
}

const digestOf = (text) => createHash('sha256').update('giaouoc/ballot/paper\n' + text).digest('hex')

/** The public file of a closed vote, once the record is sealed. */
async function published(id, votes = base) {
  for (let i = 0; i < 50; i++) {
    const reply = await fetch(`${address}${votes}/${id}.json`)
    const text = await reply.text()
    if (reply.status === 200) return JSON.parse(text)
    await new Promise((wait) => setTimeout(wait, 200))
  }
  assert.fail('the public file does not come')
}

describe('three motions on three kinds of paper, and who votes may vote again', () => {
  let house, codes, receipts
  const desks = {}
  const ids = {}
  const replaced = [] // digests of papers that a later one took the place of

  before(async () => {
    house = await openConference()
    const { page } = house
    const candidates = ['u-ha-noi', 'u-hai-phong', 'u-da-nang']
    desks.flag = await putMotion(page, work, { kind: 'flag', seats: 2, candidates })
    desks.lead = await putMotion(page, work, { kind: 'lead', paper: 'rank', candidates })
    desks.deputy = await putMotion(page, work, { kind: 'deputy', paper: 'yes_no', candidates: ['u-hai-phong', 'u-da-nang'] })
    codes = await printSlips(page, desks.flag)
    await openVote(page, desks.deputy)
    receipts = []
  })
  after(() => house?.end())

  test('two tabs of one voter make one paper; a voter votes again', async () => {
    const { page, context, faults } = await asVoter({ acceptDownloads: true })
    const other = await context.newPage()
    const slip = codes.get(names['u-da-nang'])
    for (const p of [page, other]) await enter(p, slip)
    ids.deputy = await ballotOf(page, titles.deputy)
    await fill(page, 'Tán thành')
    await fill(other, 'Không tán thành')
    // What the first tab sends waits until the second sends too: both are under way at once.
    const both = other.waitForRequest('**/the')
    await page.route('**/the', async (route) => {
      await both
      await route.continue()
    })
    await cast(page)
    await says(page, 'Đang gửi')
    await cast(other)
    await Promise.all([page, other].map(done))
    const notes = await Promise.all([page, other].map((p) => state(p).innerText()))
    assert.equal(notes.filter((n) => n.includes('Một thẻ khác')).length, 1, notes.join('|'))
    const code = (p) => p.locator('[data-vote-receipt-list] code').first().innerText()
    const first = await code(page)
    assert.equal(first, await code(other), 'one paper, one receipt')
    replaced.push(JSON.parse(await receiptOf(page)).paper)

    await page.reload()
    await page.getByLabel('Mã trên phiếu mã').fill(slip)
    await button(page, 'Tiếp tục').first().click()
    await page.getByText(first).waitFor()
    await button(page, 'Bỏ lại').click()
    await page.locator('[data-ballot-again]').click()
    await fill(page, 'Để trống')
    await cast(page)
    await done(page)
    assert.notEqual(await code(page), first)
    receipts.push(...(await receiptOf(page)).split('\n').map(JSON.parse))
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('three kinds of paper, by the address of a slip; one button casts them all', async () => {
    for (const desk of [desks.flag, desks.lead]) await openVote(house.page, desk)
    const { page, context, faults } = await asVoter({ viewport: { width: 360, height: 740 }, acceptDownloads: true })
    await page.goto(base)
    await page.getByLabel('Mã trên phiếu mã').waitFor()
    for (const kind of ['flag', 'lead']) ids[kind] = await ballotOf(page, titles[kind])
    await look(page, 'vote-who')
    await page.goto('about:blank')
    const typed = codes.get(names['u-ha-noi']).toLowerCase().replaceAll('-', '').replaceAll('0', 'o')
    await page.goto(`${base}#ma=${typed}`)
    await page.locator('[data-vote-papers]').waitFor()
    assert.equal(new URL(page.url()).hash, '', 'the code has left the address')
    assert.match(await page.locator('.vote-name').innerText(), /Hà Nội/)
    await look(page, 'vote-papers')
    await line(page, names['u-hai-phong']).getByText('Tán thành', { exact: true }).click()
    const boxes = paper(page, titles.flag).locator('input[type=checkbox]')
    for (let i = 0; i < 3; i++) await boxes.nth(i).check()
    await page.getByText('Đã chọn 3/2').waitFor()
    const place = (unit) => paper(page, titles.lead).getByLabel(names[unit], { exact: true })
    await place('u-ha-noi').selectOption('2')
    await place('u-da-nang').selectOption('2')
    await button(page, 'Xem lại rồi bỏ phiếu').click()
    await page.getByText('Đã chọn 3 tên; chọn không quá 2').waitFor()
    await page.getByText('Có hai tên cùng thứ tự 2').waitFor()
    await look(page, 'vote-wrong')
    await boxes.nth(1).uncheck()
    await place('u-da-nang').selectOption('1')
    await review(page)
    const chosen = await page.locator('[data-vote-review]').innerText()
    assert.match(chosen, /Hải Phòng: tán thành/)
    assert.match(chosen, /Đà Nẵng: để trống \(phiếu trắng\?\)/)
    assert.match(chosen, /1\. Đà Nẵng[^]*2\. Hà Nội/)
    await look(page, 'vote-review')
    await cast(page)
    await done(page)
    await look(page, 'vote-receipts')
    const own = (await receiptOf(page)).split('\n').map(JSON.parse)
    assert.equal(own.length, 3)
    receipts.push(...own)
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('a browser that cannot is told so and led to paper', async () => {
    const instead = 'Báo ban kiểm phiếu để nhận phiếu giấy.'
    for (const [what, options, spoil] of [
      ['no script', { javaScriptEnabled: false }, null],
      ['no cryptography', {}, () => { Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined }) }],
      ['no storage', {}, () => { IDBFactory.prototype.open = () => { throw new Error('private') } }],
      ['an insecure page', {}, () => { Object.defineProperty(window, 'isSecureContext', { value: false }) }],
    ]) {
      const { page, context } = await asVoter(options)
      if (spoil) await context.addInitScript(spoil)
      await page.goto(base)
      await page.getByText(instead).first().waitFor()
      assert.equal(await page.locator('[data-vote-able]').isVisible(), false, what)
      if (what === 'no cryptography') await look(page, 'vote-old')
      await context.close()
    }
    const { page, context } = await asVoter()
    // The motions come late: what is said to a voter who did not wait for them must stay.
    await page.route('**/noi-dung.json', async (route) => {
      await new Promise((wait) => setTimeout(wait, 700))
      await route.continue()
    })
    await page.goto(base)
    await page.getByLabel('Mã trên phiếu mã').fill('7K3M')
    await button(page, 'Tiếp tục').first().click()
    await says(page, 'Mã gồm 16 chữ và số')
    await page.waitForLoadState('networkidle')
    await says(page, 'Mã gồm 16 chữ và số')
    await page.getByLabel('Mã trên phiếu mã').fill('ZZZZ-ZZZZ-ZZZZ-ZZZZ')
    await button(page, 'Tiếp tục').first().click()
    await says(page, 'Mã này không thuộc ai')
    await context.close()
  })

  test('the voter’s screen weighs under 120 KB, and what voters sent is in no log', async () => {
    const { page, context } = await asVoter()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    const kinds = new Map()
    const sizes = new Map()
    cdp.on('Network.responseReceived', (e) => kinds.set(e.requestId, [e.type, e.response.url]))
    cdp.on('Network.loadingFinished', (e) => sizes.set(e.requestId, e.encodedDataLength))
    await page.goto(base)
    await page.getByLabel('Mã trên phiếu mã').waitFor()
    await page.waitForLoadState('networkidle')
    let weight = 0
    let data = 0
    for (const [id, [type, url]] of kinds) {
      if (type === 'Fetch' || type === 'XHR') data += sizes.get(id)
      else weight += sizes.get(id)
      console.log(`${type} ${new URL(url).pathname} ${sizes.get(id)}`)
    }
    console.log(`the voter's screen: ${weight} bytes, and ${data} of motions`)
    assert.ok(weight < 120 * 1024, `${weight} bytes`)
    await context.close()
    const log = house.log()
    assert.match(log, /path=\/cum\/nam-thanh-pho\/2026\/bo-phieu /, 'requests for pages are in the log with --verbose')
    assert.doesNotMatch(log, /\/(the|phieu) |secret ballot/)
  })

  test('closed on the next day: every receipt is of a paper in the box, and there is no other', async () => {
    await closeNextDay(house.page, Object.values(desks))
    const papers = []
    for (const id of Object.values(ids)) {
      const { box } = await published(id)
      papers.push(...box.map((c) => digestOf(c.paper)))
      for (const c of box) assert.doesNotMatch(c.paper, /Hà Nội|Đà Nẵng/, 'a paper names its voter')
    }
    assert.deepEqual(papers.sort(), [...replaced, ...receipts.map((r) => r.paper)].sort())
    const again = (await published(ids.deputy)).box.map((c) => JSON.parse(c.paper)).filter((p) => p.choice.every((c) => c === 'blank'))
    assert.deepEqual(again.map((p) => p.number), [2])
    await house.page.goto(`${base}/${ids.deputy}`)
    await house.page.getByText('đã bỏ lại').waitFor()
    await look(house.page, 'vote-public-again')
  })
})

describe('no member votes on itself, and none votes again', () => {
  let house, codes, desk
  const dir = mkdtempSync(join(tmpdir(), 'giaouoc-vote-'))

  before(async () => {
    house = await openConference({ self_vote: 'excluded', vote_again: 'never' })
    desk = await putMotion(house.page, work, { kind: 'flag', paper: 'yes_no', candidates: ['u-ha-noi', 'u-hai-phong'] })
    codes = await printSlips(house.page, desk)
    await openVote(house.page, desk)
  })
  after(async () => {
    await house?.end()
    rmSync(dir, { recursive: true, force: true })
  })

  test('the network fails at every step, the tab is closed: nothing is lost and nothing doubled', async () => {
    const slip = codes.get(names['u-ha-noi'])
    const { page, context } = await asVoter({ acceptDownloads: true })
    await enter(page, slip)
    assert.match(await body(page), /Không bỏ phiếu cho đơn vị mình/)
    await look(page, 'vote-own-unit')
    const id = await ballotOf(page, titles.flag, 'u-hai-phong')
    await fill(page, 'Tán thành')
    const chosen = await page.locator('[data-vote-review]').innerText()
    assert.match(chosen, /Hải Phòng: tán thành/)
    assert.doesNotMatch(chosen, /Hà Nội: /, 'no paper on the own unit')
    const sent = { the: [], phieu: [] }
    page.on('request', (r) => { if (r.method() === 'POST') sent[r.url().split('/').pop()].push(r.postData()) })

    // The request for the token arrives, its answer does not.
    await page.route('**/the', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await button(page, 'Bỏ phiếu').dblclick()
    await says(page, 'Chưa nhận được phiếu: mất mạng')
    await look(page, 'vote-lost')
    await page.unroute('**/the')
    // Now the token comes, and the paper does not arrive.
    await page.route('**/phieu', (route) => route.abort('internetdisconnected'))
    await button(page, 'Gửi lại').click()
    await says(page, 'Đã nhận phiếu, chưa bỏ được: mất mạng')
    await page.unroute('**/phieu')
    // A closed tab; the paper arrives, the receipt does not.
    await page.route('**/phieu', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.goto(base)
    await says(page, 'đang giữ 1 phiếu chưa gửi xong của Hà Nội')
    await button(page, 'Gửi lại').click()
    await says(page, 'Đã nhận phiếu, chưa bỏ được')
    await page.unroute('**/phieu')
    await context.setOffline(true)
    await button(page, 'Gửi lại').click()
    await says(page, 'chưa bỏ được: mất mạng')
    await context.setOffline(false) // it sends by itself once the network is back
    await says(page, 'Đã bỏ phiếu xong; nhập lại mã')
    assert.equal(new Set(sent.the).size, 1, 'one check-off, whatever happened')
    assert.equal(new Set(sent.phieu).size, 1, 'the same paper, to the byte')
    assert.ok(sent.the.length >= 2 && sent.phieu.length >= 3, JSON.stringify([sent.the.length, sent.phieu.length]))

    await page.getByLabel('Mã trên phiếu mã').fill(slip)
    await button(page, 'Tiếp tục').first().click()
    await page.getByRole('heading', { name: 'Biên nhận' }).waitFor()
    assert.equal(await button(page, 'Bỏ lại').count(), 0, 'the rules allow no second vote')
    const receipt = await receiptOf(page)

    // Another browser with the same slip gets no second token.
    const second = await asVoter()
    await enter(second.page, slip)
    await fill(second.page, 'Không tán thành')
    await cast(second.page)
    await says(second.page, 'Bạn đã nhận phiếu trên một trình duyệt khác')
    await second.context.close()

    await closeNextDay(house.page, [desk])
    const file = await published(id)
    assert.equal(file.box.length, 1)
    assert.equal(digestOf(file.box[0].paper), JSON.parse(receipt).paper)

    // The public page: looked at, and checked in the browser with the receipt.
    await page.goto(`${base}/${id}`)
    await look(page, 'vote-public')
    await page.getByLabel('Biên nhận của tôi').fill(receipt)
    await button(page, 'Kiểm tra trong trình duyệt này').click()
    await page.getByText('Phiếu trong biên nhận có trong hòm và được tính.').waitFor({ timeout: 60000 })
    assert.match(await page.locator('[data-check-answer]').innerText(), /ĐÚNG: «Đề nghị tặng Cờ thi đua của Chính phủ/)
    await look(page, 'vote-checked')
    const altered = join(dir, 'sua.json')
    writeFileSync(altered, JSON.stringify({ ...file, box: [] }))
    await page.locator('[data-check-file]').setInputFiles(altered)
    await button(page, 'Kiểm tra trong trình duyệt này').click()
    await page.getByText('SAI: các phiếu trong tệp không phải các phiếu lúc đóng').waitFor({ timeout: 60000 })
    await context.close()
  })
})

describe('voters known by passkeys, on an installation with sign-in', () => {
  const world = `format: giaouoc/1
units:
  - {id: u-a, code: "01", name: Tỉnh An, kind: province}
  - {id: u-b, code: "02", name: Tỉnh Bình, kind: province}
  - {id: u-c, code: "03", name: Tỉnh Châu, kind: province}
clusters:
  - {slug: cum, name: Cụm thử, kind: cluster, level: central}
members:
  - {cluster: cum, unit: u-a}
  - {cluster: cum, unit: u-b}
  - {cluster: cum, unit: u-c}
leads:
  - {cluster: cum, year: 2025, unit: u-a, post: lead}
years:
  - {cluster: cum, year: 2025}
  - {cluster: cum, year: 2026}
`
  const ownWork = '/lam-viec/cum/2025'
  const ownBase = '/cum/cum/2025/bo-phieu'
  const password = 'con mèo trèo cây cau'
  const people = { 'u-a': ['Lê Văn An', 'Tỉnh An'], 'u-b': ['Trần Thị Bình', 'Tỉnh Bình'] }
  const voters = {}
  const dir = mkdtempSync(join(tmpdir(), 'giaouoc-holders-'))
  let serve

  before(async () => {
    serve = await startServe(['--addr', '127.0.0.1:0', '--holder', `Thường trực=${join(dir, 'mot')}`, '--holder', `Ban kiểm phiếu=${join(dir, 'hai')}`], {}, world)
    address = serve.address
  })
  after(async () => {
    await serve?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  /** A browser of somebody whose device can hold passkeys. */
  async function withDevice() {
    const who = await asVoter()
    const cdp = await who.context.newCDPSession(who.page)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
    return who
  }

  async function addPasskey(page) {
    await page.goto('/tai-khoan/khoa')
    await page.getByLabel('Tên khóa', { exact: true }).fill('Máy của tôi')
    await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click()
    await page.getByText('Đã thêm khóa truy cập «Máy của tôi»').waitFor({ timeout: 60000 })
  }

  async function setPassword(page) {
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password)
    await page.getByLabel('Gõ lại mật khẩu mới').fill(password)
  }

  test('the administrator invites two leaders, who add a passkey each', async () => {
    const admin = await withDevice()
    const { page } = admin
    await page.goto(serve.link)
    await page.getByLabel('Họ và tên').fill('Nguyễn Thị Quản Trị')
    await page.getByLabel('Chức vụ').fill('Chánh Văn phòng')
    await page.getByLabel('Tên đăng nhập').fill('quan.tri')
    await setPassword(page)
    await page.getByRole('button', { name: 'Lập tài khoản' }).click()
    await page.waitForURL('**/tai-khoan/ma-xac-thuc')
    await addPasskey(page)
    await page.getByRole('button', { name: 'Xác nhận bằng khóa truy cập' }).click()
    await page.waitForURL((u) => u.pathname === '/lam-viec')
    for (const [unit, [name, of]] of Object.entries(people)) {
      await page.goto('/quan-tri/tai-khoan/moi')
      await page.locator('input[name="name"]').fill(name)
      await page.locator('input[name="unit"]').fill(of)
      await page.locator('select[name="role1"]').selectOption('unit_leader')
      await page.locator('select[name="scope1"]').selectOption('own')
      await page.getByRole('button', { name: 'Tạo lời mời' }).click()
      await page.getByText(`Trao liên kết này cho ${name}`).waitFor()
      const link = await page.getByLabel('Liên kết').inputValue()
      voters[unit] = await withDevice()
      const own = voters[unit].page
      await own.goto(link)
      await setPassword(own)
      await own.getByRole('button', { name: 'Đặt mật khẩu' }).click()
      await own.getByText('Mật khẩu đã đặt.').waitFor()
      await own.getByLabel('Tên đăng nhập').fill(name === 'Lê Văn An' ? 'le.van.an' : 'tran.thi.binh')
      await own.getByLabel('Mật khẩu', { exact: true }).fill(password)
      await own.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
      await own.waitForURL('**/lam-viec')
      await addPasskey(own)
    }
    await admin.context.close()
  })

  test('the wrong passkey is refused, the own one votes; the device forgets', async () => {
    const lead = voters['u-a'].page
    const today = new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date())
    await holdConference(lead, ownWork, { day: today, units: Object.entries(people).map(([id, [name]]) => [id, name]) })
    const desk = await putMotion(lead, ownWork, { kind: 'lead', paper: 'yes_no', candidates: ['u-c'] })
    await arrange(lead, desk, { 'u-a': 'khóa truy cập của Lê Văn An', 'u-b': 'khóa truy cập của Trần Thị Bình' })
    await openVote(lead, desk)
    await lead.getByText('Đã mở bỏ phiếu.').waitFor()

    const vote = async (page, name) => {
      await page.goto(ownBase)
      await page.getByLabel('Chọn tên của bạn').selectOption({ label: name })
      await button(page, 'Tiếp tục').last().click()
      await fill(page, 'Tán thành')
      await cast(page)
    }
    const { page } = voters['u-b']
    await vote(page, 'Tỉnh An')
    await says(page, 'Khóa vừa dùng không phải khóa của Tỉnh An')
    await vote(page, 'Tỉnh Bình')
    await done(page)
    await look(page, 'vote-passkey')
    const id = await ballotOf(page, titles.lead)
    const roll = await (await lead.request.get(`${ownBase}/${id}`)).text()
    assert.match(roll, /Cử tri: 2, đã nhận phiếu điện tử: 1/, 'the refused one took nothing')

    page.once('dialog', (d) => d.accept())
    await button(page, 'Xóa dấu vết trên máy này').click()
    await page.getByText('Đã xóa dấu vết').waitFor()
    assert.equal(await page.evaluate(() => new Promise((kept) => {
      const open = indexedDB.open('giao-uoc-bo-phieu')
      open.onsuccess = () => { open.result.transaction('giay').objectStore('giay').count().onsuccess = (e) => kept(e.target.result) }
    })), 0)

    await vote(lead, 'Tỉnh An')
    await done(lead)
    await closeVote(lead, desk) // every paper is in: before the announced moment
    await lead.getByText('Đã đóng bỏ phiếu và kiểm phiếu.').waitFor()
    const file = await published(id, ownBase)
    assert.deepEqual(file.check_offs.map((c) => JSON.parse(c.text).voter).sort(), ['u-a', 'u-b'])
    for (const { context, faults } of Object.values(voters)) {
      assert.deepEqual(faults, [])
      await context.close()
    }
  })
})
