import {
  orderEventWords,
  OrderStatus,
  orderStatusAfter,
  orderStatusWords,
  statusField,
  webSocketName
} from "@hotbag/core"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { decideOrder } from "@hotbag/core"
import { orderCommands, orderIn, PLACED_AT_MS } from "./orders.ts"

const words = (kind: "a" | "b") =>
  new Set([...Object.values(orderStatusWords), ...Object.values(orderEventWords)].map((entry) => entry[kind]))

describe("words on the wire", () => {
  it("are there for every status and every event (C14)", () => {
    expect(Object.keys(orderStatusWords)).toEqual([...OrderStatus.literals])
    expect(Object.keys(orderEventWords)).toEqual(Object.keys(orderStatusAfter))
    for (const entry of [...Object.values(orderStatusWords), ...Object.values(orderEventWords)]) {
      for (const word of Object.values(entry)) expect(word).not.toBe("")
    }
  })

  it("hold every word of document A (C14)", () => {
    for (const word of ["accepted", "picked up", "enroute", "delivered"]) expect(words("a")).toContain(word)
  })

  it("hold every word of document B (C14)", () => {
    for (const word of ["received", "ready", "picked-up", "en-route", "delivered"]) {
      expect(words("b")).toContain(word)
    }
  })

  it("hold the names of the WebSocket events (S41)", () => {
    const names = Object.values(orderEventWords).map((entry) => entry.webSocket)
    for (const name of ["order-confirmed", "driver-en-route", "delivered"]) expect(names).toContain(name)
    expect(new Set(names).size).toBe(names.length)
    const [event] = Result.getOrThrow(decideOrder(orderIn("ready"), orderCommands.MarkPickedUp, PLACED_AT_MS))
    expect(event === undefined ? null : webSocketName(event)).toBe("driver-en-route")
  })

  it("begin with CREATED, and say CONFIRMED when the restaurant takes it (C5, S34, S50)", () => {
    expect(statusField("placed")).toBe("CREATED")
    expect(statusField("confirmed")).toBe("CONFIRMED")
    const fields = OrderStatus.literals.map(statusField)
    expect(new Set(fields).size).toBe(fields.length)
    // S56: the column is VARCHAR(20).
    for (const field of fields) expect(field).toMatch(/^[A-Z_]{1,20}$/)
  })
})
