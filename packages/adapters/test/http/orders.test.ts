import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openCity, orderBody, places, tokens } from "./city.ts"
import { complaint, endpointNamed } from "./conformance.ts"
import { tokenOf } from "./marketplace.ts"
import { fieldOf, TestServer } from "./TestServer.ts"

let server: TestServer
beforeAll(async () => {
  server = await TestServer.start()
  await openCity(server)
})
afterAll(() => server.stop())

const place = (body: unknown, headers: Readonly<Record<string, string>> = {}, path = "/api/v1/orders") =>
  server.command("POST", path, { token: tokens.ada, body, headers })

describe("POST /orders", () => {
  it.each([
    ["S34", { id: "margherita", qty: 2 }, { id: "margherita", qty: 2 }],
    ["S35", { menuItemId: "margherita", quantity: 2 }, { menuItemId: "margherita" }],
    ["S36 and S50", { itemId: "margherita", qty: 2 }, { qty: 2 }]
  ])("answers in the dialect of %s, beside the canonical names (C3)", async (_, line, echoed) => {
    const answer = await place({ ...orderBody(), userId: "ada", items: [line] })
    expect(answer.status, answer.text).toBe(201)
    expect(complaint(endpointNamed("orders.place"), answer)).toBeNull()
    expect(answer.body).toMatchObject({
      status: "CREATED",
      userId: "ada",
      customerId: "ada",
      items: [{ itemId: "margherita", quantity: 2, ...echoed }]
    })
  })

  it("tells one promise under four names (C6), money in decimals (C28), and where the order is", async () => {
    const answer = await place(orderBody())
    const { body } = answer
    expect(body).toMatchObject({ currency: "EUR", items: [{ unitPrice: 9.5 }] })
    const minutes = fieldOf(answer, "eta")
    expect(fieldOf(answer, "estimatedTime")).toBe(minutes)
    expect(fieldOf(answer, "estimatedDeliveryTime")).toBe(minutes)
    expect(Math.ceil(Number(fieldOf(answer, "etaSeconds")) / 60)).toBe(Number(minutes))
    expect(answer.headers.get("location")).toBe(`/api/v1/orders/${fieldOf(answer, "orderId")}`)
  })

  it("waits for the payment with Prefer: wait (C16), and is confirmed by then where every order is taken (C5)", async () => {
    expect((await place(orderBody("mario"), { prefer: "wait=5" })).body).toMatchObject({
      status: "CONFIRMED"
    })
    const declined = await place({ ...orderBody(), paymentToken: "tok_declined" }, { prefer: "wait=5" })
    expect(declined.body).toMatchObject({ status: "PAYMENT_DECLINED" })
  })

  it("is done once per key, and answered the same, byte for byte (S49, P2)", async () => {
    const headers = { "idempotency-key": "twice" }
    const [first, second] = [await place(orderBody(), headers), await place(orderBody(), headers)]
    expect(first.status).toBe(201)
    expect(second.text).toBe(first.text)
    expect(second.headers.get("idempotent-replayed")).toBe("true")
    const unprefixed = await place(orderBody(), headers, "/orders")
    expect(unprefixed.text).toBe(first.text)
    const other = await place({ ...orderBody(), restaurantId: "mario" }, headers)
    expect(other.status).toBe(422)
    expect(other.body).toMatchObject({ code: "CommandConflict" })
  })

  it("of fifty at once with one key places one order", async () => {
    const headers = { "idempotency-key": "fifty" }
    const answers = await Promise.all(Array.from({ length: 50 }, () => place(orderBody(), headers)))
    const placed = new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text))
    expect(placed.size).toBe(1)
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([])
  })

  it.each([
    ["without a key", {}, { "idempotency-key": "" }, 400],
    ["with a key of 10 kB", {}, { "idempotency-key": "k".repeat(10_000) }, 400],
    ["to a restaurant that is not there", { restaurantId: "nobody" }, {}, 404],
    ["of an item that is not there", { items: [{ itemId: "sushi", quantity: 1 }] }, {}, 409],
    ["to the other end of the world", { address: { lat: -41, lng: 174 } }, {}, 409],
    ["in somebody else's name", { customerId: "bob" }, {}, 403],
    ["with a card number for a token", { paymentToken: "4242424242424242" }, {}, 400],
    ["with two different customers", { customerId: "ada", userId: "bob" }, {}, 400]
  ])("refuses one %s", async (_, change, headers, status) => {
    const answer = await place({ ...orderBody(), ...change }, headers)
    expect(answer.status, answer.text).toBe(status)
    expect(complaint(endpointNamed("orders.place"), answer)).toBeNull()
  })

  it("goes where the customer lives when it does not say (S34, S53), and nowhere for who told nothing", async () => {
    const bare = {
      userId: "ada",
      restaurantId: "luigi",
      items: [{ id: "margherita", qty: 1 }],
      paymentMethod: "card"
    }
    const answer = await place(bare)
    expect(answer.status, answer.text).toBe(201)
    expect(answer.body).toMatchObject({ dropoff: places.door })
    const nobody = await server.command("POST", "/orders", {
      token: tokenOf("customer", "eve"),
      body: { ...bare, userId: "eve" }
    })
    expect(nobody.status).toBe(422)
    expect(nobody.body).toMatchObject({ code: "NoAddress", errors: [{ path: ["payload", "address"] }] })
  })

  it("sells what is there and no more (S7)", async () => {
    await server.command("PUT", "/restaurants/luigi/stock", {
      token: tokens.luigi,
      body: { items: [{ itemId: "truffle", stock: 3 }] }
    })
    const truffle = { ...orderBody(), items: [{ itemId: "truffle", quantity: 1 }] }
    const answers = await Promise.all(Array.from({ length: 20 }, () => place(truffle)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([])
  })
})

