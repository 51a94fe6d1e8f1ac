import { MINUTE_MS, type LatLng, type TravelModel } from "@hotbag/core"
import type { FreeCourier, OpenDelivery, ServiceTimes, Snapshot } from "@hotbag/dispatch"
import * as fc from "fast-check"

/** Noon: far from both midnights, so that nothing hides behind a zero. */
export const NOON_MS = 12 * 60 * MINUTE_MS

/** A delivery in minutes from now and kilometres on the plane; what is left out is ordinary. */
export interface DeliverySketch {
  readonly handle: number
  readonly pickup: readonly [number, number]
  readonly dropoff: readonly [number, number]
  readonly placedMin: number
  readonly readyMin: number
  readonly promisedMin: number
}

/** A courier in the same units. */
export interface CourierSketch {
  readonly handle: number
  readonly position: readonly [number, number]
  readonly availableMin: number
  readonly offMin: number
  readonly load: number
  readonly acceptance: number
  readonly assignedCount: number
  readonly idleSinceMin: number
}

/** A city of whole kilometres, one minute each; two minutes of handling on each side of a stop unless told. */
export interface SnapshotSketch {
  readonly deliveries: ReadonlyArray<DeliverySketch>
  readonly couriers: ReadonlyArray<CourierSketch>
  /** Which pairs may match; everything when left out. Indexes into the lists above. */
  readonly mayCarry?: (delivery: number, courier: number) => boolean
  readonly service?: ServiceTimes
}

export const delivery = (handle: number, sketch: Partial<DeliverySketch> = {}): DeliverySketch => ({
  handle,
  pickup: [0, 0],
  dropoff: [0, 5],
  placedMin: 0,
  readyMin: 0,
  promisedMin: 40,
  ...sketch
})

export const courier = (handle: number, sketch: Partial<CourierSketch> = {}): CourierSketch => ({
  handle,
  position: [0, 0],
  availableMin: 0,
  offMin: 240,
  load: 0,
  acceptance: 1,
  assignedCount: 0,
  idleSinceMin: 0,
  ...sketch
})

/** A flat world whose degrees are kilometres: a minute each, rounded up to whole minutes. */
const kilometreAMinute: TravelModel = {
  name: "kilometre-a-minute",
  topSpeedMps: 1000 / 60,
  durationMs: (from, to) => Math.ceil(Math.hypot(to.lng - from.lng, to.lat - from.lat)) * MINUTE_MS
}

const TWO_MINUTES_EACH: ServiceTimes = {
  beforePickupMs: 2 * MINUTE_MS,
  afterPickupMs: 2 * MINUTE_MS,
  beforeDropoffMs: 2 * MINUTE_MS,
  afterDropoffMs: 2 * MINUTE_MS
}

/** Builds the snapshot of a sketch: rows nearest first, ties as the couriers are listed. */
export const snapshotOf = (sketch: SnapshotSketch): Snapshot => {
  const travel = kilometreAMinute
  const place = ([x, y]: readonly [number, number]): LatLng => ({ lat: y, lng: x })
  const atMin = (minutes: number) => NOON_MS + minutes * MINUTE_MS
  const deliveries = sketch.deliveries.map((d): OpenDelivery => ({
    handle: d.handle,
    pickup: place(d.pickup),
    dropoff: place(d.dropoff),
    placedAtMs: atMin(d.placedMin),
    readyAtMs: atMin(d.readyMin),
    promisedAtMs: atMin(d.promisedMin)
  }))
  const couriers = sketch.couriers.map((c): FreeCourier => ({
    handle: c.handle,
    position: place(c.position),
    availableAtMs: atMin(c.availableMin),
    offAtMs: atMin(c.offMin),
    vehicle: "car",
    load: c.load,
    acceptance: c.acceptance,
    assignedCount: c.assignedCount,
    onDutySinceMs: atMin(-60),
    atRestaurantSinceMs: null,
    idleSinceMs: atMin(c.idleSinceMin)
  }))
  const rows = deliveries.map((d, index) =>
    couriers
      .map((c, other) => ({
        other,
        toPickupMs: travel.durationMs(c.position, d.pickup, c.vehicle, c.availableAtMs)
      }))
      .filter(({ other }) => sketch.mayCarry?.(index, other) ?? true)
      .toSorted((a, b) => a.toPickupMs - b.toPickupMs)
  )
  const pairStart = new Int32Array(rows.length + 1)
  rows.forEach((row, index) => {
    pairStart[index + 1] = (pairStart[index] ?? 0) + row.length
  })
  return {
    atMs: NOON_MS,
    travel,
    service: sketch.service ?? TWO_MINUTES_EACH,
    deliveries,
    couriers,
    pairStart,
    pairCourier: Int32Array.from(rows.flat(), ({ other }) => other),
    pairToPickupMs: Float64Array.from(rows.flat(), ({ toPickupMs }) => toPickupMs)
  }
}

const kilometres = fc.tuple(fc.nat(6), fc.nat(6))

const handles = (count: number) => fc.uniqueArray(fc.nat(99), { minLength: count, maxLength: count })

const deliverySketch = (handle: number): fc.Arbitrary<DeliverySketch> =>
  fc.record({
    handle: fc.constant(handle),
    pickup: kilometres,
    dropoff: kilometres,
    placedMin: fc.integer({ min: -40, max: 0 }),
    readyMin: fc.integer({ min: -20, max: 20 }),
    promisedMin: fc.integer({ min: -10, max: 40 })
  })

const courierSketch = (handle: number): fc.Arbitrary<CourierSketch> =>
  fc.record({
    handle: fc.constant(handle),
    position: kilometres,
    availableMin: fc.oneof(fc.constant(-3), fc.constant(0), fc.integer({ min: 1, max: 15 })),
    offMin: fc.integer({ min: 0, max: 60 }),
    load: fc.oneof(fc.constant(0), fc.nat(3)),
    acceptance: fc.constantFrom(0, 0.4, 0.75, 1),
    assignedCount: fc.nat(9),
    idleSinceMin: fc.integer({ min: -30, max: 0 })
  })

/** Few deliveries and couriers on a small grid of whole minutes: plenty of ties, scarcity both ways, gaps in handles. */
export const smallSketch: fc.Arbitrary<SnapshotSketch> = fc
  .record({ deliveries: fc.nat(5), couriers: fc.nat(5) })
  .chain((count) =>
    fc.record({ deliveries: handles(count.deliveries), couriers: handles(count.couriers) }).chain((taken) =>
      fc
        .record({
          deliveries: fc.tuple(...taken.deliveries.map(deliverySketch)),
          couriers: fc.tuple(...taken.couriers.map(courierSketch)),
          barred: fc.uniqueArray(fc.nat(24), { maxLength: 6 })
        })
        .map(({ deliveries, couriers, barred }) => ({
          deliveries,
          couriers,
          mayCarry: (d: number, c: number) => !barred.includes(d * 5 + c)
        }))
    )
  )

/** The same sketch with its lists in reverse: equal for anybody who does not look at positions in lists. */
export const reversed = (sketch: SnapshotSketch): SnapshotSketch => {
  const lastDelivery = sketch.deliveries.length - 1
  const lastCourier = sketch.couriers.length - 1
  return {
    ...sketch,
    deliveries: sketch.deliveries.toReversed(),
    couriers: sketch.couriers.toReversed(),
    mayCarry: (d, c) => sketch.mayCarry?.(lastDelivery - d, lastCourier - c) ?? true
  }
}
