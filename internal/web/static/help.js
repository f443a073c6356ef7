// The guide of a page beside it: the page and what was typed on it stay as they are.
// Without this script the link opens the guide's own page.
const english = document.documentElement.lang === 'en'
const words = english ? { name: 'Help', close: 'Close', whole: 'Open as a page', away: 'The guide did not come. Try again.' } : { name: 'Trợ giúp', close: 'Đóng', whole: 'Mở thành trang', away: 'Chưa tải được bài hướng dẫn. Hãy thử lại.' }
const place = 'help' // the guide that stays open from page to page, in this tab alone
const wide = matchMedia('(min-width: 80rem)')
const stored = (act) => { try { return act() } catch { return null } } // storage may be off

let panel, body, whole, from
const guidePath = /^(\/en)?\/tro-giup(\/|$)/

function build() {
  panel = document.createElement('dialog')
  panel.className = 'help-panel'
  panel.setAttribute('aria-label', words.name)
  const head = document.createElement('div')
  head.className = 'help-head'
  whole = document.createElement('a')
  whole.target = '_blank'
  whole.rel = 'noopener'
  whole.textContent = words.whole
  const close = document.createElement('button')
  close.type = 'button'
  close.className = 'btn'
  close.textContent = words.close
  close.addEventListener('click', shut)
  head.append(whole, close)
  body = document.createElement('div')
  body.className = 'help-body'
  body.tabIndex = 0
  panel.append(head, body)
  document.body.append(panel)
  panel.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]')
    if (!link || link === whole || event.ctrlKey || event.metaKey || event.shiftKey) return
    const to = new URL(link.href)
    if (to.origin !== location.origin || !guidePath.test(to.pathname)) return
    event.preventDefault()
    show(to.href)
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !panel.open || event.defaultPrevented) return
    if (document.querySelector('dialog:modal, [popover]:popover-open')) return
    event.preventDefault()
    shut()
  })
  body.addEventListener('scroll', remember, { passive: true })
}

function remember() {
  if (panel.open && whole.href) stored(() => sessionStorage.setItem(place, JSON.stringify([whole.getAttribute('href'), body.scrollTop])))
}

function shut() {
  panel.close()
  delete document.documentElement.dataset.help
  stored(() => sessionStorage.removeItem(place))
  if (from && from.isConnected) from.focus()
}

/** Shows a guide; its links inside lead from guide to guide. */
async function show(address, scroll, quietly) {
  if (!panel) build()
  const to = new URL(address, location.href)
  let title = words.name
  let parts = []
  try {
    const answer = await fetch(to.pathname, { headers: { Accept: 'text/html' } })
    if (!answer.ok) throw new Error(String(answer.status))
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const main = page.querySelector('main')
    title = main.querySelector('h1').textContent
    parts = [...main.children].filter((e) => !e.matches('.page-head, .crumbs, .above'))
    for (const e of main.querySelectorAll('[id]')) e.id = 'tro-giup-' + e.id // no id twice
    for (const a of main.querySelectorAll('a[href^="#"]')) a.setAttribute('href', to.pathname + a.getAttribute('href'))
    for (const d of main.querySelectorAll('details')) d.open = false
  } catch {
    const said = document.createElement('p')
    said.setAttribute('role', 'alert')
    said.textContent = words.away
    parts = [said]
  }
  const heading = document.createElement('h2')
  heading.className = 'help-title'
  heading.tabIndex = -1
  heading.textContent = title
  body.replaceChildren(heading, ...parts.map((e) => document.adoptNode(e)))
  whole.href = to.pathname + to.hash
  if (!panel.open) panel.show()
  document.documentElement.dataset.help = 'open'
  const part = to.hash && document.getElementById('tro-giup-' + to.hash.slice(1))
  if (scroll !== undefined) body.scrollTop = scroll
  else body.scrollTop = part ? part.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop : 0
  if (!quietly) {
    const first = part || heading
    first.tabIndex = -1
    first.focus({ preventScroll: true })
  }
  remember()
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-help]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  from = link
  if (panel && panel.open && whole.getAttribute('href') === new URL(link.href).pathname + new URL(link.href).hash) return shut()
  show(link.href)
})

// A guide that was open on the page before stays open, where it covers nothing.
const kept = stored(() => JSON.parse(sessionStorage.getItem(place)))
if (kept && wide.matches) {
  from = document.querySelector('a[data-help]')
  show(kept[0], kept[1], true)
}
