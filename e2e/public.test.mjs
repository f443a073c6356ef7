// What a reader sees: every public page is found by following links, answers,
// has one heading, no foreign request, no violation, and fits a narrow phone.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, violations, picture, overflow } from './harness.mjs'

let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

test('a crawl of the public pages finds no broken link and the published figures', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  const queue = ['/']
  const seen = new Set(queue)
  let words = ''
  while (queue.length > 0) {
    const path = queue.shift()
    const file = await context.request.get(path)
    assert.ok(file.ok() && (await file.body()).length > 0, `${path} answers ${file.status()}`)
    if (!file.headers()['content-type'].startsWith('text/html')) continue // to take away, which the browser would only save
    const answer = await page.goto(path)
    assert.ok(answer.status() < 400, `${path} answers ${answer.status()}`)
    assert.equal(await page.locator('h1').count(), 1, `${path} must have one h1`)
    assert.equal(await page.locator('html').getAttribute('lang'), 'vi')
    words += await page.locator('body').innerText()
    const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((a) => new URL(a.href).pathname + new URL(a.href).search))
    for (const link of links) {
      if (!seen.has(link)) {
        seen.add(link)
        queue.push(link)
      }
    }
  }
  assert.ok(seen.size >= 10, `only ${seen.size} pages`)
  for (const figure of ['774.000', '51,4%', '99,6', '35,4%', '834.875,801', '1.896,410', '35,04', '10,34', '11,01', 'chưa tìm thấy nguồn']) {
    assert.ok(words.includes(figure), `no page shows ${figure}`)
  }
  assert.deepEqual(faults, [])
  await context.close()
})

test('the pages of the five cities have no violation and fit the window', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, context } = await openPage(browser, demo.address, { colorScheme })
    for (const [name, path] of [['home', '/'], ['cluster', '/cum/nam-thanh-pho'], ['cluster-news', '/cum/nam-thanh-pho/tin'], ['year-2020', '/cum/nam-thanh-pho/2020'], ['year-2023', '/cum/nam-thanh-pho/2023'], ['conference-2020', '/cum/nam-thanh-pho/2020/hoi-nghi'], ['roles', '/vai']]) {
      await page.goto(path)
      assert.deepEqual(await violations(page), [], `${path} (${colorScheme})`)
      await picture(page, `${name}-${colorScheme}`)
      await page.setViewportSize({ width: 360, height: 740 })
      assert.ok((await overflow(page)) <= 0, `${path} is wider than a phone`)
    }
    await context.close()
  }
})

test('a page says the same without script', async () => {
  const { page, context } = await openPage(browser, demo.address, { javaScriptEnabled: false })
  await page.goto('/cum/nam-thanh-pho/2020')
  assert.ok((await page.locator('body').innerText()).includes('774.000'))
  await page.goto('/vai')
  await page.locator('form[action="/vai/ha-noi-lanh-dao"] button').click()
  assert.ok((await page.locator('body').innerText()).includes('Phạm Văn Cụm Trưởng'))
  await context.close()
})
