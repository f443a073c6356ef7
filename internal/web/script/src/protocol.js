// What a voter's browser does in a secret ballot, by docs/ballot.md. Nothing here
// knows the page; what is kept between the steps is plain data.
import { BlindRSA, PrepareType } from '@cloudflare/blindrsa-ts/lib/src/blindrsa.js' // without the partially blind ones, which old browsers cannot read
import { utf8, join, base64, fromBase64, base64url, hex, spelled, digest } from './bytes.js'

const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const signing = { name: 'ECDSA', hash: 'SHA-256' }
const suite = new BlindRSA({ name: 'RSABSSA-SHA384-PSS-Deterministic', hash: 'SHA-384', saltLength: 48, prepareType: PrepareType.Deterministic, supportsRSARAW: false })

/** Reads the text of a motion and the keys that stand in it. */
export async function readMotion(text) {
  const motion = JSON.parse(text)
  if (motion.format !== 'bo-phieu-noi-dung/1' || spelled(motion) !== text || motion.holders.length !== 2) throw new Error('motion')
  const of = await digest('motion', utf8(text))
  const holders = []
  for (const h of motion.holders) holders.push(await crypto.subtle.importKey('spki', fromBase64(h.key), { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']))
  const receipts = await crypto.subtle.importKey('spki', fromBase64(motion.receipt_key), curve, false, ['verify'])
  return { ...motion, digest: of, hex: hex(of), keys: holders, receipts }
}

/** A code as it is digested: what people mistype is put right. */
export const plainCode = (code) => code.toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1').replace(/U/g, 'V')

const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'

/** The private number of a slip: the first digest that is a scalar of P-256. */
async function slipScalar(motionID, voter, code) {
  for (let counter = 0; counter < 255; counter++) {
    const seed = await digest('slip', utf8(`${motionID}\n${voter}\n${plainCode(code)}\n`), Uint8Array.of(counter))
    const digits = hex(seed)
    if (digits < order && /[1-9a-f]/.test(digits)) return seed
  }
  throw new Error('slip')
}

/**
 * The key of a slip when the code is this voter's, else null. The public half on the
 * roll is taken for that of the number; a signature that it verifies shows that it is.
 */
export async function slipKey(motion, voter, code) {
  const point = fromBase64(voter.credential.key).slice(-64)
  const d = base64url(await slipScalar(motion.id, voter.id, code))
  try {
    const jwk = { kty: 'EC', crv: 'P-256', d, x: base64url(point.slice(0, 32)), y: base64url(point.slice(32)) }
    const key = await crypto.subtle.importKey('jwk', jwk, curve, false, ['sign'])
    const open = await crypto.subtle.importKey('spki', fromBase64(voter.credential.key), curve, false, ['verify'])
    const proof = await crypto.subtle.sign(signing, key, utf8(motion.hex))
    return (await crypto.subtle.verify(signing, open, proof, utf8(motion.hex))) ? key : null
  } catch {
    return null // a browser that checks the halves against each other
  }
}

const tokenMessage = (motion, token) => suite.prepare(join(utf8('giaouoc/ballot/token\n'), motion.digest, fromBase64(token)))

/** Makes a token key and blinds it for both holders; the check-off is still without its proof. */
export async function makeToken(motion, voterID) {
  const pair = await crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const token = base64(await crypto.subtle.exportKey('spki', pair.publicKey))
  const secret = await crypto.subtle.exportKey('jwk', pair.privateKey)
  const blinded = []
  const inverses = []
  const digests = []
  for (const key of motion.keys) {
    const { blindedMsg, inv } = await suite.blind(key, tokenMessage(motion, token))
    blinded.push(base64(blindedMsg))
    inverses.push(base64(inv))
    digests.push(hex(await digest('blinded', blindedMsg)))
  }
  const text = spelled({ format: 'bo-phieu-diem-danh/1', motion: motion.hex, voter: voterID, blinded: digests })
  return { token, secret, inverses, ask: { text, proof: null, blinded } }
}

/** The proof of a check-off by a slip. */
export async function proveBySlip(text, key) {
  return { signature: base64(await crypto.subtle.sign(signing, key, utf8(text))) }
}

/** What a passkey is asked to sign for a check-off. */
export async function passkeyQuestion(motion, text) {
  return { challenge: await digest('check-off', utf8(text)), rpId: motion.site, allowCredentials: [], userVerification: 'preferred', timeout: 120000 }
}

/** The proof of a check-off by what a passkey answered. */
export function proveByPasskey(response) {
  return { authenticator: base64(response.authenticatorData), client: base64(response.clientDataJSON), signature: base64(response.signature) }
}

/** r and s, 32 bytes each, of a signature in DER. */
function fromDER(der) {
  const number = (at) => {
    const bytes = der.slice(at + 2, at + 2 + der[at + 1])
    const lean = bytes[0] === 0 ? bytes.slice(1) : bytes
    return join(new Uint8Array(Math.max(0, 32 - lean.length)), lean)
  }
  return join(number(2), number(4 + der[3]))
}

/**
 * Whether a passkey's answer is by the key of the roll: a person may have chosen
 * another's. null where this browser cannot tell.
 */
export async function isOfPasskey(voter, proof) {
  const der = fromBase64(voter.credential.key)
  const signature = fromBase64(proof.signature)
  const client = await crypto.subtle.digest('SHA-256', fromBase64(proof.client))
  const message = join(fromBase64(proof.authenticator), new Uint8Array(client))
  const kinds = [
    [curve, signing, fromDER],
    [{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, 'RSASSA-PKCS1-v1_5', (s) => s],
    [{ name: 'Ed25519' }, 'Ed25519', (s) => s],
  ]
  for (const [kind, way, form] of kinds) {
    let key
    try {
      key = await crypto.subtle.importKey('spki', der, kind, false, ['verify'])
    } catch {
      continue
    }
    return crypto.subtle.verify(way, key, form(signature), message)
  }
  return null
}

/** Unblinds what the holders signed; throws where one did not sign. */
export async function receive(motion, made, signatures) {
  const tokens = []
  for (let i = 0; i < motion.keys.length; i++) {
    tokens.push(base64(await suite.finalize(motion.keys[i], tokenMessage(motion, made.token), fromBase64(signatures[i]), fromBase64(made.inverses[i]))))
  }
  return tokens
}

/** A paper signed by its token, ready to be cast. */
export async function fillIn(motion, made, tokens, number, choice) {
  const paper = spelled({ format: 'bo-phieu-phieu/1', motion: motion.hex, token: made.token, number, choice })
  const key = await crypto.subtle.importKey('jwk', made.secret, curve, false, ['sign'])
  return { paper, signature: base64(await crypto.subtle.sign(signing, key, utf8(paper))), tokens }
}

/** The digest of a paper, as its receipt and the board have it. */
export const paperDigest = async (cast) => hex(await digest('paper', utf8(cast.paper)))

/** Whether a text is the receipt of a paper. */
export async function isReceipt(motion, cast, text) {
  const of = await digest('paper', utf8(cast.paper))
  let receipt
  try {
    receipt = JSON.parse(text)
  } catch {
    return false
  }
  const said = { format: 'bo-phieu-bien-nhan/1', motion: motion.hex, paper: hex(of), signature: receipt.signature }
  return spelled(said) === text && crypto.subtle.verify(signing, motion.receipts, fromBase64(receipt.signature), join(utf8('giaouoc/ballot/receipt\n'), motion.digest, of))
}
