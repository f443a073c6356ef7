// From a provisional ranking to a published one, in the browser: the table of each
// group, an appeal and its answer, two persons who publish, the public page.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, onDay, look } from './harness.mjs'

const base = '/lam-viec/nam-thanh-pho/2026/cham-diem'
const leader = (unit) => `${unit}-lanh-dao`
const lead = leader('ha-noi')
const marks = { 'ha-noi': [36, 18, 19, 2], 'ho-chi-minh': [38, 17, 17, 0], 'hai-phong': [37, 18, 17, 0], 'da-nang': [35, 17, 16, 0], 'can-tho': [39, 19, 18, 3], hue: [34, 17, 17, 0] }
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

async function post(path, form) {
  const answer = await page.request.post(base + path, { form })
  assert.ok(answer.ok(), `${path} answers ${answer.status()}`)
}

/** Presses a button, says yes where it asks, and waits for the page it leads to. */
async function press(button, yes) {
  const arrives = page.waitForEvent('framenavigated')
  await page.getByRole('button', { name: button, exact: true }).first().click()
  if (yes) await page.locator('dialog').getByRole('button', { name: yes, exact: true }).click()
  await arrives
  await page.waitForLoadState()
}

const sees = (text) => page.getByText(text).first().waitFor({ timeout: 5000 })
const rows = (id) => page.locator(`#${id} tbody tr`).allInnerTexts().then((list) => list.map((t) => t.replace(/\s+/g, ' ').trim()))

test('the working ranking says what is missing and who must act', async () => {
  await onDay(page, '1/12/2026')
  await asRole(page, lead)
  const sheet = ['I\tPhát triển kinh tế, cải cách\t60', 'I/1\tThu ngân sách nhà nước trên địa bàn\t40\tchấm thẳng', 'I/2\tCải cách hành chính\t20\tchấm thẳng', 'II\tCông tác thi đua, khen thưởng\t20\tchấm thẳng', 'T\tĐiểm thưởng\t5\tthưởng']
  await post('', { name: 'Bảng chấm điểm năm 2026', decimals: '2', rows: sheet.join('\n'), version: '0' })
  await page.goto(base + '/bang/cai-dat')
  const settings = {
    name: 'Bảng chấm điểm năm 2026', decimals: '2', rank_by: 'total', unassigned: 'leaves_denominator', no_target: 'no_target_group', final: 'last_level', tie_break: 'I/2\nđiểm thưởng',
    band_name_1: 'Xuất sắc', band_from_1: '72', band_floor_1: '85', band_name_2: 'Tốt', band_from_2: '65', band_name_3: 'Hoàn thành', band_from_3: '0',
    thay: await page.locator('[name="thay"]').inputValue(),
  }
  for (const unit of Object.keys(marks)) settings[`group_u-${unit}`] = ['ha-noi', 'ho-chi-minh', 'hai-phong'].includes(unit) ? 'Nhóm đô thị loại đặc biệt và cảng biển' : 'Nhóm đô thị trung tâm vùng'
  await post('/bang/cai-dat', settings)
  await post('/mo', {})
  for (const [unit, values] of Object.entries(marks)) {
    await asRole(page, leader(unit))
    await post(`/u-${unit}`, { version: '1', 'value_I/1': String(values[0]), 'value_I/2': String(values[1]), value_II: String(values[2]), value_T: String(values[3]), nop: unit === 'hue' ? '' : '1' })
  }
  await asRole(page, lead)
  await page.goto(base + '/xep-hang')
  await sees('Nộp bảng tự chấm (đơn vị): Huế')
  await look(page, 'ranking-provisional')
  await asRole(page, leader('hue'))
  await post('/u-hue', { version: '2', nop: '1' })
})

