import { HOUR_MS, MINUTE_MS, at, f64, fromPlane, haversineM, i32, planarWholeMinutes, u8 } from "@hotbag/core"
import type { Vehicle } from "@hotbag/core"
import type { Capacity } from "@hotbag/dispatch"
import fc from "fast-check"
import type { Announcements } from "../../../src/policy/planner/announce.ts"
import { fillCandidates } from "../../../src/policy/planner/candidates.ts"
import { loadView } from "../../../src/policy/planner/loadView.ts"
import { makePlanState, ROUTE_STOPS } from "../../../src/policy/planner/PlanState.ts"
import type { PlanState } from "../../../src/policy/planner/PlanState.ts"
import type { PlannerView } from "../../../src/policy/planner/PlannerView.ts"
import { makeTravelCache } from "../../../src/policy/planner/TravelCache.ts"
import { defaultPlannerWeights } from "../../../src/policy/planner/Weights.ts"

/** A small round: three restaurants, some deliveries, some couriers, all in whole minutes on a plane. */
export interface SmallRound {
  readonly deliveries: ReadonlyArray<{
    shop: number
    x: number
    y: number
    placed: number
    lead: number
    /** What the last round said: courier (nobody in the view when too high), minute at the door; null: nothing. */
    told?: { courier: number; at: number } | null | undefined
  }>
  readonly couriers: ReadonlyArray<{
    x: number
    y: number
    free: number
    off: number
    atShop: number
    vehicle: Vehicle
    assigned?: number
    since?: number
    acceptance?: number
  }>
  /** Restaurants at most so many metres apart may share a trip: of the three none, two pairs, or all. */
  readonly withinM?: number
}

export const smallRound = (most: { deliveries: number; couriers: number }): fc.Arbitrary<SmallRound> =>
  fc.record({
    withinM: fc.constantFrom(0, 2_600, 5_000),
    deliveries: fc.array(
      fc.record({
        shop: fc.integer({ min: 0, max: 2 }),
        x: fc.integer({ min: 0, max: 4_000 }),
        y: fc.integer({ min: 0, max: 4_000 }),
        placed: fc.integer({ min: 0, max: 10 }),
        lead: fc.integer({ min: 0, max: 25 }),
        told: fc.option(
          fc.record({ courier: fc.integer({ min: 0, max: 5 }), at: fc.integer({ min: 10, max: 60 }) })
        )
      }),
      { minLength: 1, maxLength: most.deliveries }
    ),
    couriers: fc.array(
      fc.record({
        x: fc.integer({ min: 0, max: 4_000 }),
        y: fc.integer({ min: 0, max: 4_000 }),
        free: fc.integer({ min: 0, max: 20 }),
        off: fc.integer({ min: 20, max: 120 }),
        atShop: fc.integer({ min: -1, max: 1 }),
        vehicle: fc.constantFrom("car", "motorcycle", "bicycle", "walking"),
        assigned: fc.integer({ min: 0, max: 6 }),
        since: fc.integer({ min: -120, max: 10 }),
        acceptance: fc.constantFrom(1, 0.5, 0.25)
      }),
      { minLength: 1, maxLength: most.couriers }
    )
  })

/** A loaded state with all deliveries in the pool and every courier a candidate of each. */
export const loadSmall = (round: SmallRound, weights = defaultPlannerWeights, capacity?: Capacity) => {
  const travel = planarWholeMinutes({ metersPerMinute: 320 })
  const cache = makeTravelCache(travel, 10)
  const place = (x: number, y: number) => cache.positions.push(fromPlane({ xM: x, yM: y })) - 1
  const shops = [place(500, 700), place(3_100, 2_200), place(900, 1_000)]
  const announced = new Map(
    round.deliveries.flatMap(({ told }, handle) =>
      told === undefined || told === null ? [] : ([[handle, announcementOf(handle, told)]] as const)
    )
  )
  const view: SmallView = {
    announced,
    atMs: 10 * MINUTE_MS,
    travel,
    service: {
      beforePickupMs: 2 * MINUTE_MS,
      afterPickupMs: 2 * MINUTE_MS,
      beforeDropoffMs: 2 * MINUTE_MS,
      afterDropoffMs: 2 * MINUTE_MS
    },
    ...(capacity === undefined ? {} : { capacity }),
    bundleRestaurantsWithinM: round.withinM ?? 0,
    deliveries: round.deliveries.map(({ shop, x, y, placed, lead }, handle) => ({
      handle,
      pickup: at(shops, shop),
      dropoff: place(x, y),
      placedAtMs: placed * MINUTE_MS,
      readyAtMs: (placed + lead) * MINUTE_MS,
      promisedAtMs: (placed + 40) * MINUTE_MS,
      couriers: null
    })),
    couriers: round.couriers.map(
      ({ x, y, free, off, atShop, vehicle, assigned, since, acceptance = 1 }, handle) => ({
        handle,
        place: atShop < 0 ? place(x, y) : at(shops, atShop),
        freeAtMs: free * MINUTE_MS,
        arrivedAtMs: free * MINUTE_MS,
        offAtMs: off * MINUTE_MS,
        vehicle,
        assignedCount: assigned ?? 0,
        onDutySinceMs: (since ?? 0) * MINUTE_MS,
        acceptance
      })
    )
  }
  const s = makePlanState(weights, cache, 8)
  loadView(s, view, { routes: new Map(), announced })
  fillCandidates(s, view)
  return { s, view }
}

