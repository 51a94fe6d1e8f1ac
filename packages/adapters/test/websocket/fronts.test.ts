import { DeliveryId } from "@hotbag/core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Client } from "./Client.ts"
import { LiveServer, tokenFor } from "./LiveServer.ts"

let server: LiveServer
const clients: Array<Client> = []
const connect = (path: string, options = {}): Client => {
  const client = new Client(`ws://127.0.0.1:${server.port}${path}`, options)
  clients.push(client)
  return client
}
const ada = tokenFor("customer", "ada")

beforeAll(async () => {
  server = await LiveServer.start()
  await server.onboard("ana")
  await server.onboard("bo")
  await server.dine(8)
  await server.move("ana", 52.52)
})
afterAll(async () => {
  for (const client of clients) client.end()
  await server.stop()
})

describe("/ws/track (S40, C6, C9)", () => {
  it("gives whoever has the link the place, the time and the status, bare", async () => {
    const token = await server.link(DeliveryId.make("d1"))
    const client = connect(`/ws/track?deliveryId=d1&token=${token}`)
    await client.until(() => client.texts.length > 0)
    expect(client.places[0]).toMatchObject({
      lat: 52.52,
      lon: 13.4,
      status: "ACCEPTED",
      event: "snapshot",
      stale: false
    })
    expect(typeof client.places[0]?.eta).toBe("number")
    await server.move("ana", 52.5201)
    await client.until(() => client.texts.length > 1)
    expect(client.places[1]).toMatchObject({ lat: 52.5201, event: "driver-location-update" })
  })

  it("takes the customer's own token too, under the prefix of the API as well", async () => {
    const client = connect(`/api/v1/ws/track?deliveryId=d1&token=${ada}`)
    await client.until(() => client.texts.length > 0)
    expect(client.places[0]?.status).toBe("ACCEPTED")
  })

  const refused: ReadonlyArray<readonly [string, string, number]> = [
    ["another customer", `deliveryId=d1&token=${tokenFor("customer", "eve")}`, 4404],
    ["a courier whose it is not", `deliveryId=d1&token=${tokenFor("courier", "bo")}`, 4404],
    ["another restaurant", `deliveryId=d1&token=${tokenFor("restaurant", "salads")}`, 4404],
    ["a delivery that is not there", `deliveryId=nowhere&token=${ada}`, 4404],
    ["no delivery", `token=${ada}`, 4404],
    ["a token that is none", "deliveryId=d1&token=nonsense", 4401],
    ["a token with a scope too few", "deliveryId=d1&token=customer/ada/orders~read", 4404]
  ]
  it.each(refused)("refuses %s", async (_, query, code) => {
    const client = connect(`/ws/track?${query}`)
    await client.ended()
    expect(client.closed?.code).toBe(code)
    expect(client.texts).toEqual([])
  })

  it("refuses the link to another delivery, and a link that has ended", async () => {
    const other = connect(`/ws/track?deliveryId=d1&token=${await server.link(DeliveryId.make("d2"))}`)
    const old = connect(`/ws/track?deliveryId=d1&token=${await server.link(DeliveryId.make("d1"), 0)}`)
    await other.ended()
    await old.ended()
    expect([other.closed?.code, old.closed?.code]).toEqual([4404, 4401])
  })
})

