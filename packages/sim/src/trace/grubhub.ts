import { DAY_MS, Limits, MINUTE_MS, fromPlane, planarWholeMinutes } from "@hotbag/core"
import type { LatLng } from "@hotbag/core"
import { Result } from "effect"
import type { City, CityCourier, CityOrder, CityRestaurant, CityRules } from "../world/City.ts"
import { grubhubParameters } from "./grubhubParameters.ts"
import type { GrubhubParameters } from "./grubhubParameters.ts"
import { parseTable, traceProblem } from "./parseTable.ts"
import type { TableRow } from "./TableRow.ts"
import type { TraceFiles, TraceProblem } from "./TraceProblem.ts"

/** A day of the Meal Delivery Routing Problem, ready to play, and what it pays. */
export interface GrubhubInstance {
  readonly city: City
  readonly parameters: GrubhubParameters
}

/**
 * Reads an instance of the Meal Delivery Routing Problem (Reyes et al. 2018) from the texts of `orders.txt`,
 * `restaurants.txt`, `couriers.txt` and `instance_parameters.txt`: tab-separated, planar metres, whole minutes from
 * midnight. `name` names the city, such as the folder.
 *
 * The city has one region and follows the rules of the problem: couriers obey, travel is the Euclidean distance
 * rounded up to whole minutes, half of the service time passes before a pickup (drop-off) and half after, an order's
 * ready time is known from its placement on, and nobody cancels. Dispatch gathers facts for a minute, the trace's own
 * grain. Orders are sorted by placement time, ties in the order of the file.
 */
export const grubhubInstance = (
  files: TraceFiles,
  name: string
): Result.Result<GrubhubInstance, TraceProblem> =>
  Result.gen(function* () {
    const parameters = yield* grubhubParameters(files)
    const restaurants = yield* parseTable(files, RESTAURANTS, readRestaurant)
    const places = new Map(restaurants.map(({ id }, index) => [id, index]))
    const couriers = yield* parseTable(files, COURIERS, readCourier)
    const orders = yield* parseTable(files, ORDERS, (row) => readOrder(row, places, parameters))
    const [first] = orders
    if (first === undefined)
      return yield* Result.fail(traceProblem(ORDERS.file, 0, "no rows; a day needs an order"))
    if (couriers.length === 0)
      return yield* Result.fail(traceProblem(COURIERS.file, 0, "no rows; somebody must drive"))
    const lastMs = orders.reduce((latest, { placedAtMs }) => Math.max(latest, placedAtMs), first.placedAtMs)
    const city: City = {
      name,
      fromMs: 0,
      toMs: Math.max(DAY_MS, lastMs + MINUTE_MS),
      regions: [{ id: "r0", name }],
      restaurants,
      couriers,
      orders: [...orders].sort((a, b) => a.placedAtMs - b.placedAtMs),
      travel: planarWholeMinutes({ metersPerMinute: parameters.metersPerMinute }),
      rules: rulesOf(parameters)
    }
    return { city, parameters }
  })

/** The rules of the problem as rules of a city. */
const rulesOf = (parameters: GrubhubParameters): CityRules => {
  const halfPickupMs = parameters.pickupServiceMs / 2
  const halfDropoffMs = parameters.dropoffServiceMs / 2
  const fixed = (ms: number) => ({ minMs: ms, maxMs: ms })
  return {
    windowMs: MINUTE_MS,
    offers: "obeyed",
    noPickupAfterOff: true,
    beforePickup: fixed(halfPickupMs),
    afterPickup: fixed(halfPickupMs),
    beforeDropoff: fixed(halfDropoffMs),
    afterDropoff: fixed(halfDropoffMs),
    patience: null,
    service: {
      beforePickupMs: halfPickupMs,
      afterPickupMs: halfPickupMs,
      beforeDropoffMs: halfDropoffMs,
      afterDropoffMs: halfDropoffMs
    },
    clickToDoorTargetMs: parameters.targetClickToDoorMs
  }
}

const RESTAURANTS = { file: "restaurants.txt", separator: "\t", columns: ["restaurant", "x", "y"] } as const
const COURIERS = {
  file: "couriers.txt",
  separator: "\t",
  columns: ["courier", "x", "y", "on_time", "off_time"]
} as const
const ORDERS = {
  file: "orders.txt",
  separator: "\t",
  columns: ["order", "x", "y", "placement_time", "restaurant", "ready_time"]
} as const

const readRestaurant = (row: TableRow<(typeof RESTAURANTS.columns)[number]>): CityRestaurant => {
  const id = row.newId("restaurant")
  if (id === ON_LOCATION) row.refuse("restaurant", IS_ON_LOCATION)
  return { id, region: 0, position: position(row), kitchenSlots: null }
}

const readCourier = (row: TableRow<(typeof COURIERS.columns)[number]>): CityCourier => {
  const onAtMs = minuteMs(row, "on_time")
  const offAtMs = minuteMs(row, "off_time")
  if (offAtMs <= onAtMs) row.refuse("off_time", "is not after on_time; a shift lasts a minute at least")
  return {
    id: row.newId("courier"),
    region: 0,
    position: position(row),
    // The instances know one speed for all.
    vehicle: "car",
    onAtMs,
    offAtMs,
    acceptance: 1
  }
}

const readOrder = (
  row: TableRow<(typeof ORDERS.columns)[number]>,
  places: ReadonlyMap<string, number>,
  parameters: GrubhubParameters
): CityOrder => {
  const id = row.newId("order")
  if (id === ON_LOCATION) row.refuse("order", IS_ON_LOCATION)
  if (places.has(id)) row.refuse("order", `${id} is a restaurant too, and moves name both alike; rename one`)
  const placedAtMs = minuteMs(row, "placement_time")
  const readyAtMs = minuteMs(row, "ready_time")
  if (readyAtMs < placedAtMs) row.refuse("ready_time", "is before placement_time")
  const restaurant = places.get(row.text("restaurant"))
  if (restaurant === undefined) {
    row.refuse("restaurant", `${row.id("restaurant")} is not in ${RESTAURANTS.file}`)
  }
  return {
    id,
    restaurant: restaurant ?? 0,
    dropoff: position(row),
    placedAtMs,
    acceptAfterMs: 0,
    preparationMs: readyAtMs - placedAtMs,
    estimatedPreparationMs: readyAtMs - placedAtMs,
    promisedAtMs: placedAtMs + parameters.targetClickToDoorMs
  }
}

const position = (row: TableRow<"x" | "y">): LatLng =>
  fromPlane({ xM: row.number("x", REACH), yM: row.number("y", REACH) })

const minuteMs = <Column extends string>(row: TableRow<Column>, column: Column): number =>
  row.whole(column, MINUTES) * MINUTE_MS

/** How moves name the on-location of whoever moves. */
const ON_LOCATION = "0"
const IS_ON_LOCATION = "0 is the name of every courier's on-location; rename it"
const REACH = { min: -Limits.planeReachM, max: Limits.planeReachM, unit: "metres" }
/** What begins on the day may end on the next. */
const MINUTES = { min: 0, max: (2 * DAY_MS) / MINUTE_MS, unit: "a minute of the day" }
