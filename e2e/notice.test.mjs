// Notices leave by mail: a real mail server, started here, with STARTTLS and a
// password, receives what `giaouoc serve` sends; it goes down and comes back, is
// slow, refuses, and the program is killed in the middle. The calendar is read by
// a program that knows nothing of the one that wrote it.
import { test, before, after, afterEach } from 'node:test'
import assert from 'node:assert/strict'
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SMTPServer } from 'smtp-server'
import { simpleParser } from 'mailparser'
import ICAL from 'ical.js'
import { startBrowser, openPage, asRole, look, code, freePort, program } from './harness.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dir = mkdtempSync(join(tmpdir(), 'giaouoc-mail-'))
const data = join(dir, 'data')
const password = 'mật-khẩu-thư'
const address = 'an@danang.example.vn'

const running = new Set() // programs, so that a test that fails leaves none behind
const mails = new Set()

let browser, key, cert

before(async () => {
  const goroot = execFileSync('go', ['env', 'GOROOT'], { cwd: root }).toString().trim()
  execFileSync('go', ['run', join(goroot, 'src/crypto/tls/generate_cert.go'), '--host', 'localhost', '--ca', '--ecdsa-curve', 'P256'], { cwd: dir, stdio: 'ignore' })
  key = readFileSync(join(dir, 'key.pem'))
  cert = readFileSync(join(dir, 'cert.pem'))
  writeFileSync(join(dir, 'password'), password + '\n')
  browser = await startBrowser()
})
afterEach(async () => {
  for (const p of running) await p.kill()
  for (const m of mails) await m.stop()
})
after(async () => {
  await browser?.close()
  rmSync(dir, { recursive: true, force: true })
})

/** What is waited for, or a fault that says so. */
function soon(promise, what, seconds = 90) {
  let timer
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`waited ${seconds} s in vain for ${what}`)), seconds * 1000) })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** A mail server of this machine; letters wait in a list until they are asked for. */
class MailServer {
  letters = []
  sessions = 0
  #wanted = []
  #moments = []
  #server
  port = 0
  refuse = null // an answer to every receiver
  pause = () => Promise.resolve() // before a letter is taken

  async start() {
    this.#server = new SMTPServer({
      key, cert, authMethods: ['PLAIN', 'LOGIN'], disabledCommands: [], closeTimeout: 100,
      onConnect: (session, done) => { this.sessions++; this.#moments.splice(0).forEach((f) => f()); done() },
      onAuth: (auth, session, done) => {
        if (!session.secure) return done(new Error('a password without TLS'))
        done(auth.username === 'thi-dua' && auth.password === password ? null : new Error('wrong password'), { user: auth.username })
      },
      onRcptTo: (to, session, done) => done(this.refuse && Object.assign(new Error(this.refuse.text), { responseCode: this.refuse.code })),
      onData: async (stream, session, done) => {
        const chunks = []
        for await (const chunk of stream) chunks.push(chunk)
        await this.pause()
        if (session.gone) return
        const raw = Buffer.concat(chunks)
        const letter = await simpleParser(raw)
        letter.raw = raw.toString('latin1')
        letter.secure = session.secure
        this.letters.push(letter)
        this.#wanted = this.#wanted.filter((w) => !w())
        done()
      },
      onClose: (session) => { session.gone = true },
    })
    this.#server.on('error', () => {}) // a killed client
    await new Promise((resolve) => this.#server.listen(this.port, '127.0.0.1', resolve))
    this.port = this.#server.server.address().port
    mails.add(this)
  }

