import { lognormal } from "@hotbag/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeStream } from "../../src/kernel/streams.ts"
import { Pool } from "../../src/serving/Pool.ts"

const OPEN = { waiting: Infinity, streamMs: 1e9 }
/** Jobs of a theory test: errors of the mean wait at utilisations below 0.9 are then some per cent. */
const PIECES = 400_000

/** Mean wait of Poisson arrivals, `perMs` a ms, whose work is drawn by `work`. */
const meanWaitMs = (
  processors: number,
  perMs: number,
  work: (u: number) => number,
  stream = 0,
  seed = 1
): number => {
  const pool = new Pool(processors, 0, OPEN)
  pool.stream(0, stream)
  const arrivals = makeStream(seed, "arrivals")
  const works = makeStream(seed, "works")
  let atMs = 0
  let sumMs = 0
  for (let piece = 0; piece < PIECES; piece++) {
    atMs -= Math.log(arrivals.uniform(piece)) / perMs
    sumMs += pool.serve(atMs, work(works.uniform(piece)))
  }
  return sumMs / PIECES
}

const exponential = (meanMs: number) => (u: number) => -Math.log(u) * meanMs

/** Mean wait in M/M/c: Erlang's C formula (Erlang 1917). */
const erlangWaitMs = (processors: number, perMs: number, meanMs: number): number => {
  const offered = perMs * meanMs
  let term = 1
  let sum = 1
  for (let k = 1; k < processors; k++) {
    term *= offered / k
    sum += term
  }
  const last = (term * offered) / processors / (1 - offered / processors)
  return (last / (sum + last)) * (meanMs / (processors - offered))
}

/** Mean wait in M/G/1: Pollaczek (1930) and Khinchine (1932). */
const pollaczekWaitMs = (perMs: number, meanMs: number, varianceMs2: number): number =>
  (perMs * (varianceMs2 + meanMs ** 2)) / (2 * (1 - perMs * meanMs))

