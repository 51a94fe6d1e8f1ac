import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openCity, orderBody, places, tokens } from "./city.ts"
import { type Answer, fieldOf, TestServer } from "./TestServer.ts"

let server: TestServer
beforeAll(async () => {
  server = await TestServer.start()
  await openCity(server)
})
afterAll(() => server.stop())

const placed = async (
  restaurantId = "luigi"
): Promise<{ readonly orderId: string; readonly deliveryId: string }> => {
  const answer = await server.command("POST", "/api/v1/orders", {
    token: tokens.ada,
    body: orderBody(restaurantId)
  })
  expect(answer.status, answer.text).toBe(201)
  return { orderId: fieldOf(answer, "orderId"), deliveryId: fieldOf(answer, "deliveryId") }
}

const status = (orderId: string, wished: string): Promise<Answer> =>
  server.until(
    "GET",
    `/orders/${orderId}`,
    { token: tokens.ada },
    (answer) => fieldOf(answer, "status") === wished
  )

describe("an order from its placement to its last posting (S5–S12, S34–S44)", () => {
  it("is placed, paid, cooked, carried and settled, over HTTP alone", async () => {
    const on = await server.command("PUT", "/couriers/me/shift", {
      token: tokens.carl,
      body: { regionId: "berlin", location: places.carl, vehicle: "bicycle" }
    })
    expect(on.status, on.text).toBe(200)
    expect(on.body).toMatchObject({ status: "idle", availability: "available" })
    const { orderId, deliveryId } = await placed()
    await status(orderId, "PAYMENT_AUTHORISED")
    const incoming = await server.ask("GET", "/restaurants/luigi/orders", { token: tokens.luigi })
    expect(incoming.text).toContain(orderId)
    for (const [path, body] of [
      ["confirm", { inMinutes: 1 }],
      ["preparing", undefined],
      ["ready", undefined]
    ] as const) {
      const step = await server.command("POST", `/orders/${orderId}/${path}`, { token: tokens.luigi, body })
      expect(step.status, `${path} ${step.text}`).toBe(200)
    }
    const offers = await server.until("GET", "/couriers/me/offers", { token: tokens.carl }, ({ text }) =>
      text.includes(orderId)
    )
    expect(offers.status).toBe(200)
    const accepted = await server.command("POST", `/delivery/${deliveryId}/accept`, {
      token: tokens.carl,
      body: { decision: "accept" }
    })
    expect(accepted.status, accepted.text).toBe(200)
    expect(accepted.body).toMatchObject({ status: "ACCEPTED", driverId: "carl" })
    const carried = await server.ask("GET", `/orders/${orderId}`, { token: tokens.ada })
    expect(carried.body).toMatchObject({ assignedDriverId: "carl" })
    for (const path of ["arrived", "picked-up", "arrived-at-customer", "complete"]) {
      const step = await server.command("POST", `/deliveries/${deliveryId}/${path}`, { token: tokens.carl })
      expect(step.status, `${path} ${step.text}`).toBe(200)
    }
    const done = await status(orderId, "DELIVERED")
    expect(fieldOf(done, "deliveredAt")).toBeTruthy()
    const ledger = await server.until("GET", `/orders/${orderId}/ledger`, { token: tokens.ops }, ({ text }) =>
      text.includes("capture")
    )
    expect(ledger.body).toMatchObject({ balanceMinor: 0 })
    const log = await server.ask("GET", `/orders/${orderId}/log`, { token: tokens.ops })
    expect(log.text).toContain("OrderDelivered")
    const why = await server.ask("GET", `/orders/${orderId}/dispatch`, { token: tokens.ops })
    expect(why.status, why.text).toBe(200)
    expect(why.text).toContain("carl")
  })
})
