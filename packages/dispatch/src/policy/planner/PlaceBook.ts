import { at, type LatLng } from "@hotbag/core"
import type { Planner } from "./planner.ts"
import type { PlaceHandle } from "./PlannerView.ts"

/** The places that a planner knows by their coordinates, no more of them than a small multiple of what is in use. */
export interface PlaceBook {
  /** Handle of the place; the same for the same coordinates as long as the place is in use. */
  readonly placeOf: (position: LatLng) => PlaceHandle
  /** The same for the restaurant of a delivery. */
  readonly restaurantOf: (position: LatLng) => PlaceHandle
  /** Where that restaurant is, as its deliveries say. */
  readonly restaurantAt: (place: PlaceHandle) => LatLng
  /**
   * Begins a round: places asked for from here on are in use. Those that the last round did not ask for are forgotten
   * once they outnumber the others (P8). Amortised O(places asked for).
   */
  readonly beginRound: () => void
}

/** An empty book of `planner`'s places. */
export const makePlaceBook = (planner: Pick<Planner, "addPlace" | "releasePlaces">): PlaceBook => {
  // Positions keep their objects from round to round as long as nothing moves: found without their coordinates.
  let byObject = new Map<LatLng, PlaceHandle>()
  const byKey = new Map<string, PlaceHandle>()
  const restaurants: Array<LatLng> = []
  const usedIn: Array<number> = []
  let round = 0
  let used = 0
  const find = (position: LatLng): PlaceHandle => {
    const key = `${position.lat} ${position.lng}`
    const place = byKey.get(key) ?? planner.addPlace(position)
    byKey.set(key, place)
    byObject.set(position, place)
    return place
  }
  const placeOf = (position: LatLng): PlaceHandle => {
    const place = byObject.get(position) ?? find(position)
    if (usedIn[place] !== round) {
      usedIn[place] = round
      used++
    }
    return place
  }
  const forget = () => {
    const released = new Set(planner.releasePlaces((place) => usedIn[place] === round))
    for (const [key, place] of byKey) if (released.has(place)) byKey.delete(key)
    byObject = new Map()
  }
  return {
    placeOf,
    restaurantOf: (position) => {
      const place = placeOf(position)
      restaurants[place] = position
      return place
    },
    restaurantAt: (place) => at(restaurants, place),
    beginRound: () => {
      if (byKey.size > 2 * used + SPARE_PLACES || byObject.size > 4 * used + 2 * SPARE_PLACES) forget()
      round++
      used = 0
    }
  }
}

/** Forgetting costs the travel times known so far: not worth it below some thousands of places. */
const SPARE_PLACES = 4_096
