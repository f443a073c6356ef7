// The marking table: by keyboard, by pasting a column, saved in passing by two
// persons at once, on a phone, and without script.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, onDay, look, overflow, picture, violations } from './harness.mjs'

const sheet = '/lam-viec/nam-thanh-pho/2026/cham-diem'
const table = sheet + '/u-da-nang'
let demo, browser

// Two groups of twenty criteria each, one yes or no among them.
function rows() {
  const list = []
  for (const group of ['I', 'II']) {
    list.push(`${group}\tNhóm nhiệm vụ ${group}\t100`)
    for (let i = 1; i <= 20; i++) list.push(`${group}/${i}\tThực hiện nhiệm vụ thứ ${i} đúng tiến độ\t5\t${i === 3 ? 'đạt' : 'chấm thẳng'}`)
  }
  return list.join('\n')
}

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
  const { page, context } = await openPage(browser, demo.address)
  await onDay(page, '1/12/2026')
  await asRole(page, 'thuong-truc')
  for (const [path, form] of [[sheet, { name: 'Bảng chấm điểm 2026', decimals: '2', rows: rows(), version: '0' }], [sheet + '/mo', {}]]) {
    const answer = await page.request.post(path, { form })
    assert.ok(answer.ok(), `${path} answers ${answer.status()}`)
  }
  await context.close()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const cell = (page, name) => page.locator(`[name="${name}"]`)
const saved = (page) => page.locator('[data-saved]')
const focused = (page) => page.evaluate(() => document.activeElement.name)
const paste = (page, text) => page.evaluate((text) => {
  const data = new DataTransfer()
  data.setData('text/plain', text)
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}, text)

test('a unit marks itself by keyboard and by pasting, saved in passing', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'da-nang-lanh-dao')
  await page.goto(table)
  await look(page, 'marking')
  await cell(page, 'value_I/1').focus()
  await page.keyboard.type('4,5')
  await page.keyboard.press('Enter')
  assert.equal(await focused(page), 'value_I/2', 'Enter goes down')
  await page.keyboard.press('Enter')
  assert.equal(await focused(page), 'value_I/3', 'and into a choice')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowUp')
  assert.equal(await focused(page), 'value_I/3', 'an arrow goes up')
  await page.keyboard.press('Shift+Enter')
  assert.equal(await focused(page), 'value_I/2', 'Shift+Enter goes up')
  await page.keyboard.press('ArrowRight')
  assert.equal(await focused(page), 'note_I/2', 'an arrow goes along the row')
  await saved(page).getByText(/^Đã lưu nháp lúc/).waitFor()
  assert.equal(await page.locator('[data-total]').innerText(), '4,50')

  await cell(page, 'value_I/2').focus()
  await paste(page, '3\r\nđạt\r\n2,5\tBáo cáo 7\r\n1\r\n')
  await saved(page).getByText(/^Đã dán 5 ô\./).waitFor()
  await saved(page).getByText(/^Đã lưu nháp lúc/).waitFor()
  assert.equal(await page.locator('[data-total]').innerText(), '16,00')
  await page.reload()
  assert.equal(await cell(page, 'value_I/3').inputValue(), '1')
  assert.equal(await cell(page, 'note_I/4').inputValue(), 'Báo cáo 7')
  assert.equal(await page.locator('[data-lacking]').innerText(), '35')

  // What cannot be stored is named, the rest is saved, nothing typed is lost.
  await cell(page, 'value_I/6').fill('9')
  await cell(page, 'value_I/7').fill('2')
  await page.locator('#o-value_I-6-wrong').waitFor()
  assert.match(await page.locator('#o-value_I-6-wrong').innerText(), /cao hơn điểm tối đa/)
  await page.waitForFunction(() => document.querySelector('tr[data-leaf="I/7"] [data-points]').textContent === '2,00')
  assert.equal(await cell(page, 'value_I/6').inputValue(), '9')
  assert.deepEqual(await violations(page), [])
  await picture(page, 'marking-refused')
  await cell(page, 'value_I/6').fill('4')
  await saved(page).getByText(/^Đã lưu nháp lúc/).waitFor()

  // A folded group hides what stands in it.
  await page.getByLabel('Thu gọn nhóm II', { exact: true }).check()
  assert.equal(await cell(page, 'value_II/1').isVisible(), false)
  assert.equal(await cell(page, 'value_I/1').isVisible(), true)
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
  await context.close()
})

test('two persons type at once and nobody loses a word', async () => {
  const one = await openPage(browser, demo.address)
  const other = await openPage(browser, demo.address)
  await asRole(one.page, 'da-nang-lanh-dao')
  await asRole(other.page, 'da-nang-chuyen-vien')
  await one.page.goto(table)
  await other.page.goto(table)
  await cell(one.page, 'value_II/1').fill('1')
  await saved(one.page).getByText(/^Đã lưu nháp lúc/).waitFor()
  await cell(other.page, 'value_II/2').fill('2')
  await saved(other.page).getByText(/^Đã lưu nháp lúc/).waitFor()
  assert.equal(await cell(other.page, 'value_II/1').inputValue(), '1', 'the other sees what was saved meanwhile')
  await cell(one.page, 'value_II/2').fill('3')
  await one.page.locator('#o-value_II-2-wrong').getByText(/vừa được Hồ Thị Báo Cáo ghi lúc .*: 2\./).waitFor()
  assert.equal(await cell(one.page, 'value_II/2').inputValue(), '3', 'what was typed stays')
  await cell(one.page, 'value_II/2').fill('3,5')
  await saved(one.page).getByText(/^Đã lưu nháp lúc/).waitFor()
  await other.page.reload()
  assert.equal(await cell(other.page, 'value_II/2').inputValue(), '3,5')
  assert.deepEqual([...one.faults, ...other.faults].filter((f) => !f.includes('409')), [])
  await one.context.close()
  await other.context.close()
})

test('the table on a phone has no sideways scrolling', async () => {
  const { page, context } = await openPage(browser, demo.address, { viewport: { width: 360, height: 740 } })
  await asRole(page, 'da-nang-lanh-dao')
  for (const path of [table, table + '?loc=thieu', table + '/tieu-chi/I/1', sheet + '/tien-do']) {
    await page.goto(path)
    assert.ok((await overflow(page)) <= 0, path)
  }
  await context.close()
})

test('without script the buttons do the same, and Enter only saves', async () => {
  const { page, context } = await openPage(browser, demo.address, { javaScriptEnabled: false })
  await asRole(page, 'da-nang-chuyen-vien')
  await page.goto(table)
  await cell(page, 'value_II/5').fill('2,5')
  await cell(page, 'value_II/5').press('Enter')
  await page.getByText('Đã lưu nháp; chưa nộp.').waitFor()
  assert.equal(await cell(page, 'value_II/5').inputValue(), '2,5')
  await page.getByRole('link', { name: 'Chỉ xem còn thiếu' }).click()
  assert.equal(await cell(page, 'value_II/5').count(), 0)
  await page.getByRole('button', { name: 'Lưu và nộp' }).click()
  await page.getByText(/Còn \d+ tiêu chí chưa chấm/).first().waitFor()
  await context.close()
})
