import { invariant } from "../Invariant.ts"
import type { Distribution } from "./Distribution.ts"
import type { Grid } from "./Grid.ts"

/** Grids by the distributions that they were computed from, one after the other; gone when these are. */
interface Shelf {
  readonly deeper: WeakMap<Distribution, Shelf>
  readonly grids: Map<number, Grid>
}

/**
 * What `compute` gives, kept as long as the distributions live: it must follow from them and the step alone. A grid has some hundred cells.
 * O(parts).
 */
export const keptGrid = (stepMs: number, parts: ReadonlyArray<Distribution>, compute: () => Grid): Grid => {
  invariant(parts.length > 0, "a grid is kept by what it was computed from")
  let shelf = root
  for (const part of parts) {
    const next: Shelf = shelf.deeper.get(part) ?? { deeper: new WeakMap(), grids: new Map() }
    shelf.deeper.set(part, next)
    shelf = next
  }
  const known = shelf.grids.get(stepMs)
  if (known !== undefined) return known
  const grid = compute()
  // Nobody works with more steps than these.
  if (shelf.grids.size >= STEPS) shelf.grids.clear()
  shelf.grids.set(stepMs, grid)
  return grid
}

const STEPS = 8

const root: Shelf = { deeper: new WeakMap(), grids: new Map() }
