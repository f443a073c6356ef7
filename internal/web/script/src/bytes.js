// Bytes and texts, as docs/ballot.md writes them.

export const utf8 = (text) => new TextEncoder().encode(text)

export function join(...parts) {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}

export const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
export const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
export const base64url = (bytes) => base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
export const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')

/** Compact JSON in the one spelling of the protocol. */
export const spelled = (value) => JSON.stringify(value).replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029')

/** SHA-256 over a label, a line break, and what is digested. */
export async function digest(label, ...parts) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', join(utf8(`giaouoc/ballot/${label}\n`), ...parts)))
}

/** A digest as people read and copy it: the first 16 digits in fours. */
export const short = (digits) => digits.slice(0, 16).match(/.{4}/g).join(' ')
