// The look of a document while its words are typed; without script a button shows it.
(() => {
  'use strict'
  const form = document.getElementById('loi-van')
  const paper = document.querySelector('[data-preview]')
  const says = document.querySelector('[data-preview-says]')
  if (!form || !paper || !says) return
  let timer = 0
  let asked = 0
  const show = async () => {
    const mine = ++asked
    try {
      const answer = await fetch(form.action + '/xem', { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'text/html' } })
      const text = await answer.text()
      if (mine !== asked) return
      if (answer.ok) {
        const box = paper.querySelector('.sheets')
        const at = box ? [box.scrollLeft, box.scrollTop] : [0, 0]
        paper.innerHTML = text
        const now = paper.querySelector('.sheets')
        if (now) [now.scrollLeft, now.scrollTop] = at
        says.textContent = 'Đang xem lời vừa gõ, chưa lưu.'
      } else {
        const problem = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-wrong]')
        says.textContent = problem ? problem.textContent.trim() : 'Chưa xem được lời vừa gõ; bấm «Xem trước» để biết vì sao.'
      }
    } catch {
      if (mine === asked) says.textContent = 'Mất kết nối nên chưa xem được lời vừa gõ; lời vẫn còn trong ô.'
    }
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(show, 350)
  })
})()
