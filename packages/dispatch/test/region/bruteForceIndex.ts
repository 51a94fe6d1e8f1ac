import { haversineM, type CourierIndex, type LatLng } from "@hotbag/core"

/** A courier index that looks at everybody, every time: the oracle for any cleverer one. Ties by handle. */
export const bruteForceIndex = (): CourierIndex => {
  const positions = new Map<number, LatLng>()
  const reached = (from: LatLng, withinM: number, accept: (courier: number) => boolean) =>
    [...positions]
      .map(([courier, position]) => ({ courier, distanceM: haversineM(from, position) }))
      .filter(({ courier, distanceM }) => distanceM <= withinM && accept(courier))
      .toSorted((a, b) => a.distanceM - b.distanceM || a.courier - b.courier)
  return {
    upsert: (courier, position) => {
      positions.set(courier, position)
    },
    remove: (courier) => positions.delete(courier),
    get size() {
      return positions.size
    },
    position: (courier) => positions.get(courier),
    nearest: (from, k, withinM, accept, out, outDistanceM) => {
      const best = reached(from, withinM, accept).slice(0, k)
      best.forEach(({ courier, distanceM }, i) => {
        out[i] = courier
        if (outDistanceM !== undefined) outDistanceM[i] = distanceM
      })
      return best.length
    },
    within: (from, radiusM, accept, out) => {
      const all = reached(from, radiusM, accept).slice(0, out.length)
      all.forEach(({ courier }, i) => {
        out[i] = courier
      })
      return all.length
    }
  }
}
