// The slides of a year: arrow keys, page keys and the space bar lead from one to the next.
(() => {
  const all = [...document.querySelectorAll('.slide')]
  const here = () => all.reduce((best, s) => Math.abs(s.getBoundingClientRect().top) < Math.abs(best.getBoundingClientRect().top) ? s : best)
  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -Infinity, End: Infinity }
  document.addEventListener('keydown', (e) => {
    const step = steps[e.key]
    if (!step || e.altKey || e.ctrlKey || e.metaKey || e.target.closest('button, summary, input, select, [role=region]')) return
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(here()) + step))]
    if (next === here() && next.scrollHeight > window.innerHeight) return // longer than the screen: it scrolls
    e.preventDefault()
    next.scrollIntoView()
    next.focus({ preventScroll: true })
    history.replaceState(null, '', '#' + next.id)
  })
})()