/** A round together with what the last one announced. */
export interface SmallView extends PlannerView {
  readonly announced: Announcements
}

const announcementOf = (handle: number, told: { courier: number; at: number }) => ({
  courier: told.courier,
  dropoffAtMs: told.at * MINUTE_MS,
  bundle: [handle],
  plannedSinceMs: 0,
  courierSinceMs: 0,
  courierChanges: 0
})

/** A route as lists: trips of delivery indexes. */
export type Trips = ReadonlyArray<ReadonlyArray<number>>

export const tripsOfState = (s: PlanState, c: number): Trips => {
  const trips: Array<Array<number>> = []
  for (let i = 0; i < i32(s.length, c); i++) {
    const d = i32(s.seq, c * ROUTE_STOPS + i)
    if (u8(s.opens, c * ROUTE_STOPS + i) === 1) trips.push([d])
    else trips.at(-1)?.push(d)
  }
  return trips
}

/** The cost of a route by the definition, from the view alone; `Infinity` when a pickup is after the off-time. */
export const naiveRouteCost = (view: SmallView, s: PlanState, c: number, trips: Trips): number => {
  const courier = at(view.couriers, c)
  const { service, travel } = view
  const position = (place: number) => at(s.travel.positions, place)
  const ms = (from: number, to: number) => travel.durationMs(position(from), position(to), "car", view.atMs)
  let time = Math.max(view.atMs, courier.freeAtMs)
  let place = courier.place
  let cost = 0
  let first = true
  for (const trip of trips) {
    const members = trip.map((d) => at(view.deliveries, d))
    const takesAt = (shop: number) => {
      const arrival = first && place === shop ? courier.arrivedAtMs : time + ms(place, shop)
      return Math.max(arrival + service.beforePickupMs, time)
    }
    const took = new Map(members.map(({ pickup }) => [pickup, takesAt(pickup)]))
    const readyAt = (shop: number) =>
      Math.max(...members.filter(({ pickup }) => pickup === shop).map(({ readyAtMs }) => readyAtMs))
    const ways = ordersOf([...took.keys()]).map((shops) => {
      let pickup = 0
      shops.forEach((shop, i) => {
        const before = shops[i - 1]
        const takes =
          before === undefined
            ? takesAt(shop)
            : pickup + service.afterPickupMs + ms(before, shop) + service.beforePickupMs
        pickup = Math.max(takes, readyAt(shop))
      })
      const last = at(shops, shops.length - 1)
      return { shops, pickup, door: pickup + ms(last, at(members, 0).dropoff) }
    })
    const inTime = ways.filter(({ pickup }) => pickup <= courier.offAtMs).sort((a, b) => a.door - b.door)
    const tooLate: Array<number> = []
    const [way] = inTime
    if (way === undefined) return Infinity
    cost += s.weights.empty * ms(place, at(way.shops, 0))
    time = way.pickup + service.afterPickupMs
    place = at(way.shops, way.shops.length - 1)
    for (const member of members) {
      cost += s.weights.refusalMs * (1 - (courier.acceptance ?? 1))
      time += ms(place, member.dropoff) + service.beforeDropoffMs
      const floor =
        member.readyAtMs + service.afterPickupMs + ms(member.pickup, member.dropoff) + service.beforeDropoffMs
      const excess = time - floor
      cost += excess + (s.weights.convexity * excess * excess) / (10 * MINUTE_MS)
      cost += s.weights.overage * Math.max(0, time - member.promisedAtMs)
      const alonePickup = Math.max(took.get(member.pickup) ?? 0, member.readyAtMs)
      const alone =
        alonePickup + service.afterPickupMs + ms(member.pickup, member.dropoff) + service.beforeDropoffMs
      if (time > alone + s.weights.bundleDelayMs) tooLate.push(member.handle)
      cost += naiveFairness(view, s, c)
      const told = view.announced.get(member.handle)
      if (told !== undefined) {
        cost += s.weights.laterThanAnnounced * Math.max(0, time - told.dropoffAtMs)
        const isHere = view.couriers.some(({ handle }) => handle === told.courier)
        if (isHere && told.courier !== courier.handle) cost += s.weights.changeOfCourierMs
      }
      time += service.afterDropoffMs
      place = member.dropoff
    }
    cost += s.weights.lostMs * Math.min(1 / 2, tooLate.length / 8)
    first = false
  }
  if (!first) {
    const start = Math.max(view.atMs, courier.freeAtMs)
    cost += s.weights.busy * Math.max(0, Math.min(time, courier.offAtMs) - start)
  }
  return cost
}

