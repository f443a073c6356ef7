// The clocks of a conference, and the hall's screen that keeps itself fresh. Both
// pages work without: the server computes every number.
(() => {
  'use strict'
  const pace = 4000
  const text = (s) => {
    const two = (n) => String(n).padStart(2, '0')
    const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60
    return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`
  }
  let began = performance.now()

  function tick() {
    const gone = Math.floor((performance.now() - began) / 1000)
    for (const clock of document.querySelectorAll('[data-clock]')) {
      clock.querySelector('.clock-elapsed').textContent = text(Number(clock.dataset.elapsed) + gone)
      const left = clock.querySelector('.clock-left')
      if (!left) continue
      const rest = Number(clock.dataset.left) - gone
      left.textContent = rest < 0 ? 'quá ' + text(-rest) : 'còn ' + text(rest)
      clock.classList.toggle('is-late', rest < 0)
    }
  }
  setInterval(tick, 1000)

  const lost = document.querySelector('[data-hall-lost]')
  const say = (words) => { if (lost.textContent !== words) lost.textContent = words }

  // The new screen takes the place of the old one in one step, so nothing flickers.
  async function refresh() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, cache: 'no-store' })
      const fresh = answer.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-hall]')
      if (fresh) {
        document.querySelector('[data-hall]').replaceWith(fresh)
        began = performance.now()
        say('')
      } else {
        say(answer.redirected || answer.status === 403 ? 'Phiên đăng nhập đã hết; mở trang hội nghị rồi đăng nhập lại.' : 'Chưa cập nhật được; đang thử lại.')
      }
    } catch {
      say('Mất kết nối; số trên màn hình có thể đã cũ. Đang thử lại.')
    }
    setTimeout(refresh, pace)
  }
  if (document.querySelector('[data-hall]')) setTimeout(refresh, pace)
})()
