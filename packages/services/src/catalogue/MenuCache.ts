import { Limits, type Menu, type RestaurantId } from "@hotbag/core"

/**
 * Menus kept in the process for `Limits.menuCacheMs` at most (S2, S98). A write puts the new version at once (S4), and an older version never
 * replaces a newer one, so that a read that began before the write cannot bring the old menu back (C22). Bounded: the menu that was asked for
 * longest ago goes first.
 */
export class MenuCache {
  private readonly kept = new Map<RestaurantId, { readonly menu: Menu; readonly untilMs: number }>()
  /** Menus that others have written so far. A read that saw fewer may have read an old menu, and is not kept. */
  writtenByOthers = 0
  /** Reads answered from here, and those that had to go to the store. */
  readonly figures = { hits: 0, misses: 0 }

  /** The menu, unless it is not here or too old. */
  get(id: RestaurantId, nowMs: number): Menu | null {
    const found = this.kept.get(id)
    if (found === undefined || found.untilMs <= nowMs) {
      this.figures.misses += 1
      return null
    }
    this.figures.hits += 1
    this.kept.delete(id)
    this.kept.set(id, found)
    return found.menu
  }

  /** Keeps what the store holds as of `readAtMs`, and returns the newest version known. */
  put(menu: Menu, readAtMs: number): Menu {
    const id = menu.restaurantId
    const before = this.kept.get(id)
    if (before !== undefined && before.menu.version > menu.version) return before.menu
    this.kept.delete(id)
    this.kept.set(id, { menu, untilMs: readAtMs + Limits.menuCacheMs })
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= Limits.cachedMenus) break
      this.kept.delete(oldest)
    }
    return menu
  }

  /** Keeps what was read, unless somebody else wrote since the read began, when `writtenByOthers` was `writtenBefore`. */
  putRead(menu: Menu, readAtMs: number, writtenBefore: number): Menu {
    if (writtenBefore === this.writtenByOthers) return this.put(menu, readAtMs)
    const { kept } = this
    const newer = kept.get(menu.restaurantId)
    return newer !== undefined && newer.menu.version > menu.version ? newer.menu : menu
  }

  /** Forgets a menu that somebody else has written. */
  drop(id: RestaurantId): void {
    this.writtenByOthers += 1
    this.kept.delete(id)
  }

  /** Forgets all menus: others may have written any of them. */
  clear(): void {
    this.writtenByOthers += 1
    this.kept.clear()
  }
}
