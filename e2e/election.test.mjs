// A whole conference that votes by secret ballot: four motions on three kinds of
// paper, four voters with slips, one voter on paper for one motion and one whose phone
// is too old and who is given papers; two persons count those. Then results,
// resolutions, counting minutes, the end of the conference, and both checkers.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDemo, startBrowser, openPage, asRole, onDay, look } from './harness.mjs'
import { press, holdConference, putMotion, arrange, printSlips, openVote, closeVote, enterBySlip, fillIn, review, cast } from './election.mjs'

const work = '/lam-viec/nam-thanh-pho/2026'
const base = '/cum/nam-thanh-pho/2026/bo-phieu'
const names = { 'u-ha-noi': 'Hà Nội', 'u-ho-chi-minh': 'Thành phố Hồ Chí Minh', 'u-hai-phong': 'Hải Phòng', 'u-da-nang': 'Đà Nẵng', 'u-can-tho': 'Cần Thơ', 'u-hue': 'Huế' }
const titles = { flag: 'Đề nghị tặng Cờ thi đua của Chính phủ', certificate: 'Đề nghị tặng Bằng khen của Thủ tướng Chính phủ', lead: 'Bầu đơn vị trưởng năm sau', deputy: 'Bầu đơn vị phó năm sau' }
const lead = 'ha-noi-lanh-dao'

let demo, browser, page, context, faults
const dir = mkdtempSync(join(tmpdir(), 'giaouoc-election-'))

