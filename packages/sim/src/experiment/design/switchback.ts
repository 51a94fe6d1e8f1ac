import { invariant } from "@hotbag/core"
import { makeStream } from "../../kernel/streams.ts"
import { around } from "../Interval.ts"
import { studentTQuantile, studentTTwoSided } from "../studentT.ts"
import type { MeanEstimate } from "../tInterval.ts"
import type { Arm } from "./Arm.ts"
import { contribution, type DesignMetric, type OrderOutcome } from "./OrderOutcome.ts"

/** A switchback experiment: each region changes its policy from time block to time block. */
export interface Switchback {
  /** Length of a block, ms. */
  readonly blockMs: number
  /** Orders placed so soon after a change are left out, for they still live from the other policy's couriers, ms. */
  readonly burnInMs: number
  /** The first block begins here, ms. */
  readonly fromMs: number
  /** Luck of the coins; non-negative safe integer. */
  readonly seed: number
}

/**
 * Which arm a region plays at a time: in every two blocks that follow each other each arm has one, and a coin for region
 * and pair says which is first. So both arms see the same hours, and nobody can foresee the next block.
 */
export const switchbackArm = (design: Switchback): ((region: number, atMs: number) => Arm) => {
  invariant(design.blockMs > design.burnInMs && design.burnInMs >= 0, "a block outlasts its burn-in", {
    ...design
  })
  const coins = makeStream(design.seed, "experiment.switchback")
  return (region, atMs) => {
    const block = blockAt(design, atMs)
    const flipped = coins.uniform(region, Math.floor(block / 2)) < 0.5
    return (block % 2 === 0) === flipped ? 0 : 1
  }
}

/**
 * What a switchback would have concluded: the mean difference of arm 0 against arm 1 within pairs of blocks, weighed by
 * how much each pair knows, and its interval with pairs as clusters (orders of a block share its luck). Burn-in after
 * Hu and Wager (2022) and Bojinov, Simchi-Levi and Zhao (2023); paired blocks as in Imbens and Rubin (2015), ch. 10;
 * errors that are robust to clusters with the degrees of freedom of Donald and Lang (2007), one less than clusters.
 */
export const analyseSwitchback = (
  design: Switchback,
  metric: DesignMetric,
  outcomes: ReadonlyArray<OrderOutcome>,
  { confidence, targetMin }: { readonly confidence: number; readonly targetMin: number }
): MeanEstimate => {
  const armAt = switchbackArm(design)
  const pairs = new Map<string, PairOfBlocks>()
  for (const outcome of outcomes) {
    const { placedAtMs, region } = outcome
    const block = blockAt(design, placedAtMs)
    if (placedAtMs - design.fromMs - block * design.blockMs < design.burnInMs) continue
    const value = contribution(metric, outcome, targetMin)
    if (value === null) continue
    const key = `${region} ${Math.floor(block / 2)}`
    const pair = pairs.get(key) ?? { sums: [0, 0], counts: [0, 0] }
    pairs.set(key, pair)
    const arm = armAt(region, placedAtMs)
    pair.sums[arm] += value
    pair.counts[arm]++
  }
  return weighPairs([...pairs.values()], confidence)
}

interface PairOfBlocks {
  readonly sums: [number, number]
  readonly counts: [number, number]
}

const weighPairs = (pairs: ReadonlyArray<PairOfBlocks>, confidence: number): MeanEstimate => {
  const whole = pairs.filter(({ counts: [a, b] }) => a > 0 && b > 0)
  const differences = whole.map(({ counts, sums }) => sums[0] / counts[0] - sums[1] / counts[1])
  // The inverse variance of a difference of two means of orders that are alike.
  const weights = whole.map(({ counts: [a, b] }) => (a * b) / (a + b))
  const count = whole.length
  let weight = 0
  let sum = 0
  differences.forEach((difference, i) => {
    weight += weights[i] ?? 0
    sum += (weights[i] ?? 0) * difference
  })
  const mean = weight === 0 ? 0 : sum / weight
  if (count < 2) return { mean, deviation: 0, count, interval: around(mean, Infinity), pValue: 1 }
  let squares = 0
  differences.forEach((difference, i) => {
    squares += ((weights[i] ?? 0) * (difference - mean)) ** 2
  })
  const error = Math.sqrt((squares * count) / (count - 1)) / weight
  const halfWidth = error * studentTQuantile((1 + confidence) / 2, count - 1)
  const pValue = error === 0 ? (mean === 0 ? 1 : 0) : studentTTwoSided(mean / error, count - 1)
  return { mean, deviation: error, count, interval: around(mean, halfWidth), pValue }
}

const blockAt = ({ blockMs, fromMs }: Switchback, atMs: number): number =>
  Math.max(0, Math.floor((atMs - fromMs) / blockMs))
