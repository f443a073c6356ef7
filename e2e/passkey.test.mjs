// Passkeys in Chromium with its own virtual authenticator, against an installation
// as serve runs it. Each attack alters a real answer and is the only thing wrong
// with it: the same answer unaltered is shown to pass.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createHash, createPrivateKey, sign } from 'node:crypto'
import { startServe, startBrowser, openPage, look } from './harness.mjs'

const password = 'Một câu dài để thử đăng nhập 27'
const wrong = 'Khóa truy cập không mở được tài khoản nào ở đây'
let serve, browser, page, context, faults, cdp, device

before(async () => {
  serve = await startServe()
  browser = await startBrowser();
  ({ page, context, faults } = await openPage(browser, serve.address))
  cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  device = await addDevice(cdp)
})
after(async () => {
  await context?.close()
  await browser?.close()
  await serve?.stop()
})

async function addDevice(session, options = {}) {
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, ...options },
  })
  return authenticatorId
}

const body = () => page.locator('body').innerText()
const signOut = async () => {
  await context.clearCookies()
  await page.goto('/dang-nhap')
}
const usePasskey = () => page.getByRole('button', { name: 'Dùng khóa truy cập' }).click()

async function addPasskey(name) {
  await page.goto('/tai-khoan/khoa')
  await page.getByLabel('Tên khóa', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click()
}

test('a person adds a passkey and signs in with it, without a name and with one', async () => {
  await page.goto(serve.link)
  await page.getByLabel('Họ và tên').fill('Nguyễn Thị Quản Trị')
  await page.getByLabel('Chức vụ').fill('Chánh Văn phòng')
  await page.getByLabel('Tên đăng nhập').fill('quan.tri')
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password)
  await page.getByLabel('Gõ lại mật khẩu mới').fill(password)
  await page.getByRole('button', { name: 'Lập tài khoản' }).click()
  await page.waitForURL('**/tai-khoan/ma-xac-thuc') // an administrator needs two factors
  await look(page, 'factor-or-passkey')
  await page.getByRole('link', { name: /Hoặc dùng khóa truy cập/ }).click()
  await look(page, 'passkey-none')
  await page.getByLabel('Tên khóa', { exact: true }).fill(' ')
  await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click()
  await page.getByText('Hãy đặt tên cho khóa').first().waitFor()
  await addPasskey('Máy tính ở cơ quan')
  await page.getByText('Đã thêm khóa truy cập «Máy tính ở cơ quan»').waitFor()
  await look(page, 'prove-again')
  await page.getByRole('button', { name: 'Xác nhận bằng khóa truy cập' }).click()
  await page.waitForURL((u) => u.pathname === '/lam-viec')
  await page.goto('/tai-khoan')
  await look(page, 'account-ways')
  await page.goto('/tai-khoan/khoa')
  await look(page, 'passkey-one')

  await addPasskey('Lần nữa')
  await page.getByText('Thiết bị này đã giữ một khóa truy cập của tài khoản').waitFor()
  await look(page, 'passkey-again')

  await signOut()
  await look(page, 'sign-in-passkey')
  await usePasskey()
  await page.waitForURL((u) => u.pathname === '/lam-viec')
  assert.match(await body(), /Nguyễn Thị Quản Trị/)

  await signOut()
  await page.getByLabel('Tên đăng nhập').fill(' Quan.Tri ')
  await usePasskey()
  await page.waitForURL((u) => u.pathname === '/lam-viec')
})

/** An answer with its parts as bytes, changed by alter and signed anew with the authenticator's own key. */
async function altered(answer, alter) {
  const a = JSON.parse(answer)
  const client = JSON.parse(Buffer.from(a.response.clientDataJSON, 'base64url'))
  const data = Buffer.from(a.response.authenticatorData, 'base64url')
  const parts = { answer: a, client, data, sign: true }
  alter(parts)
  if (parts.sign) {
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: device })
    const key = createPrivateKey({ key: Buffer.from(credentials[0].privateKey, 'base64'), format: 'der', type: 'pkcs8' })
    const text = Buffer.from(JSON.stringify(parts.client))
    const hash = createHash('sha256').update(text).digest()
    a.response.clientDataJSON = text.toString('base64url')
    a.response.authenticatorData = parts.data.toString('base64url')
    a.response.signature = sign('sha256', Buffer.concat([parts.data, hash]), key).toString('base64url')
  }
  return JSON.stringify(a)
}

