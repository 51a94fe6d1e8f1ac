import { describe, expect, it } from "@effect/vitest"
import { MINUTE_MS, SECOND_MS, toDelivery, toOrder } from "@hotbag/core"
import {
  Alerts,
  Dispatch,
  DispatchAlerts,
  dispatchAlertsLayer,
  Explanations,
  memoryAlerts
} from "@hotbag/services"
import { Effect, Layer } from "effect"
import {
  accepts,
  Alarms,
  asked,
  courier,
  delivers,
  deliveryOf,
  dispatchedTown,
  dispatcher,
  everything,
  now,
  offDuty,
  onDuty,
  operator,
  order,
  pass,
  place,
  placeOnly,
  REGION,
  rejects,
  send,
  statusOf,
  town,
  until
} from "./town.ts"

describe("an order finds its courier", () => {
  it.effect("S9: offered, accepted, picked up, delivered; the courier is free again", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 1])
      const orderId = yield* place(1)
      yield* accepts(1)
      expect(yield* deliveryOf(orderId)).toMatchObject({ status: "accepted", courierId: courier(1) })
      expect((yield* now(1)).status).toBe("to-restaurant")
      yield* delivers(1, orderId)
      expect(yield* statusOf(orderId)).toBe("delivered")
      yield* pass(SECOND_MS)
      expect(yield* now(1)).toMatchObject({
        status: "idle",
        courier: { asked: 1, accepted: 1, assigned: 1 }
      })
      yield* place(2)
      yield* accepts(1)
      expect(yield* statusOf(order(2))).toBe("accepted")
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("S11: who declines is not asked again, the next best is", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0.5])
      yield* onDuty(2, [0, 3])
      const orderId = yield* place(1)
      yield* rejects(1)
      yield* accepts(2)
      expect(yield* deliveryOf(orderId)).toMatchObject({ courierId: courier(2), declinedBy: [courier(1)] })
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("S11: who lets an offer lapse is not asked again either, also not by the next dispatcher", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0.5])
      const orderId = order(1)
      yield* Effect.gen(function* () {
        yield* place(1)
        yield* asked(1)
        yield* until(
          "the offer lapses",
          Effect.map(statusOf(orderId), (status) => status === "requested")
        )
        yield* pass(2 * MINUTE_MS)
        expect(yield* statusOf(orderId)).toBe("requested")
      }).pipe(Effect.provide(dispatcher()))
      yield* Effect.gen(function* () {
        yield* pass(2 * MINUTE_MS)
        expect(yield* deliveryOf(orderId)).toMatchObject({ status: "requested", attempts: 1 })
        yield* onDuty(2, [0, 3])
        yield* accepts(2)
      }).pipe(Effect.provide(dispatcher()))
    }).pipe(Effect.provide(town))
  )

  it.effect(
    "S12: with nobody online it waits, operations are told once, and it is served when somebody comes",
    () =>
      Effect.gen(function* () {
        const alarms = yield* Alarms
        const orderId = yield* place(1)
        yield* pass(25 * MINUTE_MS)
        expect(alarms).toMatchObject([{ _tag: "NoCourier", orderId, note: { why: "no-courier-in-reach" } }])
        yield* onDuty(1, [0, 1])
        yield* accepts(1)
        yield* delivers(1, orderId)
        expect(yield* statusOf(orderId)).toBe("delivered")
        expect(alarms).toHaveLength(1)
      }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("S12: the alert stands where operations look", () =>
    Effect.gen(function* () {
      const { raise } = yield* DispatchAlerts
      const note = {
        _tag: "Escalated",
        atMs: 700_000,
        why: "everybody-declined",
        waitedMs: 600_000,
        searchedM: 12_000
      } as const
      yield* raise({ _tag: "NoCourier", regionId: REGION, orderId: order(1), note })
      yield* raise({ _tag: "SlowRound", regionId: REGION, tookMs: 900 })
      const { latest } = yield* Alerts
      expect(yield* latest).toEqual([
        { orderId: order(1), why: "no-courier", sinceMs: 100_000, atMs: 700_000 }
      ])
    }).pipe(Effect.provide(dispatchAlertsLayer.pipe(Layer.provideMerge(memoryAlerts))))
  )

  it.effect("S13: every widening of the search is on record", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 5])
      yield* place(1)
      yield* asked(1)
      const { notes } = yield* Effect.flatMap(Explanations, (explanations) => explanations.of(order(1)))
      expect(notes.filter(({ _tag }) => _tag === "Widened").length).toBeGreaterThan(0)
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("S105: the reasons of each offer are kept, as data and in words", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0.5])
      yield* onDuty(2, [0, 3])
      yield* pass(SECOND_MS)
      const orderId = yield* place(1)
      const offerId = yield* asked(1)
      const dispatch = yield* Dispatch
      const reasons = yield* dispatch.explain(operator, orderId)
      expect(reasons).toMatchObject({
        orderId,
        offers: [{ offerId, chosen: courier(1), policy: "planner", considered: 2 }]
      })
      expect(reasons.offers[0]?.words).toContain("chose courier courier-1 among 2")
      expect(reasons.offers[0]?.candidates.map(({ courierId }) => courierId)).toContain(courier(2))
    }).pipe(Effect.provide(dispatchedTown))
  )
})