  stop() {
    mails.delete(this)
    return new Promise((resolve) => this.#server.close(resolve))
  }

  /** The first letter whose subject holds the words, there or to come. */
  letter(words) {
    const find = () => this.letters.find((l) => l.subject.includes(words))
    return soon(new Promise((resolve) => {
      const look = () => { const l = find(); if (l) resolve(l); return l }
      if (!look()) this.#wanted.push(look)
    }), `the letter «${words}»`)
  }

  /** The next client that connects. */
  connection() { return soon(new Promise((resolve) => this.#moments.push(resolve)), 'a connection') }

  count(words) { return this.letters.filter((l) => l.subject.includes(words)).length }
}

/** Runs the program on a data folder; stop() ends it, kill() kills it. */
async function run(args, env = {}, where = ['--addr', '127.0.0.1:0', '--data', data]) {
  const child = spawn(program(), [...args, ...where], { env: { ...process.env, ...env } })
  const closed = new Promise((resolve) => child.once('close', resolve))
  let log = ''
  const readers = []
  const self = {}
  child.stderr.on('data', (d) => { log += d; readers.forEach((r) => r()) })
  const at = await soon(new Promise((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (d) => {
      out += d
      self.link = out.match(/http\S+\/loi-moi\/\S+/)?.[0]
      // With --site the program prints that address first, then the one it listens on.
      const m = out.match(/^http:\/\/\S+$/m) ?? out.match(/^Đang nghe ở (\S+)\.$/m)
      if (m) resolve(m[1] ? `http://${m[1]}` : m[0])
    })
    closed.then((code) => reject(new Error(`the program ended with ${code}: ${log}`)))
  }), 'the program')
  const end = (signal) => { running.delete(self); child.kill(signal); return closed }
  Object.assign(self, {
    address: at,
    log: () => log,
    logged: (words) => soon(new Promise((resolve) => {
      const look = () => { if (log.includes(words)) resolve() }
      readers.push(look)
      look()
    }), `«${words}» in the log`),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  })
  running.add(self)
  return self
}

function serve(mail) {
  return run(['serve', '--mail', `smtp://thi-dua@localhost:${mail.port}`, '--mail-from', 'thi-dua@giaouoc.example.vn', '--mail-password-file', join(dir, 'password'), '--site', 'https://thi-dua.example.vn/'],
    { SSL_CERT_FILE: join(dir, 'cert.pem') })
}

/** New work for every member of the practice year: a period that takes reports. */
function newPeriod(code, name) {
  const iso = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10)
  const file = join(dir, `${code}.yaml`)
  writeFileSync(file, `format: giaouoc/1\nperiods:\n  - {cluster: nam-thanh-pho, year: 2026, code: ${code}, name: "${name}", opens: ${iso(-2)}, due: ${iso(60)}}\n`)
  execFileSync(program(), ['import', file, '--data', data])
}

test('an officer gives an address, confirms it, and has a calendar', async () => {
  const demo = await run(['demo'])
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'da-nang-chuyen-vien')
  await page.getByRole('link', { name: 'Thông báo', exact: false }).first().click()
  await page.getByText('thông báo chưa đọc').first().waitFor()
  await look(page, 'notices')
  await page.getByRole('link', { name: 'Cách nhận thông báo' }).click()
  await look(page, 'notice-settings')
  await page.getByRole('link', { name: 'Ghi địa chỉ thư điện tử' }).click()
  await look(page, 'email')
  await page.getByLabel('Địa chỉ thư điện tử').fill('an@danang')
  await page.getByRole('button', { name: 'Gửi thư xác nhận' }).click()
  await page.getByText('không phải là một địa chỉ thư điện tử').first().waitFor()
  assert.equal(await page.getByLabel('Địa chỉ thư điện tử').inputValue(), 'an@danang')
  await look(page, 'email-refused')
  await page.getByLabel('Địa chỉ thư điện tử').fill(address)
  await page.getByRole('button', { name: 'Gửi thư xác nhận' }).click()
  await page.getByText('Đang chờ xác nhận').waitFor()
  await look(page, 'email-pending')
  await page.goto('/tai-khoan/thong-bao')
  await page.getByLabel('Việc mới chờ bạn').selectOption({ label: 'Gửi ngay' })
  await page.getByRole('button', { name: 'Lưu cách nhận thông báo' }).click()
  await page.getByText('Đã lưu cách nhận thông báo.').waitFor()
  await page.goto('/thu-minh-hoa')
  await page.getByText(address).first().waitFor()
  await look(page, 'demo-mailbox')
  await page.getByRole('link', { name: 'Xác nhận địa chỉ' }).click()
  await look(page, 'confirm-address')
  await page.getByRole('button', { name: 'Xác nhận địa chỉ' }).click()
  await page.getByText(`Thư đang được gửi đến ${address}`).waitFor()
  await page.goto('/tai-khoan/thong-bao')
  await page.getByText(`Thư đang được gửi đến ${address}`).waitFor()
  await page.getByRole('button', { name: 'Làm địa chỉ lịch' }).click()
  const calendar = await page.locator('.token').innerText()
  await look(page, 'notice-calendar')
  for (const [at, least] of [[calendar, 1], [`${demo.address}/cum/nam-thanh-pho/2026/thoi-han.ics`, 5]]) {
    const answer = await fetch(at)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type'), /^text\/calendar/)
    readCalendar(await answer.text(), least)
  }
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
  await context.close()
  await demo.stop()
})

/** A calendar as ical.js reads it: whole, with zone, days and identities. */
function readCalendar(text, least) {
  assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n')), 'a line is too long or ends wrongly')
  const calendar = new ICAL.Component(ICAL.parse(text))
  assert.equal(calendar.getFirstPropertyValue('version'), '2.0')
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone'))
  assert.equal(zone.tzid, 'Asia/Ho_Chi_Minh')
  assert.equal(zone.utcOffset(ICAL.Time.fromDateString('2026-07-01')), 7 * 3600)
  const events = calendar.getAllSubcomponents('vevent').map((v) => new ICAL.Event(v))
  assert.ok(events.length >= least, `${events.length} events`)
  assert.equal(new Set(events.map((e) => e.uid)).size, events.length, 'two events are one')
  for (const e of events) {
    assert.ok(e.startDate.isDate && e.duration.toSeconds() === 86400, e.summary)
    assert.match(e.summary, /^Hạn: .+/)
    assert.equal(e.summary, e.summary.normalize('NFC'))
    assert.equal(typeof e.sequence, 'number')
    for (const alarm of e.component.getAllSubcomponents('valarm')) {
      assert.equal(alarm.getFirstPropertyValue('action'), 'DISPLAY')
      assert.ok(alarm.getFirstPropertyValue('trigger').toSeconds() < 86400)
    }
  }
}

test('a letter arrives as it was meant', async () => {
  const mail = new MailServer()
  await mail.start()
  newPeriod('E1', 'Kỳ thử «một»')
  const server = await serve(mail)
  const letter = await mail.letter('Kỳ thử «một»')
  assert.ok(letter.secure, 'the letter came without TLS')
  assert.match(letter.subject, /^Việc mới: Báo cáo Kỳ thử «một», hạn \d+\/\d+\/\d+$/)
  assert.equal(letter.subject, letter.subject.normalize('NFC'))
  assert.equal(letter.from.text, '"Giao Ước" <thi-dua@giaouoc.example.vn>')
  assert.equal(letter.to.value.length, 1)
  assert.equal(letter.to.value[0].address, address)
  assert.match(letter.messageId, /^<[0-9a-f-]{36}@giaouoc\.example\.vn>$/)
  assert.equal(letter.headers.get('auto-submitted'), 'auto-generated')
  assert.equal(letter.headers.get('list').unsubscribe.url, 'https://thi-dua.example.vn/tai-khoan/thong-bao')
  for (const body of [letter.text, letter.html]) {
    assert.ok(body.includes('https://thi-dua.example.vn/lam-viec/nam-thanh-pho/2026/bao-cao/'), body)
    assert.ok([...body.matchAll(/https?:\/\/[^/"\s]+/g)].every(([site]) => site === 'https://thi-dua.example.vn'), body)
  }
  assert.ok(!/<img|<script|<link|style=|src=/.test(letter.html), letter.html)
  assert.ok(letter.raw.split('\r\n').every((l) => l.length <= 998 && /^[\x20-\x7e\t]*$/.test(l)), 'a line that cannot travel')
  await server.stop()
  await mail.stop()
})

test('a server that is down gets the letter once when it comes back', async () => {
  const mail = new MailServer()
  await mail.start()
  await mail.stop()
  newPeriod('E2', 'Kỳ thử hai')
  const server = await serve(mail)
  await server.logged('mail not sent')
  await mail.start()
  const letter = await mail.letter('Kỳ thử hai')
  await server.stop()
  newPeriod('E3', 'Kỳ thử ba')
  const again = await serve(mail)
  await mail.letter('Kỳ thử ba')
  assert.equal(mail.count('Kỳ thử hai'), 1)
  assert.equal(new Set(mail.letters.map((l) => l.messageId)).size, mail.letters.length)
  assert.ok(letter.messageId)
  await again.stop()
  await mail.stop()
})

test('killed between the commit and the answer, it sends after the start', async () => {
  const mail = new MailServer()
  await mail.start()
  newPeriod('E4', 'Kỳ thử bốn')
  let reached
  const taken = new Promise((resolve) => { reached = resolve })
  mail.pause = () => { reached(); return new Promise(() => {}) } // never answers
  const server = await serve(mail)
  await soon(taken, 'the letter at the server')
  await server.kill()
  assert.equal(mail.count('Kỳ thử bốn'), 0)
  mail.pause = () => Promise.resolve()
  const again = await serve(mail)
  await mail.letter('Kỳ thử bốn')
  assert.equal(mail.count('Kỳ thử bốn'), 1)
  await again.stop()
  await mail.stop()
})

test('a slow server gets it once', async () => {
  const mail = new MailServer()
  await mail.start()
  newPeriod('E5', 'Kỳ thử năm')
  mail.pause = () => new Promise((resolve) => setTimeout(resolve, 6000)) // longer than the time between two looks
  const server = await serve(mail)
  await mail.letter('Kỳ thử năm')
  await server.stop()
  newPeriod('E6', 'Kỳ thử sáu')
  mail.pause = () => Promise.resolve()
  const again = await serve(mail)
  await mail.letter('Kỳ thử sáu')
  assert.equal(mail.count('Kỳ thử năm'), 1)
  await again.stop()
  await mail.stop()
})

test('a wrong password is tried again, and is no fault of the address', async () => {
  const mail = new MailServer()
  await mail.start()
  newPeriod('E7', 'Kỳ thử bảy')
  writeFileSync(join(dir, 'password'), 'khác\n')
  const server = await serve(mail)
  await server.logged('mail not sent')
  await server.stop()
  writeFileSync(join(dir, 'password'), password + '\n')
  const again = await serve(mail)
  await mail.letter('Kỳ thử bảy')
  await again.stop()
  await mail.stop()
})

test('an address that is refused is not tried again, and the person sees it', async () => {
  const mail = new MailServer()
  await mail.start()
  newPeriod('E8', 'Kỳ thử tám')
  mail.refuse = { code: 550, text: 'No such user here' }
  const server = await serve(mail)
  await server.logged('550')
  await server.stop()
  mail.refuse = null
  newPeriod('E9', 'Kỳ thử chín')
  const again = await serve(mail)
  await again.stop()
  assert.equal(mail.letters.length, 0)
  await mail.stop()
  const demo = await run(['demo'])
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'da-nang-chuyen-vien')
  await page.goto('/tai-khoan/thong-bao')
  await page.getByText(`Thư gửi đến ${address} bị trả lại`).waitFor()
  await page.getByText('mã 550').first().waitFor()
  await look(page, 'notice-address-failed')
  assert.deepEqual(faults, [])
  await context.close()
  await demo.stop()
})

/** An empty installation with a mail server, at an address that browsers can open. */
async function install(mail, name) {
  const port = await freePort()
  return run(['serve', '--mail', `smtp://thi-dua@localhost:${mail.port}`, '--mail-from', 'thi-dua@giaouoc.example.vn', '--mail-password-file', join(dir, 'password'), '--site', `http://localhost:${port}`],
    { SSL_CERT_FILE: join(dir, 'cert.pem') }, ['--addr', `127.0.0.1:${port}`, '--data', join(dir, name)])
}

/** Chooses a password on the page of a one-time link. */
async function choose(page, words) {
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(words)
  await page.getByLabel('Gõ lại mật khẩu mới').fill(words)
}

test('a mailed invitation is accepted in a browser, and what touches the account is told', async () => {
  const mail = new MailServer()
  await mail.start()
  const server = await install(mail, 'invited')
  const site = server.address.replace('127.0.0.1', 'localhost')
  const admin = await openPage(browser, site)
  await admin.page.goto(server.link)
  await admin.page.getByLabel('Họ và tên').fill('Đặng Thị Quản Trị')
  await admin.page.getByLabel('Tên đăng nhập').fill('quan.tri')
  await choose(admin.page, 'con mèo trèo cây cau')
  await admin.page.getByRole('button', { name: 'Lập tài khoản và đăng nhập' }).click()
  const secret = await admin.page.locator('.facts').getByText(/^([A-Z2-7]{4} ?){8}$/).innerText()
  await admin.page.getByLabel('Mã xác thực').fill(code(secret))
  await admin.page.getByRole('button', { name: 'Bật mã xác thực' }).click()
  await admin.page.getByText('Đã bật mã xác thực.').waitFor()

  await admin.page.goto('/quan-tri/tai-khoan/moi')
  await look(admin.page, 'invite-by-mail')
  await admin.page.getByLabel('Họ và tên').fill('Lê Văn An')
  await admin.page.getByRole('button', { name: 'Gửi thư mời' }).click()
  await admin.page.getByText('Ghi địa chỉ thư điện tử của người được mời').first().waitFor()
  await look(admin.page, 'invite-by-mail-refused')
  await admin.page.getByLabel('Thư điện tử').fill('an@tinh.example.vn')
  await admin.page.getByRole('button', { name: 'Gửi thư mời' }).dblclick()
  await admin.page.getByText('Thư mời đang được gửi').waitFor()
  const letter = await mail.letter('Lời mời dùng Giao Ước')
  assert.equal(letter.to.value[0].address, 'an@tinh.example.vn')
  const link = letter.text.match(/http\S+\/loi-moi\/\S+/)[0]
  assert.ok(link.startsWith(site), link)
  assert.equal(letter.text.match(/http\S+/g).length, 2, 'the letter leads to the invitation and names the site')
  await soon((async () => {
    while (await admin.page.getByText('Đã gửi lúc').count() === 0) await admin.page.reload() // the server has it a moment before the program knows
  })(), 'the account to say that the letter has left')
  await look(admin.page, 'account-invited-by-mail')
  await admin.page.goto('/quan-tri/tai-khoan?tim=le+van+an')
  await admin.page.getByText('1 tài khoản').first().waitFor()

  const an = await openPage(browser, site)
  await an.page.goto(link)
  await choose(an.page, 'hỏi thăm chú chuột')
  await an.page.getByRole('button', { name: 'Đặt mật khẩu' }).click()
  await an.page.getByText('Mật khẩu đã đặt.').waitFor()
  const enter = async (page) => {
    await page.goto('/dang-nhap')
    await page.getByLabel('Tên đăng nhập').fill('le.van.an')
    await page.getByLabel('Mật khẩu', { exact: true }).fill('hỏi thăm chú chuột')
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
    await page.waitForURL('**/lam-viec')
  }
  await enter(an.page)
  await an.page.goto('/tai-khoan')
  await an.page.getByText('an@tinh.example.vn (đã xác nhận)').waitFor()
  await look(an.page, 'account-confirmed')

  const stranger = await openPage(browser, site)
  await enter(stranger.page)
  const warning = await mail.letter('Có đăng nhập từ một trình duyệt mới')
  for (const body of [warning.text, warning.html]) {
    assert.match(body, /Chrome/)
    assert.ok(body.includes('Không đăng nhập được thì báo quản trị viên ngay'), body)
    assert.ok(!body.includes('hỏi thăm') && !body.includes('/loi-moi/'), body)
  }
  assert.equal(warning.headers.get('list'), undefined)
  await an.page.goto('/thong-bao')
  await an.page.getByRole('link', { name: 'Có đăng nhập từ một trình duyệt mới' }).waitFor()
  await look(an.page, 'notices-security')
  await admin.page.goto('/thong-bao')
  await admin.page.getByRole('link', { name: 'Lê Văn An đã nhận lời mời' }).waitFor()
  await look(admin.page, 'notices-administrator')

  assert.equal(mail.count('Lời mời dùng Giao Ước'), 1)
  assert.ok(!server.log().includes(link.split('/loi-moi/')[1]), 'the log holds the link')
  for (const { context, faults } of [admin, an, stranger]) {
    assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
    await context.close()
  }
  await server.stop()
  await mail.stop()
})
