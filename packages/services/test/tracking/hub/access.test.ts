import { describe, expect, it } from "vitest"
import { DeliveryId, scopesOfRole } from "@hotbag/core"
import type { Viewer } from "@hotbag/services"
import { bearer, deliveryId, dinner } from "./dinnerCases.ts"
import { HubRoom } from "./HubRoom.ts"

const link = (id: string): Viewer => ({ _tag: "Link", deliveryId: DeliveryId.make(id) })

/** Who may watch what at the time when ana carries the order (P9). */
const matrix: ReadonlyArray<readonly [string, Viewer, string, boolean]> = [
  ["the customer of the order", bearer("customer", "ada"), "order:o1", true],
  ["the customer of the order", bearer("customer", "ada"), "delivery:d1", true],
  ["another customer", bearer("customer", "eve"), "order:o1", false],
  ["another customer", bearer("customer", "eve"), "delivery:d1", false],
  ["the customer", bearer("customer", "ada"), "courier:ana", false],
  ["the customer", bearer("customer", "ada"), "restaurant:soups", false],
  ["the restaurant", bearer("restaurant", "soups"), "order:o1", true],
  ["the restaurant", bearer("restaurant", "soups"), "restaurant:soups", true],
  ["another restaurant", bearer("restaurant", "salads"), "order:o1", false],
  ["another restaurant", bearer("restaurant", "salads"), "restaurant:soups", false],
  ["who carries it", bearer("courier", "ana"), "delivery:d1", true],
  ["who carries it", bearer("courier", "ana"), "courier:ana", true],
  ["who turned it down", bearer("courier", "bo"), "delivery:d1", false],
  ["another courier", bearer("courier", "bo"), "courier:ana", false],
  ["operations", bearer("operator", "olga"), "order:o1", true],
  ["operations", bearer("operator", "olga"), "restaurant:soups", true],
  ["operations", bearer("operator", "olga"), "driver:ana", true],
  ["who has the link", link("d1"), "delivery:d1", true],
  ["who has the link", link("d1"), "order:o1", false],
  ["who has another link", link("d2"), "delivery:d1", false]
]

describe("who may watch what (P9)", () => {
  it.each(matrix)("%s (%o) watches %s: %s", (_, viewer, topic, may) => {
    const room = new HubRoom(8)
    const { sink } = room.watch(viewer, [topic])
    room.answer()
    if (may) expect(sink.events).toEqual(["snapshot"])
    else expect([sink.ended, sink.sent]).toEqual(["not-found", []])
  })

  it("takes the scope of the token", () => {
    const scopes = scopesOfRole.customer.filter((scope) => scope !== "deliveries:read")
    const viewer: Viewer = {
      _tag: "Bearer",
      identity: { actor: { role: "customer", subject: "ada" }, scopes: new Set(scopes) }
    }
    const { sink } = new HubRoom(8).watch(viewer, [`delivery:${deliveryId}`])
    expect(sink.ended).toBe("not-found")
  })

  it("refuses one topic of several without a word about it, and leaves the others", () => {
    const room = new HubRoom(8)
    const { sink } = room.watch(bearer("customer", "ada"), ["order:o1", "restaurant:soups"])
    room.answer()
    expect(sink.refused).toEqual(["restaurant:soups"])
    expect(sink.events).toEqual(["snapshot"])
  })

  it("ends when the order is no longer the courier's", () => {
    const room = new HubRoom(4)
    const { sink } = room.watch(bearer("courier", "bo"), ["delivery:d1"])
    room.answer()
    expect(sink.events).toEqual(["snapshot"])
    room.save(dinner[4])
    expect(sink.ended).toBe("not-found")
  })
})
