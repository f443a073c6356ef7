// The papers on the page: what they ask, what was chosen, and whether they say what
// the published motion says.

export const all = (selector, from) => [...from.querySelectorAll(selector)]

const words = { yes: 'Tán thành', no: 'Không tán thành', blank: 'Để trống' }

/** Whether the page shows the candidates of the motion, in its order. */
export function shows(box, motion) {
  const shown = {
    yes_no: () => all('[data-candidate]', box).map((f) => [f.dataset.candidate, f.querySelector('legend').textContent]),
    choose: () => all('input', box).map((i) => [i.value, i.parentNode.textContent.trim()]),
    rank: () => all('[data-candidate]', box).map((s) => [s.dataset.candidate, box.querySelector(`label[for="${s.id}"]`).textContent]),
  }[motion.kind]()
  return shown.length === motion.candidates.length && motion.candidates.every((c, i) => c.id === shown[i][0] && c.name === shown[i][1]) && box.closest('[data-vote-paper]').querySelector('h2').textContent === motion.title
}

/** What is chosen on a paper: the choice of the protocol, lines in words, whether it is blank, what is wrong. */
export function chosen(box, motion) {
  return { yes_no: yesNo, choose, rank }[motion.kind](box, motion)
}

function yesNo(box, motion) {
  const choice = all('[data-candidate]', box).map((f) => (f.querySelector('input:checked') || { value: 'blank' }).value)
  const lines = motion.candidates.map((c, i) => ({ text: `${c.name}: ${words[choice[i]].toLowerCase()}`, blank: choice[i] === 'blank' }))
  return { choice, lines, wrong: '' }
}

function choose(box, motion) {
  const choice = all('input:checked', box).map((i) => i.value).sort()
  const lines = motion.candidates.filter((c) => choice.includes(c.id)).map((c) => ({ text: c.name, blank: false }))
  const wrong = choice.length > motion.most ? `Đã chọn ${choice.length} tên; chọn không quá ${motion.most}. Bỏ bớt ${choice.length - motion.most} tên.` : ''
  return { choice, lines: lines.length ? lines : [{ text: 'Không chọn tên nào', blank: true }], wrong }
}

function rank(box, motion) {
  const placed = all('select', box).filter((s) => s.value).map((s) => ({ id: s.dataset.candidate, place: Number(s.value) }))
  placed.sort((a, b) => a.place - b.place)
  const twice = placed.find((p, i) => i > 0 && placed[i - 1].place === p.place)
  const name = (id) => motion.candidates.find((c) => c.id === id).name
  const lines = placed.map((p, i) => ({ text: `${i + 1}. ${name(p.id)}`, blank: false }))
  return {
    choice: placed.map((p) => p.id), lines: lines.length ? lines : [{ text: 'Không xếp tên nào', blank: true }],
    wrong: twice ? `Có hai tên cùng thứ tự ${twice.place}. Mỗi thứ tự ghi cho một tên.` : '',
  }
}

/** Opens or closes a paper for writing, with a sentence in its place. */
export function allow(box, open, said) {
  for (const f of all('fieldset', box)) f.disabled = !open
  const line = box.querySelector('[data-ballot-said]')
  line.textContent = said
  line.hidden = !said
  line.classList.remove('wrong')
}

/** Says what is wrong on a paper, beside it. */
export function blame(box, wrong) {
  const line = box.querySelector('[data-ballot-said]')
  line.textContent = wrong
  line.hidden = !wrong
  line.classList.toggle('wrong', Boolean(wrong))
}
