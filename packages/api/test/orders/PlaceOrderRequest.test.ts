import { Result, Schema, SchemaIssue } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CustomerId, MenuItemId, RestaurantId } from "@hotbag/core"
import { type ItemDialect, OrderEntity, PlaceOrder, PlaceOrderRequest } from "../../src/index.ts"

const decode = Schema.decodeUnknownResult(PlaceOrderRequest)
const encode = Schema.encodeUnknownResult(PlaceOrderRequest)
const issues = SchemaIssue.makeFormatterStandardSchemaV1()

const refusal = (body: unknown) => {
  const decoded = decode(body)
  return Result.isFailure(decoded) ? issues(decoded.failure.issue).issues : []
}

const read = (body: unknown): PlaceOrder => Result.getOrThrow(decode(body))

const lines: ReadonlyArray<readonly [ItemDialect, object]> = [
  ["id", { id: "pizza", qty: 2 }],
  ["menuItemId", { menuItemId: "pizza", quantity: 2 }],
  ["itemId", { itemId: "pizza", qty: 2 }]
]

describe("POST /orders in three dialects (C3)", () => {
  it.each(lines)("reads %s", (dialect, line) => {
    const order = read({ userId: "ada", restaurantId: "luigi", items: [line] })
    expect(order.items).toEqual([{ itemId: "pizza", quantity: 2, dialect }])
    expect(order.customerId).toBe("ada")
  })

  it("reads S34, S35 and S36 as they stand in the documents", () => {
    expect(
      read({ userId: "u1", restaurantId: "r1", items: [{ id: "i1", qty: 1 }], paymentMethod: "card" })
    ).toEqual({
      customerId: "u1",
      restaurantId: "r1",
      items: [{ itemId: "i1", quantity: 1, dialect: "id" }],
      paymentMethod: "credit_card",
      paymentToken: null,
      dropoff: null,
      address: null,
      recipient: null,
      instructions: null,
      note: null
    })
    expect(
      read({
        userId: "u1",
        restaurantId: "r1",
        items: [{ menuItemId: "i1", quantity: 3 }],
        paymentMethod: "paypal"
      }).paymentMethod
    ).toBe("paypal")
    expect(
      read({
        customerId: "u1",
        restaurantId: "r1",
        items: [{ itemId: "i1", qty: 1 }],
        address: { lat: 1, lon: 2, text: "Third door" }
      })
    ).toMatchObject({ dropoff: { lat: 1, lng: 2 }, address: "Third door" })
  })

  it("round-trips every order in its dialect", () => {
    const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,20}$/)
    const order = fc.record({
      customerId: fc.option(id.map((text) => CustomerId.make(text))),
      restaurantId: id.map((text) => RestaurantId.make(text)),
      items: fc.array(
        fc.record({
          itemId: id.map((text) => MenuItemId.make(text)),
          quantity: fc.integer({ min: 1, max: 99 }),
          dialect: fc.constantFrom("itemId" as const, "id" as const, "menuItemId" as const)
        }),
        { minLength: 1, maxLength: 100 }
      ),
      paymentMethod: fc.constantFrom("credit_card" as const, "paypal" as const, "apple_pay" as const),
      paymentToken: fc.constantFrom(null, "tok_visa"),
      dropoff: fc.constantFrom(null, { lat: 52.5, lng: 13.4 }),
      address: fc.constant(null),
      recipient: fc.constant(null),
      instructions: fc.constant(null),
      note: fc.constantFrom(null, "No onions")
    })
    fc.assert(
      fc.property(order, (wanted) => {
        const body: unknown = JSON.parse(JSON.stringify(Result.getOrThrow(encode(wanted))))
        expect(read(body)).toEqual(wanted)
      })
    )
  })
})

describe("a field with two names (C3, C4)", () => {
  const good = { customerId: "ada", restaurantId: "luigi", items: [{ itemId: "pizza", quantity: 1 }] }

  it("may say the same twice", () => {
    expect(read({ ...good, userId: "ada", rest_id: "luigi", restaurant_id: "luigi" }).customerId).toBe("ada")
  })

  it.each([
    [{ userId: "eve" }, ["userId"], "customerId"],
    [{ rest_id: "mario" }, ["rest_id"], "restaurantId"],
    [{ items: [{ itemId: "pizza", id: "pasta", quantity: 1 }] }, ["items", 0, "id"], "itemId"],
    [{ items: [{ itemId: "pizza", quantity: 1, qty: 2 }] }, ["items", 0, "qty"], "quantity"],
    [{ address: { lat: 1, lng: 2, lon: 3 } }, ["address", "lon"], "lng"],
    [{ address: { lat: 1, lng: 2 }, dropoff: { lat: 1, lng: 3 } }, ["dropoff"], "address"]
  ])("refuses %j and names both", (change, path, other) => {
    const [issue] = refusal({ ...good, ...change })
    expect(issue?.path).toEqual(path)
    expect(issue?.message).toContain(other)
  })

  it.each([
    [{ restaurantId: undefined }, ["restaurantId"]],
    [{ items: [] }, ["items"]],
    [{ items: [{ quantity: 1 }] }, ["items", 0, "itemId"]],
    [{ items: [{ itemId: "pizza" }] }, ["items", 0, "quantity"]],
    [{ items: [{ itemId: "pizza", quantity: 0 }] }, ["items", 0, "quantity"]],
    [{ items: [{ itemId: "pizza", quantity: 1.5 }] }, ["items", 0, "quantity"]],
    [{ items: [{ itemId: "pizza", quantity: "1" }] }, ["items", 0, "quantity"]],
    [{ address: { lat: 91, lng: 2 } }, ["address", "lat"]],
    [{ address: { lat: 1 } }, ["address", "lng"]],
    [{ paymentMethod: "cash" }, ["paymentMethod"]]
  ])("refuses %j and says where", (change, path) => {
    const body: unknown = JSON.parse(JSON.stringify({ ...good, ...change }))
    expect(refusal(body).map((issue) => issue.path)).toContainEqual(path)
  })

  it("takes no notice of fields that are not the caller's to set (API3)", () => {
    const order = read({
      ...good,
      status: "DELIVERED",
      totalPrice: 0,
      courierId: "me",
      __proto__: { admin: true }
    })
    expect(Object.keys(order).sort()).toEqual(Object.keys(PlaceOrder.fields).sort())
  })
})

describe("the order of document B (S50)", () => {
  it("fits our schema as it stands", () => {
    const example = {
      orderId: "A12345",
      customerId: "C1",
      restaurantId: "R1",
      items: [{ itemId: "I1", qty: 2 }],
      totalPrice: 37.5,
      status: "CONFIRMED",
      assignedDriverId: "D1",
      etaSeconds: 900
    }
    expect(Schema.decodeUnknownSync(OrderEntity)(example)).toEqual(example)
  })
})
