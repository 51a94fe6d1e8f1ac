import { describe, expect, it } from "vitest"
import { makeStream, sequenceOf } from "../../src/kernel/streams.ts"

const N = 100_000

describe("named random streams", () => {
  it("gives the same draw for the same seed, purpose, actor and count, in any order of asking (P11)", () => {
    const one = makeStream(7, "courier.answer")
    const late = one.uniform(12, 5)
    one.uniform(3, 4)
    expect(makeStream(7, "courier.answer").uniform(12, 5)).toBe(late)
    expect(one.uniform(12, 5)).toBe(late)
  })

  it("pins known values, so that a change of the generator cannot pass unseen", () => {
    const stream = makeStream(42, "pinned")
    expect([stream.uniform(0), stream.uniform(1), stream.uniform(0, 1)]).toMatchInlineSnapshot(`
      [
        0.3860694402357823,
        0.7221557148619637,
        0.2234599381946611,
      ]
    `)
  })

  it.each([
    ["over actors", (i: number) => makeStreamOnce.uniform(i)],
    ["over counts", (i: number) => makeStreamOnce.uniform(1, i)],
    ["over seeds", (i: number) => makeStream(i, "x").uniform(0)],
    ["over far seeds", (i: number) => makeStream(i * 2 ** 32, "x").uniform(0)]
  ])("is uniform and free of serial correlation %s", (_, draw) => {
    const bins = new Float64Array(64)
    let sum = 0
    let lagged = 0
    let before = 0.5
    for (let i = 0; i < N; i++) {
      const u = draw(i)
      expect(u > 0 && u < 1).toBe(true)
      const bin = Math.floor(u * 64)
      bins[bin] = (bins[bin] ?? 0) + 1
      sum += u
      lagged += (u - 0.5) * (before - 0.5)
      before = u
    }
    const chi = bins.reduce((total, count) => total + (count - N / 64) ** 2 / (N / 64), 0)
    // 63 degrees of freedom: mean 63, sd 11.2; beyond 5 sd something is wrong.
    expect(chi).toBeLessThan(63 + 5 * 11.2)
    expect(Math.abs(sum / N - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / N))
    expect(Math.abs(lagged / N)).toBeLessThan(5 * (1 / 12 / Math.sqrt(N)))
  })

  it("keeps purposes and seeds apart", () => {
    const same = [makeStream(1, "a"), makeStream(2, "a"), makeStream(1, "b"), makeStream(2 ** 40 + 1, "a")]
    const draws = same.map((stream) => stream.uniform(9))
    expect(new Set(draws).size).toBe(draws.length)
  })

  it("numbers the draws of a sequence", () => {
    const stream = makeStream(5, "s")
    const sequence = sequenceOf(stream, 3)
    expect([sequence.next(), sequence.next()]).toEqual([stream.uniform(3, 0), stream.uniform(3, 1)])
    for (let i = 0; i < 1000; i++) {
      const value = sequence.integer(6)
      expect(Number.isInteger(value) && value >= 0 && value < 6).toBe(true)
    }
  })
})

const makeStreamOnce = makeStream(2026, "uniformity")
