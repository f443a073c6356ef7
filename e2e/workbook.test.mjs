// The marking table as a workbook, filled in LibreOffice and brought back; the tables
// of points on paper, from the browser and from LibreOffice.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDemo, startBrowser, openPage, asRole, onDay, look, picture } from './harness.mjs'

const sheet = '/lam-viec/nam-thanh-pho/2026/cham-diem'
const table = sheet + '/u-da-nang'
const out = join(dirname(fileURLToPath(import.meta.url)), 'out')
let demo, browser, dir

function rows() {
  const list = []
  for (const group of ['I', 'II', 'III']) {
    list.push(`${group}\tThực hiện các nhiệm vụ phát triển kinh tế - xã hội, nhóm ${group}\t100`)
    for (let i = 1; i <= 20; i++) list.push(`${group}/${i}\tThực hiện nhiệm vụ thứ ${i} đúng tiến độ, có sản phẩm được cấp có thẩm quyền nghiệm thu\t5\t${i === 3 ? 'đạt' : 'chấm thẳng'}`)
  }
  return list.join('\n')
}

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'giaouoc-office-'))
  mkdirSync(out, { recursive: true })
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
  rmSync(dir, { recursive: true, force: true })
})

/** Lets LibreOffice open a file and save it in another form. */
function office(file, form, folder = dir) {
  execFileSync('soffice', [`-env:UserInstallation=file://${dir}/profile`, '--headless', '--convert-to', form, '--outdir', folder, file], { stdio: 'pipe' })
  return join(folder, basename(file).replace(/\.\w+$/, '.' + form))
}

/** A workbook, from LibreOffice's own form of it, with one number written into it. */
function filled(flat, path, head, value) {
  const text = readFileSync(flat, 'utf8')
  const cellsOf = (row) => [...row.matchAll(/<table:(?:covered-)?table-cell\b[^>]*?(?:\/>|>[^]*?<\/table:(?:covered-)?table-cell>)/g)].map((m) => m[0])
  const wide = (row) => cellsOf(row).flatMap((cell) => Array(Number(cell.match(/number-columns-repeated="(\d+)"/)?.[1] ?? 1)).fill(cell.replace(/ table:number-columns-repeated="\d+"/, '')).slice(0, 40))
  const plain = (cell) => cell.replace(/<[^>]+>/g, '').trim()
  let column = -1
  const changed = text.replace(/<table:table-row\b[^]*?<\/table:table-row>/g, (row) => {
    const cells = wide(row)
    if (plain(cells[0]) === 'Khóa') column = cells.map(plain).indexOf(head)
    if (plain(cells[0]) !== path || column < 0 || cells.length < column) return row
    assert.equal(plain(cells[column]), '', 'the cell was empty')
    const style = cells[column].match(/ table:style-name="[^"]*"/)?.[0] ?? ''
    cells[column] = `<table:table-cell${style} office:value-type="float" office:value="${value}" calcext:value-type="float"><text:p>${value}</text:p></table:table-cell>`
    const open = row.match(/^<table:table-row\b[^>]*>/)[0]
    column = -2
    return open + cells.join('') + '</table:table-row>'
  })
  assert.equal(column, -2, `found ${path} in column ${head}`)
  const mine = join(dir, 'da-dien.fods')
  writeFileSync(mine, changed)
  return office(mine, 'xlsx')
}

/** The pages of a PDF as [width, height] in points. */
function pagesOf(file) {
  const text = readFileSync(file, 'latin1')
  return [...text.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map((m) => [Math.round(m[1]), Math.round(m[2])])
}

const near = (a, b) => Math.abs(a[0] - b[0]) <= 2 && Math.abs(a[1] - b[1]) <= 2
const a4 = [842, 595]
const a3 = [1191, 842]

async function download(page, path, name) {
  const answer = await page.request.get(path)
  assert.equal(answer.status(), 200, path)
  const file = join(dir, name)
  writeFileSync(file, await answer.body())
  return file
}

test('a table filled in LibreOffice is looked at, then written', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'da-nang-lanh-dao')
  const taken = await download(page, table + '/bang-tinh/tep?cot=tu-cham', 'bang.xlsx')
  for (const size of pagesOf(office(taken, 'pdf', out))) assert.ok(near(size, a4), `a page of ${size}`)

  // Opened and saved by LibreOffice alone, it changes nothing and is taken.
  const flat = office(taken, 'fods')
  const resaved = office(flat, 'xlsx', join(dir, 'again'))
  await page.goto(table)
  await page.getByText('Điền bằng bảng tính').click()
  await look(page, 'workbook-form')
  const send = async (file) => {
    await page.goto(table)
    await page.getByText('Điền bằng bảng tính').click()
    await page.getByLabel('Tệp xlsx đã điền').setInputFiles(file)
    await page.getByRole('button', { name: 'Xem trước' }).click()
  }
  await send(resaved)
  await page.getByText('khác với bảng đang lưu').waitFor()

  await send(filled(flat, 'I/2', 'Tự chấm', 4.25))
  await page.getByText('sẽ đổi 1 ô ở cột «tự chấm»').waitFor()
  await page.getByText('Tổng điểm 0,00 → 4,25').waitFor()
  await look(page, 'workbook-preview')
  await page.getByRole('button', { name: 'Ghi vào bảng' }).click()
  await page.getByText('Đã ghi 1 ô từ bảng tính.').waitFor()
  assert.equal(await page.locator('[name="value_I/2"]').inputValue(), '4,25')

  const wrong = join(dir, 'bang.csv')
  writeFileSync(wrong, 'Mã,Điểm\nI/2,4\n')
  await send(wrong)
  await page.getByText('không phải là bảng tính .xlsx').waitFor()
  await look(page, 'workbook-refused')
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
  await context.close()
})

