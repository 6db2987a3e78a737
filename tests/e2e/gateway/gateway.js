// A real Wechaty gateway (npm wechaty-puppet-service) over a mocked account (npm wechaty-puppet-mock).
// Orders come as JSON lines on stdin ({"n": 1, "do": "say", ...}), each is answered on stdout
// ({"n": 1, "ok": true, ...} or {"n": 1, "ok": false, "error": "..."}); what the bot does is told
// unasked ({"sent": {...}}, {"recalled": "id"}).  tests/gateway.py drives it.
'use strict'

const crypto = require('crypto')
const path = require('path')
const readline = require('readline')
const { createRequire } = require('module')

const settings = JSON.parse(process.argv[2])
const load = createRequire(path.join(settings.modules, 'package.json'))
const { PuppetServer } = load('wechaty-puppet-service')
const { PuppetMock, mock } = load('wechaty-puppet-mock')
const { FileBox } = load('file-box')
const certificates = load(
  path.join(path.dirname(load.resolve('wechaty-puppet-service')), 'auth', 'ca.js'))

const tell = line => process.stdout.write(JSON.stringify(line) + '\n')
const newId = () => crypto.randomUUID().replaceAll('-', '')

// The mock drops mention ids and gives no message ids: this account reports the first and can give the second.
class Account extends PuppetMock {
  giveIds = false
  canRecall = false
  sendError = null
  sendDelay = 0
  filesToFail = 0
  quiet = false // tells nothing of what is sent: for measuring
  race = null

  async send(to, something, report) {
    if (this.race) this.race(to, report.text || '', performance.now())
    if (this.sendError) throw new Error(this.sendError)
    if (this.sendDelay) await new Promise(done => setTimeout(done, this.sendDelay * 1000))
    await this._messageSend(to, something)
    if (this.quiet) return undefined
    const id = [...this.mocker.cacheMessagePayload.keys()].at(-1)
    tell({ sent: { id, to, ...report } })
    return this.giveIds ? id : undefined
  }

  async messageSendText(to, text, mentions) {
    return this.send(to, text, { text, mentions: mentions || [] })
  }

  async messageSendFile(to, file) {
    if (this.filesToFail-- > 0) throw new Error('upload failed')
    const base64 = await file.toBase64() // a stream can be read but once
    return this.send(to, FileBox.fromBase64(base64, file.name), { file: { name: file.name, base64 } })
  }

  async messageRecall(id) {
    if (this.canRecall) tell({ recalled: id })
    return this.canRecall
  }
}

const mocker = new mock.Mocker()
const account = new Account({ mocker })
const server = new PuppetServer({
  endpoint: `127.0.0.1:${settings.port}`,
  puppet: account,
  token: settings.token,
  tls: { disable: !settings.tls },
})
let beat = null

function logIn() {
  if (!account.isLoggedIn) account.login('bot')
}

mocker.use(() => {
  if (settings.loggedIn) logIn()
  return () => {}
})

function emitMessage(payload) {
  mocker.MessageMock.create(payload)
  account.emit('message', { messageId: payload.id })
  return { id: payload.id }
}

function makePayload(order) {
  const place = order.room
    ? { roomId: order.room, mentionIdList: order.mentions || [] }
    : { listenerId: order.to || 'bot' }
  return {
    id: order.id || newId(),
    talkerId: order.contact,
    timestamp: Date.now(),
    type: 7,
    text: order.text || '',
    ...place,
    ...order.payload,
  }
}

