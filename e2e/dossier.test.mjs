// A dossier is registered, filled and followed by clicks; what the law still asks for
// stands beside it. Another goes all the way, and its folder is checked.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo, startBrowser, openPage, asRole, look, program } from './harness.mjs'

let demo, browser, page, context, faults

before(async () => {
  demo = await startDemo()
  browser = await startBrowser();
  ({ page, context, faults } = await openPage(browser, demo.address, { viewport: { width: 1440, height: 900 } }))
})
after(async () => {
  await context?.close()
  await browser?.close()
  await demo?.stop()
})

const press = async (name) => {
  const arrives = page.waitForEvent('framenavigated')
  await page.getByRole('button', { name, exact: true }).first().click()
  await arrives
  await page.waitForLoadState()
}
const sees = (text) => page.getByText(text).first().waitFor({ timeout: 10000 })

test('a dossier is registered; what is missing is named beside it', async () => {
  await asRole(page, 'ha-noi-chuyen-vien')
  await page.goto('/ho-so')
  await look(page, 'dossiers-none')
  await page.getByRole('link', { name: 'Đăng ký hồ sơ' }).click()
  await page.getByLabel('Công trạng hằng năm').check()
  await page.getByLabel('Danh hiệu, hình thức khen thưởng').selectOption('H-LD3')
  await page.getByLabel('Năm thành tích, hoặc năm cuối của giai đoạn').fill('2025')
  await page.getByLabel('Thủ tục đơn giản').check()
  await press('Đăng ký hồ sơ')
  await sees('Chọn cơ quan tiếp nhận.')
  assert.ok(await page.getByLabel('Thủ tục đơn giản').isChecked(), 'what was ticked is lost')
  await look(page, 'dossier-refused')
  await page.getByLabel('Thủ tục đơn giản').uncheck()
  await page.locator('select[name="office"]').selectOption('u-ha-noi')
  await page.getByLabel('Bộ, ban, ngành, tỉnh').check()
  await press('Đăng ký hồ sơ')
  await sees('Đã đăng ký hồ sơ.')
  await sees('chưa có đối tượng')
  await look(page, 'dossier-registered')
})

test('candidates are typed one by one; the checklist counts them', async () => {
  for (const name of ['Nguyễn Văn Thí Dụ', 'Trần Thị Minh Họa']) {
    await page.getByText('Thêm một đối tượng').click()
    const form = page.locator('form[action$="/doi-tuong"]')
    await form.locator('select[name="subject_kind"], input[name="subject_kind"][value="person"]').first().evaluate((e) => {
      if (e.tagName === 'SELECT') e.value = 'person'
      else e.checked = true
    })
    await form.locator('input[name="name"]').fill(name)
    await form.getByRole('button').click()
    await page.locator('main').getByText(name).first().waitFor()
  }
  await sees('thiếu 2/2')
  await look(page, 'dossier-candidates')
  await page.goto('/ho-so')
  await page.getByRole('link', { name: '«Huân chương Lao động» hạng Ba năm 2025' }).waitFor()
  await page.getByLabel('Chỉ hồ sơ quá hạn').check()
  await press('Lọc')
  assert.ok(await page.getByLabel('Chỉ hồ sơ quá hạn').isChecked())
  await sees('Không có hồ sơ nào')
  await page.getByRole('link', { name: 'Bỏ lọc' }).click()
  await look(page, 'dossiers')
  await page.goto('/ho-so/theo-doi')
  await look(page, 'dossiers-board')
  await page.goto('/ho-so/don-gian')
  await look(page, 'dossier-simple')
  assert.deepEqual(faults.filter((f) => !f.includes('status of 422')), [])
})

