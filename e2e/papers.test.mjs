// A document is put into words while its look follows, and is signed by the agent on the
// signer's machine: here a stand-in that speaks the agent's messages, on the agent's own
// address, and signs with the program itself.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo, startBrowser, openPage, asRole, look, program } from './harness.mjs'

let demo, browser, page, context, faults, dir, agent
const agentPort = 8987

const openssl = (...args) => execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'giaouoc-agent-'))
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30']
  openssl('req', '-x509', ...ec, '-keyout', 'root.key', '-out', 'root.pem', '-subj', '/CN=Gốc minh họa', '-utf8', '-addext', 'keyUsage=keyCertSign,cRLSign')
  openssl('req', ...ec.slice(0, 5), '-keyout', 'own.key', '-out', 'own.csr', '-subj', '/CN=Nguyễn Văn Thí Dụ/O=UBND thành phố', '-utf8')
  writeFileSync(join(dir, 'own.ext'), 'keyUsage=digitalSignature\nbasicConstraints=CA:FALSE\n')
  openssl('x509', '-req', '-in', 'own.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '30', '-out', 'own.pem', '-extfile', 'own.ext')
  openssl('pkcs12', '-export', '-in', 'own.pem', '-inkey', 'own.key', '-certfile', 'root.pem', '-out', 'own.p12', '-passout', 'pass:1234')
  openssl('req', '-x509', ...ec, '-keyout', 'tls.key', '-out', 'tls.pem', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1')
  writeFileSync(join(dir, 'pin'), '1234\n')
  demo = await startDemo()
  mkdirSync(join(demo.dir, 'data', 'chung-thu'), { recursive: true })
  writeFileSync(join(demo.dir, 'data', 'chung-thu', 'goc.pem'), readFileSync(join(dir, 'root.pem')))
  browser = await startBrowser();
  ({ page, context, faults } = await openPage(browser, demo.address, { ignoreHTTPSErrors: true, acceptDownloads: true, viewport: { width: 1440, height: 900 } }))
})
after(async () => {
  await context?.close()
  await browser?.close()
  await demo?.stop()
  agent?.closeAllConnections()
  agent?.close()
  if (dir) rmSync(dir, { recursive: true, force: true })
})

/** What the agent does with an order: fetches, signs, brings back; the answer is what it says. */
async function carryOut(order) {
  const sent = await fetch(order.FileName)
  assert.equal(sent.status, 200)
  writeFileSync(join(dir, 'in.pdf'), Buffer.from(await sent.arrayBuffer()))
  rmSync(join(dir, 'out.pdf'), { force: true })
  execFileSync(program(), ['sign', join(dir, 'in.pdf'), '--out', join(dir, 'out.pdf'), '--key', join(dir, 'own.p12'), '--password-file', join(dir, 'pin')])
  const form = new FormData()
  form.append('uploadfile', new Blob([readFileSync(join(dir, 'out.pdf'))], { type: 'application/pdf' }), 'out.pdf')
  const answer = await (await fetch(order.FileUploadHandler, { method: 'POST', body: form })).json()
  return answer.Status ? { Status: 0, Message: '' } : { Status: 1, Message: answer.Message }
}

/** A web socket server of one message each way (RFC 6455), at the agent's address. */
function startAgent() {
  const server = createServer({ key: readFileSync(join(dir, 'tls.key')), cert: readFileSync(join(dir, 'tls.pem')) })
  const acts = []
  server.on('upgrade', (request, socket) => {
    acts.push(request.url)
    const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64')
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
    let have = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', async (d) => {
      have = Buffer.concat([have, d])
      if (have.length < 2 || (have[0] & 15) !== 1) return
      let size = have[1] & 127, at = 2
      if (size === 126) { size = have.readUInt16BE(2); at = 4 }
      if (have.length < at + 4 + size) return
      const mask = have.subarray(at, at + 4)
      const body = Buffer.from(have.subarray(at + 4, at + 4 + size).map((b, i) => b ^ mask[i % 4]))
      have = Buffer.alloc(0)
      const said = Buffer.from(JSON.stringify(await carryOut(JSON.parse(body.toString())).catch((e) => ({ Status: 9, Message: e.message }))))
      const head = said.length < 126 ? Buffer.from([0x81, said.length]) : Buffer.from([0x81, 126, said.length >> 8, said.length & 255])
      socket.write(Buffer.concat([head, said]))
    })
  })
  return new Promise((resolve) => server.listen(agentPort, '127.0.0.1', () => resolve({ server, acts })))
}

