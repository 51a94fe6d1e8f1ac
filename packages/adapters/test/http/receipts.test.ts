import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openCity, orderBody, places, tokens } from "./city.ts"
import { complaint, type DocumentedEndpoint, endpoints } from "./conformance.ts"
import { pathOf, samples, type Things } from "./samples.ts"
import { fieldOf, TestServer } from "./TestServer.ts"

let server: TestServer
let things: Things
beforeAll(async () => {
  server = await TestServer.start()
  await openCity(server)
  const placed = await server.command("POST", "/orders", { token: tokens.ada, body: orderBody() })
  things = {
    orderId: fieldOf(placed, "orderId"),
    deliveryId: fieldOf(placed, "deliveryId"),
    restaurantId: "luigi",
    itemId: "margherita",
    courierId: "carl"
  }
})
afterAll(() => server.stop())

/** Who sends which write that is no commit of a case, in a sequence in which each of them succeeds. */
const writes: ReadonlyArray<readonly [name: string, token: string]> = [
  ["restaurants.upsert", tokens.ops],
  ["restaurants.setStatus", tokens.luigi],
  ["restaurants.putMenu", tokens.luigi],
  ["restaurants.putStock", tokens.luigi],
  ["couriers.onboard", tokens.ops],
  ["couriers.shiftOn", tokens.carl],
  ["couriers.shiftOff", tokens.carl],
  ["carts.replace", tokens.ada],
  ["carts.setQuantity", tokens.ada],
  ["carts.clear", tokens.ada],
  ["payments.pay", tokens.ada],
  ["customers.save", tokens.bob],
  ["customers.erase", tokens.bob]
]

const sampleOf = ({ name }: DocumentedEndpoint) => Object.entries(samples).find(([key]) => key === name)?.[1]

/** Sends a good request to the endpoint under a key. */
const send = (endpoint: DocumentedEndpoint, token: string, key: string) => {
  const body = sampleOf(endpoint)?.body?.(things)
  return server.ask(endpoint.method, pathOf(endpoint.path, things), {
    token,
    headers: { "idempotency-key": key },
    ...(body === undefined ? {} : { body })
  })
}

