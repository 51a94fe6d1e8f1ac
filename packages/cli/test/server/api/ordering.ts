import { describe, expect, it } from "vitest"
import { type Answer, at, listAt, nextOf, numberAt, textAt } from "./Answer.ts"
import { menuBody, openTown, OPS, orderBody, place, places, type Town, untilStatus } from "./Town.ts"
import type { Site } from "./Site.ts"

/** Orders: how they are said, placed, found again, and done once. */
export const ordering = (site: () => Site): void => {
  const order = (
    town: Town,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
    path = "/orders"
  ) => site().command("POST", path, { as: town.customer, body, headers })

  describe("ordering", () => {
    it.each([
      ["S34", { id: "margherita", qty: 2 }],
      ["S35", { menuItemId: "margherita", quantity: 2 }],
      ["S36", { itemId: "margherita", quantity: 2 }],
      ["S50", { itemId: "margherita", qty: 2 }]
    ])(
      "%s C3: its items are read and answered in the caller's words beside the canonical ones",
      async (id, line) => {
        const town = await openTown(site(), `dialect-${id}`)
        const answer = await order(town, {
          ...orderBody(town),
          userId: town.customer.slice(9),
          items: [line]
        })
        expect(answer.status, answer.text).toBe(201)
        expect(at(answer, "items.0")).toMatchObject({ ...line, itemId: "margherita", quantity: 2 })
        expect(at(answer, "status")).toBe("CREATED")
        expect(numberAt(answer, "estimatedTime")).toBeGreaterThan(0)
        expect(site().contract.misfit("Order", answer.body)).toBeNull()
      }
    )

    it("S35 S36 C7: every method of payment is taken, card being another word for credit_card, and no other", async () => {
      const town = await openTown(site(), "methods")
      for (const [paymentMethod, known] of [
        ["card", "credit_card"],
        ["credit_card", "credit_card"],
        ["paypal", "paypal"],
        ["apple_pay", "apple_pay"]
      ] as const) {
        const { orderId } = await place(site(), town, { paymentMethod })
        const payment = await site().must("POST", "/payments", {
          as: town.customer,
          body: { orderId, paymentMethod, paymentToken: "tok_ok" }
        })
        expect(at(payment, "paymentMethod"), paymentMethod).toBe(known)
      }
      expect((await order(town, orderBody(town, { paymentMethod: "cash" }))).status).toBe(400)
    })

    it.each([
      ["userId", "customerId", { userId: "c-conflict", customerId: "c-other" }],
      ["restaurantId", "restaurant_id", { restaurant_id: "r-other" }],
      ["restaurantId", "rest_id", { rest_id: "r-other" }],
      ["lng", "lon", { address: { lat: 52.525, lng: 13.41, lon: 13.42 } }],
      ["itemId", "id", { items: [{ itemId: "margherita", id: "truffle", quantity: 1 }] }],
      ["itemId", "menuItemId", { items: [{ itemId: "margherita", menuItemId: "truffle", quantity: 1 }] }],
      ["quantity", "qty", { items: [{ itemId: "margherita", quantity: 1, qty: 2 }] }]
    ])(
      "C4: two names of one field with two values are refused, naming %s and %s",
      async (one, other, more) => {
        const town = await openTown(site(), "conflict")
        const answer = await order(town, orderBody(town, more))
        expect(answer.status, answer.text).toBe(400)
        const errors = JSON.stringify(at(answer, "errors"))
        expect(errors).toContain(one)
        expect(errors).toContain(other)
      }
    )

    it("C4: both names with one value are fine, and every answer has the canonical ones", async () => {
      const town = await openTown(site(), "agree")
      const answer = await order(
        town,
        orderBody(town, {
          userId: "c-agree",
          customerId: "c-agree",
          rest_id: town.restaurantId,
          address: { lat: 52.525, lng: 13.41, lon: 13.41 }
        })
      )
      expect(answer.body).toMatchObject({
        userId: "c-agree",
        customerId: "c-agree",
        restaurantId: town.restaurantId,
        dropoff: places.door
      })
    })

    it("C5 C16 S140: an order is CREATED at once, and what was answered is there; CONFIRMED for who waits, where every order is taken", async () => {
      const asked = await openTown(site(), "asked")
      const taken = await openTown(site(), "taken", { autoAccept: true })
      const created = await order(asked, orderBody(asked))
      expect(at(created, "status")).toBe("CREATED")
      const read = await site().ask("GET", `/orders/${textAt(created, "orderId")}`, { as: asked.customer })
      expect(read.status).toBe(200)
      const confirmed = await order(taken, orderBody(taken), { prefer: "wait=10" })
      expect(at(confirmed, "status")).toBe("CONFIRMED")
      const waited = await order(asked, orderBody(asked), { prefer: "respond-async, wait=10" })
      expect(at(waited, "status")).toBe("PAYMENT_AUTHORISED")
      const declined = await order(asked, orderBody(asked, { paymentToken: "tok_declined" }), {
        prefer: "wait=10"
      })
      expect(at(declined, "status")).toBe("PAYMENT_DECLINED")
    })

    it("C6 C28 C29 S17: one promise under four names, money as decimals of a currency, moments in UTC", async () => {
      const town = await openTown(site(), "formats")
      const quote = await site().must("POST", "/quotes", {
        as: town.customer,
        body: { restaurantId: town.restaurantId, items: [{ id: "margherita", qty: 2 }], address: places.door }
      })
      const answer = await order(town, orderBody(town))
      for (const each of [quote, answer]) {
        const seconds = numberAt(each, "etaSeconds")
        for (const name of ["estimatedTime", "estimatedDeliveryTime", "eta"]) {
          expect(numberAt(each, name), name).toBe(Math.ceil(seconds / 60))
        }
        expect(at(each, "currency")).toBe("EUR")
      }
      const { placedAt, promisedAt } = momentsOf(answer)
      // Begun seconds count as whole ones, and what is promised depends on the hour.
      const promisedS = (Date.parse(promisedAt) - Date.parse(placedAt)) / 1_000
      expect(Math.abs(numberAt(answer, "etaSeconds") - promisedS)).toBeLessThanOrEqual(1)
      expect(numberAt(answer, "items.0.unitPrice")).toBe(9.5)
      expect(numberAt(answer, "totalPrice")).toBe(numberAt(quote, "totalPrice"))
      expect(numberAt(answer, "totalPrice") * 100).toBeCloseTo(
        Math.round(numberAt(answer, "totalPrice") * 100),
        6
      )
      for (const [name, value] of Object.entries(momentsOf(answer))) {
        expect(value, name).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      }
    })

    it("S50: the least that any answer about an order holds is the documents' example", async () => {
      const town = await openTown(site(), "entity")
      const { orderId } = await place(site(), town)
      const answer = await site().ask("GET", `/orders/${orderId}`, { as: town.customer })
      const entity = {
        orderId,
        customerId: at(answer, "customerId"),
        restaurantId: at(answer, "restaurantId"),
        items: [{ itemId: at(answer, "items.0.itemId"), qty: at(answer, "items.0.qty") }],
        totalPrice: at(answer, "totalPrice"),
        status: at(answer, "status"),
        assignedDriverId: at(answer, "assignedDriverId"),
        etaSeconds: at(answer, "etaSeconds")
      }
      expect(site().contract.misfit("OrderEntity", entity)).toBeNull()
      expect(site().contract.misfit("OrderEntity", { ...entity, totalPrice: "37.50" })).not.toBeNull()
    })

    it("S49: one key is one order, one charge and one answer, also ten at once; another body is refused", async () => {
      const town = await openTown(site(), "once")
      const headers = { "idempotency-key": "once-and-only-once", prefer: "wait=10" }
      const body = orderBody(town, { items: [{ itemId: "truffle", quantity: 1 }] })
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          order(town, body, headers, n % 2 === 0 ? "/orders" : "/api/v1/orders")
        )
      )
      const done = answers.filter(({ status }) => status === 201)
      expect(done.length).toBeGreaterThan(0)
      for (const answer of answers) expect([201, 409]).toContain(answer.status)
      const again = await order(town, body, headers)
      expect(again.headers.get("idempotent-replayed")).toBe("true")
      expect(new Set([...done, again].map(({ text }) => text)).size).toBe(1)
      const history = await site().ask("GET", "/orders", { as: town.customer })
      expect(listAt(history, "orders")).toHaveLength(1)
      const ledger = await site().ask("GET", `/orders/${textAt(again, "orderId")}/ledger`, { as: OPS })
      expect(
        listAt(ledger, "entries").filter((entry) => at({ body: entry }, "kind") === "hold")
      ).toHaveLength(2)
      const other = await order(town, orderBody(town), headers)
      expect(other.status).toBe(422)
      const nobody = await site().ask("POST", "/orders", { as: town.customer, body })
      expect(nobody.status).toBe(400)
    })

    it("S49: the same goes for every step: repeated with its key it is answered the same, byte for byte", async () => {
      const town = await openTown(site(), "steps")
      const { orderId } = await place(site(), town)
      for (const word of ["confirm", "preparing", "ready"]) {
        const say = () =>
          site().ask("POST", `/orders/${orderId}/${word}`, {
            as: town.restaurant,
            headers: { "idempotency-key": `step-${word}` }
          })
        const first = await say()
        expect(first.status, first.text).toBe(200)
        expect((await say()).text).toBe(first.text)
        // Without a key, what is already so stays so.
        const bare = await site().ask("POST", `/orders/${orderId}/${word}`, { as: town.restaurant })
        expect(bare.status).toBe(200)
        expect(at(bare, "version")).toBe(at(first, "version"))
      }
    })

    it("S7: what is not there is not sold, and not paid for; stock is counted down, and put back when payment is declined", async () => {
      const town = await openTown(site(), "stock", { stock: 3 })
      const wish = (quantity: number, paymentToken = "tok_ok") =>
        order(town, orderBody(town, { items: [{ itemId: "truffle", quantity }], paymentToken }), {
          prefer: "wait=10"
        })
      const refused = await wish(4)
      expect(refused.status, refused.text).toBe(409)
      expect(listAt(await site().ask("GET", "/orders", { as: town.customer }), "orders")).toHaveLength(0)
      const declined = await wish(3, "tok_insufficient_funds")
      expect(at(declined, "status")).toBe("PAYMENT_DECLINED")
      expect(at(declined, "endReason")).toContain("insufficient")
      const sold = await wish(3)
      expect(sold.status, sold.text).toBe(201)
      expect((await wish(1)).status).toBe(409)
      const menu = await site().ask("GET", `/menus/${town.restaurantId}`)
      expect(menu.text).toMatch(/"itemId":"truffle"[^}]*}?[^}]*"available":false/)
      const unknown = await order(town, orderBody(town, { items: [{ itemId: "sushi", quantity: 1 }] }))
      expect(unknown.status).toBe(409)
    })

    it("S7: of many who want the last piece, one has it", async () => {
      const town = await openTown(site(), "last", { stock: 1 })
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          order(town, orderBody(town, { items: [{ itemId: "truffle", quantity: 1 }] }))
        )
      )
      expect(answers.map(({ status }) => status).sort((left, right) => left - right)).toEqual([
        201, 409, 409, 409, 409, 409, 409, 409
      ])
    })

    it("S37 S24: history shows one's own orders, latest first, page by page, each once; nobody else's", async () => {
      const town = await openTown(site(), "history")
      const placed: Array<string> = []
      for (let n = 0; n < 7; n++) placed.push((await place(site(), town)).orderId)
      const other = await openTown(site(), "history-other")
      await place(site(), other)
      const seen: Array<unknown> = []
      for (let more: string | null = ""; more !== null;) {
        const page: Answer = await site().ask("GET", `/orders?limit=3${more}`, { as: town.customer })
        const orders = listAt(page, "orders")
        expect(orders.length).toBeLessThanOrEqual(3)
        seen.push(...orders.map((one) => at({ body: one }, "orderId")))
        more = nextOf(page)
      }
      expect(seen).toEqual(placed.toReversed())
      for (const wrong of ["nonsense", "~", "zz~../x", "1~"]) {
        const answer = await site().ask("GET", `/orders?cursor=${encodeURIComponent(wrong)}`, {
          as: town.customer
        })
        expect(answer.status, wrong).toBe(400)
      }
      expect((await site().ask("GET", "/orders?limit=0", { as: town.customer })).status).toBe(400)
      const stranger = await site().ask("GET", `/orders/${placed[0] ?? ""}`, { as: other.customer })
      const missing = await site().ask("GET", "/orders/nothing", { as: other.customer })
      expect(stranger.status).toBe(404)
      expect(stranger.text).toBe(missing.text)
    })

    it("S5: what is in the cart can be ordered at the price that was shown", async () => {
      const town = await openTown(site(), "cart")
      const { restaurantId } = town
      const as = town.customer
      const cart = await site().must("PUT", "/cart", {
        as,
        body: { restaurantId, items: [{ id: "margherita", qty: 1 }] }
      })
      expect(at(cart, "items.0.seenPrice")).toBe(9.5)
      await site().must("PUT", "/cart/items/truffle", { as, body: { quantity: 2 } })
      // Two telephones at once: each change takes place, and nobody is told to try again.
      const taps = await Promise.all(
        Array.from({ length: 16 }, () =>
          site().command("PUT", "/cart/items/truffle", { as, body: { quantity: 2 } })
        )
      )
      expect(taps.map(({ status }) => status)).toEqual(taps.map(() => 200))
      const quote = await site().must("POST", "/cart/quote", { as, body: { address: places.door } })
      expect(numberAt(quote, "itemsPrice")).toBe(45.5)
      const items = listAt(await site().ask("GET", "/cart", { as }), "items").map((item) => ({
        itemId: at({ body: item }, "itemId"),
        quantity: at({ body: item }, "quantity")
      }))
      const ordered = await order(town, orderBody(town, { items }))
      expect(numberAt(ordered, "totalPrice")).toBe(numberAt(quote, "totalPrice"))
      // A dearer menu does not change what was ordered.
      await site().must("PUT", `/restaurants/${restaurantId}/menu`, { as: OPS, body: menuBody(1_000, 12) })
      const later = await untilStatus(site(), town, textAt(ordered, "orderId"), "PAYMENT_AUTHORISED")
      expect(numberAt(later, "totalPrice")).toBe(numberAt(quote, "totalPrice"))
      expect(at(await site().must("DELETE", "/cart", { as }), "items")).toEqual([])
    })
  })
}

const momentsOf = (answer: Answer) => ({
  placedAt: textAt(answer, "placedAt"),
  promisedAt: textAt(answer, "promisedAt"),
  readyEstimateAt: textAt(answer, "readyEstimateAt"),
  updatedAt: textAt(answer, "updatedAt")
})
