import { Limits } from "@hotbag/core"
import fc from "fast-check"
import { expect, test } from "vitest"
import { KeptMenus } from "../../src/serving/KeptMenus.ts"

/** The same by a map, whose keys stand in the sequence in which they were put in. */
class MapOfMenus {
  readonly #untilMs = new Map<number, number>()

  read(menu: number, atMs: number, isAway: boolean): boolean {
    const untilMs = this.#untilMs.get(menu) ?? -Infinity
    this.#untilMs.delete(menu)
    if (untilMs > atMs) {
      this.#untilMs.set(menu, untilMs)
      return true
    }
    if (isAway) return false
    this.#untilMs.set(menu, atMs + Limits.menuCacheMs)
    const [oldest] = this.#untilMs.keys()
    if (this.#untilMs.size > Limits.cachedMenus && oldest !== undefined) this.#untilMs.delete(oldest)
    return false
  }
}

test("menus are kept as a map in the sequence of reading would keep them, beyond its limit as well", () => {
  const read = fc.record({
    menu: fc.oneof(fc.nat(20), fc.nat(2 * Limits.cachedMenus)),
    laterMs: fc.oneof(fc.constant(0), fc.nat(Limits.menuCacheMs)),
    isAway: fc.boolean()
  })
  fc.assert(
    fc.property(fc.array(read, { maxLength: 200 }), fc.boolean(), (reads, isFull) => {
      const kept = new KeptMenus()
      const map = new MapOfMenus()
      let atMs = 0
      if (isFull) {
        for (let menu = 0; menu < Limits.cachedMenus; menu++)
          expect(kept.read(menu, atMs, false)).toBe(map.read(menu, atMs, false))
      }
      for (const { isAway, laterMs, menu } of reads) {
        atMs += laterMs
        expect(kept.read(menu, atMs, isAway)).toBe(map.read(menu, atMs, isAway))
      }
    }),
    { numRuns: 50 }
  )
})
