import { f64, i32 } from "@hotbag/core"

/** The nearest of the zones it is shown, kept sorted: so few are wanted that nothing is gained by sorting all afterwards. */
export interface NearestZones {
  /** How many are kept. */
  count: number
  /** They, by distance and then by number, as far as `count`. */
  readonly zones: Int32Array
  readonly distancesM: Float64Array
  /** Forgets all, and keeps the `wanted` nearest from here on: from 1 to {@link MOST_ZONES}. */
  readonly begin: (wanted: number) => void
  /** O(kept), and O(1) of a zone that is farther than those. */
  readonly add: (zone: number, distanceM: number) => void
  /** Copies what is kept to both lists, from index `from` on. */
  readonly writeTo: (zones: Int32Array, distancesM: Float64Array, from: number) => void
}

/** Room for {@link MOST_ZONES}, used again and again. */
export const makeNearestZones = (): NearestZones => {
  const zones = new Int32Array(MOST_ZONES)
  const distancesM = new Float64Array(MOST_ZONES)
  let most = 0
  const comesBefore = (place: number, zone: number, distanceM: number): boolean => {
    const m = f64(distancesM, place)
    return m < distanceM || (m === distanceM && i32(zones, place) < zone)
  }
  const nearest: NearestZones = {
    count: 0,
    zones,
    distancesM,
    begin: (wanted) => {
      most = wanted
      nearest.count = 0
    },
    add: (zone, distanceM) => {
      let place = nearest.count
      if (place < most) nearest.count++
      else if (comesBefore(--place, zone, distanceM)) return
      for (; place > 0 && !comesBefore(place - 1, zone, distanceM); place--) {
        distancesM[place] = f64(distancesM, place - 1)
        zones[place] = i32(zones, place - 1)
      }
      distancesM[place] = distanceM
      zones[place] = zone
    },
    writeTo: (toZones, toDistancesM, from) => {
      toZones.set(zones.subarray(0, nearest.count), from)
      toDistancesM.set(distancesM.subarray(0, nearest.count), from)
    }
  }
  return nearest
}

/** More than anybody wants. */
const MOST_ZONES = 64
