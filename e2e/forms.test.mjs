// Nothing typed is lost and nothing is done twice: the session ends in the middle of
// typing, the same form stands in two tabs, somebody goes back and sends again, the
// network is slow or cut.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startServe, startBrowser, openPage, asRole, onDay, look, code } from './harness.mjs'

const base = '/lam-viec/nam-thanh-pho/2026'
const report = 'Đã giao ban tuần đầu tháng, rà soát từng dự án chậm giải ngân. '.repeat(60).trim()
let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

/** The person leaves in another tab of the same browser. */
async function leaveElsewhere(context) {
  const other = await context.newPage()
  await other.goto('/lam-viec')
  await other.locator('details.actor summary').click()
  await other.locator('details.actor form[action="/dang-xuat"] button').click()
  await other.waitForLoadState()
  await other.close()
}

/** What the browser calls an error of the console is the refusal that is wanted here. */
const real = (faults) => faults.filter((f) => !/ (403|409|422) |Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(f))

const body = (page) => page.getByLabel('Nội dung chỉ đạo')

test('a long text outlives the end of the session', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'thuong-truc')
  await page.goto(base + '/chi-dao/moi')
  await body(page).fill(report)
  await leaveElsewhere(context)
  await page.getByRole('button', { name: 'Ghi chỉ đạo' }).click()
  await page.getByText('Trình duyệt còn giữ những gì bạn vừa gõ').waitFor()
  await look(page, 'forms-session-over')
  await asRole(page, 'thuong-truc')
  await page.goto(base + '/chi-dao/moi')
  await page.getByText('Những gì bạn gõ lúc trước chưa được ghi và đã được điền lại').waitFor()
  assert.equal(await body(page).inputValue(), report)
  await look(page, 'forms-filled-again')
  await asRole(page, 'da-nang-chuyen-vien')
  await page.goto(base + '/chi-dao')
  assert.equal(await page.evaluate(() => sessionStorage.getItem('typed')), null, 'nothing of it is left for another person')
  assert.deepEqual(real(faults), [])
  await context.close()
})

test('an article outlives the end of the session', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'bien-tap')
  await page.goto('/bien-tap')
  await page.getByLabel('Tiêu đề').fill('Bài viết dở')
  await page.getByRole('button', { name: 'Lập bản nháp' }).click()
  await page.getByText('Đã lập bản nháp').waitFor()
  const address = page.url()
  await page.getByLabel('Lời bài').fill(report)
  await leaveElsewhere(context)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByText('Trình duyệt còn giữ những gì bạn vừa gõ').waitFor()
  await asRole(page, 'bien-tap')
  await page.goto(address)
  await page.getByText('đã được điền lại').waitFor()
  assert.equal(await page.getByLabel('Lời bài').inputValue(), report)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByText('Đã lưu.', { exact: true }).waitFor()
  await page.goto(address)
  assert.equal(await page.getByText('đã được điền lại').count(), 0, 'what was taken is not filled again')
  assert.equal(await page.getByLabel('Lời bài').inputValue(), report)
  assert.deepEqual(real(faults), [])
  await context.close()
})

test('a marking table outlives the end of the session', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await onDay(page, '1/12/2026')
  await asRole(page, 'thuong-truc')
  for (const [path, form] of [['/cham-diem', { name: 'Bảng', decimals: '2', rows: 'I\tNhóm\t20\nI/1\tViệc một\t10\tchấm thẳng\nI/2\tViệc hai\t10\tchấm thẳng', version: '0' }], ['/cham-diem/mo', {}]]) {
    assert.ok((await page.request.post(base + path, { form })).ok(), path)
  }
  await asRole(page, 'da-nang-lanh-dao')
  await page.goto(base + '/cham-diem/u-da-nang')
  await leaveElsewhere(context)
  await page.locator('[name="value_I/1"]').fill('7,5')
  await page.locator('[name="note_I/1"]').fill('Báo cáo 7')
  await page.locator('[data-saved]').getByText('Chưa lưu được; điều bạn gõ còn trên trang').waitFor()
  const other = await context.newPage()
  await asRole(other, 'da-nang-lanh-dao')
  await page.locator('[data-saved]').getByText(/^Đã lưu lại lúc/).waitFor({ timeout: 15000 })
  await other.goto(base + '/cham-diem/u-da-nang')
  assert.equal(await other.locator('[name="value_I/1"]').inputValue(), '7,5')
  assert.equal(await other.locator('[name="note_I/1"]').inputValue(), 'Báo cáo 7')
  assert.deepEqual(real(faults), [])
  await context.close()
})

