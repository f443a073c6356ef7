// Single sign-on against a certified provider that the test starts: Chromium signs
// in on the provider's own pages. Each attack changes one thing in what the provider
// says, signed with its own key; the same journey unchanged is shown to pass.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startServe, startBrowser, freePort, look } from './harness.mjs'
import { startProvider } from './provider.mjs'

const password = 'Một câu dài để thử đăng nhập 27'
const button = 'Đăng nhập bằng tài khoản tỉnh'
const wrong = 'Lần đăng nhập một lần này không dùng được'
const people = {
  'sub-quan-tri': { preferred_username: 'quantri@tinh.example', name: 'Nguyễn Thị Quản Trị', email: 'quan.tri@tinh.example', email_verified: true },
  'sub-nguoi-la': { preferred_username: 'nguoila@tinh.example', name: 'Người Lạ', email: 'quan.tri@tinh.example', email_verified: true },
}
let serve, provider, browser, context, page

before(async () => {
  const port = await freePort()
  provider = await startProvider(`http://localhost:${port}/dang-nhap/sso/ve`, people)
  serve = await startServe(
    ['--addr', `127.0.0.1:${port}`, '--oidc-issuer', provider.issuer, '--oidc-client', provider.client, '--oidc-name', button, '--oidc-factor', 'mfa'],
    { GIAOUOC_OIDC_SECRET: provider.secret },
  )
  browser = await startBrowser()
  context = await browser.newContext({ baseURL: serve.address, locale: 'vi-VN' })
  page = await context.newPage()
  await page.route((u) => u.hostname !== 'localhost', (r) => r.abort()) // the provider's pages ask for fonts
})
after(async () => {
  await context?.close()
  await browser?.close()
  await serve?.stop()
  await provider?.stop()
})

const body = () => page.locator('body').innerText()
/** Forgets who is signed in here; what the provider knows of the browser stays. */
const signOut = async () => {
  for (const name of ['giaouoc', 'giaouoc-may']) await context.clearCookies({ name })
  await page.goto('/dang-nhap')
}

/** On the provider's own pages, as a person there, until the browser is back. */
async function atProvider(sub, tab = page) {
  const here = /^\/(dang-nhap|dang-nhap\/sso|tai-khoan\/sso|tai-khoan\/sso\/lien-ket|tai-khoan\/xac-nhan|tai-khoan\/xac-nhan\/sso|loi-moi\/[^/]+|loi-moi\/[^/]+\/sso)$/
  const from = tab.url()
  if (new URL(from).origin !== provider.issuer) await tab.waitForURL((u) => u.href !== from && (u.origin === provider.issuer || !here.test(u.pathname)))
  while (new URL(tab.url()).origin === provider.issuer) {
    if (await tab.locator('input[name=login]').count()) {
      await tab.locator('input[name=login]').fill(sub)
      await tab.locator('input[name=password]').fill('x')
    }
    const at = tab.url()
    await tab.locator('button[type=submit]').click()
    await tab.waitForURL((u) => u.href !== at)
  }
}

async function signIn(sub) {
  await page.goto('/dang-nhap')
  await page.getByRole('button', { name: button }).click()
  await atProvider(sub)
}

const inside = async () => (await page.goto('/tai-khoan')) && new URL(page.url()).pathname === '/tai-khoan'

