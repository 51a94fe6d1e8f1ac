import { at, boundaryOf, type LatLng, Limits } from "@hotbag/core"
import { cellFigures, tripPoints } from "@hotbag/sim"
import type { CellFigures, DrivenTrip, RunRecord } from "@hotbag/sim"

/** The hexagons of the city with their figures, as a GeoJSON document (RFC 7946), in pieces. */
export const cellsGeoJson = function* (record: RunRecord): Iterable<string> {
  const { cells, resolution } = cellFigures(record)
  yield* collection({ resolution }, cells, (cell) => ({
    type: "Feature",
    id: cell.cell,
    properties: cellProperties(record, cell),
    geometry: polygon(boundaryOf(cell.cell))
  }))
}

/**
 * The trips as lines, point by point with its time in `atMs`; straight where the run knows only where they lead. Every
 * n-th where there are more than `Limits.reportTrips`: `every` says which.
 */
export const tripsGeoJson = function* (record: RunRecord): Iterable<string> {
  const every = Math.max(1, Math.ceil(record.trips.length / Limits.reportTrips))
  const shown = record.trips.filter((_, i) => i % every === 0)
  yield* collection({ trips: record.trips.length, every }, shown, (trip) => tripFeature(record, trip))
}

/** A collection of what features are made of, in pieces; `members` stand beside the features. */
export const collection = function* <A>(
  members: Readonly<Record<string, unknown>>,
  items: ReadonlyArray<A>,
  featureOf: (item: A) => unknown
): Iterable<string> {
  yield `${JSON.stringify({ type: "FeatureCollection", ...members }).slice(0, -1)},"features":[`
  for (const [i, item] of items.entries()) yield `${i === 0 ? "\n" : ",\n"}${JSON.stringify(featureOf(item))}`
  yield "\n]}\n"
}

const cellProperties = ({ city }: RunRecord, { region, ...figures }: CellFigures) => ({
  ...figures,
  region: at(city.regions, region).id
})

const tripFeature = ({ city }: RunRecord, trip: DrivenTrip) => {
  const points = tripPoints(city, trip)
  return {
    type: "Feature",
    properties: {
      courier: at(city.couriers, trip.courier).id,
      restaurant: at(city.restaurants, trip.restaurant).id,
      orders: trip.drops.map(({ order }) => at(city.orders, order).id),
      atMs: points.map(({ atMs }) => atMs),
      doing: points.map(({ doing }) => doing)
    },
    geometry: { type: "LineString", coordinates: points.map(({ position }) => coordinates(position)) }
  }
}

/** A convex ring as a polygon: counter-clockwise as its corners come; in two halves where it crosses the antimeridian. */
export const polygon = (corners: ReadonlyArray<LatLng>): Polygon => {
  const ring = corners.map(({ lat, lng }): LatLng => ({ lat, lng }))
  const lngs = ring.map(({ lng }) => lng)
  if (Math.max(...lngs) - Math.min(...lngs) <= 180) return { type: "Polygon", coordinates: [closed(ring)] }
  const eastwards = ring.map(({ lat, lng }) => ({ lat, lng: lng < 0 ? lng + 360 : lng }))
  const west = clipped(eastwards, (lng) => lng <= 180)
  const east = clipped(eastwards, (lng) => lng >= 180).map(({ lat, lng }) => ({ lat, lng: lng - 360 }))
  return { type: "MultiPolygon", coordinates: [[closed(west)], [closed(east)]] }
}

type Ring = ReadonlyArray<ReadonlyArray<number>>
type Polygon =
  | { readonly type: "Polygon"; readonly coordinates: ReadonlyArray<Ring> }
  | { readonly type: "MultiPolygon"; readonly coordinates: ReadonlyArray<ReadonlyArray<Ring>> }

/** The part of a convex ring on one side of the meridian of 180 degrees (Sutherland and Hodgman). */
const clipped = (ring: ReadonlyArray<LatLng>, isInside: (lng: number) => boolean): ReadonlyArray<LatLng> =>
  ring.flatMap((corner, i) => {
    const next = at(ring, (i + 1) % ring.length)
    const kept = isInside(corner.lng) ? [corner] : []
    if (isInside(corner.lng) === isInside(next.lng)) return kept
    const share = (180 - corner.lng) / (next.lng - corner.lng)
    return [...kept, { lat: corner.lat + share * (next.lat - corner.lat), lng: 180 }]
  })

const closed = (ring: ReadonlyArray<LatLng>) => [...ring, at(ring, 0)].map(coordinates)

/** A place as GeoJSON has it; seven decimals are a centimetre. */
export const coordinates = ({ lat, lng }: LatLng): ReadonlyArray<number> => [
  Number(lng.toFixed(7)),
  Number(lat.toFixed(7))
]
