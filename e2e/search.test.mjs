// Whoever reads looks for what was published, by keyboard alone and without script,
// and takes open data away.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { startDemo, startBrowser, openPage, look, violations } from './harness.mjs'

let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

test('a reader finds a unit from the masthead with the keyboard alone', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/')
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement?.id === 'mast-q')) break
  }
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'mast-q')
  await page.keyboard.type('ho chi mi')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/tra-cuu?q=*')
  assert.match(await page.locator('.hits').innerText(), /Hồ Chí Minh/)
  await page.locator('.hits a').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/don-vi/**')
  assert.deepEqual(faults, [])
  await context.close()
})

test('the search and open data look right and break no rule, light and dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, context, faults } = await openPage(browser, demo.address, { colorScheme })
    for (const [name, path] of [
      ['search', '/tra-cuu'], ['search-found', '/tra-cuu?q=giao+uoc'], ['search-nothing', '/tra-cuu?q=zzyx'], ['search-long', '/tra-cuu?q=' + 'thi+dua+'.repeat(40)],
      ['open-data', '/du-lieu'], ['embed-figure', '/nhung/so-lieu/nam-thanh-pho/2020/THU_NGAN_SACH'],
    ]) {
      await page.goto(path)
      await look(page, `${name}-${colorScheme}`)
    }
    assert.deepEqual(faults, [])
    await context.close()
  }
})

test('the search works without script, and a kind narrows it', async () => {
  const { page, context } = await openPage(browser, demo.address, { javaScriptEnabled: false })
  await page.goto('/tra-cuu')
  await page.getByLabel('Tìm tên người, tập thể, đơn vị, số quyết định').fill('ha noi')
  await page.getByRole('button', { name: 'Tìm' }).click()
  assert.match(await page.locator('.hits').innerText(), /Hà Nội/)
  await page.getByRole('link', { name: 'Đơn vị', exact: true }).last().click()
  assert.ok(page.url().includes('loai=unit'))
  assert.match(await page.locator('.hits').innerText(), /Hà Nội/)
  await context.close()
})

test('another site shows a figure in a frame, and reads the data', async () => {
  const other = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html; charset=utf-8')
    answer.end(`<!doctype html><html lang="vi"><title>Trang khác</title><main><h1>Trang khác</h1><iframe title="Số liệu" src="${demo.address}/nhung/so-lieu/nam-thanh-pho/2020/THU_NGAN_SACH" width="600" height="400"></iframe></main></html>`)
  })
  await new Promise((done) => other.listen(0, '127.0.0.1', done))
  const { page, context } = await openPage(browser, demo.address)
  await page.goto(`http://127.0.0.1:${other.address().port}/`)
  assert.match(await page.frameLocator('iframe').locator('body').innerText(), /774\.000/)
  const figures = await page.evaluate(async (address) => (await fetch(`${address}/api/v1/so-lieu?nam=2020`)).json(), demo.address)
  assert.ok(figures.rows.some((r) => r.value === '774000' && !r.illustrative))
  await assert.rejects(page.evaluate(async (address) => (await fetch(`${address}/cum/nam-thanh-pho/2020`)).text(), demo.address))
  assert.deepEqual(await violations(page), [])
  await context.close()
  other.closeAllConnections()
  other.close()
})
