import { at, f64, i32, type LatLng } from "@hotbag/core"
import type { CourierHandle } from "../../Handles.ts"
import type { Planner } from "./planner.ts"
import type { PlaceHandle } from "./PlannerView.ts"

/** The places that a planner knows by their coordinates, no more of them than a small multiple of what is in use. */
export interface PlaceBook {
  /** Handle of the place; the same for the same coordinates as long as the place is in use. Amortised O(1). */
  readonly placeOf: (position: LatLng) => PlaceHandle
  /** The same of a courier: looked up only when somewhere else than when last asked for. */
  readonly placeOfCourier: (courier: CourierHandle, position: LatLng) => PlaceHandle
  /** The same for the restaurant of a delivery. */
  readonly restaurantOf: (position: LatLng) => PlaceHandle
  /** Where that restaurant is, as its deliveries say. */
  readonly restaurantAt: (place: PlaceHandle) => LatLng
  /**
   * Begins a round: places asked for from here on are in use. Those that the last round did not ask for are forgotten
   * once they outnumber the others and those that the planner keeps for itself (P8). Amortised O(places asked for).
   */
  readonly beginRound: () => void
}

/** An empty book of `planner`'s places. */
export const makePlaceBook = (planner: Pick<Planner, "addPlace" | "releasePlaces">): PlaceBook => {
  const table = makePlaceTable()
  const restaurants: Array<LatLng> = []
  const usedIn: Array<number> = []
  let round = 0
  let used = 0
  /** Places that nobody used when the last were forgotten, and that stayed: restaurants where orders are expected. */
  let kept = 0
  /** Where each courier was when last asked for, and the handle of that. */
  let whereabouts: Array<{ readonly position: LatLng; readonly place: PlaceHandle } | undefined> = []
  const use = (place: PlaceHandle): PlaceHandle => {
    if (usedIn[place] !== round) {
      usedIn[place] = round
      used++
    }
    return place
  }
  const placeOf = (position: LatLng): PlaceHandle => {
    let place = table.find(position)
    if (place < 0) {
      place = planner.addPlace(position)
      table.add(position, place)
    }
    return use(place)
  }
  const forget = () => {
    whereabouts = []
    table.remove(new Set(planner.releasePlaces((place) => usedIn[place] === round)))
    kept = table.size() - used
  }
  return {
    placeOf,
    placeOfCourier: (courier, position) => {
      const known = whereabouts[courier]
      if (known !== undefined && known.position === position) return use(known.place)
      const place = placeOf(position)
      // Without holes, however far the handles are apart.
      while (whereabouts.length <= courier) whereabouts.push(undefined)
      whereabouts[courier] = { position, place }
      return place
    },
    restaurantOf: (position) => {
      const place = placeOf(position)
      restaurants[place] = position
      return place
    },
    restaurantAt: (place) => at(restaurants, place),
    beginRound: () => {
      if (table.size() > 2 * (used + kept) + SPARE_PLACES) forget()
      round++
      used = 0
    }
  }
}

/** Places by their coordinates: a hash table with linear probing, so that nobody's coordinates are made into a text. */
interface PlaceTable {
  readonly size: () => number
  /** -1 when unknown. */
  readonly find: (position: LatLng) => PlaceHandle
  /** Only of a place that is unknown. */
  readonly add: (position: LatLng, place: PlaceHandle) => void
  readonly remove: (places: ReadonlySet<PlaceHandle>) => void
}

const makePlaceTable = (): PlaceTable => {
  /** Latitude and longitude of each slot, and its place; -1: free. Never more than half full. */
  let coordinates = new Float64Array(2 * FIRST_SLOTS)
  let places = new Int32Array(FIRST_SLOTS).fill(-1)
  let size = 0
  const slotOf = (lat: number, lng: number): number => {
    const mask = places.length - 1
    let slot = spread(lat, lng) & mask
    while (i32(places, slot) >= 0) {
      if (f64(coordinates, 2 * slot) === lat && f64(coordinates, 2 * slot + 1) === lng) break
      slot = (slot + 1) & mask
    }
    return slot
  }
  const put = (lat: number, lng: number, place: PlaceHandle): void => {
    const slot = slotOf(lat, lng)
    coordinates[2 * slot] = lat
    coordinates[2 * slot + 1] = lng
    places[slot] = place
    size++
  }
  const layOut = (slots: number, isKept: (place: PlaceHandle) => boolean): void => {
    const before = { coordinates, places }
    coordinates = new Float64Array(2 * slots)
    places = new Int32Array(slots).fill(-1)
    size = 0
    before.places.forEach((place, slot) => {
      if (place >= 0 && isKept(place))
        put(f64(before.coordinates, 2 * slot), f64(before.coordinates, 2 * slot + 1), place)
    })
  }
  return {
    size: () => size,
    find: ({ lat, lng }) => i32(places, slotOf(lat, lng)),
    add: ({ lat, lng }, place) => {
      if (2 * size >= places.length) layOut(2 * places.length, () => true)
      put(lat, lng, place)
    },
    remove: (gone) => {
      layOut(places.length, (place) => !gone.has(place))
    }
  }
}

/** Neighbouring places far apart: to a tenth of a millimetre where they lie, times odd numbers. */
const spread = (lat: number, lng: number): number => {
  const h = Math.imul((lat * GRAINS) | 0, 0x9e3779b1) + Math.imul((lng * GRAINS) | 0, 0x85ebca6b)
  return Math.imul(h ^ (h >>> 15), 0xc2b2ae35) >>> 1
}

/** Parts of a degree: the greatest that keep 180 of them within 31 bits. */
const GRAINS = 1e7
const FIRST_SLOTS = 1_024
/** Forgetting costs the travel times known so far: not worth it below some thousands of places. */
const SPARE_PLACES = 4_096
