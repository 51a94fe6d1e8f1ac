import { type Menu, menuItems, stocksSetBy } from "@hotbag/core"
import type { MenuWrite } from "./CatalogueStore.ts"

/** How a menu is written after another: which counts it sets, and which of them end. */
export const menuWrite = (previous: Menu | null, menu: Menu): MenuWrite => {
  const counted = new Set(countedItems(menu))
  return {
    menu,
    after: previous?.version ?? 0,
    stocks: stocksSetBy(previous, menu),
    uncounted: previous === null ? [] : countedItems(previous).filter((id) => !counted.has(id))
  }
}

const countedItems = (menu: Menu) =>
  menuItems(menu)
    .filter(({ availability }) => availability._tag === "Stock")
    .map(({ id }) => id)
