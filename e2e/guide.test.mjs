// Every task of every guide of a role, done from the words of the guide alone: from
// «Việc của tôi» (a reader: from the front page), as often pressed as its table says.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, onDay } from './harness.mjs'
import { roleGuides, tasksOf, play } from './guide.mjs'

const cluster = '/lam-viec/nam-thanh-pho'
const base = `${cluster}/2026`
const units = ['ha-noi', 'ho-chi-minh', 'hai-phong', 'da-nang', 'can-tho', 'hue']
const leader = (unit) => `${unit}-lanh-dao`
const lead = leader('ha-noi')
const figures = { THU_NGAN_SACH: '64.200', THU_NOI_DIA: '53.000', XUAT_KHAU: '4,7', GRDP_TANG: '9,4', GIAI_NGAN: '95,3', HO_SO_DUNG_HAN: '98,2', HO_NGHEO: '0,6' }

let demo, browser, page, context, faults
const played = new Set()

before(async () => {
  demo = await startDemo()
  browser = await startBrowser();
  ({ page, context, faults } = await openPage(browser, demo.address, { viewport: { width: 1440, height: 900 } }))
  page.setDefaultTimeout(10000)
})
after(async () => {
  await context?.close()
  await browser?.close()
  await demo?.stop()
})

/** A task of a guide by a person of the demonstration; a reader has no login. */
function task(guide, title, login, given, sees) {
  test(`${guide}: ${title}`, async () => {
    const { clicks, steps } = tasksOf(guide).get(title)
    if (login) await asRole(page, login)
    await page.goto(login ? '/lam-viec' : '/')
    const pressed = await play(page, steps, given)
    try {
      await page.locator('main').getByText(sees).first().waitFor()
    } catch {
      assert.fail(`«${sees}» is not said: ${page.url()}\n${(await page.locator('main').innerText()).replace(/\n+/g, '\n').slice(0, 1200)}`)
    }
    assert.equal(pressed, clicks, 'the guide counts the clicks wrong')
    played.add(`${guide}: ${title}`)
  })
}

/** What others do meanwhile, sent as their forms send it. */
function meanwhile(what, run) { test(`meanwhile: ${what}`, run) }

