import { invariant, type CourierIndex, type LatLng } from "@hotbag/core"
import { requirePlaceOnEarth } from "../../src/geo/CourierIndex.ts"
import { chordSquared, distanceOfChordM, writeUnitVector } from "../../src/geo/unitVector.ts"

/** The oracle: a map of positions, everybody measured and sorted by every search. */
export const bruteForceCourierIndex = (): CourierIndex => {
  const positions = new Map<number, LatLng>()

  const search = (from: LatLng, radiusM: number, accept: (courier: number) => boolean) => {
    requirePlaceOnEarth(0, from)
    const limit = radiusM >= 0 ? chordSquared(radiusM) : -1
    return [...positions]
      .map(([courier, position]) => ({ courier, chord: chordBetween(from, position) }))
      .filter(({ courier, chord }) => chord <= limit && accept(courier))
      .sort((a, b) => a.chord - b.chord || a.courier - b.courier)
  }

  const write = (
    found: ReadonlyArray<{ readonly courier: number; readonly chord: number }>,
    out: Int32Array,
    outDistanceM: Float64Array | undefined
  ) => {
    found.forEach(({ courier, chord }, i) => {
      out[i] = courier
      if (outDistanceM !== undefined) outDistanceM[i] = distanceOfChordM(chord)
    })
    return found.length
  }

  return {
    upsert: (courier, position) => {
      requirePlaceOnEarth(courier, position)
      positions.set(courier, position)
    },
    remove: (courier) => positions.delete(courier),
    get size() {
      return positions.size
    },
    position: (courier) => positions.get(courier),
    nearest: (from, k, withinM, accept, out, outDistanceM) => {
      invariant(Number.isInteger(k), "the oracle takes whole k only", { k })
      const wanted = Math.max(0, Math.min(k, out.length))
      return write(search(from, withinM, accept).slice(0, wanted), out, outDistanceM)
    },
    within: (from, radiusM, accept, out, outDistanceM) =>
      write(search(from, radiusM, accept).slice(0, out.length), out, outDistanceM)
  }
}

const a = new Float64Array(3)
const b = new Float64Array(3)
const chordBetween = (from: LatLng, to: LatLng): number => {
  writeUnitVector(from.lat, from.lng, a, 0)
  writeUnitVector(to.lat, to.lng, b, 0)
  return b.reduce((sum, value, i) => sum + (value - (a[i] ?? NaN)) ** 2, 0)
}
