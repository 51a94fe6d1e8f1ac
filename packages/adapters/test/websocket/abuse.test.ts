import { CourierAnswer } from "@hotbag/api"
import { Limits } from "@hotbag/core"
import { Schema } from "effect"
import { connect as connectTcp } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Client } from "./Client.ts"
import { deliveryId } from "../../../services/test/tracking/hub/dinnerCases.ts"
import { LiveServer, tokenFor } from "./LiveServer.ts"

let server: LiveServer
const clients: Array<Client> = []
const connect = (path: string, options = {}, port = server.port): Client => {
  const client = new Client(`ws://127.0.0.1:${port}${path}`, options)
  clients.push(client)
  return client
}
const ada = tokenFor("customer", "ada")

beforeAll(async () => {
  server = await LiveServer.start({ origins: new Set(["https://app.example.com"]) })
  await server.onboard("ana")
  await server.onboard("bo")
  await server.onboard("cleo")
  await server.onboard("dan")
  await server.dine(8)
})
afterAll(async () => {
  for (const client of clients) client.end()
  await server.stop()
})

/** Somebody who does nothing wrong, and sees that it stays so. */
const bystander = async () => {
  const client = connect(`/ws?token=${ada}&topics=order:o1`)
  await client.until(() => client.events.includes("snapshot"))
  return client
}

describe("origins (S11)", () => {
  it.each([
    ["a page of ours", (port: number) => `http://127.0.0.1:${port}`, null],
    ["a page that is allowed", () => "https://app.example.com", null],
    ["another page", () => "https://evil.example.com", 403],
    ["no page at all", () => "null", 403],
    ["ours with another port", () => "http://127.0.0.1:1", 403]
  ])("answers %s", async (_, origin, status) => {
    const client = connect(`/ws?token=${ada}`, { origin: origin(server.port) })
    await client.until(() => client.refusedWith !== null || client.socket.readyState === 1)
    expect(client.refusedWith).toBe(status)
  })
  it("holds for streams as well", async () => {
    const response = await fetch(`${server.base}/events?topics=order:o1&token=${ada}`, {
      headers: { origin: "https://evil.example.com" }
    })
    expect(response.status).toBe(403)
  })
})

describe("frames (S3, S11)", () => {
  it("ends with who sends more than 4 kB in one", async () => {
    const other = await bystander()
    const client = connect(`/ws?token=${ada}`)
    await client.opened()
    client.send("x".repeat(Limits.frameBytes + 1))
    await client.ended()
    expect([client.closed?.code, other.closed]).toEqual([1009, null])
  })

  it("ends with who sends a thousand in a second", async () => {
    const other = await bystander()
    const client = connect(`/ws/courier?token=${tokenFor("courier", "bo")}`)
    await client.until(() => client.texts.length > 0)
    for (let i = 0; i < 1_000; i++) client.send({ lat: 52.5, lng: 13.4 })
    await client.ended()
    expect([client.closed?.code, other.closed]).toEqual([4429, null])
  })

  it("ends with who floods with pings", async () => {
    const client = connect(`/ws?token=${ada}`)
    await client.opened()
    for (let i = 0; i < 500; i++) client.socket.ping()
    await client.ended()
    expect(client.closed?.code).toBe(4429)
  })

  it("ends with binary frames", async () => {
    const client = connect(`/ws?token=${ada}`)
    await client.opened()
    client.socket.send(Buffer.from([1, 2, 3]))
    await client.ended()
    expect(client.closed?.code).toBe(1003)
  })

  it.each([
    ["no JSON", "hello"],
    ["no object", "[1,2]"],
    ["two things at once", '{"subscribe":"order:o1","unsubscribe":"order:o1"}'],
    ["an unknown field", '{"subscribe":"order:o1","as":"olga"}'],
    ["a topic that is no text", '{"subscribe":1}'],
    ["a topic that is too long", JSON.stringify({ subscribe: `order:${"x".repeat(200)}` })]
  ])("says once, twice that %s is malformed, then ends", async (_, frame) => {
    const client = connect(`/ws?token=${ada}`)
    await client.opened()
    client.send(frame)
    await client.until(() => client.texts.length === 1)
    expect(client.texts[0]).toContain("malformed")
    client.send(frame)
    client.send(frame)
    await client.ended()
    expect(client.closed?.code).toBe(1008)
  })

  it("refuses topics that are none, without a word about why", async () => {
    const client = connect(`/ws?token=${ada}`)
    await client.opened()
    for (const subscribe of ["order:../x", "nonsense", "order:", "courier:ana", "order:o2"])
      client.send({ subscribe })
    await client.until(() => client.events.length === 5)
    expect(new Set(client.events)).toEqual(new Set(["refused"]))
  })

  it("watches so many topics on one connection, and no more", async () => {
    const topics = Array.from({ length: Limits.topicsPerWatcher + 1 }, (_, i) => `restaurant:r${i}`)
    const all = connect(`/ws?token=${tokenFor("operator", "olga")}&topics=${topics.join(",")}`)
    await all.until(() => all.events.length === topics.length)
    expect(all.events.filter((event) => event === "refused").length).toBe(1)
  })
})

