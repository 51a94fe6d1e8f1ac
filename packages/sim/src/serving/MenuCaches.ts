import { at } from "@hotbag/core"
import { KeptMenus } from "./KeptMenus.ts"

/** Which menus are read around an order: of restaurants, by their numbers. */
export interface MenuReads {
  /** The restaurant that the order is from. */
  readonly ordered: (order: number) => number
  /** Another one that somebody looks at; `u` in (0, 1) says which. */
  readonly lookedAt: (order: number, u: number) => number
}

/**
 * The menus that each process keeps, as `services/catalogue/MenuCache` does it: for `Limits.menuCacheMs` from when the store was
 * asked, however often they are read, and the one that was read longest ago goes first beyond `Limits.cachedMenus`. A process
 * that has just started keeps none. O(1) for a read.
 */
export class MenuCaches {
  readonly #kept: Array<KeptMenus> = []
  reads = 0
  hits = 0

  /** So many processes are at work. */
  resize(count: number): void {
    if (this.#kept.length > count) this.#kept.length = count
    while (this.#kept.length < count) this.#kept.push(new KeptMenus())
  }

  /** A read of a menu by one of the processes; `isAway`: the store cannot be asked. @returns whether it is kept there. */
  read(loop: number, menu: number, atMs: number, isAway: boolean): boolean {
    const isKept = at(this.#kept, loop).read(menu, atMs, isAway)
    this.reads++
    if (isKept) this.hits++
    return isKept
  }
}
