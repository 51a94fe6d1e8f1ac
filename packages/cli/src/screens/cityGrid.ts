import { at, f64, type LatLng } from "@hotbag/core"
import type { City, RunRecord } from "@hotbag/sim"

/** Where orders are under way, in cells of one character. */
export interface CityGrid {
  /** The region with most orders of the day: the others would not fit beside it. */
  readonly name: string
  /** Orders under way in it. */
  readonly open: number
  /** Counts by row, from the north, and column, from the west. */
  readonly rows: ReadonlyArray<ReadonlyArray<number>>
}

/** A character is about twice as high as it is wide. */
const TALL = 2

/** Counts the orders that are placed and have not ended by where their doors are. O(orders). */
export const cityGrid = (record: RunRecord, columns: number, rows: number): CityGrid => {
  const { city, orders } = record
  const frame = frameOf(city)
  const { east, north, region, south, west } = frame
  const shrink = Math.max(0.01, Math.cos((((north + south) / 2) * Math.PI) / 180))
  const stepLat = Math.max((north - south) / rows, ((east - west) * shrink * TALL) / columns, 1e-9)
  const stepLng = stepLat / TALL / shrink
  const counts = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0))
  const left = (columns - (east - west) / stepLng) / 2
  const top = (rows - (north - south) / stepLat) / 2
  let open = 0
  for (let order = 0; order < city.orders.length; order++) {
    if (orders.outcomes[order] !== 0 || Number.isNaN(f64(orders.placedAtMs, order))) continue
    const { dropoff, restaurant } = at(city.orders, order)
    if (at(city.restaurants, restaurant).region !== region) continue
    open++
    const row = counts[Math.min(rows - 1, Math.floor(top + (north - dropoff.lat) / stepLat))]
    const column = Math.min(columns - 1, Math.max(0, Math.floor(left + (dropoff.lng - west) / stepLng)))
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1
  }
  return { name: at(city.regions, region).name, open, rows: counts }
}

interface Frame {
  readonly region: number
  readonly south: number
  readonly north: number
  readonly west: number
  readonly east: number
}

/** A city never changes: its frame is worked out once. */
const frames = new WeakMap<City, Frame>()

const frameOf = (city: City): Frame => {
  const known = frames.get(city)
  if (known !== undefined) return known
  const made = busiest(city)
  frames.set(city, made)
  return made
}

const busiest = (city: City): Frame => {
  const doors: Array<Array<LatLng>> = city.regions.map(() => [])
  for (const { dropoff, restaurant } of city.orders)
    at(doors, at(city.restaurants, restaurant).region).push(dropoff)
  const region = doors.reduce((best, list, i) => (list.length > at(doors, best).length ? i : best), 0)
  const frame = { region, south: 90, north: -90, west: 180, east: -180 }
  for (const { lat, lng } of doors[region] ?? []) {
    frame.south = Math.min(frame.south, lat)
    frame.north = Math.max(frame.north, lat)
    frame.west = Math.min(frame.west, lng)
    frame.east = Math.max(frame.east, lng)
  }
  return frame.north < frame.south ? { region, south: 0, north: 0, west: 0, east: 0 } : frame
}
