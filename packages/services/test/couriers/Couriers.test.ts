import { describe, expect, it } from "@effect/vitest"
import { HOUR_MS, Limits, MINUTE_MS, RegionId } from "@hotbag/core"
import { type Actor, CourierFeed, Couriers, Dispatch } from "@hotbag/services"
import { Effect, PubSub } from "effect"
import {
  accepts,
  at,
  courier,
  dispatchedTown,
  now,
  onDuty,
  operator,
  pass,
  place,
  REGION,
  town,
  until
} from "../dispatch/town.ts"

const me = (n: number): Actor => ({ role: "courier", subject: courier(n) })
const profile = (n: number) => ({
  courierId: courier(n),
  regionId: REGION,
  name: "Ana",
  vehicle: "bicycle" as const,
  rating: null
})
const start = { regionId: REGION, vehicle: "bicycle" as const, position: at([0, 0]), offAtMs: null }

describe("couriers", () => {
  it.effect("S23: are onboarded by operators, once", () =>
    Effect.gen(function* () {
      const couriers = yield* Couriers
      const ana = yield* couriers.onboard(operator, profile(1))
      expect(yield* couriers.onboard(operator, profile(1))).toEqual(ana)
      const other = couriers.onboard(operator, { ...profile(1), name: "Bo" })
      expect((yield* Effect.flip(other))._tag).toBe("CourierExists")
      expect((yield* Effect.flip(couriers.onboard(me(2), profile(2))))._tag).toBe("NotFound")
      expect(yield* couriers.list(operator, REGION, null, 10)).toEqual([ana])
      expect((yield* Effect.flip(couriers.list(me(1), REGION, null, 10)))._tag).toBe("NotFound")
    }).pipe(Effect.provide(town))
  )

  it.effect("S22, C15: go on and off duty; doing so twice changes nothing", () =>
    Effect.gen(function* () {
      const couriers = yield* Couriers
      yield* couriers.onboard(operator, profile(1))
      expect((yield* couriers.now(me(1), courier(1))).status).toBe("offline")
      const on = yield* couriers.goOn(me(1), courier(1), start)
      expect(on).toMatchObject({ status: "idle", offers: [], work: [] })
      expect(yield* couriers.goOn(me(1), courier(1), start)).toEqual(on)
      const off = yield* couriers.goOff(me(1), courier(1))
      expect(off.status).toBe("offline")
      expect(yield* couriers.goOff(me(1), courier(1))).toEqual(off)
    }).pipe(Effect.provide(town))
  )

  it.effect("P9: do not exist for each other", () =>
    Effect.gen(function* () {
      const couriers = yield* Couriers
      yield* couriers.onboard(operator, profile(1))
      for (const refused of [
        couriers.now(me(2), courier(1)),
        couriers.goOn(me(2), courier(1), start),
        couriers.goOff(me(2), courier(1)),
        couriers.now(me(3), courier(3))
      ])
        expect(yield* Effect.flip(refused)).toMatchObject({ _tag: "NotFound" })
      // Who has a token and was never onboarded.
      expect(yield* Effect.flip(couriers.goOn(me(3), courier(3), start))).toMatchObject({ _tag: "NotFound" })
    }).pipe(Effect.provide(town))
  )

  it.effect("do not go on duty as nobody can work", () =>
    Effect.gen(function* () {
      const couriers = yield* Couriers
      yield* couriers.onboard(operator, profile(1))
      const goOn = (more: Partial<typeof start> | { readonly offAtMs: number }) =>
        Effect.flip(couriers.goOn(me(1), courier(1), { ...start, ...more }))
      expect(yield* goOn({ offAtMs: 0 })).toMatchObject({ why: "ends-in-the-past" })
      expect(yield* goOn({ offAtMs: 20 * HOUR_MS })).toMatchObject({ why: "too-long" })
    }).pipe(Effect.provide(town))
  )

  it.effect("P8: work only in regions that are there, and none gets a dispatcher by a word", () =>
    Effect.gen(function* () {
      const couriers = yield* Couriers
      const dispatch = yield* Dispatch
      yield* onDuty(2, [0, 1])
      yield* until(
        "the region is served",
        Effect.map(dispatch.serving, (served) => served.length > 0)
      )
      yield* couriers.onboard(operator, profile(1))
      for (let n = 0; n < 20; n++) {
        const elsewhere = couriers.goOn(me(1), courier(1), { ...start, regionId: RegionId.make(`r${n}`) })
        expect(yield* Effect.flip(elsewhere)).toMatchObject({ _tag: "RegionRefused", why: "unknown" })
      }
      yield* pass(MINUTE_MS)
      expect(yield* dispatch.serving).toEqual([REGION])
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("may be at home where there is no restaurant yet, in as many regions as there is room for", () =>
    Effect.gen(function* () {
      const couriers = yield* Couriers
      const region = (n: number) => RegionId.make(`new-${n}`)
      // One of them is the region with restaurants.
      for (let n = 1; n < Limits.regions; n++) {
        yield* couriers.onboard(operator, { ...profile(n), regionId: region(n) })
      }
      const oneMore = { ...profile(0), regionId: region(0) }
      expect(yield* Effect.flip(couriers.onboard(operator, oneMore))).toMatchObject({
        _tag: "RegionRefused",
        why: "too-many"
      })
      yield* couriers.onboard(operator, { ...oneMore, regionId: region(1) })
      yield* couriers.onboard(operator, { ...profile(Limits.regions), regionId: REGION })
      const home = yield* couriers.goOn(me(1), courier(1), { ...start, regionId: region(1) })
      expect(home.courier.regionId).toBe(region(1))
      expect((yield* couriers.goOn(me(1), courier(1), start)).courier.regionId).toBe(REGION)
    }).pipe(Effect.provide(town))
  )

  it.effect("with work in hand stay in their region and on their vehicle", () =>
    Effect.gen(function* () {
      const couriers = yield* Couriers
      yield* onDuty(1, [0, 1])
      yield* place(1)
      yield* accepts(1)
      const motorcycle = { ...start, vehicle: "motorcycle" as const }
      const elsewhere = couriers.goOn(me(1), courier(1), { ...motorcycle, regionId: RegionId.make("other") })
      expect(yield* Effect.flip(elsewhere)).toMatchObject({ why: "work-in-another-region" })
      expect(yield* Effect.flip(couriers.goOn(me(1), courier(1), start))).toMatchObject({
        why: "work-on-another-vehicle"
      })
      const longer = yield* couriers.goOn(me(1), courier(1), { ...motorcycle, offAtMs: 60 * MINUTE_MS })
      expect(longer).toMatchObject({
        status: "to-restaurant",
        courier: { duty: { offAtMs: 60 * MINUTE_MS } }
      })
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("S22: are where they were last, and who listens hears of it", () =>
    Effect.gen(function* () {
      const couriers = yield* Couriers
      const feed = yield* CourierFeed
      yield* onDuty(1, [0, 1])
      const news = yield* feed.subscribe
      yield* couriers.moved(courier(1), at([2, 2]), 5)
      yield* couriers.moved(courier(1), at([1, 1]), 4)
      expect((yield* now(1)).courier.position).toEqual({ at: at([2, 2]), atMs: 5 })
      expect(yield* PubSub.takeAll(news)).toHaveLength(2)
      expect(yield* Effect.flip(couriers.moved(courier(7), at([0, 0]), 1))).toMatchObject({
        _tag: "NotFound"
      })
    }).pipe(Effect.scoped, Effect.provide(town))
  )
})
