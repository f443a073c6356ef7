// Small improvements; every page works without them.
(() => {
  'use strict'
  const root = document.documentElement
  const english = root.lang === 'en'
  const stored = (act) => {
    try { return act() } catch { return null } // storage may be off
  }
  const theme = stored(() => localStorage.getItem('theme'))
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
  if (stored(() => localStorage.getItem('contrast')) === 'more') root.dataset.contrast = 'more'
  root.dataset.script = 'on'
  if (location.pathname.endsWith('/dang-nhap')) stored(() => localStorage.removeItem('recent')) // a session is over

  const all = (selector, from) => [...(from || document).querySelectorAll(selector)]

  function themeSwitch(button) {
    const dark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark'
    const say = () => { button.setAttribute('aria-pressed', String(dark())) }
    button.hidden = false
    say()
    button.addEventListener('click', () => {
      root.dataset.theme = dark() ? 'light' : 'dark'
      stored(() => localStorage.setItem('theme', root.dataset.theme))
      all('[data-theme-switch]').forEach((b) => b.setAttribute('aria-pressed', String(dark())))
    })
  }

  function contrastSwitch(button) {
    const say = () => { button.setAttribute('aria-pressed', String(root.dataset.contrast === 'more')) }
    button.hidden = false
    say()
    button.addEventListener('click', () => {
      if (root.dataset.contrast === 'more') delete root.dataset.contrast
      else root.dataset.contrast = 'more'
      stored(() => root.dataset.contrast ? localStorage.setItem('contrast', 'more') : localStorage.removeItem('contrast'))
      say()
    })
  }

  // Sorting: numbers by data-sort, words in Vietnamese order; rows without a
  // value go last in both directions; rows of the foot stay where they are.
  function sortable(table) {
    const order = new Intl.Collator('vi', { numeric: true })
    const heads = all('thead th[data-sort-by]', table)
    const body = table.tBodies[0]
    const said = document.createElement('p')
    said.className = 'vh'
    said.setAttribute('role', 'status')
    table.before(said)
    for (const head of heads) {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'sort'
      button.append(...head.childNodes)
      head.append(button)
      button.addEventListener('click', () => {
        const up = head.getAttribute('aria-sort') !== 'ascending'
        heads.forEach((h) => h.removeAttribute('aria-sort'))
        head.setAttribute('aria-sort', up ? 'ascending' : 'descending')
        const numbers = head.dataset.sortBy === 'number'
        const value = (row) => {
          const cell = row.cells[head.cellIndex]
          return cell ? (cell.dataset.sort ?? cell.textContent.trim()) : ''
        }
        const rows = [...body.rows].map((row) => [value(row), row])
        rows.sort(([a], [b]) => {
          if (a === '' || b === '') return (a === '') - (b === '')
          const d = numbers ? Number(a) - Number(b) : order.compare(a, b)
          return up ? d : -d
        })
        body.append(...rows.map(([, row]) => row))
        said.textContent = english
          ? 'Sorted by ' + button.innerText.trim() + (up ? ', ascending' : ', descending')
          : 'Đã sắp xếp theo ' + button.innerText.trim() + (up ? ', tăng dần' : ', giảm dần')
      })
    }
  }

  // Choosing columns: one check box a column; the first column always stays.
  function columns(details) {
    const table = document.getElementById(details.dataset.columns)
    if (!table) return
    details.hidden = false
    const list = details.querySelector('ul')
    ;[...table.tHead.rows[0].cells].forEach((head, i) => {
      if (i === 0) return
      const box = document.createElement('input')
      box.type = 'checkbox'
      box.checked = true
      const label = document.createElement('label')
      label.append(box, ' ' + (head.dataset.name || head.innerText))
      const item = document.createElement('li')
      item.append(label)
      list.append(item)
      box.addEventListener('change', () => {
        for (const row of table.rows) if (row.cells[i]) row.cells[i].hidden = !box.checked
      })
    })
  }

  // A destructive form asks first, with the name of the thing.
  function ask(form, event, question, yes) {
    if (form.dataset.sure === 'yes') return
    const dialog = document.createElement('dialog')
    if (!dialog.showModal) {
      if (!confirm(question)) event.preventDefault()
      return
    }
    event.preventDefault()
    const button = event.submitter
    dialog.className = 'ask'
    dialog.innerHTML = '<form method="dialog"><p></p><div class="actions"><button class="btn btn-danger" value="yes"></button><button class="btn btn-quiet" value="no" autofocus></button></div></form>'
    dialog.querySelector('p').textContent = question
    dialog.querySelector('[value=yes]').textContent = yes || (english ? 'Yes' : 'Đồng ý')
    dialog.querySelector('[value=no]').textContent = english ? 'No, go back' : 'Không, quay lại'
    document.body.append(dialog)
    dialog.addEventListener('close', () => {
      const sure = dialog.returnValue === 'yes'
      dialog.remove()
      if (!sure) return
      form.dataset.sure = 'yes'
      form.requestSubmit(button && button.form === form ? button : undefined)
      delete form.dataset.sure
    })
    dialog.showModal()
  }

  // A form is on its way once, however often its button is pressed while the network is
  // slow; one that is answered by a file can be sent again after a while.
  function once(event) {
    const form = event.target
    if (form.dataset.sending) { event.preventDefault(); return }
    form.dataset.sending = 'yes'
    setTimeout(() => { delete form.dataset.sending }, 15000)
  }

  // A large amount read back in words by the server while it is typed.
  function echo(input) {
    const out = document.getElementById(input.id + '-echo')
    if (!out) return
    let wait = 0
    input.addEventListener('input', () => {
      clearTimeout(wait)
      wait = setTimeout(async () => {
        try {
          const address = new URL(input.dataset.echo, location.href)
          address.searchParams.set('gia-tri', input.value)
          const answer = await fetch(address, { headers: { Accept: 'text/plain' } })
          if (answer.ok) out.textContent = await answer.text()
        } catch { /* the page still works */ }
      }, 300)
    })
  }

  // Copies the text of a field; where the browser does not let a page, the text is
  // chosen so that the person can.
  function copier(button) {
    const from = document.getElementById(button.dataset.copy)
    const said = button.parentElement.querySelector('[data-copied]')
    if (!from) return
    button.hidden = false
    button.addEventListener('click', async () => {
      from.select()
      try {
        await navigator.clipboard.writeText(from.value)
        if (said) said.textContent = english ? 'Copied.' : 'Đã chép.'
      } catch {
        if (said) said.textContent = english ? 'All of it is selected; press Ctrl+C to copy.' : 'Đã chọn toàn bộ; nhấn Ctrl+C để chép.'
      }
    })
  }

  function ready() {
    all('[data-copy]').forEach(copier)
    all('[data-theme-switch]').forEach(themeSwitch)
    all('[data-contrast-switch]').forEach(contrastSwitch)
    all('table[data-sortable]').forEach(sortable)
    all('details[data-columns]').forEach(columns)
    all('input[data-echo]').forEach(echo)
    all('[data-print]').forEach((b) => { b.hidden = false; b.addEventListener('click', () => print()) })
    all('select[data-autosubmit]').forEach((s) => {
      s.form.classList.add('auto')
      s.addEventListener('change', () => s.form.requestSubmit())
    })
    const summary = document.querySelector('[data-error-summary]')
    if (summary) summary.focus()
    document.addEventListener('submit', (event) => {
      const from = event.submitter && event.submitter.dataset.confirm ? event.submitter : event.target
      if (from.dataset.confirm) ask(event.target, event, from.dataset.confirm, from.dataset.confirmYes)
      if (!event.defaultPrevented && event.target.method === 'post') once(event)
    })
    addEventListener('pageshow', () => all('form[data-sending]').forEach((form) => { delete form.dataset.sending }))
  }
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', ready) : ready()
})()
