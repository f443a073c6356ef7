// Ctrl K: one place to go anywhere that the person may open, and the objects that were
// open last. Those stand in this browser alone, under the account that opened them, and
// go when it signs out. Without this script the link opens the page of the search.
const english = document.documentElement.lang === 'en'
const words = english
  ? { name: 'Search', label: 'Page, unit, dossier, document, article', hint: 'Arrows choose, Enter opens, Esc closes.', recent: 'Opened last', none: 'What you open stands here.', away: 'The search does not answer. Try again.', close: 'Close' }
  : { name: 'Tìm', label: 'Trang, đơn vị, hồ sơ, văn bản, bài viết', hint: 'Mũi tên để chọn, Enter để mở, Esc để đóng.', recent: 'Vừa mở', none: 'Những mục bạn mở sẽ hiện ở đây.', away: 'Chưa tìm được. Hãy thử lại.', close: 'Đóng' }
const key = 'recent'
const most = 10
const stored = (act) => { try { return act() } catch { return null } } // storage may be off
const link = document.querySelector('a[data-find]')
const who = link?.dataset.find

/** The objects that this account opened last in this browser. */
function recent() {
  const kept = stored(() => JSON.parse(localStorage.getItem(key)))
  return kept?.who === who && Array.isArray(kept.list) ? kept.list : []
}

function remember() {
  const main = document.querySelector('main[data-recent]')
  const title = main?.querySelector('h1')?.textContent.trim()
  if (!title) return
  const one = { href: location.pathname, title, of: main.querySelector('.kicker')?.textContent.trim() ?? '' }
  stored(() => localStorage.setItem(key, JSON.stringify({ who, list: [one, ...recent().filter((r) => r.href !== one.href)].slice(0, most) })))
}

let dialog, input, list, asked, wait

function element(tag, text, className) {
  const e = document.createElement(tag)
  if (text) e.textContent = text
  if (className) e.className = className
  return e
}

function build() {
  dialog = element('dialog', '', 'find-panel')
  dialog.setAttribute('aria-label', words.name)
  const form = element('form')
  form.method = 'get'
  form.action = link.getAttribute('href')
  const label = element('label', words.label)
  label.htmlFor = 'tim-gi'
  input = element('input', '', 'input')
  Object.assign(input, { id: 'tim-gi', name: 'q', type: 'search', maxLength: 200, autocomplete: 'off' })
  const close = element('button', words.close, 'btn btn-quiet')
  close.type = 'button'
  close.addEventListener('click', () => dialog.close())
  const row = element('div', '', 'search-row')
  row.append(input, close)
  list = element('div', '', 'found')
  list.setAttribute('aria-live', 'polite')
  form.append(label, row, element('p', words.hint, 'hint'))
  dialog.append(form, list)
  document.body.append(dialog)
  form.addEventListener('submit', (event) => {
    const first = list.querySelector('a')
    if (!first || asked !== input.value.trim()) return // the page of the search answers
    event.preventDefault()
    location.href = first.href
  })
  input.addEventListener('input', () => {
    clearTimeout(wait)
    wait = setTimeout(look, 150)
  })
  dialog.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    const links = [input, ...list.querySelectorAll('a')]
    const next = links[links.indexOf(document.activeElement) + step]
    event.preventDefault()
    if (next) next.focus()
  })
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close() })
}

function showRecent() {
  const section = element('section')
  section.append(element('h2', words.recent))
  const items = recent()
  if (items.length === 0) section.append(element('p', words.none, 'quiet'))
  const ul = element('ul')
  for (const one of items) {
    const a = element('a')
    if (!/^\/(?!\/)/.test(one.href)) continue
    a.href = one.href
    const name = element('span', one.title)
    name.translate = false
    a.append(name)
    if (one.of) a.append(' ', element('span', one.of, 'quiet'))
    const li = element('li')
    li.append(a)
    ul.append(li)
  }
  section.append(ul)
  list.replaceChildren(section)
}

async function look() {
  const text = input.value.trim()
  asked = text
  if (text === '') return showRecent()
  let found
  try {
    const answer = await fetch(`${link.getAttribute('href')}?q=${encodeURIComponent(text)}`, { headers: { Accept: 'text/html' } })
    if (!answer.ok) throw new Error(String(answer.status))
    found = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#tim-thay')
  } catch {
    found = null
  }
  if (asked !== text) return // something else was asked meanwhile
  list.replaceChildren(...(found ? [...found.children].map((e) => document.adoptNode(e)) : [element('p', words.away)]))
}

function open() {
  if (!dialog) build()
  if (dialog.open) return
  input.value = ''
  asked = ''
  showRecent()
  dialog.showModal()
  input.focus()
}

if (link) {
  if (stored(() => JSON.parse(localStorage.getItem(key)))?.who !== who) stored(() => localStorage.removeItem(key)) // somebody else's
  remember()
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    open()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    open()
  })
  document.addEventListener('submit', (event) => {
    if (event.target.getAttribute('action')?.endsWith('/dang-xuat')) stored(() => localStorage.removeItem(key))
  })
}