test('the concluded result is shown to a member, group by group', async () => {
  await onDay(page, '4/1/2027')
  await asRole(page, 'tham-dinh')
  for (const unit of Object.keys(marks)) {
    await post(`/u-${unit}/tham-dinh`, { version: '3', giu: '1' })
    await post(`/u-${unit}/tham-dinh`, { version: '4', nop: '1' })
  }
  await post('/u-can-tho/loai', { dq_reason: 'có cán bộ lãnh đạo bị kỷ luật trong năm', document: 'Quyết định 12/QĐ-UBND ngày 1/12/2026' })
  await page.goto(base)
  await look(page, 'ranking-conclude')
  assert.equal(await page.getByLabel('Các đơn vị kiến nghị được đến hết ngày').inputValue(), '11/1/2027')
  await press('Kết luận điểm', 'Kết luận')
  await asRole(page, leader('ho-chi-minh'))
  await page.getByRole('link', { name: 'Xem kết quả đã kết luận' }).click()
  await page.waitForURL('**/xep-hang')
  const [first, second] = [await rows('xep-hang'), await rows('xep-hang-2')]
  assert.match(first[0], /^Hạng 1 Hà Nội 75,00/)
  assert.match(first[1], /^Hạng 2 Hải Phòng Bằng điểm với .*Hồ Chí Minh, hơn ở .* 72,00/)
  assert.match(first[2], /^Hạng 3 .*Hồ Chí Minh Bằng điểm với Hải Phòng, kém .* 72,00/)
  assert.match(second[0], /^Hạng 1 Đà Nẵng .*cùng hạng. 68,00/)
  assert.match(second[1], /^Hạng 1 Huế .*68,00/)
  assert.match(second[2], /^– Cần Thơ Không xếp hạng.*79,00/)
  await look(page, 'ranking-member')
})

test('a unit appeals, the answer moves its mark and its rank', async () => {
  await page.goto(base + '/kien-nghi?tieu-chi=I/1')
  await look(page, 'appeal-form')
  await press('Gửi kiến nghị')
  await sees('Viết đơn vị không thống nhất điều gì')
  await page.getByLabel('Đơn vị không thống nhất điều gì').fill('Số thu theo kho bạc ngày 31/12 cao hơn số đã chấm; đề nghị chấm 39 điểm.\nCông văn kèm theo.')
  await page.getByLabel('Hoặc liên kết').fill('https://khobac.example/cv-77')
  await page.getByLabel('Liên kết dẫn tới gì').fill('Công văn 77/KB')
  await press('Gửi kiến nghị')
  await sees('Đã gửi kiến nghị.')
  await asRole(page, 'tham-dinh')
  await page.getByRole('link', { name: 'Trả lời 1 kiến nghị' }).click()
  await page.getByRole('link', { name: /Hồ Chí Minh/ }).first().click()
  await page.waitForURL('**/kien-nghi/*')
  await look(page, 'appeal-answer')
  await page.getByLabel('Chấp nhận, kết luận điểm mới').check()
  await page.getByLabel('Điểm kết luận mới').fill('39')
  await page.getByLabel('Lý do').fill('Công văn 77/KB xác nhận số thu đến 31/12.')
  await press('Trả lời kiến nghị', 'Trả lời kiến nghị')
  await sees('Đã trả lời kiến nghị')
  await sees('Trước và sau câu trả lời')
  await look(page, 'appeal-answered')
  await page.goto(base + '/kien-nghi')
  await look(page, 'appeals')
})

test('two persons publish what the preview has shown', async () => {
  await asRole(page, lead)
  await page.goto(base + '/cong-bo')
  await sees('Chưa công bố được.')
  await onDay(page, '12/1/2027')
  await asRole(page, lead)
  await page.getByRole('link', { name: 'Công bố điểm và thứ hạng' }).click()
  await page.waitForURL('**/cong-bo')
  await look(page, 'publication-first')
  const shown = await rows('xep-hang')
  await press('Xác nhận lần thứ nhất')
  await sees('Đã xác nhận lần thứ nhất')
  assert.equal(await page.getByLabel('Gõ năm thi đua để công bố').count(), 0)
  await asRole(page, 'thuong-truc')
  await page.getByRole('link', { name: 'Xác nhận lần hai việc công bố' }).click()
  await page.waitForURL('**/cong-bo')
  await look(page, 'publication-second')
  await press('Công bố điểm và thứ hạng năm 2026')
  await sees('Gõ 2026 để xác nhận')
  await page.getByLabel('Gõ năm thi đua để công bố').fill('2026')
  await press('Công bố điểm và thứ hạng năm 2026')
  await sees('Đã công bố điểm và thứ hạng.')
  await page.goto('/cum/nam-thanh-pho/2026/xep-hang')
  assert.deepEqual(await rows('xep-hang'), shown)
  await sees('được chấp nhận')
  await look(page, 'ranking-public')
  await page.goto('/nhung/xep-hang/nam-thanh-pho/2026') // as another site shows it in a frame
  for (const unit of ['Hà Nội', 'Hải Phòng', 'Cần Thơ']) await sees(unit)
  await look(page, 'ranking-embedded')
  assert.deepEqual(faults.filter((f) => !f.includes('422')), [])
})
