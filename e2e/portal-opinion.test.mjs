// Two public rooms of the portal in the browser. A list is posted; one opinion is written
// by keyboard alone without script, one with script; the office answers and closes, and
// the counts are seen. Somebody suggests an exemplar, the office takes it up and a second
// person publishes it. A certificate is asked for by its decision.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { startDemo, startBrowser, openPage, asRole, look, onDay, violations } from './harness.mjs'

let demo, browser, page, context, faults, posting, dossier
const codes = []

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

const sees = (where, text) => where.locator('main').getByText(text).first().waitFor({ timeout: 20000 })

/** Sends a form as who is signed in; what is not the matter of this test goes by no click. */
async function send(path, form, wanted = '') {
  const answer = await page.request.post(path, Object.values(form).some((v) => v.buffer) ? { multipart: form } : { form })
  const body = await answer.text()
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').slice(0, 900)}`)
  return wanted ? body.match(wanted)[1] : body
}

const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']
const numbers = new Map()
for (let n = 0; n < 100; n++) {
  const [t, u] = [Math.floor(n / 10), n % 10]
  const last = u === 0 ? [''] : t > 0 && u === 5 ? [' lăm'] : t > 1 && u === 1 ? [' mốt'] : t > 1 && u === 4 ? [' tư', ' bốn'] : [' ' + digits[u]]
  if (t === 0) numbers.set(digits[u], n)
  else for (const l of last) numbers.set((t === 1 ? 'mười' : digits[t] + ' mươi') + l, n)
}

/** What a reader answers to the question before what anybody may send. */
function answered(question) {
  const value = (words) => numbers.get(words.trim().toLowerCase())
  let m
  if ((m = question.match(/^(.+) cộng (.+?) bằng/))) return value(m[1]) + value(m[2])
  if ((m = question.match(/^(.+) trừ (.+?) bằng/))) return value(m[1]) - value(m[2])
  if ((m = question.match(/^(.+) nhân (.+?) bằng/))) return value(m[1]) * value(m[2])
  if ((m = question.match(/dãy: (.+), (.+), (.+)\?/))) return 2 * value(m[3]) - value(m[2])
  if ((m = question.match(/là thứ (\S+), vậy (.+) ngày nữa/))) return ({ Hai: 2, Ba: 3, Tư: 4, Năm: 5, Sáu: 6, Bảy: 7 })[m[1]] + value(m[2])
  if ((m = question.match(/số (.+), (.+), (.+), số nào lớn nhất/))) return Math.max(value(m[1]), value(m[2]), value(m[3]))
  throw new Error(`no answer to: ${question}`)
}

/** Goes by the Tab key to an element. */
async function tabTo(at, selector) {
  for (let n = 0; n < 120; n++) {
    await at.keyboard.press('Tab')
    if (await at.locator(`${selector}:focus`).count()) return
  }
  throw new Error(`the Tab key does not reach ${selector}`)
}

