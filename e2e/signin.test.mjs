import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startServe, startBrowser, openPage, look } from './harness.mjs'

const password = 'con mèo trèo cây cau'
let site, browser

before(async () => {
  site = await startServe()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

test('the first administrator comes in by the link, signs out and in again on a phone', async () => {
  const { page, context, faults } = await openPage(browser, site.address, { viewport: { width: 360, height: 740 } })
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
  await page.waitForURL('**/lam-viec')
  await page.goto('/tai-khoan')
  await look(page, 'tai-khoan')
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
  await page.waitForURL('**/tai-khoan')
  await page.getByText('Đây là phiên này').waitFor()
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
  await context.close()
})
