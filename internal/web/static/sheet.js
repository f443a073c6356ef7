// Arranging the criteria of a score sheet by keys and by dragging; the buttons
// above the tree do the same without it.
(() => {
  'use strict'
  function ready() {
    const form = document.querySelector('form[data-sheet]')
    if (!form) return
    const radios = () => [...form.querySelectorAll('input[name=dong]')]
    const rowOf = (node) => node.closest('tr')
    const radioOf = (row) => row.querySelector('input[name=dong]')

    function act(value, beside) {
      const button = form.querySelector('button[name=viec][value="' + value + '"]')
      if (button) return button.click()
      for (const [name, text] of [['viec', value], ['canh', beside]]) {
        const field = document.createElement('input')
        field.type = 'hidden'
        field.name = name
        field.value = text
        form.append(field)
      }
      form.submit()
    }

    const withAlt = { ArrowUp: 'len', ArrowDown: 'xuong', ArrowLeft: 'thut-ra', ArrowRight: 'thut-vao' }
    const alone = { Enter: 'sua', Insert: 'them-sau', Delete: 'bo' }
    form.addEventListener('keydown', (event) => {
      if (event.target.name !== 'dong' || event.ctrlKey || event.metaKey || event.shiftKey) return
      const value = event.altKey ? withAlt[event.key] : alone[event.key]
      if (!value) return
      event.preventDefault()
      event.target.checked = true
      act(value)
    })

    // Where in a row the dragged one would land: its upper part is before it,
    // its lower part after it, the middle of a group is inside.
    let dragged = null
    function landing(row, y) {
      const box = row.getBoundingClientRect()
      const part = (y - box.top) / box.height
      if (row.classList.contains('parent') && part > 0.3 && part < 0.7) return 'ben-trong'
      return part < 0.5 ? 'truoc' : 'sau'
    }
    const clear = () => form.querySelectorAll('[data-land]').forEach((row) => row.removeAttribute('data-land'))
    for (const radio of radios()) rowOf(radio).draggable = true
    form.addEventListener('dragstart', (event) => {
      dragged = rowOf(event.target)
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', radioOf(dragged).value)
    })
    form.addEventListener('dragover', (event) => {
      const row = event.target.closest('tbody tr')
      if (!dragged || !row || row === dragged) return
      event.preventDefault()
      clear()
      row.dataset.land = landing(row, event.clientY)
    })
    form.addEventListener('drop', (event) => {
      const row = event.target.closest('tbody tr')
      if (!dragged || !row || row === dragged) return
      event.preventDefault()
      radioOf(dragged).checked = true
      act(landing(row, event.clientY), radioOf(row).value)
    })
    form.addEventListener('dragend', () => { dragged = null; clear() })
  }
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', ready) : ready()
})()
