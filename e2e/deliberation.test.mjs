// A unit deliberates on 2,000 people from a workbook that LibreOffice saved: looked at,
// written, voted on in departments and in the unit, published, and read by nobody else.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo, startBrowser, openPage, asRole, look } from './harness.mjs'

const base = '/so-khen-thuong/u-ha-noi/binh-xet'
const many = 2000
const departments = ['Phòng Kế hoạch', 'Phòng Tổ chức', 'Văn phòng', 'Thanh tra']

let demo, browser, page, context, faults, dir

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'giaouoc-deliberation-'))
  demo = await startDemo()
  browser = await startBrowser();
  ({ page, context, faults } = await openPage(browser, demo.address, { viewport: { width: 1440, height: 900 } }))
  await asRole(page, 'ha-noi-chuyen-vien')
})
after(async () => {
  await context?.close()
  await browser?.close()
  await demo?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const press = async (name, scope = page) => {
  const arrives = page.waitForEvent('framenavigated')
  await scope.getByRole('button', { name, exact: true }).first().click()
  await arrives
  await page.waitForLoadState()
}
const sees = (text) => page.locator('main').getByText(text).first().waitFor({ timeout: 20000 })
const fill = (name, value) => page.locator(`main [name="${name}"]`).first().fill(value)

/** A list of staff as LibreOffice saves it. */
function workbook() {
  const family = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ']
  const middle = ['Văn', 'Thị', 'Hữu', 'Ngọc', 'Minh']
  const lines = ['Họ và tên,Năm sinh,Giới tính,Chức vụ,Bộ phận,Lãnh đạo,Trực tiếp,Xếp loại,Danh hiệu đề nghị']
  for (let i = 0; i < many; i++) {
    const rated = i % 5 === 0 ? 'HTXS' : i % 17 === 0 ? 'HT' : 'HTT'
    lines.push([`${family[i % 10]} ${middle[i % 5]} Số ${i + 1}`, 1965 + (i % 35), i % 5 === 1 ? 'Nữ' : 'Nam', i % 40 === 0 ? 'Trưởng phòng' : 'Chuyên viên',
      departments[i % departments.length], i % 40 === 0 ? 'x' : '', i % 40 === 0 ? '' : 'x', rated, 'LĐTT'].join(','))
  }
  writeFileSync(join(dir, 'nguoi.csv'), lines.join('\n'))
  execFileSync('soffice', [`-env:UserInstallation=file://${dir}/office`, '--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--infilter=CSV:44,34,76,1', '--outdir', dir, join(dir, 'nguoi.csv')], { stdio: 'ignore' })
  return join(dir, 'nguoi.xlsx')
}

test('opened with what the unit’s own document fixes', async () => {
  await page.goto(base)
  await fill('nam', '2025')
  await fill('document', 'Quy chế thi đua 12/QC (minh họa)')
  await fill('quorum', '60')
  await fill('majority', '60')
  await page.locator('main [name="majority_of"][value="present"]').check()
  await fill('object_days', '5')
  await press('Mở đợt bình xét')
  await sees('Đã mở đợt bình xét năm 2025.')
  await look(page, 'deliberation-opened')
})

test('2,000 people from a workbook of LibreOffice: looked at, then written', async () => {
  await page.goto(`${base}/2025/nhap`)
  await page.locator('main input[type="file"]').first().setInputFiles(workbook())
  await press('Gửi để xem trước')
  await sees('2.000 người. Chưa ghi gì.')
  await look(page, 'deliberation-looked')
  await press('Ghi danh sách này')
  await sees('2.000 người thêm mới')
  await page.goto(`${base}/2025/nguoi?ten=tran+thi+so+2`)
  await sees('Trần Thị Số 2')
  await look(page, 'deliberation-staff')
})

test('each department meets, then the unit; the list follows', async () => {
  for (const department of [...departments, '']) {
    await page.goto(`${base}/2025`)
    const form = page.locator('main form[action$="/hop"]')
    await form.locator('[name="department"]').selectOption(department)
    for (const [name, value] of Object.entries({ held_on: '28/11/2026', place: 'Hội trường', members: '500', present: '480', chair: 'Ông Chủ trì', secretary: 'Bà Thư ký' })) {
      await form.locator(`[name="${name}"]`).fill(value)
    }
    await form.locator('[name="manner"][value="secret"]').check()
    await form.getByRole('button').first().click()
    await sees('Đã ghi cuộc họp')
    if (department === departments[0]) await look(page, 'deliberation-meeting')
    await page.locator('main summary').filter({ hasText: 'Biểu quyết cả danh sách' }).click()
    const whole = page.locator('main form[action$="/ca-danh-sach"]')
    await whole.locator('[name="all_yes"]').fill('470')
    await whole.locator('[name="all_no"]').fill('10')
    await whole.getByRole('button').first().click()
    await sees('Đã ghi cùng một kết quả')
    await press('Khóa biên bản')
    await sees('Đã khóa biên bản.')
  }
  await page.goto(`${base}/2025/danh-sach/T-LDTT`)
  await sees('Trong danh sách: 1.906 người')
  await look(page, 'deliberation-list')
})

test('the head publishes; the officer may not', async () => {
  await asRole(page, 'ha-noi-lanh-dao')
  await page.goto(`${base}/2025`)
  await page.locator('main summary').filter({ hasText: 'Công bố kết quả trong đơn vị' }).click()
  await page.locator('main form[action$="/cong-bo"]').getByRole('button').first().click()
  await sees('Đã công bố kết quả bình xét trong đơn vị.')
  await look(page, 'deliberation-published')
  assert.deepEqual(faults, [])
})
