import {
  advanceCase,
  type CaseOptions,
  CaseEntry,
  defaultCaseOptions,
  defaultSagaOptions,
  fromOutside,
  isCase,
  isSettled,
  nextTimer,
  noCase,
  OrderCase,
  replayCase,
  TERMINAL_DELIVERY_STATUSES,
  TERMINAL_ORDER_STATUSES,
  toDelivery,
  toOrder
} from "@hotbag/core"
import { Result, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ana, payment, placeOrder } from "../order/orders.ts"
import { CaseWorld, type Temper } from "./CaseWorld.ts"

const options: fc.Arbitrary<CaseOptions> = fc
  .constantFrom("created", "confirmed", "jit")
  .map((trigger) => ({ ...defaultCaseOptions, saga: { ...defaultSagaOptions, trigger } }))
const often = fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false))
const temper: fc.Arbitrary<Temper> = fc.record({
  autoAccept: fc.boolean(),
  restaurantAnswers: often,
  couriersCome: often
})
const choices = fc.array(fc.noBias(fc.nat({ max: 1_000_000 })), { maxLength: 120, size: "max" })
const steady: Temper = { autoAccept: true, restaurantAnswers: true, couriersCome: true }

/** Sends everything, the clock going on and sometimes back by up to a minute. */
const play = (world: CaseWorld, numbers: ReadonlyArray<number>): void => {
  for (const choice of numbers) {
    world.pass(((choice % 400) - 60) * 1_000)
    world.send(world.input(choice))
  }
}

const checkRest = (world: CaseWorld): void => {
  const { order, delivery, saga } = world.state
  expect(TERMINAL_ORDER_STATUSES.has(order.status), `P6: order is ${order.status}`).toBe(true)
  expect(delivery.status === "none" || TERMINAL_DELIVERY_STATUSES.has(delivery.status)).toBe(true)
  expect(order.status === "delivered").toBe(delivery.status === "delivered")
  expect(isSettled(saga), "P5: settled").toBe(true)
  if (isCase(world.state)) expect(nextTimer(world.state)).toBeNull()
}

