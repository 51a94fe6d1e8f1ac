import { f64, i32 } from "@hotbag/core"
import { makeBestPlan, restoreBest, saveBest } from "./BestPlan.ts"
import type { BestPlan } from "./BestPlan.ts"
import type { PlanState } from "./PlanState.ts"
import { recreate } from "./recreate.ts"
import { ruin } from "./ruin.ts"
import type { RuinOptions } from "./ruin.ts"
import { beginMove, makeUndo, rollBack, routeCostChange } from "./undo.ts"
import type { Undo } from "./undo.ts"

/** How the search goes about it. */
export interface ImproveOptions extends RuinOptions {
  /** Probability that recreation overlooks a candidate. */
  readonly blink: number
  /** Probability that recreation goes by regret. */
  readonly regretShare: number
  /**
   * Of the deliveries that had no place before the move, at most so many are tried in it, drawn at random: in a surge thousands wait that fit
   * nowhere, and each would be tried again in every move.
   */
  readonly mostTried: number
  /** How much worse a move may make the plan at first, in ms of cost times -ln(uniform); falls to 0 linearly. */
  readonly temperatureMs: number
}

/** What the search keeps between moves. */
export interface Search {
  /** Uniform in 0..1, from a seeded stream: the only source of chance. */
  readonly random: () => number
  readonly undo: Undo
  readonly best: BestPlan
}

export const makeSearch = (random: () => number): Search => ({
  random,
  undo: makeUndo(),
  best: makeBestPlan()
})

/**
 * Ruin and recreate (Schrimpf et al. 2000; strings and blinks after Christiaens and Vanden Berghe 2020) for
 * `iterations` moves, with annealed acceptance; leaves the best plan met. Counted, not timed: the same state and the
 * same random stream give the same plan.
 */
export const improve = (s: PlanState, search: Search, options: ImproveOptions, iterations: number): void => {
  if (s.deliveryCount === 0 || iterations === 0) return
  const { undo, random } = search
  let current = 0
  let best = 0
  saveBest(s, search.best)
  for (let i = 0; i < iterations; i++) {
    beginMove(s, undo)
    ruin(s, search, options)
    const aside = setAside(s, undo.poolCount - options.mostTried, undo.poolCount, random)
    shufflePool(s, aside, random)
    recreate(s, search, random() < options.regretShare, options.blink, aside)
    const change = routeCostChange(s, undo) + s.weights.lostMs * (s.poolCount - undo.poolCount)
    if (change > allowedChange(random, options.temperatureMs * (1 - i / iterations))) {
      rollBack(s, undo)
      continue
    }
    current += change
    if (current < best - NOISE_MS) {
      best = current
      saveBest(s, search.best)
    }
  }
  if (current > best) restoreBest(s, search.best)
}

/** Cost of the whole plan. */
export const planCost = (s: PlanState): number => {
  let cost = s.weights.lostMs * s.poolCount
  for (let c = 0; c < s.courierCount; c++) cost += f64(s.routeCost, c)
  return cost
}

const allowedChange = (random: () => number, temperatureMs: number): number =>
  temperatureMs > 0 ? -Math.log(1 - random()) * temperatureMs : 0

/** Brings `count` of the pool's first `old` to its front, drawn at random, and says how many there are. Draws nothing when there are none. */
export const setAside = (s: PlanState, count: number, old: number, random: () => number): number => {
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (old - i))
    const d = i32(s.pool, i)
    s.pool[i] = i32(s.pool, j)
    s.pool[j] = d
  }
  return Math.max(0, count)
}

/** Recreation takes the pool in its order from `from` on; a random one is as good as any on average, and never the same. */
const shufflePool = (s: PlanState, from: number, random: () => number): void => {
  for (let i = s.poolCount - 1; i > from; i--) {
    const j = from + Math.floor(random() * (i - from + 1))
    const d = i32(s.pool, i)
    s.pool[i] = i32(s.pool, j)
    s.pool[j] = d
  }
}

/** Float noise of summed changes is no improvement. */
const NOISE_MS = 1e-3
