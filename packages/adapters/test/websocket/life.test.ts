import { CourierId, DeliveryId, Limits } from "@hotbag/core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Client } from "./Client.ts"
import { LiveServer, tokenFor } from "./LiveServer.ts"

/** How connections live and end, with the turns of the heartbeat driven by hand: four are a second. */
let server: LiveServer
const clients: Array<Client> = []
const connect = (path: string, options = {}): Client => {
  const client = new Client(`ws://127.0.0.1:${server.port}${path}`, options)
  clients.push(client)
  return client
}
const ada = tokenFor("customer", "ada")
const HOUR_MS = 3_600_000

beforeAll(async () => {
  server = await LiveServer.start({}, true)
  await server.onboard("ana")
  await server.dine(8)
})
afterAll(async () => {
  for (const client of clients) client.end()
  await server.stop()
})

describe("tokens (S11, S131)", () => {
  it("end the connection when they end, and not before", async () => {
    const link = await server.link(DeliveryId.make("d1"))
    const client = connect(`/ws/track?deliveryId=d1&token=${link}`)
    await client.until(() => client.texts.length > 0)
    await server.turns(16, Date.now() + 11 * HOUR_MS)
    expect(client.closed).toBeNull()
    await server.turns(16, Date.now() + 13 * HOUR_MS)
    await client.ended()
    expect(client.closed?.code).toBe(4401)
  })

  it("may be given anew before they end, by the same subject only", async () => {
    const now = Date.now()
    const client = connect(`/ws/track?deliveryId=d1&token=${await server.link(DeliveryId.make("d1"))}`)
    await client.until(() => client.texts.length > 0)
    client.send({ token: tokenFor("customer", "eve") })
    await client.ended()
    expect(client.closed?.code).toBe(4401)
    const other = connect(`/ws?token=${ada}&topics=order:o1`)
    await other.until(() => other.texts.length > 0)
    other.send({ token: ada })
    other.send({ unsubscribe: "order:nowhere" })
    other.send({ subscribe: "order:nowhere" })
    await other.until(() => other.events.includes("refused"))
    await server.turns(16, now)
    expect(other.closed).toBeNull()
  })

  it("end the connection and the stream soon after their key was withdrawn, and nobody else's", async () => {
    const [staff, other, replaced] = ["olga", "otto", "oleg"].map((name) => tokenFor("operator", name))
    if (staff === undefined || other === undefined || replaced === undefined) throw new Error("no tokens")
    const sockets = [staff, other, replaced].map((token) => connect(`/ws?token=${token}&topics=order:o1`))
    const stream = await fetch(`${server.base}/events?topics=order:o1&token=${staff}`)
    const streamed = stream.text()
    for (const socket of sockets) await socket.until(() => socket.texts.length > 0)
    // By a token of the same person, signed by another key.
    sockets[2]?.send({ token: `${replaced}/orders~read` })
    sockets[2]?.send({ subscribe: "order:nowhere" })
    await sockets[2]?.until(() => sockets[2]?.events.includes("refused") === true)
    server.keys.withdrawn.add(staff).add(replaced)
    const now = Date.now()
    await server.turns(16, now + Limits.tokenCheckMs / 2 - 60_000)
    expect(sockets.map(({ closed }) => closed)).toEqual([null, null, null])
    // Who knows keys is away: that alone sends nobody away.
    server.keys.areAway = true
    await server.turns(16, now + Limits.tokenCheckMs)
    expect(sockets.map(({ closed }) => closed)).toEqual([null, null, null])
    server.keys.areAway = false
    await server.turns(16, now + 2 * Limits.tokenCheckMs)
    await sockets[0]?.ended()
    expect(sockets[0]?.closed).toEqual({ code: 4401, reason: "unauthenticated" })
    expect(await streamed).toContain('"why":"unauthenticated"')
    expect(sockets.slice(1).map(({ closed }) => closed)).toEqual([null, null])
    server.keys.withdrawn.clear()
  })

  it("have to come within five seconds", async () => {
    const client = connect("/ws")
    await client.opened()
    // The server may have to hear of the connection first.
    while (client.closed === null) {
      await server.turns(1, Date.now() + Limits.tokenWithinMs + 1)
    }
    expect(client.closed.code).toBe(4401)
  })

  it("end streams as well", async () => {
    const response = await fetch(`${server.base}/events?topics=order:o1&token=${ada}`)
    const text = response.text()
    await server.turns(16, Date.now() + 48 * HOUR_MS)
    expect(await text).toContain('"why":"unauthenticated"')
  })
})

