import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { menuBody, openCity, places, tokens } from "./city.ts"
import { complaint, endpointNamed } from "./conformance.ts"
import { TestServer } from "./TestServer.ts"

let server: TestServer
beforeAll(async () => {
  server = await TestServer.start()
  await openCity(server)
})
afterAll(() => server.stop())

const { lat, lng } = places.luigi

describe("GET /restaurants (S1, S31)", () => {
  it.each([
    `/restaurants?lat=${lat}&lon=${lng}&radius=3000`,
    `/api/v1/restaurants?lat=${lat}&lng=${lng}`,
    `/restaurants?lat=${lat}&lng=${lng}&lon=${lng}&cuisine=pizza&open=true&limit=2`
  ])("finds them by %s", async (path) => {
    const answer = await server.ask("GET", path)
    expect(complaint(endpointNamed("catalogue.nearby"), answer)).toBeNull()
    expect(answer.body).toMatchObject({ restaurants: [{ distanceM: 0, open: true }, { distanceM: 0 }] })
  })

  it.each([
    `lat=${lat}`,
    `lng=${lng}`,
    `lat=91&lon=0`,
    `lat=NaN&lon=0`,
    `lat=1e308&lon=0`,
    `lat=Infinity&lon=-Infinity`,
    `lat=${lat}&lon=0&lng=1`,
    `lat=${lat}&lat=1&lon=0`,
    `lat=${lat}&lon=${lng}&radius=-1`,
    `lat=${lat}&lon=${lng}&limit=1.5`,
    `lat=0x10&lon=0`
  ])("refuses %s", async (query) => {
    const answer = await server.ask("GET", `/restaurants?${query}`)
    expect(answer.status).toBe(400)
    expect(complaint(endpointNamed("catalogue.nearby"), answer)).toBeNull()
  })
})

describe("menus", () => {
  it("are the same under both names, byte for byte, and point to one (C1, S32, S33)", async () => {
    const answers = await Promise.all(
      ["/restaurants/luigi/menu", "/menus/luigi", "/api/v1/menus/luigi"].map((path) =>
        server.ask("GET", path)
      )
    )
    for (const answer of answers) {
      expect(answer.text).toBe(answers[0]?.text)
      expect(answer.headers.get("etag")).toBe(answers[0]?.headers.get("etag"))
      expect(answer.headers.get("link")).toBe('</api/v1/restaurants/luigi/menu>; rel="canonical"')
      expect(complaint(endpointNamed("catalogue.menu"), answer)).toBeNull()
    }
  })

  it("are not sent again to who has them (S2)", async () => {
    const first = await server.ask("GET", "/menus/luigi")
    const etag = first.headers.get("etag") ?? ""
    for (const validator of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await server.ask("GET", "/menus/luigi", { headers: { "if-none-match": validator } })
      expect(again.status, validator).toBe(304)
      expect(again.text).toBe("")
    }
    const other = await server.ask("GET", "/menus/luigi", { headers: { "if-none-match": '"other"' } })
    expect(other.status).toBe(200)
  })

  it("keep their version while they stay the same, and are never older than a write (S3, S4)", async () => {
    const write = (body: unknown) =>
      server.command("PUT", "/restaurants/mario/menu", { token: tokens.mario, body })
    const before = await write(menuBody())
    expect(before.body).toEqual({ restaurantId: "mario", version: 1 })
    const menu = menuBody()
    const dearer: unknown = JSON.parse(JSON.stringify(menu).replace("9.5", "9.75"))
    expect((await write(dearer)).body).toEqual({ restaurantId: "mario", version: 2 })
    const read = await server.ask("GET", "/menus/mario")
    expect(read.text).toContain("9.75")
  })

  it("have prices that are money (C28)", async () => {
    const body: unknown = JSON.parse(JSON.stringify(menuBody()).replace("9.5", "9.505"))
    const answer = await server.command("PUT", "/restaurants/mario/menu", { token: tokens.mario, body })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({
      errors: [{ path: ["payload", "sections", 0, "items", 0, "price"] }]
    })
  })
})

describe("carts and quotes", () => {
  it("tell price, fee and promise before anything is ordered (S5, S17)", async () => {
    const { door } = places
    const wish = { restaurantId: "luigi", items: [{ id: "margherita", qty: 2 }] }
    const quote = await server.ask("POST", "/quotes", { token: tokens.ada, body: { ...wish, address: door } })
    expect(complaint(endpointNamed("quotes.quote"), quote)).toBeNull()
    expect(quote.body).toMatchObject({ itemsPrice: 19, currency: "EUR" })
    const cart = await server.ask("PUT", "/cart", { token: tokens.ada, body: wish })
    expect(complaint(endpointNamed("carts.replace"), cart)).toBeNull()
    const more = await server.ask("PUT", "/cart/items/margherita", {
      token: tokens.ada,
      body: { quantity: 3 }
    })
    expect(more.body).toMatchObject({ items: [{ itemId: "margherita", quantity: 3, seenPrice: 9.5 }] })
    const costs = await server.ask("POST", "/cart/quote", { token: tokens.ada, body: { address: door } })
    expect(costs.body).toMatchObject({ itemsPrice: 28.5 })
    expect((await server.ask("DELETE", "/cart", { token: tokens.ada })).body).toMatchObject({ items: [] })
    expect((await server.ask("GET", "/cart", { token: tokens.bob })).body).toMatchObject({ items: [] })
  })
})
