// A conference as a sitting, by clicks: invitations, check-in by code, the agenda by
// the clock, speakers, the screen of the hall, minutes signed by two persons.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { startDemo, startBrowser, openPage, asRole, onDay, look, violations, overflow } from './harness.mjs'

const base = '/lam-viec/nam-thanh-pho/2026/hoi-nghi'
const lead = 'ha-noi-lanh-dao'
let demo, browser, page, faults

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
  ;({ page, faults } = await openPage(browser, demo.address))
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const press = async (name, sure) => {
  const arrives = page.waitForEvent('framenavigated')
  await page.getByRole('button', { name, exact: true }).first().click()
  if (sure) await page.getByRole('dialog').getByRole('button', { name: sure }).click()
  await arrives
  await page.waitForLoadState()
}
const sees = async (text) => assert.ok((await page.locator('body').innerText()).includes(text), `no «${text}» in ${page.url()}: ${(await page.locator('main').innerText()).slice(0, 1500)}`)

test('the members are invited and answer', async () => {
  await onDay(page, '11/3/2027')
  await asRole(page, lead)
  await page.goto(base)
  await page.getByLabel('Ngày họp').fill('16/3/2027')
  await page.getByLabel('Nơi họp').fill('Hội trường UBND thành phố Hà Nội')
  await page.getByLabel('Đại diện Hội đồng chỉ đạo').fill('Ông Trần Văn Thí Dụ, Phó Chủ tịch Hội đồng')
  await page.getByLabel('Đường dẫn họp trực tuyến').fill('https://hop.example/nam-thanh-pho')
  await press('Lưu kế hoạch')
  await page.goto(`${base}/chuong-trinh`)
  for (const [title, who, minutes] of [['Báo cáo tổng kết năm 2026, phương hướng năm 2027', 'Ông Phạm Văn Cụm Trưởng', '30'], ['Thảo luận, góp ý', '', '45'], ['Phát biểu chỉ đạo của đại diện Hội đồng', 'Ông Trần Văn Thí Dụ', '15']]) {
    if (!(await page.getByLabel('Điểm chương trình', { exact: true }).isVisible())) await page.getByText('Thêm điểm chương trình', { exact: true }).click()
    await page.getByLabel('Điểm chương trình', { exact: true }).fill(title)
    await page.getByLabel('Người trình bày').fill(who)
    await page.getByLabel('Thời lượng (phút)').fill(minutes)
    await press('Thêm điểm')
  }
  await look(page, 'sitting-agenda-planned')
  await page.getByRole('link', { name: /Báo cáo tổng kết/ }).click()
  await look(page, 'sitting-item')
  await page.goto(`${base}/giay-moi`)
  await page.getByLabel('Giờ họp').fill('8:00')
  await page.getByLabel('Số giấy mời').fill('12/GM-CTĐ')
  await press('Gửi giấy mời')
  await sees('0/6 đơn vị đã trả lời')
  await page.getByText('Thêm khách mời').first().click()
  await page.getByLabel('Họ tên').last().fill('Bà Lê Thị Khách')
  await page.getByLabel('Chức vụ, cơ quan').fill('Phó Trưởng Ban Thi đua – Khen thưởng Trung ương')
  await press('Thêm khách mời')

  await asRole(page, 'da-nang-chuyen-vien')
  await page.goto('/lam-viec')
  await sees('Trả lời giấy mời họp hội nghị tổng kết')
  await page.goto(`${base}/giay-moi`)
  await look(page, 'sitting-reply')
  await press('Gửi trả lời')
  await sees('Chọn dự họp, cử người dự thay hoặc vắng.')
  await page.getByLabel('Cử người dự thay').check()
  await page.getByLabel('Họ tên').fill('Nguyễn Thị Thay')
  await page.getByLabel('Chức vụ').fill('Phó Giám đốc Sở Nội vụ')
  await page.getByLabel('Số, ký hiệu').fill('45/UQ-UBND')
  await page.locator('input[name="authority_on"]').fill('10/3/2027')
  await press('Gửi trả lời')
  await sees('văn bản ủy quyền 45/UQ-UBND ngày 10/3/2027')
  await page.goto(`${base}/giay-moi/u-da-nang`)
  await look(page, 'sitting-invitation')
  await asRole(page, 'hue-lanh-dao')
  await page.goto(`${base}/giay-moi`)
  await page.getByLabel('Vắng, có lý do').check()
  await page.getByLabel('Lý do vắng').fill('trùng kỳ họp Hội đồng nhân dân')
  await press('Gửi trả lời')
  for (const unit of ['can-tho', 'hai-phong', 'ha-noi']) {
    await asRole(page, `${unit}-lanh-dao`)
    await page.goto(`${base}/giay-moi`)
    await page.getByLabel('Dự họp').check()
    await page.getByLabel('Họ tên').first().fill(`Ông Nguyễn Văn ${unit}`)
    await page.getByLabel('Chức vụ').first().fill('Phó Chủ tịch UBND thành phố')
    await press('Gửi trả lời')
  }
  await asRole(page, lead)
  await page.goto(`${base}/giay-moi`)
  await sees('5/6 đơn vị đã trả lời: 3 dự họp, 1 cử người dự thay, 1 vắng.')
  await look(page, 'sitting-answers')
  await page.goto(`${base}/bien-ban`)
  const pick = async (label, text) => {
    const select = page.getByLabel(label, { exact: true })
    await select.selectOption(await select.locator('option', { hasText: text }).getAttribute('value'))
  }
  await pick('Chủ trì', 'Phạm Văn Cụm Trưởng')
  await pick('Thư ký', 'Lê Thị Số Liệu')
  await press('Lưu tên')
  await sees('Lê Thị Số Liệu, Chuyên viên')
})