async function send(path, form) {
  const answer = await page.request.post(path, { form, headers: { Origin: demo.address } })
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${(await answer.text()).slice(0, 300)}`)
}

async function typed(values) {
  for (const [code, value] of Object.entries(values)) await page.locator(`input[name="value-${code}"]`).fill(value)
}

const day = (text) => meanwhile(`it is ${text}`, () => onDay(page, text))

// The year runs.
day('21/12/2026')
task('vai-thuong-truc', 'Ghi chỉ đạo của Hội đồng', 'thuong-truc', { 'Nội dung chỉ đạo': 'Rà soát hồ sơ quá hạn', 'Văn bản': '12/CĐ-HĐ', 'Người chỉ đạo': 'Chủ tịch Hội đồng', 'Ngày chỉ đạo': '20/12/2026' }, 'Rà soát hồ sơ quá hạn')
task('vai-truong-pho', 'Giao việc theo chỉ đạo', lead, { 'Việc phải làm': 'Nộp danh sách hồ sơ quá hạn', 'Hạn': '15/1/2027' }, 'Nộp danh sách hồ sơ quá hạn')
task('vai-chuyen-vien', 'Báo cáo việc theo chỉ đạo', 'da-nang-chuyen-vien', { 'Đã làm được gì, còn gì chưa xong': 'Đã nộp danh sách 12 hồ sơ.' }, 'Đã nộp danh sách 12 hồ sơ.')
task('vai-truong-pho', 'Xác nhận việc đã làm', lead, {}, 'hoàn thành')
task('vai-truong-pho', 'Phát động đợt thi đua', lead, { 'Tên': 'Đợt nước rút cuối năm', 'Mục tiêu': 'Về đích mọi chỉ tiêu', 'Từ ngày': '21/12/2026', 'Đến hết ngày': '31/12/2026', 'Số, ký hiệu': '45/KH-CTĐ', 'Ngày văn bản': '21/12/2026' }, 'Đợt nước rút cuối năm')
task('vai-hoi-dong', 'Xem việc theo một chỉ đạo', 'hoi-dong', {}, 'Việc theo chỉ đạo này')
task('vai-chuyen-vien', 'Báo cáo số liệu', 'da-nang-chuyen-vien', { 'số liệu': () => typed(figures) }, 'Đã lưu; chưa nộp.')
task('vai-chuyen-vien', 'Đính minh chứng cho một số liệu', 'da-nang-chuyen-vien', { 'Thêm minh chứng': { name: 'xuat-khau.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%âãÏÓ\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF') } }, '1 tệp, 0 ý kiến')
task('vai-lanh-dao', 'Nộp báo cáo số liệu', leader('da-nang'), { 'số liệu': () => {} }, 'Đã nộp báo cáo.')
task('vai-truong-pho', 'Duyệt một báo cáo', lead, {}, 'đã duyệt')
meanwhile('the others report, and are accepted', async () => {
  for (const unit of units.filter((u) => u !== 'da-nang')) {
    await asRole(page, leader(unit))
    await page.getByRole('link', { name: 'Báo cáo Cả năm', exact: true }).click()
    await page.getByRole('heading', { name: /Báo cáo Cả năm/ }).waitFor()
    await typed(figures)
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Lưu và nộp' }).click()])
  }
  for (const [who, ones] of [[lead, units.slice(1)], [leader('ho-chi-minh'), units.slice(0, 1)]]) {
    await asRole(page, who)
    await page.goto(`${base}/bao-cao`)
    const overview = await page.getByRole('link', { name: 'Xem tổng hợp' }).last().getAttribute('href')
    for (const unit of ones.filter((u) => u !== 'da-nang')) {
      await page.goto(`${overview}/u-${unit}`)
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Duyệt báo cáo' }).click()])
    }
  }
})
task('vai-truong-pho', 'Công bố số liệu của kỳ', lead, {}, 'Đã công bố số liệu của kỳ.')

// The year is marked.
day('4/1/2027')
task('vai-truong-pho', 'Lập bảng chấm điểm', lead, { 'Các tiêu chí': [
  'I\tPhát triển kinh tế\t60', 'I/1\tThu ngân sách\t40\tchỉ tiêu\ttỷ lệ\tcao\tTHU_NGAN_SACH', 'I/2\tTăng trưởng GRDP\t20\tchỉ tiêu\tdẫn đầu\tcao\tGRDP_TANG',
  'II\tCải cách hành chính\t20\tchỉ tiêu\ttỷ lệ\tcao\tHO_SO_DUNG_HAN', 'III\tCông tác thi đua\t20\tchấm thẳng',
].join('\n') }, 'đang chấm điểm')
const marked = async (p) => {
  await p.locator('input[name="value_III"]').fill('15')
  await p.locator('input[name="note_III"]').fill('BC-4/2026')
}
task('vai-chuyen-vien', 'Chuẩn bị bảng tự chấm', 'da-nang-chuyen-vien', { 'điểm và minh chứng': marked }, 'Đã lưu')
task('vai-lanh-dao', 'Nộp bảng tự chấm', leader('da-nang'), { 'điểm và minh chứng': marked }, 'Đã nộp bảng tự chấm điểm.')
meanwhile('the others mark themselves', async () => {
  for (const unit of units.filter((u) => u !== 'da-nang')) {
    await asRole(page, leader(unit))
    await page.goto(`${base}/cham-diem/u-${unit}`)
    await marked(page)
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Lưu và nộp' }).click()])
  }
})
task('vai-tham-dinh', 'Thẩm định một đơn vị', 'tham-dinh', { 'Điểm thẩm định': (p) => p.locator('input[name="points_III"]').fill('14'), 'Lý do': (p) => p.locator('input[name="reason_III"]').fill('thiếu minh chứng quý IV') }, 'Đã hoàn thành thẩm định')
meanwhile('the others are appraised', async () => {
  for (const unit of units.filter((u) => u !== 'da-nang')) {
    await page.goto(`${base}/cham-diem/u-${unit}`)
    for (const name of ['Giữ điểm trước đó ở các ô trống', 'Hoàn thành thẩm định']) await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name, exact: true }).click()])
  }
})
task('vai-truong-pho', 'Kết luận điểm', lead, {}, 'Đã kết luận')
day('18/1/2027')
task('vai-truong-pho', 'Xác nhận điểm để công bố', lead, {}, 'Xác nhận lần thứ hai')
task('vai-thuong-truc', 'Công bố điểm và thứ hạng', 'thuong-truc', { 'Gõ năm thi đua để công bố': '2026' }, 'Đã công bố điểm và thứ hạng.')

// The next covenant, and what the conference says.
day('1/3/2027')
task('vai-truong-pho', 'Mở năm mới', lead, { 'Mở năm thi đua': '2027' }, '2027')
task('vai-truong-pho', 'Soạn và gửi giao ước', lead, { 'Tên nội dung thi đua': 'Phát triển kinh tế xanh', 'Phục vụ nghị quyết': 'Nghị quyết về kế hoạch phát triển kinh tế - xã hội năm 2027', 'Hạn góp ý': '8/3/2027' }, 'Hạn góp ý')
task('vai-lanh-dao', 'Góp ý bản thảo giao ước', leader('da-nang'), {}, 'Không có ý kiến')
meanwhile('the others have no remarks', async () => {
  for (const unit of units.filter((u) => u !== 'da-nang')) {
    await asRole(page, leader(unit))
    await page.goto(`${cluster}/2027/giao-uoc/gop-y`)
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Không có ý kiến' }).click()])
  }
})
day('16/3/2027')
task('vai-truong-pho', 'Lập kế hoạch hội nghị', lead, { 'Ngày họp': '16/3/2027', 'Nơi họp': 'Hà Nội' }, 'Khai mạc hội nghị')
task('vai-truong-pho', 'Khai mạc và điểm danh', lead, { 'có mặt': async (p) => {
  for (const unit of units) {
    await p.locator(`select[name="state_u-${unit}"]`).selectOption('present')
    await p.locator(`input[name="delegate_u-${unit}"]`).fill(`Trưởng đoàn ${unit}`)
  }
} }, '6/6 đơn vị dự')
task('vai-truong-pho', 'Ghi một quyết nghị', lead, { 'Nội dung quyết nghị': 'Đề nghị tặng Cờ thi đua của Chính phủ cho đơn vị xếp thứ nhất', 'Số đơn vị tán thành': '6' }, 'Đề nghị tặng Cờ thi đua của Chính phủ cho đơn vị xếp thứ nhất')
task('vai-truong-pho', 'Mở ký giao ước', lead, {}, 'Ký giao ước')
task('vai-lanh-dao', 'Ký giao ước', leader('da-nang'), {}, 'Đã xác nhận điện tử giao ước')
meanwhile('the others sign', async () => {
  for (const unit of units.filter((u) => u !== 'da-nang')) {
    await asRole(page, leader(unit))
    await page.goto(`${cluster}/2027/giao-uoc/ky`)
    await page.getByRole('button', { name: /^Xác nhận thay mặt/ }).click()
    await Promise.all([page.waitForEvent('load'), page.locator('dialog.ask').getByRole('button', { name: 'Xác nhận', exact: true }).click()])
  }
})
task('vai-hoi-dong', 'Chứng kiến ký giao ước', 'hoi-dong', {}, 'chứng kiến')
task('vai-truong-pho', 'Bế mạc hội nghị', lead, {}, 'Hội nghị đã bế mạc.')
task('vai-truong-pho', 'Đề nghị khen thưởng', lead, { 'Đơn vị': 'Đà Nẵng', 'Dựa vào quyết nghị': 'Cờ thi đua', 'Lý do vẫn đề nghị': 'Hội nghị suy tôn là đơn vị dẫn đầu' }, 'Ghi đã trình')
meanwhile('the proposal goes up', async () => {
  await page.getByLabel('Số, ký hiệu tờ trình').fill('15/TTr-UBND')
  await page.getByLabel('Ngày tờ trình').fill('16/3/2027')
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Ghi đã trình' }).click()])
})
day('21/6/2027')
task('vai-thuong-truc', 'Nhập quyết định khen thưởng', 'thuong-truc', { 'Số, ký hiệu quyết định': '900/QĐ-TTg', 'Ngày quyết định': '18/6/2027', 'Cấp quyết định': 'Chính phủ' }, '900/QĐ-TTg')

// Beside the year.
task('vai-lanh-dao', 'Ủy quyền khi vắng', leader('da-nang'), { 'Người nhận': 'Hồ Thị Báo Cáo', 'Từ ngày': '22/6/2027', 'Đến hết ngày': '25/6/2027', 'Lý do': 'đi công tác' }, 'đi công tác')
task('vai-thuong-truc', 'Lập một khối', 'thuong-truc', { 'Tên': 'Khối thi đua các sở' }, 'Khối thi đua các sở')
task('vai-bien-tap', 'Viết bài và gửi duyệt', 'bien-tap', { 'Tiêu đề': 'Sáu thành phố về đích', 'Tóm tắt': 'Báo cáo cả năm đã đủ.', 'Lời bài': 'Sáu thành phố đã nộp đủ báo cáo cả năm.', 'Nguồn tin': 'Ban biên tập', 'Tác giả': 'Lý Thị Tin' }, 'chờ duyệt')
task('vai-bien-tap', 'Duyệt và đăng bài', 'duyet-tin', {}, 'Đã duyệt.')
task('vai-bien-tap', 'Duyệt ý kiến bạn đọc', 'bien-tap', {}, 'Đã duyệt')
task('vai-kiem-toan', 'Tìm một người đã làm gì', 'kiem-toan', { 'Tên đăng nhập của người làm': 'da-nang-lanh-dao', 'Từ ngày': '1/12/2026' }, 'Bùi Văn Ký Kết')
task('vai-kiem-toan', 'Lấy chứng minh của một mục nhật ký', 'kiem-toan', {}, 'Chứng minh')
task('vai-kiem-toan', 'Xem ai được làm gì', 'kiem-toan', {}, 'Việc và vai trò')
task('vai-kiem-toan', 'Xem tình trạng của cài đặt', 'kiem-toan', {}, 'Cơ sở dữ liệu')
task('vai-quan-tri', 'Mời người mới', 'quan-tri', { 'Họ và tên': 'Trần Thị Mới', 'Chức vụ': 'Chuyên viên', 'Đơn vị': 'Đà Nẵng', 'Vai trò': 'Chuyên viên đơn vị', 'Phạm vi': 'Đơn vị của người này' }, 'Trần Thị Mới')
task('vai-quan-tri', 'Gửi lại lời mời', 'quan-tri', {}, 'Mai Văn Soát')
task('vai-quan-tri', 'Xem tình trạng của cài đặt', 'quan-tri', {}, 'Cơ sở dữ liệu')

// A reader.
meanwhile('nobody is signed in', () => context.clearCookies())
task('vai-ban-doc', 'Tra cứu', '', { 'Tra cứu khen thưởng, đơn vị, giao ước': 'da nang' }, 'kết quả')
task('vai-ban-doc', 'Đọc giao ước của một năm', '', {}, 'Giao ước')
task('vai-ban-doc', 'Gửi ý kiến', '', { 'Họ tên': 'Nguyễn Văn Đọc', 'Ý kiến': 'Số liệu rõ, nên ghi thêm nguồn từng năm.' }, 'duyệt')
task('vai-ban-doc', 'Tải dữ liệu mở', '', {}, 'CSV')

test('no task of a guide was left out', () => {
  const all = roleGuides().flatMap((guide) => [...tasksOf(guide).keys()].map((title) => `${guide}: ${title}`))
  assert.deepEqual(all.filter((one) => !played.has(one)), [])
  assert.deepEqual(faults.filter((f) => !/4(09|22)/.test(f)), [])
})
