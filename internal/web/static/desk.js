// The editor: the look while one types, typing that survives a closed tab, pictures
// dropped into the text. Without script, buttons do the same.
(() => {
  'use strict'
  const form = document.getElementById('bai')
  const paper = document.querySelector('[data-preview]')
  const says = document.querySelector('[data-preview-says]')
  const kept = document.querySelector('[data-typing-says]')
  if (!form || !paper || !says) return
  const body = form.elements.namedItem('body')
  const words = () => {
    const data = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') data.append(name, value)
    return data
  }

  let showing = 0
  let asked = 0
  const show = async () => {
    const mine = ++asked
    try {
      const answer = await fetch(form.action + '/xem', { method: 'POST', body: words() })
      if (mine !== asked) return
      if (!answer.ok) throw new Error()
      paper.innerHTML = await answer.text()
      says.textContent = 'Đang xem lời vừa gõ, chưa lưu.'
    } catch {
      if (mine === asked) says.textContent = 'Chưa xem được lời vừa gõ; lời vẫn còn trong ô.'
    }
  }

  let keeping = 0
  let dirty = false
  const keep = async () => {
    try {
      const answer = await fetch(form.action + '/dang-go', { method: 'POST', body: words() })
      kept.textContent = answer.ok ? 'Đã giữ lời gõ dở lúc ' + new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' }) + '; bấm «Lưu» để thành bản mới.' : 'Chưa giữ được lời gõ dở; hãy bấm «Lưu».'
    } catch {
      kept.textContent = 'Mất kết nối nên chưa giữ được lời gõ dở; đừng đóng trang.'
    }
  }
  const typed = () => {
    dirty = true
    clearTimeout(showing)
    showing = setTimeout(show, 400)
    if (!keeping) keeping = setTimeout(() => { keeping = 0; if (dirty) keep() }, 3000)
  }
  form.addEventListener('input', typed)
  form.addEventListener('submit', () => { dirty = false; clearTimeout(keeping) })

  const before = document.querySelector('[data-typing]')
  const restore = before && before.querySelector('[data-restore]')
  if (restore) {
    restore.hidden = false
    restore.addEventListener('click', () => {
      const old = JSON.parse(before.dataset.typing)
      for (const field of form.elements) {
        if (!field.name || field.name === 'version' || field.type === 'file' || field.type === 'submit') continue
        const values = old[field.name] || []
        if (field.type === 'checkbox' || field.type === 'radio') field.checked = values.includes(field.value)
        else if (field.name in old) field.value = values[0]
      }
      before.hidden = true
      body.focus()
      typed()
    })
  }

  // Pictures: asked for their words, drawn by the server, put where the caret is.
  const drop = document.querySelector('[data-drop-says]')
  const send = async (file) => {
    const alt = window.prompt('Ảnh «' + file.name + '» cho thấy gì? (đọc cho người không nhìn được ảnh)')
    if (!alt) { drop.textContent = 'Chưa thêm ảnh: cần ghi ảnh cho thấy gì.'; return }
    drop.closest('details').open = true
    drop.textContent = 'Đang tải «' + file.name + '»…'
    const data = new FormData()
    data.append('picture', file)
    data.append('alt', alt)
    try {
      const answer = await fetch(form.action + '/anh', { method: 'POST', body: data })
      const got = await answer.json()
      if (!got.id) { drop.textContent = got.wrong || 'Chưa tải được ảnh.'; return }
      const mark = '\n\n![' + got.alt.replace(/[[\]]/g, '') + '](anh:' + got.id + ')\n\n'
      body.setRangeText(mark, body.selectionEnd, body.selectionEnd, 'end')
      drop.textContent = 'Đã chèn «' + file.name + '».'
      typed()
    } catch {
      drop.textContent = 'Mất kết nối nên chưa tải được ảnh.'
    }
  }
  body.addEventListener('dragover', (e) => { if (e.dataTransfer.types.includes('Files')) e.preventDefault() })
  body.addEventListener('drop', (e) => {
    if (!e.dataTransfer.files.length) return
    e.preventDefault()
    for (const file of e.dataTransfer.files) send(file)
  })
})()