describe("a case", () => {
  it("P4: replays from its log to the state it has, and the log has no gap and does not run backwards", () => {
    fc.assert(
      fc.property(options, temper, choices, (rules, people, numbers) => {
        const world = new CaseWorld(rules, people)
        play(world, numbers)
        if (!isCase(world.state)) return
        expect(replayCase(world.log, rules)).toEqual(world.state)
        expect(world.log.map(({ seq }) => seq)).toEqual(world.log.map((_, index) => index + 1))
        for (const stream of ["order", "delivery"] as const) {
          const versions = world.log.filter((entry) => entry.stream === stream).map(({ version }) => version)
          expect(versions).toEqual(versions.map((_, index) => index + 1))
        }
        const times = world.log.map(({ atMs }) => atMs)
        expect(times).toEqual(times.toSorted((left, right) => left - right))
        const { order, delivery, saga } = world.state
        expect([saga.orderVersion, saga.deliveryVersion]).toEqual([order.version, delivery.version])
        expect([saga.orderStatus, saga.deliveryStatus]).toEqual([order.status, delivery.status])
      })
    )
  })

  it("survives being written down: log and state come back from JSON as they were", () => {
    fc.assert(
      fc.property(options, temper, choices, (rules, people, numbers) => {
        const world = new CaseWorld(rules, people)
        play(world, numbers)
        if (!isCase(world.state)) return
        const state = Schema.decodeUnknownSync(OrderCase)(JSON.parse(JSON.stringify(world.state)))
        expect(state).toEqual(world.state)
        const log = Schema.decodeUnknownSync(Schema.Array(CaseEntry))(JSON.parse(JSON.stringify(world.log)))
        expect(log).toEqual(world.log)
      })
    )
  })

  it("is left alone by what it refuses, and by hearing the same again", () => {
    fc.assert(
      fc.property(options, temper, choices, fc.nat({ max: 1_000_000 }), (rules, people, numbers, last) => {
        const world = new CaseWorld(rules, people)
        play(world, numbers)
        const input = world.input(last)
        const [before, written] = [structuredClone(world.state), world.log.length]
        const result = world.send(input)
        if (Result.isFailure(result)) {
          expect(world.state).toEqual(before)
          expect(world.log.length).toBe(written)
          expect(result.failure.message).not.toBe("")
          return
        }
        const after = structuredClone(world.state)
        const again = world.send(input)
        if (Result.isSuccess(again) && again.success.entries.length > 0) {
          // Nothing is free of repeats but what is worth telling each time.
          expect(again.success.errands.map(({ _tag }) => _tag)).toContain("Escalate")
        } else expect(world.state).toEqual(after)
      })
    )
  })

  it("P5, P6: comes to rest in a fair world, whatever happened before", () => {
    fc.assert(
      fc.property(options, temper, choices, (rules, people, numbers) => {
        const world = new CaseWorld(rules, people)
        // What the gateway does follows from what it was asked; the rest of the world does as it likes.
        for (const choice of numbers) {
          world.pass(((choice % 400) - 60) * 1_000)
          const input = world.input(choice)
          if (input._tag === "FromOutside" && input.fact._tag !== "RestaurantAccepted") continue
          world.send(input)
        }
        world.heal()
        checkRest(world)
      })
    )
  })

  it("P4: at rest, nothing moves it but a gateway that changes its mind", () => {
    fc.assert(
      fc.property(options, temper, choices, choices, (rules, people, numbers, later) => {
        const world = new CaseWorld(rules, people)
        for (const choice of numbers) {
          const input = world.input(choice)
          if (input._tag !== "FromOutside") world.send(input)
        }
        world.heal()
        const { order, delivery, saga } = world.state
        const refused = saga.orderStatus !== "none" && saga.payment === "refused"
        for (const choice of later) {
          const input = world.input(choice)
          if (refused && input._tag === "FromOutside" && input.fact._tag === "AuthorisationGranted") continue
          world.send(input)
        }
        expect(world.state).toMatchObject({ order, delivery, saga })
      })
    )
  })
})

describe("a case that does not exist", () => {
  it("takes nothing but its placement", () => {
    for (const input of [
      toOrder({ _tag: "MarkReady" }),
      toDelivery({ _tag: "PickUp", courierId: ana }),
      fromOutside({ _tag: "AuthorisationGranted", paymentId: payment, funds: "held" }),
      fromOutside({ _tag: "TimerFired", timer: "payment", dueAtMs: 1 })
    ]) {
      expect(Result.isFailure(advanceCase(noCase, input, 1))).toBe(true)
    }
    const placed = Result.getOrThrow(advanceCase(noCase, toOrder(placeOrder), 1_000_000))
    expect(placed.entries.map(({ fact }) => fact._tag)).toEqual(["OrderPlaced"])
    expect(placed.errands.map(({ _tag }) => _tag)).toEqual(["RequestPayment"])
    expect(nextTimer(placed.after)).toEqual({ timer: "payment", dueAtMs: 1_008_000 })
  })
})

describe("a case whose saga and people cross", () => {
  it("keeps what an aggregate refused as a refusal and goes on", () => {
    const world = new CaseWorld(defaultCaseOptions, steady)
    world.send(toOrder({ ...placeOrder, autoAccept: true }))
    world.send(fromOutside({ _tag: "AuthorisationGranted", paymentId: payment, funds: "held" }))
    expect(world.state.order.status).toBe("confirmed")
    expect(world.state.delivery.status).toBe("requested")
    // Operations call the delivery off after the kitchen is done; the order follows, and stops the delivery once more.
    world.send(toDelivery({ _tag: "CancelDelivery", reason: "operations" }))
    expect(world.state.order.status).toBe("cancelled")
    expect(world.refusals).toEqual([])
    world.heal()
    checkRest(world)
  })
})
