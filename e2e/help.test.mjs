// The guides beside the screen: opened with the keyboard, read while a form is typed,
// closed with Esc; a page of their own without script.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, onDay, look, picture, violations, overflow } from './harness.mjs'

let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

test('an officer reads the guide beside the report, and what was typed stays', async () => {
  const { page, context, faults } = await openPage(browser, demo.address, { viewport: { width: 1440, height: 900 } })
  await onDay(page, '21/12/2026')
  await asRole(page, 'da-nang-chuyen-vien')
  await page.getByRole('link', { name: 'Báo cáo Cả năm' }).click()
  const field = page.locator('input[name="value-HO_NGHEO"]')
  await field.fill('0,55')
  const help = page.locator('a.help-link')
  await help.focus()
  await page.keyboard.press('Enter')
  const panel = page.locator('dialog.help-panel')
  await panel.getByRole('heading', { name: 'Báo cáo số liệu' }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Báo cáo số liệu', 'the section has the focus')
  const top = await panel.getByRole('heading', { name: 'Báo cáo số liệu' }).boundingBox()
  assert.ok(top.y < 300, 'the right section is in sight')
  assert.equal(await field.inputValue(), '0,55')
  assert.deepEqual(await violations(page), [])
  await field.fill('0,56') // the page works beside it
  assert.equal(await panel.evaluate((e) => e.matches(':modal')), false)
  await picture(page, 'help-panel')
  await page.setViewportSize({ width: 1440, height: 900 })
  // Inside, a link leads from guide to guide.
  await panel.getByRole('link', { name: 'chuyên viên' }).first().click()
  await panel.getByRole('heading', { name: 'Chuyên viên đơn vị thành viên' }).waitFor()
  // From page to page it stays.
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByText('Đã lưu; chưa nộp.').waitFor()
  await panel.getByRole('heading', { name: 'Chuyên viên đơn vị thành viên' }).waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await panel.isVisible(), false)
  assert.equal(await page.evaluate(() => document.activeElement.className), 'help-link', 'the focus returns')
  await page.reload()
  assert.equal(await page.locator('dialog.help-panel').count(), 0, 'closed it stays closed')
  assert.deepEqual(faults, [])
  await context.close()
})

test('on a telephone the guide covers the page and closes again', async () => {
  const { page, context, faults } = await openPage(browser, demo.address, { viewport: { width: 360, height: 740 } })
  await asRole(page, 'ha-noi-lanh-dao')
  await page.locator('a.help-link').click()
  const panel = page.locator('dialog.help-panel')
  await panel.getByRole('heading', { name: 'Việc của tôi', exact: true }).waitFor()
  assert.equal(await overflow(page), 0)
  assert.deepEqual(await violations(page), [])
  await panel.getByRole('button', { name: 'Đóng' }).click()
  assert.equal(await panel.isVisible(), false)
  assert.deepEqual(faults, [])
  await context.close()
})

test('without script the link opens a page', async () => {
  const { page, context } = await openPage(browser, demo.address, { javaScriptEnabled: false })
  await page.goto('/vai')
  await page.locator('form[action="/vai/da-nang-chuyen-vien"] button').click()
  await page.getByRole('link', { name: 'Trợ giúp' }).first().click()
  await page.getByRole('heading', { name: 'Việc của tôi, tìm, thông báo, ủy quyền' }).waitFor()
  await context.close()
})

test('the guides look right, light and dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, context, faults } = await openPage(browser, demo.address, { colorScheme })
    for (const [name, path] of [['help-list', '/tro-giup'], ['help-role', '/tro-giup/vai-truong-pho'], ['help-task', '/tro-giup/tep-du-lieu']]) {
      await page.goto(path)
      await look(page, `${name}-${colorScheme}`)
    }
    assert.deepEqual(faults, [])
    await context.close()
  }
})
