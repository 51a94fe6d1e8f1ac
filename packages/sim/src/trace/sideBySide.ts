import { Limits, fromPlane, planeXMm, planeYMm } from "@hotbag/core"
import type { LatLng } from "@hotbag/core"
import { Result } from "effect"
import { makeCopyNames } from "../scenario/copyNames.ts"
import type { City, CityCourier, CityOrder, CityRestaurant } from "../world/City.ts"
import type { GrubhubInstance } from "./grubhub.ts"

/** Why copies of a day cannot lie side by side: together they reach farther than a plane does. */
export interface PlaneTooSmall {
  readonly _tag: "PlaneTooSmall"
  /** Side of the whole, the longer one. */
  readonly spanM: number
  /** What a plane has room for, across. */
  readonly roomM: number
}

/**
 * A larger city: `copies` (at least 1) of the same day, laid edge to edge by their bounding boxes into as square a block
 * as the number allows, the last row from the left. It is one region, and couriers cross from one copy into the next as
 * they like. Everybody is there `copies` times under names of their own; the first copy keeps its names. Orders are
 * sorted by placement, ties by copy.
 *
 * Distances within a copy are exactly those of the day.
 */
export const sideBySide = (
  instance: GrubhubInstance,
  copies: number
): Result.Result<GrubhubInstance, PlaneTooSmall> => {
  if (copies === 1) return Result.succeed(instance)
  const { city } = instance
  const box = boxOf(city)
  const columns = columnsOf(box, copies)
  const rows = Math.ceil(copies / columns)
  const spanM = Math.max(columns * box.widthMm, rows * box.heightMm) / 1_000
  const roomM = 2 * Limits.planeReachM
  if (spanM > roomM) return Result.fail({ _tag: "PlaneTooSmall", spanM, roomM })
  const moves = Array.from({ length: copies }, (_, copy): Move => {
    const eastMm = (copy % columns) * box.widthMm - Math.floor((columns * box.widthMm) / 2) - box.westMm
    const northMm =
      Math.floor(copy / columns) * box.heightMm - Math.floor((rows * box.heightMm) / 2) - box.southMm
    return (place) =>
      fromPlane({ xM: (planeXMm(place) + eastMm) / 1_000, yM: (planeYMm(place) + northMm) / 1_000 })
  })
  const name = `${city.name} x${copies}`
  const large = { ...city, name, regions: [{ id: "r0", name }], ...everybody(city, moves) }
  return Result.succeed({ ...instance, city: large })
}

/** Where a copy's places lie. */
type Move = (place: LatLng) => LatLng

const everybody = (
  city: City,
  moves: ReadonlyArray<Move>
): Pick<City, "restaurants" | "couriers" | "orders"> => {
  // Moves of a solution name orders and restaurants alike: no name is both.
  const nameOf = makeCopyNames([...city.restaurants, ...city.orders].map(({ id }) => id))
  const courierName = makeCopyNames(city.couriers.map(({ id }) => id))
  return {
    restaurants: moves.flatMap((move, copy) =>
      city.restaurants.map((restaurant): CityRestaurant => ({
        ...restaurant,
        id: nameOf(restaurant.id, copy),
        position: move(restaurant.position)
      }))
    ),
    couriers: moves.flatMap((move, copy) =>
      city.couriers.map((courier): CityCourier => ({
        ...courier,
        id: courierName(courier.id, copy),
        position: move(courier.position)
      }))
    ),
    orders: moves
      .flatMap((move, copy) =>
        city.orders.map((order): CityOrder => ({
          ...order,
          id: nameOf(order.id, copy),
          restaurant: order.restaurant + copy * city.restaurants.length,
          dropoff: move(order.dropoff)
        }))
      )
      .sort((a, b) => a.placedAtMs - b.placedAtMs)
  }
}

/** Whole millimetres, so that moved places are exact. */
interface Box {
  readonly westMm: number
  readonly southMm: number
  readonly widthMm: number
  readonly heightMm: number
}

/** Around everything that has a place. */
const boxOf = ({ couriers, orders, restaurants }: City): Box => {
  let west = Infinity
  let east = -Infinity
  let south = Infinity
  let north = -Infinity
  const include = (place: LatLng) => {
    west = Math.min(west, planeXMm(place))
    east = Math.max(east, planeXMm(place))
    south = Math.min(south, planeYMm(place))
    north = Math.max(north, planeYMm(place))
  }
  for (const { position } of restaurants) include(position)
  for (const { position } of couriers) include(position)
  for (const { dropoff } of orders) include(dropoff)
  return {
    westMm: west,
    southMm: south,
    // Copies of a day on one line lie beside each other too, not upon each other.
    widthMm: Math.max(LEAST_SIDE_MM, east - west),
    heightMm: Math.max(LEAST_SIDE_MM, north - south)
  }
}

const LEAST_SIDE_MM = 1_000

/** The number of columns that makes the longer side shortest; of equals the one that leaves fewest places empty. */
const columnsOf = ({ heightMm, widthMm }: Box, copies: number): number => {
  let best = 1
  let bestSpan = Infinity
  let bestEmpty = Infinity
  for (let columns = 1; columns <= copies; columns++) {
    const rows = Math.ceil(copies / columns)
    const span = Math.max(columns * widthMm, rows * heightMm)
    const empty = columns * rows - copies
    if (span > bestSpan || (span === bestSpan && empty >= bestEmpty)) continue
    best = columns
    bestSpan = span
    bestEmpty = empty
  }
  return best
}