test('a telephone at the door checks members in', async () => {
  await onDay(page, '16/3/2027')
  await asRole(page, lead)
  const codes = {}
  for (const unit of ['da-nang', 'can-tho', 'hai-phong', 'ha-noi', 'ho-chi-minh']) {
    await page.goto(`${base}/giay-moi/u-${unit}`)
    codes[unit] = await page.locator('.pass-code').innerText()
  }
  await page.setViewportSize({ width: 360, height: 740 })
  for (const [unit, code] of Object.entries(codes)) {
    await page.goto(`${base}/diem-danh?ma=${code}`)
    if (unit === 'ho-chi-minh') await page.getByLabel('Họ tên, chức vụ người dự').fill('Ông Đỗ Văn Cụm Phó, Phó Chủ tịch')
    if (unit === 'da-nang') await look(page, 'sitting-door')
    await press('Xác nhận có mặt')
  }
  await sees('5/6 đơn vị dự')
  await page.getByLabel('Mã điểm danh').fill('AAAAA-BBBBB')
  await press('Tìm')
  await sees('Không có mã điểm danh này')
  await page.goto(`${base}/diem-danh?ma=${codes['da-nang']}`)
  await sees('Đã điểm danh lúc')
  assert.equal(await page.getByRole('button', { name: 'Xác nhận có mặt' }).count(), 0)
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('the agenda runs, speakers are called, the screen follows by itself', async () => {
  await page.goto(`${base}/man-hinh`)
  await sees('Khai mạc lúc 8 giờ 00')
  const hall = await openPage(browser, demo.address, { viewport: { width: 1920, height: 1080 } })
  await asRole(hall.page, 'can-tho-lanh-dao')
  await hall.page.goto(`${base}/man-hinh`)
  await page.goto(base)
  await look(page, 'sitting-work-day')
  await press('Khai mạc hội nghị')
  await page.goto(`${base}/chuong-trinh`)
  await press(/^Bắt đầu điểm 1/)
  for (const unit of ['da-nang-lanh-dao', 'hai-phong-lanh-dao', 'can-tho-lanh-dao']) {
    await asRole(page, unit)
    await page.goto(`${base}/chuong-trinh`)
    await page.getByText(/^Đăng ký phát biểu thay/).click()
    await page.getByLabel('Về điểm chương trình').selectOption({ label: '2. Thảo luận, góp ý' })
    await page.getByLabel('Nội dung, trong một câu').fill('Cách tính tỷ lệ hồ sơ đúng hạn')
    await press('Đăng ký')
    await sees('Đã đăng ký phát biểu.')
  }
  await look(page, 'sitting-speakers')
  await asRole(page, lead)
  await page.goto(`${base}/chuong-trinh`)
  await press(/^Sang điểm 2/)
  await press('Mời phát biểu')
  await sees('Đang phát biểu: Bùi Văn Ký Kết')
  await look(page, 'sitting-floor')
  await hall.page.getByText('Bùi Văn Ký Kết').waitFor({ timeout: 15000 }) // without anyone touching the screen
  const elapsed = () => hall.page.locator('.clock-elapsed').innerText()
  const first = await elapsed()
  await hall.page.waitForFunction((was) => document.querySelector('.clock-elapsed').textContent !== was, first)
  mkdirSync('out', { recursive: true })
  for (const theme of ['light', 'dark']) {
    await hall.page.emulateMedia({ colorScheme: theme })
    await hall.page.screenshot({ path: `out/sitting-screen-1920-${theme}.png` })
    assert.deepEqual(await violations(hall.page), [])
  }
  assert.ok(await hall.page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight), 'the screen does not fit on 1920×1080')
  const size = await hall.page.locator('.hall-now h2').evaluate((h) => parseFloat(getComputedStyle(h).fontSize))
  assert.ok(size >= 60, `the point is set in ${size} px`)
  await hall.page.setViewportSize({ width: 360, height: 740 })
  assert.ok((await overflow(hall.page)) <= 0, 'the screen stands outside a phone')
  await hall.page.screenshot({ path: 'out/sitting-screen-360.png', fullPage: true })
  assert.deepEqual(hall.faults, [])
  await hall.context.setOffline(true)
  await hall.page.getByText('Mất kết nối').waitFor({ timeout: 15000 })
  await hall.context.setOffline(false)
  await hall.page.waitForFunction(() => document.querySelector('[data-hall-lost]').textContent === '', null, { timeout: 15000 })
  await hall.context.close()
})

test('chair and secretary sign the minutes', async () => {
  await page.goto(base)
  await page.getByText('Ghi một quyết nghị').click()
  await page.getByLabel('Nội dung quyết nghị').fill('Thông qua báo cáo tổng kết năm 2026')
  await page.getByLabel('Số đơn vị tán thành').fill('5')
  await press('Ghi quyết nghị')
  await press('Bế mạc hội nghị', 'Bế mạc')
  await sees('Hội nghị đã bế mạc.')
  await asRole(page, 'ha-noi-chuyen-vien')
  await page.goto(`${base}/bien-ban`)
  await page.getByLabel('Ý kiến phát biểu').fill('Đà Nẵng đề nghị ghi rõ cách tính tỷ lệ hồ sơ đúng hạn.\nCần Thơ nhất trí.')
  await press('Lưu phần thư ký ghi')
  await look(page, 'sitting-minutes-draft')
  await press('Ký biên bản', 'Ký')
  await sees('Đã ký biên bản.')
  await asRole(page, lead)
  await page.goto('/lam-viec')
  await sees('Đọc và ký biên bản hội nghị')
  await page.goto(`${base}/bien-ban`)
  await press('Ký biên bản', 'Ký')
  await sees('Biên bản đã công khai')
  await page.goto('/cum/nam-thanh-pho/2026/hoi-nghi/bien-ban')
  await sees('Đà Nẵng đề nghị ghi rõ')
  assert.ok(!(await page.content()).includes('hop.example'), 'the public sees the video link')
  await look(page, 'sitting-minutes')
  mkdirSync('out', { recursive: true })
  await page.pdf({ path: 'out/sitting-minutes.pdf', preferCSSPageSize: true })
  await page.goto(`${base}/giay-moi/u-da-nang`)
  await page.pdf({ path: 'out/sitting-invitation.pdf', preferCSSPageSize: true })
  assert.deepEqual(faults.filter((f) => !f.includes('status of 422')), []) // the two forms that were refused
})
