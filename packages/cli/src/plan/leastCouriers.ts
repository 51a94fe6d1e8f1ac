import type { Tried } from "./Plan.ts"
import { type CourierSearch, type Known, nextMultiple } from "./nextMultiple.ts"

/** Plays a multiple of the couriers; `unless` takes it back. */
export type PlayMultiple = (couriersX: number, unless?: AbortSignal) => Promise<Tried>

/** The least fleet of one seed, and all runs that led to it, by couriers. */
export interface LeastCouriers {
  /** Null: the greatest multiple is not enough either. */
  readonly found: Tried | null
  readonly tried: ReadonlyArray<Tried>
}

/**
 * The least multiple of the couriers with which no objective misses any (`nextMultiple`). While a run is played, up to `ahead` others are
 * begun that may be next, and taken back when they are not: they save time, and are no part of the result, which is the
 * same for any `ahead`.
 */
export const leastCouriers = async (
  play: PlayMultiple,
  search: CourierSearch,
  ahead: number
): Promise<LeastCouriers> => {
  const tried: Array<Tried> = []
  const begun = new Map<number, { readonly run: Promise<Tried>; readonly taken: AbortController }>()
  const begin = (couriersX: number): Promise<Tried> => {
    const before = begun.get(couriersX)
    if (before !== undefined) return before.run
    const taken = new AbortController()
    const run = play(couriersX, taken.signal)
    // Nobody may ever ask what became of it.
    run.catch(() => undefined)
    begun.set(couriersX, { run, taken })
    return run
  }
  const takeBackBut = (kept: ReadonlyArray<number>) => {
    for (const [couriersX, { taken }] of begun) {
      if (kept.includes(couriersX)) continue
      begun.delete(couriersX)
      taken.abort(new Error("taken back: another run was next"))
    }
  }
  for (;;) {
    const next = nextMultiple(tried.map(known), search)
    if (next.kind !== "try") {
      takeBackBut([])
      const byCouriers = tried.toSorted((a, b) => a.couriersX - b.couriersX)
      const found =
        next.kind === "none" ? undefined : tried.find(({ couriersX }) => couriersX === next.couriersX)
      return { found: found ?? null, tried: byCouriers }
    }
    const { couriersX } = next
    // Before anything is known the next run is anybody's guess, and the first one's guess is better.
    const after = tried.length === 0 ? [] : followers(tried.map(known), couriersX, search).slice(0, ahead)
    takeBackBut([couriersX, ...after])
    const run = begin(couriersX)
    for (const other of after) void begin(other)
    tried.push(await run)
    begun.delete(couriersX)
  }
}

const known = ({ couriersX, likelyX, missing }: Tried): Known => ({
  couriersX,
  likelyX,
  enough: missing.length === 0
})

/** What comes next if a multiple is enough, which takes the longest to know, and if it is not. */
const followers = (
  before: ReadonlyArray<Known>,
  couriersX: number,
  search: CourierSearch
): ReadonlyArray<number> =>
  [true, false].flatMap((enough) => {
    const next = nextMultiple([...before, { couriersX, enough, likelyX: null }], search)
    return next.kind === "try" ? [next.couriersX] : []
  })
