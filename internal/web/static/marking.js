// The marking table: moves between cells by keyboard, takes a column pasted from a
// spreadsheet, saves in passing. The page does the same without it, by its buttons.
(() => {
  'use strict'
  const all = (selector, from) => [...(from || document).querySelectorAll(selector)]

  // Folding a group folds what stands below it.
  function fold(box) {
    const path = box.closest('tbody').dataset.path
    all('tbody[data-path]').forEach((body) => {
      if (body.dataset.path.startsWith(path + '/')) body.hidden = box.checked
      if (body.dataset.path === path) all('tr:not(.group)', body).forEach((row) => { row.hidden = box.checked })
    })
  }

  // On paper words are set as text, so that they break into lines.
  window.addEventListener('beforeprint', () => all('.marking input.input:not(.number)').forEach((field) => {
    let words = field.nextElementSibling
    if (!words || !words.classList.contains('as-text')) {
      words = document.createElement('span')
      words.className = 'as-text'
      field.after(words)
    }
    words.textContent = field.value
  }))

  const kindOf = (field) => field.name.slice(0, field.name.indexOf('_'))
  const pathOf = (field) => field.name.slice(field.name.indexOf('_') + 1)

  function desk(form) {
    const table = form.querySelector('table.marking')
    const fields = all('input[name], select[name]', table)
    const status = form.querySelector('[data-saved]')
    const version = form.elements.version
    const known = new Map(fields.map((f) => [f, f.value])) // as the server has it, or was told
    const refused = new Set() // told and refused: not told again before they change
    let timer = 0
    let sending = false
    let broken = false

    const say = (text) => { status.textContent = text }
    const dirty = () => fields.filter((f) => f.value !== known.get(f) && !refused.has(f))
    const visible = (f) => !f.disabled && f.offsetParent !== null

    // Keys: down the column, along the row.
    function column(field) { return fields.filter((f) => kindOf(f) === kindOf(field) && visible(f)) }
    function row(field) { return all('input[name], select[name]', field.closest('tr')).filter(visible) }
    function step(list, field, by) {
      const next = list[list.indexOf(field) + by]
      if (!next) return false
      next.focus()
      if (next.select) next.select()
      next.scrollIntoView({ block: 'nearest' })
      return true
    }
    table.addEventListener('keydown', (event) => {
      const field = event.target
      if (!known.has(field) || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return
      const choice = field.tagName === 'SELECT'
      const whole = !choice && field.selectionStart === 0 && field.selectionEnd === field.value.length
      const first = choice || whole || (field.selectionStart === 0 && field.selectionEnd === 0)
      const last = choice || whole || (field.selectionStart === field.value.length && field.selectionEnd === field.value.length)
      let moved = false
      if (event.key === 'Enter') { step(column(field), field, event.shiftKey ? -1 : 1); moved = true }
      if (event.key === 'ArrowDown' && !choice) moved = step(column(field), field, 1)
      if (event.key === 'ArrowUp' && !choice) moved = step(column(field), field, -1)
      if (event.key === 'ArrowLeft' && first && !event.shiftKey) moved = step(row(field), field, -1)
      if (event.key === 'ArrowRight' && last && !event.shiftKey) moved = step(row(field), field, 1)
      if (moved) event.preventDefault()
    })

    // A choice takes the words of a spreadsheet.
    function put(field, text) {
      if (field.tagName !== 'SELECT') { field.value = text; return }
      const word = text.normalize('NFC').toLowerCase()
      if (['', '1', '0'].includes(word)) field.value = word
      else if (['đạt', 'x', 'có'].includes(word)) field.value = '1'
      else if (['không đạt', 'không'].includes(word)) field.value = '0'
    }
    table.addEventListener('paste', (event) => {
      const field = event.target
      const text = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n').replace(/\n$/, '')
      if (!known.has(field) || !/[\n\t]/.test(text)) return
      event.preventDefault()
      const down = column(field)
      const lines = text.split('\n')
      const from = down.indexOf(field)
      let cells = 0
      lines.slice(0, down.length - from).forEach((line, i) => {
        const across = row(down[from + i])
        const at = across.indexOf(down[from + i])
        line.split('\t').slice(0, across.length - at).forEach((cell, j) => {
          if (cell.trim() === '') return
          put(across[at + j], cell.trim())
          refused.delete(across[at + j])
          cells++
        })
      })
      const over = lines.length - (down.length - from)
      say('Đã dán ' + cells + ' ô.' + (over > 0 ? ' ' + over + ' dòng cuối không có ô để dán.' : ''))
      later(600)
    })

    // Saving in passing.
    function later(wait) { clearTimeout(timer); timer = setTimeout(save, wait) }
    table.addEventListener('input', (event) => {
      if (!known.has(event.target)) return
      refused.delete(event.target)
      wrong(event.target, '')
      say('Chưa lưu …')
      later(1200)
    })
    table.addEventListener('change', (event) => { if (known.has(event.target)) later(200) })
    addEventListener('beforeunload', (event) => { if ((sending || dirty().length > 0) && !form.dataset.leaving) event.preventDefault() })
    form.addEventListener('submit', () => { form.dataset.leaving = 'yes'; clearTimeout(timer) })

    function wrong(field, text) {
      const id = field.id + '-wrong'
      let note = document.getElementById(id)
      if (!text) {
        if (note) note.remove()
        field.removeAttribute('aria-invalid')
        field.removeAttribute('aria-describedby')
        return
      }
      if (!note) {
        note = document.createElement('span')
        note.className = 'wrong'
        note.id = id
        field.after(note)
      }
      note.textContent = text
      field.setAttribute('aria-invalid', 'true')
      field.setAttribute('aria-describedby', id)
    }

    async function save() {
      if (sending) return later(400)
      const told = dirty()
      if (told.length === 0) return
      const paths = new Set(told.map(pathOf))
      const sent = fields.filter((f) => paths.has(pathOf(f)) && !refused.has(f)).map((f) => [f, f.value])
      const body = new URLSearchParams(sent.map(([f, value]) => [f.name, value]))
      body.set('version', version.value)
      sending = true
      say('Đang lưu …')
      let answer = null
      try {
        const response = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'error' })
        if ((response.headers.get('Content-Type') || '').startsWith('application/json')) answer = await response.json()
      } catch { /* said below */ }
      sending = false
      if (!answer) {
        broken = true
        say('Chưa lưu được; điều bạn gõ còn trên trang và sẽ được lưu lại.')
        return later(5000)
      }
      take(answer, sent)
    }

    function take(answer, sent) {
      const problems = answer.problems || {}
      const bad = Object.keys(problems)
      version.value = answer.version
      if (bad.length === 0) sent.forEach(([f, value]) => known.set(f, value))
      for (const name of bad) {
        const field = form.elements[name]
        if (!field || !known.has(field)) { say(problems[name]); continue }
        const spoilt = table.classList.contains('cross') ? [field] : all('input[name], select[name]', field.closest('tr'))
        spoilt.forEach((f) => refused.add(f))
        wrong(field, problems[name])
      }
      // What others wrote meanwhile, where nothing else was typed.
      for (const [name, value] of Object.entries(answer.others)) {
        const field = form.elements[name]
        if (!field || !known.has(field)) continue
        const mine = sent.some(([f]) => f === field)
        if (field.value === known.get(field)) field.value = value
        if (!mine || field.value === value || bad.length > 0) known.set(field, value)
      }
      show(answer)
      const rest = dirty().length
      const left = fields.filter((f) => refused.has(f) && f.getAttribute('aria-invalid')).length
      const but = left > 0 ? '; còn ' + left + ' ô chưa lưu được, lý do ở dưới ô.' : ''
      if (bad.length === 0) say((broken ? 'Đã lưu lại lúc ' : 'Đã lưu nháp lúc ') + answer.at + but)
      else if (form.elements[bad[0]]) say('Có ' + bad.length + ' ô chưa lưu được; lý do ở dưới ô.')
      broken = false
      if (rest > 0) later(300)
      else if (bad.length === 0) form.dispatchEvent(new Event('taken', { bubbles: true }))
    }

    function show(answer) {
      const lacks = new Set(answer.lacks)
      form.querySelector('[data-total]').textContent = answer.total
      const lacking = form.querySelector('[data-lacking]')
      if (lacking) lacking.textContent = answer.lacking
      all('tr[data-leaf]', table).forEach((tr) => {
        const path = tr.dataset.leaf
        tr.classList.toggle('lacks', lacks.has(path))
        const points = tr.querySelector('[data-points]')
        if (path in answer.points && !tr.classList.contains('off')) points.textContent = answer.points[path]
        const computed = tr.querySelector('[data-computed]')
        const now = answer.computed[path] || ''
        if (computed && computed.textContent !== now) {
          computed.textContent = now
          const how = computed.parentElement.querySelector('.how')
          if (how) how.remove() // it explains what was computed before
        }
      })
      all('[data-sum]', table).forEach((sum) => { if (sum.dataset.sum in answer.sums) sum.textContent = answer.sums[sum.dataset.sum] })
    }
    say('Tự lưu nháp khi bạn gõ; Enter xuống ô dưới, dán được cả cột từ bảng tính.')
  }

  function ready() {
    all('input.fold').forEach((box) => {
      box.addEventListener('change', () => fold(box))
      if (box.checked) fold(box)
    })
    const form = document.getElementById('cham')
    if (form) desk(form)
  }
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', ready) : ready()
})()
