// The portal's articles in a browser: read by everybody in every light, written by an
// editor whose tab is closed while typing, published by a second person.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, asRole, violations, overflow, picture, look } from './harness.mjs'

let demo
let browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const story = '/bai-viet/nam-thanh-pho-tong-ket-thi-dua-nam-2020-ky-giao-uoc-nam-2021'

test('the demonstration opens on the portal', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await page.goto('/')
  await page.getByRole('heading', { name: 'Năm thành phố tổng kết thi đua năm 2020, ký giao ước năm 2021' }).waitFor()
  for (const words of ['Tin khác', 'Thông báo']) await page.getByRole('heading', { name: words }).waitFor()
  await page.getByRole('link', { name: 'Số liệu minh họa: lịch nộp báo cáo cả năm 2026' }).waitFor()
  await look(page, 'portal')
  await page.goto('/tin')
  await look(page, 'news')
  await page.goto('/thong-bao-chung')
  await look(page, 'notices')
  assert.deepEqual(faults, [])
  await context.close()
})

for (const [name, options] of [['light', {}], ['dark', { colorScheme: 'dark' }], ['contrast', { contrast: 'more' }], ['forced', { forcedColors: 'active' }], ['without script', { javaScriptEnabled: false }]]) {
  test(`an article reads whole: ${name}`, async () => {
    const { page, context, faults } = await openPage(browser, demo.address, options)
    await page.goto(story)
    await page.getByText('774.000 tỷ đồng').first().waitFor()
    await page.getByRole('img', { name: /Hai thanh ngang/ }).waitFor()
    await page.getByRole('row', { name: /Cần Thơ/ }).first().waitFor()
    for (const city of ['Hà Nội', 'Hải Phòng', 'Đà Nẵng']) await page.locator('.signers').getByText(city).waitFor()
    assert.match(await page.locator('time.today').innerText(), /ngày \d+ tháng \d+ năm \d+/)
    if (options.javaScriptEnabled !== false) assert.deepEqual(await violations(page), [])
    await picture(page, `article-${name.replace(' ', '-')}`)
    for (const width of [360, 768, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      if (options.javaScriptEnabled !== false) assert.equal(await overflow(page), 0, `stands outside the window at ${width}`)
    }
    assert.deepEqual(faults, [])
    await context.close()
  })
}

test('the keyboard alone reaches the text and the next one', async () => {
  const { page, context } = await openPage(browser, demo.address)
  await page.goto(story)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter') // to the content
  let found = ''
  for (let i = 0; i < 60 && !found.includes('Huế vào cụm'); i++) {
    await page.keyboard.press('Tab')
    found = await page.evaluate(() => document.activeElement?.textContent ?? '')
  }
  await page.keyboard.press('Enter')
  await page.waitForURL('**/bai-viet/hue-vao-cum*')
  await context.close()
})

/** What a telephone without anything of ours loads and sees of a page: 1.6 Mbit/s, 150 ms, a quarter of the processor. */
async function firstView(path) {
  const { page, context } = await openPage(browser, demo.address, { viewport: { width: 360, height: 740 } })
  const client = await context.newCDPSession(page)
  await client.send('Network.enable')
  await client.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 })
  await client.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const sizes = {} // bodies as they came, packed
  const wire = {} // with their heads
  const kinds = {}
  client.on('Network.responseReceived', (e) => { kinds[e.requestId] = e.type })
  client.on('Network.dataReceived', (e) => { sizes[e.requestId] = (sizes[e.requestId] ?? 0) + e.encodedDataLength })
  client.on('Network.loadingFinished', (e) => { wire[e.requestId] = e.encodedDataLength })
  await page.addInitScript(() => {
    window.seen = { largest: 0, shift: 0 }
    new PerformanceObserver((l) => { for (const e of l.getEntries()) window.seen.largest = e.startTime }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((l) => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.seen.shift += e.value }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(path, { waitUntil: 'networkidle' })
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length && window.seen.largest)
  const seen = await page.evaluate(() => ({ ...window.seen, first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime }))
  const sum = (keep) => Object.entries(sizes).filter(([id]) => keep(kinds[id])).reduce((n, [, size]) => n + size, 0)
  const view = { whole: sum(() => true), script: sum((kind) => kind === 'Script'), shift: seen.shift }
  console.log(`first view of ${path}: ${view.whole} bytes (${Object.values(wire).reduce((a, b) => a + b, 0)} with heads), of them pictures ${sum((kind) => kind === 'Image')}, script ${view.script}; first paint ${Math.round(seen.first)} ms, largest ${Math.round(seen.largest)} ms, shift ${seen.shift.toFixed(3)}`)
  await context.close()
  return view
}

test('a public page weighs little and does not move on a slow telephone', async () => {
  for (const path of [story, `${story}/y-kien`, '/', '/tin', '/cum/nam-thanh-pho', '/cum/nam-thanh-pho/2020', '/cum/nam-thanh-pho/2026/giao-uoc', '/dien-hinh', '/lay-y-kien', '/tra-cuu?q=ha+noi', '/du-lieu', '/phap-luat', `/en${story}`]) {
    const view = await firstView(path)
    assert.ok(view.script <= 30e3, `${path} has ${view.script} bytes of script`)
    assert.ok(view.whole <= 100e3, `the first view of ${path} has ${view.whole} bytes`)
    assert.ok(view.shift < 0.1, `${path} shifts by ${view.shift}`)
  }
})

test('an editor writes, loses the tab, goes on, and another publishes', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'bien-tap')
  await page.getByRole('navigation', { name: 'Mục việc' }).getByRole('link', { name: 'Biên tập' }).click()
  await look(page, 'desk')
  await page.getByLabel('Tiêu đề').fill('Lớp tập huấn chấm điểm')
  await page.getByRole('button', { name: 'Lập bản nháp' }).click()
  await page.getByText('Đã lập bản nháp').waitFor()
  await look(page, 'desk-article')

  // What is typed shows at once, and is kept when the tab closes.
  const kept = page.waitForResponse((r) => r.url().endsWith('/dang-go') && r.ok())
  await page.getByLabel('Lời bài').pressSequentially('Lớp học mở **ngày mai**.')
  await page.locator('[data-preview] strong', { hasText: 'ngày mai' }).waitFor()
  await kept
  const address = page.url()
  await page.close()
  const again = await context.newPage()
  await again.goto(address)
  assert.equal(await again.getByLabel('Lời bài').inputValue(), '')
  await again.getByRole('button', { name: 'Lấy lại lời gõ dở' }).click()
  assert.equal(await again.getByLabel('Lời bài').inputValue(), 'Lớp học mở **ngày mai**.')

  // A picture is dropped into the text; it is asked for its words.
  const png = await again.screenshot({ clip: { x: 0, y: 0, width: 400, height: 200 } })
  again.once('dialog', (d) => d.accept('Bảng giờ học'))
  const drop = await again.evaluateHandle((bytes) => {
    const data = new DataTransfer()
    data.items.add(new File([new Uint8Array(bytes)], 'gio-hoc.png', { type: 'image/png' }))
    return data
  }, [...png])
  await again.getByLabel('Lời bài').dispatchEvent('drop', { dataTransfer: drop })
  await again.getByText('Đã chèn «gio-hoc.png».').waitFor()
  await again.locator('[data-preview]').getByRole('img', { name: 'Bảng giờ học' }).waitFor()

  await again.getByLabel('Tóm tắt (sapo)').fill('Một buổi, tại hội trường.')
  await again.getByLabel('Nguồn tin').fill('Cơ quan thường trực')
  await again.getByLabel('Tác giả').fill('Lý Thị Tin')
  await again.getByRole('button', { name: 'Lưu', exact: true }).click()
  await again.getByText('Đã lưu.', { exact: true }).waitFor()
  await again.getByRole('button', { name: 'Gửi duyệt bản 2' }).click()
  await again.getByText('Đã gửi duyệt').waitFor()
  assert.deepEqual(await violations(again), [])

  await asRole(again, 'duyet-tin')
  await again.getByRole('link', { name: /Duyệt bài viết: Lớp tập huấn/ }).click()
  await look(again, 'desk-review')
  await again.getByRole('button', { name: 'Duyệt và đăng' }).click()
  await again.getByText('Đã duyệt.').waitFor()

  const reader = await openPage(browser, demo.address)
  await reader.page.goto('/')
  await reader.page.getByRole('heading', { name: 'Lớp tập huấn chấm điểm' }).waitFor()
  await reader.page.getByRole('link', { name: 'Lớp tập huấn chấm điểm' }).first().click()
  const img = reader.page.getByRole('img', { name: 'Bảng giờ học' })
  await img.waitFor()
  assert.ok(await img.evaluate((i) => i.complete && i.naturalWidth > 0), 'the picture did not load')
  assert.deepEqual([...faults, ...reader.faults], [])
  await reader.context.close()
  await context.close()
})
