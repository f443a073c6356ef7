// Sealed cross-scores: typed by keyboard and by pasting, sealed, receipted, opened,
// and checked by the command line from the downloaded files.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDemo, startBrowser, openPage, asRole, onDay, look, overflow, picture, violations } from './harness.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const year = '/lam-viec/nam-thanh-pho/2026'
const sheet = year + '/cham-diem'
const cross = year + '/cham-cheo'
const units = ['can-tho', 'da-nang', 'ha-noi', 'hai-phong', 'ho-chi-minh', 'hue']
const criteria = ['Phát triển kinh tế', 'Văn hóa, xã hội, bảo đảm an sinh', 'Quốc phòng, an ninh, trật tự an toàn xã hội', 'Xây dựng Đảng và hệ thống chính trị', 'Cải cách hành chính', 'Thực hiện nhiệm vụ của cụm']
let demo, browser, dir

async function send(page, path, form) {
  const answer = await page.request.post(path, { form })
  assert.ok(answer.ok(), `${path} answers ${answer.status()}`)
}

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'giaouoc-cross-'))
  demo = await startDemo()
  browser = await startBrowser()
  const { page, context } = await openPage(browser, demo.address)
  await onDay(page, '1/12/2026')
  await asRole(page, 'thuong-truc')
  const rows = 'I\tNhiệm vụ\t60\n' + criteria.map((name, i) => `I/${i + 1}\t${name}\t10\tchấm thẳng`).join('\n')
  await send(page, sheet, { name: 'Bảng chấm điểm 2026', decimals: '2', rows, version: '0' })
  await page.goto(sheet + '/bang/cai-dat')
  await page.getByLabel('Chấm từng tiêu chí, trừ điểm thưởng và điểm trừ').check()
  await picture(page, 'cross-settings')
  await page.getByRole('button', { name: 'Lưu cài đặt' }).click()
  await page.getByText('Đã lưu cài đặt.').waitFor()
  await send(page, sheet + '/mo', {})
  await send(page, year + '/thoi-han', { kind: 'cross', opens_on: '1/12/2026', due_on: '10/12/2026', version: '0' })
  await context.close()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const cell = (page, name) => page.locator(`[name="${name}"]`)
const saved = (page) => page.locator('[data-saved]')
const focused = (page) => page.evaluate(() => document.activeElement.name)
const paste = (page, text) => page.evaluate((text) => {
  const data = new DataTransfer()
  data.setData('text/plain', text)
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}, text)

test('a unit marks the others by keyboard and by pasting, and seals', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'da-nang-lanh-dao')
  await page.getByText('Chấm chéo và niêm phong phiếu').first().waitFor()
  await page.goto(cross + '/u-da-nang')
  await look(page, 'cross-entry')
  await cell(page, 'u0_I/1').focus()
  await page.keyboard.type('8,5')
  await page.keyboard.press('Enter')
  assert.equal(await focused(page), 'u0_I/2', 'Enter goes down')
  await page.keyboard.press('ArrowRight')
  assert.equal(await focused(page), 'u2_I/2', 'an arrow goes to the next unit, past the own one')
  await saved(page).getByText(/^Đã lưu nháp lúc/).waitFor()
  assert.equal(await page.locator('[data-total]').innerText(), '1')

  await cell(page, 'u0_I/1').focus()
  await paste(page, criteria.map((_, i) => [8 + i / 10, 9, 7.25, 6, 5].map((x) => String(x).replace('.', ',')).join('\t')).join('\n'))
  await saved(page).getByText(/^Đã dán 30 ô\./).waitFor()
  await saved(page).getByText(/^Đã lưu nháp lúc/).waitFor()
  assert.equal(await page.locator('[data-lacking]').innerText(), '0')

  // What cannot be stored is named; the rest of the row is saved; what was typed stays.
  await cell(page, 'u2_I/3').fill('11')
  await cell(page, 'u3_I/3').fill('7')
  await page.locator('#o-u2_I-3-wrong').waitFor()
  assert.match(await page.locator('#o-u2_I-3-wrong').innerText(), /nằm ngoài khoảng từ 0 đến 10/)
  assert.equal(await cell(page, 'u2_I/3').inputValue(), '11')
  assert.deepEqual(await violations(page), [])
  await saved(page).getByText(/^Đã lưu nháp lúc .*; còn 1 ô chưa lưu được/).waitFor()
  await picture(page, 'cross-refused')
  await page.setViewportSize({ width: 360, height: 740 })
  assert.ok((await overflow(page)) <= 0, 'a refusal stands outside the window of a phone')
  await page.setViewportSize({ width: 1440, height: 900 })
  await cell(page, 'u2_I/3').fill('9,75')
  await saved(page).getByText(/^Đã lưu nháp lúc/).waitFor()
  await page.reload()
  assert.equal(await cell(page, 'u3_I/3').inputValue(), '7')
  assert.equal(await cell(page, 'u2_I/3').inputValue(), '9,75')

  await page.getByRole('button', { name: 'Niêm phong' }).click()
  await page.getByText('Đã niêm phong phiếu chấm chéo.').waitFor()
  await look(page, 'cross-receipt')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Tải tệp biên nhận' }).click()])
  await download.saveAs(join(dir, 'bien-nhan.json'))
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
  await context.close()
})

