// What the browser keeps of a vote until its receipt has come, in IndexedDB: a closed
// tab, a reload or a lost network loses nothing. One entry for each motion and voter.
// Every change is one transaction, so that two tabs cannot make two tokens or two
// papers of one number.

const name = 'giao-uoc-bo-phieu'
const table = 'giay'

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(table, { keyPath: 'key' })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
    asked.onblocked = () => reject(new Error('blocked'))
  })
}

let opened
async function within(mode, work) {
  opened = opened || open()
  const transaction = (await opened).transaction(table, mode)
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onabort = transaction.onerror = () => reject(transaction.error)
  })
  let result
  work(transaction.objectStore(table), (value) => { result = value })
  await done
  return result
}

export const keyOf = (motion, voterID) => `${motion.hex}/${voterID}`

/** Whether this browser keeps anything at all. */
export async function able() {
  try {
    await within('readonly', () => {})
    return true
  } catch {
    return false
  }
}

export const all = () => within('readonly', (store, give) => {
  const asked = store.getAll()
  asked.onsuccess = () => give(asked.result)
})

export const get = (key) => within('readonly', (store, give) => {
  const asked = store.get(key)
  asked.onsuccess = () => give(asked.result)
})

/** Keeps an entry unless one of its key is kept; gives what is kept. */
export const add = (entry) => within('readwrite', (store, give) => {
  const asked = store.get(entry.key)
  asked.onsuccess = () => {
    if (!asked.result) store.put(entry)
    give(asked.result || entry)
  }
})

/** Changes an entry by a function that returns it changed, or nothing to leave it. */
export const change = (key, fn) => within('readwrite', (store, give) => {
  const asked = store.get(key)
  asked.onsuccess = () => {
    const changed = asked.result && fn(asked.result)
    if (changed) store.put(changed)
    give(changed || asked.result)
  }
})

export const remove = (key) => within('readwrite', (store) => { store.delete(key) })
