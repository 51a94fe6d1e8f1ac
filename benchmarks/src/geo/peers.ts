import { at, f64, i32 } from "@hotbag/core"
import Flatbush from "flatbush"
import FlatQueue from "flatqueue"
import KDBush from "kdbush"
import RBush from "rbush"
import type { GeoCase } from "./geoCase.ts"
import { K, RADIUS_M, type GeoContender } from "./GeoContender.ts"

interface Point {
  readonly x: number
  readonly y: number
}

const NOWHERE: Point = { x: NaN, y: NaN }
const squared = (x: number, y: number, to: Point) => (x - to.x) ** 2 + (y - to.y) ** 2

/**
 * Where every courier was last: what a static index is built from. `xs` and `ys` are kept by courier, as whoever rebuilds
 * such an index must keep them.
 */
const lastPositions = (world: GeoCase) => {
  const start = world.positions.map(world.plane)
  const xs = Float64Array.from(start, ({ x }) => x)
  const ys = Float64Array.from(start, ({ y }) => y)
  let round = 0
  const report = () => {
    const reports = world.rounds[round++ & 1] ?? world.rounds[0]
    for (let i = 0; i < xs.length; i++) {
      const courier = i32(reports.couriers, i)
      xs[courier] = f64(reports.xs, i)
      ys[courier] = f64(reports.ys, i)
    }
  }
  return { xs, ys, report }
}

/** flatbush: static, so that an update is a share of a rebuild. */
export const flatbush = (world: GeoCase): GeoContender => {
  const searches = world.searches.map(world.plane)
  const { xs, ys, report } = lastPositions(world)
  const build = () => {
    const index = new Flatbush(xs.length)
    for (let i = 0; i < xs.length; i++) index.add(f64(xs, i), f64(ys, i))
    index.finish()
    return index
  }
  let index = build()
  let last: ReadonlyArray<number> = []
  return {
    name: "flatbush",
    updateAll: () => {
      report()
      index = build()
    },
    nearest: (search) => {
      const { x, y } = searches[search] ?? NOWHERE
      last = index.neighbors(x, y, K, RADIUS_M)
      return last.length
    },
    within: (search) => {
      const from = searches[search] ?? NOWHERE
      const inside = (_: number, x: number, y: number) => squared(x, y, from) <= RADIUS_M ** 2
      last = index.search(from.x - RADIUS_M, from.y - RADIUS_M, from.x + RADIUS_M, from.y + RADIUS_M, inside)
      return last.length
    },
    found: () => last
  }
}

/** kdbush: static too; it has no search for the nearest, so they are picked from all within the radius. */
export const kdbush = (world: GeoCase): GeoContender => {
  const searches = world.searches.map(world.plane)
  const { xs, ys, report } = lastPositions(world)
  const build = () => {
    const index = new KDBush(xs.length)
    for (let i = 0; i < xs.length; i++) index.add(f64(xs, i), f64(ys, i))
    return index.finish()
  }
  let index = build()
  const out = new Int32Array(xs.length)
  const best = new Int32Array(K)
  const bestSquared = new Float64Array(K)
  let count = 0
  let last: Int32Array = out
  const within = (search: number) => {
    const { x, y } = searches[search] ?? NOWHERE
    last = out
    count = index.withinInto(x, y, RADIUS_M, out)
    return count
  }
  return {
    name: "kdbush",
    updateAll: () => {
      report()
      index = build()
    },
    nearest: (search) => {
      const from = searches[search] ?? NOWHERE
      const inside = within(search)
      last = best
      count = 0
      for (let i = 0; i < inside; i++) {
        const courier = i32(out, i)
        const distance = squared(f64(xs, courier), f64(ys, courier), from)
        if (count === K && distance >= f64(bestSquared, K - 1)) continue
        let place = count < K ? count++ : K - 1
        for (; place > 0 && f64(bestSquared, place - 1) > distance; place--) {
          bestSquared[place] = f64(bestSquared, place - 1)
          best[place] = i32(best, place - 1)
        }
        bestSquared[place] = distance
        best[place] = courier
      }
      return count
    },
    within,
    found: () => last.subarray(0, count)
  }
}

interface Item {
  readonly courier: number
  minX: number
  minY: number
  maxX: number
  maxY: number
}

interface Node {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
  readonly leaf?: boolean
  readonly children?: ReadonlyArray<Node>
  readonly courier?: number
}

/** rbush: an update is a removal and an insertion; the nearest are found best first over its nodes. */
export const rbush = (world: GeoCase): GeoContender => {
  const searches = world.searches.map(world.plane)
  const items = world.positions.map((position, courier): Item => {
    const { x, y } = world.plane(position)
    return { courier, minX: x, minY: y, maxX: x, maxY: y }
  })
  const index = new RBush<Item>().load(items)
  let round = 0
  const updateAll = () => {
    const { couriers, xs, ys } = world.rounds[round++ & 1] ?? world.rounds[0]
    for (let i = 0; i < couriers.length; i++) {
      const item = at(items, i32(couriers, i))
      index.remove(item)
      item.minX = item.maxX = f64(xs, i)
      item.minY = item.maxY = f64(ys, i)
      index.insert(item)
    }
  }
  const queue = new FlatQueue<Node>()
  let found: Array<number> = []
  const outside = (from: number, low: number, high: number) => Math.max(low - from, 0, from - high)
  return {
    name: "rbush",
    updateAll,
    nearest: (search) => {
      const { x, y } = searches[search] ?? NOWHERE
      found = []
      queue.clear()
      let node: Node | undefined = rootOf(index)
      while (node !== undefined && found.length < K) {
        if (node.courier !== undefined) found.push(node.courier)
        for (const child of node.children ?? []) {
          const far = outside(x, child.minX, child.maxX) ** 2 + outside(y, child.minY, child.maxY) ** 2
          if (far <= RADIUS_M ** 2) queue.push(child, far)
        }
        node = queue.pop()
      }
      return found.length
    },
    within: (search) => {
      const from = searches[search] ?? NOWHERE
      found = []
      const { x, y } = from
      const inBox = index.search({
        minX: x - RADIUS_M,
        minY: y - RADIUS_M,
        maxX: x + RADIUS_M,
        maxY: y + RADIUS_M
      })
      for (const { courier, minX, minY } of inBox)
        if (squared(minX, minY, from) <= RADIUS_M ** 2) found.push(courier)
      return found.length
    },
    found: () => found
  }
}

/** rbush shows its tree as plain data. */
const rootOf = (index: RBush<Item>): Node => {
  const root: unknown = index.toJSON()
  if (isNode(root)) return root
  throw new Error("rbush has changed its tree")
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "minX" in value && "children" in value
