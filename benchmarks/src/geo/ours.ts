import { f64, i32, type CourierIndex } from "@hotbag/core"
import type { GeoCase } from "./geoCase.ts"
import { K, RADIUS_M, type GeoContender } from "./GeoContender.ts"

/** A courier index of ours. */
export const ours = (name: string, world: GeoCase, index: CourierIndex): GeoContender => {
  for (const [courier, position] of world.positions.entries()) index.upsert(courier, position)
  let round = 0
  const updateAll = () => {
    const { couriers, lats, lngs } = world.rounds[round++ & 1] ?? world.rounds[0]
    for (let i = 0; i < couriers.length; i++)
      index.upsert(i32(couriers, i), { lat: f64(lats, i), lng: f64(lngs, i) })
  }
  const everybody = () => true
  const nearest = new Int32Array(K)
  const within = new Int32Array(world.couriers)
  return {
    name,
    updateAll,
    nearest: (search) => {
      const from = world.searches[search]
      return from === undefined
        ? []
        : nearest.subarray(0, index.nearest(from, K, RADIUS_M, everybody, nearest))
    },
    within: (search) => {
      const from = world.searches[search]
      return from === undefined ? [] : within.subarray(0, index.within(from, RADIUS_M, everybody, within))
    }
  }
}
