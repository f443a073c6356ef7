// The work of an office in the browser: somebody is commended, the certificate is printed
// and checked by its code, the item handed over, the name called at the ceremony, the
// award confirmed by letter and counted in the statistics; a petition, an inspection and
// a document that arrives stand in their registers.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo, startBrowser, openPage, asRole, look } from './harness.mjs'

const register = '/so-khen-thuong/u-ha-noi'
const office = '/co-quan/u-ha-noi'
let demo, browser, page, context, faults, dir

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'giaouoc-office-'))
  demo = await startDemo()
  browser = await startBrowser();
  ({ page, context, faults } = await openPage(browser, demo.address, { acceptDownloads: true, viewport: { width: 1440, height: 900 } }))
  await asRole(page, 'ha-noi-chuyen-vien')
})
after(async () => {
  await context?.close()
  await browser?.close()
  await demo?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const sees = (text) => page.locator('main').getByText(text).first().waitFor({ timeout: 20000 })

/** Fills the form that has a field and sends it, as a person does: what is folded is unfolded. */
async function send(has, fields) {
  const form = page.locator(`main form:has([name="${has}"])`).first()
  const folded = form.locator('xpath=ancestor::details[not(@open)]')
  if (await folded.count()) await folded.first().locator('summary').first().click()
  for (const [name, value] of Object.entries(fields)) {
    const all = form.locator(`[name="${name}"]`)
    const kind = await all.first().evaluate((e) => e.tagName === 'SELECT' ? 'select' : e.type)
    if (kind === 'select') await all.first().selectOption(value)
    else if (kind === 'radio' || kind === 'checkbox') await form.locator(`[name="${name}"][value="${value}"]`).first().check()
    else await all.first().fill(value)
  }
  const arrives = page.waitForEvent('framenavigated')
  await form.getByRole('button').last().click()
  await arrives
  await page.waitForLoadState()
}

test('a person is commended by a decision; the decision is corrected', async () => {
  await page.goto(`${register}/moi`)
  await send('birth_year', { kind: 'person', name: 'Trần Thị Minh Họa', birth_year: '1985', post: 'Trưởng phòng' })
  await page.getByRole('link', { name: 'Ghi khen thưởng' }).or(page.locator('main a[href$="/tang"]')).first().click()
  await send('decided_by', { award: 'B-BT', year: '2025', occasion: 'merit', number: '15/QĐ-UBND', decided_on: '10/11/2026', decided_by: 'Chủ tịch UBND thành phố', achievement: 'Cải cách hành chính năm 2025' })
  await sees('Quyết định 15/QĐ-UBND ngày 10/11/2026')
  await page.locator('main a[href$="/dinh-chinh"]').first().click()
  await look(page, 'correction')
  await send('reads', { field: 'address', was: 'Trưởng phòng', reads: 'Trưởng phòng Tổng hợp, Văn phòng UBND thành phố', number: '16/QĐ-UBND', decided_on: '12/11/2026' })
  await sees('đọc là «Trưởng phòng Tổng hợp, Văn phòng UBND thành phố»')
  await look(page, 'corrected')
})

test('the certificate is printed by decision, and its code stands in public', async () => {
  await page.goto(`${register}/bang`)
  await page.getByLabel('Tên mẫu in').fill('Bằng khen')
  await page.getByRole('button', { name: 'Thêm mẫu in' }).click()
  await sees('Đã thêm mẫu in.')
  await page.goto(`${register}/bang?nam=2026`)
  await look(page, 'certificates-print')
  const form = page.locator('main form:has([name="ruling"]), main form:has([name="quyet-dinh"])').first()
  for (const select of await form.locator('select').all()) {
    if (!(await select.inputValue())) await select.selectOption({ index: 1 })
  }
  const coming = page.waitForEvent('download')
  await form.getByRole('button').last().click()
  await (await coming).saveAs(join(dir, 'bang.pdf'))
  const words = execFileSync('pdftotext', ['-layout', join(dir, 'bang.pdf'), '-'], { encoding: 'utf8' })
  assert.match(words, /Trần Thị Minh Họa/i)
  assert.match(words, /Văn phòng UBND thành phố/)
  execFileSync('pdftoppm', ['-r', '200', '-png', '-f', '1', '-l', '1', join(dir, 'bang.pdf'), join(dir, 'bang')])
  const code = execFileSync('bash', ['-c', `zbarimg -q --raw ${dir}/bang*.png`], { encoding: 'utf8' }).trim()
  const open = await openPage(browser, demo.address)
  await open.page.goto(new URL(code).pathname + new URL(code).search)
  await open.page.getByText('còn hiệu lực').first().waitFor()
  await open.page.getByText('Đính chính').first().waitFor()
  await look(open.page, 'certificate-valid')
  await open.context.close()
})

test('an item is brought in and handed over for the decision', async () => {
  await page.goto(`${office}/hien-vat`)
  await send('measure', { name: 'Khung bằng khen', measure: 'chiếc' })
  await send('quantity', { item: { label: 'Khung bằng khen' }, quantity: '5', state: 'good', document: 'PN 01', on: '11/11/2026' })
  await sees('Đã nhập kho.')
  await look(page, 'items')
  await page.locator('main a[href*="/hien-vat/quyet-dinh"]').first().click()
  await look(page, 'items-hand')
  const form = page.locator('main form:has([name="receiver"])')
  await form.locator('[name="grants"]').first().check()
  await form.locator('[name="items"]').first().check()
  await send('receiver', { on: '12/11/2026', receiver: 'Nguyễn Nhận', position: 'Văn thư' })
  await sees('Biên bản giao nhận số 1/2026')
  await look(page, 'items-note')
})

test('the name is called at the ceremony', async () => {
  await page.goto(`${office}/le-trao-tang`)
  await send('group_size', { name: 'Lễ công bố, trao tặng 2026', on: '30/11/2026', place: 'Hội trường', group_size: '5' })
  await sees('Đã lập buổi lễ.')
  await page.locator('main a[href$="/chon"], main a[href*="/chon?"]').first().click()
  await page.locator('main [name="grants"]').first().check()
  await look(page, 'ceremony-choose')
  await page.locator('main form:has([name="grants"])').last().getByRole('button').last().click()
  await sees('Đã đưa vào chương trình.')
  await look(page, 'ceremony')
  await page.getByRole('link', { name: 'Người trao, lời dẫn' }).click()
  await look(page, 'ceremony-giver')
})

test('the award is confirmed by a numbered letter', async () => {
  await page.goto(`${office}/xac-nhan?ten=minh+hoa`)
  await look(page, 'confirmation-found')
  await page.locator('main a[href*="lap?tang="]').first().click()
  await look(page, 'confirmation-form')
  await send('asked_by', { asked_by: 'Bà Trần Thị Minh Họa', paper: 'Đơn đề nghị', asked_on: '20/11/2026', on: '21/11/2026', place: 'Hà Nội', sign: 'VP-TĐKT', signer: 'Ông Lãnh Đạo', position: 'Chánh Văn phòng' })
  await sees('VP-TĐKT')
  await look(page, 'confirmation')
  await page.goto(`${office}/xac-nhan`)
  await look(page, 'confirmations')
})

test('the statistics of the year count it once, and say of whom', async () => {
  await page.goto(`${register}/thong-ke?nam=2026`)
  await look(page, 'statistics')
  await page.locator('main a[href*="/thong-ke/trong-o"][href*="0603"]').first().click()
  await sees('Trần Thị Minh Họa')
  await look(page, 'statistics-cell')
})

test('a petition, an inspection and a document that arrives', async () => {
  await page.goto(`${office}/don-thu`)
  await send('sender', { kind: 'complaint', sender: 'Lê Văn Khiếu', address: 'Phường Một', about: 'Khiếu nại việc không được xét tặng giấy khen', received_on: '16/11/2026' })
  await sees('Đã ghi đơn vào sổ.')
  await look(page, 'petition')
  await page.goto(`${office}/kiem-tra`)
  await send('team', { target: 'u-ha-noi', content: 'Việc thực hiện quy chế thi đua', team: 'Ông Trưởng đoàn và 3 người', from_day: '1/12/2026', to_day: '2/12/2026' })
  await sees('Đã thêm cuộc kiểm tra vào kế hoạch.')
  await look(page, 'inspections')
  await page.getByRole('table').getByRole('link', { name: 'Hà Nội' }).click()
  await look(page, 'inspection')
  await page.goto('/van-ban-den/u-ha-noi/moi')
  writeFileSync(join(dir, 'den.pdf'), '%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n')
  await page.locator('main input[type="file"]').setInputFiles(join(dir, 'den.pdf'))
  await send('sender', { received_on: '27/11/2026', sender: 'Bộ Nội vụ', sign: '45/BNV', signed_on: '25/11/2026', abstract: 'Đề nghị báo cáo tổng kết năm' })
  await sees('Đã vào sổ, số đến 1.')
  await look(page, 'incoming')
  await page.goto('/van-ban-den/u-ha-noi')
  await look(page, 'incoming-register')
  assert.deepEqual(faults, [])
})
