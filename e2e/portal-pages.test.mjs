// One page of every kind that a reader without an account can reach, in both languages:
// no violation in any theme, nothing wider than its window on a phone, a tablet or a
// desktop, and nothing that looks for another machine.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { startDemo, startBrowser, openPage, violations, contrastFaults, picture, overflow } from './harness.mjs'

let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

/** What a page is of: its address without what names one thing of many. */
const kindOf = (path) => path.split('?')[0].replace(/^\/lich-su\/\w+/, '/lich-su/*').split('/')
  .map((part, i, all) => /^\d+$|^[0-9a-f]{8}-|^[A-Z]+-[A-Z0-9]+$|^u-/.test(part) || ['bai-viet', 'van-ban', 'che-do', 'so-lieu'].includes(all[i - 1]) ? '*' : part).join('/')

/** The first page of each kind, found by following links from the front page. */
async function kinds(context) {
  const queue = ['/']
  const seen = new Set(queue)
  const found = new Map()
  while (queue.length > 0) {
    const path = queue.shift()
    const answer = await context.request.get(path)
    assert.ok(answer.ok(), `${path} answers ${answer.status()}`)
    if (!answer.headers()['content-type'].startsWith('text/html')) continue
    if (!found.has(kindOf(path))) found.set(kindOf(path), path)
    for (const [, href] of (await answer.text()).matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
      const link = href.replaceAll('&amp;', '&')
      if (link.startsWith('/en') || link.startsWith('/nhung') || seen.has(link) || found.has(kindOf(link))) continue
      seen.add(link)
      queue.push(link)
    }
  }
  // Of years and conferences some more: each was published in its own way.
  return [...new Set([...found.values(), '/cum/nam-thanh-pho/2020', '/cum/nam-thanh-pho/2023', '/cum/nam-thanh-pho/2020/hoi-nghi'])]
}

let paths
for (const [language, prefix] of [['vi', ''], ['en', '/en']]) {
  test(`every kind of public page stands in every theme and width (${language})`, async () => {
    const { page, context, faults } = await openPage(browser, demo.address)
    paths ??= await kinds(context)
    assert.ok(paths.length > 35, `only ${paths.length} kinds of pages`)
    const wrong = []
    for (const path of paths) {
      const address = prefix === '' ? path : prefix + (path === '/' ? '' : path)
      await page.setViewportSize({ width: 1440, height: 900 })
      const answer = await page.goto(address)
      assert.equal(answer.status(), 200, address)
      assert.equal(await page.locator('html').getAttribute('lang'), language, address)
      assert.equal(await page.locator('h1').count(), 1, address)
      for (const fault of await violations(page)) wrong.push(`${address}: ${fault}`)
      // The colours do not depend on the language; the two of high contrast take turns.
      const themes = language === 'vi' ? [['dark', ''], [paths.indexOf(path) % 2 ? 'dark' : 'light', 'more']] : []
      for (const [theme, contrast] of themes) {
        await page.evaluate(([theme, contrast]) => { Object.assign(document.documentElement.dataset, { theme, contrast }) }, [theme, contrast])
        for (const fault of await contrastFaults(page)) wrong.push(`${address} (${theme} ${contrast}): ${fault}`)
      }
      await page.evaluate(() => { delete document.documentElement.dataset.theme; delete document.documentElement.dataset.contrast })
      for (const width of [360, 768, 1440]) {
        await page.setViewportSize({ width, height: 900 })
        const over = await overflow(page)
        if (over > 0) wrong.push(`${address} is ${over} pixels wider than ${width}`)
      }
      await picture(page, `portal-${language}${kindOf(path).replaceAll('/', '-').replaceAll('*', 'x')}`)
    }
    assert.deepEqual(wrong, [])
    assert.deepEqual(faults, [])
    await context.close()
  })
}

test('high contrast is a choice that is remembered, and the menu of a phone opens by its button', async () => {
  const { page, context } = await openPage(browser, demo.address, { viewport: { width: 360, height: 740 } })
  await page.goto('/')
  const ground = () => page.evaluate(() => getComputedStyle(document.body).getPropertyValue('--ink-2'))
  const before = await ground()
  await page.getByRole('button', { name: 'Tương phản cao' }).click()
  assert.notEqual(await ground(), before)
  await page.goto('/tin')
  assert.equal(await page.getByRole('button', { name: 'Tương phản cao' }).getAttribute('aria-pressed'), 'true')
  assert.equal(await page.getByRole('link', { name: 'Đơn vị', exact: true }).isVisible(), false)
  await page.getByRole('button', { name: 'Danh mục' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Mục chính' }).getByRole('link', { name: 'Đơn vị' }).click()
  await page.waitForURL('**/don-vi')
  // And to the same page in English and back.
  await page.getByRole('link', { name: 'English' }).click()
  await page.waitForURL('**/en/don-vi')
  await page.getByRole('link', { name: 'Tiếng Việt' }).click()
  await page.waitForURL((url) => url.pathname === '/don-vi')
  await context.close()
})