/** Signs in with an answer that change has gone over; tells whether that worked. */
async function tryPasskey(change, name = '') {
  await signOut()
  let sent
  await page.route('**/dang-nhap/khoa', async (route) => {
    const form = new URLSearchParams(route.request().postData())
    form.set('answer', await change(form.get('answer')))
    sent = form.get('answer')
    await route.continue({ postData: form.toString() })
  })
  if (name) await page.getByLabel('Tên đăng nhập').fill(name)
  await usePasskey()
  await page.waitForURL((u) => u.pathname !== '/dang-nhap')
  await page.unroute('**/dang-nhap/khoa')
  return { sent, in: new URL(page.url()).pathname === '/lam-viec' }
}

async function refusal(what, change, name) {
  const good = await tryPasskey((a) => altered(a, () => {}))
  assert.ok(good.in, `${what}: the unaltered answer, signed anew, must pass`)
  const bad = await tryPasskey(change, name)
  assert.ok(!bad.in, `${what}: let in`)
  assert.ok((await body()).includes(wrong), `${what}: ${await body()}`)
  assert.equal(await page.locator('.summary li').count(), 1, `${what}: one sentence for all`)
  await page.goto('/lam-viec')
  assert.ok(page.url().includes('/dang-nhap'), `${what}: signed in all the same`)
}

test('an altered answer of a passkey is refused, with one sentence for all', async () => {
  const attacks = {
    'another port of this machine': ({ client }) => { client.origin = 'http://localhost:1' },
    'another site': ({ client }) => { client.origin = 'https://giao-uoc.example' },
    'a passkey of another site': ({ data }) => { createHash('sha256').update('giao-uoc.example').digest().copy(data) },
    'a page inside a page of another site': ({ client }) => { client.crossOrigin = true },
    'the answer to another question': ({ client }) => { client.type = 'webauthn.create' },
    'a question that nobody asked': ({ client }) => { client.challenge = Buffer.alloc(32, 7).toString('base64url') },
    'an owner who was not recognised': ({ data }) => { data[32] &= ~0x04 },
    'an owner who was not there': ({ data }) => { data[32] &= ~0x01 },
    'a signature with one wrong bit': (p) => {
      p.sign = false
      const bytes = Buffer.from(p.answer.response.signature, 'base64url')
      bytes[bytes.length - 1] ^= 1
      p.answer.response.signature = bytes.toString('base64url')
    },
    'a key that nobody added': (p) => { p.answer.id = p.answer.rawId = Buffer.alloc(32, 9).toString('base64url') },
    "another account's handle": (p) => { p.answer.response.userHandle = Buffer.from('01981f6e-0000-7000-8000-000000000000').toString('base64url') },
    'no handle': (p) => { delete p.answer.response.userHandle },
  }
  for (const [what, alter] of Object.entries(attacks)) await refusal(what, (a) => altered(a, alter))
  await refusal('no answer at all', () => '{"id": 1}')
  await refusal('a login that is another', (a) => a, 'ai.do')
})