describe("the queue of a pool", () => {
  it.each([
    [1, 0.5],
    [1, 0.8],
    [2, 0.7],
    [4, 0.85],
    [16, 0.9]
  ])("waits as Erlang says: M/M/%i at utilisation %d", (processors, utilisation) => {
    const perMs = (utilisation * processors) / 2
    const found = meanWaitMs(processors, perMs, exponential(2))
    expect(Math.abs(found / erlangWaitMs(processors, perMs, 2) - 1)).toBeLessThan(0.06)
  })

  it.each([0.3, 0.6, 0.8])("waits as Pollaczek and Khinchine say: M/G/1 at utilisation %d", (utilisation) => {
    const work = lognormal(0, 0.9)
    const perMs = utilisation / work.mean
    const found = meanWaitMs(1, perMs, work.quantile)
    expect(Math.abs(found / pollaczekWaitMs(perMs, work.mean, work.variance) - 1)).toBeLessThan(0.06)
  })

  it("waits as they say when most of the work is a stream of tiny jobs", () => {
    // 0.5 of the processor by the stream, 0.3 by jobs: λE[S²] / 2(1 − ρ) with the jobs' second moment alone.
    const found = meanWaitMs(1, 0.1, exponential(3), 0.5)
    expect(Math.abs(found / ((0.1 * 18) / (2 * (1 - 0.8))) - 1)).toBeLessThan(0.06)
  })

  const load = fc.record({
    processors: fc.integer({ min: 1, max: 5 }),
    stream: fc.double({ min: 0, max: 0.9, noNaN: true }),
    pieces: fc.array(
      fc.tuple(fc.double({ min: 0, max: 5, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true })),
      { maxLength: 60 }
    )
  })

  it("keeps every bit of work: what was taken in is done or waits", () => {
    fc.assert(
      fc.property(load, ({ pieces, processors, stream }) => {
        const pool = new Pool(processors, 0, OPEN)
        pool.stream(0, stream * processors)
        let atMs = 0
        let workMs = 0
        for (const [gapMs, neededMs] of pieces) {
          atMs += gapMs
          pool.serve(atMs, neededMs)
          workMs += neededMs
        }
        expect(pool.takenMs).toBeCloseTo(workMs + stream * processors * atMs, 6)
        const before = pool.backlogMs(atMs)
        expect(before).toBeLessThanOrEqual(pool.takenMs + 1e-9)
        pool.resize(atMs, processors + 2)
        expect(pool.backlogMs(atMs)).toBeCloseTo(before, 6)
        pool.resize(atMs, 1)
        expect(pool.backlogMs(atMs)).toBeCloseTo(before, 6)
        expect(pool.waitMs(atMs)).toBeCloseTo(before, 6)
        // Nobody comes any more: everything is done in the end.
        pool.stream(atMs, 0)
        expect(pool.backlogMs(atMs + before + 1)).toBe(0)
      })
    )
  })

  const wholeLoad = fc.record({
    processors: fc.integer({ min: 1, max: 5 }),
    pieces: fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 9 })), {
      maxLength: 60
    })
  })

  it("starts jobs in the sequence in which they come, and as early as an oracle with a list of processors", () => {
    fc.assert(
      fc.property(wholeLoad, ({ pieces, processors }) => {
        const pool = new Pool(processors, 0, OPEN)
        const freeAt = Array.from({ length: processors }, () => 0)
        const starts: Array<number> = []
        let atMs = 0
        for (const [gapMs, neededMs] of pieces) {
          atMs += gapMs
          freeAt.sort((a, b) => a - b)
          const startsAt = Math.max(atMs, freeAt[0] ?? 0)
          freeAt[0] = startsAt + neededMs
          expect(pool.waiting(atMs)).toBe(starts.filter((start) => start > atMs).length)
          expect(pool.serve(atMs, neededMs)).toBe(startsAt - atMs)
          starts.push(startsAt)
        }
      })
    )
  })

  it("obeys Little's law: jobs waiting on average = arrivals a ms × mean wait", () => {
    const pool = new Pool(2, 0, OPEN)
    const arrivals = makeStream(3, "arrivals")
    const works = makeStream(3, "works")
    let [atMs, waitedMs, lookMs, seen, looks] = [0, 0, 0, 0, 0]
    for (let piece = 0; piece < PIECES / 4; piece++) {
      atMs -= Math.log(arrivals.uniform(piece)) / 0.8
      for (; lookMs < atMs; lookMs += 0.7) {
        seen += pool.waiting(lookMs)
        looks++
      }
      waitedMs += pool.serve(atMs, exponential(2)(works.uniform(piece)))
    }
    expect(seen / looks / (waitedMs / atMs)).toBeCloseTo(1, 1)
  })

  it("turns away whoever finds the queue full, and nobody else (P8)", () => {
    const pool = new Pool(1, 0, { waiting: 2, streamMs: 1_000 })
    expect([0, 1, 2, 3].map((atMs) => pool.serve(atMs, 10))).toEqual([0, 9, 18, -1])
    expect(pool.waiting(9.5)).toBe(2)
    expect(pool.serve(10, 10)).toBe(20)
  })

  it("lets newer positions replace those that waited too long, and says how many were lost", () => {
    const pool = new Pool(1, 0, { waiting: Infinity, streamMs: 100 })
    pool.stream(0, 1.5)
    expect(pool.waitMs(100)).toBeCloseTo(50, 9)
    expect(pool.waitMs(1_000)).toBeCloseTo(100, 9)
    expect(pool.lostStreamMs).toBeCloseTo(400, 9)
    pool.stream(1_000, 0.5)
    expect(pool.waitMs(1_100)).toBeCloseTo(50, 9)
    expect(pool.waitMs(1_300)).toBe(0)
  })

  it("refuses to be nothing", () => {
    expect(() => new Pool(0, 0, OPEN)).toThrow(/at least one processor/)
    expect(() => new Pool(1, 0, OPEN).resize(0, 0)).toThrow(/keeps a processor/)
  })
})
