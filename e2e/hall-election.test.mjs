// A whole election in a hall without internet: five voters with slips at telephones of
// 360 px, two motions, and the cable pulled while they vote. Then results, resolutions,
// the end of the conference, and both checkers, asked in the hall.
import { test, after } from 'node:test'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { look, picture } from './harness.mjs'
import { noHall, startHall, hallBrowser, leaderOf, cutNetwork, restoreNetwork } from './hall.mjs'
import { press, holdConference, putMotion, printSlips, openVote, closeVote, enterBySlip, fillIn, review, cast } from './election.mjs'

const skip = noHall()
const today = new Date(Date.now() + 7 * 3600e3) // as the clocks of Vietnam have it
const year = today.getUTCFullYear()
const day = `${today.getUTCDate()}/${today.getUTCMonth() + 1}/${year}`
const work = `/lam-viec/cum/${year}`
const base = `/cum/cum/${year}/bo-phieu`
const units = ['a', 'b', 'c', 'd', 'e'].map((letter) => [`u-${letter}`, `Tỉnh ${letter.toUpperCase()}`])
const titles = { flag: 'Đề nghị tặng Cờ thi đua của Chính phủ', certificate: 'Đề nghị tặng Bằng khen của Thủ tướng Chính phủ' }

const dir = mkdtempSync(join(tmpdir(), 'giaouoc-hall-election-'))
const world = join(dir, 'world.yaml')
writeFileSync(world, `format: giaouoc/1
units:
${units.map(([id, name], i) => `  - {id: ${id}, code: "0${i + 1}", name: ${name}, kind: province}`).join('\n')}
clusters:
  - {slug: cum, name: Cụm thử, kind: cluster, level: central}
members:
${units.map(([id]) => `  - {cluster: cum, unit: ${id}}`).join('\n')}
leads:
  - {cluster: cum, year: ${year}, unit: u-a, post: lead}
years:
  - {cluster: cum, year: ${year}}
`)

const halls = []
after(async () => {
  for (const hall of halls) await hall.stop()
  rmSync(dir, { recursive: true, force: true })
})
const open = async (options) => {
  const hall = await startHall({ bundles: [world], holders: true, ...options })
  halls.push(hall)
  return hall
}

const plan = { day, elects: false, units: units.map(([id, name]) => [id, `Trưởng đoàn ${name}`]) }
const state = (page) => page.locator('[data-vote-state]')
const done = (page, timeout = 90000) => state(page).getByText('Đã bỏ phiếu xong').waitFor({ timeout })
const digestOf = (paper) => createHash('sha256').update('giaouoc/ballot/paper\n' + paper).digest('hex')

/** The digests of a voter's receipts. */
async function receiptsOf(page) {
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Tải biên nhận', exact: true }).click()
  return readFileSync(await (await coming).path(), 'utf8').split('\n').map((text) => JSON.parse(text).paper)
}

let hall, page, faults, desks, phones, codes
const voters = []

/** Comes in by the slip of the unit with this number and fills in both papers. */
async function fillsIn(i) {
  const voter = await enterBySlip(phones, hall.address, base, codes.get(units[i][1]))
  await fillIn(voter.page, titles.certificate, { lines: { 'Tỉnh A': 'Tán thành', 'Tỉnh B': i === 0 ? 'Tán thành' : 'Không tán thành' } })
  await fillIn(voter.page, titles.flag, { choose: [i === 1 ? 'Tỉnh D' : 'Tỉnh C'] })
  await review(voter.page)
  voters[i] = voter
}

test('the lead of the cluster holds the conference in the hall and opens two votes', { skip }, async () => {
  hall = await open();
  ({ page, faults } = await leaderOf(hall, units[0][1]))
  await holdConference(page, work, plan)
  await page.getByText('5/5 đơn vị dự').first().waitFor()
  desks = [
    await putMotion(page, work, { kind: 'certificate', paper: 'yes_no', seats: 2, candidates: ['u-a', 'u-b'], tellers: 'Nguyễn Văn Một' }),
    await putMotion(page, work, { kind: 'flag', candidates: ['u-c', 'u-d', 'u-e'], tellers: 'Nguyễn Văn Một' }),
  ]
  codes = await printSlips(page, desks[0])
  assert.deepEqual([...codes.keys()].sort(), units.map(([, name]) => name))
  for (const desk of desks) await openVote(page, desk, 60)
  await page.getByText('Đã mở bỏ phiếu.').first().waitFor()
})

