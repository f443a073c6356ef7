// Splits the Latin part of a font in two: the letters and signs that Vietnamese pages
// use, and the rest, which a browser asks for only when a page has one of them.
//
//   npm install subset-font && node split.mjs internal/web/static/fonts NAME…
//
// NAME-latin-WEIGHT.woff2 is written over and NAME-latin-rest-WEIGHT.woff2 beside it;
// the ranges printed go into the style sheet.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
const subsetFont = createRequire(process.cwd() + '/')('subset-font')

const core = new Set([0xa0, 0xa7, 0xa9, 0xab, 0xb0, 0xb7, 0xbb, 0xbd, 0xd7])
for (let c = 0x20; c <= 0x7e; c++) core.add(c)
for (const c of 'ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý–—‘’“”…•−→←') core.add(c.codePointAt(0))
const latin = [[0x00, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2bb, 0x2bc], [0x2c6, 0x2c6], [0x2da, 0x2da], [0x2dc, 0x2dc], [0x2000, 0x206f], [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2190, 0x2193], [0x2212, 0x2212], [0x2215, 0x2215], [0xfeff, 0xfeff], [0xfffd, 0xfffd]]
const all = latin.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => a + i))
const rest = all.filter((c) => !core.has(c))

const text = (points) => String.fromCodePoint(...points)
function ranges(points) {
  const sorted = [...points].sort((a, b) => a - b)
  const out = []
  for (const c of sorted) {
    const last = out.at(-1)
    if (last && last[1] === c - 1) last[1] = c
    else out.push([c, c])
  }
  const hex = (c) => c.toString(16).toUpperCase().padStart(4, '0')
  return out.map(([a, b]) => 'U+' + hex(a) + (a === b ? '' : '-' + hex(b))).join(',')
}

const [dir, ...names] = process.argv.slice(2)
for (const name of names) {
  const font = readFileSync(`${dir}/${name}`)
  writeFileSync(`${dir}/${name.replace('-latin-', '-latin-rest-')}`, await subsetFont(font, text(rest), { targetFormat: 'woff2' }))
  const kept = await subsetFont(font, text(core), { targetFormat: 'woff2' })
  writeFileSync(`${dir}/${name}`, kept)
  console.log(name, font.length, kept.length)
}
console.log(ranges(core))
console.log(ranges(rest))
