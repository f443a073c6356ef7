// What stands beside a published ranking: the certificate, one unit's points, the
// comparison, what other weights would give, and the files. Each page is looked at in
// two widths and checked; none needs script.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo, startBrowser, openPage, asRole, onDay, look } from './harness.mjs'

const units = ['ha-noi', 'ho-chi-minh', 'hai-phong', 'da-nang', 'can-tho', 'hue']
const work = '/lam-viec/nam-thanh-pho/2026/cham-diem'
const base = '/cum/nam-thanh-pho/2026/xep-hang'
let demo, browser, page, context, faults

/** Sends a form as who is signed in. */
async function send(path, form) {
  const answer = await page.request.post(path, { form })
  assert.ok(answer.ok(), `${path} answers ${answer.status()}: ${(await answer.text()).replace(/<[^>]+>/g, ' ').slice(0, 3000)}`)
}

const rows = [
  'I\tPhát triển kinh tế\t50', 'I/1\tThu ngân sách nhà nước trên địa bàn\t20\tchỉ tiêu\ttỷ lệ\tcao', 'I/2\tTăng trưởng GRDP\t15\tchỉ tiêu\tdẫn đầu\tcao', 'I/3\tGiải ngân vốn đầu tư công\t15\tchấm thẳng',
  'II\tCải cách hành chính, chuyển đổi số\t30', 'II/1\tHồ sơ giải quyết đúng hạn\t15\tchấm thẳng', 'II/2\tVăn bản phát hành sai\t15\ttrừ dần\t\t\t\t1,5',
  'III\tCông tác thi đua, khen thưởng\t20\tchấm thẳng', 'T\tĐiểm thưởng\t5\tthưởng', 'P\tĐiểm trừ\t10\ttrừ',
].join('\n')

before(async () => {
  demo = await startDemo()
  browser = await startBrowser();
  ({ page, context, faults } = await openPage(browser, demo.address))
  await onDay(page, '4/1/2027')
  await asRole(page, 'thuong-truc')
  await send(work, { name: 'Bảng chấm điểm năm 2026', decimals: '2', rows, version: '0' })
  await send(work + '/mo', {})
  for (const [i, unit] of units.entries()) {
    await asRole(page, unit + '-lanh-dao')
    await send(`${work}/u-${unit}`, {
      version: '1', nop: '1', 'target_I/1': '100', 'actual_I/1': String(88 + 5 * i), 'target_I/2': '8', 'actual_I/2': String(7 + (i * 7) % 5), 'value_I/3': String(14 - i),
      'value_II/1': String(9 + (i * 5) % 6), 'value_II/2': String((i * 3) % 4), value_III: String(14 + (i * 3) % 6), value_T: i === 2 ? '2' : '', value_P: i === 4 ? '1,5' : '',
    })
  }
  await asRole(page, 'tham-dinh')
  for (const unit of units) {
    await send(`${work}/u-${unit}/tham-dinh`, { version: '3', giu: '1' })
    await send(`${work}/u-${unit}/tham-dinh`, { version: '4', nop: '1' })
  }
  await send(work + '/ket-luan', { until: '5/1/2027' })
  await onDay(page, '6/1/2027')
  await asRole(page, 'thuong-truc')
  await page.goto(work + '/cong-bo')
  const dau = await page.locator('input[name=dau]').first().inputValue()
  await send(work + '/cong-bo', { dau })
  await asRole(page, 'ha-noi-lanh-dao')
  await send(work + '/cong-bo/xac-nhan', { dau, nam: '2026' })
})
after(async () => {
  await context?.close()
  await browser?.close()
  await demo?.stop()
})

/** Looks at a page as a member of the public, also with every table open. */
async function looked(path, name) {
  const visitor = await openPage(browser, demo.address)
  const answer = await visitor.page.goto(base + path)
  assert.equal(answer.status(), 200, path)
  await look(visitor.page, name)
  if (await visitor.page.locator('main details').count()) {
    await visitor.page.evaluate(() => document.querySelectorAll('main details').forEach((d) => { d.open = true }))
    await look(visitor.page, name + '-open')
  }
  assert.deepEqual(visitor.faults, [])
  await visitor.context.close()
}

test('the ranking leads on', () => looked('', 'look-ranking'))
test('the certificate has six findings', () => looked('/chung-nhan', 'look-certificate'))

test('one unit down to its criteria', () => looked('/u-da-nang', 'look-unit'))

test('other weights are tried', () => looked('/thu?w1=60&w2=150', 'look-try'))

test('the units beside each other', () => looked('/so-sanh?a=u-da-nang&b=u-can-tho', 'look-compare'))

test('without script the forms answer by address', async () => {
  const visitor = await openPage(browser, demo.address, { javaScriptEnabled: false })
  await visitor.page.goto(base + '/thu')
  await visitor.page.getByLabel(/^I\. Phát triển kinh tế/).fill('0')
  await visitor.page.getByRole('button', { name: 'Xếp hạng thử' }).click()
  await visitor.page.getByText(/đơn vị đổi hạng/).waitFor()
  await visitor.page.getByLabel(/^I\. Phát triển kinh tế/).fill('nhiều')
  await visitor.page.getByRole('button', { name: 'Xếp hạng thử' }).click()
  await visitor.page.locator('#o-w1-wrong').waitFor()
  assert.equal(await visitor.page.locator('[name="w1"]').inputValue(), 'nhiều', 'what was typed stays')
  await visitor.page.goto(base + '/so-sanh')
  await visitor.page.getByLabel('Đơn vị', { exact: true }).selectOption({ label: 'Huế' })
  await visitor.page.getByLabel('So với').selectOption({ label: 'Hà Nội' })
  await visitor.page.getByRole('button', { name: 'So sánh' }).click()
  await visitor.page.getByText(/^Hà Nội hơn Huế/).waitFor()
  await visitor.context.close()
})

test('the files come down whole', async () => {
  for (const [ending, begins] of [['yaml', 'sheet:'], ['json', '{'], ['xlsx', 'PK']]) {
    const answer = await page.request.get(`${base}/goi.${ending}`)
    assert.equal(answer.status(), 200, ending)
    assert.ok((await answer.text()).startsWith(begins), ending)
  }
  assert.deepEqual(faults, [])
})

test('giaouoc score computes the file to what the site says', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'giaouoc-look-'))
  const file = join(dir, 'goi.yaml')
  writeFileSync(file, await (await page.request.get(`${base}/goi.yaml`)).body())
  const said = execFileSync('go', ['run', './cmd/giaouoc', 'score', file, '--json'], { cwd: join(import.meta.dirname, '..') })
  assert.equal(said.toString(), await (await page.request.get(`${base}/goi.json`)).text())
  rmSync(dir, { recursive: true })
})

test('who works on it sees who marked', async () => {
  await asRole(page, 'tham-dinh')
  for (const [path, name] of [['/u-da-nang', 'look-work-unit'], ['/chung-nhan', 'look-work-certificate'], ['/so-sanh?a=u-hue&b=u-hai-phong', 'look-work-compare'], ['/thu', 'look-work-try']]) {
    await page.goto(work + '/xep-hang' + path)
    await look(page, name)
  }
  assert.deepEqual(faults, [])
})
