// Certificates are laid out by dragging over the sheet, printed by decision, and
// checked in public by who holds one.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, look } from './harness.mjs'

const base = '/so-khen-thuong/u-ha-noi/bang'
let demo, browser, page, context, faults

before(async () => {
  demo = await startDemo()
  browser = await startBrowser();
  ({ page, context, faults } = await openPage(browser, demo.address, { acceptDownloads: true, viewport: { width: 1440, height: 900 } }))
})
after(async () => {
  await context?.close()
  await browser?.close()
  await demo?.stop()
})

const press = async (name) => {
  const arrives = page.waitForEvent('framenavigated')
  await page.getByRole('button', { name, exact: true }).click()
  await arrives
  await page.waitForLoadState()
}

test('a field is dragged to its place and stays there', async () => {
  await asRole(page, 'ha-noi-chuyen-vien')
  await page.goto(base)
  await page.getByLabel('Tên mẫu in').fill('Giấy khen')
  await press('Thêm mẫu in')
  await page.getByText('Đã thêm mẫu in.').waitFor()
  await look(page, 'certificate-design')
  const x = page.locator('input[name="x_3"]')
  assert.equal(await x.inputValue(), '40')
  const field = page.locator('[data-field="3"] rect')
  const before = await field.boundingBox()
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2)
  await page.mouse.down()
  await page.mouse.move(before.x + before.width / 2 + 60, before.y + before.height / 2 + 30, { steps: 5 })
  await page.mouse.up()
  const moved = await x.inputValue()
  assert.ok(parseFloat(moved.replace(',', '.')) > 45, moved)
  const after = await field.boundingBox()
  assert.ok(Math.abs(after.x - before.x - 60) < 4 && Math.abs(after.y - before.y - 30) < 4)

  // Typed, it moves too.
  await page.locator('input[name="y_3"]').fill('100')
  assert.ok((await field.boundingBox()).y < after.y)

  // Past the sheet it is refused beside its field, with what was typed still there.
  await page.locator('input[name="width_3"]').fill('390')
  await press('Lưu mẫu in')
  await page.getByText('không ra ngoài phôi').first().waitFor()
  assert.equal(await page.locator('input[name="width_3"]').inputValue(), '390')
  await look(page, 'certificate-design-refused')
  assert.ok(await page.locator('input[name="width_3"]').isVisible(), 'what is wrong is folded away')
  await page.locator('input[name="width_3"]').fill('300')
  await press('Lưu mẫu in')
  await page.getByText('Đã lưu mẫu in.').waitFor()
  assert.equal(await x.inputValue(), moved)

  const printed = await page.request.get(`${page.url()}/thu.pdf`)
  assert.equal(printed.status(), 200)
  assert.equal((await printed.body()).subarray(0, 5).toString(), '%PDF-')
})

test('who holds a certificate checks it', async () => {
  await page.goto(base)
  await look(page, 'certificates')
  await page.goto('/kiem-tra-bang')
  await look(page, 'certificate-check')
  await page.getByLabel('Mã trên bằng').fill('ABCD')
  await press('Kiểm tra')
  await page.getByText('Không có bằng nào mang mã này').first().waitFor()
  assert.deepEqual(faults.filter((f) => !f.includes('status of 422')), [])
})