describe("/ws (S41)", () => {
  it("tells topics as they are asked for, after a token in the first frame", async () => {
    const client = connect("/ws")
    await client.opened()
    client.send({ token: ada })
    client.send({ subscribe: "order:o1" })
    client.send({ subscribe: "restaurant:soups" })
    await client.until(() => client.events.length >= 2)
    expect([...client.events].sort()).toEqual(["refused", "snapshot"])
    const snapshot = client.messages.find(({ event }) => event === "snapshot")
    expect(snapshot).toMatchObject({
      topic: "order:o1",
      orderId: "o1",
      driverId: "ana",
      driver: { lng: 13.4 }
    })
  })

  it("takes a token by header, and topics in the address", async () => {
    const client = connect("/ws?topics=restaurant:soups,order:o1", {
      headers: { authorization: `Bearer ${tokenFor("restaurant", "soups")}` }
    })
    await client.until(() => client.events.length >= 2)
    const restaurant = client.messages.find(({ topic }) => topic === "restaurant:soups")
    expect(restaurant?.orders).toMatchObject([{ orderId: "o1" }])
  })

  it("ends with whoever sends anything before a token", async () => {
    const client = connect("/ws")
    await client.opened()
    client.send({ subscribe: "order:o1" })
    await client.ended()
    expect(client.closed?.code).toBe(4401)
  })

  it("replays what was missed after a cursor", async () => {
    const client = connect(`/ws?token=${ada}&cursor=order:o1@0`)
    await client.until(() => client.events.includes("driver-assigned"))
    let prev = 0
    for (const message of client.messages.filter(({ event }) => event !== "driver-location-update")) {
      expect(message.prev).toBe(prev)
      prev = message.seq
    }
    expect(client.events[0]).toBe("order-placed")
  })

  it.each(["order:o1@-1", "order:o1@1e9", "order:o1@1000000", "order:o1@abc", "order:other@3", "nonsense"])(
    "says that there is a gap before what it cannot go on from: %s",
    async (after) => {
      const client = connect(`/ws?token=${ada}&topics=order:o1&cursor=${after}`)
      await client.until(() => client.events.includes("snapshot"))
      expect(client.events.slice(0, 2)).toEqual(["gap", "snapshot"])
    }
  )

  it("is watched no more when asked", async () => {
    const client = connect(`/ws?token=${ada}&topics=order:o1`)
    await client.until(() => client.events.length > 0)
    const before = server.hub.engine.stats.subscriptions
    client.send({ unsubscribe: "order:o1" })
    client.send({ subscribe: "order:nowhere" })
    await client.until(() => client.events.includes("refused"))
    expect(server.hub.engine.stats.subscriptions).toBe(before - 1)
  })
})

describe("/events (C9)", () => {
  it("tells the same as server-sent events, statuses with an id and positions without", async () => {
    const stop = new AbortController()
    const response = await fetch(`${server.base}/events?topics=order:o1&token=${ada}&cursor=order:o1@0`, {
      signal: stop.signal
    })
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8")
    expect(response.headers.get("cache-control")).toContain("no-store")
    const text = await readUntil(response, (text) => text.includes("event: driver-location-update"))
    expect(text).toMatch(/^retry: \d+\n\n/)
    expect(text).toContain("id: order:o1@1\nevent: order-placed\ndata: {")
    expect(text).toMatch(/\n\nevent: driver-location-update\ndata: /)
    stop.abort()
  })

  it("goes on where Last-Event-ID says, with all topics in one id", async () => {
    const stop = new AbortController()
    const first = await fetch(
      `${server.base}/events?topics=order:o1,restaurant:soups&token=${tokenFor("operator", "olga")}`,
      { signal: stop.signal }
    )
    const text = await readUntil(first, (text) => /id: \S+,\S+\n/.test(text))
    stop.abort()
    const id = /id: (\S+,\S+)\n/.exec(text)?.[1] ?? ""
    expect(id).toMatch(/order:o1@\d+/)
    expect(id).toMatch(/restaurant:soups@[0-9a-z]+\.\d+/)
    await server.dine(1)
    const again = new AbortController()
    const second = await fetch(`${server.base}/events`, {
      signal: again.signal,
      headers: { authorization: `Bearer ${tokenFor("operator", "olga")}`, "last-event-id": id }
    })
    const rest = await readUntil(second, (text) => text.split("driver-at-restaurant").length > 3)
    expect(rest).not.toContain("event: snapshot")
    expect(rest).not.toContain("event: gap")
    again.abort()
  })

  it.each([
    ["no token", "/events?topics=order:o1", 401],
    ["a bad token", "/events?topics=order:o1&token=nonsense", 401],
    ["no topics", `/events?token=${ada}`, 400]
  ])("refuses %s with a problem", async (_, path, status) => {
    const response = await fetch(`${server.base}${path}`)
    expect(response.status).toBe(status)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
  })
})

/** Reads a stream until its text is as wished. */
const readUntil = async ({ body }: Response, isSo: (text: string) => boolean): Promise<string> => {
  if (body === null) throw new Error("there is nothing to read")
  const decoder = new TextDecoder()
  let text = ""
  for await (const chunk of body) {
    if (chunk instanceof Uint8Array) text += decoder.decode(chunk, { stream: true })
    if (isSo(text)) break
  }
  return text
}
