import { gridCourierIndex, h3CourierIndex, haversineM, type LatLng } from "@hotbag/core"
import type { Benchmark } from "../Benchmark.ts"
import { compare, type Comparison } from "../measure.ts"
import { makeGeoCase, type GeoCase } from "./geoCase.ts"
import { K, RADIUS_M, type GeoContender } from "./GeoContender.ts"
import { ours } from "./ours.ts"
import { flatbush, kdbush, rbush } from "./peers.ts"

/** The courier index beside the best indexes of npm: moving couriers, the nearest, everybody around. */
export const geo: Benchmark = {
  name: "geo",
  about: "100,000 moving couriers: our grid beside flatbush, kdbush, rbush and H3 buckets",
  run: ({ seed, quick, effort, say }) => {
    const world = makeGeoCase(seed, quick ? 5_000 : 100_000, quick ? 100 : 2_000)
    const grid = ours("grid", world, gridCourierIndex())
    const peers = [flatbush(world), kdbush(world), rbush(world), ours("H3 buckets", world, h3CourierIndex(8))]
    for (const peer of peers) requireSameAnswers(world, grid, peer)
    const around = world.searches.reduce((sum, _, search) => sum + grid.within(search), 0)
    say(
      `same answers; ${Math.round(around / world.searches.length)} couriers within 3 km of a search on average`
    )

    const found: Array<Comparison> = []
    let seen = 0
    const searchAll = (search: (search: number) => number) => () => {
      for (let i = 0; i < world.searches.length; i++) seen += search(i)
    }
    for (const peer of peers) {
      found.push(
        compare(
          `${K} nearest within 3 km`,
          world.searches.length,
          side(grid, searchAll(grid.nearest)),
          side(peer, searchAll(peer.nearest)),
          effort
        ),
        compare(
          "all within 3 km",
          world.searches.length,
          side(grid, searchAll(grid.within)),
          side(peer, searchAll(peer.within)),
          effort
        )
      )
    }
    // Last, because it moves everybody.
    for (const peer of peers)
      found.push(
        compare("updates", world.couriers, side(grid, grid.updateAll), side(peer, peer.updateAll), effort)
      )
    if (seen === 0) throw new Error("no search found anybody: the case is broken")
    return found
  }
}

const side = ({ name }: GeoContender, run: () => void) => ({ name, run })

/** The plane is a likeness of the sphere to 0.1 %: who is within that of the edge may be in or out. */
const LIKENESS = 0.001

/** @throws Error unless the peer finds the couriers that the grid finds, who are where they were at first. */
export const requireSameAnswers = (world: GeoCase, grid: GeoContender, peer: GeoContender): void => {
  const { positions } = world
  for (const [search, from] of world.searches.entries()) {
    const distanceM = (courier: number) => haversineM(from, positions[courier] ?? from)
    const all = new Set(foundBy(grid, grid.within(search)))
    const theirs = new Set(foundBy(peer, peer.within(search)))
    const differing = [...all, ...theirs].filter((id) => all.has(id) !== theirs.has(id)).map(distanceM)
    if (differing.some((metres) => Math.abs(metres / RADIUS_M - 1) > LIKENESS)) differ(peer, "within", from)

    const near = foundBy(grid, grid.nearest(search)).map(distanceM)
    const theirNear = foundBy(peer, peer.nearest(search)).map(distanceM)
    const wrong = near.some(
      (metres, i) => Math.abs(metres - (theirNear[i] ?? RADIUS_M)) > LIKENESS * RADIUS_M
    )
    if (wrong || Math.abs(near.length - theirNear.length) > 1) differ(peer, "nearest", from)
  }
}

const foundBy = ({ name, found }: GeoContender, count: number): Array<number> => {
  const couriers = Array.from(found())
  if (couriers.length !== count) throw new Error(`${name} says ${count} and shows ${couriers.length}`)
  return couriers
}

const differ = ({ name }: GeoContender, what: string, { lat, lng }: LatLng): never => {
  throw new Error(`${name} finds other couriers ${what} 3 km of ${lat}, ${lng}`)
}
