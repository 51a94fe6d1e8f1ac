import { Limits, type Menu } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { MenuCache } from "../../src/catalogue/MenuCache.ts"
import { rid } from "./restaurants.ts"

const menuOf = (id: string, version: number): Menu => ({
  restaurantId: rid(id),
  version,
  changedAtMs: 0,
  sections: []
})

describe("MenuCache (S2, S98, C22)", () => {
  it("keeps a menu for five minutes, and counts", () => {
    const cache = new MenuCache()
    cache.put(menuOf("a", 1), 1_000)
    expect(cache.get(rid("a"), 1_000 + Limits.menuCacheMs - 1)).toEqual(menuOf("a", 1))
    expect(cache.get(rid("a"), 1_000 + Limits.menuCacheMs)).toBeNull()
    expect(cache.figures).toEqual({ hits: 1, misses: 1 })
  })

  it("never goes back to an older version, whoever brings it (S4)", () => {
    const cache = new MenuCache()
    cache.put(menuOf("a", 2), 0)
    expect(cache.put(menuOf("a", 1), 5)).toEqual(menuOf("a", 2))
    expect(cache.get(rid("a"), 10)).toEqual(menuOf("a", 2))
  })

  it("is bounded, and forgets first what nobody asks for", () => {
    const cache = new MenuCache()
    cache.put(menuOf("liked", 1), 0)
    for (let i = 0; i < Limits.cachedMenus; i++) {
      cache.put(menuOf(`m${i}`, 1), 0)
      cache.get(rid("liked"), 0)
    }
    expect(cache.get(rid("liked"), 0)).not.toBeNull()
    expect(cache.get(rid("m0"), 0)).toBeNull()
    expect(cache.get(rid("m1"), 0)).not.toBeNull()
  })
})
