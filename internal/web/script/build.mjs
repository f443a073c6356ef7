// Bundles the voter's script into static/vote.js, with the licences of what is
// bundled beside it. `make script` runs it; with --check it only compares.
import { build } from 'esbuild'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '..', 'static')
const made = await build({
  entryPoints: [join(here, 'src', 'vote.js')], bundle: true, minify: true, format: 'iife', target: ['es2019'], charset: 'utf8', legalComments: 'none', write: false, metafile: true,
  banner: { js: '/* Màn hình bỏ phiếu. Mã nguồn: internal/web/script; giấy phép: vote-licences.txt */' },
})
const text = (path) => readFileSync(join(here, 'node_modules', path), 'utf8').trim()
const part = (name, licence) => `${name} ${JSON.parse(text(`${name}/package.json`)).version}\n\n${text(`${name}/${licence}`)}\n`
const licences = ['vote.js contains the following.\n', part('@cloudflare/blindrsa-ts', 'LICENSE.txt'), part('sjcl', 'LICENSE.txt')].join('\n' + '-'.repeat(80) + '\n\n').normalize('NFC')
const files = { 'vote.js': made.outputFiles[0].text, 'vote-licences.txt': licences }
let stale = false
for (const [name, content] of Object.entries(files)) {
  const path = join(out, name)
  if (!process.argv.includes('--check')) writeFileSync(path, content)
  else if (readFileSync(path, 'utf8') !== content) {
    console.error(`${name} is not what internal/web/script gives: run make script and commit`)
    stale = true
  }
}
process.exit(stale ? 1 : 0)