test('a person links the own account and signs in through the provider', async () => {
  await page.goto(serve.link)
  await page.getByLabel('Họ và tên').fill('Nguyễn Thị Quản Trị')
  await page.getByLabel('Chức vụ').fill('Chánh Văn phòng')
  await page.getByLabel('Tên đăng nhập').fill('quan.tri')
  await page.getByLabel('Thư điện tử').fill('quan.tri@tinh.example')
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password)
  await page.getByLabel('Gõ lại mật khẩu mới').fill(password)
  await page.getByRole('button', { name: 'Lập tài khoản' }).click()
  await page.waitForURL((u) => !u.pathname.startsWith('/loi-moi'))
  await signOut()
  await look(page, 'sign-in-sso')

  // The provider knows a person by the same e-mail address: that opens nothing.
  await signIn('sub-nguoi-la')
  assert.match(await body(), /chưa có tài khoản nào ở đây gắn với tài khoản ấy/)
  await look(page, 'sso-unknown')
  assert.ok(!(await inside()))

  await context.clearCookies() // another person at the provider
  await page.goto('/dang-nhap')
  await page.getByLabel('Tên đăng nhập').fill('quan.tri')
  await page.getByLabel('Mật khẩu').fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await page.waitForURL('**/tai-khoan/**')
  await page.goto('/tai-khoan/sso')
  await look(page, 'sso-none')
  await page.getByRole('button', { name: /^Liên kết với/ }).click()
  await atProvider('sub-quan-tri')
  await page.getByText('Đã liên kết.').waitFor()
  assert.match(await body(), /quantri@tinh\.example/)
  await look(page, 'sso-linked')

  await signOut()
  await signIn('sub-quan-tri')
  assert.ok(await inside(), 'the linked person is not let in')
  assert.ok(provider.state.asked.includes('POST /token'))
})

test('who signs out is offered to end the session at the provider as well', async () => {
  const asked = async () => {
    await page.goto('/dang-nhap')
    await page.getByRole('button', { name: button }).click()
    await page.waitForURL((u) => u.origin === provider.issuer || u.pathname.startsWith('/tai-khoan'))
    return new URL(page.url()).origin === provider.issuer && (await page.locator('input[name=password]').count()) > 0
  }
  const leave = async () => {
    await page.goto('/tai-khoan')
    await page.locator('details.actor summary').click()
    await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click()
    await page.getByText('Bạn đã đăng xuất.').waitFor()
  }
  assert.ok(await inside())
  await leave()
  await look(page, 'sso-signed-out')
  assert.ok(!(await asked()), 'the session at the provider goes on until it is ended there')
  await leave()
  await page.getByRole('link', { name: 'Đăng xuất khỏi nơi xác thực' }).click()
  await page.waitForURL((u) => u.origin === provider.issuer)
  await page.locator('button[name=logout]').click()
  await page.waitForLoadState()
  assert.ok(await asked(), 'the provider signs in without asking after its session was ended')
  await atProvider('sub-quan-tri')
  assert.ok(await inside())

  // Who came in another way has no session there that this program knows of.
  await signOut()
  await page.getByLabel('Tên đăng nhập').fill('quan.tri')
  await page.getByLabel('Mật khẩu').fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await page.waitForURL('**/tai-khoan/**')
  await leave()
  assert.equal(await page.getByRole('link', { name: 'Đăng xuất khỏi nơi xác thực' }).count(), 0)
  await signIn('sub-quan-tri')
})

/**
 * A whole journey of the browser, without drawing its pages: the provider knows the
 * person from the test before. With one thing changed, it tells what came of it.
 */
async function journey(change, lead = null) {
  for (const name of ['giaouoc', 'giaouoc-may']) await context.clearCookies({ name })
  Object.assign(provider.state, { change, lead })
  try {
    const leaving = await context.request.post('/dang-nhap/sso', { headers: { Origin: serve.address } })
    const [, address] = (await leaving.text()).match(/href="(http[^"]*\/auth\?[^"]*)"/)
    const back = await context.request.get(address.replaceAll('&amp;', '&'))
    const work = await context.request.get('/tai-khoan')
    return { text: await back.text(), in: new URL(work.url()).pathname === '/tai-khoan' }
  } finally {
    Object.assign(provider.state, { change: null, lead: null })
  }
}

const now = () => Math.floor(Date.now() / 1000)

