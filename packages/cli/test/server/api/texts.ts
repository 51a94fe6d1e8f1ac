import { describe, expect, it } from "vitest"
import { menuBody, openTown, OPS, orderBody, place, places, restaurantBody } from "./Town.ts"
import type { Site } from "./Site.ts"

/** What no text may be, with what PostgreSQL would say of it. */
const UNSTORABLE = ["a\u0000b", "a\ud800b", "\udc00"] as const
const CARD = "4242 4242 4242 4242"

const replaced = (value: unknown, old: string, by: string): string =>
  JSON.stringify(value).replace(JSON.stringify(old), JSON.stringify(by))

/** Every text that the API takes, end to end. */
export const texts = (site: () => Site): void => {
  describe("texts", () => {
    it("S36 S47: that no database can hold are refused as such, wherever people may write", async () => {
      const town = await openTown(site(), "texts", { autoAccept: false })
      const { orderId } = await place(site(), town)
      const order = (field: string) => ({
        method: "POST",
        path: "/orders",
        as: town.customer,
        body: { ...orderBody(town), ...nested(field) }
      })
      const nested = (field: string) =>
        field === "note" || field === "paymentToken"
          ? { [field]: "W" }
          : { address: { ...places.door, [field]: "W" } }
      const restaurant = restaurantBody(town.regionId)
      const writes = [
        ...["note", "paymentToken", "text", "recipient", "instructions"].map(order),
        ...["cancel", "reject"].map((word) => ({
          method: "POST",
          path: `/orders/${orderId}/${word}`,
          as: OPS,
          body: { reason: "W" }
        })),
        {
          method: "PUT",
          path: `/orders/${orderId}/status`,
          as: town.restaurant,
          body: { status: "REJECTED", reason: "W" }
        },
        {
          method: "POST",
          path: `/deliveries/d/fail`,
          as: OPS,
          body: { reason: "W" }
        },
        ...(["name", "address"] as const).map((field) => ({
          method: "PUT",
          path: `/restaurants/${town.restaurantId}`,
          as: OPS,
          body: { ...restaurant, [field]: "W" }
        })),
        ...[
          ["name", '"name":"margherita"'],
          ["description", '"description":"Good"'],
          ["imageUrl", '"imageUrl":null']
        ].map(([field = "", text = ""]) => ({
          method: "PUT",
          path: `/restaurants/${town.restaurantId}/menu`,
          as: OPS,
          body: JSON.stringify(menuBody()).replace(
            text,
            `"${field}":"${field === "imageUrl" ? "https://x.test/W" : "W"}"`
          )
        })),
        {
          method: "POST",
          path: "/couriers",
          as: OPS,
          body: { driverId: "d-w", regionId: town.regionId, name: "W", vehicle: "car" }
        },
        ...(["label", "text"] as const).map((field) => ({
          method: "PUT",
          path: "/customers/me",
          as: town.customer,
          body: {
            name: "n",
            email: null,
            phone: null,
            addresses: [{ label: "l", text: "t", location: places.door, [field]: "W" }]
          }
        })),
        {
          method: "PUT",
          path: "/customers/me",
          as: town.customer,
          body: { name: "W", email: null, phone: null, addresses: [] }
        },
        {
          method: "POST",
          path: "/payments",
          as: town.customer,
          body: { orderId, paymentMethod: "card", paymentToken: "W" }
        }
      ]
      for (const { as, body, method, path } of writes) {
        for (const wrong of UNSTORABLE) {
          const json = typeof body === "string" ? body : JSON.stringify(body)
          const text = json.replace("W", JSON.stringify(wrong).slice(1, -1))
          expect(text).not.toBe(json)
          const answer = await site().command(method, path, { as, body: text })
          expect(answer.status, `${method} ${path} ${text} ${answer.text}`).toBe(400)
        }
      }
    })

    it("S132: a card number is refused wherever it might be written down", async () => {
      const town = await openTown(site(), "cards")
      const { orderId } = await place(site(), town)
      const full = orderBody(town, {
        note: "n",
        address: { ...places.door, text: "t", recipient: "r", instructions: "i" }
      })
      for (const field of ["n", "t", "r", "i", "tok_ok"]) {
        const answer = await site().command("POST", "/orders", {
          as: town.customer,
          body: replaced(full, field, CARD)
        })
        expect(answer.status, field).toBe(400)
        expect(answer.text).not.toContain("4242")
      }
      for (const word of ["cancel", "reject"]) {
        const answer = await site().command("POST", `/orders/${orderId}/${word}`, {
          as: OPS,
          body: { reason: `my card is ${CARD}` }
        })
        expect(answer.status, word).toBe(400)
      }
      const paid = await site().command("POST", "/payments", {
        as: town.customer,
        body: { orderId, paymentMethod: "card", paymentToken: CARD }
      })
      expect(paid.status).toBe(400)
    })
  })
}
