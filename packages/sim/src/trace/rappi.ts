import { DAY_MS, HOUR_MS, Limits, MINUTE_MS, Vehicle, at, haversineM, haversineTravel } from "@hotbag/core"
import type { LatLng } from "@hotbag/core"
import { Result } from "effect"
import { makeStream } from "../kernel/streams.ts"
import type { City, CityCourier, CityOrder, CityRestaurant } from "../world/City.ts"
import { parseTable, traceProblem } from "./parseTable.ts"
import { RAPPI_RULES } from "./rappiRules.ts"
import type { TableRow } from "./TableRow.ts"
import { quote } from "./TableRow.ts"
import type { TraceFiles, TraceNote, TraceProblem } from "./TraceProblem.ts"

/** A real city-day, ready to play, and what of the files it does without or reads in its own way. */
export interface RappiDay {
  readonly city: City
  readonly notes: ReadonlyArray<TraceNote>
}

/** What the files do not say. */
export interface RappiOptions {
  /** Of the city, such as the folder. */
  readonly name: string
  /** For what the trace leaves open: every courier's acceptance, U(.4, 1). */
  readonly seed: number
}

/**
 * Reads a real day from the texts of `orders.csv` and `couriers.csv`: comma-separated, positions in degrees, times
 * H:MM:SS of one day; acceptance, ready and expected drop-off times that lie before the placement are past midnight.
 * One region; every distinct pick-up position is a restaurant; travel by `haversineTravel`; rules `RAPPI_RULES`.
 *
 * **The ready time is a plan.** In all four published days it lies a whole number of minutes after the second at which
 * the restaurant accepted, in half of the rows a multiple of five: it was typed or promised then, not observed. No
 * better is known, so the run takes it for what happens. Dispatch is told what a person would say, the same rounded
 * to five minutes and never less than that, and learns the rest when the food is ready: an error of ±2.5 min.
 *
 * Dropped and counted in `notes`: couriers whose shift ends when it begins, couriers and orders with a position
 * farther than `Limits.cityReachM` from the middle of the city. Everything else that is odd is refused.
 */
export const rappiDay = (files: TraceFiles, options: RappiOptions): Result.Result<RappiDay, TraceProblem> =>
  Result.gen(function* () {
    const orders = yield* parseTable(files, ORDERS, readOrder)
    const couriers = yield* parseTable(files, COURIERS, readCourier)
    if (orders.length === 0) yield* Result.fail(traceProblem(ORDERS.file, 0, "no rows; a day needs an order"))
    const middle = middleOf(orders.map(({ pickup }) => pickup))
    const near = (position: LatLng) => haversineM(middle, position) <= Limits.cityReachM
    const nearOrders = orders.filter(({ pickup, dropoff }) => near(pickup) && near(dropoff))
    const working = couriers.filter(({ onAtMs, offAtMs }) => offAtMs > onAtMs)
    const nearCouriers = working.filter(({ position }) => near(position))
    if (nearOrders.length === 0) yield* Result.fail(traceProblem(ORDERS.file, 0, FAR_APART))
    if (nearCouriers.length === 0)
      yield* Result.fail(traceProblem(COURIERS.file, 0, "nobody on duty in the city"))
    const notes = [
      note(ORDERS.file, orders.length - nearOrders.length, `orders dropped: ${FAR}`),
      note(
        COURIERS.file,
        couriers.length - working.length,
        "couriers dropped: the shift ends when it begins"
      ),
      note(COURIERS.file, working.length - nearCouriers.length, `couriers dropped: ${FAR}`),
      note(
        ORDERS.file,
        nearOrders.filter((order) => order.wrapped).length,
        "orders with times past midnight"
      ),
      note(
        ORDERS.file,
        nearOrders.filter(isLate).length,
        "orders accepted later than ten minutes after placement"
      )
    ]
    return {
      city: cityOf(nearOrders, nearCouriers, options),
      notes: notes.filter(({ count }) => count > 0)
    }
  })

const ORDERS = {
  file: "orders.csv",
  separator: ",",
  columns: [
    "order_id",
    "pick_up_lat",
    "pick_up_lng",
    "drop_off_lat",
    "drop_off_lng",
    "placement_time",
    "preparation_time",
    "ready_time",
    "expected_drop_off_time"
  ]
} as const
const COURIERS = {
  file: "couriers.csv",
  separator: ",",
  columns: ["courier_id", "vehicle", "on_lat", "on_lng", "on_time", "off_time"]
} as const

/** An order of the trace: pick-up position instead of a restaurant. */
interface Read extends Omit<CityOrder, "restaurant"> {
  readonly pickup: LatLng
  /** A time of it was read as past midnight. */
  readonly wrapped: boolean
}

