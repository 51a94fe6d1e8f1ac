import {
  decideOrder,
  evolveOrder,
  initialOrder,
  Order,
  OrderCommand,
  OrderEvent,
  orderDecider,
  type OrderState,
  orderStatusAfter,
  orderTransitions,
  PaymentId,
  replay,
  takeStep,
  TERMINAL_ORDER_STATUSES
} from "@hotbag/core"
import { Result, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ana, bo, orderCommands, PLACED_AT_MS } from "./orders.ts"

const courierId = fc.constantFrom(ana, bo)
const atMs = fc.integer({ min: PLACED_AT_MS, max: PLACED_AT_MS + 10_000_000 })

/** Any command, the happy path more often than the rest so that histories become long. */
const command: fc.Arbitrary<OrderCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<OrderCommand>(
      orderCommands.PlaceOrder,
      orderCommands.AuthorisePayment,
      orderCommands.ConfirmOrder,
      orderCommands.StartPreparing,
      orderCommands.MarkReady,
      orderCommands.MarkDelivered
    )
  },
  {
    weight: 2,
    arbitrary: fc.record({
      _tag: fc.constantFrom("MarkPickedUp", "NoteCourierAssigned", "NoteCourierUnassigned"),
      courierId
    })
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.constantFrom<OrderCommand>(
        orderCommands.DeclinePayment,
        orderCommands.RejectOrder,
        orderCommands.MarkFailed,
        { _tag: "AuthorisePayment", paymentId: PaymentId.make("pay-2") }
      ),
      fc.record({ _tag: fc.constant("RevisePreparation"), readyEstimateAtMs: atMs }),
      fc.record({
        _tag: fc.constant("CancelOrder"),
        by: fc.constantFrom("customer", "restaurant", "platform"),
        reason: fc.constant("because")
      })
    )
  }
)

/** Commands with the clocks of whoever sent them: not always forwards (F11). */
const history = fc.array(fc.tuple(command, atMs), { maxLength: 40, size: "max" })

const edges = new Set(
  orderTransitions.rows
    .filter((row) => row.events.length === 1)
    .map((row) => `${row.from} ${row.events.join()} ${row.to}`)
)

const decodeEvent = Schema.decodeUnknownSync(OrderEvent)
const decodeCommand = Schema.decodeUnknownSync(OrderCommand)
const decodeOrder = Schema.decodeUnknownSync(Order)
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Plays a history and checks each step; gives the events. */
const play = (commands: ReadonlyArray<readonly [OrderCommand, number]>): ReadonlyArray<OrderEvent> => {
  const events: Array<OrderEvent> = []
  let state: OrderState = initialOrder
  for (const [command, atMs] of commands) {
    const decided = decideOrder(state, command, atMs)
    if (Result.isFailure(decided)) {
      expect(decided.failure.message.length).toBeGreaterThan(20)
      continue
    }
    for (const event of decided.success) {
      const next = evolveOrder(state, event)
      checkStep(state, event, next)
      state = next
      events.push(event)
    }
    // A command that succeeded can be repeated at once, and changes nothing; only a placement is refused.
    const again = decideOrder(state, command, atMs)
    if (command._tag !== "PlaceOrder" && decided.success.length > 0) {
      expect(again, command._tag).toEqual(Result.succeed([]))
    }
  }
  return events
}

const checkStep = (before: OrderState, event: OrderEvent, after: Order) => {
  expect(event.version, "P4: versions are dense").toBe(before.version + 1)
  expect(after.version).toBe(event.version)
  expect(edges, "P4: along the table").toContain(`${before.status} ${event._tag} ${after.status}`)
  expect(after.status).toBe(orderStatusAfter[event._tag] ?? before.status)
  if (before.status === "none") return
  expect(TERMINAL_ORDER_STATUSES.has(before.status), "nothing leaves an end").toBe(false)
  expect(event.atMs, "no negative durations").toBeGreaterThanOrEqual(before.updatedAtMs)
  if (before.courierId !== null && after.courierId !== null) {
    expect(after.courierId, "P3: never from one courier to another").toBe(before.courierId)
  }
  expect(after.endedAtMs !== null).toBe(TERMINAL_ORDER_STATUSES.has(after.status))
  for (const [earlier, later] of [
    [after.placedAtMs, after.authorisedAtMs],
    [after.authorisedAtMs, after.confirmedAtMs],
    [after.confirmedAtMs, after.preparingAtMs],
    [after.preparingAtMs, after.readyAtMs],
    [after.readyAtMs, after.pickedUpAtMs]
  ] as const) {
    if (earlier !== null && later !== null) expect(later).toBeGreaterThanOrEqual(earlier)
    if (later !== null) expect(earlier, "no stage without the one before").not.toBeNull()
  }
}

describe("any history of an order", () => {
  it("keeps P3 and P4, whatever is asked in whatever order", () => {
    fc.assert(
      fc.property(history, (commands) => {
        const events = play(commands)
        expect(events.map((event) => event.version)).toEqual(events.map((_, index) => index + 1))
      }),
      { numRuns: 500 }
    )
  })

  it("can be stored and replayed: state is nothing but its events", () => {
    fc.assert(
      fc.property(history, (commands) => {
        const events = play(commands)
        const state = replay(orderDecider, events)
        const restored = replay(
          orderDecider,
          events.map((event) => decodeEvent(throughJson(event)))
        )
        expect(restored).toEqual(state)
        if (state.status !== "none") expect(decodeOrder(throughJson(state))).toEqual(state)
        for (const [command] of commands) expect(decodeCommand(throughJson(command))).toEqual(command)
      }),
      { numRuns: 200 }
    )
  })

  it("takes the same steps through the decider as by hand", () => {
    fc.assert(
      fc.property(history, (commands) => {
        let state: OrderState = orderDecider.initial
        for (const [command, atMs] of commands) {
          const step = takeStep(orderDecider, state, command, atMs)
          if (Result.isSuccess(step)) ({ state } = step.success)
        }
        expect(state).toEqual(replay(orderDecider, play(commands)))
      }),
      { numRuns: 100 }
    )
  })
})
