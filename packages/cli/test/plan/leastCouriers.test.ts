import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { leastCouriers, type PlayMultiple } from "../../src/plan/leastCouriers.ts"
import type { CourierSearch } from "../../src/plan/nextMultiple.ts"
import { withLuck } from "../../src/plan/withLuck.ts"
import { triedWith } from "./triedWith.ts"

const SEARCH: CourierSearch = { most: 16, least: 0.1, precision: 0.05, start: 1, step: 1.25 }

/** A city that needs so many couriers, and whose runs guess it with an error. */
const city =
  (needed: number, error: number | null, seed = 1): PlayMultiple =>
  async (couriersX) => ({
    ...triedWith(couriersX, couriersX >= needed ? [] : ["fresh"]),
    seed,
    likelyX: error === null ? null : needed * error
  })

const anyNeed = fc.double({ min: 0.05, max: 20, noNaN: true })
const anyError = fc.option(fc.double({ min: 0.5, max: 2, noNaN: true }))

describe("the fewest couriers of a seed", () => {
  it("are found to a twentieth, in a few runs, whatever the runs guess", async () => {
    await fc.assert(
      fc.asyncProperty(anyNeed, anyError, async (needed, error) => {
        const { found, tried } = await leastCouriers(city(needed, error), SEARCH, 0)
        expect(tried.length).toBeLessThanOrEqual(12)
        const multiples = tried.map(({ couriersX }) => couriersX)
        expect(multiples).toContain(1)
        expect(multiples).toEqual([...new Set(multiples)].toSorted((a, b) => a - b))
        if (needed > SEARCH.most) {
          expect(found).toBeNull()
          return
        }
        expect(found?.missing).toEqual([])
        const enough = found?.couriersX ?? Number.NaN
        expect(enough).toBeGreaterThanOrEqual(needed)
        if (needed > SEARCH.least) expect(enough / needed).toBeLessThan(1.06 + 0.01 / needed)
      })
    )
  })

  it("take fewer runs where they guess well", async () => {
    const runs = async (error: number | null) =>
      (await leastCouriers(city(9.3, error), SEARCH, 0)).tried.length
    expect(await runs(1.1)).toBeLessThan(await runs(null))
    expect(await runs(1.1)).toBeLessThanOrEqual(6)
  })

  it("are the same however many runs are begun before it is known whether they are needed", async () => {
    await fc.assert(
      fc.asyncProperty(anyNeed, anyError, fc.integer({ min: 1, max: 4 }), async (needed, error, ahead) => {
        let taken = 0
        let open = 0
        const play: PlayMultiple = async (couriersX, unless) => {
          unless?.addEventListener("abort", () => taken++)
          open++
          await Promise.resolve()
          return city(needed, error)(couriersX)
        }
        const alone = await leastCouriers(city(needed, error), SEARCH, 0)
        expect(await leastCouriers(play, SEARCH, ahead)).toEqual(alone)
        // Every run is asked for once, and what was not needed is taken back.
        expect(open - taken).toBe(alone.tried.length)
      })
    )
  })
})

describe("the fewest couriers for other luck", () => {
  const anyNeeds = fc.array(fc.double({ min: 0.2, max: 15, noNaN: true }), { minLength: 1, maxLength: 6 })
  const anyShare = fc.double({ min: 0.05, max: 1, noNaN: true })
  const search = (needs: ReadonlyArray<number>, share: number, workers: number) => {
    const seeds = needs.map((_, i) => i + 1)
    const play = (seed: number, couriersX: number) => city(needs[seed - 1] ?? Infinity, 1, seed)(couriersX)
    return withLuck(play, { search: SEARCH, seeds, share, workers })
  }

  it("are enough for as many seeds as must be, and few more than that takes", async () => {
    await fc.assert(
      fc.asyncProperty(anyNeeds, anyShare, async (needs, share) => {
        const { luck, runs } = await search(needs, share, 1)
        const count = Math.ceil(share * needs.length - 1e-9)
        const needed = needs.toSorted((a, b) => a - b)[count - 1] ?? Number.NaN
        const couriersX = runs[0]?.couriersX ?? Number.NaN
        expect(couriersX).toBeGreaterThanOrEqual(needed)
        expect(couriersX / needed).toBeLessThan(1.06 + 0.01 / needed)
        expect(luck.kept).toBe(needs.filter((need) => need <= couriersX).length)
        expect(luck.kept).toBeGreaterThanOrEqual(count)
        expect(luck.least.map(({ seed }) => seed)).toEqual(needs.map((_, i) => i + 1))
      })
    )
  })

  it("are the same whatever the number of workers", async () => {
    await fc.assert(
      fc.asyncProperty(anyNeeds, anyShare, fc.integer({ min: 2, max: 8 }), async (needs, share, workers) => {
        expect(await search(needs, share, workers)).toEqual(await search(needs, share, 1))
      })
    )
  })

  it("are stepped up when the fleet that one seed needs breaks another that does with fewer", async () => {
    const breaks = (seed: number, couriersX: number) =>
      seed === 1 ? couriersX < 2 || (couriersX > 2.75 && couriersX < 3.05) : couriersX < 2.8
    const play = async (seed: number, couriersX: number) => ({
      ...triedWith(couriersX, breaks(seed, couriersX) ? ["fresh"] : []),
      seed
    })
    const { luck, runs } = await withLuck(play, { search: SEARCH, seeds: [1, 2], share: 1, workers: 1 })
    expect(runs[0]?.couriersX).toBeGreaterThanOrEqual(3.05)
    expect(luck.kept).toBe(2)
    expect(luck.least[0]?.couriersX).toBeLessThan(2.2)
  })

  it("are not made up where the greatest fleet is too small", async () => {
    const { luck, runs } = await search([1, 30], 1, 2)
    expect(runs).toEqual([])
    expect(luck).toMatchObject({ seeds: 2, kept: 0, least: [{ couriersX: 1 }, { couriersX: null }] })
    expect((await search([1, 30], 0.5, 2)).runs[0]?.couriersX).toBe(1)
  })
})
