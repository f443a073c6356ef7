// What a person has typed stays with this tab of the browser until a page of the site
// has taken it: where the session ended meanwhile, the network broke or the server
// failed, the form is filled again when its page is opened. Passwords, files and hidden
// fields are not kept, nor what somebody else typed who was signed in here before.
(() => {
  'use strict'
  const store = 'typed'
  const longest = 1_000_000 // letters, of all forms of the tab
  const life = 12 * 3600 * 1000
  const never = /\/(don-thu|du-lieu-ca-nhan|bo-phieu|cham-cheo)(\/|$)|^(\/en)?\/tai-khoan(\/|$)/ // who denounced, and whatever else is nobody's business
  const english = document.documentElement.lang === 'en'
  const all = (selector, from) => [...(from || document).querySelectorAll(selector)]
  const read = () => {
    try { return JSON.parse(sessionStorage.getItem(store)) || [] } catch { return [] }
  }
  const write = (entries) => {
    const now = Date.now()
    let kept = entries.filter((e) => now - e.at < life)
    while (kept.length > 0 && JSON.stringify(kept).length > longest) kept = kept.slice(1)
    try { kept.length ? sessionStorage.setItem(store, JSON.stringify(kept)) : sessionStorage.removeItem(store) } catch { /* storage may be off */ }
  }
  const here = location.pathname + location.search
  const name = document.querySelector('.actor-name')
  const who = name ? name.textContent.trim() : ''
  const actionOf = (form) => new URL(form.getAttribute('action') || here, location.href).pathname
  const nth = (form) => all('form').filter((f) => actionOf(f) === actionOf(form)).indexOf(form)
  const same = (e, form) => e.who === who && e.action === actionOf(form) && e.nth === nth(form)

  // Fields that a person fills, each with its place among those of its name.
  function fieldsOf(form) {
    const count = {}
    return [...form.elements].filter((f) => f.name && f.matches('textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit], [type=button])'))
      .map((f) => [f, f.name, (count[f.name] = (count[f.name] ?? -1) + 1)])
  }
  const ticked = (f) => f.type === 'checkbox' || f.type === 'radio'
  const valueOf = (f) => ticked(f) ? f.checked : f.value
  const before = (f) => ticked(f) ? f.defaultChecked : f.tagName === 'SELECT' ? ([...f.options].find((o) => o.defaultSelected) || f.options[0] || { value: '' }).value : f.defaultValue

  function keeps(form) {
    return form.method === 'post' && !never.test(actionOf(form)) && !form.querySelector('[type=password]') && fieldsOf(form).length > 0
  }

  function keep(form, pages, sent) {
    const fields = fieldsOf(form).filter(([f]) => valueOf(f) !== before(f) || pages.has(form) || sent).map(([f, n, at]) => [n, at, valueOf(f), before(f)])
      .filter(([, , value, was]) => value !== was || pages.has(form))
    const rest = read().filter((e) => !same(e, form))
    if (fields.length > 0) rest.push({ page: pages.get(form) || here, action: actionOf(form), nth: nth(form), who, fields, at: Date.now(), sent })
    write(rest)
  }

  function fill(form, entry) {
    const byName = new Map(entry.fields.map(([n, at, value]) => [n + '\n' + at, value]))
    let filled = 0
    for (const [f, n, at] of fieldsOf(form)) {
      const value = byName.get(n + '\n' + at)
      if (value === undefined || valueOf(f) === value || f.readOnly || f.disabled) continue
      if (ticked(f)) f.checked = value
      else f.value = value
      f.dispatchEvent(new Event('input', { bubbles: true }))
      filled++
    }
    if (filled === 0) return
    for (let box = form.closest('details'); box; box = box.parentElement.closest('details')) box.open = true
    all('details', form).forEach((d) => { d.open = true })
    const note = document.createElement('div')
    note.className = 'notice notice-info'
    note.setAttribute('role', 'status')
    note.tabIndex = -1
    const words = document.createElement('p')
    words.textContent = english ? 'What you had typed was not taken; it stands in the form again. Look it over and send it.' : 'Những gì bạn gõ lúc trước chưa được ghi và đã được điền lại bên dưới. Xem lại rồi gửi; tệp thì chọn lại.'
    const drop = document.createElement('button')
    drop.type = 'button'
    drop.className = 'btn btn-quiet'
    drop.textContent = english ? 'Drop it' : 'Bỏ, dùng nội dung đã lưu'
    drop.addEventListener('click', () => { write(read().filter((e) => !same(e, form))); form.reset(); note.remove() })
    const box = document.createElement('div')
    box.append(words, drop)
    note.append(box)
    form.before(note)
    note.focus()
  }

  // The page of an act that was not done: what was typed for it is held, and the way
  // back leads to the page where it was typed.
  function hold(place) {
    const entries = read()
    const sent = entries.filter((e) => e.sent)
    sent.forEach((e) => { e.held = true; e.sent = false })
    write(entries)
    const last = sent.at(-1)
    if (!last) return
    place.hidden = false
    all('[data-resume]').forEach((link) => {
      const address = new URL(link.href)
      if (link.dataset.resume === 'tiep') address.searchParams.set('tiep', last.page)
      link.href = link.dataset.resume === 'tiep' ? address : last.page
    })
  }

  function ready() {
    const held = document.querySelector('[data-held]')
    if (held) { hold(held); return }
    const came = performance.getEntriesByType('navigation')[0]
    const back = came && (came.type === 'back_forward' || came.type === 'reload')
    const works = (() => {
      try { return sessionStorage.length >= 0 } catch { return false }
    })()
    if (who) write(read().filter((e) => e.who === who)) // nothing of whoever was here before
    const entries = read()
    const pages = new Map() // forms that came back with what was typed, and where it was typed first
    const refused = document.querySelector('[data-error-summary]')
    const forms = all('form').filter(keeps)
    for (const form of forms) {
      const entry = entries.find((e) => same(e, form))
      if (!entry) {
        // The way back to a form that was taken: what the browser left in it would be
        // sent as something new.
        if (back && works && form.elements.namedItem('request')) {
          form.reset()
          addEventListener('pageshow', () => setTimeout(() => form.reset()), { once: true })
        }
        continue
      }
      if (refused && entry.sent) pages.set(form, entry.page)
      else if (entry.page === here && (entry.held || back)) fill(form, entry)
    }
    write(read().filter((e) => !e.sent || (back && e.page === here)).map((e) => (e.page === here ? { ...e, held: e.held || e.sent, sent: false } : e)))
    let wait = 0
    document.addEventListener('input', (event) => {
      const form = event.target.form
      if (!form || !keeps(form)) return
      clearTimeout(wait)
      wait = setTimeout(() => keep(form, pages, false), 300)
    })
    // A form that saves by itself has been saved: what it holds now is what there is.
    document.addEventListener('taken', (event) => {
      clearTimeout(wait)
      for (const [f] of fieldsOf(event.target)) {
        if (ticked(f)) f.defaultChecked = f.checked
        else if (f.tagName === 'SELECT') [...f.options].forEach((o) => { o.defaultSelected = o.selected })
        else f.defaultValue = f.value
      }
      write(read().filter((e) => !same(e, event.target)))
    })
    document.addEventListener('submit', (event) => {
      if (event.target.getAttribute('action')?.endsWith('/dang-xuat')) write([])
      if (event.defaultPrevented || !keeps(event.target)) return
      clearTimeout(wait)
      keep(event.target, pages, true)
    })
  }
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', ready) : ready()
})()
