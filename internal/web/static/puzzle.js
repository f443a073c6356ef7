// Solves the puzzle of a form by work, so that its question need not be answered. This
// file is the page's script and, in a worker, the work itself. SHA-256 is written out
// because crypto.subtle is missing where a page comes over plain HTTP, and asks for
// every hash anew where it is there.
(() => {
  'use strict'
  const K = new Int32Array([
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ])
  const w = new Int32Array(64)

  // The words of the hash of one block: of up to 55 bytes of ASCII.
  function hash(text, out) {
    w.fill(0, 0, 16)
    for (let i = 0; i < text.length; i++) w[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8)
    w[text.length >> 2] |= 0x80 << (24 - (text.length & 3) * 8)
    w[15] = text.length * 8
    for (let i = 16; i < 64; i++) {
      const p = w[i - 15], q = w[i - 2]
      const s0 = (p >>> 7 | p << 25) ^ (p >>> 18 | p << 14) ^ p >>> 3
      const s1 = (q >>> 17 | q << 15) ^ (q >>> 19 | q << 13) ^ q >>> 10
      w[i] = w[i - 16] + s0 + w[i - 7] + s1 | 0
    }
    let a = 0x6a09e667, b = 0xbb67ae85 | 0, c = 0x3c6ef372, d = 0xa54ff53a | 0
    let e = 0x510e527f, f = 0x9b05688c | 0, g = 0x1f83d9ab, h = 0x5be0cd19
    for (let i = 0; i < 64; i++) {
      const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)
      const t1 = h + s1 + (e & f ^ ~e & g) + K[i] + w[i] | 0
      const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)
      const t2 = s0 + (a & b ^ a & c ^ b & c) | 0
      h = g; g = f; f = e; e = d + t1 | 0; d = c; c = b; b = a; a = t1 + t2 | 0
    }
    out[0] = a + 0x6a09e667 | 0; out[1] = b + 0xbb67ae85 | 0; out[2] = c + 0x3c6ef372 | 0; out[3] = d + 0xa54ff53a | 0
    out[4] = e + 0x510e527f | 0; out[5] = f + 0x9b05688c | 0; out[6] = g + 0x1f83d9ab | 0; out[7] = h + 0x5be0cd19 | 0
  }

  const found = new Int32Array(8)
  function solves(puzzle, n) {
    hash(puzzle.salt + n, found)
    return found.every((word, i) => word === puzzle.words[i])
  }
  const wordsOf = (hex) => hex.match(/.{8}/g).map((word) => parseInt(word, 16) | 0)

  if (typeof document === 'undefined') {
    onmessage = (event) => {
      const puzzle = event.data
      for (let n = 0; n <= puzzle.most; n++) {
        if (solves(puzzle, n)) {
          postMessage(n)
          return
        }
      }
      postMessage(null)
    }
    return
  }

  const source = document.currentScript.src
  const english = document.documentElement.lang === 'en'

  // In pieces of a few milliseconds where there is no worker.
  function inPieces(puzzle, done) {
    let n = 0
    const piece = () => {
      const until = performance.now() + 8
      while (performance.now() < until) {
        for (let i = 0; i < 100; i++, n++) {
          if (n > puzzle.most) return done(null)
          if (solves(puzzle, n)) return done(n)
        }
      }
      setTimeout(piece)
    }
    piece()
  }

  function work(puzzle, done) {
    let worker
    try {
      worker = new Worker(source)
    } catch {
      return inPieces(puzzle, done)
    }
    worker.onmessage = (event) => { worker.terminate(); done(event.data) }
    worker.onerror = () => { worker.terminate(); inPieces(puzzle, done) }
    worker.postMessage(puzzle)
  }

  function prepare(box) {
    const form = box.closest('form')
    const asked = box.querySelector('[data-puzzle-question]')
    const typed = asked.querySelector('input')
    const again = form.querySelector('[data-puzzle-again]')
    const says = box.querySelector('[data-puzzle-says]')
    const number = box.querySelector('input[name=puzzle_number]')
    let begun = false
    let over = false
    let waits = null

    function solved(n) {
      over = true
      if (n !== null) {
        number.value = n
        says.textContent = english ? 'Your browser has confirmed itself; there is no question to answer.' : 'Trình duyệt đã tự xác nhận; không phải trả lời câu hỏi nào.'
        if (!asked.contains(document.activeElement)) asked.hidden = true
        if (again && again !== document.activeElement) again.hidden = true
      } else {
        says.textContent = english ? 'Your browser could not confirm itself; answer the question.' : 'Trình duyệt không tự xác nhận được; hãy trả lời câu hỏi.'
      }
      box.dataset.puzzle = n === null ? 'failed' : 'solved'
      if (waits) form.requestSubmit(waits.submitter)
    }
    function begin() {
      if (begun) return
      begun = true
      work({ salt: box.dataset.salt, words: wordsOf(box.dataset.target), most: Number(box.dataset.most) }, solved)
    }
    // Only who begins to write lets the browser work.
    form.addEventListener('focusin', begin)
    form.addEventListener('submit', (event) => {
      if (over || typed.value.trim() !== '' || event.submitter && event.submitter === again) return
      event.preventDefault()
      waits = { submitter: event.submitter }
      says.textContent = english ? 'Your browser is confirming itself; your words are sent right after.' : 'Trình duyệt đang tự xác nhận; ý kiến được gửi ngay sau đó.'
      begin()
    })
  }
  for (const box of document.querySelectorAll('[data-puzzle]')) prepare(box)
})()
