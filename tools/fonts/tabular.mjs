// Makes figures of one width from Be Vietnam Pro, which has none of its own.
//
//   npm install fonteditor-core && node tabular.mjs IN.woff2 OUT.woff2
//
// Keeps the ten digits only, gives each the same advance and centres its
// outline in it. Pages use the result for digits inside tables, by
// unicode-range; every other character comes from the untouched font.
import fs from 'node:fs'
import { createRequire } from 'node:module'
const { createFont, woff2 } = createRequire(process.cwd() + '/')('fonteditor-core')

const WIDTH = 656
const digits = [...'0123456789'].map((c) => c.codePointAt(0))

await woff2.init()
const font = createFont(fs.readFileSync(process.argv[2]), { type: 'woff2', subset: digits, hinting: false })
const ttf = font.get()
for (const glyph of ttf.glyf) {
  if (!glyph.unicode?.some((u) => digits.includes(u))) continue
  const shift = Math.round((WIDTH - (glyph.xMax - glyph.xMin)) / 2) - glyph.xMin
  for (const contour of glyph.contours) for (const point of contour) point.x += shift
  glyph.xMin += shift
  glyph.xMax += shift
  glyph.leftSideBearing = glyph.xMin
  glyph.advanceWidth = WIDTH
}
ttf.name.fontFamily += ' Tabular'
ttf.name.fullName += ' Tabular'
ttf.name.postScriptName = ttf.name.postScriptName?.replace(/-|$/, 'Tabular$&')
fs.writeFileSync(process.argv[3], Buffer.from(createFont(ttf).write({ type: 'woff2', hinting: false })))
