// From the autumn of the practice year to the hand-over, in the browser: the
// reports, the score sheet, the conference with its votes and the signing of the
// next covenant, the proposals and the hand-over. Each page is looked at in two
// widths and checked.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, onDay, look } from './harness.mjs'

const cluster = '/lam-viec/nam-thanh-pho'
const base = `${cluster}/2026`
const next = `${cluster}/2027`
const units = ['ha-noi', 'ho-chi-minh', 'hai-phong', 'da-nang', 'can-tho', 'hue']
const leader = (unit) => `${unit}-lanh-dao`
const lead = leader('ha-noi')
const figures = { THU_NGAN_SACH: [540000, 668000, 195500, 64200, 38400, 15600], THU_NOI_DIA: [490000, 491000, 112000, 53000, 33100, 13900], XUAT_KHAU: [21.9, 93.4, 38.7, 4.7, 3.1, 2.3], GRDP_TANG: [7.9, 8.6, 12.1, 9.4, 8.1, 9.2], GIAI_NGAN: [93.1, 90.2, 96.4, 95.3, 91.8, 94.6], HO_SO_DUNG_HAN: [96.8, 96.1, 98.4, 98.2, 95.4, 98.7], HO_NGHEO: [0.4, 0.3, 0.8, 0.6, 1.0, 1.2] }

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

/** Presses a button, says yes where it asks, and waits for the page it leads to. */
async function press(button, yes) {
  const arrives = page.waitForEvent('framenavigated')
  await (typeof button === 'string' ? page.getByRole('button', { name: button, exact: true }).first() : button).click()
  if (yes) await page.locator('dialog').getByRole('button', { name: yes, exact: true }).click()
  await arrives
  await page.waitForLoadState()
}

const sees = async (text) => { try { await page.getByText(text).first().waitFor({ timeout: 5000 }) } catch (e) { console.log('SEES', text, page.url(), (await page.locator('main').innerText()).slice(0, 600)); throw e } }
const vietnamese = (n) => String(n).replace('.', ',').replace(/\B(?=(\d{3})+(?!\d))(?<!,\d*)/g, '.')

test('members report the year, the lead accepts and publishes, the deputy accepts its own', async () => {
  await onDay(page, '21/12/2026')
  for (const [i, unit] of units.entries()) {
    await asRole(page, leader(unit))
    await page.getByRole('link', { name: 'Báo cáo Cả năm', exact: true }).click()
    for (const [code, values] of Object.entries(figures)) {
      await page.locator(`input[name="value-${code}"]`).fill(vietnamese(values[i]))
    }
    if (i === 0) await look(page, 'year-report')
    await press('Lưu và nộp')
    await sees('Đã nộp báo cáo.')
  }
  await asRole(page, lead)
  await page.getByRole('link', { name: 'Duyệt 5 báo cáo Cả năm' }).click()
  const overview = page.url()
  await look(page, 'year-overview')
  for (const unit of units.slice(1)) {
    await page.goto(`${overview}/u-${unit}`)
    await press('Duyệt báo cáo')
  }
  await page.goto(`${overview}/u-${units[0]}`)
  await sees('Không ai duyệt hoặc trả lại báo cáo của đơn vị mình')
  await asRole(page, leader('ho-chi-minh'))
  await page.getByRole('link', { name: 'Duyệt 1 báo cáo Cả năm' }).click()
  await page.goto(`${overview}/u-${units[0]}`)
  await press('Duyệt báo cáo')
  await asRole(page, lead)
  await page.goto(overview)
  await press('Công bố số liệu của kỳ', 'Công bố')
  await sees('Đã công bố số liệu của kỳ.')
  await page.goto('/cum/nam-thanh-pho/2026/so-lieu')
  await look(page, 'year-figures')
})