test('by the simple procedure a dossier goes from one form to the shelf, and its folder is checked by a stranger', async () => {
  await asRole(page, 'ha-noi-lanh-dao')
  const dir = mkdtempSync(join(tmpdir(), 'giaouoc-folder-'))
  const pdf = join(dir, 'to-trinh.pdf')
  writeFileSync(pdf, '%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n')
  await page.goto('/ho-so/don-gian')
  const form = page.locator('main form:has([name="letter_number"])')
  await form.locator('[name="kind"][value="ad_hoc"]').check()
  await form.locator('[name="award"]').selectOption('G-GK')
  for (const [name, value] of Object.entries({ year: '2026', name: 'Lê Thị Dũng Cảm', achievement: 'Cứu người trong lũ', letter_number: '8/TTr', letter_on: '27/11/2026', upward_to: 'Chủ tịch UBND thành phố', decision_number: '90/QĐ-UBND', decision_on: '28/11/2026', signer: 'Ông Ký' })) {
    await form.locator(`[name="${name}"]`).fill(value)
  }
  const kind = form.locator('[name="subject_kind"]').first()
  if (await kind.evaluate((e) => e.tagName) === 'SELECT') await kind.selectOption('person')
  else await form.locator('[name="subject_kind"][value="person"]').check()
  await form.locator('[name="letter_file"]').setInputFiles(pdf)
  await form.locator('[name="report_file"]').setInputFiles(pdf)
  await look(page, 'dossier-simple-filled')
  await form.getByRole('button').last().click()
  
  await sees('Đã lập hồ sơ theo thủ tục đơn giản.')
  await look(page, 'dossier-decided')
  const path = new URL(page.url()).pathname
  await asRole(page, 'ha-noi-chuyen-vien')
  await page.goto(path)
  for (const [field, value, said] of [['how', 'Công văn 9/UBND', 'Đã thông báo kết quả.'], ['where', 'Lễ trao tặng 28/11/2026', 'Đã trao.'], ['shelf', 'Kho 1, hộp 3', 'Đã lưu trữ']]) {
    const move = page.locator(`main form:has([name="${field}"])`)
    if (!(await move.isVisible())) await move.locator('xpath=ancestor::details').locator('summary').first().click()
    await move.locator(`[name="${field}"]`).fill(value)
    await move.getByRole('button').last().click()
    await sees(said)
  }
  await press('Niêm phong hồ sơ lưu')
  await sees('Đã niêm phong hồ sơ lưu.')
  await look(page, 'dossier-archived')
  const id = new URL(page.url()).pathname.split('/')[2]

  // Sealed within seconds; then the zip comes with its proofs.
  const zip = join(dir, 'ho-so.zip')
  for (let tries = 0; ; tries++) {
    const answer = await page.request.get(`/ho-so/${id}/ho-so-luu.zip`)
    if (answer.status() === 200) {
      writeFileSync(zip, await answer.body())
      break
    }
    assert.ok(tries < 30, `the folder answers ${answer.status()}`)
    await new Promise((done) => setTimeout(done, 1000))
  }
  const verify = (file) => spawnSync(program(), ['verify', 'archive', file], { encoding: 'utf8' })
  const whole = verify(zip)
  assert.equal(whole.status, 0, whole.stdout + whole.stderr)
  assert.match(whole.stdout, /ĐÚNG/)
  const folder = join(dir, 'folder')
  execFileSync('unzip', ['-q', zip, '-d', folder])
  const inside = join(folder, readdirSync(folder)[0])
  execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: inside })
  appendFileSync(join(inside, 'muc-luc.txt'), ' ')
  const changed = verify(inside)
  assert.notEqual(changed.status, 0)
  assert.match(changed.stdout + changed.stderr, /SAI: tệp muc-luc.txt/)

  // The command takes the same folder out of an installation that stands still.
  // Its keys come with the backup: those of the server at work know of seals that are
  // newer than the backup.
  execFileSync(program(), ['backup', join(dir, 'sao-luu'), '--with-keys', '--data', join(demo.dir, 'data')])
  execFileSync(program(), ['restore', join(dir, 'sao-luu'), '--data', join(dir, 'khac')])
  execFileSync(program(), ['dossier', 'archive', id, join(dir, 'lenh.zip'), '--data', join(dir, 'khac')])
  const again = verify(join(dir, 'lenh.zip'))
  assert.equal(again.status, 0, again.stdout + again.stderr)
  rmSync(dir, { recursive: true, force: true })
})