test('a list is posted', async () => {
  const pdf = { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n') }
  await asRole(page, 'da-nang-chuyen-vien')
  dossier = (await (await page.request.get('/ho-so/moi')).text()).match(/name="id" value="([0-9a-f-]{36})"/)[1]
  const own = `/ho-so/${dossier}`
  await send('/ho-so/moi', { id: dossier, unit: 'u-da-nang', office: 'u-ha-noi', level: 'ministry', kind: 'yearly', award: 'H-LD3', year: '2025' })
  await send(own + '/doi-tuong', { version: '1', subject_kind: 'person', name: 'Trần Thị Minh Họa', birth_year: '1980', place: 'Trung tâm Y tế', achievement: 'Chống dịch ở cơ sở' })
  await send(own + '/doi-tuong', { version: '2', subject_kind: 'collective', name: 'Khoa Thí Dụ', achievement: 'Ba năm liền dẫn đầu' })
  for (const [n, part] of ['letter', 'report', 'minutes'].entries()) {
    await send(own + '/thanh-phan', { version: String(3 + n), part, number: part === 'letter' ? '5/TTr' : '', on: part === 'letter' ? '27/11/2026' : '', file: pdf })
  }
  await asRole(page, 'da-nang-lanh-dao')
  await send(own + '/sua', { version: '6', title: 'Huân chương Lao động', office: 'u-ha-noi', level: 'ministry', figures_on: '31/10/2026' })
  await send(own + '/viec/propose', { version: '7' })
  await asRole(page, 'ha-noi-chuyen-vien')
  await send(own + '/viec/receive', { version: '8', number: '15' })
  await send(own + '/viec/accept', { version: '9' })
  await send(own + '/viec/conclude', { version: '10', conclusion: 'Đủ điều kiện' })
  posting = await send(own + '/viec/post', { version: '11', place: 'Trụ sở UBND', number: '12/TB' }, /\/lay-y-kien\/([0-9a-f-]{36})"/)
})

test('without script an opinion is written by keyboard alone', async () => {
  const open = await openPage(browser, demo.address, { javaScriptEnabled: false, viewport: { width: 1440, height: 900 } })
  const at = open.page
  await at.goto('/lay-y-kien')
  await tabTo(at, `a[href="/lay-y-kien/${posting}"]`)
  await at.keyboard.press('Enter')
  await sees(at, 'Viết ý kiến')
  await tabTo(at, '[name="stance"]')
  await at.keyboard.press('ArrowDown')
  await tabTo(at, '[name="body"]')
  await at.keyboard.type('Đề nghị xem lại thành tích năm 2025')
  await tabTo(at, '[name="puzzle"]')
  await at.keyboard.type('999')
  await at.keyboard.press('Enter')
  await sees(at, 'Câu trả lời chưa đúng')
  assert.equal(await at.locator('[name="body"]').inputValue(), 'Đề nghị xem lại thành tích năm 2025')
  await tabTo(at, '[name="puzzle"]')
  await at.keyboard.press('Control+A')
  await at.keyboard.type(String(answered((await at.locator('[data-puzzle-question] label').innerText()).trim())))
  await tabTo(at, 'button:has-text("Gửi ý kiến")')
  await at.keyboard.press('Enter')
  await at.locator('.receipt-code').waitFor({ timeout: 20000 }).catch(async () => { throw new Error('no receipt: ' + (await at.locator('main').innerText()).slice(0, 900)) })
  codes.push(await at.locator('.receipt-code').innerText())
  await open.context.close()
})

test('with script the puzzle solves itself; the receipt is found again', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const open = await openPage(browser, demo.address, { viewport: { width: 1440, height: 900 }, colorScheme })
    const at = open.page
    await at.goto('/lay-y-kien')
    await look(at, `postings-${colorScheme}`)
    await at.goto(`/lay-y-kien/${posting}`)
    await look(at, `posting-${colorScheme}`)
    await tabTo(at, '[name="candidate"]')
    await at.keyboard.press('ArrowDown')
    await tabTo(at, '[name="stance"]')
    await at.keyboard.press('Space')
    await tabTo(at, '[name="body"]')
    await at.keyboard.type('Rất xứng đáng')
    await tabTo(at, '[name="name"]')
    await at.keyboard.type('Người Dân')
    await tabTo(at, 'button:has-text("Gửi ý kiến")')
    await at.keyboard.press('Enter')
    await sees(at, 'Mã biên nhận')
    await look(at, `receipt-${colorScheme}`)
    const code = await at.locator('.receipt-code').innerText()
    codes.push(code)
    await at.goto('/lay-y-kien/tra-cuu')
    await at.getByLabel('Mã biên nhận').fill(code.toLowerCase().replaceAll('-', ' '))
    await at.getByRole('button', { name: 'Tra cứu' }).click()
    await sees(at, 'Cơ quan chưa trả lời.')
    await look(at, `receipt-found-${colorScheme}`)
    assert.deepEqual(open.faults, [])
    await open.context.close()
  }
})

test('the office answers and closes; counts, answers and the seal are public', async () => {
  await asRole(page, 'ha-noi-chuyen-vien')
  await page.goto(`/ho-so/${dossier}`)
  await sees(page, 'qua cổng thông tin')
  await sees(page, 'Người Dân')
  await look(page, 'dossier-voices')
  while (await page.locator('main form[action*="/y-kien/"]').count()) {
    const form = page.locator('main form[action*="/y-kien/"]').first()
    const folded = form.locator('xpath=ancestor::details[not(@open)]')
    if (await folded.count()) await folded.first().locator('summary').first().click()
    await form.locator('textarea').fill('Cơ quan đã kiểm tra hồ sơ và minh chứng.')
    const arrives = page.waitForEvent('framenavigated')
    await form.getByRole('button').click()
    await arrives
    await page.waitForLoadState()
  }
  await onDay(page, '14/12/2026')
  await asRole(page, 'ha-noi-chuyen-vien')
  await page.goto(`/ho-so/${dossier}`)
  const version = await page.locator('main form [name="version"]').first().inputValue()
  await send(`/ho-so/${dossier}/viec/unpost`, { version })
  const set = await (await page.request.get(`/ho-so/${dossier}/niem-yet/${posting}/y-kien.json`)).body()
  assert.ok(!set.toString().includes('Người Dân'), 'the set names who wrote')
  const open = await openPage(browser, demo.address)
  await open.page.goto(`/lay-y-kien/${posting}`)
  await sees(open.page, 'Tổng số ý kiến')
  await sees(open.page, createHash('sha256').update(set).digest('hex'))
  const main = await open.page.locator('main').innerText()
  assert.match(main, /Cơ quan đã kiểm tra hồ sơ/)
  assert.ok(!main.includes('Trần Thị Minh Họa') && !main.includes('Rất xứng đáng'), 'names or words are still public')
  await look(open.page, 'posting-closed')
  await open.page.goto('/lay-y-kien')
  await look(open.page, 'postings-closed')
  await open.page.goto('/lay-y-kien/tra-cuu')
  await open.page.getByLabel('Mã biên nhận').fill(codes[0])
  await open.page.getByRole('button', { name: 'Tra cứu' }).click()
  await sees(open.page, `Có trong ${codes.length} ý kiến đã đếm`)
  await open.context.close()
})