test('a question is answered once, and by the browser that was asked', async () => {
  let good = await tryPasskey((a) => altered(a, (p) => { p.answer.response.signature = 'AAAA'; p.sign = false }))
  assert.ok(!good.in)
  // The same page, cookies and question: only the answer is now the right one.
  let answer
  good = await tryPasskey((a) => { answer = a; return altered(a, (p) => { p.answer.response.signature = 'AAAA'; p.sign = false }) })
  let reply = await context.request.post('/dang-nhap/khoa', { form: { answer }, headers: { Origin: serve.address }, maxRedirects: 0 })
  assert.equal(reply.status(), 422, 'a question that was answered wrongly is answered again')
  assert.ok((await reply.text()).includes(wrong))

  const kept = await tryPasskey((a) => a)
  assert.ok(kept.in)
  await signOut()
  reply = await context.request.post('/dang-nhap/khoa', { form: { answer: kept.sent }, headers: { Origin: serve.address }, maxRedirects: 0 })
  assert.equal(reply.status(), 422, 'an answer is used again')

  let stolen
  await signOut()
  await page.route('**/dang-nhap/khoa', async (route) => {
    stolen = new URLSearchParams(route.request().postData()).get('answer')
    await route.abort()
  })
  await usePasskey()
  await assert.doesNotReject(async () => { while (!stolen) await page.waitForTimeout(20) })
  await page.unroute('**/dang-nhap/khoa')
  const thief = await browser.newContext({ baseURL: serve.address })
  await thief.request.get('/dang-nhap')
  reply = await thief.request.post('/dang-nhap/khoa', { form: { answer: stolen }, headers: { Origin: serve.address }, maxRedirects: 0 })
  assert.equal(reply.status(), 422, 'another browser answers')
  reply = await context.request.post('/dang-nhap/khoa', { form: { answer: stolen }, headers: { Origin: serve.address }, maxRedirects: 0 })
  assert.equal(reply.status(), 303, 'the browser that was asked answers')
  await thief.close()
})

test('a copy of a passkey is refused and its owner warned', async () => {
  assert.ok((await tryPasskey((a) => a)).in)
  const copy = await tryPasskey((a) => altered(a, ({ data }) => { data.writeUInt32BE(1, 33) }))
  assert.ok(!copy.in)
  assert.ok((await body()).includes(wrong))
  assert.ok((await tryPasskey((a) => a)).in, 'the one that is ahead still signs in')
  await page.goto('/tai-khoan/khoa')
  assert.match(await body(), /có thể ai đó giữ một bản sao/)
  await look(page, 'passkey-doubted')
})

test('a person renames and removes a passkey, and a removed one opens nothing', async () => {
  await page.goto('/tai-khoan/khoa')
  await page.locator('summary', { hasText: 'Đổi tên' }).click()
  await page.getByLabel(/^Tên mới của khóa/).fill('Máy tính cũ')
  await page.getByRole('button', { name: 'Đổi tên' }).click()
  await page.getByRole('heading', { name: 'Máy tính cũ' }).waitFor()
  await page.locator('summary', { hasText: 'Bỏ khóa này' }).click()
  await look(page, 'passkey-remove')
  await page.getByRole('button', { name: 'Bỏ khóa' }).click()
  await page.getByText('Đã bỏ khóa truy cập').waitFor()
  assert.ok(!(await tryPasskey((a) => a)).in)
  assert.ok((await body()).includes(wrong))
  await look(page, 'passkey-refused')
  assert.deepEqual(faults.filter((f) => !/4(09|22)/.test(f) && !/ERR_FAILED|net::ERR_ABORTED/.test(f)), [])
})

test('without script, or without passkeys, the page says so', async () => {
  const plain = await browser.newContext({ baseURL: serve.address, javaScriptEnabled: false })
  const other = await plain.newPage()
  await other.goto('/dang-nhap')
  assert.match(await other.locator('body').innerText(), /cần trình duyệt có JavaScript và hỗ trợ khóa truy cập/)
  assert.equal(await other.getByRole('button', { name: 'Dùng khóa truy cập' }).count(), 0)
  await plain.close()
  const old = await browser.newContext({ baseURL: serve.address })
  await old.addInitScript(() => { delete window.PublicKeyCredential })
  const third = await old.newPage()
  await third.goto('/dang-nhap')
  assert.match(await third.locator('body').innerText(), /Trình duyệt này không dùng được khóa truy cập/)
  await old.close()
})