const readOrder = (row: TableRow<(typeof ORDERS.columns)[number]>): Read => {
  const placedAtMs = row.clockMs("placement_time")
  const acceptedAtMs = notBefore(row, "preparation_time", placedAtMs)
  const readyAtMs = notBefore(row, "ready_time", acceptedAtMs)
  const promisedAtMs = notBefore(row, "expected_drop_off_time", placedAtMs)
  const preparationMs = readyAtMs - acceptedAtMs
  return {
    id: row.newId("order_id"),
    pickup: position(row, "pick_up_lat", "pick_up_lng"),
    dropoff: position(row, "drop_off_lat", "drop_off_lng"),
    wrapped: acceptedAtMs >= DAY_MS || readyAtMs >= DAY_MS || promisedAtMs >= DAY_MS,
    placedAtMs,
    acceptAfterMs: acceptedAtMs - placedAtMs,
    preparationMs,
    estimatedPreparationMs: Math.max(1, Math.round(preparationMs / SAID_MS)) * SAID_MS,
    promisedAtMs
  }
}

const readCourier = (row: TableRow<(typeof COURIERS.columns)[number]>) => {
  const onAtMs = row.clockMs("on_time")
  const offAtMs = row.clockMs("off_time")
  if (offAtMs < onAtMs) row.refuse("off_time", "is before on_time")
  const text = row.text("vehicle")
  const vehicle = Vehicle.literals.find((literal) => literal === text)
  if (vehicle === undefined)
    row.refuse("vehicle", `${quote(text)} is not one of ${Vehicle.literals.join(", ")}`)
  return {
    id: row.newId("courier_id"),
    region: 0,
    position: position(row, "on_lat", "on_lng"),
    vehicle: vehicle ?? "car",
    onAtMs,
    offAtMs
  }
}

/** A time that follows another; when the clock says less, it is the next day's. */
const notBefore = <Column extends string>(
  row: TableRow<Column>,
  column: Column,
  earliestMs: number
): number => {
  const clockMs = row.clockMs(column)
  if (clockMs >= earliestMs) return clockMs
  const nextDayMs = clockMs + DAY_MS
  if (nextDayMs - earliestMs > OVER_MIDNIGHT_MS) {
    row.refuse(
      column,
      `${row.text(column)} is before the time it follows, and too long after it on the next day`
    )
  }
  return nextDayMs
}

const position = <Column extends string>(row: TableRow<Column>, lat: Column, lng: Column): LatLng => ({
  lat: row.number(lat, { min: -90, max: 90, unit: "a latitude" }),
  lng: row.number(lng, { min: -180, max: 180, unit: "a longitude" })
})

const cityOf = (
  orders: ReadonlyArray<Read>,
  couriers: ReadonlyArray<Omit<CityCourier, "acceptance">>,
  options: RappiOptions
): City => {
  const restaurants: Array<CityRestaurant> = []
  const known = new Map<string, number>()
  const restaurantAt = (position: LatLng): number => {
    const key = `${position.lat},${position.lng}`
    const index = known.get(key) ?? restaurants.length
    if (index === restaurants.length) {
      known.set(key, index)
      restaurants.push({ id: `r${index + 1}`, region: 0, position, kitchenSlots: null })
    }
    return index
  }
  const acceptance = makeStream(options.seed, "courier.acceptance")
  const placed = orders
    .map(({ pickup, wrapped: _wrapped, ...order }) => ({
      ...order,
      restaurant: restaurantAt(pickup)
    }))
    .sort((a, b) => a.placedAtMs - b.placedAtMs)
  return {
    name: options.name,
    fromMs: 0,
    toMs: Math.max(DAY_MS, at(placed, placed.length - 1).placedAtMs + MINUTE_MS),
    regions: [{ id: "r0", name: options.name }],
    restaurants,
    couriers: couriers.map((courier, i) => ({
      ...courier,
      acceptance: LEAST_ACCEPTANCE + (1 - LEAST_ACCEPTANCE) * acceptance.uniform(i)
    })),
    orders: placed,
    travel: haversineTravel(),
    // However long a restaurant took, it accepted in the end: nobody may refuse in its name.
    rules: { ...RAPPI_RULES, restaurantAnswerMs: slowestAnswerMs(placed) }
  }
}

/** The median of each coordinate: no outlier moves it. */
const middleOf = (positions: ReadonlyArray<LatLng>): LatLng => ({
  lat: medianOf(positions.map(({ lat }) => lat)),
  lng: medianOf(positions.map(({ lng }) => lng))
})

const medianOf = (values: ReadonlyArray<number>): number => {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const note = (file: string, count: number, what: string): TraceNote => ({ file, count, what })

const isLate = (order: Read): boolean => order.acceptAfterMs > 10 * MINUTE_MS

const FAR = `a position lies farther than ${Limits.cityReachM / 1_000} km from the middle of the city`
const FAR_APART = `every order has ${FAR}`
/** Restaurants say full five minutes. */
const SAID_MS = 5 * MINUTE_MS
/** The longest promise of the published days is 4 h, the longest preparation 2 h. */
const OVER_MIDNIGHT_MS = 6 * HOUR_MS
/** Acceptance of an offer is U(.4, 1) over couriers. */
const LEAST_ACCEPTANCE = 0.4

const slowestAnswerMs = (orders: ReadonlyArray<CityOrder>): number => {
  let slowestMs: number = Limits.restaurantAnswerMs
  for (const { acceptAfterMs } of orders) slowestMs = Math.max(slowestMs, acceptAfterMs + 1)
  return slowestMs
}