describe("the heartbeat (L5)", () => {
  it("cuts off who gives no sign of life, and nobody who answers", async () => {
    const silent = connect(`/ws?token=${ada}&topics=order:o1`, { autoPong: false })
    const alive = connect(`/ws?token=${ada}&topics=order:o1`)
    for (const client of [silent, alive]) await client.until(() => client.texts.length > 0)
    const pings = [silent.pings, alive.pings]
    // Every connection is asked once in sixteen turns; then it has time to answer, which here it is given.
    for (let turn = 0; turn < 40 && silent.closed === null; turn++) await server.turns(1, Date.now())
    await silent.ended()
    expect(silent.pings).toBeGreaterThan(pings[0] ?? 0)
    expect(alive.closed).toBeNull()
    expect(alive.pings).toBeGreaterThan(pings[1] ?? 0)
  })

  it("takes nobody for gone whom the server does not read (S93)", async () => {
    const phone = connect(`/ws/courier?token=${tokenFor("courier", "ana")}`, { autoPong: false })
    await phone.until(() => phone.texts.length > 0)
    const asked = phone.pings
    while (phone.pings === asked) await server.turns(1, Date.now())
    // The loop is late, so telephones are not read: what would be an answer waits.
    for (let turn = 0; turn < 16; turn++) {
      server.hub.engine.tick(Date.now(), 1e6)
      await server.turns(1, Date.now())
    }
    expect(phone.closed).toBeNull()
    while (server.hub.engine.outlet.pace.lateMs > 1) server.hub.engine.tick(Date.now(), 0)
    while (phone.closed === null) await server.turns(1, Date.now())
    expect([1006, 4408]).toContain(phone.closed.code)
  })

  it("tells who hears nothing how things stand, within half a minute (S16)", async () => {
    const client = connect(`/ws/track?deliveryId=d1&token=${ada}`)
    await client.until(() => client.texts.length > 0)
    for (let turn = 0; turn < 16 * 8 && client.texts.length < 2; turn++) {
      await server.turns(1, Date.now())
    }
    await client.until(() => client.texts.length > 1)
    expect(client.places[1]?.event).toBe("eta")
  })

  it("tells a kitchen's screen that hears nothing that it is connected", async () => {
    const client = connect(`/ws?token=${tokenFor("operator", "olga")}&topics=restaurant:quiet`)
    await client.until(() => client.events.includes("snapshot"))
    while (!client.texts.includes('{"type":"alive"}')) await server.turns(1, Date.now())
    expect(client.closed).toBeNull()
  })
})

/** Lets sockets do what they have to. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe("who does not read (L6)", () => {
  it("is kept within bounds, sent away with a reason, and others do not notice", async () => {
    for (const client of clients) client.end()
    await server.settled()
    const slow = connect(`/ws?token=${ada}&topics=order:o1`)
    const other = connect(`/ws?token=${tokenFor("customer", "ada")}&topics=order:o1`)
    for (const client of [slow, other]) await client.until(() => client.texts.length > 0)
    slow.socket.pause()
    const { engine } = server.hub
    let nowMs = Date.now()
    // On a busy machine positions go out less often: this is often enough at any pace.
    const stepMs = Limits.positionIntervalsMs.widest
    // What the system takes in for a reader who does not read is megabytes; then it is our turn.
    while (engine.outlet.backlog.slow === 0) {
      nowMs += stepMs
      engine.moved(CourierId.make("ana"), { at: { lat: 52.52, lng: 13.4 }, atMs: nowMs }, nowMs)
      await breathe()
    }
    const before = engine.stats.bytesWaiting
    for (let i = 0; i < 200; i++) {
      nowMs += stepMs
      engine.moved(CourierId.make("ana"), { at: { lat: 52.52, lng: 13.4 }, atMs: nowMs }, nowMs)
      await breathe()
    }
    expect(engine.stats.bytesWaiting).toBeLessThanOrEqual(Math.max(before, Limits.watcherBufferBytes))
    engine.tick(nowMs + Limits.slowReaderMs + 1_000, 0)
    expect(engine.stats.slowClosed).toBe(1)
    slow.socket.resume()
    await slow.ended()
    expect(slow.closed?.code).toBe(1013)
    expect(slow.closed?.reason).toMatch(/retry=\d+/)
    expect(other.closed).toBeNull()
  })
})