describe("a cancelled order", () => {
  const cancel = (n: number) =>
    send(order(n), toOrder({ _tag: "CancelOrder", by: "platform", reason: "test" }))

  it.effect("S25: while it waits, is forgotten", () =>
    Effect.gen(function* () {
      yield* place(1)
      yield* pass(SECOND_MS)
      yield* cancel(1)
      yield* onDuty(1, [0, 1])
      yield* pass(MINUTE_MS)
      expect((yield* now(1)).offers).toEqual([])
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("S25: while it is offered, leaves the courier free for the next one", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 1])
      yield* place(1)
      yield* asked(1)
      yield* cancel(1)
      yield* pass(SECOND_MS)
      expect((yield* now(1)).offers).toEqual([])
      yield* place(2)
      yield* accepts(1)
      expect(yield* statusOf(order(2))).toBe("accepted")
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("S25: while somebody is on the way, frees them", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 1])
      yield* place(1)
      yield* accepts(1)
      yield* pass(SECOND_MS)
      yield* cancel(1)
      yield* pass(SECOND_MS)
      expect((yield* now(1)).status).toBe("idle")
      yield* place(2)
      yield* accepts(1)
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("in one bundle with another takes back the offer of both, and the other is offered again", () =>
    Effect.gen(function* () {
      // Two orders for neighbouring doors, one courier.
      yield* place(1, { to: [3, 3] })
      yield* place(2, { to: [3, 3.1] })
      yield* onDuty(1, [0, 0.2])
      const offerId = yield* asked(1)
      const { offers } = yield* now(1)
      expect(offers).toHaveLength(2)
      yield* cancel(1)
      yield* until(
        "the other one is offered anew",
        Effect.map(
          deliveryOf(order(2)),
          (delivery) => delivery.status === "offered" && delivery.offerId !== offerId
        )
      )
      yield* accepts(1)
    }).pipe(Effect.provide(dispatchedTown))
  )
})

describe("a courier goes offline", () => {
  it.effect("with an offer open: it can still be accepted, and nothing more is offered", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 1])
      const orderId = yield* place(1)
      const offerId = yield* asked(1)
      yield* offDuty(1)
      yield* pass(SECOND_MS)
      expect(yield* deliveryOf(orderId)).toMatchObject({ status: "offered", offerId })
      yield* accepts(1)
      yield* delivers(1, orderId)
      expect((yield* now(1)).status).toBe("offline")
      yield* place(2)
      yield* pass(2 * MINUTE_MS)
      expect(yield* statusOf(order(2))).toBe("requested")
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("with work in hand: brings it to its end, and is asked again when back", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 1])
      const orderId = yield* place(1)
      yield* accepts(1)
      yield* offDuty(1)
      expect((yield* now(1)).status).toBe("to-restaurant")
      yield* delivers(1, orderId)
      yield* onDuty(1, [0, 1])
      yield* place(2)
      yield* accepts(1)
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("by the end of the turn of duty: nothing more is offered", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 1], 30)
      yield* pass(31 * MINUTE_MS)
      yield* place(1)
      yield* pass(2 * MINUTE_MS)
      expect(yield* statusOf(order(1))).toBe("requested")
      expect((yield* now(1)).status).toBe("offline")
    }).pipe(Effect.provide(dispatchedTown))
  )
})