describe("positions over /ws/courier (S3, S22, S72)", () => {
  it("are taken, and reach who watches", async () => {
    const watcher = await bystander()
    const phone = connect(`/ws/courier?token=${tokenFor("courier", "ana")}`)
    await phone.until(() => phone.events.includes("snapshot"))
    phone.send({ lat: 52.5203, lng: 13.4 })
    await watcher.until(() => watcher.events.includes("driver-location-update"))
    expect(watcher.messages.at(-1)?.driver).toEqual({ lat: 52.5203, lng: 13.4 })
  })

  it.each([
    ["NaN", '{"lat":NaN,"lng":13.4}'],
    ["1e308", '{"lat":1e308,"lng":13.4}'],
    ["swapped coordinates", '{"lat":152.5,"lng":13.4}'],
    ["text", '{"lat":"52","lng":13.4}'],
    ["nothing", "{}"],
    ["no JSON", "!"]
  ])("are refused with %s, and nobody sees them", async (_, frame) => {
    const watcher = await bystander()
    const before = watcher.texts.length
    // Somebody who has not sent too often before: what is beyond the rate is not even looked at.
    const phone = connect(`/ws/courier?token=${tokenFor("courier", "cleo")}`)
    await phone.until(() => phone.events.includes("snapshot"))
    phone.send(frame)
    await phone.until(() => phone.texts.length > 1)
    expect(decodeAnswer(phone.texts[1]).type).toBe("malformed")
    expect(
      watcher.texts.slice(before).filter((text) => text.includes("NaN") || text.includes("1e308"))
    ).toEqual([])
  })

  it("end with who sends nothing else, three times in a row", async () => {
    // Another one who has not sent too often before.
    const phone = connect(`/ws/courier?token=${tokenFor("courier", "dan")}`)
    await phone.until(() => phone.events.includes("snapshot"))
    for (const frame of ["{}", "!", '[{"lat":91,"lng":0}]', "{}", "!"]) phone.send(frame)
    await phone.until(() => phone.texts.length > 5)
    expect(phone.closed).toBeNull()
    phone.send("{}")
    await phone.ended()
    expect(phone.closed?.code).toBe(1008)
  })

  it("are for couriers", async () => {
    const client = connect(`/ws/courier?token=${ada}`)
    await client.ended()
    expect(client.closed?.code).toBe(4403)
  })

  it("are for couriers that there are", async () => {
    const client = connect(`/ws/courier?token=${tokenFor("courier", "nobody")}`)
    await client.ended()
    expect(client.closed?.code).toBe(4404)
  })
})