test('a statement with one thing wrong is refused, with one sentence for all', async () => {
  const statements = {
    'another nonce': (c) => provider.sign({ ...c, nonce: 'khac' }),
    'no nonce': ({ nonce, ...c }) => provider.sign(c),
    'another issuer': (c) => provider.sign({ ...c, iss: 'https://noi-khac.example' }),
    'another audience': (c) => provider.sign({ ...c, aud: 'chuong-trinh-khac' }),
    'two audiences and no party': (c) => provider.sign({ ...c, aud: [provider.client, 'chuong-trinh-khac'] }),
    'issued to another party': (c) => provider.sign({ ...c, aud: [provider.client, 'chuong-trinh-khac'], azp: 'chuong-trinh-khac' }),
    'expired': (c) => provider.sign({ ...c, exp: now() - 5 }),
    'issued too long ago': (c) => provider.sign({ ...c, iat: now() - 301 }),
    'issued in times to come': (c) => provider.sign({ ...c, iat: now() + 3600, exp: now() + 7200 }),
    'not yet in force': (c) => provider.sign({ ...c, nbf: now() + 3600 }),
    'no subject': ({ sub, ...c }) => provider.sign(c),
    'the hash of another access token': (c) => provider.sign({ ...c, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
    'signed by another key': (c) => provider.forge(c),
    'signed with the secret of the client': (c) => provider.withSecret(c),
    'not signed': (c) => provider.unsigned(c),
    'cut off': (c, h, text) => text.split('.').slice(0, 2).join('.'),
    'changed after it was signed': (c, h, text) => {
      const [head, , signature] = text.split('.')
      return [head, Buffer.from(JSON.stringify({ ...c, sub: 'sub-quan-tri', amr: ['mfa'] })).toString('base64url'), signature].join('.')
    },
    'none': () => undefined,
  }
  for (const [what, change] of Object.entries(statements)) {
    const good = await journey((c) => provider.sign(c))
    assert.ok(good.in, `${what}: the unchanged statement, signed anew, must pass: ${good.text}`)
    const bad = await journey(change)
    assert.ok(!bad.in, `${what}: let in`)
    assert.ok(bad.text.includes(wrong), `${what}: ${bad.text}`)
  }
  assert.ok((await journey((c) => provider.sign({ ...c, aud: [provider.client, 'khac'], azp: provider.client }))).in, 'two audiences with this program as the party pass')
})

test('an answer that was not asked for is refused', async () => {
  const answers = {
    'another state': (q) => q.set('state', 'khac'),
    'no state': (q) => q.delete('state'),
    'another code': (q) => q.set('code', 'khac'),
    'no code': (q) => q.delete('code'),
    'the answer of another provider': (q) => q.set('iss', 'https://noi-khac.example'),
    'an answer that names no provider, where this one always does': (q) => q.delete('iss'),
    'two codes': (q) => q.append('code', 'khac'),
  }
  for (const [what, lead] of Object.entries(answers)) {
    assert.ok((await journey(null, () => {})).in, `${what}: the unchanged answer must pass`)
    const bad = await journey(null, lead)
    assert.ok(!bad.in, `${what}: let in`)
    assert.ok(bad.text.includes(wrong), `${what}: ${bad.text}`)
  }
  const denied = await journey(null, (q) => { q.delete('code'); q.set('error', 'access_denied') })
  assert.match(denied.text, /Bạn chưa đăng nhập xong ở/)

  // Twice: the address that signed in is opened again, and in another browser.
  let address
  await journey(null, (q) => { address = `/dang-nhap/sso/ve?${q}` })
    const other = await browser.newContext({ baseURL: serve.address })
  const thief = await other.newPage()
  await thief.goto(address)
  assert.ok((await thief.locator('body').innerText()).includes(wrong))
  await other.close()

  // An old code under a new state: the provider itself refuses it.
  const old = new URLSearchParams(address.split('?')[1]).get('code')
  const again = await journey(null, (q) => q.set('code', old))
  assert.ok(!again.in && again.text.includes(wrong), again.text)
})

test('a provider that is down leaves the other ways open', async () => {
  await signOut()
  provider.state.lead = () => { provider.state.down = true } // as the browser is on its way back
  await signIn('sub-quan-tri')
  assert.match(await body(), /Chưa liên lạc được với «Đăng nhập bằng tài khoản tỉnh»/)
  await look(page, 'sso-down')
  provider.state.lead = null
  await page.getByLabel('Tên đăng nhập').fill('quan.tri')
  await page.getByLabel('Mật khẩu').fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await page.waitForURL('**/tai-khoan/**')
  provider.state.down = false
  assert.ok((await journey(null)).in, 'the provider is there again')
})

test('an invited person comes through the provider and needs no password', async () => {
  const twice = await journey((c) => provider.sign({ ...c, amr: ['pwd', 'mfa'] })) // an administrator needs two factors
  assert.ok(twice.in, twice.text)
  const made = await context.request.post('/quan-tri/tai-khoan/moi', { form: { name: 'Trần Văn Mới', login: 'moi' }, headers: { Origin: serve.address } })
  const [, link] = (await made.text()).match(/value="(http:[^"]*\/loi-moi\/[\w-]+)"/)
  assert.ok(link.startsWith(serve.address))

  const own = await browser.newContext({ baseURL: serve.address, locale: 'vi-VN' })
  const tab = await own.newPage()
  await tab.route((u) => u.hostname !== 'localhost', (r) => r.abort())
  await tab.goto(link)
  await look(tab, 'sso-invitation')
  await tab.getByRole('button', { name: button }).click()
  await atProvider('sub-quan-tri', tab) // a colleague's identity, linked already
  assert.match(await tab.locator('body').innerText(), /đã gắn với một tài khoản khác/)
  await tab.goto(link)
  await tab.getByRole('button', { name: button }).click()
  await atProvider('sub-nguoi-la', tab)
  await tab.goto('/tai-khoan')
  await look(tab, 'sso-account')
  assert.match(await tab.locator('main').innerText(), /Trần Văn Mới[^]*đã liên kết/)

  // The only way in stays; proving it again goes through the provider, which asks anew.
  await tab.goto('/tai-khoan/xac-nhan?tiep=/tai-khoan/sso')
  await look(tab, 'sso-prove')
  assert.equal(await tab.locator('input[type=password]').count(), 0)
  await tab.getByRole('button', { name: /^Xác nhận bằng/ }).click()
  await tab.waitForURL((u) => u.origin === provider.issuer)
  assert.equal(await tab.locator('input[name=password]').count(), 1, 'the provider does not ask anew')
  await atProvider('sub-nguoi-la', tab)
  assert.equal(new URL(tab.url()).pathname, '/tai-khoan/sso')
  await tab.locator('summary', { hasText: 'Bỏ liên kết' }).click()
  await tab.getByRole('button', { name: 'Bỏ liên kết này' }).click()
  await tab.getByText('Đây là cách đăng nhập duy nhất của bạn').first().waitFor()

  await own.clearCookies()
  await tab.goto(link)
  assert.match(await tab.locator('body').innerText(), /đã được dùng rồi/)
  await own.close()
})

test('a person takes the link off, and the provider opens nothing any more', async () => {
  assert.ok((await journey(null)).in)
  await page.goto('/tai-khoan/sso')
  await page.locator('summary', { hasText: 'Bỏ liên kết' }).click()
  await look(page, 'sso-unlink')
  await page.getByRole('button', { name: 'Bỏ liên kết này' }).click()
  await page.getByText('Đã bỏ liên kết.').waitFor()
  const gone = await journey(null)
  assert.ok(!gone.in)
  assert.match(gone.text, /chưa có tài khoản nào ở đây gắn với tài khoản ấy/)
  assert.ok(!/bi-mat-cua-bai-thu/.test(serve.log()) && !/code=|id_token|eyJ/.test(serve.log()), 'a secret stands in the log')
})
