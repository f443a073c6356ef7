// What the roles do in the practice year: every page that a role is led to is
// looked at, and an officer finds the report that waits, meets its refusals and
// loses nothing.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, onDay, look, violations, picture } from './harness.mjs'

let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const roles = ['ha-noi-lanh-dao', 'ho-chi-minh-lanh-dao', 'da-nang-chuyen-vien', 'thuong-truc', 'hoi-dong', 'tham-dinh', 'kiem-toan', 'bien-tap', 'quan-tri']

for (const role of roles) {
  test(`every page that ${role} is led to`, async () => {
    const { page, context, faults } = await openPage(browser, demo.address)
    await asRole(page, role)
    const links = await page.locator('nav a[href^="/lam-viec"]').evaluateAll((all) => [...new Set(all.map((a) => new URL(a.href).pathname))])
    assert.ok(links.length >= 1, 'no page at all')
    for (const link of links) {
      const answer = await page.goto(link)
      assert.ok(answer.status() < 400, `${link} answers ${answer.status()}`)
      assert.equal(await page.locator('h1').count(), 1, `${link} must have one h1`)
      if (link.includes('/2026')) assert.ok((await page.locator('body').innerText()).toLowerCase().includes('số liệu minh họa'), link)
      await look(page, `${role}${link.replaceAll('/', '-')}`)
    }
    assert.deepEqual(faults, [])
    await context.close()
  })
}

test('the figures of a year are shown as slides, by keyboard', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'thuong-truc')
  await page.goto('/lam-viec/nam-thanh-pho/2026')
  await page.getByRole('link', { name: 'Trình chiếu số liệu của năm' }).click()
  await page.getByRole('heading', { name: 'Năm thi đua 2026', level: 1 }).waitFor()
  await look(page, 'slides')
  await page.setViewportSize({ width: 1920, height: 1080 })
  const count = await page.locator('.slide').count()
  assert.ok(count > 3, `${count} slides`)
  assert.equal(await page.locator('.slide-practice').count(), count, 'every slide of practice data says so')
  for (let n = 2; n <= count; n++) {
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction((id) => document.activeElement?.id === id && Math.abs(document.activeElement.getBoundingClientRect().top) < 2, `hinh-${n}`)
    assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().height <= innerHeight + 1), `slide ${n} is larger than the screen`)
  }
  await page.keyboard.press('Home')
  await page.waitForFunction(() => document.activeElement?.id === 'hinh-1')
  await page.goto('/lam-viec/nam-thanh-pho/2026/trinh-chieu#hinh-3')
  await picture(page, 'slide-chart')
  assert.deepEqual(faults, [])
  await context.close()
})

test('an officer finds the report that waits and types it', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await onDay(page, '21/12/2026')
  await asRole(page, 'da-nang-chuyen-vien')
  await page.getByRole('link', { name: 'Báo cáo Cả năm' }).click()
  await page.locator('input[name="value-THU_NGAN_SACH"]').fill('64.2')
  await page.locator('input[name="value-GRDP_TANG"]').fill('9,3')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  assert.equal(await page.locator('input[name="value-THU_NGAN_SACH"]').inputValue(), '64.2')
  assert.equal(await page.locator('input[name="value-GRDP_TANG"]').inputValue(), '9,3')
  assert.ok((await page.locator('body').innerText()).includes('«64.2» có thể là'))
  assert.deepEqual(await violations(page), [])
  await picture(page, 'report-refused')
  await page.locator('input[name="value-THU_NGAN_SACH"]').fill('64.200')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByText('Đã lưu; chưa nộp.').waitFor()
  assert.deepEqual(await violations(page), [])
  await picture(page, 'report-saved')
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
  await context.close()
})

test('the same form works without script', async () => {
  const { page, context } = await openPage(browser, demo.address, { javaScriptEnabled: false })
  await page.goto('/vai')
  await page.locator('form[action="/vai/da-nang-chuyen-vien"] button').click()
  await page.getByRole('link', { name: 'Báo cáo Cả năm' }).click()
  await page.locator('input[name="value-HO_NGHEO"]').fill('0,55')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  assert.ok((await page.locator('body').innerText()).includes('Đã lưu; chưa nộp.'))
  assert.equal(await page.locator('input[name="value-HO_NGHEO"]').inputValue(), '0,55')
  await context.close()
})

test('another member may not draft the covenant', async () => {
  const { page, context } = await openPage(browser, demo.address)
  await asRole(page, 'da-nang-lanh-dao')
  await page.goto('/lam-viec/nam-thanh-pho/2026/giao-uoc')
  assert.equal(await page.getByRole('link', { name: 'Thêm nội dung' }).count(), 0)
  await context.close()
})
