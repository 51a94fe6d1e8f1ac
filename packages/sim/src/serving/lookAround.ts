import { at } from "@hotbag/core"
import { KindOf } from "./kinds.ts"
import type { ServingModel } from "./ServingModel.ts"
import { Task } from "./Workload.ts"

/**
 * Who places an order has looked around before, once, and so have others who then do not order: they search, and read menus and
 * orders. Menus are in the memory of a process or not; what has to come from a store that is away is answered with 503, and from
 * one that is slow it comes late. The rest is looked at second by second (`eachSecond`).
 */
export const lookAround = (
  model: ServingModel,
  task: number,
  order: number,
  region: number,
  atMs: number
): void => {
  const { faults, felt, figures, traffic, turnedAway } = model
  if (turnedAway.has(order)) return
  if (task === Task.refusedPlace) turnedAway.add(order)
  model.placed++
  const isAway = faults?.refuses(region, atMs) ?? false
  const stored = traffic.readsPerOrder - readMenus(model, order, atMs, isAway)
  const lateMs = (faults?.committedAtMs(region, atMs) ?? atMs) - atMs
  if (lateMs === 0 || stored <= 0) return
  model.readsApart += stored
  if (isAway) {
    felt.unavailable += stored
    return figures.note("read", atMs, 0, { refused: true, request: true, judgedMs: 0 }, stored)
  }
  felt.slowCalls += stored
  const own = at(model.kinds, KindOf.readProbe).unloaded?.draw(model.draws.latency.uniform(order, 2)) ?? 0
  figures.note("read", atMs, lateMs + own, { refused: false, request: true, judgedMs: 0 }, stored)
}

/** How many of the menus around an order are at hand; 0 when nobody knows which they are. */
const readMenus = (model: ServingModel, order: number, atMs: number, isAway: boolean): number => {
  const { draws, figures, input, menus, stations, traffic } = model
  const { menuReads } = input
  if (menuReads === undefined) return 0
  const loops = stations.poolOf("api", 0).processors
  menus.resize(loops)
  let hits = 0
  for (let look = 0; look < traffic.menusPerOrder; look++) {
    const menu =
      look === 0 ? menuReads.ordered(order) : menuReads.lookedAt(order, draws.menus.uniform(order, 2 * look))
    const loop = Math.floor(draws.menus.uniform(order, 2 * look + 1) * loops)
    if (menus.read(loop, menu, atMs, isAway)) hits++
  }
  figures.count("menu-cache", atMs, true, hits)
  figures.count("menu-cache", atMs, false, traffic.menusPerOrder - hits)
  return hits
}
