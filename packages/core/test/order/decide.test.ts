import {
  decideOrder,
  evolveOrder,
  initialOrder,
  InvariantViolation,
  Limits,
  type OrderCommand,
  OrderStatus,
  orderStatusAfter,
  orderTransitions,
  PaymentId,
  TERMINAL_ORDER_STATUSES
} from "@hotbag/core"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, ana, bo, euros, orderCommands, orderIn, placeOrder, PLACED_AT_MS } from "./orders.ts"

const statuses = ["none" as const, ...OrderStatus.literals]
const commands = Object.values(orderCommands)
const LATER_MS = PLACED_AT_MS + 1_000

/** The state for a pair; a courier can only be unassigned where there is one. */
const stateFor = (status: (typeof statuses)[number], command: OrderCommand) => {
  const carried = ["confirmed", "preparing", "ready"].includes(status)
  return command._tag === "NoteCourierUnassigned" && carried
    ? after([orderCommands.NoteCourierAssigned], PLACED_AT_MS, orderIn(status))
    : orderIn(status)
}

/**
 * The whole lifecycle by hand, against which the table is checked: `>` something happens, `=` a repeat that changes
 * nothing, `.` rejected. Columns are the commands in the order of `orderCommands`.
 */
const grid: Readonly<Record<(typeof statuses)[number], string>> = {
  //                    Pl Au De Co Rj St Rv Re Pu Dl Fa Ca N+ N-
  none: "               >  .  .  .  .  .  .  .  .  .  .  .  .  . ",
  placed: "             .  >  >  .  .  .  .  .  .  .  .  >  .  . ",
  "payment-authorised": ".  =  .  >  >  .  .  .  .  .  .  >  .  . ",
  "payment-declined": " .  .  =  .  .  .  .  .  .  .  .  .  .  . ",
  confirmed: "          .  =  .  =  .  >  >  >  >  .  >  >  >  > ",
  rejected: "           .  .  .  .  =  .  .  .  .  .  .  .  .  . ",
  preparing: "          .  =  .  =  .  =  >  >  >  .  >  >  >  > ",
  ready: "              .  =  .  =  .  =  .  =  >  .  >  >  >  > ",
  "picked-up": "        .  =  .  =  .  =  .  =  =  >  >  .  =  . ",
  delivered: "          .  =  .  =  .  =  .  =  =  =  .  .  =  . ",
  cancelled: "          .  .  .  .  .  .  .  .  .  .  .  =  .  . ",
  failed: "             .  .  .  .  .  .  .  .  .  .  =  .  .  . "
}

describe("every status × command pair of an order (S8, S9, P4)", () => {
  it.each(statuses.flatMap((status) => commands.map((command) => ({ status, command }))))(
    "$status × $command._tag",
    ({ status, command }) => {
      const state = stateFor(status, command)
      expect(state.status).toBe(status)
      const cell = orderTransitions.find(status, command._tag)
      const mark = grid[status].replaceAll(" ", "").charAt(commands.indexOf(command))
      expect(cell === undefined ? "." : cell.events.length === 0 ? "=" : ">").toBe(mark)
      const before = structuredClone(state)
      const decided = decideOrder(state, command, LATER_MS)
      expect(state).toEqual(before)
      if (cell === undefined) {
        expect(Result.isFailure(decided)).toBe(true)
        return
      }
      const events = Result.getOrThrow(decided)
      expect(events.map((event) => event._tag)).toEqual(cell.events)
      let next = state
      for (const event of events) {
        expect(event.version).toBe(next.version + 1)
        expect(event.atMs).toBe(LATER_MS)
        next = evolveOrder(next, event)
        expect(next.status).toBe(orderStatusAfter[event._tag] ?? status)
      }
      expect(next.status).toBe(cell.to)
    }
  )
})

const rejection = (status: (typeof statuses)[number], command: OrderCommand, atMs = LATER_MS) => {
  const decided = decideOrder(orderIn(status), command, atMs)
  return Result.isFailure(decided) ? decided.failure : undefined
}

describe("rejections say what was wrong and what to do", () => {
  it("before the placement", () => {
    expect(rejection("none", orderCommands.MarkReady)).toMatchObject({
      _tag: "OrderNotPlaced",
      message: "There is no such order yet; place it before MarkReady."
    })
  })

  it("after a placement", () => {
    expect(rejection("placed", placeOrder)).toMatchObject({ _tag: "OrderAlreadyPlaced" })
  })

  it("in the wrong status", () => {
    expect(rejection("placed", orderCommands.ConfirmOrder)).toMatchObject({
      _tag: "OrderTransitionRefused",
      message: "The order is placed; ConfirmOrder is possible while it is payment-authorised."
    })
  })

  it("after the end", () => {
    for (const status of OrderStatus.literals.filter((status) => TERMINAL_ORDER_STATUSES.has(status))) {
      expect(rejection(status, orderCommands.RevisePreparation)).toMatchObject({ _tag: "OrderEnded", status })
    }
  })

  it("about a second payment", () => {
    const second = { ...orderCommands.AuthorisePayment, paymentId: PaymentId.make("pay-2") }
    expect(rejection("confirmed", second)).toMatchObject({ _tag: "PaymentConflict", given: "pay-2" })
  })
})

