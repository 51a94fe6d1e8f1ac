import type { LatLng } from "@hotbag/core"
import { haversineM } from "@hotbag/core"
import { makeStream, sequenceOf } from "@hotbag/sim"

/** Couriers of a metropolitan region, where they go next, and where searches start. */
export interface GeoCase {
  readonly couriers: number
  /** Where each courier is at first. */
  readonly positions: ReadonlyArray<LatLng>
  /** Two rounds in which every courier reports once, a GPS step apart: updates go back and forth between them. */
  readonly rounds: readonly [Reports, Reports]
  readonly searches: ReadonlyArray<LatLng>
  /** The same in metres on a plane around the middle, for the peers: they know no sphere. */
  readonly plane: (position: LatLng) => { readonly x: number; readonly y: number }
}

/** What couriers report, in the sequence in which it arrives, on the sphere and on the plane. */
export interface Reports {
  readonly couriers: Int32Array
  readonly lats: Float64Array
  readonly lngs: Float64Array
  readonly xs: Float64Array
  readonly ys: Float64Array
}

/** Bogotá: near the equator, so that a plane is a good likeness and the peers answer as we do. */
const MIDDLE = { lat: 4.65, lng: -74.08 }
const M_PER_DEG = haversineM(MIDDLE, { ...MIDDLE, lat: MIDDLE.lat + 1 })
const M_PER_LNG_DEG = M_PER_DEG * Math.cos((MIDDLE.lat * Math.PI) / 180)
const REACH_M = 50_000
const HOT_SPOTS = 30
const HOT_SPOT_M = 3_000
/** Five seconds at 23 km/h. */
const STEP_M = 32

/** `couriers` around thirty hot spots of 3 km in a region of 100 km: some 30 per km² around a courier. */
export const makeGeoCase = (seed: number, couriers: number, searches: number): GeoCase => {
  const random = sequenceOf(makeStream(seed, "benchmark.geo"), 0)
  const normal = () => Math.sqrt(-2 * Math.log(random.next())) * Math.cos(2 * Math.PI * random.next())
  const at = (x: number, y: number): LatLng => ({
    lat: MIDDLE.lat + y / M_PER_DEG,
    lng: MIDDLE.lng + x / M_PER_LNG_DEG
  })
  const plane = ({ lat, lng }: LatLng) => ({
    x: (lng - MIDDLE.lng) * M_PER_LNG_DEG,
    y: (lat - MIDDLE.lat) * M_PER_DEG
  })
  const moved = (position: LatLng, sdM: number) => {
    const { x, y } = plane(position)
    return at(x + sdM * normal(), y + sdM * normal())
  }
  const hotSpots = Array.from({ length: HOT_SPOTS }, () =>
    at((2 * random.next() - 1) * REACH_M, (2 * random.next() - 1) * REACH_M)
  )
  const hotSpot = () => hotSpots[random.integer(HOT_SPOTS)] ?? MIDDLE
  const first = Array.from({ length: couriers }, () => moved(hotSpot(), HOT_SPOT_M))
  const second = first.map((position) => moved(position, STEP_M))
  const arrival = Int32Array.from({ length: couriers }, (_, i) => i)
  for (let i = couriers - 1; i > 0; i--) {
    const other = random.integer(i + 1)
    const swapped = arrival[i] ?? 0
    arrival[i] = arrival[other] ?? 0
    arrival[other] = swapped
  }
  const reports = (positions: ReadonlyArray<LatLng>): Reports => {
    const inSequence = Array.from(arrival, (courier) => positions[courier] ?? MIDDLE)
    return {
      couriers: arrival,
      lats: Float64Array.from(inSequence, ({ lat }) => lat),
      lngs: Float64Array.from(inSequence, ({ lng }) => lng),
      xs: Float64Array.from(inSequence, (position) => plane(position).x),
      ys: Float64Array.from(inSequence, (position) => plane(position).y)
    }
  }
  return {
    couriers,
    positions: first,
    rounds: [reports(second), reports(first)],
    searches: Array.from({ length: searches }, () => moved(hotSpot(), HOT_SPOT_M)),
    plane
  }
}
