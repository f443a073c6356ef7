// What an officer does: the lead drafts a covenant in the browser, meets its
// refusals, and finds what was typed still there.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, violations, picture, overflow } from './harness.mjs'

let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

test('the lead drafts a covenant', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'ha-noi-lanh-dao')
  await page.goto('/lam-viec/nam-thanh-pho/2026/giao-uoc')
  assert.ok((await page.locator('body').innerText()).includes('Số liệu minh họa'))
  await page.getByRole('button', { name: 'Bắt đầu soạn giao ước' }).click()
  await page.getByRole('link', { name: 'Thêm nội dung' }).click()
  await page.getByLabel('Tên nội dung thi đua').fill('Phát triển kinh tế')
  await page.getByRole('button', { name: 'Lưu nội dung' }).click()
  assert.ok((await page.locator('body').innerText()).includes('Ghi nghị quyết'))
  assert.equal(await page.getByLabel('Tên nội dung thi đua').inputValue(), 'Phát triển kinh tế')
  assert.deepEqual(await violations(page), [])
  await picture(page, 'covenant-refused')
  await page.getByLabel(/Phục vụ nghị quyết/).fill('Nghị quyết 01/NQ-CP')
  await page.getByRole('button', { name: 'Lưu nội dung' }).click()
  await page.getByRole('heading', { name: '1. Phát triển kinh tế' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await picture(page, 'covenant-draft')
  await page.setViewportSize({ width: 360, height: 740 })
  assert.ok((await overflow(page)) <= 0)
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
  await context.close()
})

test('another member may not', async () => {
  const { page, context } = await openPage(browser, demo.address)
  await asRole(page, 'da-nang-lanh-dao')
  await page.goto('/lam-viec/nam-thanh-pho/2026/giao-uoc')
  assert.equal(await page.getByRole('link', { name: 'Thêm nội dung' }).count(), 0)
  await context.close()
})