const ORDERS = {
  contact: ({ id, name }) => {
    if (mocker.cacheContactPayload.has(id)) {
      mocker.contactPayload(id).name = name
      account.dirtyPayload(3, id)
    } else {
      mocker.createContact({ id, name, alias: '' })
    }
  },
  room: ({ id, topic, members }) => {
    if (mocker.cacheRoomPayload.has(id)) mocker.roomPayload(id).memberIdList = members
    else mocker.createRoom({ id, topic, memberIdList: members })
  },
  topic: ({ id, topic }) => {
    mocker.roomPayload(id).topic = topic
    account.dirtyPayload(2, id)
    account.emit('room-topic', {
      changerId: 'bot', newTopic: topic, oldTopic: '', roomId: id, timestamp: Date.now(),
    })
  },
  join: ({ room, contact }) => {
    mocker.roomPayload(room).memberIdList.push(contact)
    account.emit('room-join', {
      inviteeIdList: [contact], inviterId: 'bot', roomId: room, timestamp: Date.now(),
    })
  },
  say: order => emitMessage(makePayload(order)),
  // Somebody says something; answered with the milliseconds until the first and the last of `count` other
  // chats were sent a text that has `words`.
  race: order => new Promise(done => {
    const times = new Map()
    account.race = (to, text, at) => {
      if (to === order.room || times.has(to) || !text.includes(order.words)) return
      times.set(to, at - began)
      if (times.size < order.count) return
      account.race = null
      done({ first: Math.min(...times.values()), last: at - began })
    }
    const began = performance.now()
    emitMessage(makePayload(order))
  }),
  // A message that the mock would not make: told as it is, right or wrong.
  raw: ({ payload }) => {
    const whole = { id: newId(), timestamp: Date.now(), type: 7, text: '', ...payload }
    mocker.cacheMessagePayload.set(whole.id, whole)
    account.emit('message', { messageId: whole.id })
    return { id: whole.id }
  },
  failFiles: ({ count }) => { account.filesToFail = count },
  show: order => {
    const payload = makePayload({ ...order, payload: { type: 6, filename: order.name, ...order.payload } })
    mocker.cacheFileBoxPayload.set(payload.id, FileBox.fromBase64(order.base64, order.name).toJSON())
    return emitMessage(payload)
  },
  link: order => {
    const payload = makePayload({ ...order, payload: { type: 6, filename: order.name } })
    mocker.cacheFileBoxPayload.set(payload.id, FileBox.fromUrl(order.url, { name: order.name }).toJSON())
    return emitMessage(payload)
  },
  recall: order => emitMessage(makePayload({ ...order, text: order.id, id: newId(), payload: { type: 13 } })),
  emit: ({ event, payload }) => { account.emit(event, payload) },
  heartbeat: () => { account.emit('heartbeat', { data: 'beat' }) },
  beat: ({ seconds }) => {
    clearInterval(beat)
    if (seconds) beat = setInterval(ORDERS.heartbeat, seconds * 1000)
  },
  login: () => { settings.loggedIn = true; logIn() },
  logout: async () => { settings.loggedIn = false; await account.logout('kicked') },
  account: ({ set }) => { Object.assign(account, set) },
  // The stream stays open and calls are answered, but no event comes any more.
  deafen: () => {
    for (const name of account.eventNames()) {
      if (['message', 'heartbeat', 'dong'].includes(name)) account.removeAllListeners(name)
    }
  },
  listeners: () => ({ count: account.listenerCount('message') }),
}

async function obey(line) {
  const { n, do: verb, ...order } = JSON.parse(line)
  try {
    tell({ n, ok: true, ...await ORDERS[verb](order) })
  } catch (error) {
    tell({ n, ok: false, error: String(error && error.message) })
  }
}

async function main() {
  mocker.createContact({ id: 'bot', name: settings.botName, alias: '' })
  const lines = readline.createInterface({ input: process.stdin })
  // One order after the other: what was said first arrives first.
  let last = Promise.resolve()
  lines.on('line', line => { last = last.then(() => obey(line)) })
  lines.on('close', () => process.exit(0))
  await account.start()
  if (settings.prepare) for (const order of settings.prepare) await ORDERS[order.do](order)
  await server.start()
  const leaf = new crypto.X509Certificate(certificates.TLS_INSECURE_SERVER_CERT)
  tell({
    ready: {
      fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
      subject: leaf.subject,
      ca: certificates.TLS_CA_CERT,
    },
  })
}

process.on('SIGTERM', async () => {
  await server.stop()
  process.exit(0)
})
process.on('unhandledRejection', error => tell({ trouble: String(error && error.message) }))

main().catch(error => {
  tell({ failed: String(error && error.stack) })
  process.exit(1)
})