test('of one form in two tabs one is taken, and the other is told', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'bien-tap')
  await page.goto('/bien-tap')
  await page.getByLabel('Tiêu đề').fill('Hai thẻ')
  await page.getByRole('button', { name: 'Lập bản nháp' }).click()
  await page.getByText('Đã lập bản nháp').waitFor()
  const address = page.url()
  const other = await context.newPage()
  await other.goto(address)
  await page.getByLabel('Tóm tắt (sapo)').fill('Từ thẻ một.')
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.getByText('Đã lưu.', { exact: true }).waitFor()
  await other.getByLabel('Tóm tắt (sapo)').fill('Từ thẻ hai.')
  await other.getByRole('button', { name: 'Lưu', exact: true }).click()
  await other.getByRole('alert').first().waitFor()
  assert.equal(await other.getByLabel('Tóm tắt (sapo)').inputValue(), 'Từ thẻ hai.', 'what was typed stays')
  await page.goto(address)
  assert.equal(await page.getByLabel('Tóm tắt (sapo)').inputValue(), 'Từ thẻ một.')
  assert.deepEqual(real(faults), [])
  await context.close()
})

const drafts = (page, title) => page.goto('/bien-tap').then(() => page.getByRole('link', { name: title, exact: true }).count())

test('going back and sending again does it once', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'bien-tap')
  await page.goto('/bien-tap')
  await page.getByLabel('Tiêu đề').fill('Gửi rồi lùi')
  await page.getByRole('button', { name: 'Lập bản nháp' }).click()
  await page.getByText('Đã lập bản nháp').waitFor()
  await page.goBack() // the form is empty, or it is the one that was sent, which is known
  await page.getByRole('button', { name: 'Lập bản nháp' }).click()
  await page.waitForLoadState()
  assert.equal(await drafts(page, 'Gửi rồi lùi'), 1)
  assert.deepEqual(real(faults), [])
  await context.close()
})

test('two clicks on a slow network do it once, and a cut one loses nothing', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'bien-tap')
  await page.goto('/bien-tap')
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 1500, downloadThroughput: 50_000, uploadThroughput: 50_000 })
  await page.getByLabel('Tiêu đề').fill('Bấm hai lần')
  const button = page.getByRole('button', { name: 'Lập bản nháp' })
  await button.evaluate((b) => { b.click(); b.click(); setTimeout(() => b.click(), 300) })
  await page.getByText('Đã lập bản nháp').waitFor()
  const address = page.url()
  await network.send('Network.emulateNetworkConditions', { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 })
  await page.getByLabel('Lời bài').fill(report)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.waitForTimeout(1500)
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  await page.goBack()
  await page.goto(address).catch(() => {})
  await page.getByLabel('Lời bài').waitFor()
  assert.equal(await drafts(page, 'Bấm hai lần'), 1)
  assert.deepEqual(real(faults), [])
  await context.close()
})

test('an installation leads through signing in, with the second factor, back to the form', async () => {
  const site = await startServe()
  try {
    const { page, context, faults } = await openPage(browser, site.address)
    await page.goto(site.link)
    const password = 'con mèo trèo cây cau'
    for (const [label, text] of [['Họ và tên', 'Đặng Thị Quản Trị'], ['Chức vụ', 'Chuyên viên'], ['Tên đăng nhập', 'quan.tri']]) await page.getByLabel(label).fill(text)
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password)
    await page.getByLabel('Gõ lại mật khẩu mới').fill(password)
    await page.getByRole('button', { name: 'Lập tài khoản và đăng nhập' }).click()
    const secret = await page.locator('.facts').getByText(/^([A-Z2-7]{4} ?){8}$/).innerText()
    await page.getByLabel('Mã xác thực').fill(code(secret, -1))
    await page.getByRole('button', { name: 'Bật mã xác thực' }).click()
    await page.getByText('Đã bật mã xác thực.').waitFor()
    await page.goto('/quan-tri/tai-khoan/moi')
    await page.getByLabel('Họ và tên').fill('Nguyễn Văn Mới')
    await leaveElsewhere(context)
    await page.locator('main form').filter({ has: page.getByLabel('Họ và tên') }).getByRole('button').last().click()
    await page.getByText('Trình duyệt còn giữ những gì bạn vừa gõ').waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Đăng nhập' }).click()
    await page.getByLabel('Tên đăng nhập').fill('quan.tri')
    await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Đăng nhập' }).click()
    await page.getByLabel('Mã xác thực').fill(code(secret, 0))
    await page.getByRole('button', { name: /Đăng nhập|Tiếp/ }).first().click()
    await page.waitForURL('**/quan-tri/tai-khoan/moi')
    assert.equal(await page.getByLabel('Họ và tên').inputValue(), 'Nguyễn Văn Mới')
    assert.deepEqual(real(faults), [])
    await context.close()
  } finally {
    await site.stop()
  }
})
