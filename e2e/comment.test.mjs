// Readers' comments in the browser: one is written with script, whose puzzle the browser
// solves by itself; one without script and by the keyboard alone, whose question the
// reader answers; a moderator approves both in one go, and they stand on the page.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, look, violations } from './harness.mjs'

const path = '/cum/nam-thanh-pho/2023/y-kien'
let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const numbers = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười', 'mười một', 'mười hai', 'mười ba', 'mười bốn', 'mười lăm', 'mười sáu', 'mười bảy', 'mười tám', 'mười chín']

/** The answer to "Bảy cộng năm bằng bao nhiêu?"; NaN of another question. */
function sum(question) {
  const m = question.toLowerCase().match(/^\s*(.+?) cộng (.+?) bằng/)
  const of = (words) => numbers.indexOf(words) < 0 ? NaN : numbers.indexOf(words)
  return m ? of(m[1]) + of(m[2]) : NaN
}

test('the browser solves the puzzle while the reader writes', async () => {
  const { page, context, faults } = await openPage(browser, demo.address, { viewport: { width: 1440, height: 900 } })
  await page.goto('/cum/nam-thanh-pho/2023')
  await page.getByRole('link', { name: 'gửi ý kiến đầu tiên' }).click()
  const box = page.locator('[data-puzzle]')
  assert.ok(await box.locator('[data-puzzle-question]').isVisible(), 'the question stands there until the work is done')
  await look(page, 'comment-empty')
  const began = Date.now()
  await page.getByLabel('Họ tên').fill('Nguyễn Văn An')
  await page.locator('[data-puzzle=solved]').waitFor({ timeout: 60000 })
  console.log(`solved in ${Date.now() - began} ms`)
  assert.ok(await box.locator('[data-puzzle-question]').isHidden())
  assert.match(await box.locator('[role=status]').innerText(), /đã tự xác nhận/)
  await page.getByLabel('Ý kiến', { exact: true }).fill('Ngắn')
  await page.getByRole('button', { name: 'Gửi ý kiến' }).click()
  await page.getByText('Viết ít nhất 10 chữ cái.').first().waitFor()
  assert.equal(await page.getByLabel('Họ tên').inputValue(), 'Nguyễn Văn An')
  await look(page, 'comment-refused')
  // Sent before the browser is done: it sends by itself once it is.
  await page.getByLabel('Ý kiến', { exact: true }).fill('Kết quả năm 2023 rất đáng mừng.\n\nMong cụm công bố số liệu từng quý.')
  await page.getByRole('button', { name: 'Gửi ý kiến' }).dblclick()
  await page.getByText('Ý kiến của bạn đã được nhận, chờ duyệt.').waitFor({ timeout: 60000 })
  assert.equal(await page.getByText('Nguyễn Văn An').count(), 0)
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
  await context.close()
})

test('without script a reader answers a question, by the keyboard alone', async () => {
  const { page, context } = await openPage(browser, demo.address, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  await page.goto(path)
  const label = page.locator('[data-puzzle-question] label')
  const tabTo = async (name) => {
    for (let i = 0; i < 60; i++) {
      if (await page.evaluate(([n]) => document.activeElement.name === n, [name])) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`the keyboard does not reach ${name}`)
  }
  await tabTo('name')
  await page.keyboard.type('Trần Thị Bình')
  await tabTo('body')
  await page.keyboard.type('Tôi gửi ý kiến này bằng bàn phím.')
  for (let i = 0; Number.isNaN(sum(await label.innerText())); i++) {
    assert.ok(i < 80, 'no sum among eighty questions')
    await tabTo('puzzle_again')
    const arrives = page.waitForEvent('framenavigated')
    await page.keyboard.press('Enter')
    await arrives
    await page.waitForLoadState()
    assert.equal(await page.locator('[name=body]').inputValue(), 'Tôi gửi ý kiến này bằng bàn phím.')
  }
  await tabTo('puzzle')
  await page.keyboard.type(String(sum(await label.innerText())))
  await page.keyboard.press('Enter')
  await page.getByText('Ý kiến của bạn đã được nhận, chờ duyệt.').waitFor()
  await context.close()
})

test('a moderator approves both in one go, and they stand on the page', async () => {
  const { page, context, faults } = await openPage(browser, demo.address, { viewport: { width: 1440, height: 900 } })
  await asRole(page, 'bien-tap')
  await page.getByRole('link', { name: '3 ý kiến bạn đọc chờ duyệt' }).first().click() // one is the demonstration's own
  await look(page, 'comment-queue')
  await page.getByRole('link', { name: 'Chọn tất cả ý kiến trên trang này' }).click()
  await page.getByRole('button', { name: 'Duyệt ý kiến đã chọn' }).click()
  await page.getByText('Đã duyệt 3 ý kiến.').waitFor()
  await page.goto('/y-kien-ban-doc?loc=approved')
  await page.getByRole('link', { name: 'Mở ý kiến của Nguyễn Văn An' }).click()
  await page.getByText('Trả lời bạn đọc').first().click()
  await page.getByLabel('Nội dung trả lời').fill('Số liệu từng quý được công bố ở trang Số liệu của mỗi năm.')
  await page.getByRole('button', { name: 'Đăng trả lời' }).click()
  await page.getByText('Đã đăng trả lời.').waitFor()
  await look(page, 'comment-one')
  assert.deepEqual(faults, [])
  await context.close()
  for (const colorScheme of ['light', 'dark']) {
    const { page, context, faults } = await openPage(browser, demo.address, { colorScheme, viewport: { width: 1440, height: 900 } })
    await page.goto(path)
    await page.getByText('Tổng lượt bình luận: 3').waitFor()
    assert.equal(await page.getByText('Mong cụm công bố số liệu từng quý.').count(), 1)
    await look(page, `comment-${colorScheme}`)
    await page.getByRole('link', { name: 'Trả lời ý kiến của Trần Thị Bình' }).click()
    await page.getByRole('heading', { name: 'Trả lời ý kiến của Trần Thị Bình' }).waitFor()
    await page.goto(path)
    await page.getByRole('link', { name: 'Báo ý kiến này của Trần Thị Bình' }).click()
    await look(page, `comment-report-${colorScheme}`)
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(faults, [])
    await context.close()
  }
})
