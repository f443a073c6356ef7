// Passkeys. The form is shown only where the browser has them; its hidden field
// "answer" carries what the authenticator signed, and the form is then sent as
// any other, so that what is wrong comes back as a page.
(() => {
  'use strict'
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

  const sentences = {
    NotAllowedError: 'Bạn đã dừng, hoặc đã quá giờ. Bấm lại để thử một lần nữa.',
    AbortError: 'Bạn đã dừng, hoặc đã quá giờ. Bấm lại để thử một lần nữa.',
    InvalidStateError: 'Thiết bị này đã giữ một khóa truy cập của tài khoản; không cần thêm lần nữa.',
    SecurityError: 'Trang đang mở ở địa chỉ khác địa chỉ chính thức nên trình duyệt không cho dùng khóa truy cập. Hãy mở trang ở địa chỉ chính thức.',
    NotSupportedError: 'Thiết bị này không giữ được khóa truy cập loại mà trang cần.',
  }

  // What the server asks, with its texts as bytes.
  function question(options) {
    const list = (some) => (some || []).map((c) => ({ ...c, id: bytes(c.id) }))
    const asked = { ...options, challenge: bytes(options.challenge) }
    if (options.user) asked.user = { ...options.user, id: bytes(options.user.id) }
    if (options.excludeCredentials) asked.excludeCredentials = list(options.excludeCredentials)
    if (options.allowCredentials) asked.allowCredentials = list(options.allowCredentials)
    return asked
  }

  // What the authenticator answers, with its bytes as texts. No extension was
  // asked for, so what a client adds of its own is left out.
  function answer(credential) {
    const r = credential.response
    const response = { clientDataJSON: text(r.clientDataJSON) }
    if (r.attestationObject) {
      response.attestationObject = text(r.attestationObject)
      if (r.getTransports) response.transports = r.getTransports()
    } else {
      response.authenticatorData = text(r.authenticatorData)
      response.signature = text(r.signature)
      if (r.userHandle) response.userHandle = text(r.userHandle)
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} })
  }

  async function run(form) {
    const asking = new URLSearchParams()
    const named = form.dataset.named && document.getElementById(form.dataset.named)
    if (named && named.value.trim()) asking.set(named.name, named.value.trim())
    const reply = await fetch(form.dataset.ask, { method: 'POST', body: asking, headers: { Accept: 'application/json' } })
    if (reply.redirected) { // the person must first prove it again
      location.assign(reply.url)
      return false
    }
    if (!reply.ok) throw new Error(String(reply.status))
    const options = question((await reply.json()).publicKey)
    const credential = form.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: options })
      : await navigator.credentials.get({ publicKey: options })
    form.elements.answer.value = answer(credential)
    return true
  }

  function prepare(form) {
    const wrong = form.querySelector('[data-passkey-wrong]')
    const button = form.querySelector('button[type=submit], button:not([type])')
    let busy = false
    form.addEventListener('submit', async (event) => {
      if (form.elements.answer.value) return // signed: on its way
      event.preventDefault()
      if (busy) return
      busy = true
      button.setAttribute('aria-disabled', 'true')
      wrong.hidden = true
      try {
        if (await run(form)) form.submit()
      } catch (e) {
        wrong.textContent = sentences[e.name] || 'Chưa dùng được khóa truy cập. Hãy thử lại; nếu vẫn không được, dùng cách khác.'
        wrong.hidden = false
      } finally {
        busy = false
        button.removeAttribute('aria-disabled')
      }
    })
  }

  function ready() {
    const able = window.PublicKeyCredential && navigator.credentials
    for (const box of document.querySelectorAll('[data-passkeys]')) {
      if (!able) {
        box.querySelector('[data-passkeys-missing]').textContent = 'Trình duyệt này không dùng được khóa truy cập. Hãy dùng bản mới của trình duyệt, mở trang qua https, hoặc chọn cách khác.'
        continue
      }
      box.querySelector('[data-passkeys-missing]').hidden = true
      for (const part of box.querySelectorAll('[data-passkeys-able]')) part.hidden = false
      box.querySelectorAll('form[data-passkey]').forEach(prepare)
    }
  }
  document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', ready) : ready()
})()
