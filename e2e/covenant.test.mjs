// The covenant of a year in the browser, from the draft to the amendment: each
// page is looked at in two widths, checked for accessibility and for what
// stands outside the window, and the signed text is printed on A4.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDemo, startBrowser, openPage, asRole, onDay, look, overflow } from './harness.mjs'

const base = '/lam-viec/nam-thanh-pho/2027'
const leaders = ['ha-noi', 'ho-chi-minh', 'da-nang', 'hai-phong', 'can-tho', 'hue'].map((unit) => `${unit}-lanh-dao`)
const contents = [
  ['Phát triển kinh tế - xã hội, bảo đảm quốc phòng, an ninh', 'Tăng trưởng GRDP từ 10%.\nThu ngân sách vượt dự toán Hội đồng nhân dân giao ít nhất 5%, đo theo quyết toán.', 'Nghị quyết số 192/2025/QH15'],
  ['Cải cách hành chính và chuyển đổi số', 'Tỷ lệ hồ sơ trực tuyến toàn trình từ 80%.', 'Nghị quyết số 57-NQ/TW'],
  ['Công tác thi đua, khen thưởng', '', 'Luật Thi đua, khen thưởng số 06/2022/QH15'],
]

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

const body = () => page.locator('body').innerText()

test('the lead drafts', async () => {
  await onDay(page, '2/3/2027')
  await asRole(page, leaders[0])
  await page.goto('/lam-viec/nam-thanh-pho')
  await page.getByLabel('Mở năm thi đua').fill('2027')
  await page.getByRole('button', { name: 'Mở năm' }).click()
  await page.goto(`${base}/thoi-han`)
  await page.getByRole('button', { name: /^Chép/ }).click()
  await page.goto(`${base}/giao-uoc`)
  await look(page, 'covenant-none')
  await page.getByRole('button', { name: 'Bắt đầu soạn giao ước' }).click()
  for (const [title, text, serves] of contents) {
    await page.getByRole('link', { name: 'Thêm nội dung' }).click()
    await page.getByLabel('Tên nội dung thi đua').fill(title)
    await page.getByLabel('Diễn giải').fill(text)
    await page.getByLabel(/Phục vụ nghị quyết/).fill(serves)
    await page.getByRole('button', { name: 'Lưu nội dung' }).click()
  }
  for (const form of [
    { code: 'GRDP', name: 'Tốc độ tăng GRDP', unit: '%', direction: 'more', sum: 'average', content_no: '1' },
    { code: 'THU_NGAN_SACH', name: 'Thu ngân sách nhà nước trên địa bàn', unit: 'tỷ đồng', direction: 'more', sum: 'sum', content_no: '1' },
    { code: 'TRUC_TUYEN', name: 'Tỷ lệ hồ sơ trực tuyến toàn trình', unit: '%', direction: 'more', sum: 'average', content_no: '2' },
  ]) await send(`${base}/chi-so`, form)
  await page.goto(`${base}/giao-uoc`)
  await look(page, 'covenant-draft')
})

/** Posts a form as the page's own person would. */
async function send(path, form) {
  const answer = await context.request.post(path, { form, headers: { Origin: demo.address } })
  assert.ok(answer.ok(), `${path}: ${answer.status()}`)
}

test('members register and answer', async () => {
  for (const [i, leader] of leaders.entries()) {
    await asRole(page, leader)
    await send(`${base}/dang-ky`, { 'value-GRDP': `${10 + i / 2}`.replace('.', ','), 'baseline-GRDP': '8,5', 'value-THU_NGAN_SACH': `${(i + 1) * 131000}`, 'value-TRUC_TUYEN': i === 5 ? '' : '82' })
  }
  await asRole(page, leaders[0])
  await page.goto(`${base}/giao-uoc`)
  await page.getByLabel('Hạn góp ý').fill('12/3/2027')
  await page.getByRole('button', { name: 'Gửi bản thảo' }).click()
  await look(page, 'covenant-sent')
  for (const leader of leaders.slice(1)) {
    await asRole(page, leader)
    await page.goto(`${base}/giao-uoc`)
    await page.getByRole('link', { name: 'Đọc và góp ý bản 1' }).click()
    if (leader === 'da-nang-lanh-dao') {
      await page.getByRole('button', { name: 'Gửi ý kiến' }).click()
      await look(page, 'covenant-comment-refused')
      await page.getByLabel('Góp ý về').selectOption('2')
      await page.getByLabel('Ý kiến của đơn vị').fill('Đề nghị ghi rõ hồ sơ nào được tính là toàn trình.')
      await page.getByRole('button', { name: 'Gửi ý kiến' }).click()
      await look(page, 'covenant-comment')
    } else {
      await page.getByRole('button', { name: 'Không có ý kiến' }).click()
    }
  }
})

