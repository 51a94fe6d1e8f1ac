import { MINUTE_MS, at, invariant } from "@hotbag/core"
import type { DrivenTrip } from "../Run.ts"
import type { City } from "../world/City.ts"

/** The three files of a solution, by name. */
export interface GrubhubSolution {
  readonly "solution_info_assignments.txt": string
  readonly "solution_info_orders.txt": string
  readonly "solution_info_couriers.txt": string
}

/**
 * Writes what was driven as a solution of the instance that `city` was read from: tab-separated, one header line,
 * whole minutes. Assignments are sorted by pickup time; orders stand in the order of placement, only those delivered;
 * the moves of one courier stand together, in the order in which they were made, an origin of `0` being the
 * on-location. A trip without drops is a move to a restaurant to wait there (prepositioning).
 *
 * O(trips log trips).
 *
 * @throws InvariantViolation when a time is not a whole minute: the city does not follow the rules of an instance.
 */
export const grubhubSolution = (city: City, trips: ReadonlyArray<DrivenTrip>): GrubhubSolution => ({
  "solution_info_assignments.txt": table(
    "assignment_time pickup_time courier orders",
    trips
      .filter(({ drops }) => drops.length > 0)
      .sort((a, b) => a.pickedUpAtMs - b.pickedUpAtMs || a.courier - b.courier)
      .map((trip) => [
        minute(trip.assignedAtMs),
        minute(trip.pickedUpAtMs),
        at(city.couriers, trip.courier).id,
        ...trip.drops.map(({ order }) => at(city.orders, order).id)
      ])
  ),
  "solution_info_orders.txt": table(
    "order placement_time ready_time pickup_time dropoff_time courier",
    trips
      .flatMap((trip) => trip.drops.map((drop) => ({ trip, drop })))
      .sort((a, b) => a.drop.order - b.drop.order)
      .map(({ trip, drop }) => {
        const order = at(city.orders, drop.order)
        return [
          order.id,
          minute(order.placedAtMs),
          minute(order.placedAtMs + order.acceptAfterMs + order.preparationMs),
          minute(trip.pickedUpAtMs),
          minute(drop.droppedOffAtMs),
          at(city.couriers, trip.courier).id
        ]
      })
  ),
  "solution_info_couriers.txt": table(
    "courier departure_time origin destination",
    byCourier(trips).flatMap((trip) => movesOf(city, trip))
  )
})

/** Trips by courier, each one's in the order in which they were driven. */
const byCourier = (trips: ReadonlyArray<DrivenTrip>): ReadonlyArray<DrivenTrip> =>
  [...trips].sort((a, b) => a.courier - b.courier || a.departedAtMs - b.departedAtMs)

/** The courier stood at the restaurant already, so that the trip begins without a move. */
export const startsAtRestaurant = (trip: DrivenTrip): boolean =>
  trip.from.kind === "restaurant" && trip.from.restaurant === trip.restaurant

type Row = ReadonlyArray<string | number>

const movesOf = (city: City, trip: DrivenTrip): ReadonlyArray<Row> => {
  const courier = at(city.couriers, trip.courier).id
  const restaurant = at(city.restaurants, trip.restaurant).id
  const moves: Array<Row> = []
  if (!startsAtRestaurant(trip)) {
    moves.push([courier, minute(trip.departedAtMs), originOf(city, trip), restaurant])
  }
  let here = restaurant
  let leftAtMs = trip.leftRestaurantAtMs
  for (const drop of trip.drops) {
    const door = at(city.orders, drop.order).id
    moves.push([courier, minute(leftAtMs), here, door])
    here = door
    leftAtMs = drop.leftAtMs
  }
  return moves
}

const originOf = (city: City, { from }: DrivenTrip): string => {
  switch (from.kind) {
    case "start":
      return "0"
    case "order":
      return at(city.orders, from.order).id
    case "restaurant":
      return at(city.restaurants, from.restaurant).id
  }
}

const minute = (ms: number): number => {
  invariant(ms % MINUTE_MS === 0, "a solution counts whole minutes; play the city of a Grubhub instance", {
    ms
  })
  return ms / MINUTE_MS
}

const table = (header: string, rows: ReadonlyArray<Row>): string =>
  [header.split(" "), ...rows].map((row) => `${row.join("\t")}\n`).join("")
