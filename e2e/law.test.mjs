// From an answer to the article that it rests on, and back: an officer asks of a file,
// a reader reads the rule beside its citation.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, look, violations } from './harness.mjs'

let demo, browser, page, context, faults

before(async () => {
  demo = await startDemo()
  browser = await startBrowser();
  ({ page, context, faults } = await openPage(browser, demo.address))
})
after(async () => {
  await context?.close()
  await browser?.close()
  await demo?.stop()
})

const title = () => page.locator('h1').innerText()

test('an officer goes from an answer to its article and back', async () => {
  await asRole(page, 'da-nang-chuyen-vien')
  const opened = await page.request.post('/so-khen-thuong/u-da-nang/moi', { form: { kind: 'person', name: 'Trần Thị Đào', birth_year: '1985', classes: 'official' } })
  assert.ok(opened.ok(), `opening a file answers ${opened.status()}`)
  await page.goto('/so-khen-thuong/u-da-nang')
  await page.getByRole('link', { name: 'Trần Thị Đào' }).first().click()
  await page.getByRole('link', { name: 'Xét điều kiện' }).click()
  await page.locator('#gan-nhat').getByRole('link', { name: '«Chiến sĩ thi đua cơ sở»' }).click()
  const asked = page.url()
  assert.equal(await title(), '«Chiến sĩ thi đua cơ sở»')
  await page.getByRole('button', { name: 'Chép' }).click()
  await page.getByText(/Đã chép|nhấn Ctrl\+C/).waitFor()
  await look(page, 'law-answer')
  await page.locator('.conditions').first().getByRole('link', { name: 'khoản 2 Điều 23 Luật số 06/2022/QH15' }).first().click()
  await page.waitForURL('**/phap-luat/van-ban/06-2022-qh15#dieu-23')
  const article = page.locator('#dieu-23')
  await article.locator('summary').click()
  await article.getByRole('link', { name: /«Chiến sĩ thi đua cơ sở» – 2022-d152/ }).first().click()
  await page.waitForURL('**/phap-luat/che-do/2022-d152/T-CSTDCS')
  assert.ok((await page.locator('main').innerText()).includes('Mọi tình huống đều được trả lời đúng.'))
  await page.goBack()
  await page.goBack()
  assert.equal(page.url(), asked)
})

test('what is supposed stands beside the file', async () => {
  await page.getByText('Giả định thêm').click()
  await page.getByLabel('Xếp loại của năm xét').selectOption('HTXS')
  await page.getByRole('button', { name: 'Trả lời' }).click()
  await page.getByRole('heading', { name: 'Theo giả định' }).waitFor()
  assert.ok(page.url().includes('xl=HTXS'))
})

test('the rule reader has nothing that a machine sees wrong', async () => {
  for (const path of ['', '/che-do/2026-l06', '/che-do/2022-d152/T-CSTDCS', '/van-ban/152-2025-nd-cp', '/so-sanh', '/gia-tri']) {
    await page.goto('/phap-luat' + path)
    assert.deepEqual(await violations(page), [], path)
  }
  assert.deepEqual(faults, [])
})