/** Every order of the restaurants. */
const ordersOf = (shops: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> =>
  shops.length < 2
    ? [shops]
    : shops.flatMap((shop, i) => ordersOf(shops.filter((_, j) => j !== i)).map((rest) => [shop, ...rest]))

/** What a further delivery of courier `c` costs: deliveries above the share by hours on duty, up to the bound. */
const naiveFairness = (view: PlannerView, { weights }: PlanState, c: number): number => {
  const hours = view.couriers.map(({ onDutySinceMs = 0 }) => Math.max(0, view.atMs - onDutySinceMs) / HOUR_MS)
  const assigned = view.couriers.map(({ assignedCount = 0 }) => assignedCount)
  const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)
  if (sum(hours) === 0) return 0
  const share = (sum(assigned) * at(hours, c)) / sum(hours)
  return Math.min(weights.fairnessMostMs, weights.fairnessMs * Math.max(0, at(assigned, c) - share))
}

/**
 * Every route of courier `c` that adds `d` to `trips`: a trip of its own anywhere, or any place in a trip that it may
 * ride in and that the vehicle has room for.
 */
export const waysToInsert = (
  view: PlannerView,
  s: PlanState,
  c: number,
  trips: Trips,
  d: number
): ReadonlyArray<Trips> => {
  const ways: Array<Trips> = []
  for (let t = 0; t <= trips.length; t++) {
    ways.push([...trips.slice(0, t), [d], ...trips.slice(t)])
    const trip = trips[t]
    if (trip === undefined || !mayRideTogether(view, s, [...trip, d])) continue
    if (trip.length >= roomOf(view, c)) continue
    for (let i = 0; i <= trip.length; i++) {
      ways.push([...trips.slice(0, t), [...trip.slice(0, i), d, ...trip.slice(i)], ...trips.slice(t + 1)])
    }
  }
  return ways
}

/** From one restaurant, or from two that are near enough. */
const mayRideTogether = (view: PlannerView, s: PlanState, trip: ReadonlyArray<number>): boolean => {
  const [shop = -1, other, more] = [...new Set(trip.map((d) => at(view.deliveries, d).pickup))]
  if (other === undefined) return true
  const withinM = view.bundleRestaurantsWithinM ?? 0
  const { positions } = s.travel
  return withinM > 0 && more === undefined && haversineM(at(positions, shop), at(positions, other)) <= withinM
}

const roomOf = (view: PlannerView, c: number): number =>
  view.capacity?.[at(view.couriers, c).vehicle] ?? Infinity

/** Least cost of any plan, by enumeration of every insertion sequence; deliveries left out cost `lostMs`. */
export const leastPlanCost = (view: SmallView, s: PlanState): number => {
  const cost = new Map<string, number>()
  const routeCost = (c: number, trips: Trips) => {
    const key = `${c}:${trips.map((trip) => trip.join("+")).join(",")}`
    const known = cost.get(key)
    if (known !== undefined) return known
    const value = naiveRouteCost(view, s, c, trips)
    cost.set(key, value)
    return value
  }
  let least = Infinity
  const visit = (d: number, routes: ReadonlyArray<Trips>, lost: number): void => {
    if (d === view.deliveries.length) {
      const total = routes.reduce((sum, trips, c) => sum + routeCost(c, trips), lost * s.weights.lostMs)
      least = Math.min(least, total)
      return
    }
    visit(d + 1, routes, lost + 1)
    routes.forEach((trips, c) => {
      for (const way of waysToInsert(view, s, c, trips, d)) visit(d + 1, routes.with(c, way), lost)
    })
  }
  visit(
    0,
    view.couriers.map((): Trips => []),
    0
  )
  return least
}

/** What every plan keeps: each delivery in one route or in the pool, bundles by the rules, no pickup after hours. */
export const brokenLaws = (s: PlanState, view: SmallView): ReadonlyArray<string> => {
  const broken: Array<string> = []
  const seen = new Int32Array(s.deliveryCount)
  const count = (d: number) => (seen[d] = (seen[d] ?? 0) + 1)
  for (let c = 0; c < s.courierCount; c++) {
    const trips = tripsOfState(s, c)
    if (i32(s.length, c) > 0 && u8(s.opens, c * ROUTE_STOPS) !== 1) broken.push(`route ${c} opens no trip`)
    for (const trip of trips) {
      if (trip.length > roomOf(view, c)) broken.push(`trip of ${c} is too much for its vehicle`)
      if (!mayRideTogether(view, s, trip)) broken.push(`trip of ${c} mixes restaurants`)
      for (const d of trip) {
        count(d)
        if (i32(s.courierOf, d) !== c) broken.push(`${d} is said to be with ${i32(s.courierOf, d)}, not ${c}`)
      }
    }
    const naive = naiveRouteCost(view, s, c, trips)
    if (naive === Infinity) broken.push(`route ${c} picks up after hours`)
    if (Math.abs(naive - f64(s.routeCost, c)) > 1e-6 * (1 + Math.abs(naive))) {
      broken.push(`route ${c} costs ${naive}, not ${f64(s.routeCost, c)}`)
    }
  }
  for (let i = 0; i < s.poolCount; i++) count(i32(s.pool, i))
  seen.forEach((times, d) => {
    if (times !== 1) broken.push(`${d} is ${times} times in the plan`)
  })
  return broken
}