test('the cable is pulled while they vote: nobody loses a vote, nobody votes twice', { skip }, async () => {
  phones = await hallBrowser(hall)
  await Promise.all([0, 1].map(async (i) => {
    await fillsIn(i)
    await cast(voters[i].page)
    assert.deepEqual(voters[i].faults, [])
  }))

  // The tellers' holder is another process, but no other machine; voters are told.
  await voters[0].page.getByText('Cả hai khóa ký thẻ phiếu nằm trên máy chủ này').waitFor()

  // Three are between choosing and casting. The cable goes at the moment at which one
  // of them has both signatures and sends the first paper.
  await Promise.all([2, 3, 4].map(fillsIn))
  const [, , atPaper, waits, closes] = voters.map((v) => v.page)
  let pulled = false
  await atPaper.route('**/phieu', async (route) => {
    if (!pulled) cutNetwork(hall)
    pulled = true
    await route.continue()
  })
  const button = (page) => page.getByRole('button', { name: 'Bỏ phiếu', exact: true })
  await button(atPaper).click()
  await state(atPaper).getByText('Đã nhận phiếu, chưa bỏ được: mất mạng').waitFor({ timeout: 90000 })
  assert.ok(pulled)
  for (const one of [waits, closes]) {
    await button(one).click()
    await state(one).getByText('Chưa nhận được phiếu: mất mạng').waitFor({ timeout: 60000 })
    await state(one).getByText('Phiếu còn trong trình duyệt này').waitFor()
  }
  await look(waits, 'hall-election-cut', { english: false }) // no page comes without the cable
  await waits.setViewportSize({ width: 360, height: 740 })
  await picture(atPaper, 'hall-election-cut-at-paper')
  await atPaper.setViewportSize({ width: 360, height: 740 })
  await closes.goto('about:blank') // as who puts the telephone away

  restoreNetwork(hall)
  for (const one of [atPaper, waits]) await done(one) // it sends by itself
  await closes.goto(base)
  await state(closes).getByText(`đang giữ 2 phiếu chưa gửi xong của ${units[4][1]}`).waitFor()
  await closes.getByRole('button', { name: 'Gửi lại', exact: true }).click()
  await done(closes)
  await closes.goto('about:blank')
  await closes.goto(`${base}#ma=${codes.get(units[4][1])}`)
  await closes.getByRole('heading', { name: 'Biên nhận' }).waitFor()
  for (const { faults } of voters) assert.deepEqual(faults.filter((f) => !/^console: Failed to load resource: net::ERR_/.test(f)), [])
})

test('all papers are in, so the votes are closed at once and decide', { skip }, async () => {
  for (const desk of desks) {
    await page.goto(desk)
    await page.getByText('đã nhận 5/5, đã bỏ 5').first().waitFor()
    await closeVote(page, desk)
    await page.getByText('Đã đóng bỏ phiếu và kiểm phiếu.').first().waitFor()
    await press(page, 'Ghi kết quả thành quyết nghị')
    await page.getByText('Đã ghi kết quả thành quyết nghị.').first().waitFor()
  }
  const text = await page.locator('main').innerText()
  assert.match(text, /Bằng khen của Thủ tướng Chính phủ: Tỉnh A \(5\/5 phiếu\); cần/)
  assert.match(text, /Cờ thi đua của Chính phủ: Tỉnh C \(4\/5 phiếu\); cần/)
  await page.goto(`${work}/hoi-nghi`)
  await press(page, 'Bế mạc hội nghị', 'Bế mạc')
  await page.getByText('Hội nghị đã bế mạc.').first().waitFor()
})

test('both checkers agree in the hall, and the box holds the papers of the receipts alone', { skip }, async () => {
  const receipts = []
  for (const voter of voters) receipts.push(...await receiptsOf(voter.page))
  const papers = []
  await page.goto(`/cum/cum/${year}/hoi-nghi`)
  const links = await page.getByRole('link', { name: /^Phiếu và tệp kiểm chứng/ }).evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  assert.equal(links.length, 2)
  for (const [i, link] of links.entries()) {
    await page.goto(link)
    await page.getByRole('button', { name: 'Kiểm tra trong trình duyệt này' }).click()
    await page.locator('[data-check-answer]').getByText('ĐÚNG').first().waitFor({ timeout: 30000 })
    const [status, text] = await page.evaluate((address) => fetch(address).then(async (r) => [r.status, await r.text()]), `${link}.json`)
    assert.equal(status, 200)
    const file = join(dir, `${i}.json`)
    writeFileSync(file, text)
    papers.push(JSON.parse(text).box.map((c) => digestOf(c.paper)))
    assert.match(hall.run('verify', 'ballot', file), /^ĐÚNG: .*5 cử tri, 5 lần nhận phiếu, 5 phiếu thu về;/)
    const said = hall.run('verify', 'ballot', file, '--record', hall.address)
    assert.match(said, /^ĐÚNG: .*chứng minh trong nhật ký đúng, nhật ký không có văn bản nào khác của lần bỏ phiếu này\.$/m)
    console.log(said.trim())
  }
  assert.deepEqual(papers.map((list) => list.length), [5, 5])
  assert.deepEqual(papers.flat().sort(), receipts.sort())
  assert.deepEqual(faults, [])
})

test('where telephones would not trust the page, a motion is put on paper alone and says why', { skip }, async () => {
  const { page } = await leaderOf(await open({ trusted: false }), units[0][1])
  await holdConference(page, work, plan)
  await page.getByText('Đưa ra biểu quyết').first().click()
  assert.ok(await page.locator('input[name="way"][value="ballot"]').isDisabled())
  assert.ok(await page.locator('input[name="way"][value="paper"]').isChecked())
  await page.getByText(/Ở đây chỉ bỏ phiếu giấy: máy này không tin nơi cấp chứng thư «Gốc của buổi thử»/).waitFor()
  await look(page, 'hall-election-paper-alone')
})