before(async () => {
  demo = await startDemo()
  browser = await startBrowser();
  ({ page, context, faults } = await openPage(browser, demo.address, { acceptDownloads: true }))
})
after(async () => {
  await context?.close()
  await browser?.close()
  await demo?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const sees = (text) => page.getByText(text).first().waitFor({ timeout: 10000 })
const desks = {}
let codes

test('motions are prepared, slips printed, the votes opened', async () => {
  await onDay(page, '16/3/2027')
  await asRole(page, lead)
  await holdConference(page, work, { day: '16/3/2027', units: Object.entries(names).map(([id, name]) => [id, `Trưởng đoàn ${name}`]) })
  await sees('6/6 đơn vị dự')
  const tellers = 'Nguyễn Văn Một\nTrần Thị Hai'
  desks.flag = await putMotion(page, work, { kind: 'flag', seats: 2, candidates: ['u-ha-noi', 'u-hai-phong', 'u-da-nang'], tellers })
  desks.certificate = await putMotion(page, work, { kind: 'certificate', paper: 'yes_no', candidates: ['u-ho-chi-minh', 'u-can-tho'], tellers })
  desks.lead = await putMotion(page, work, { kind: 'lead', paper: 'rank', candidates: ['u-ho-chi-minh', 'u-hai-phong'] })
  desks.deputy = await putMotion(page, work, { kind: 'deputy', candidates: ['u-hai-phong', 'u-da-nang'] })
  await arrange(page, desks.flag, { 'u-hue': 'paper' })
  await look(page, 'election-prepared')

  // Without printed slips the vote is not opened.
  await press(page, 'Mở bỏ phiếu', 'Mở bỏ phiếu')
  await sees('Chưa in phiếu mã')
  codes = await printSlips(page, desks.flag)
  assert.deepEqual([...codes.keys()].sort(), Object.values(names).sort())
  await look(page, 'election-slips')
  for (const desk of Object.values(desks)) await openVote(page, desk)
  await sees('Đã mở bỏ phiếu.')
})

test('voters vote in browsers of their own; who cannot is given a paper', async () => {
  for (const desk of Object.values(desks)) {
    await page.goto(desk)
    await page.getByLabel('Cử tri', { exact: true }).selectOption({ label: names['u-hai-phong'] })
    await press(page, 'Phát phiếu giấy')
  }
  await sees('1 cử tri bỏ phiếu giấy')
  await Promise.all(['u-ha-noi', 'u-ho-chi-minh', 'u-da-nang', 'u-can-tho', 'u-hue'].map(async (unit) => {
    const voter = await enterBySlip(browser, demo.address, base, codes.get(names[unit]))
    if (unit !== 'u-hue') await fillIn(voter.page, titles.flag, { choose: [names['u-ha-noi'], names['u-da-nang']] })
    await fillIn(voter.page, titles.certificate, { lines: { [names['u-ho-chi-minh']]: 'Tán thành', [names['u-can-tho']]: 'Không tán thành' } })
    await fillIn(voter.page, titles.lead, { rank: [names['u-ho-chi-minh'], names['u-hai-phong']] })
    await fillIn(voter.page, titles.deputy, { choose: [names['u-hai-phong']] })
    await review(voter.page)
    await cast(voter.page)
    assert.deepEqual(voter.faults, [])
    await voter.context.close()
  }))
  await page.goto(desks.flag)
  await sees('đã nhận 4/4, đã bỏ 4')
  await look(page, 'election-voting')

  // The paper of who was moved takes the place of the slip.
  const moved = await enterBySlip(browser, demo.address, base, codes.get(names['u-hai-phong']))
  await fillIn(moved.page, titles.deputy, { choose: [names['u-hai-phong']] })
  await review(moved.page)
  await moved.page.getByRole('button', { name: 'Bỏ phiếu', exact: true }).click()
  await moved.page.getByText('Bạn đã được phát phiếu giấy cho nội dung này').first().waitFor({ timeout: 60000 })
  await moved.context.close()
})

/** Two persons enter what the papers of a motion say; the answer comes from the second. */
async function count(title, numbers) {
  for (const person of [lead, 'da-nang-chuyen-vien']) {
    await asRole(page, person)
    await page.goto(`${work}/hoi-nghi`)
    const form = page.locator('article', { has: page.getByRole('heading', { name: title, exact: true }) }).locator('form[action*="/bieu-quyet/"]')
    for (const [name, n] of Object.entries(numbers)) await form.locator(`input[name="${name}"]`).fill(String(n))
    await press(page, form.getByRole('button'))
  }
  await sees('kết quả được xác nhận')
  await asRole(page, lead)
}

test('papers are counted by two, the votes closed, the results written down', async () => {
  await page.goto(desks.flag)
  await press(page, 'Đóng và kiểm phiếu', 'Đóng và kiểm phiếu')
  await sees('hai người nhập kết quả kiểm phiếu giấy khớp nhau rồi mới đóng')
  await count(titles.flag, { issued: 2, returned: 2, valid: 2, 'votes_u-ha-noi': 2, 'votes_u-hai-phong': 1, 'votes_u-da-nang': 1 })
  await count(titles.certificate, { issued: 1, returned: 1, valid: 1, 'votes_u-ho-chi-minh': 1, 'against_u-ho-chi-minh': 0, 'votes_u-can-tho': 0, 'against_u-can-tho': 1 })
  await count(titles.lead, { issued: 1, returned: 1, valid: 1, 'votes_u-ho-chi-minh': 1, 'points_u-ho-chi-minh': 2, 'votes_u-hai-phong': 1, 'points_u-hai-phong': 1 })
  await count(titles.deputy, { issued: 1, returned: 1, valid: 0, 'votes_u-hai-phong': 0, 'votes_u-da-nang': 0 })
  for (const [kind, desk] of Object.entries(desks)) {
    await closeVote(page, desk)
    await sees('Đã đóng bỏ phiếu và kiểm phiếu.')
    if (kind === 'flag') await look(page, 'election-closed')
    await press(page, 'Ghi kết quả thành quyết nghị')
    await sees('Đã ghi kết quả thành quyết nghị.')
  }
  const text = await page.locator('main').innerText()
  assert.match(text, /Đề nghị tặng Cờ thi đua của Chính phủ: Hà Nội \(6\/6 phiếu\), Đà Nẵng \(5\/6 phiếu\); cần ít nhất 4 phiếu\./)
  assert.match(text, /Bầu đơn vị trưởng năm sau: Thành phố Hồ Chí Minh \(6\/6 phiếu\)/)
  assert.match(text, /Bầu đơn vị phó năm sau: Hải Phòng \(5\/6 phiếu\)/)
  await page.goto(`${desks.certificate}/bien-ban`)
  const minutes = await page.locator('main').innerText()
  for (const word of [/Nguyễn Văn Một/, /Trần Thị Hai/, /Giấy\s+1\s+1\s+1\s+0/, /Điện tử\s+5\s+5\s+5\s+0/]) assert.match(minutes, word)
  await look(page, 'election-minutes')
})

test('the conference ends without retyping; both checkers agree on every file', async () => {
  await page.goto(`${work}/hoi-nghi`)
  await press(page, 'Bế mạc hội nghị', 'Bế mạc')
  await sees('Hội nghị đã bế mạc.')
  await page.goto(`${work}/de-nghi`)
  await press(page, page.getByRole('button', { name: `Đề nghị ${names['u-da-nang']}` }))
  await sees('Theo luật, đơn vị này chưa đủ điều kiện')
  await page.getByLabel('Lý do vẫn đề nghị').fill('Hội nghị bỏ phiếu suy tôn')
  await press(page, 'Ghi đề nghị')
  await sees('Đã ghi đề nghị.')
  await page.goto('/cum/nam-thanh-pho')
  await sees('Thành phố Hồ Chí Minh')
  await page.goto('/cum/nam-thanh-pho/2026/hoi-nghi')
  await look(page, 'election-public')
  const links = await page.getByRole('link', { name: /^Phiếu và tệp kiểm chứng/ }).evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  assert.equal(links.length, 4)
  for (const [i, link] of links.entries()) {
    await page.goto(link)
    await page.getByRole('button', { name: 'Kiểm tra trong trình duyệt này' }).click()
    await page.locator('[data-check-answer]').getByText('ĐÚNG').first().waitFor({ timeout: 30000 })
    const file = join(dir, `${i}.json`)
    const reply = await page.request.get(`${link}.json`)
    assert.equal(reply.status(), 200)
    writeFileSync(file, await reply.body())
    const said = execFileSync('go', ['run', './cmd/giaouoc', 'verify', 'ballot', file], { cwd: join(dirname(fileURLToPath(import.meta.url)), '..'), encoding: 'utf8' })
    assert.match(said, /^ĐÚNG: /)
    console.log(said.trim())
  }
  const wanted = /status of (409|422)/ // opened without slips, closed without a count, proposed without a reason
  assert.equal(faults.filter((f) => wanted.test(f)).length, 3)
  assert.deepEqual(faults.filter((f) => !wanted.test(f)), [])
})
