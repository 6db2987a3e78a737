// The JavaScript SDK as a bot that forwards at once and stores nothing, all its sends under way together.
'use strict'

const path = require('path')
const { createRequire } = require('module')

const { modules, endpoint, token, source, targets, words } = JSON.parse(process.argv[2])
const load = createRequire(path.join(modules, 'package.json'))
const { WechatyBuilder } = load('wechaty')
const { PuppetService } = load('wechaty-puppet-service')

async function main() {
  const puppet = new PuppetService({ endpoint, token, tls: { disable: true } })
  const bot = WechatyBuilder.build({ puppet, name: 'forward' })
  let rooms = []
  bot.on('message', async message => {
    const room = message.room()
    if (!room || room.id !== source || !message.text().includes(words)) return
    await Promise.all(rooms.map(target => target.say(message.text())))
  })
  bot.on('login', async () => {
    rooms = await Promise.all(targets.map(id => bot.Room.find({ id })))
    process.stdout.write('ready\n')
  })
  bot.on('error', error => process.stderr.write(String(error) + '\n'))
  await bot.start()
}

main()