// What a page would need on paper of a width; the margins are 10 mm on each side.
async function onPaper(page, path, millimetres, selector, name) {
  await page.goto(path)
  const width = Math.floor((millimetres - 20) / 25.4 * 96)
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ media: 'print' })
  const found = await page.evaluate((selector) => ({
    needed: document.documentElement.scrollWidth,
    right: Math.max(...[...document.querySelectorAll(selector)].map((t) => t.getBoundingClientRect().right)),
    heads: [...document.querySelectorAll(selector + ' thead')].map((t) => getComputedStyle(t).display),
    shown: [...document.querySelectorAll(selector + ' select')].map((c) => c.getBoundingClientRect().width).every((w) => w > 60 || w === 0),
    cut: [...document.querySelectorAll(selector + ' :is(td, th, input, select)')].filter((c) => c.offsetParent && c.scrollWidth > c.clientWidth + 1).map((c) => c.textContent || c.value).slice(0, 3),
    left: [...document.querySelectorAll('nav, .menu, .tasks, .actions, .crumbs, button, .by-workbook')].filter((n) => n.offsetParent !== null && !n.closest('table')).map((n) => n.className || n.tagName).slice(0, 5),
  }), selector)
  await picture(page, name)
  await page.setViewportSize({ width, height: 900 })
  assert.ok(found.needed <= width && found.right <= width, `${path}: ${found.needed} and ${found.right} px on paper of ${width}`)
  assert.deepEqual([...new Set(found.heads)], ['table-header-group'], 'the heads repeat')
  assert.deepEqual(found.cut, [], 'nothing is cut off')
  assert.ok(found.shown, 'what was chosen can be read')
  assert.deepEqual(found.left, [], 'no navigation on paper')
  const file = join(out, name + '.pdf')
  await page.pdf({ path: file, preferCSSPageSize: true })
  await page.emulateMedia({ media: 'screen' })
  return pagesOf(file)
}

test('the marking table fits on A4, the summary on A3, both lying', async () => {
  const { page, context } = await openPage(browser, demo.address)
  await asRole(page, 'da-nang-lanh-dao')
  const words = 'Đã báo cáo Ủy ban nhân dân thành phố tại Công văn số 123 ngày 15 tháng 10; sản phẩm đã được nghiệm thu, còn chờ quyết toán.'
  const version = await page.goto(table).then(() => page.locator('#cham [name=version]').inputValue())
  const answer = await page.request.post(table, { form: { version, 'value_I/1': '4,5', 'note_I/1': words } })
  assert.ok(answer.ok())
  const marking = await onPaper(page, table, 297, '.marking', 'print-marking')
  assert.ok(marking.length > 1 && marking.every((size) => near(size, a4)), `pages of ${marking}`)
  assert.match(await page.locator('tr[data-leaf="I/1"] .as-text').evaluate((n) => n.textContent), /quyết toán/)

  // With every level on it, it is at its widest.
  const post = async (path, form) => {
    const answer = await page.request.post(path, { form: { version: '99', ...form } })
    assert.ok(answer.ok(), `${path} answers ${answer.status()}`)
  }
  const leaves = ['I', 'II', 'III'].flatMap((group) => Array.from({ length: 20 }, (_, i) => `${group}/${i + 1}`))
  const each = (field, value) => Object.fromEntries(leaves.map((leaf) => [field + leaf, value]))
  await onDay(page, '4/1/2027')
  await asRole(page, 'da-nang-lanh-dao')
  await post(table, { ...each('value_', '1'), nop: '1' })
  await asRole(page, 'tham-dinh')
  await post(table + '/tham-dinh', { ...each('points_', '0,75'), ...each('reason_', 'Chậm so với tiến độ đã giao tại kế hoạch năm'), nop: '1' })
  await asRole(page, 'da-nang-lanh-dao')
  await post(table + '/giai-trinh', { ...each('explain_', words), nop: '1' })
  await asRole(page, 'tham-dinh')
  await post(table + '/ket-luan', { ...each('points_', '0,9'), ...each('reason_', 'Chấp nhận một phần giải trình, có công văn gia hạn') })
  const widest = await onPaper(page, table + '?cot=ket-luan', 297, '.marking', 'print-marking-all')
  assert.ok(widest.every((size) => near(size, a4)), `pages of ${widest}`)
  const concluded = await download(page, table + '/bang-tinh/tep?cot=ket-luan', 'ket-luan.xlsx')
  for (const size of pagesOf(office(concluded, 'pdf', out))) assert.ok(near(size, a4), `a page of ${size}`)
  await context.close()

  const all = await openPage(browser, demo.address)
  await asRole(all.page, 'thuong-truc')
  const summary = await onPaper(all.page, sheet + '/tong-hop', 420, '.sum-table', 'print-summary')
  assert.ok(summary.length > 0 && summary.every((size) => near(size, a3)), `pages of ${summary}`)
  await all.page.setViewportSize({ width: 1440, height: 900 })
  await all.page.goto(sheet + '/tong-hop')
  await look(all.page, 'summary')
  const book = await download(all.page, sheet + '/tong-hop.xlsx', 'tong-hop.xlsx')
  const printed = pagesOf(office(book, 'pdf', out))
  assert.ok(printed.some((size) => near(size, a3)) && printed.every((size) => near(size, a3) || near(size, a4)), `pages of ${printed}`)
  await all.context.close()
})
