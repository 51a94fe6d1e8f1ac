import { makeClient } from "@hotbag/api"
import { CommandId, MenuItemId, RestaurantId } from "@hotbag/core"
import { Effect } from "effect"
import { FetchHttpClient } from "effect/http"
import { describe, expect, it } from "vitest"
import { at, listAt } from "./Answer.ts"
import { openTown, OPS, orderBody, place } from "./Town.ts"
import type { Site } from "./Site.ts"

/** Properties that each entity of the documents has to have on the wire, by the name of its schema. */
const entities: ReadonlyArray<readonly [string, string, ReadonlyArray<string>]> = [
  ["S53", "User", ["userId", "name", "email", "phone", "addresses"]],
  ["S54", "Restaurant", ["restaurantId", "name", "location", "hours", "zone"]],
  ["S55", "MenuItem", ["itemId", "name", "description", "price", "imageUrl", "availability"]],
  ["S55", "Menu", ["restaurantId", "version", "sections"]],
  [
    "S56",
    "Order",
    [
      "orderId",
      "customerId",
      "userId",
      "restaurantId",
      "items",
      "status",
      "totalPrice",
      "paymentId",
      "assignedDriverId",
      "placedAt",
      "confirmedAt",
      "pickedAt",
      "deliveredAt",
      "updatedAt",
      "eta",
      "etaSeconds"
    ]
  ],
  ["S57", "OrderItem", ["itemId", "quantity", "unitPrice"]],
  ["S58", "Driver", ["driverId", "name", "status", "location", "vehicle", "rating"]],
  ["S59", "Delivery", ["deliveryId", "orderId", "driverId", "status", "eta", "updatedAt"]],
  ["S60", "Payment", ["paymentId", "orderId", "amount", "currency", "status"]]
]

