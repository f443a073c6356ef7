import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { startServe, startBrowser, openPage, look } from './harness.mjs'

const password = 'con mèo trèo cây cau'
const phone = { viewport: { width: 360, height: 740 } }
let site, browser

before(async () => {
  site = await startServe()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** What a telephone with the secret shows, as RFC 6238 has it; steps is how far ahead its clock is. */
function code(secret, steps = 0) {
  let bits = ''
  for (const c of secret.replaceAll(' ', '')) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps))
  const mac = createHmac('sha1', key).update(counter).digest()
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff
  return String(number % 1000000).padStart(6, '0')
}

/** A refused form answers 409 or 422; the browser calls that an error of the console. */
const real = (faults) => faults.filter((f) => !/ (409|422) /.test(f))

test('the first administrator comes in by the link, turns the second factor on and signs in again, on a phone', async () => {
  const { page, context, faults } = await openPage(browser, site.address, phone)
  await page.goto(site.link)
  await look(page, 'dang-nhap-lien-ket')
  await page.getByLabel('Họ và tên').fill('Đặng Thị Quản Trị')
  await page.getByLabel('Chức vụ').fill('Chuyên viên Ban Thi đua - Khen thưởng')
  await page.getByLabel('Tên đăng nhập').fill('quan.tri')
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill('quan.tri 123')
  await page.getByLabel('Gõ lại mật khẩu mới').fill('quan.tri 123')
  await page.getByRole('button', { name: 'Lập tài khoản và đăng nhập' }).click()
  await page.getByRole('alert').getByText('Mật khẩu chủ yếu là').waitFor()
  await look(page, 'dang-nhap-lien-ket-sai')
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password)
  await page.getByLabel('Gõ lại mật khẩu mới').fill(password)
  await page.getByRole('button', { name: 'Lập tài khoản và đăng nhập' }).click()

  await page.getByText('Vai trò của bạn cần hai yếu tố').waitFor()
  await look(page, 'ma-xac-thuc-bat')
  assert.ok(await page.locator('img.qr').evaluate((i) => i.naturalWidth) >= 240)
  const secret = await page.locator('.facts').getByText(/^([A-Z2-7]{4} ?){8}$/).innerText()
  await page.getByLabel('Mã xác thực').fill(code(secret, -1))
  await page.getByRole('button', { name: 'Bật mã xác thực' }).click()
  await page.getByText('Đã bật mã xác thực.').waitFor()
  assert.equal(await page.locator('.codes li').count(), 10)
  const spare = await page.locator('.codes li').first().innerText()
  await look(page, 'ma-du-phong')
  await page.getByRole('link', { name: 'Tôi đã cất các mã' }).click()
  await look(page, 'tai-khoan')
  await page.goto('/tai-khoan/ma-xac-thuc')
  await look(page, 'ma-xac-thuc')
  await page.goto('/tai-khoan/mat-khau')
  await look(page, 'tai-khoan-mat-khau')

  await page.locator('details.actor summary').click()
  await page.getByRole('button', { name: 'Đăng xuất' }).click()
  await page.getByText('Bạn đã đăng xuất.').waitFor()
  await page.goto('/tai-khoan')
  await page.waitForURL('**/dang-nhap?tiep=%2Ftai-khoan')
  await look(page, 'dang-nhap')
  await page.getByLabel('Tên đăng nhập').fill('quan.tri')
  await page.getByLabel('Mật khẩu', { exact: true }).fill('sai mật khẩu')
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await page.getByRole('alert').waitFor()
  await look(page, 'dang-nhap-sai')
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await page.getByText('Còn một bước').waitFor()
  await look(page, 'dang-nhap-ma')
  await page.getByLabel('Mã xác thực').fill(spare.toUpperCase().replaceAll('-', ' '))
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await page.waitForURL('**/tai-khoan')
  await page.getByText('còn 9 mã').first().waitFor()

  await page.goto('/quan-tri')
  await look(page, 'quan-tri')
  await page.goto('/quan-tri/tai-khoan/moi')
  await page.getByLabel('Họ và tên').fill('Lê Văn An')
  await page.getByLabel('Vai trò', { exact: true }).first().selectOption('auditor')
  await page.getByRole('button', { name: 'Tạo lời mời' }).click()
  await page.getByRole('alert').waitFor()
  await look(page, 'quan-tri-moi-sai')
  await page.getByLabel('Phạm vi').first().selectOption('all')
  await page.getByRole('button', { name: 'Tạo lời mời' }).click()
  await page.getByText('Trao liên kết này cho Lê Văn An').waitFor()
  const link = await page.getByLabel('Liên kết').inputValue()
  await look(page, 'quan-tri-lien-ket')
  await page.getByRole('link', { name: 'Xong' }).click()
  await look(page, 'quan-tri-mot-tai-khoan')
  await page.goto('/quan-tri/tai-khoan')
  await look(page, 'quan-tri-tai-khoan')
  await page.goto('/quan-tri/loi-moi')
  await look(page, 'quan-tri-loi-moi')
  await page.goto(link)
  await page.getByText('Liên kết này dành cho người khác').waitFor()
  await look(page, 'loi-moi-cua-nguoi-khac')

  const an = await openPage(browser, site.address, phone)
  await an.page.goto(link)
  await look(an.page, 'loi-moi')
  await an.page.getByLabel('Mật khẩu mới', { exact: true }).fill('hỏi thăm chú chuột')
  await an.page.getByLabel('Gõ lại mật khẩu mới').fill('hỏi thăm chú chuột')
  await an.page.getByRole('button', { name: 'Đặt mật khẩu' }).click()
  await an.page.getByText('Mật khẩu đã đặt.').waitFor()
  await an.page.getByLabel('Tên đăng nhập').fill('le.van.an')
  await an.page.getByLabel('Mật khẩu', { exact: true }).fill('hỏi thăm chú chuột')
  await an.page.getByRole('button', { name: 'Đăng nhập' }).click()
  await an.page.waitForURL('**/lam-viec')
  assert.deepEqual(real(faults), [])
  assert.deepEqual(real(an.faults), [])
  await an.context.close()
  await context.close()
})
