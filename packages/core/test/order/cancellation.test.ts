import { decideOrder, Limits, mayCancel, type Order, OrderStatus, Party } from "@hotbag/core"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, orderCommands, orderIn, PLACED_AT_MS } from "./orders.ts"

/** S25 by hand: yes, no, or by the clock. Columns: customer, restaurant, platform. */
const expected: Readonly<Record<OrderStatus, readonly [string, string, string]>> = {
  placed: ["yes", "no", "yes"],
  "payment-authorised": ["yes", "yes", "yes"],
  "payment-declined": ["no", "no", "no"],
  confirmed: ["yes", "yes", "yes"],
  rejected: ["no", "no", "no"],
  preparing: ["clock", "yes", "yes"],
  ready: ["clock", "no", "yes"],
  "picked-up": ["no", "no", "no"],
  delivered: ["no", "no", "no"],
  cancelled: ["repeat", "repeat", "repeat"],
  failed: ["no", "no", "no"]
}

const GRACE_END_MS = PLACED_AT_MS + Limits.cancelGraceMs
const PATIENCE_END_MS = PLACED_AT_MS + Limits.withoutCourierCancelMs

/** Moments around both edges of the clock, and whether it lets the customer cancel then. */
const clock = [
  [PLACED_AT_MS, true],
  [GRACE_END_MS, true],
  [GRACE_END_MS + 1, false],
  [PATIENCE_END_MS - 1, false],
  [PATIENCE_END_MS, true]
] as const

const orderAt = (status: OrderStatus): Order => {
  const order = orderIn(status)
  if (order.status === "none") throw new Error("not placed")
  return order
}

const answer = (order: Order, by: Party, atMs: number) => {
  const decided = decideOrder(order, { _tag: "CancelOrder", by, reason: "changed my mind" }, atMs)
  if (Result.isFailure(decided)) return "no"
  return decided.success.length === 0 ? "repeat" : "yes"
}

describe("who may cancel when (S25)", () => {
  it.each(
    OrderStatus.literals.flatMap((status) =>
      Party.literals.flatMap((by, column) =>
        clock.map(([atMs, open]) => ({ status, by, column, atMs, open }))
      )
    )
  )("$by in $status at $atMs", ({ status, by, column, atMs, open }) => {
    const order = orderAt(status)
    const cell = expected[status][column]
    const want = cell === "clock" ? (open ? "yes" : "no") : cell
    expect(answer(order, by, atMs)).toBe(want)
    expect(mayCancel(order, by, atMs)).toBe(want === "yes")
  })

  it("does not count the wait while somebody carries it", () => {
    const carried = after([orderCommands.NoteCourierAssigned], PLACED_AT_MS, orderAt("preparing"))
    const lost = after([orderCommands.NoteCourierUnassigned], PATIENCE_END_MS, carried)
    if (carried.status === "none" || lost.status === "none") throw new Error("not placed")
    expect(answer(carried, "customer", PATIENCE_END_MS)).toBe("no")
    expect(answer(lost, "customer", PATIENCE_END_MS)).toBe("no")
    expect(answer(lost, "customer", PATIENCE_END_MS + Limits.withoutCourierCancelMs)).toBe("yes")
  })

  it("counts the grace from ready food when nobody reported that preparation began", () => {
    const ready = after([orderCommands.MarkReady], GRACE_END_MS, orderAt("confirmed"))
    if (ready.status === "none") throw new Error("not placed")
    expect(answer(ready, "customer", GRACE_END_MS + Limits.cancelGraceMs)).toBe("yes")
    expect(answer(ready, "customer", GRACE_END_MS + Limits.cancelGraceMs + 1)).toBe("no")
  })

  it("is up to the operator", () => {
    const rules = { cancelGraceMs: 0, withoutCourierCancelMs: 10 }
    const cancel = { _tag: "CancelOrder", by: "customer", reason: "too slow" } as const
    const at = (atMs: number) => Result.isSuccess(decideOrder(orderAt("ready"), cancel, atMs, rules))
    expect([0, 1, 9, 10].map((waited) => at(PLACED_AT_MS + waited))).toEqual([true, false, false, true])
  })

  it.each([
    ["customer", "preparing", "the kitchen is at work"],
    ["restaurant", "placed", "it has not been asked yet"],
    ["restaurant", "ready", "the food is ready"]
  ] as const)("tells the %s of an order that is %s why not", (by, status, hint) => {
    const cancel = { _tag: "CancelOrder", by, reason: "no" } as const
    const decided = decideOrder(orderAt(status), cancel, GRACE_END_MS + 1)
    expect(decided).toMatchObject({ failure: { _tag: "CancellationRefused", by, status } })
    if (Result.isFailure(decided)) expect(decided.failure.message).toContain(hint)
  })

  it("records who and why", () => {
    expect(after([orderCommands.CancelOrder], GRACE_END_MS, orderAt("ready"))).toMatchObject({
      status: "cancelled",
      endedBy: "platform",
      endReason: "no-courier",
      endedAtMs: GRACE_END_MS
    })
  })
})
