import { at, f64, i32, type CourierIndex, type LatLng } from "@hotbag/core"
import type { GeoCase } from "./geoCase.ts"
import { K, RADIUS_M, type GeoContender } from "./GeoContender.ts"

/** A courier index of ours. */
export const ours = (name: string, world: GeoCase, index: CourierIndex): GeoContender => {
  const position = new Report()
  for (const [courier, { lat, lng }] of world.positions.entries()) {
    position.lat = lat
    position.lng = lng
    index.upsert(courier, position)
  }
  let round = 0
  const updateAll = () => {
    const { couriers, lats, lngs } = world.rounds[round++ & 1] ?? world.rounds[0]
    for (let i = 0; i < couriers.length; i++) {
      position.lat = f64(lats, i)
      position.lng = f64(lngs, i)
      index.upsert(i32(couriers, i), position)
    }
  }
  const everybody = () => true
  const out = new Int32Array(world.couriers)
  let count = 0
  return {
    name,
    updateAll,
    nearest: (search) => (count = index.nearest(at(world.searches, search), K, RADIUS_M, everybody, out)),
    within: (search) => (count = index.within(at(world.searches, search), RADIUS_M, everybody, out)),
    found: () => out.subarray(0, count)
  }
}

/** One object for all reports, as who reads them off the wire may use: nothing is allocated for one. */
class Report implements LatLng {
  lat = 0
  lng = 0
}
