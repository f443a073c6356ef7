// Plays a guide by its own words: what stands in bold is pressed, what stands in italics
// is filled in with what the test gives, «Ở dòng «…»» says in which row. The words of a guide are all that is known of a page.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..', 'docs', 'guide')

/** The guides of roles, by name. */
export const roleGuides = () => readdirSync(folder).filter((name) => name.startsWith('vai-')).map((name) => name.replace('.md', ''))

/** The tasks of a guide: the number of clicks its table says, and the steps of its section. */
export function tasksOf(guide) {
  const text = readFileSync(join(folder, `${guide}.md`), 'utf8')
  const tasks = new Map()
  for (const [, title, clicks] of text.matchAll(/^\| \[(.+)\]\(#[a-z0-9-]+\) \| (\d+) \|$/gm)) tasks.set(title, { clicks: Number(clicks), steps: [] })
  for (const part of text.split(/^## /m).slice(1)) {
    const title = part.slice(0, part.indexOf('\n')).trim()
    const steps = [...part.matchAll(/^\d+\. (.*)$/gm)].flatMap(([, line]) => {
      const row = line.match(/Ở dòng «(.+?)»/)?.[1]
      return [...line.matchAll(/\*\*(.+?)\*\*|\*(.+?)\*/g)].map(([, press, fill]) => press ? { press, row } : { fill })
    })
    if (!tasks.has(title)) throw new Error(`${guide}: «${title}» is not in its table`)
    tasks.get(title).steps = steps
  }
  return tasks
}

/** The words of a guide as a name: … stands for anything. */
const named = (words) => new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.+').replaceAll(' ', '\\s+')}`, 'i')

async function firstSeen(places) {
  for (const place of places) {
    for (const one of await place.all()) if (await one.isVisible()) return one
  }
  return null
}

/** What the words lead to: in a question that was asked, in the page, then in the navigation. */
async function find(page, words, row) {
  const exact = words.includes('…') ? [named(words)] : [words, named(words)]
  const whole = [page.locator('dialog.ask'), page.locator('main'), page.locator('nav'), page.locator('body')]
  const within = row ? [page.locator('main tr').filter({ hasText: row })] : whole
  for (let i = 0; i < 20; i++) {
    for (const name of exact) {
      for (const root of within) {
        const sharp = { name, exact: typeof name === 'string' }
        const hit = await firstSeen([root.getByRole('button', sharp), root.getByRole('link', sharp), root.getByRole('checkbox', sharp), root.getByRole('radio', sharp), root.locator('summary').filter({ hasText: name })])
        if (hit) return hit
      }
    }
    await page.waitForTimeout(100)
  }
  throw new Error(`nothing here is called «${words}»: ${page.url()}\n${(await page.locator('main').innerText()).slice(0, 1500)}`)
}

async function fill(page, words, value) {
  if (typeof value === 'function') return value(page)
  if (value === undefined) throw new Error(`nothing is given for «${words}»`)
  const field = await firstSeen([page.locator('main').getByLabel(words, { exact: true }), page.locator('main').getByLabel(named(words)), page.getByLabel(words)])
  if (!field) throw new Error(`no field is called «${words}»: ${page.url()}\n${(await page.locator('main').innerText()).slice(0, 1500)}`)
  const kind = await field.evaluate((e) => e.tagName + ':' + e.type)
  if (kind.startsWith('SELECT')) {
    const option = await field.locator('option').evaluateAll((all, value) => all.find((o) => o.value && o.textContent.includes(value))?.value, value)
    await field.selectOption(option)
  } else if (kind.endsWith(':file')) await field.setInputFiles(value)
  else await field.fill(value)
}

/** Plays the steps from the page that is open, and answers how often something was pressed. */
export async function play(page, steps, given = {}) {
  let pressed = 0
  for (const step of steps) {
    if (step.fill) {
      await fill(page, step.fill, given[step.fill])
      continue
    }
    const target = await find(page, step.press, step.row)
    const asks = await target.evaluate((e) => e.dataset.confirm || e.form?.dataset.confirm || e.matches('summary, input') || e.target === '_blank' || '')
    if (asks) await target.click()
    else await Promise.all([page.waitForEvent('load'), target.click()])
    pressed++
  }
  return pressed
}