test('the sheet is marked, appraised, concluded and published', async () => {
  await onDay(page, '4/1/2027')
  await asRole(page, lead)
  await page.getByRole('link', { name: 'Lập bảng chấm điểm và mở chấm' }).click()
  await page.getByRole('link', { name: 'Lập bảng chấm điểm', exact: true }).click()
  await page.getByRole('link', { name: 'Dán từ bảng tính' }).click()
  await page.getByLabel('Các tiêu chí', { exact: true }).fill([
    'I\tPhát triển kinh tế\t60', 'I/1\tThu ngân sách\t40\tchỉ tiêu\ttỷ lệ\tcao\tTHU_NGAN_SACH', 'I/2\tTăng trưởng GRDP\t20\tchỉ tiêu\tdẫn đầu\tcao\tGRDP_TANG',
    'II\tCải cách hành chính\t20\tchỉ tiêu\ttỷ lệ\tcao\tHO_SO_DUNG_HAN', 'III\tCông tác thi đua\t20\tchấm thẳng', 'T\tĐiểm thưởng\t5\tthưởng',
  ].join('\n'))
  await press('Lưu bảng')
  await look(page, 'year-sheet')
  await press('Mở chấm điểm', 'Mở chấm điểm')
  for (const [i, unit] of units.entries()) {
    await asRole(page, leader(unit))
    await page.goto(`${base}/cham-diem/u-${unit}`)
    await page.locator('input[name="value_III"]').fill(String(14 + i))
    await page.locator('input[name="note_III"]').fill(`BC-${i + 1}/2026`)
    if (i === 3) await look(page, 'year-self')
    await press('Lưu và nộp')
    await sees('Đã nộp bảng tự chấm điểm.')
  }
  await asRole(page, 'tham-dinh')
  for (const unit of units) {
    await page.goto(`${base}/cham-diem/u-${unit}/`.replace(/\/$/, ''))
    if (unit === 'da-nang') {
      await page.locator('input[name="points_III"]').fill('15')
      await press('Hoàn thành thẩm định')
      await sees('khác điểm trước đó')
      await page.locator('input[name="reason_III"]').fill('thiếu minh chứng quý IV')
      await look(page, 'year-appraise')
      await press('Lưu nháp')
    }
    await press('Giữ điểm trước đó ở các ô trống')
    await press('Hoàn thành thẩm định')
    await sees('Đã hoàn thành thẩm định')
  }
  await page.goto(`${base}/cham-diem`)
  await press('Kết luận điểm', 'Kết luận')
  await onDay(page, '18/1/2027')
  await asRole(page, lead)
  await page.goto(`${base}/cham-diem/cong-bo`)
  await press('Xác nhận lần thứ nhất')
  await asRole(page, 'thuong-truc')
  await page.goto(`${base}/cham-diem/cong-bo`)
  await page.getByLabel('Gõ năm thi đua để công bố').fill('2026')
  await press('Công bố điểm và thứ hạng năm 2026')
  await sees('Đã công bố điểm và thứ hạng.')
  await page.goto('/cum/nam-thanh-pho/2026/xep-hang')
  await look(page, 'year-ranking')
})

test('one conference closes the year, signs the next covenant and elects', async () => {
  await onDay(page, '1/3/2027')
  await asRole(page, lead)
  await page.goto(cluster)
  await page.getByLabel('Mở năm thi đua').fill('2027')
  await press('Mở năm')
  await page.goto(`${next}/giao-uoc`)
  await press('Bắt đầu soạn giao ước')
  await page.getByRole('link', { name: 'Thêm nội dung' }).click()
  await page.getByLabel('Tên nội dung thi đua').fill('Phát triển kinh tế xanh')
  await page.getByLabel(/Phục vụ nghị quyết/).fill('Nghị quyết về kế hoạch phát triển kinh tế - xã hội năm 2027')
  await press('Lưu nội dung')
  await page.getByLabel('Hạn góp ý').fill('8/3/2027')
  await press('Gửi bản thảo tới các đơn vị')
  for (const unit of units) {
    await asRole(page, leader(unit))
    await page.goto(`${next}/giao-uoc/gop-y`)
    await press('Không có ý kiến')
  }
  await onDay(page, '16/3/2027')
  await asRole(page, lead)
  await page.goto(`${base}/hoi-nghi`)
  await page.getByLabel('Ngày họp').fill('16/3/2027')
  await page.getByLabel('Nơi họp').fill('Hà Nội')
  await page.getByLabel(/^Ký giao ước năm 2027/).check()
  await page.getByLabel(/^Bầu cụm trưởng/).check()
  await press('Lưu kế hoạch')
  await page.goto(`${base}/hoi-nghi/chuong-trinh`)
  await page.getByLabel('Điểm chương trình', { exact: true }).fill('Báo cáo tổng kết năm 2026')
  await press('Thêm điểm')
  await page.goto(`${base}/hoi-nghi`)
  await look(page, 'year-conference-planned')
  await press('Khai mạc hội nghị')
  for (const unit of units) {
    await page.locator(`select[name="state_u-${unit}"]`).selectOption('present')
    await page.locator(`input[name="delegate_u-${unit}"]`).fill(`Trưởng đoàn ${unit}`)
  }
  await press('Lưu điểm danh')
  await sees('6/6 đơn vị dự')
  await elect('lead', 'u-ho-chi-minh')
  await elect('deputy', 'u-hai-phong')
  await resolve('Thông qua báo cáo tổng kết năm 2026')
  await resolve('Đề nghị tặng Cờ thi đua của Chính phủ cho đơn vị xếp thứ nhất')
  await look(page, 'year-conference-running')
  await press('Bế mạc hội nghị', 'Bế mạc')
  await sees('giao ước chưa ký xong')
  await page.goto(`${next}/giao-uoc`)
  await press('Mở ký giao ước')
  for (const unit of units) {
    await asRole(page, leader(unit))
    await page.goto(`${next}/giao-uoc/ky`)
    await press(page.getByRole('button', { name: /^Xác nhận thay mặt/ }), 'Xác nhận')
    await sees('Đã xác nhận điện tử giao ước')
  }
  await asRole(page, 'hoi-dong')
  await page.goto(`${next}/giao-uoc/ky`)
  await press(page.getByRole('button', { name: 'Xác nhận chứng kiến' }).first(), 'Xác nhận chứng kiến')
  await asRole(page, lead)
  await page.goto(`${base}/hoi-nghi`)
  await press('Bế mạc hội nghị', 'Bế mạc')
  await sees('Hội nghị đã bế mạc.')
  await page.goto('/cum/nam-thanh-pho/2026/hoi-nghi/bien-ban')
  await look(page, 'year-minutes')
  assert.ok((await page.locator('body').innerText()).includes('6 đơn vị đã xác nhận giao ước năm 2027'))
})