test('on a phone, and without script', async () => {
  const { page, context } = await openPage(browser, demo.address, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  await asRole(page, 'hue-lanh-dao')
  await page.goto(cross + '/u-hue')
  await cell(page, 'u0_I/1').fill('7')
  await cell(page, 'u0_I/1').press('Enter')
  await page.getByText('Đã lưu nháp; chưa niêm phong.').waitFor()
  await page.getByRole('button', { name: 'Niêm phong' }).click()
  await page.getByText(/Còn 29 điểm chưa chấm/).first().waitFor()
  assert.equal(await cell(page, 'u0_I/1').inputValue(), '7')
  await context.close()
})

test('the others seal, the deadline passes, the forms are opened and checked', async () => {
  const { page, context } = await openPage(browser, demo.address)
  for (const unit of units.filter((u) => !['da-nang', 'hue'].includes(u))) {
    await asRole(page, unit + '-lanh-dao')
    const form = { version: '0', nop: '1' }
    units.forEach((other, column) => {
      if (other !== unit) criteria.forEach((_, i) => { form[`u${column}_I/${i + 1}`] = String(5 + ((column * 3 + i + unit.length) % 5)) })
    })
    await send(page, `${cross}/u-${unit}`, form)
  }
  await page.goto(cross)
  await look(page, 'cross-progress')
  await onDay(page, '11/12/2026')
  await asRole(page, 'ha-noi-lanh-dao')
  await page.goto(cross)
  await picture(page, 'cross-ready')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Mở niêm phong' }).click()
  await page.locator('dialog').getByRole('button', { name: 'Mở niêm phong' }).click()
  await page.getByText('Đã mở niêm phong; mọi đơn vị được báo.').waitFor()
  await look(page, 'cross-opened')
  await page.goto(cross + '/u-da-nang/phieu')
  await look(page, 'cross-form')
  await page.waitForTimeout(1500) // the record numbers what was published within a second

  const file = await page.request.get(cross + '/tep')
  assert.ok(file.ok(), `the file: ${file.status()}`)
  writeFileSync(join(dir, 'cham-cheo.json'), await file.body())
  const verify = (name) => execFileSync('go', ['run', './cmd/giaouoc', 'verify', 'cross', join(dir, name), '--record', demo.address, '--receipt', join(dir, 'bien-nhan.json'), '--state', join(dir, 'state')], { cwd: root, encoding: 'utf8', stdio: 'pipe' })
  assert.match(verify('cham-cheo.json'), /^ĐÚNG: chấm chéo năm 2026, 5\/6 đơn vị có phiếu.*không chấm chéo: .*Huế; phiếu được mở của .*Đà Nẵng đúng là phiếu trong biên nhận lần 1; chứng minh trong nhật ký đúng, nhật ký không có lần niêm phong nào ngoài tệp\.\n$/)
  const changed = (await file.text()).replace('\\"points\\":\\"8.5\\"', '\\"points\\":\\"9.5\\"').replace('\\"points\\":\\"9.75\\"', '\\"points\\":\\"9.5\\"')
  writeFileSync(join(dir, 'sua.json'), changed)
  assert.throws(() => verify('sua.json'), /SAI: phiếu đã mở của .*Đà Nẵng: phiếu và muối không cho dấu niêm phong đã ghi/)
  await context.close()
})