const press = async (name) => {
  const arrives = page.waitForEvent('framenavigated')
  await page.getByRole('button', { name, exact: true }).first().click()
  const yes = page.locator('dialog[open] button.btn-main, dialog[open] button.btn-danger')
  await Promise.race([arrives, yes.first().waitFor({ timeout: 1500 }).then(() => yes.first().click()).catch(() => {})])
  await arrives
  await page.waitForLoadState()
}
const sees = (text) => page.getByText(text).first().waitFor({ timeout: 10000 })

test('a letter follows its words, is issued and frozen', async () => {
  await asRole(page, 'ha-noi-chuyen-vien')
  await page.goto('/van-ban-di')
  await page.getByRole('link', { name: 'Thể thức của cơ quan' }).click()
  await look(page, 'papers-office')
  await page.getByLabel('Chữ viết tắt trong ký hiệu').fill('UBND')
  await page.getByLabel('Địa danh').fill('Hà Nội')
  await page.getByLabel('Quyền hạn, chức vụ người ký').fill('TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH')
  await page.getByLabel('Họ tên người ký').fill('Nguyễn Văn Thí Dụ')
  await press('Lưu thể thức')
  await page.getByRole('link', { name: 'Lời văn mẫu', exact: true }).click()
  await look(page, 'papers-templates')
  await page.getByRole('link', { name: 'Tờ trình' }).click()
  await page.getByLabel('Trích yếu').fill('Về việc {sai}')
  await sees('Không có trường {sai}.')
  await page.getByLabel('Trích yếu').fill('Về việc khen thưởng năm {nam}')
  await page.locator('.sheet').getByText('Về việc khen thưởng năm 2026').waitFor()
  await look(page, 'papers-template')

  await page.goto('/ho-so/moi')
  await page.getByLabel('Công trạng hằng năm').check()
  await page.getByLabel('Danh hiệu, hình thức khen thưởng').selectOption('H-LD3')
  await page.getByLabel('Năm thành tích, hoặc năm cuối của giai đoạn').fill('2025')
  await page.locator('select[name="office"]').selectOption('u-ha-noi')
  await page.getByLabel('Bộ, ban, ngành, tỉnh').check()
  await press('Đăng ký hồ sơ')
  await page.getByText('Thêm một đối tượng').click()
  const form = page.locator('form[action$="/doi-tuong"]')
  await form.locator('select[name="subject_kind"], input[name="subject_kind"][value="person"]').first().evaluate((e) => { e.tagName === 'SELECT' ? e.value = 'person' : e.checked = true })
  await form.locator('input[name="name"]').fill('Trần <Thị> Minh & Họa')
  await form.getByRole('button').click()
  await sees('Trần <Thị> Minh & Họa')
  await look(page, 'papers-shelf')
  await press('Soạn tờ trình của đơn vị')
  await look(page, 'papers-draft')
  await page.getByLabel('Trích yếu').fill('Về việc đề nghị <khen> & thưởng')
  await page.locator('.sheet').getByText('Về việc đề nghị <khen> & thưởng').waitFor()
  await sees('Đang xem lời vừa gõ, chưa lưu.')
  await press('Lưu lời văn')
  await page.getByLabel('Vẫn ban hành dù còn chỗ').check().catch(() => {})
  await press('Ban hành')
  await sees('Đã ban hành.')
  await look(page, 'papers-issued')
  await page.goto('/van-ban-di')
  await sees('01/TTr-UBND')
  await look(page, 'papers-register')
})

test('without the agent the page says so and nothing is signed', async () => {
  await page.getByRole('link', { name: '01/TTr-UBND' }).click()
  await page.getByRole('link', { name: 'Ký số' }).click()
  await look(page, 'papers-sign')
  const answer = page.waitForResponse((r) => r.url().endsWith('/ky/cong-cu'))
  await press('Bắt đầu ký')
  const policy = (await answer).headers()['content-security-policy']
  assert.match(policy, /connect-src 'self' wss:\/\/127\.0\.0\.1:8987;/)
  await sees('Công cụ ký số trên máy không trả lời.')
  const other = await page.request.get('/van-ban-di')
  assert.doesNotMatch(other.headers()['content-security-policy'], /8987/)
})

test('the agent signs, the file comes back and the page says who', async () => {
  const started = await startAgent()
  agent = started.server
  await page.getByRole('button', { name: 'Bắt đầu ký' }).click()
  await sees('Đã nhận chữ ký số.')
  await sees('Nguyễn Văn Thí Dụ, UBND thành phố')
  await sees('chữ ký đúng')
  assert.deepEqual(started.acts, ['/SignApproved'])
  await look(page, 'papers-signed')
  const meant = (f) => f.includes('wss://127.0.0.1:8987') || f.includes('status of 422') || f.includes('WebSocket connection')
  assert.deepEqual(faults.filter((f) => !meant(f)), [])
})
