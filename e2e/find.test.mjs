// Anywhere with Ctrl K: found while typing, opened with the keyboard alone; what was open
// last is offered, and forgotten with signing out.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, look, violations, picture, overflow } from './harness.mjs'

let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

test('the keyboard alone leads anywhere', async () => {
  const { page, context, faults } = await openPage(browser, demo.address, { viewport: { width: 1440, height: 900 } })
  await asRole(page, 'ha-noi-lanh-dao')
  await page.keyboard.press('Control+k')
  const panel = page.locator('dialog.find-panel')
  await panel.getByText('Những mục bạn mở sẽ hiện ở đây.').waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'tim-gi')
  await page.keyboard.type('hoi nghi')
  await panel.getByRole('link', { name: /^Hội nghị/ }).first().waitFor()
  assert.deepEqual(await violations(page), [])
  await picture(page, 'find-panel')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/hoi-nghi')
  await page.goto('/lam-viec/nam-thanh-pho/2026/giao-uoc')
  // What was open last is there at once, the newest first.
  await page.keyboard.press('Control+k')
  await panel.getByRole('heading', { name: 'Vừa mở' }).waitFor()
  const names = await panel.getByRole('link').allInnerTexts()
  assert.equal(names.length, 2)
  assert.match(names[0], /^Giao ước/)
  assert.match(names[1], /Hội nghị|Tổng kết/i)
  await picture(page, 'find-recent')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.keyboard.press('Escape')
  assert.equal(await panel.isVisible(), false)
  // Signing out forgets it.
  await page.locator('.actor > summary').click()
  await page.getByRole('button', { name: 'Trở lại làm bạn đọc' }).click()
  await page.waitForLoadState()
  assert.equal(await page.evaluate(() => localStorage.getItem('recent')), null)
  assert.deepEqual(faults, [])
  await context.close()
})

test('another account on the same machine sees nothing of it', async () => {
  const { page, context } = await openPage(browser, demo.address)
  await asRole(page, 'ha-noi-lanh-dao')
  await page.goto('/lam-viec/nam-thanh-pho/2026/giao-uoc')
  assert.ok(await page.evaluate(() => localStorage.getItem('recent')))
  await asRole(page, 'kiem-toan') // whose first page is no object
  assert.equal(await page.evaluate(() => localStorage.getItem('recent')), null)
  await context.close()
})

test('on a telephone it is a button, and the page looks right without script too', async () => {
  const { page, context, faults } = await openPage(browser, demo.address, { viewport: { width: 360, height: 740 } })
  await asRole(page, 'da-nang-chuyen-vien')
  assert.equal(await overflow(page), 0)
  await page.getByRole('link', { name: 'Tìm', exact: true }).click()
  const panel = page.locator('dialog.find-panel')
  await panel.getByLabel('Trang, đơn vị, hồ sơ, văn bản, bài viết').fill('da nang')
  await panel.getByRole('heading', { name: 'Đã công bố' }).waitFor()
  assert.equal(await overflow(page), 0)
  await page.goto('/lam-viec/tim?q=bao+cao')
  await look(page, 'find-page')
  assert.deepEqual(faults, [])
  await context.close()
  const plain = await openPage(browser, demo.address, { javaScriptEnabled: false })
  await plain.page.goto('/vai')
  await plain.page.locator('form[action="/vai/da-nang-chuyen-vien"] button').click()
  await plain.page.getByRole('link', { name: 'Tìm', exact: true }).click()
  await plain.page.getByLabel('Trang, đơn vị, hồ sơ, văn bản, bài viết').fill('ke hoach')
  await plain.page.getByRole('button', { name: 'Tìm' }).click()
  await plain.page.getByRole('link', { name: /^Kế hoạch, chương trình/ }).first().waitFor()
  await plain.context.close()
})
