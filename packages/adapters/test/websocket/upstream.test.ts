import { Limits } from "@hotbag/core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Client } from "./Client.ts"
import { LiveServer, tokenFor } from "./LiveServer.ts"

/** Telephones that a server with too much to do does not read from, over real sockets. */
let server: LiveServer
const clients: Array<Client> = []
const connect = (path: string): Client => {
  const client = new Client(`ws://127.0.0.1:${server.port}${path}`)
  clients.push(client)
  return client
}

beforeAll(async () => {
  server = await LiveServer.start({}, true)
  await server.onboard("ana")
  await server.onboard("bo")
})
afterAll(async () => {
  for (const client of clients) client.end()
  await server.stop()
})

/** The loop comes as late as if there was far too much to do. At each turn telephones are not read any more, or read again for a turn. */
const lateTurn = async (): Promise<void> => {
  server.hub.engine.tick(Date.now(), 1e6)
  await server.turns(1, Date.now())
}

const framesIn = async (): Promise<number> => {
  const text = await (await fetch(`${server.base}/metrics`)).text()
  return Number(/^hotbag_live_frames_received_total (\d+)$/m.exec(text)?.[1])
}

const phoneOf = async (name: string): Promise<Client> => {
  const phone = connect(`/ws/courier?token=${tokenFor("courier", name)}`)
  await phone.until(() => phone.events.includes("snapshot"))
  return phone
}

describe("a telephone that is not read from (S93)", () => {
  it("loses nothing, and is heard after its turn", async () => {
    const phone = await phoneOf("ana")
    await lateTurn()
    const before = await framesIn()
    // Each a frame that is answered, so that one sees what was heard.
    const frames = 30
    for (let i = 0; i < frames; i++) phone.send([{ lat: 91, lng: i }])
    const watcher = connect(`/ws?token=${tokenFor("operator", "olga")}`)
    await watcher.opened()
    // Everybody else is served meanwhile: many turns of the loop, in any of which the telephone could have been read.
    const asked = 10
    for (let i = 1; i <= asked; i++) {
      watcher.send({ subscribe: `order:nowhere-${i}` })
      await watcher.until(() => watcher.texts.length >= i)
    }
    expect(await framesIn()).toBe(before + asked)
    const answers = () => phone.texts.filter((text) => text.startsWith('{"type":'))
    expect(answers()).toEqual([])
    await lateTurn()
    await phone.until(() => answers().length === frames)
    expect(await framesIn()).toBe(before + asked + frames)
    expect(phone.closed).toBeNull()
  })

  it("keeps what it has to say in its own memory, not in the server's", async () => {
    const phone = await phoneOf("bo")
    await lateTurn()
    const before = await framesIn()
    const frame = JSON.stringify({ lat: 52.5, lng: 13.4 }).padEnd(Limits.frameBytes)
    // The system between the two takes some megabytes; then the telephone is not rid of anything.
    let sent = 0
    while (phone.socket.bufferedAmount < 100 * frame.length && sent < 16_000) {
      for (let i = 0; i < 50; i++) phone.send(frame)
      sent += 50
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(phone.socket.bufferedAmount).toBeGreaterThanOrEqual(100 * frame.length)
    expect(await framesIn()).toBe(before)
    expect(phone.closed).toBeNull()
  })
})
