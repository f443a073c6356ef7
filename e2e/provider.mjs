// A certified OpenID Connect provider of the test's own, behind a layer that can
// change what it says. The layer signs with the provider's own key, so that the
// change is the only thing wrong with an answer.
import { createServer } from 'node:http'
import Provider from 'oidc-provider'
import { exportJWK, generateKeyPair, SignJWT, importJWK, decodeJwt, decodeProtectedHeader, base64url } from 'jose'

const kid = 'khoa-thu'

/**
 * Starts a provider for a client whose redirect address is redirect. The answer
 * has its issuer, client and secret, `change` to alter what it states next,
 * `lead` to alter the address it sends the browser back to, and `down` to make it
 * silent.
 */
export async function startProvider(redirect, accounts) {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const key = { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' }
  const signer = await importJWK(key, 'RS256')
  const client = { client_id: 'giao-uoc', client_secret: 'bi-mat-cua-bai-thu-0123456789', redirect_uris: [redirect], response_types: ['code'], grant_types: ['authorization_code'] }

  let handle
  const server = createServer((req, res) => handle(req, res))
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const port = server.address().port
  const issuer = `http://localhost:${port}`
  const provider = new Provider(issuer, {
    clients: [client],
    jwks: { keys: [key] },
    cookies: { keys: ['bai-thu'] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 300, Session: 3600, Grant: 3600 },
    findAccount: (ctx, sub) => accounts[sub] && { accountId: sub, claims: () => ({ sub, ...accounts[sub] }) },
  })
  const honest = provider.callback()
  const state = { change: null, lead: null, down: false, asked: [] }

  handle = async (req, res) => {
    state.asked.push(`${req.method} ${req.url.split('?')[0]}`)
    if (state.down) return void req.socket.destroy()
    const { setHeader } = res
    res.setHeader = (name, value) => {
      if (state.lead && name.toLowerCase() === 'location' && String(value).startsWith(redirect)) {
        const address = new URL(value)
        state.lead(address.searchParams)
        value = address.href
      }
      return setHeader.call(res, name, value)
    }
    if (req.method !== 'POST' || req.url !== '/token' || !state.change) return honest(req, res)
    const chunks = []
    const { write, end, writeHead } = res
    res.write = (c) => { chunks.push(Buffer.from(c)); return true }
    res.writeHead = (...a) => { res.statusCode = a[0]; return res }
    res.end = async (c) => {
      if (c) chunks.push(Buffer.from(c))
      Object.assign(res, { write, end, writeHead })
      const body = JSON.parse(Buffer.concat(chunks).toString())
      if (body.id_token) body.id_token = await state.change(decodeJwt(body.id_token), decodeProtectedHeader(body.id_token), body.id_token)
      const text = JSON.stringify(body)
      res.removeHeader('content-length')
      res.setHeader('content-length', Buffer.byteLength(text))
      res.end(text)
    }
    return honest(req, res)
  }

  return {
    issuer, client: client.client_id, secret: client.client_secret, state,
    /** A statement with these claims, signed by the provider's key. */
    sign: (claims, header = { alg: 'RS256', kid }) => new SignJWT(claims).setProtectedHeader(header).sign(signer),
    /** The same signed by a key that the provider does not have. */
    async forge(claims) {
      const { privateKey: other } = await generateKeyPair('RS256')
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(other)
    },
    /** The same signed with the client's secret, as if that were a key. */
    withSecret: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(client.client_secret)),
    /** The same with no signature at all. */
    unsigned: (claims) => `${base64url.encode(JSON.stringify({ alg: 'none' }))}.${base64url.encode(JSON.stringify(claims))}.`,
    stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done) }),
  }
}
