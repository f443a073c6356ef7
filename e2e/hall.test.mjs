// Hall mode in Chromium, at an address that is not this machine's own loopback, in a
// network without internet; hall.mjs says how.
import { test, after } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPage, look, flags } from './harness.mjs'
import { noHall, startHall, hallBrowser, hallName, hallAddress, administrator, cutNetwork, restoreNetwork, inPhones } from './hall.mjs'

const skip = noHall()
const halls = []
after(async () => { for (const hall of halls) await hall.stop() })
const open = async (options) => {
  const hall = await startHall(options)
  halls.push(hall)
  return hall
}

/** The administrator comes in and asks how the hall stands. */
async function asksHowItStands(hall, page) {
  await administrator(hall, page)
  await page.goto('/quan-tri')
  await page.getByRole('link', { name: 'Chế độ hội trường' }).click()
}

test('a telephone finds the hall by its name, and its page may sign', { skip }, async () => {
  for (const flag of flags) assert.doesNotMatch(flag, /insecure|certificate|resolver|unsafely/)
  const hall = await open()
  assert.match(hall.printed, new RegExp(`Bộ trả lời tên đang nghe ở ${hallAddress}:53;`))
  assert.doesNotMatch(hall.printed, /phiếu giấy/)
  // No internet, and the one answerer is the hall's.
  assert.doesNotMatch(inPhones(hall, 'ip', 'route'), /default/)
  assert.equal(inPhones(hall, 'cat', '/etc/resolv.conf'), `nameserver ${hallAddress}\n`)
  assert.doesNotMatch(readFileSync('/etc/hosts', 'utf8'), new RegExp(hallName))
  assert.equal(inPhones(hall, 'getent', 'hosts', hallName).split(/\s+/)[0], hallAddress)

  const { page, context, faults } = await openPage(await hallBrowser(hall), hall.address)
  const answer = await page.goto('/')
  assert.equal(answer.status(), 200)
  assert.equal((await answer.serverAddr()).ipAddress, hallAddress)
  assert.equal((await answer.securityDetails()).issuer, 'Gốc của buổi thử')
  assert.deepEqual(await page.evaluate(async () => {
    const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new Uint8Array(32))
    return [isSecureContext, location.protocol, signature.byteLength]
  }), [true, 'https:', 64])
  // Who types the name alone comes to the same page; no other name is found.
  await page.goto(`http://${hallName}/don-vi?tim=a`)
  assert.equal(page.url(), `https://${hallName}/don-vi?tim=a`)
  await assert.rejects(page.goto('https://example.com/'), /ERR_NAME_NOT_RESOLVED/)
  assert.deepEqual(faults.filter((f) => !f.startsWith(`foreign: http://${hallName}/`) && f !== 'foreign: https://example.com/'), [])
  await context.close()
})

test('the address without the name is not trusted', { skip }, async () => {
  const hall = halls[0]
  const { page } = await openPage(await hallBrowser(hall), hall.address)
  await assert.rejects(page.goto(`https://${hallAddress}/`), /ERR_CERT_COMMON_NAME_INVALID/)
})

test('the administrator sees how the hall stands and prints the sheet for the wall', { skip }, async () => {
  const hall = halls[0]
  const { page, context, faults } = await openPage(await hallBrowser(hall), hall.address)
  await asksHowItStands(hall, page)
  const stands = await page.locator('main').innerText()
  for (const word of [/Đang trả lời/, /Máy này tin/, /Do Gốc của buổi thử cấp/, /Điện tử hoặc giấy/]) assert.match(stands, word)
  await look(page, 'hoi-truong')
  await page.getByLabel('Tên mạng Wi-Fi').fill('Hội trường A')
  await page.getByRole('button', { name: 'Lập tờ dán' }).click()
  await page.locator('.poster').getByText('Hội trường A', { exact: true }).waitFor()
  assert.ok(await page.getByRole('img', { name: `Mã QR mở https://${hallName}` }).isVisible())
  await look(page, 'hoi-truong-to-dan')
  const paper = (await page.pdf({ path: join(dirname(fileURLToPath(import.meta.url)), 'out', 'hoi-truong-to-dan.pdf'), preferCSSPageSize: true })).toString('latin1')
  assert.equal(paper.match(/\/Type \/Page\b/g).length, 1)
  assert.deepEqual(faults, [])
  await context.close()
})

test('a cable that is pulled and put back does not hurt a page that is open', { skip }, async () => {
  const hall = halls[0]
  const { page, context } = await openPage(await hallBrowser(hall), hall.address)
  await page.goto('/')
  const ask = () => page.evaluate(() => fetch('/don-vi', { signal: AbortSignal.timeout(2000) }).then((r) => r.status, (e) => e.name))
  assert.equal(await ask(), 200)
  cutNetwork(hall)
  assert.notEqual(await ask(), 200)
  assert.match(await page.locator('body').innerText(), /\S/)
  restoreNetwork(hall)
  let status
  for (let i = 0; status !== 200 && i < 20; i++) status = await ask()
  assert.equal(status, 200)
  await context.close()
})

test('an authority that is not known means paper only, and a telephone that does not know it stops', { skip }, async () => {
  const hall = await open({ trusted: false })
  assert.match(hall.printed, /Chỉ bỏ phiếu giấy, không bỏ phiếu kín điện tử: máy này không tin nơi cấp chứng thư «Gốc của buổi thử»/)
  const stranger = await openPage(await hallBrowser(hall, { known: false }), hall.address)
  await assert.rejects(stranger.page.goto('/'), /ERR_CERT_AUTHORITY_INVALID/)
  const { page, context } = await openPage(await hallBrowser(hall), hall.address)
  await asksHowItStands(hall, page)
  const stands = await page.locator('main').innerText()
  for (const word of [/Không tin được/, /Chỉ bỏ phiếu giấy/]) assert.match(stands, word)
  await look(page, 'hoi-truong-chi-giay')
  await context.close()
})
