import RBush from "rbush"
import { f64 } from "../At.ts"
import { requirePlaceOnEarth } from "./CourierIndex.ts"
import type { LatLng } from "./LatLng.ts"
import { boxAround, type LatLngBox } from "./LatLngBox.ts"
import { NearestCouriers } from "./NearestCouriers.ts"
import { chordSquared, distanceOfChordM, HALF_AROUND_M, writeUnitVector } from "./unitVector.ts"

/** A place that a search found: its number in the list that was indexed, and how far away it is. */
export interface FoundPlace {
  readonly place: number
  readonly distanceM: number
}

/**
 * Where the places are that seldom move: restaurants (S1, S31). Built once from a list; places are numbered as in it.
 * Distances are great-circle metres, edges are inside, the antimeridian and the poles are no borders.
 */
export interface PlaceIndex {
  readonly size: number
  /** The places in a box, in the sequence of the list. O(log n + found). */
  readonly inBox: (box: LatLngBox) => ReadonlyArray<number>
  /**
   * The accepted places within `radiusM` metres, nearest first, ties in the sequence of the list. O(log n + found).
   *
   * @throws InvariantViolation when `from` is no place on Earth.
   */
  readonly within: (
    from: LatLng,
    radiusM: number,
    accept?: (place: number) => boolean
  ) => ReadonlyArray<FoundPlace>
  /**
   * The `k` nearest accepted places within `withinM` metres, sorted like `within`. Looks at ever wider boxes and stops at
   * the first that must hold them, so a large radius costs no more than the places are far.
   *
   * @throws InvariantViolation when `from` is no place on Earth.
   */
  readonly nearest: (
    from: LatLng,
    k: number,
    withinM: number,
    accept?: (place: number) => boolean
  ) => ReadonlyArray<FoundPlace>
}

/** Indexes places. O(n log n). @throws InvariantViolation for a position that is no place on Earth. */
export const makePlaceIndex = (places: ReadonlyArray<LatLng>): PlaceIndex => {
  const vectors = new Float64Array(3 * places.length)
  const tree = new PlaceTree()
  tree.load(
    places.map(({ lat, lng }, place) => {
      requirePlaceOnEarth(place, { lat, lng })
      writeUnitVector(lat, lng, vectors, 3 * place)
      // 180° E is 180° W.
      return { lat, lng: lng === 180 ? -180 : lng, place }
    })
  )
  const origin = new Float64Array(3)
  const best = new NearestCouriers()

  const chordTo = (place: number): number => {
    const dx = f64(vectors, 3 * place) - f64(origin, 0)
    const dy = f64(vectors, 3 * place + 1) - f64(origin, 1)
    const dz = f64(vectors, 3 * place + 2) - f64(origin, 2)
    return dx * dx + dy * dy + dz * dz
  }

  const nearest: PlaceIndex["nearest"] = (from, k, withinM, accept = everyPlace) => {
    requirePlaceOnEarth(0, from)
    writeUnitVector(from.lat, from.lng, origin, 0)
    const wanted = Math.min(k, places.length)
    if (!(wanted >= 1 && withinM >= 0)) return []
    for (let reachM = Math.min(FIRST_REACH_M, withinM); ; reachM = Math.min(REACH_GROWTH * reachM, withinM)) {
      best.begin(wanted, chordSquared(reachM))
      for (const { place } of searchTree(tree, boxAround(from, reachM))) {
        const chord = chordTo(place)
        if (chord > best.worst || (chord === best.worst && place >= best.worstCourier)) continue
        if (accept(place)) best.add(chord, place)
      }
      if (best.isFull || reachM >= withinM || reachM >= HALF_AROUND_M) break
    }
    const found = new Int32Array(best.count)
    const distances = new Float64Array(best.count)
    best.writeTo(found, distances)
    return Array.from(found, (place, i) => ({ place, distanceM: f64(distances, i) }))
  }

  return {
    size: places.length,
    inBox: (box) =>
      searchTree(tree, box)
        .map(({ place }) => place)
        .sort((a, b) => a - b),
    within: (from, radiusM, accept = everyPlace) => {
      requirePlaceOnEarth(0, from)
      writeUnitVector(from.lat, from.lng, origin, 0)
      if (!(radiusM >= 0)) return []
      const limit = chordSquared(radiusM)
      return searchTree(tree, boxAround(from, radiusM))
        .map(({ place }) => ({ place, chord: chordTo(place) }))
        .filter(({ place, chord }) => chord <= limit && accept(place))
        .sort((a, b) => a.chord - b.chord || a.place - b.place)
        .map(({ place, chord }) => ({ place, distanceM: distanceOfChordM(chord) }))
    },
    nearest
  }
}

interface IndexedPlace extends LatLng {
  readonly place: number
}

class PlaceTree extends RBush<IndexedPlace> {
  override toBBox({ lat, lng }: IndexedPlace) {
    return { minX: lng, minY: lat, maxX: lng, maxY: lat }
  }
  override compareMinX(a: IndexedPlace, b: IndexedPlace) {
    return a.lng - b.lng
  }
  override compareMinY(a: IndexedPlace, b: IndexedPlace) {
    return a.lat - b.lat
  }
}

const searchTree = (
  tree: PlaceTree,
  { south, west, north, east }: LatLngBox
): ReadonlyArray<IndexedPlace> => {
  const between = (minX: number, maxX: number) => tree.search({ minX, minY: south, maxX, maxY: north })
  if (west > east) return [...between(west, 180), ...between(-180, east)]
  // Places on the antimeridian are kept on its western side.
  return east === 180 && west > -180 ? [...between(west, east), ...between(-180, -180)] : between(west, east)
}

const everyPlace = () => true

/** Half a kilometre holds a screenful of restaurants downtown; from there on each box is four times as wide. */
const FIRST_REACH_M = 500
const REACH_GROWTH = 4