describe("orders of one's own", () => {
  it("come in pages without a gap or a repeat (S24)", async () => {
    const seen: Array<string> = []
    let cursor = ""
    do {
      const query = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`
      const page = await server.ask("GET", `/orders?limit=3${query}`, { token: tokens.ada })
      expect(complaint(endpointNamed("orders.history"), page)).toBeNull()
      seen.push(...[...page.text.matchAll(/"orderId":"([^"]+)"/g)].map(([, orderId = ""]) => orderId))
      cursor = fieldOf(page, "nextCursor")
    } while (cursor !== "")
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(5)
    const wrong = await server.ask("GET", "/orders?cursor=nonsense", { token: tokens.ada })
    expect(wrong.status).toBe(400)
  })

  it("are cancelled while the table lets them (S25, S38)", async () => {
    const orderId = fieldOf(await place(orderBody()), "orderId")
    const cancelled = await server.command("POST", `/orders/${orderId}/cancel`, { token: tokens.ada })
    expect(cancelled.body).toMatchObject({ status: "CANCELLED", endedBy: "customer" })
    const late = await server.command("POST", `/orders/${orderId}/confirm`, { token: tokens.luigi })
    expect(late.status).toBe(409)
    expect(late.body).toMatchObject({ code: "OrderEnded" })
  })

  it("are rejected by the restaurant, and the money goes back (S8, S21)", async () => {
    const orderId = fieldOf(await place(orderBody(), { prefer: "wait=5" }), "orderId")
    const rejected = await server.command("PUT", `/orders/${orderId}/status`, {
      token: tokens.luigi,
      body: { status: "REJECTED", reason: "no more dough" }
    })
    expect(rejected.body).toMatchObject({ status: "REJECTED", endReason: "no more dough" })
    const ledger = await server.until("GET", `/orders/${orderId}/ledger`, { token: tokens.ops }, ({ text }) =>
      text.includes("void")
    )
    expect(ledger.body).toMatchObject({ balanceMinor: 0 })
  })

  it("are paid afterwards when they were placed without a token (S39)", async () => {
    const orderId = fieldOf(await place({ ...orderBody(), paymentToken: undefined }), "orderId")
    const paid = await server.command("POST", "/payments", {
      token: tokens.ada,
      body: { orderId, paymentMethod: "paypal", paymentToken: "tok_ok" }
    })
    expect(complaint(endpointNamed("payments.pay"), paid)).toBeNull()
  })
})