describe("placing an order", () => {
  it("reckons the total from lines and fee", () => {
    expect(orderIn("placed")).toMatchObject({ total: euros(2 * 650 + 220 + 199) })
  })

  const [soup, bread] = placeOrder.items
  const line = soup ?? bread
  it.each([
    ["no lines", { items: [] }, "OrderLinesRefused"],
    [
      "too many lines",
      { items: Array.from({ length: Limits.orderLines + 1 }, () => line) },
      "OrderLinesRefused"
    ],
    ["no pieces", { items: [{ ...line, quantity: 0 }] }, "OrderLinesRefused"],
    ["half a piece", { items: [{ ...line, quantity: 0.5 }] }, "OrderLinesRefused"],
    ["too many pieces", { items: [{ ...line, quantity: Limits.itemQuantity + 1 }] }, "OrderLinesRefused"],
    ["a negative price", { items: [{ ...line, unitPrice: euros(-1) }] }, "OrderLinesRefused"],
    ["a negative fee", { deliveryFee: euros(-1) }, "OrderLinesRefused"],
    ["two currencies", { deliveryFee: { amountMinor: 1, currency: "USD" } }, "OrderTotalRefused"],
    ["a total out of range", { deliveryFee: euros(Limits.moneyMinor) }, "OrderTotalRefused"],
    [
      "a line out of range",
      { items: [{ ...line, unitPrice: euros(Limits.moneyMinor) }] },
      "OrderTotalRefused"
    ]
  ])("refuses %s", (_, change, tag) => {
    const command = Object.assign({}, placeOrder, change)
    expect(rejection("none", command)).toMatchObject({ _tag: tag })
  })
})

describe("couriers on an order (P3)", () => {
  const carried = after([orderCommands.NoteCourierAssigned], PLACED_AT_MS, orderIn("confirmed"))

  it("are known one at a time", () => {
    const assignBo = { ...orderCommands.NoteCourierAssigned, courierId: bo }
    expect(decideOrder(carried, assignBo, LATER_MS)).toMatchObject({
      failure: { _tag: "CourierConflict", known: ana, given: bo }
    })
    expect(decideOrder(carried, orderCommands.NoteCourierAssigned, LATER_MS)).toEqual(Result.succeed([]))
  })

  it("only the assigned one picks up", () => {
    expect(decideOrder(carried, { _tag: "MarkPickedUp", courierId: bo }, LATER_MS)).toMatchObject({
      failure: { _tag: "CourierConflict" }
    })
  })

  it("are changed by unassigning first", () => {
    const changed = after(
      [orderCommands.NoteCourierUnassigned, { _tag: "NoteCourierAssigned", courierId: bo }],
      LATER_MS,
      carried
    )
    expect(changed).toMatchObject({ courierId: bo, withoutCourierSinceMs: null })
    expect(after([orderCommands.NoteCourierUnassigned], LATER_MS, carried)).toMatchObject({
      courierId: null,
      withoutCourierSinceMs: LATER_MS
    })
  })

  it("are not unassigned twice, nor the wrong one", () => {
    expect(decideOrder(orderIn("confirmed"), orderCommands.NoteCourierUnassigned, LATER_MS)).toEqual(
      Result.succeed([])
    )
    expect(decideOrder(carried, { _tag: "NoteCourierUnassigned", courierId: bo }, LATER_MS)).toMatchObject({
      failure: { _tag: "CourierConflict" }
    })
  })
})

describe("reports that were forgotten", () => {
  it("a pickup implies that the food was ready, and says so to watchers", () => {
    const decided = decideOrder(orderIn("preparing"), orderCommands.MarkPickedUp, LATER_MS)
    expect(Result.getOrThrow(decided)).toMatchObject([
      { _tag: "FoodReady", reported: false },
      { _tag: "OrderPickedUp", courierId: ana }
    ])
  })

  it("ready food implies that preparation began", () => {
    expect(after([orderCommands.MarkReady], LATER_MS, orderIn("confirmed"))).toMatchObject({
      preparingAtMs: LATER_MS,
      readyAtMs: LATER_MS
    })
  })

  it("an estimate that is the same changes nothing", () => {
    const again = { ...orderCommands.RevisePreparation, readyEstimateAtMs: PLACED_AT_MS + 600_000 }
    expect(decideOrder(orderIn("confirmed"), again, LATER_MS)).toEqual(Result.succeed([]))
  })
})

describe("time and sequence", () => {
  it("never runs backwards, even if the clock does", () => {
    const decided = decideOrder(orderIn("placed"), orderCommands.AuthorisePayment, PLACED_AT_MS - 500)
    expect(Result.getOrThrow(decided)).toMatchObject([{ atMs: PLACED_AT_MS }])
  })

  it("evolve refuses events out of sequence, of another order, or without a placement", () => {
    const placed = orderIn("placed")
    const [event] = Result.getOrThrow(decideOrder(placed, orderCommands.AuthorisePayment, LATER_MS))
    const [placement] = Result.getOrThrow(decideOrder(initialOrder, placeOrder, LATER_MS))
    if (event === undefined || placement === undefined) throw new Error("nothing decided")
    expect(() => evolveOrder(placed, { ...event, version: 3 })).toThrow(InvariantViolation)
    expect(() => evolveOrder(placed, placement)).toThrow(InvariantViolation)
    expect(() => evolveOrder(initialOrder, { ...event, version: 1 })).toThrow(InvariantViolation)
    expect(() => evolveOrder(placed, Object.assign({}, event, { orderId: "order-2" }))).toThrow(
      InvariantViolation
    )
  })
})