describe("connections (S11, L5)", () => {
  it("answers an upgrade to anything else with 404, and one that is none with 400 or 426", async () => {
    const client = connect("/nowhere")
    await client.ended()
    expect(client.refusedWith).toBe(404)
    expect(
      await rawStatus(`GET /ws HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`)
    ).toBe(400)
    expect(
      await rawStatus(`GET /ws HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n`)
    ).toBe(400)
  })

  it("has seats for so many from one address and of one subject, and gives them back", async () => {
    const small = await LiveServer.start({ perAddress: 3, perSubject: 2 })
    const open = async (token: string): Promise<Client> => {
      const client = connect(`/ws?token=${token}&topics=order:o1`, {}, small.port)
      await client.until(
        () => client.refusedWith !== null || client.closed !== null || client.texts.length > 0
      )
      return client
    }
    const first = await open(ada)
    await open(ada)
    const third = await open(ada)
    expect(third.closed?.code).toBe(4429)
    await small.settled()
    await open(tokenFor("customer", "eve"))
    const fourth = await open(tokenFor("customer", "bob"))
    expect(fourth.refusedWith).toBe(429)
    first.end()
    await small.settled()
    const again = await open(tokenFor("customer", "bob"))
    expect(again.refusedWith).toBeNull()
    await small.stop()
  })

  it("L7: has more of them for a link, which is passed on; who finds none is told so", async () => {
    expect(Limits.liveConnectionsPerLink).toBeGreaterThanOrEqual(1_000)
    const small = await LiveServer.start({ perLink: 3, perSubject: 1 })
    await small.dine(1)
    const token = await small.link(deliveryId)
    const open = async (): Promise<Client> => {
      const client = connect(`/ws/track?deliveryId=${deliveryId}&token=${token}`, {}, small.port)
      await client.until(
        () => client.refusedWith !== null || client.closed !== null || client.texts.length > 0
      )
      return client
    }
    const [first] = [await open(), await open(), await open()]
    expect((await open()).closed?.code).toBe(4429)
    first.end()
    await small.settled()
    expect((await open()).closed).toBeNull()
    await small.stop()
  })

  it("gives seats by who speaks to the proxy, whatever they claim (S11)", async () => {
    const small = await LiveServer.start({ perAddress: 1, trustProxy: ["127.0.0.0/8", "10.0.0.0/8"] })
    const open = async (forwarded: string): Promise<Client> => {
      const headers = { "x-forwarded-for": forwarded }
      const client = connect(`/ws?token=${ada}&topics=order:o1`, { headers }, small.port)
      await client.until(() => client.refusedWith !== null || client.texts.length > 0)
      return client
    }
    expect((await open("203.0.113.1, 10.1.2.3")).refusedWith).toBeNull()
    expect((await open("203.0.113.2, 10.1.2.3")).refusedWith).toBeNull()
    expect((await open("198.51.100.7, 203.0.113.1, 10.9.9.9")).refusedWith).toBe(429)
    const stream = await fetch(`http://127.0.0.1:${small.port}/events?topics=order:o1&token=${ada}`, {
      headers: { "x-forwarded-for": "198.51.100.8, 203.0.113.2" }
    })
    expect(stream.status).toBe(429)
    await small.stop()
  })

  it("opens so many a second from one address", async () => {
    const slow = await LiveServer.start({ connectRate: { perSecond: 0.001, burst: 2 } })
    const statuses: Array<number | null> = []
    for (let i = 0; i < 3; i++) {
      const client = connect(`/ws?token=${ada}`, {}, slow.port)
      await client.until(() => client.refusedWith !== null || client.socket.readyState === 1)
      statuses.push(client.refusedWith)
    }
    expect(statuses).toEqual([null, null, 429])
    await slow.stop()
  })

  it("sends everybody away when it stops, and says when to come back", async () => {
    const going = await LiveServer.start()
    const socket = connect(`/ws?token=${ada}&topics=restaurant:r1,order:o1`, {}, going.port)
    await socket.until(() => socket.texts.length > 0)
    await going.stop()
    await socket.ended()
    expect(socket.closed?.code).toBe(1012)
    expect(socket.closed?.reason).toMatch(/retry=\d+/)
  })

  it("tells its figures", async () => {
    const text = await (await fetch(`${server.base}/metrics`)).text()
    for (const name of [
      "hotbag_live_connections",
      "hotbag_hub_positions_sent_total",
      "hotbag_hub_position_interval_seconds",
      "hotbag_upstream_gave_way_total",
      "hotbag_upstream_waiting"
    ]) {
      expect(text).toContain(`# TYPE ${name} `)
    }
    expect(text).toMatch(/hotbag_live_closed_total\{code="4429"\} [1-9]/)
  })
})

const decodeAnswer = Schema.decodeUnknownSync(Schema.fromJsonString(CourierAnswer))

/** Status of the answer to a request as it stands. */
const rawStatus = (request: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = connectTcp(server.port, "127.0.0.1", () => socket.write(request))
    socket.on("error", reject)
    socket.once("data", (data: Buffer) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString("latin1"))?.[1]))
      socket.destroy()
    })
  })
