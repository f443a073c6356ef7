// Starts the demonstration on a free port of this machine and drives Debian's
// Chromium over it. Pictures land in out/, which is not kept in the repository.
import { spawn, execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:net'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'

const here = dirname(fileURLToPath(import.meta.url))
export const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export const widths = [360, 768, 1440]

/** Builds and starts the demonstration; the answer has its address and stop(). */
export const startDemo = (args) => start('demo', /http:\/\/\S+/, args)

/**
 * Builds and starts an empty installation; the answer has also the one-time link of
 * its first administrator, and log() with what the machine wrote. Of a bundle, a text
 * of YAML, it is filled first.
 */
export const startServe = (args, env, bundle) => start('serve', /(http:\/\/\S+)[^]*(http:\/\/\S+\/loi-moi\/\S+)/, args, env, bundle)

/** A port of this machine that nobody listens to. */
export async function freePort() {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

let built = process.env.GIAOUOC_PROGRAM ?? ''

/** The program, built once for all that a test starts; make e2e builds it once for all tests. */
export function program() {
  if (built) return built
  const dir = mkdtempSync(join(tmpdir(), 'giaouoc-e2e-'))
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }))
  built = join(dir, 'giaouoc')
  execFileSync('go', ['build', '-o', built, './cmd/giaouoc'], { cwd: join(here, '..'), stdio: 'inherit' })
  return built
}

async function start(command, printed, args = ['--addr', '127.0.0.1:0'], env = {}, bundle = '') {
  const dir = mkdtempSync(join(tmpdir(), 'giaouoc-e2e-'))
  if (bundle) {
    writeFileSync(join(dir, 'bundle.yaml'), bundle)
    execFileSync(program(), ['import', join(dir, 'bundle.yaml'), '--data', join(dir, 'data')])
  }
  const child = spawn(program(), [command, '--data', join(dir, 'data'), ...args], { env: { ...process.env, ...env } })
  let log = ''
  child.stderr.on('data', (d) => { log += d })
  const found = await new Promise((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (d) => {
      out += d
      const m = out.match(printed)
      if (m) resolve(m)
    })
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}: ${log}`)))
  })
  return {
    address: found[1] ?? found[0],
    link: found[2],
    log: () => log,
    dir, // where data/ lies
    async stop() {
      const gone = new Promise((resolve) => child.on('exit', resolve))
      child.removeAllListeners('exit')
      child.on('exit', () => {})
      const done = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGTERM')
      await Promise.race([done, gone])
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
}

/** A page that collects what must not happen: errors, foreign requests. */
export async function openPage(browser, address, options = {}) {
  const context = await browser.newContext({ baseURL: address, locale: 'vi-VN', ...options })
  const page = await context.newPage()
  const faults = []
  page.on('pageerror', (e) => faults.push(`error: ${e.message}`))
  page.on('console', (m) => { if (m.type() === 'error') faults.push(`console: ${m.text()}`) })
  page.on('request', (r) => { if (!r.url().startsWith(address) && !r.url().startsWith('data:')) faults.push(`foreign: ${r.url()}`) })
  return { page, context, faults }
}

/** Signs in as a role of the demonstration. */
export async function asRole(page, login) {
  await page.goto('/vai')
  await page.locator(`form[action="/vai/${login}"] button`).click()
  await page.waitForURL('**/lam-viec')
}

/** What a telephone with the secret shows, as RFC 6238 has it; steps is how far ahead its clock is. */
export function code(secret, steps = 0) {
  let bits = ''
  for (const c of secret.replaceAll(' ', '')) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps))
  const mac = createHmac('sha1', key).update(counter).digest()
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff
  return String(number % 1000000).padStart(6, '0')
}

/** Violations of WCAG 2.2 A and AA, one line each. */
export async function violations(page) {
  const result = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return result.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join('; ')})`)
}

/** Letters and links that do not stand out by their colours, one line each. */
export async function contrastFaults(page) {
  const result = await new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']).analyze()
  return result.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join('; ')})`)
}

/** The page as pictures at each width, for people to look at; a machine that checks has no eyes. */
export async function picture(page, name) {
  if (process.env.CI) return
  mkdirSync(join(here, 'out'), { recursive: true })
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: join(here, 'out', `${name}-${width}.png`), fullPage: true })
  }
}

/** How many pixels of the page stand outside the window. */
export async function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** Lets the demonstration happen on a day, "16/3/2027". */
export async function onDay(page, text) {
  await page.goto('/vai')
  await page.getByLabel('Coi hôm nay là').fill(text)
  await page.locator('form[action="/ngay"] button').first().click()
}

/** What reaches furthest to the right of the window, outside of frames that scroll. */
async function outside(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest('.frame') && !e.parentElement.closest('.table'))
    return all.slice(0, 3).map((e) => `${e.tagName.toLowerCase()}.${e.className}`).join(' ')
  })
}

/** A small telephone, and a window of 1280 pixels in which everything is twice as large. */
const narrow = [[320, 740], [640, 360]]

/** What a small window hides of the page, one line each: only a table may be wider than it, in a frame of its own. */
export async function narrowFaults(page) {
  const wrong = []
  for (const [width, height] of narrow) {
    await page.setViewportSize({ width, height })
    if ((await overflow(page)) > 0) wrong.push(`stands outside a window of ${width} pixels: ${await outside(page)}`)
    const cut = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((e) => {
      if (e.scrollWidth <= e.clientWidth + 1 || e.clientWidth < 8 || !e.checkVisibility() || !e.textContent.trim() || e.closest('details:not([open]) > summary')) return false // the summary says all once it is open
      return ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)
    }).map((e) => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 3))
    if (cut.length > 0) wrong.push(`is cut in a window of ${width} pixels: ${cut.join('; ')}`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  return wrong
}

/** What still moves for who asked for less motion, one line each. */
export async function motionFaults(page) {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const moving = await page.evaluate(() => {
    const long = (list) => list.split(',').some((t) => parseFloat(t) * (t.trim().endsWith('ms') ? 1 : 1000) > 10)
    return [...document.querySelectorAll('*')].filter((e) => ['', '::before', '::after'].some((part) => {
      const s = getComputedStyle(e, part)
      return long(s.transitionDuration) || long(s.animationDuration) && s.animationName !== 'none' || s.scrollBehavior === 'smooth'
    })).map((e) => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 3)
  })
  await page.emulateMedia({ reducedMotion: null })
  return moving.map((e) => `moves though less motion was asked for: ${e}`)
}

/** The page as a person sees it, and what a machine sees wrong with it. */
export async function look(page, name, { english = true } = {}) {
  await picture(page, name)
  const wrong = [...await violations(page), ...await narrowFaults(page), ...await motionFaults(page)]
  if (english) wrong.push(...await englishFaults(page))
  if (wrong.length > 0) throw new Error(`${name}: ${wrong.join('; ')}`)
}

/** What is wrong with the same page in English, looked at in a tab of its own. */
async function englishFaults(page) {
  const link = page.locator('link[hreflang="en"]')
  if ((await link.count()) === 0) return []
  const tab = await page.context().newPage()
  try {
    await tab.goto(new URL(await link.getAttribute('href'), page.url()).href)
    const wrong = await violations(tab)
    if (await tab.locator('html').getAttribute('lang') !== 'en') wrong.push('is not in English')
    wrong.push(...await narrowFaults(tab))
    return wrong.map((fault) => `in English: ${fault}`)
  } finally {
    await tab.close()
  }
}
