import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { RouteTable } from "../../../src/http/edge/RouteTable.ts"

const table = new RouteTable<string>()
for (const path of [
  "/orders",
  "/orders/:orderId",
  "/orders/:orderId/cancel",
  "/couriers/me",
  "/couriers/:courierId"
]) {
  table.add("GET", path, path)
}

const found = (path: string) => {
  const match = table.find(path)
  return match === null ? null : [match.byMethod.get("GET"), match.params]
}

describe("the table of routes", () => {
  it.each([
    ["/orders", "/orders", {}],
    ["/orders/7", "/orders/:orderId", { orderId: "7" }],
    ["/orders/a%20b/cancel", "/orders/:orderId/cancel", { orderId: "a b" }],
    ["/couriers/me", "/couriers/me", {}],
    ["/couriers/mee", "/couriers/:courierId", { courierId: "mee" }],
    ["/api/v1/orders/7", "/orders/:orderId", { orderId: "7" }],
    ["/orders/__proto__", "/orders/:orderId", { orderId: "__proto__" }]
  ])("finds %s", (path, route, params) => {
    expect(found(path)).toEqual([route, params])
  })

  it.each([
    "/",
    "",
    "/orders/",
    "//",
    "/orders//cancel",
    "/orders/7/none",
    "/api/v2/orders",
    "/api/v1",
    "/orders/%",
    "/orders/%ff"
  ])("finds nothing at %j", (path) => {
    expect(found(path)).toBeNull()
  })

  it("finds every id again, however it is written, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (id) => {
        fc.pre(id.isWellFormed())
        const match = table.find(`/orders/${encodeURIComponent(id)}`)
        expect(match?.params).toEqual({ orderId: id })
      })
    )
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (path) => {
        expect(() => table.find(path)).not.toThrow()
      })
    )
  })
})