/** The surface as a whole: what is served, under which names, to whom, and how it is described. */
export const surface = (site: () => Site): void => {
  describe("the surface", () => {
    it("S45 S46 S48 C2: everything that the document names is served, with and without the version; nothing else is", async () => {
      const { operations } = site().contract
      expect(operations.length).toBeGreaterThan(50)
      for (const { method, path } of operations) {
        for (const prefix of ["", "/api/v1"]) {
          const probe = prefix + path.replaceAll(/\{\w+\}/g, "nothing")
          const answer = await site().ask(method, probe)
          // Whoever has no token is told so by a route; where there is no route, it is the router who answers.
          expect(answer.status, `${method} ${probe}`).not.toBe(405)
          expect(at(answer, "code"), `${method} ${probe}`).not.toBe("NoSuchPath")
        }
      }
      const known = new Set(operations.map(({ method, path }) => `${method} ${path}`))
      for (const path of new Set(operations.map((each) => each.path))) {
        for (const method of ["GET", "PUT", "POST", "DELETE", "PATCH"]) {
          if (known.has(`${method} ${path}`)) continue
          const probe = path.replaceAll(/\{\w+\}/g, "nothing")
          if (site().contract.operationOf(method, probe) !== undefined) continue
          const answer = await site().ask(method, probe)
          expect(answer.status, `${method} ${probe}`).toBe(405)
          expect(answer.headers.get("allow")).toBeTruthy()
        }
      }
    })

    it.each([
      "/",
      "/api",
      "/api/v1",
      "/api/v2/orders",
      "/api/v1/api/v1/orders",
      "/orders/",
      "/orders//cancel",
      "/admin",
      "/.env",
      "/../etc/passwd",
      "/orders/a/b/c",
      "/%6frders",
      "/ORDERS",
      "/orders;a=b"
    ])("S47: there is nothing at %s, said as a problem", async (path) => {
      const answer = await site().ask("GET", path)
      expect(answer.status).toBe(404)
      expect(answer.headers.get("content-type")).toBe("application/problem+json")
      expect(answer.body).toMatchObject({ status: 404, type: expect.stringContaining("urn:hotbag:problem") })
    })

    it.each(entities)(
      "%s S50: %s has a JSON Schema with everything that the documents name",
      (_, name, fields) => {
        const properties = at({ body: site().contract.schemas[name] }, "properties")
        for (const field of fields) expect(properties, name).toHaveProperty(field)
        expect(site().contract.misfit(name, {}), "and refuses nothing at all").not.toBeNull()
      }
    )

    it("S53: a customer tells of themselves, and orders go to their first address", async () => {
      const town = await openTown(site(), "profile")
      const as = town.customer
      const location = { lat: 52.523, lng: 13.408 }
      await site().must("PUT", "/customers/me", {
        as,
        body: {
          name: "Ada",
          email: "ada@example.org",
          phone: "+4930123456",
          addresses: [{ label: "home", text: "Third door", location }]
        }
      })
      expect((await site().ask("GET", "/customers/me", { as })).body).toMatchObject({
        userId: "c-profile",
        name: "Ada"
      })
      const { address: _, ...bare } = orderBody(town)
      const answer = await site().must("POST", "/orders", { as, body: bare })
      expect(at(answer, "dropoff")).toEqual(location)
      expect((await site().command("DELETE", "/customers/me", { as })).status).toBe(204)
      expect((await site().ask("GET", "/customers/me", { as })).text).not.toContain("example.org")
    })

    it("S47 S131: 200, 201, 400, 401, 403, 404, 409 and 429 mean what they say", async () => {
      const town = await openTown(site(), "codes")
      const { orderId } = await place(site(), town)
      const get = (as: string, path = `/orders/${orderId}`) => site().ask("GET", path, { as })
      expect((await get(town.customer)).status).toBe(200)
      expect((await site().ask("GET", `/orders/${orderId}`)).status).toBe(401)
      expect((await site().ask("GET", "/orders", { token: "nonsense" })).status).toBe(401)
      expect((await get(OPS, "/couriers/me")).status).toBe(403)
      expect((await get("customer stranger")).status).toBe(404)
      expect((await site().command("POST", "/orders", { as: town.customer, body: "{" })).status).toBe(400)
      const early = await site().command("POST", `/orders/${orderId}/ready`, { as: town.restaurant })
      expect(early.status).toBe(409)
      const burst = await Promise.all(
        Array.from({ length: 320 }, () => get("customer c-in-a-hurry", "/orders"))
      )
      const slowed = burst.filter(({ status }) => status === 429)
      expect(slowed.length).toBeGreaterThan(0)
      for (const { headers } of slowed) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0)
      expect(burst.filter(({ status }) => status !== 429 && status !== 200)).toEqual([])
      expect((await get(town.customer)).status, "others are not slowed").toBe(200)
    })

    it("S131: a token with fewer scopes may do less, and none of another role", async () => {
      const town = await openTown(site(), "scopes")
      const reading = await site().token("customer", "c-scopes", "orders:read")
      expect((await site().ask("GET", "/orders", { token: reading })).status).toBe(200)
      const placing = await site().command("POST", "/orders", { token: reading, body: orderBody(town) })
      expect(placing.status).toBe(403)
      expect(at(placing, "code")).toBe("ScopeMissing")
      const elsewhere = await site().token("restaurant", "r-somebody")
      const menu = await site().command("PUT", `/restaurants/${town.restaurantId}/status`, {
        token: elsewhere,
        body: { status: "paused" }
      })
      expect(menu.status).toBe(404)
    })

    it("S139: the client made from the shared contract speaks with the server in types", async () => {
      const town = await openTown(site(), "client")
      const token = await site().token("customer", "c-client")
      const order = await Effect.runPromise(
        Effect.gen(function* () {
          const client = yield* makeClient({ baseUrl: site().url, token })
          const placed = yield* client.orders.place({
            headers: { "idempotency-key": CommandId.make(crypto.randomUUID()) },
            payload: {
              customerId: null,
              restaurantId: RestaurantId.make(town.restaurantId),
              items: [{ itemId: MenuItemId.make("margherita"), quantity: 1, dialect: "itemId" }],
              paymentMethod: "credit_card",
              paymentToken: "tok_ok",
              dropoff: { lat: 52.525, lng: 13.41 },
              address: null,
              recipient: null,
              instructions: null,
              note: null
            }
          })
          return yield* client.orders.get({ params: { orderId: placed.body.orderId } })
        }).pipe(Effect.provide(FetchHttpClient.layer))
      )
      expect(order.totalPrice).toBeGreaterThan(9.5)
    })

    it("S48: health, documentation and figures are there without a token", async () => {
      const ready = await site().ask("GET", "/health/ready")
      expect(ready.body).toMatchObject({ status: "ok", checks: [{ name: "database", ok: true }] })
      expect((await site().ask("GET", "/health/live")).body).toEqual({ status: "ok" })
      for (const [path, type] of [
        ["/docs", "text/html"],
        ["/openapi.json", "application/json"],
        ["/metrics", "text/plain"]
      ] as const) {
        const page = await fetch(site().url + path)
        expect(page.status, path).toBe(200)
        expect(page.headers.get("content-type"), path).toContain(type)
      }
    })

    it("S23 S45: couriers and restaurants are added by operations alone, the same twice being one", async () => {
      const town = await openTown(site(), "onboard")
      const body = { driverId: "d-onboard", regionId: town.regionId, name: "Erik", vehicle: "car" }
      for (let times = 0; times < 2; times++) {
        expect((await site().command("POST", "/couriers", { as: OPS, body })).status).toBe(201)
      }
      expect(
        (await site().command("POST", "/couriers", { as: OPS, body: { ...body, name: "Eve" } })).status
      ).toBe(409)
      expect((await site().command("POST", "/couriers", { as: "courier d-onboard", body })).status).toBe(403)
      const listed = await site().ask("GET", `/couriers?regionId=${town.regionId}`, { as: OPS })
      expect(listAt(listed, "drivers")).toHaveLength(1)
    })
  })
}