async function elect(kind, unit) {
  await asRole(page, lead)
  await page.goto(`${base}/hoi-nghi`)
  await page.getByText('Đưa ra biểu quyết').first().click()
  await page.getByLabel('Nội dung', { exact: true }).selectOption(kind)
  await page.locator(`input[name="candidates"][value="${unit}"]`).check()
  await press(page.locator('form[action$="/bieu-quyet"] button'))
  for (const person of [lead, 'da-nang-chuyen-vien']) {
    await asRole(page, person)
    await page.goto(`${base}/hoi-nghi`)
    const form = page.locator('form[action*="/bieu-quyet/"]').last()
    for (const name of ['issued', 'returned', 'valid', `votes_${unit}`]) await form.locator(`input[name="${name}"]`).fill('6')
    await press(form.getByRole('button'))
  }
  await sees('kết quả được xác nhận')
  await asRole(page, lead)
  await page.goto(`${base}/hoi-nghi`)
}

async function resolve(body) {
  await page.getByText('Ghi một quyết nghị').click()
  await page.getByLabel('Nội dung quyết nghị').fill(body)
  await page.getByLabel('Số đơn vị tán thành').fill('6')
  await press('Ghi quyết nghị')
  await sees(body)
}

test('the lead proposes, the office enters the decision, the lead is handed over', async () => {
  await asRole(page, lead)
  await page.locator('main').getByRole('link', { name: 'Đề nghị khen thưởng' }).click()
  await page.getByLabel('Đơn vị', { exact: true }).selectOption({ index: 1 })
  await page.getByLabel('Dựa vào quyết nghị').selectOption({ index: 1 })
  await page.getByLabel('Lý do vẫn đề nghị').fill('Hội nghị suy tôn là đơn vị dẫn đầu')
  await press('Ghi đề nghị')
  await page.getByLabel('Số, ký hiệu tờ trình').fill('15/TTr-UBND')
  await page.getByLabel('Ngày tờ trình').fill('16/3/2027')
  await press('Ghi đã trình')
  await look(page, 'year-proposed')
  await onDay(page, '21/6/2027')
  await asRole(page, 'thuong-truc')
  await page.goto(`${base}/de-nghi`)
  await page.getByLabel('Số, ký hiệu quyết định').fill('900/QĐ-TTg')
  await page.getByLabel('Ngày quyết định').fill('18/6/2027')
  await page.getByLabel('Cấp quyết định').fill('Chính phủ')
  await press('Nhập quyết định')
  await look(page, 'year-decided')
  await asRole(page, lead)
  await page.goto(`${base}/ban-giao`)
  await look(page, 'year-handover')
  for (const box of await page.locator('textarea[name^="note_"]').all()) await box.fill('Đơn vị trưởng mới theo dõi tiếp')
  await press('Gửi gói bàn giao')
  await asRole(page, leader('ho-chi-minh'))
  await page.getByRole('link', { name: 'Nhận bàn giao năm 2026' }).click()
  await look(page, 'year-handover-received')
  await press('Xác nhận đã nhận bàn giao')
  await sees('Đã xác nhận nhận bàn giao.')
  await page.goto('/cum/nam-thanh-pho/2026')
  await look(page, 'year-public')
  assert.ok((await page.locator('body').innerText()).includes('900/QĐ-TTg'))
  assert.deepEqual(faults.filter((f) => !/4(09|22)/.test(f)), [])
})