test('versions stand side by side', async () => {
  await asRole(page, leaders[0])
  await page.goto(`${base}/giao-uoc`)
  await page.getByRole('link', { name: 'Sửa nội dung 2' }).click()
  await page.getByLabel('Diễn giải').fill('Tỷ lệ hồ sơ trực tuyến toàn trình từ 82%, tính theo Cổng dịch vụ công quốc gia.')
  await page.getByRole('button', { name: 'Lưu nội dung' }).click()
  await page.getByLabel('Hạn góp ý').fill('15/3/2027')
  await page.getByRole('button', { name: 'Gửi bản thảo' }).click()
  await page.getByRole('link', { name: 'So với bản 1' }).click()
  await look(page, 'covenant-compare')
  await page.goto(`${base}/giao-uoc/ban/1`)
  await look(page, 'covenant-version')
})

test('all sign, and the public reads', async () => {
  await onDay(page, '16/3/2027')
  await asRole(page, leaders[0])
  await page.goto(`${base}/giao-uoc`)
  await page.getByRole('button', { name: 'Mở ký giao ước' }).click()
  await look(page, 'covenant-sign')
  for (const leader of leaders) {
    await asRole(page, leader)
    await page.goto(`${base}/giao-uoc/ky`)
    await page.getByRole('button', { name: /^Xác nhận thay mặt/ }).click()
    await page.getByRole('button', { name: 'Xác nhận', exact: true }).click()
    await page.getByText('Đã xác nhận điện tử giao ước').waitFor()
  }
  await page.goto(`${base}/giao-uoc`)
  await look(page, 'covenant-progress')
  await asRole(page, 'hoi-dong')
  await page.goto(`${base}/giao-uoc/ky`)
  await page.getByRole('button', { name: 'Xác nhận chứng kiến' }).first().click()
  await page.locator('dialog').getByRole('button', { name: 'Xác nhận chứng kiến' }).click()
  await page.getByRole('heading', { name: 'Đã ký ngày 16/3/2027' }).waitFor()
  await asRole(page, leaders[0])
  await page.goto(`${base}/giao-uoc`)
  await look(page, 'covenant-signed')
  await page.goto(`${base}/giao-uoc/sua-doi`)
  await look(page, 'covenant-amend')
  await page.goto('/cum/nam-thanh-pho/2027/giao-uoc')
  await look(page, 'covenant-public')
  assert.ok((await body()).includes('không phải chữ ký số'))
  assert.ok((await body()).includes('Số liệu minh họa'))
  await page.pdf({ path: join(dirname(fileURLToPath(import.meta.url)), 'out', 'covenant-print.pdf'), format: 'A4', preferCSSPageSize: true })
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 688, height: 1000 }) // A4 without its margins
  await page.screenshot({ path: join(dirname(fileURLToPath(import.meta.url)), 'out', 'covenant-print.png'), fullPage: true })
  assert.ok((await overflow(page)) <= 0, 'the printed text stands outside the paper')
  await page.emulateMedia({ media: null })
  await page.goto('/cum/nam-thanh-pho/2018/giao-uoc')
  assert.ok((await body()).includes('Gồm 6 nội dung thi đua. Toàn văn: chưa tìm thấy nguồn.'))
  await look(page, 'covenant-history')
  assert.deepEqual(faults.filter((f) => !/4(09|22)/.test(f)), [])
})