test('an exemplar is suggested, taken up and published by a second person', async () => {
  const open = await openPage(browser, demo.address, { viewport: { width: 1440, height: 900 } })
  const at = open.page
  await at.goto('/dien-hinh')
  await look(at, 'exemplars-none')
  await at.getByRole('link', { name: 'Giới thiệu điển hình' }).click()
  await look(at, 'suggest')
  await at.locator('[name="kind"][value="person"]').check()
  await at.getByLabel('Tên người, tập thể, hộ gia đình').fill('Đặng Văn Thí Dụ')
  await at.locator('[name="unit"]').selectOption('u-ha-noi')
  await at.getByLabel('Việc đã làm').fill('Mười năm chèo đò đưa học sinh qua sông, không lấy tiền.')
  await at.getByRole('button', { name: 'Gửi lời giới thiệu' }).click()
  await sees(at, 'Mã biên nhận')
  const code = await at.locator('.receipt-code').innerText()

  await asRole(page, 'ha-noi-chuyen-vien')
  await page.goto('/co-quan/u-ha-noi/dien-hinh')
  await look(page, 'exemplar-queue')
  await page.locator('main').getByRole('link', { name: 'Đặng Văn Thí Dụ' }).click()
  await look(page, 'exemplar-suggestion')
  await page.getByRole('button', { name: 'Nhận để viết bài' }).click()
  await sees(page, 'lời kể thành bản soạn')
  await page.locator('main').getByText('Sửa bài').click()
  await page.getByLabel('Tên bài').fill('Người chèo đò bến Thí Dụ')
  await page.getByLabel('Là người trực tiếp lao động, sản xuất, công tác').check()
  await page.locator('[name="photo"]').setInputFiles({ name: 'anh.png', mimeType: 'image/png', buffer: await at.screenshot() })
  await page.getByRole('button', { name: 'Lưu bản soạn' }).click()
  await sees(page, 'Ghi ảnh cho thấy gì')
  await page.locator('[name="photo"]').setInputFiles({ name: 'anh.png', mimeType: 'image/png', buffer: await at.screenshot() })
  await page.getByLabel('Ảnh cho thấy gì').fill('Ông Dụ bên con đò ở bến sông')
  await page.getByLabel('Đồng ý đăng').fill('Đồng ý bằng văn bản ngày 1/12/2026')
  await page.getByRole('button', { name: 'Lưu bản soạn' }).click()
  await sees(page, 'Đã lưu bản soạn.')
  await look(page, 'exemplar-draft')
  const own = new URL(page.url()).pathname
  await asRole(page, 'bien-tap')
  await page.goto('/dien-hinh/cho-dang')
  await look(page, 'exemplar-drafts')
  await page.goto(own)
  await page.getByRole('button', { name: 'Đăng lên cổng' }).click()
  await sees(page, 'Đã đăng lên cổng.')

  await at.goto('/dien-hinh?tim=cheo+do')
  await sees(at, 'Người chèo đò bến Thí Dụ')
  await look(at, 'exemplars')
  await at.getByRole('link', { name: 'Người chèo đò bến Thí Dụ' }).click()
  await sees(at, 'Mười năm chèo đò')
  assert.ok(await at.locator('.story-photo img').evaluate((i) => i.complete && i.naturalWidth > 0), 'the picture is not shown')
  await look(at, 'exemplar')
  await at.goto('/dien-hinh/tra-cuu')
  await at.getByLabel('Mã biên nhận').fill(code)
  await at.getByRole('button', { name: 'Tra cứu' }).click()
  await sees(at, 'Đọc bài đã đăng')
  assert.deepEqual(open.faults, [])
  await open.context.close()
  const dark = await openPage(browser, demo.address, { colorScheme: 'dark' })
  for (const path of ['/dien-hinh', '/dien-hinh/nguoi-cheo-do-ben-thi-du', '/dien-hinh/gioi-thieu', '/kiem-tra-bang']) {
    await dark.page.goto(path)
    assert.deepEqual(await violations(dark.page), [], path)
  }
  await dark.context.close()
})

test('a certificate is asked for by its decision; what is not found is answered alike', async () => {
  const open = await openPage(browser, demo.address)
  await open.page.goto('/kiem-tra-bang')
  await look(open.page, 'certificate-check')
  await open.page.getByLabel('Số quyết định').fill('999/QĐ-UBND')
  await open.page.getByLabel('Ngày quyết định').fill('1/2/2026')
  await open.page.getByLabel('Tên người, tập thể in trên bằng').fill('Người Không Có')
  await open.page.getByRole('button', { name: 'Kiểm tra theo quyết định' }).click()
  await sees(open.page, 'không có quyết định số và ngày này tặng cho tên này')
  await look(open.page, 'certificate-unknown')
  await open.context.close()
  assert.deepEqual(faults.filter((f) => !f.includes('status of 422')), [])
})
