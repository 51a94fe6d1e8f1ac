import { at } from "@hotbag/core"
import { leastCouriers, type LeastCouriers } from "./leastCouriers.ts"
import { type CourierSearch, oneMore } from "./nextMultiple.ts"
import type { Luck, Tried } from "./Plan.ts"

/** What is looked for. */
export interface LuckSearch {
  /** For the first seed. */
  readonly search: CourierSearch
  /** The first of them is searched from nothing, the others from what it found. */
  readonly seeds: ReadonlyArray<number>
  /** Share of the seeds that must keep the objectives, above 0 to 1. */
  readonly share: number
  /** Runs that are played side by side. */
  readonly workers: number
}

/** The fewest couriers for all kinds of luck. */
export interface LuckyCouriers {
  /** The runs with them, one for each seed; empty: none that was tried is enough for as many seeds as must be. */
  readonly runs: ReadonlyArray<Tried>
  readonly luck: Luck
  /** Every run, by seed and couriers. */
  readonly tried: ReadonlyArray<Tried>
}

/**
 * The least multiple of the couriers that is enough for a share of the seeds: the least of each seed by itself, and of these the one that
 * is enough for as many as must be, if more couriers are never worse. That is not taken for granted: it is played with every seed, and stepped up
 * until enough of them keep it.
 */
export const withLuck = async (
  play: (seed: number, couriersX: number, unless?: AbortSignal) => Promise<Tried>,
  { search, seeds, share, workers }: LuckSearch
): Promise<LuckyCouriers> => {
  const runs = new Map<string, Tried>()
  const playOnce = (seed: number) => async (couriersX: number, unless?: AbortSignal) =>
    runs.get(`${seed} ${couriersX}`) ?? (await play(seed, couriersX, unless))
  const note = (tried: ReadonlyArray<Tried>) => {
    for (const run of tried) runs.set(`${run.seed} ${run.couriersX}`, run)
  }
  const [firstSeed, ...otherSeeds] = seeds
  const first = await leastCouriers(playOnce(firstSeed ?? 0), search, workers - 1)
  note(first.tried)
  const start = first.found?.couriersX
  const ahead = otherSeeds.length === 0 ? 0 : Math.max(0, Math.floor(workers / otherSeeds.length) - 1)
  const near = { ...search, start: start ?? 0, step: Math.min(search.step, 1 + 2 * search.precision) }
  const others =
    start === undefined
      ? []
      : await Promise.all(otherSeeds.map((seed) => leastCouriers(playOnce(seed), near, ahead)))
  for (const { tried } of others) note(tried)
  const least = [first, ...others]
  const needed = Math.max(1, Math.ceil(share * seeds.length - 1e-9))
  let couriersX = start === undefined ? null : multipleFor(least, needed)
  while (couriersX !== null) {
    const tryX = couriersX
    const all = await Promise.all(seeds.map((seed) => playOnce(seed)(tryX)))
    note(all)
    if (all.filter(isKept).length >= needed) return summed(all, runs, seeds, share, least)
    couriersX = tryX >= search.most ? null : oneMore(tryX, search)
  }
  return summed([], runs, seeds, share, least)
}

/** Whether a run had couriers enough. */
export const isKept = ({ missing }: Tried): boolean => missing.length === 0

/** The multiple that is enough for so many seeds, each by itself; null: for fewer. */
const multipleFor = (least: ReadonlyArray<LeastCouriers>, needed: number): number | null => {
  const found = least
    .flatMap(({ found }) => (found === null ? [] : [found.couriersX]))
    .toSorted((a, b) => a - b)
  return found.length < needed ? null : at(found, needed - 1)
}

const summed = (
  all: ReadonlyArray<Tried>,
  runs: ReadonlyMap<string, Tried>,
  seeds: ReadonlyArray<number>,
  share: number,
  least: ReadonlyArray<LeastCouriers>
): LuckyCouriers => ({
  runs: all,
  luck: {
    seeds: least.length,
    kept: all.filter(isKept).length,
    share,
    least: least.map(({ found }, i) => ({
      seed: at(seeds, i),
      couriersX: found?.couriersX ?? null,
      couriers: found?.couriers ?? null
    }))
  },
  tried: [...runs.values()].toSorted((a, b) => a.seed - b.seed || a.couriersX - b.couriersX)
})