describe("every write takes a key (S49, P2)", () => {
  it.each(writes)("%s: the same again is answered the same, byte for byte", async (name, token) => {
    const endpoint = endpoints.find((each) => each.name === name)
    if (endpoint === undefined) throw new Error(`there is no ${name}`)
    const key = `twice-${name}`
    const first = await send(endpoint, token, key)
    expect(first.status, first.text).toBeLessThan(300)
    expect(complaint(endpoint, first)).toBeNull()
    expect(first.headers.get("idempotent-replayed")).toBeNull()
    const second = await send(endpoint, token, key)
    expect([second.status, second.text]).toEqual([first.status, first.text])
    expect(second.headers.get("content-type")).toBe(first.headers.get("content-type"))
    expect(second.headers.get("idempotent-replayed")).toBe("true")
    expect(complaint(endpoint, second)).toBeNull()
  })

  it("no endpoint that takes a key and is not a command to an order or a delivery is left out", () => {
    const keyed = endpoints.filter(({ endpoint }) => {
      const headers = endpoint.headers?.ast
      return headers !== undefined && JSON.stringify(headers).includes("idempotency-key")
    })
    const others = keyed
      .map(({ name }) => name)
      .filter((name) => !/^(orders|deliveries|dispatch)\./.test(name))
    expect(others.toSorted()).toEqual(writes.map(([name]) => name).toSorted())
  })

  it("another body under the same key is refused with 422", async () => {
    const body = { restaurantId: "luigi", items: [{ itemId: "margherita", quantity: 1 }] }
    const put = (quantity: number) =>
      server.ask("PUT", "/cart/items/margherita", {
        token: tokens.ada,
        body: { quantity },
        headers: { "idempotency-key": "other-body" }
      })
    await server.ask("PUT", "/cart", { token: tokens.ada, body })
    expect((await put(2)).status).toBe(200)
    const refused = await put(3)
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({ code: "CommandConflict" })
    expect((await server.ask("GET", "/cart", { token: tokens.ada })).body).toMatchObject({
      items: [{ quantity: 2 }]
    })
  })

  it("a late repeat does not undo what was written since", async () => {
    const status = (word: string, key: string) =>
      server.ask("PUT", "/restaurants/mario/status", {
        token: tokens.mario,
        body: { status: word },
        headers: { "idempotency-key": key }
      })
    const paused = await status("paused", "late-1")
    await status("open", "late-2")
    expect((await status("paused", "late-1")).text).toBe(paused.text)
    expect((await server.ask("GET", "/restaurants/mario")).body).toMatchObject({ status: "open" })
  })

  it("a refusal makes no receipt: the same key may try again", async () => {
    const shift = { regionId: "berlin", location: places.carl, vehicle: "bicycle" }
    const endsAt = (iso: string) => ({ ...shift, endsAt: iso })
    const on = (body: unknown) =>
      server.ask("PUT", "/couriers/me/shift", {
        token: tokens.dora,
        body,
        headers: { "idempotency-key": "again" }
      })
    const late = await on(endsAt("2001-01-01T00:00:00Z"))
    expect(late.status).toBe(409)
    const taken = await on(shift)
    expect(taken.status, taken.text).toBe(200)
    expect((await on(shift)).text).toBe(taken.text)
  })

  it("of twenty at once with one key all that succeed say the same", async () => {
    const body = { restaurantId: "luigi", items: [{ itemId: "margherita", quantity: 3 }] }
    const ask = { token: tokens.ada, body, headers: { "idempotency-key": "twenty" } }
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.ask("PUT", "/cart", ask)))
    const good = answers.filter(({ status }) => status === 200)
    expect(new Set(good.map(({ text }) => text)).size).toBe(1)
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
  })

  it("a key is one's own: others, and other routes, use it for something else", async () => {
    const headers = { "idempotency-key": "everybodys" }
    const body = { quantity: 1 }
    const first = await server.ask("DELETE", "/cart", { token: tokens.ada, headers })
    const second = await server.ask("DELETE", "/cart", { token: tokens.bob, headers })
    const third = await server.ask("PUT", "/cart/items/margherita", { token: tokens.ada, body, headers })
    for (const answer of [first, second]) expect(answer.status).toBe(200)
    for (const answer of [first, second, third]) expect(answer.headers.get("idempotent-replayed")).toBeNull()
  })
})

describe("couriers (P8)", () => {
  it("work in regions that are there; where else is said in the refusal", async () => {
    const body = { regionId: "atlantis", location: places.carl, vehicle: "bicycle" }
    const refused = await server.command("PUT", "/couriers/me/shift", { token: tokens.carl, body })
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({ code: "RegionRefused" })
    expect(refused.text).toContain("name your own, or one with a restaurant in it")
  })
})

describe("dispatch", () => {
  it("has nothing to route before the restaurant has taken the order, and says so (S44)", async () => {
    const placed = await server.command("POST", "/orders", { token: tokens.ada, body: orderBody() })
    const body = { orderId: fieldOf(placed, "orderId") }
    const refused = await server.command("POST", "/dispatch/assign", { token: tokens.ops, body })
    expect(refused.status, refused.text).toBe(409)
    expect(refused.body).toMatchObject({ code: "AssignRefused" })
  })

  it("answers a repeated assignment from its receipt (S49)", async () => {
    const placed = await server.command("POST", "/orders", {
      token: tokens.ada,
      body: orderBody("mario"),
      headers: { prefer: "wait=5" }
    })
    const ask = {
      token: tokens.ops,
      body: { orderId: fieldOf(placed, "orderId") },
      headers: { "idempotency-key": "route" }
    }
    const first = await server.ask("POST", "/dispatch/assign", ask)
    expect(first.status, first.text).toBe(200)
    const second = await server.ask("POST", "/dispatch/assign", ask)
    expect(second.text).toBe(first.text)
    expect(second.headers.get("idempotent-replayed")).toBe("true")
  })
})
