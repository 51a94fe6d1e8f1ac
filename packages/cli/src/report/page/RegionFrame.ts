import { at, boundaryOf, type LatLng } from "@hotbag/core"
import type { CellMap, RunRecord } from "@hotbag/sim"

/** Size of every map, in its own units; the page's script draws in the same. */
export const MAP = { width: 800, height: 560 } as const

/** Where a region lies on its map. */
export interface RegionFrame {
  /** Index into `City.regions`. */
  readonly region: number
  readonly name: string
  readonly orders: number
  /** From the left and from the top, in units of the map; equirectangular, true in the middle of the region. */
  readonly x: (position: LatLng) => number
  readonly y: (position: LatLng) => number
}

/** The regions in which anything was ordered, the busiest first. O(orders + couriers). */
export const regionFrames = ({ city }: RunRecord, { cells }: CellMap): ReadonlyArray<RegionFrame> => {
  const boxes = city.regions.map(emptyBox)
  for (const { region, orders, cell } of cells) {
    const box = at(boxes, region)
    box.orders += orders
    for (const corner of boundaryOf(cell)) widen(box, corner)
  }
  for (const { dropoff, restaurant } of city.orders) {
    const { position, region } = at(city.restaurants, restaurant)
    widen(at(boxes, region), dropoff)
    widen(at(boxes, region), position)
  }
  for (const { position, region } of city.couriers) widen(at(boxes, region), position)
  return boxes
    .map((box, region) => ({ box, region }))
    .filter(({ box }) => box.orders > 0)
    .toSorted((a, b) => b.box.orders - a.box.orders || a.region - b.region)
    .map(({ box, region }) => frameOf(region, at(city.regions, region).name, box))
}

interface Box {
  orders: number
  /** Longitudes are counted on beyond 180 degrees from the first one seen. */
  readonly base: { lng: number }
  south: number
  north: number
  west: number
  east: number
}

const emptyBox = (): Box => ({
  orders: 0,
  base: { lng: Number.NaN },
  south: Infinity,
  north: -Infinity,
  west: Infinity,
  east: -Infinity
})

const widen = (box: Box, { lat, lng }: LatLng): void => {
  if (Number.isNaN(box.base.lng)) box.base.lng = lng
  const eastOf = unrolled(box, lng)
  box.south = Math.min(box.south, lat)
  box.north = Math.max(box.north, lat)
  box.west = Math.min(box.west, eastOf)
  box.east = Math.max(box.east, eastOf)
}

const unrolled = ({ base }: Box, lng: number): number =>
  lng - base.lng > 180 ? lng - 360 : lng - base.lng < -180 ? lng + 360 : lng

/** Room around what is drawn, as a share of the map. */
const MARGIN = 0.03

const frameOf = (region: number, name: string, box: Box): RegionFrame => {
  const lat = (box.south + box.north) / 2
  const lng = (box.west + box.east) / 2
  const shrink = Math.max(0.01, Math.cos((lat * Math.PI) / 180))
  const scale =
    (1 - 2 * MARGIN) *
    Math.min(
      MAP.width / Math.max(1e-6, (box.east - box.west) * shrink),
      MAP.height / Math.max(1e-6, box.north - box.south)
    )
  return {
    region,
    name,
    orders: box.orders,
    x: (position) => MAP.width / 2 + (unrolled(box, position.lng) - lng) * shrink * scale,
    y: (position) => MAP.height / 2 - (position.lat - lat) * scale
  }
}
