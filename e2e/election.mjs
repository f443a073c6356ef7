// A conference that votes by secret ballot, by the clicks of who runs it, and its
// voters in browsers of their own. Pages are those of a cluster and year, which who
// uses this names.
import assert from 'node:assert/strict'
import { openPage } from './harness.mjs'

/** Presses a button, says yes where it asks, and waits for the page it leads to. */
export async function press(page, button, yes) {
  const arrives = page.waitForEvent('framenavigated')
  await (typeof button === 'string' ? page.getByRole('button', { name: button, exact: true }).first() : button).click()
  if (yes) await page.locator('dialog').getByRole('button', { name: yes, exact: true }).click()
  await arrives
  await page.waitForLoadState()
}

/** Plans and opens the conference on a day, elects where asked, and marks units present: [[id, name of who came]…]. */
export async function holdConference(page, work, { day, units, elects = true }) {
  await page.goto(`${work}/hoi-nghi`)
  await page.getByLabel('Ngày họp').fill(day)
  await page.getByLabel('Nơi họp').fill('Hà Nội')
  if (elects) await page.getByLabel(/^Bầu /).check()
  await press(page, 'Lưu kế hoạch')
  await press(page, 'Khai mạc hội nghị')
  for (const [unit, who] of units) {
    await page.locator(`select[name="state_${unit}"]`).selectOption('present')
    await page.locator(`input[name="delegate_${unit}"]`).fill(who)
  }
  await press(page, 'Lưu điểm danh')
}

/** Puts a motion to a secret ballot; the answer is the address of its desk. */
export async function putMotion(page, work, { kind, candidates, seats = 1, paper = 'choose', tellers = '' }) {
  await page.goto(`${work}/hoi-nghi`)
  await page.getByText('Đưa ra biểu quyết').first().click()
  await page.getByLabel('Nội dung', { exact: true }).selectOption(kind)
  await page.getByLabel('Số đơn vị được chọn', { exact: true }).fill(String(seats))
  for (const unit of candidates) await page.locator(`input[name="candidates"][value="${unit}"]`).check()
  await page.locator('input[name="way"][value="ballot"]').check()
  await page.locator(`input[name="paper"][value="${paper}"]`).check()
  await page.getByLabel('Ban kiểm phiếu').fill(tellers)
  await press(page, page.locator('form[action$="/bieu-quyet"] button'))
  return page.getByRole('link', { name: 'Điều hành bỏ phiếu' }).last().getAttribute('href')
}

/** Sets how voters are known, by unit: slip, paper, or the words of a passkey's line. */
export async function arrange(page, desk, ways) {
  await page.goto(desk)
  for (const [unit, way] of Object.entries(ways)) {
    const select = page.locator(`select[name="way_${unit}"]`)
    await select.selectOption(way === 'slip' || way === 'paper' ? way : { label: way })
  }
  await press(page, 'Lưu danh sách cử tri')
}

/** Prints slips for all that is being prepared; the answer has each voter's code by name. */
export async function printSlips(page, desk) {
  await page.goto(desk)
  await press(page, 'In phiếu mã')
  const codes = new Map()
  for (const slip of await page.locator('.slip').all()) {
    codes.set(await slip.locator('h2').innerText(), await slip.locator('.slip-code strong').innerText())
  }
  return codes
}

export async function openVote(page, desk, minutes = 15) {
  await page.goto(desk)
  await page.getByLabel('Thời gian bỏ phiếu (phút)').fill(String(minutes))
  await press(page, 'Mở bỏ phiếu', 'Mở bỏ phiếu')
}

export async function closeVote(page, desk) {
  await page.goto(desk)
  await press(page, 'Đóng và kiểm phiếu', 'Đóng và kiểm phiếu')
}

/** A voter in a browser of the own, come in by a slip's address. */
export async function enterBySlip(browser, address, base, code) {
  const voter = await openPage(browser, address, { viewport: { width: 360, height: 740 }, acceptDownloads: true })
  await voter.page.goto(`${base}#ma=${code}`)
  await voter.page.locator('[data-vote-papers]').waitFor()
  return voter
}

const button = (page, name) => page.getByRole('button', { name, exact: true })

/** Fills in the paper with this heading: words for each line by name, or names to choose, or names in order. */
export async function fillIn(page, title, { lines = {}, choose = [], rank = [] }) {
  const paper = page.locator('[data-vote-paper]', { has: page.getByRole('heading', { name: title, exact: true }) })
  for (const [name, words] of Object.entries(lines)) await paper.locator('.vote-line', { hasText: name }).getByText(words, { exact: true }).click()
  for (const name of choose) await paper.getByLabel(name, { exact: true }).check()
  for (const [i, name] of rank.entries()) await paper.getByLabel(name, { exact: true }).selectOption(String(i + 1))
}

export async function review(page) {
  await button(page, 'Xem lại rồi bỏ phiếu').click()
  await page.getByRole('heading', { name: 'Xem lại trước khi bỏ' }).waitFor()
}

export async function cast(page) {
  await button(page, 'Bỏ phiếu').click()
  await page.locator('[data-vote-state]').getByText('Đã bỏ phiếu xong').waitFor({ timeout: 90000 })
}

/** Adopts a first rule book of a cluster that is in force on the day itself, with these parameters. */
export async function adoptRules(page, cluster, day, parameters) {
  const at = `/lam-viec/${cluster}/quy-che`
  const found = async (path, what) => {
    const text = await (await page.request.get(`${at}/${path}`)).text()
    return text.match(what)?.[1] ?? assert.fail(`${at}/${path} has no ${what}`)
  }
  const send = async (path, form = {}) => {
    const reply = await page.request.post(`${at}/${path}`, { form })
    assert.equal(reply.status(), 200, `${at}/${path}: ${await reply.text()}`)
  }
  const version = (path) => found(path, /name="version" value="([0-9]+)"/)
  await send('soan')
  await send('dieu-khoan/moi', { ref: 'Điều 7', body: 'Cách bỏ phiếu kín của cụm.' })
  const clause = await found('tham-so', /<option value="([0-9a-f-]{36})"[^>]*>Điều 7</)
  const form = { version: await version('tham-so') }
  for (const [key, value] of Object.entries(parameters)) Object.assign(form, { [key]: value, [`clause_${key}`]: clause })
  await send('tham-so', form)
  await send('ban-hanh', { version: await version('ban-hanh'), title: 'Quy chế hoạt động của Cụm', doc_number: '12/QC-CTĐ', adopted_by: 'Hội nghị cụm', adopted_on: day, in_force_on: day })
}
