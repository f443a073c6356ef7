// A hall without internet, on this machine: two network namespaces joined by one
// cable. In one the program serves in hall mode; in the other are the telephones,
// which know of the world nothing but the address of the hall's answerer of names, as
// the hall's DHCP would have given it. An authority made on the spot certifies the
// name; telephones trust it because it is installed in them. No browser has a flag
// that makes an origin secure, a certificate pass or a name resolve.
//
// Pages are asked for by the browsers alone: page.request and fetch of this process
// are outside the hall.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, writeFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { flags, openPage, code, program } from './harness.mjs'

const quietly = { stdio: ['ignore', 'pipe', 'pipe'] }
const run = (...command) => execFileSync(command[0], command.slice(1), quietly).toString()

export const hallName = 'hop.giao-uoc.test'
export const hallAddress = '10.77.0.1'

/**
 * Why no hall can be built on this machine, or undefined. Under CI one must be
 * possible, so there it throws.
 */
export function noHall() {
  const name = `giaouoc-thu-${process.pid}`
  try {
    for (const tool of ['certutil', 'openssl']) run('sh', '-c', `command -v ${tool}`)
    run('ip', 'netns', 'add', name)
    run('ip', 'netns', 'del', name)
  } catch (fault) {
    const why = `no hall on this machine, it needs root, ip netns, openssl and certutil: ${String(fault.stderr ?? '').trim() || fault.message}`
    if (process.env.CI) throw new Error(why)
    return why
  }
}

let halls = 0

/**
 * Builds and starts an empty installation in a hall. What it returns has address, the
 * link of the first administrator, printed (what the program said), run(…) of the
 * program where the telephones are, and stop(); the functions below take it. With
 * trusted false the program's own machine does not trust the authority; bundles are
 * files of data that are imported before, args more flags of serve. With holders secret
 * ballots have two: the tellers' is a process of its own that is asked by HTTPS, the
 * standing office's a folder.
 */
export async function startHall({ trusted = true, bundles = [], args = [], holders = false } = {}) {
  const id = `${process.pid}${String.fromCharCode(97 + halls++)}`
  const dir = mkdtempSync(join(tmpdir(), 'giaouoc-hall-'))
  const hall = { id, dir, server: `giaouoc-hall-${id}`, phones: `giaouoc-phones-${id}`, cable: `h${id}`, address: `https://${hallName}`, browsers: [], children: [] }
  try {
    layCable(hall)
    certify(hall)
    const held = holders ? ['--holder', await hold(hall), '--holder', `Cơ quan thường trực=${join(dir, 'co-quan-thuong-truc')}`] : []
    await serve(hall, trusted, bundles, [...held, ...args])
  } catch (fault) {
    await stop(hall)
    throw fault
  }
  hall.run = (...args) => inPhones(hall, 'env', `HOME=${dir}`, `SSL_CERT_FILE=${join(dir, 'ca.pem')}`, program(), ...args)
  hall.stop = () => stop(hall)
  return hall
}

function layCable({ id, server, phones, cable }) {
  run('ip', 'netns', 'add', server)
  run('ip', 'netns', 'add', phones)
  run('ip', '-n', server, 'link', 'add', cable, 'type', 'veth', 'peer', 'name', `p${id}`, 'netns', phones)
  run('ip', '-n', server, 'addr', 'add', `${hallAddress}/24`, 'dev', cable)
  run('ip', '-n', phones, 'addr', 'add', '10.77.0.2/24', 'dev', `p${id}`)
  // An IPv6 address that comes a second after the cable is a change of network to
  // Chromium, which then breaks off what it is sending.
  for (const [where, device] of [[server, cable], [phones, `p${id}`]]) run('ip', '-n', where, 'link', 'set', device, 'addrgenmode', 'none')
  for (const [where, device] of [[server, 'lo'], [server, cable], [phones, 'lo'], [phones, `p${id}`]]) run('ip', '-n', where, 'link', 'set', device, 'up')
  for (const where of [server, phones]) {
    mkdirSync(`/etc/netns/${where}`, { recursive: true })
    writeFileSync(`/etc/netns/${where}/resolv.conf`, `nameserver ${hallAddress}\n`)
  }
}

