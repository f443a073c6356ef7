// A score sheet in the browser: built by keys and by dragging, the form of a
// criterion shows what its kind needs, and every page is looked at in two widths.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, look, overflow } from './harness.mjs'

const base = '/lam-viec/nam-thanh-pho/2026/cham-diem'
const sheet = `${base}/bang`
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

const paths = () => page.locator('.sheet-tree input[name=dong]').evaluateAll((list) => list.map((radio) => radio.value).join(' '))
const row = (path) => page.locator(`.sheet-tree tr:has(input[value="${path}"])`)

test('a sheet is pasted with the numbering of the document', async () => {
  await asRole(page, 'thuong-truc')
  await page.goto(sheet)
  await look(page, 'sheet-none')
  await page.getByRole('link', { name: 'Dán từ bảng tính' }).click()
  await page.getByLabel('Các tiêu chí', { exact: true }).fill('STT\tNội dung\tĐiểm chuẩn\nI\tKinh tế\t30\n1.\tThu ngân sách\t10\n2.\tGiải ngân\t20\nII\tXã hội\t70\n')
  await page.getByLabel('Tiêu chí không ghi cách chấm').selectOption('direct')
  await look(page, 'sheet-paste')
  await page.getByRole('button', { name: 'Lưu bảng' }).click()
  assert.equal(await paths(), 'I I/1 I/2 II')
})

test('keys move a criterion, and it stays chosen', async () => {
  await row('I/2').locator('input').focus()
  for (const [key, want] of [['Alt+ArrowUp', 'I I/2 I/1 II'], ['Alt+ArrowLeft', 'I I/1 2 II'], ['Alt+ArrowRight', 'I I/1 I/2 II']]) {
    await Promise.all([page.waitForURL(/dong=/), page.waitForEvent('load'), page.keyboard.press(key)])
    assert.equal(await paths(), want)
    assert.equal(await page.evaluate(() => document.activeElement.name), 'dong', `${key}: the criterion has the focus`)
  }
  await page.keyboard.press('ArrowUp')
  assert.equal(await page.evaluate(() => document.activeElement.value), 'I/1')
  await Promise.all([page.waitForURL(/tieu-chi\?dong=I%2F1/), page.keyboard.press('Enter')])
})

test('the form shows what the kind needs', async () => {
  const kind = page.getByLabel('Cách chấm')
  for (const [value, seen, hidden] of [
    ['', [], ['Đơn vị tính', 'Điểm mỗi lần', 'Các bậc']],
    ['direct', ['Đơn vị tính'], ['Điểm mỗi lần', 'Các bậc', 'Chỉ số của năm']],
    ['deduction', ['Điểm mỗi lần'], ['Các bậc', 'Điểm theo thứ hạng']],
    ['rank_points', ['Điểm theo thứ hạng'], ['Điểm mỗi lần', 'Chỉ số của năm']],
    ['target', ['Chỉ số của năm'], ['Các bậc', 'Điểm mỗi lần']],
  ]) {
    await kind.selectOption(value)
    for (const label of seen) assert.ok(await page.getByLabel(label).isVisible(), `${value}: ${label} in sight`)
    for (const label of hidden) assert.ok(!await page.getByLabel(label).isVisible(), `${value}: ${label} out of sight`)
  }
  await page.getByLabel('Theo bậc').check()
  await page.getByLabel('Các bậc').fill('100: 10\n95: 8')
  await look(page, 'sheet-criterion')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  assert.match(await row('I/1').innerText(), /theo bậc \(100%: 10; 95%: 8\)/)
})

test('a criterion is dragged into a group, and what no longer adds up is said', async () => {
  await page.goto(sheet)
  const box = await row('I').boundingBox()
  await row('II').dragTo(row('I'), { sourcePosition: { x: 120, y: 10 }, targetPosition: { x: 120, y: box.height / 2 } })
  await page.getByText('Đã chuyển «II».').waitFor()
  assert.equal(await paths(), 'I I/1 I/2 I/II')
  assert.match(await row('I').innerText(), /các con cộng lại 100/)
  await look(page, 'sheet-off')
})

test('settings, trial, copy', async () => {
  await page.goto(`${sheet}/cai-dat`)
  assert.ok(!await page.getByLabel('Chấm chéo', { exact: true }).isVisible())
  await page.getByLabel('Trung bình có trọng số').check()
  assert.ok(await page.getByLabel('Chấm chéo', { exact: true }).isVisible())
  await look(page, 'sheet-settings')
  await page.goto(`${sheet}/thu?dong=I/1`)
  await page.locator('[name="target_I/1_A"]').fill('100')
  await page.locator('[name="actual_I/1_A"]').fill('96')
  await page.getByRole('button', { name: 'Tính thử' }).click()
  assert.match(await page.locator('.try').innerText(), /8,00 điểm 96\/100: 96,00%/)
  await look(page, 'sheet-try')
  await page.goto(`${sheet}/chep`)
  await look(page, 'sheet-copy')
  assert.equal(await overflow(page), 0)
  assert.deepEqual(faults, [])
})
