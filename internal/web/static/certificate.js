// Laying out a certificate: fields are dragged over the picture of the sheet, and
// numbers that are typed move them. Saving shows the words as they are printed.
(() => {
  'use strict'
  const sheet = document.querySelector('[data-certificate]')
  const form = document.getElementById('mau-in')
  if (!sheet || !form) return
  const input = (name, at) => form.elements[name + '_' + at]
  const tenths = (field) => Math.round(parseFloat(field.value.replace(',', '.')) * 10)
  const words = (n) => (n / 10).toFixed(1).replace('.', ',').replace(',0', '')

  for (const group of sheet.querySelectorAll('[data-field]')) {
    const at = group.dataset.field
    const box = group.querySelector('rect')
    const from = { x: +box.getAttribute('x'), y: +box.getAttribute('y') }
    const x = input('x', at)
    const y = input('y', at)
    const width = input('width', at)
    if (!x || !y) continue
    const follow = () => {
      const to = { x: tenths(x), y: tenths(y) }
      if (!Number.isNaN(to.x) && !Number.isNaN(to.y)) group.setAttribute('transform', `translate(${to.x - from.x} ${to.y - from.y})`)
      const wide = tenths(width)
      if (wide > 0) box.setAttribute('width', wide)
    }
    for (const field of [x, y, width]) field.addEventListener('input', follow)

    const place = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(sheet.getScreenCTM().inverse())
    let held = null
    group.addEventListener('pointerdown', (event) => {
      const p = place(event)
      held = { x: p.x - tenths(x), y: p.y - tenths(y) }
      x.closest('details').open = true
      group.setPointerCapture(event.pointerId)
      event.preventDefault()
    })
    group.addEventListener('pointermove', (event) => {
      if (!held) return
      const p = place(event)
      x.value = words(Math.max(0, Math.round((p.x - held.x) / 5) * 5))
      y.value = words(Math.max(0, Math.round((p.y - held.y) / 5) * 5))
      follow()
    })
    group.addEventListener('pointerup', () => { held = null })
    group.addEventListener('pointercancel', () => { held = null })
  }
})()