function certify({ dir }) {
  const at = (name) => join(dir, name)
  run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30', '-subj', '/CN=Gốc của buổi thử', '-utf8',
    '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign', '-keyout', at('ca.key'), '-out', at('ca.pem'))
  run('openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${hallName}`, '-keyout', at('site.key'), '-out', at('site.csr'))
  writeFileSync(at('ext'), `subjectAltName=DNS:${hallName}\nextendedKeyUsage=serverAuth\nkeyUsage=digitalSignature\n`)
  run('openssl', 'x509', '-req', '-in', at('site.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '30', '-extfile', at('ext'), '-out', at('site.pem'))
}

async function serve(hall, trusted, bundles, args) {
  for (const file of bundles) run(program(), 'import', file, '--data', join(hall.dir, 'data'))
  const env = { ...process.env }
  if (trusted) env.SSL_CERT_FILE = join(hall.dir, 'ca.pem')
  hall.printed = await start(hall, /Ctrl\+C/, ['serve', '--data', join(hall.dir, 'data'), '--hall', hallName,
    '--cert', join(hall.dir, 'site.pem'), '--key', join(hall.dir, 'site.key'), ...args], env)
  hall.link = hall.printed.match(/https:\/\/\S+\/loi-moi\/\S+/)?.[0]
}

/** Starts the tellers' holder; the answer is the line that serve is given. */
async function hold(hall) {
  const printed = await start(hall, /\n.+\n/, ['hold', '--listen', `${hallAddress}:9443`, '--data', join(hall.dir, 'ban-kiem-phieu'), '--name', 'Ban kiểm phiếu',
    '--cert', join(hall.dir, 'site.pem'), '--key', join(hall.dir, 'site.key')])
  return printed.split('\n')[1]
}

/** Runs the program where the hall's machine is; the answer is what it printed once that has ready. */
async function start(hall, ready, args, env = process.env) {
  const child = spawn('ip', ['netns', 'exec', hall.server, program(), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  hall.children.push(child)
  let log = ''
  child.stderr.on('data', (d) => { log += d })
  return new Promise((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (d) => {
      out += d
      if (ready.test(out)) resolve(out)
    })
    child.on('exit', (code) => reject(new Error(`${args[0]} ended with ${code}: ${log}`)))
  })
}

/**
 * A telephone's browser in the hall; known is whether the authority is installed in
 * it.
 */
export async function hallBrowser(hall, { known = true } = {}) {
  const home = mkdtempSync(join(hall.dir, 'phone-'))
  const trust = join(home, '.pki', 'nssdb')
  mkdirSync(trust, { recursive: true })
  run('certutil', '-d', `sql:${trust}`, '-N', '--empty-password')
  if (known) run('certutil', '-d', `sql:${trust}`, '-A', '-t', 'C,,', '-n', 'hall', '-i', join(hall.dir, 'ca.pem'))
  const wrapper = join(home, 'chromium')
  writeFileSync(wrapper, `#!/bin/sh\nexec ip netns exec ${hall.phones} ${process.env.CHROMIUM ?? '/usr/bin/chromium'} "$@"\n`, { mode: 0o755 })
  const browser = await chromium.launch({ executablePath: wrapper, args: flags, env: { ...process.env, HOME: home } })
  hall.browsers.push(browser)
  return browser
}

const password = 'con mèo trèo cây cau'

/** The first administrator comes in and turns the second factor on. */
export async function administrator(hall, page) {
  await page.goto(hall.link)
  await page.getByLabel('Họ và tên').fill('Đặng Thị Quản Trị')
  await page.getByLabel('Tên đăng nhập').fill('quan.tri')
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password)
  await page.getByLabel('Gõ lại mật khẩu mới').fill(password)
  await page.getByRole('button', { name: 'Lập tài khoản và đăng nhập' }).click()
  const secret = await page.locator('.facts').getByText(/^([A-Z2-7]{4} ?){8}$/).innerText()
  await page.getByLabel('Mã xác thực').fill(code(secret))
  await page.getByRole('button', { name: 'Bật mã xác thực' }).click()
  await page.getByText('Đã bật mã xác thực.').waitFor()
}

/** Who leads a unit is invited by the administrator and comes in, in a browser of the hall; the answer is as openPage's. */
export async function leaderOf(hall, unit) {
  const admin = await openPage(await hallBrowser(hall), hall.address)
  await administrator(hall, admin.page)
  await admin.page.goto('/quan-tri/tai-khoan/moi')
  await admin.page.getByLabel('Họ và tên').fill('Lê Văn An')
  await admin.page.locator('input[name="unit"]').fill(unit)
  await admin.page.getByLabel('Vai trò', { exact: true }).first().selectOption('unit_leader')
  await admin.page.getByLabel('Phạm vi').first().selectOption('own')
  await admin.page.getByRole('button', { name: 'Tạo lời mời' }).click()
  const link = await admin.page.getByLabel('Liên kết').inputValue()
  await admin.context.close()
  const leader = await openPage(await hallBrowser(hall), hall.address)
  await leader.page.goto(link)
  await leader.page.getByLabel('Mật khẩu mới', { exact: true }).fill('hỏi thăm chú chuột')
  await leader.page.getByLabel('Gõ lại mật khẩu mới').fill('hỏi thăm chú chuột')
  await leader.page.getByRole('button', { name: 'Đặt mật khẩu' }).click()
  await leader.page.getByLabel('Tên đăng nhập').fill('le.van.an')
  await leader.page.getByLabel('Mật khẩu', { exact: true }).fill('hỏi thăm chú chuột')
  await leader.page.getByRole('button', { name: 'Đăng nhập' }).click()
  await leader.page.waitForURL('**/lam-viec')
  return leader
}

/** The cable is pulled: nothing gets through, and nobody is told. */
export const cutNetwork = (hall) => run('ip', '-n', hall.server, 'link', 'set', hall.cable, 'down')

/** The cable is put back. */
export const restoreNetwork = (hall) => run('ip', '-n', hall.server, 'link', 'set', hall.cable, 'up')

/** Runs a command where the telephones are. */
export const inPhones = (hall, ...command) => run('ip', 'netns', 'exec', hall.phones, ...command)

async function stop(hall) {
  for (const browser of hall.browsers) await browser.close().catch(() => {})
  for (const child of hall.children.filter((c) => c.exitCode === null)) {
    const ended = new Promise((done) => child.once('close', done))
    child.removeAllListeners('exit')
    child.kill('SIGTERM')
    await ended
  }
  for (const where of [hall.server, hall.phones]) {
    try {
      run('ip', 'netns', 'del', where)
    } catch { /* was not made */ }
  }
  for (const where of [hall.server, hall.phones]) rmSync(`/etc/netns/${where}`, { recursive: true, force: true })
  rmSync(hall.dir, { recursive: true, force: true })
}