describe("operations step in", () => {
  it.effect("S44: before the restaurant has taken the order, there is nothing to route yet", () =>
    Effect.gen(function* () {
      const dispatch = yield* Dispatch
      yield* onDuty(1, [0, 1])
      const orderId = yield* placeOnly(1)
      for (const refused of [
        dispatch.routeNow(operator, orderId),
        dispatch.assignTo(operator, orderId, courier(1))
      ])
        expect(yield* Effect.flip(refused)).toMatchObject({ _tag: "AssignRefused", why: "not-waiting" })
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("S44: an order is routed at once though its food is late, and asking twice does it once", () =>
    Effect.gen(function* () {
      const dispatch = yield* Dispatch
      yield* onDuty(1, [0, 1])
      const orderId = yield* place(1, { readyMin: 30 })
      yield* pass(MINUTE_MS)
      expect(yield* statusOf(orderId)).toBe("requested")
      expect(yield* dispatch.routeNow(operator, orderId)).toMatchObject({ status: "offered", attempts: 1 })
      expect(yield* dispatch.routeNow(operator, orderId)).toMatchObject({ status: "offered", attempts: 1 })
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("S44: a named courier is asked, an open offer to somebody else is taken back", () =>
    Effect.gen(function* () {
      const dispatch = yield* Dispatch
      yield* onDuty(1, [0, 0.5])
      yield* onDuty(2, [0, 4])
      const orderId = yield* place(1)
      yield* asked(1)
      const asked2 = yield* dispatch.assignTo(operator, orderId, courier(2))
      expect(asked2).toMatchObject({ status: "offered", offeredTo: courier(2) })
      expect(yield* dispatch.assignTo(operator, orderId, courier(2))).toEqual(asked2)
      expect((yield* now(1)).offers).toEqual([])
      yield* accepts(2)
      const refused = yield* Effect.flip(dispatch.assignTo(operator, orderId, courier(1)))
      expect(refused).toMatchObject({ _tag: "AssignRefused", why: "carried-by-another" })
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("S44: an order is taken from its courier before the pickup, not after it", () =>
    Effect.gen(function* () {
      const dispatch = yield* Dispatch
      yield* onDuty(1, [0, 0.5])
      const orderId = yield* place(1)
      yield* accepts(1)
      yield* pass(SECOND_MS)
      yield* onDuty(2, [0, 4])
      expect(yield* dispatch.reassign(operator, orderId, "courier-late")).toMatchObject({
        declinedBy: [courier(1)]
      })
      yield* accepts(2)
      yield* pass(SECOND_MS)
      yield* send(orderId, toDelivery({ _tag: "PickUp", courierId: courier(2) }))
      const refused = yield* Effect.flip(dispatch.reassign(operator, orderId, "operations"))
      expect(refused).toMatchObject({ why: "picked-up" })
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("P9: nobody else learns that the order exists", () =>
    Effect.gen(function* () {
      const dispatch = yield* Dispatch
      const orderId = yield* place(1)
      const stranger = { role: "courier", subject: "courier-9" } as const
      expect((yield* Effect.flip(dispatch.explain(stranger, orderId)))._tag).toBe("NotFound")
      expect((yield* Effect.flip(dispatch.routeNow(stranger, orderId)))._tag).toBe("NotFound")
    }).pipe(Effect.provide(dispatchedTown))
  )
})

describe("another dispatcher", () => {
  it.effect("S84, P3: takes over after a crash: offers are made anew, work goes on", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0.5])
      yield* Effect.gen(function* () {
        yield* place(1)
        yield* accepts(1)
        yield* onDuty(2, [0, 2])
        yield* place(2)
        yield* asked(2)
      }).pipe(Effect.provide(dispatcher()))
      const before = yield* deliveryOf(order(2))
      yield* Effect.gen(function* () {
        yield* until(
          "the offer is a new one",
          Effect.map(deliveryOf(order(2)), ({ offerId }) => offerId !== null && offerId !== before.offerId)
        )
        yield* accepts(2)
        yield* delivers(1, order(1))
        yield* delivers(2, order(2))
        yield* place(3)
        yield* accepts(1)
      }).pipe(Effect.provide(dispatcher()))
    }).pipe(Effect.provide(town))
  )

  it.effect("S84: a stale one is refused, stops, and is told of", () =>
    Effect.gen(function* () {
      const { alarms, leases, tables } = yield* everything
      yield* onDuty(1, [0, 0.5])
      yield* pass(SECOND_MS)
      const dispatch = yield* Dispatch
      expect(yield* dispatch.serving).toEqual(["metro"])
      // Somebody else has taken the region, and this dispatcher has not heard of it.
      const nowMs = 0
      const { regionId } = (yield* now(1)).courier
      const epoch = yield* leases.acquire(regionId, {
        holder: "hotbag",
        isRestart: true,
        atMs: nowMs,
        untilMs: nowMs + 60 * MINUTE_MS
      })
      yield* place(1)
      yield* pass(SECOND_MS)
      expect(alarms).toMatchObject([{ _tag: "RegionLost", epoch: epoch - 1 }])
      yield* pass(20 * MINUTE_MS)
      expect(tables.epochs.get(regionId), "who has lost a region does not take it back").toBe(epoch)
      expect(yield* dispatch.serving).toEqual([])
    }).pipe(Effect.provide(dispatchedTown))
  )
})
