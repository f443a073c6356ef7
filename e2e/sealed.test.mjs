// A vote whose papers are not published: six voters, fewer than the rules ask for. The
// public sees who passed and checks what can be checked; tellers sign minutes with the
// numbers; the sealed papers, downloaded, are opened by both holders in turn and checked.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo, startBrowser, openPage, asRole, onDay, look, program } from './harness.mjs'
import { press, adoptRules, holdConference, putMotion, arrange, printSlips, openVote, closeVote, enterBySlip, fillIn, review, cast } from './election.mjs'

const cluster = 'nam-thanh-pho'
const work = `/lam-viec/${cluster}/2026`
const base = `/cum/${cluster}/2026/bo-phieu`
const names = { 'u-ha-noi': 'Hà Nội', 'u-ho-chi-minh': 'Thành phố Hồ Chí Minh', 'u-hai-phong': 'Hải Phòng', 'u-da-nang': 'Đà Nẵng', 'u-can-tho': 'Cần Thơ', 'u-hue': 'Huế' }
const title = 'Đề nghị tặng Bằng khen của Thủ tướng Chính phủ'
const lead = 'ha-noi-lanh-dao'
const teller = 'da-nang-chuyen-vien'
const dir = mkdtempSync(join(tmpdir(), 'giaouoc-sealed-'))
let demo, browser, page, context, faults, desk

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
const giaouoc = (...args) => execFileSync(program(), args, { encoding: 'utf8' })

test('five vote by slip and one on paper; nobody is promised a public board', async () => {
  await onDay(page, '16/3/2027')
  await asRole(page, lead)
  await adoptRules(page, cluster, '16/3/2027', { board_from: '30' })
  await holdConference(page, work, { day: '16/3/2027', units: Object.entries(names).map(([id, name]) => [id, `Trưởng đoàn ${name}`]) })
  desk = await putMotion(page, work, { kind: 'certificate', paper: 'yes_no', candidates: ['u-ho-chi-minh', 'u-can-tho'] })
  await arrange(page, desk, { 'u-hue': 'paper' })
  const codes = await printSlips(page, desk)
  await openVote(page, desk)
  await page.goto(`${work}/hoi-nghi/man-hinh`)
  await sees('Đang bỏ phiếu kín')
  await look(page, 'sealed-hall-screen')
  await page.goto(base)
  await look(page, 'sealed-public-open')
  await Promise.all(Object.keys(names).filter((unit) => unit !== 'u-hue').map(async (unit) => {
    const voter = await enterBySlip(browser, demo.address, base, codes.get(names[unit]))
    await fillIn(voter.page, title, { lines: { [names['u-ho-chi-minh']]: 'Tán thành', [names['u-can-tho']]: unit === 'u-hue' ? 'Tán thành' : 'Không tán thành' } })
    await review(voter.page)
    await cast(voter.page)
    assert.deepEqual(voter.faults, [])
    await voter.context.close()
  }))
})

test('two count the paper and sign the counting minutes that nobody else reads', async () => {
  for (const person of [lead, teller]) {
    await asRole(page, person)
    await page.goto(`${work}/hoi-nghi`)
    const form = page.locator('form[action*="/bieu-quyet/"]')
    for (const [name, n] of Object.entries({ issued: 1, returned: 1, valid: 1, 'votes_u-ho-chi-minh': 1, 'against_u-ho-chi-minh': 0, 'votes_u-can-tho': 0, 'against_u-can-tho': 0 })) {
      await form.locator(`input[name="${name}"]`).fill(String(n))
    }
    await press(page, form.getByRole('button'))
  }
  await sees('kết quả được xác nhận')
  await asRole(page, lead)
  await closeVote(page, desk)
  await sees('Đã đóng bỏ phiếu và kiểm phiếu.')
  await page.goto(`${work}/hoi-nghi/man-hinh`)
  await look(page, 'sealed-hall-screen-closed')
  assert.doesNotMatch(await page.locator('.hall-results').innerText(), /[0-9] phiếu/)
  await page.goto(desk)
  await look(page, 'sealed-desk-closed')
  for (const person of [lead, teller]) {
    await asRole(page, person)
    await page.goto(`${work}/hoi-nghi`)
    await page.getByRole('link', { name: 'Biên bản kiểm phiếu' }).click()
    await sees('Số phiếu trong biên bản này không công bố')
    if (person === lead) await look(page, 'sealed-minutes-to-sign')
    await press(page, 'Tôi đã đọc và ký biên bản kiểm phiếu')
    await sees('Đã ký biên bản kiểm phiếu.')
  }
  await look(page, 'sealed-minutes-signed')
  assert.equal(await page.getByText('Đã ký điện tử lúc').count(), 2)
  const minutes = page.url()
  await asRole(page, 'hue-lanh-dao')
  assert.equal((await page.request.get(minutes)).status(), 403)
  await page.goto(`${work}/hoi-nghi`)
  await sees('số phiếu không công bố')
})

test('the papers are opened by both holders in turn, and checked; by one alone they are not', async () => {
  await asRole(page, lead)
  await page.goto(desk)
  const coming = page.waitForEvent('download')
  await page.locator('a[href*="/niem-phong/"]').click()
  const sealed = join(dir, 'sealed.age')
  await (await coming).saveAs(sealed)
  const link = await page.locator(`a[href^="${base}/"]`).first().getAttribute('href')
  const answer = await page.request.get(`${link.split('#')[0]}.json`)
  assert.equal(answer.status(), 200)
  const file = join(dir, 'vote.json')
  writeFileSync(file, await answer.text())
  assert.match(giaouoc('verify', 'ballot', file), /^ĐÚNG: .*6 cử tri, 5 lần nhận phiếu; bảng phiếu niêm phong: CHƯA kiểm được từng phiếu/)

  const holders = ['ban-kiem-phieu', 'co-quan-thuong-truc'].map((name) => join(demo.dir, 'data-giu-khoa', name))
  const opened = [join(dir, 'half'), join(dir, 'board.json')]
  assert.throws(() => giaouoc('hold', '--data', holders[1], '--open', sealed, '--out', opened[0]))
  giaouoc('hold', '--data', holders[0], '--open', sealed, '--out', opened[0])
  assert.doesNotMatch(readFileSync(opened[0], 'latin1'), /choice/)
  giaouoc('hold', '--data', holders[1], '--open', opened[0], '--out', opened[1])
  assert.match(giaouoc('verify', 'ballot', file, '--board', opened[1]), /^ĐÚNG: .*Thành phố Hồ Chí Minh 5, Cần Thơ 0/)

  await page.goto(link)
  await page.getByRole('button', { name: 'Kiểm tra trong trình duyệt này' }).click()
  await page.locator('[data-check-answer]').getByText('ĐÚNG').first().waitFor({ timeout: 30000 })
  await look(page, 'sealed-public-closed')
  assert.deepEqual(faults, [])
})
