import { f64 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { Limits } from "../Limits.ts"

/**
 * A distribution of a duration as masses on a lattice, for sums and maxima that have no formula. Mass `k` sits at
 * `startMs + k·stepMs` and is spread evenly over the step around it; a single mass is exactly that point.
 *
 * Starts add up, so a constant part shifts the whole exactly, whatever the step. Nothing is ever read below
 * `leastMs`, the least that the parts allow.
 */
export interface Grid {
  readonly startMs: number
  readonly stepMs: number
  readonly leastMs: number
  /** Adds up to 1. */
  readonly masses: Float64Array
}

/** Exactly `valueMs`. */
export const pointGrid = (valueMs: number, stepMs: number): Grid => ({
  startMs: valueMs,
  stepMs,
  leastMs: valueMs,
  masses: Float64Array.of(1)
})

/**
 * A distribution by its CDF, cut into steps from `leastMs` (≥ 0) to `mostMs`; what lies outside counts in the
 * first or last step. Moves no value inside by more than half a step. One call of `cdf` for each step.
 */
export const gridOf = (
  cdf: (ms: number) => number,
  leastMs: number,
  mostMs: number,
  stepMs: number
): Grid => {
  const cells = Math.min(Math.ceil((mostMs - leastMs) / stepMs), Limits.etaCells)
  if (cells <= 1) return pointGrid((leastMs + Math.max(leastMs, mostMs)) / 2, stepMs)
  const edgeMs = (cell: number) => leastMs + (cell + 1) * stepMs
  return {
    startMs: leastMs + stepMs / 2,
    stepMs,
    leastMs,
    masses: massesOf(cells, (cell) => cdf(edgeMs(cell)))
  }
}

/** The sum of two independent durations: the convolution of their masses. O(cells of one × cells of the other). */
export const addGrids = (a: Grid, b: Grid): Grid => {
  sameStep(a, b)
  const [long, short] = a.masses.length < b.masses.length ? [b.masses, a.masses] : [a.masses, b.masses]
  const masses = new Float64Array(long.length + short.length - 1)
  for (let i = 0; i < short.length; i += 1) {
    const weight = f64(short, i)
    for (let j = 0; j < long.length; j += 1) masses[i + j] = f64(masses, i + j) + weight * f64(long, j)
  }
  return {
    startMs: a.startMs + b.startMs,
    stepMs: a.stepMs,
    leastMs: a.leastMs + b.leastMs,
    masses: withinLimit(masses)
  }
}

/** The later of two independent durations: the product of their CDFs, on the lattice that starts later. O(cells). */
export const maxOfGrids = (a: Grid, b: Grid): Grid => {
  sameStep(a, b)
  if (mostMs(a) <= b.leastMs) return b
  if (mostMs(b) <= a.leastMs) return a
  const startMs = Math.max(a.startMs, b.startMs)
  const cells = Math.ceil((Math.max(mostMs(a), mostMs(b)) - startMs) / a.stepMs + 0.5)
  const cdfA = gridCdf(a)
  const cdfB = gridCdf(b)
  const edgeMs = (cell: number) => startMs + (cell + 0.5) * a.stepMs
  const masses = massesOf(Math.max(2, cells), (cell) => cdfA(edgeMs(cell)) * cdfB(edgeMs(cell)))
  return {
    startMs,
    stepMs: a.stepMs,
    leastMs: Math.max(a.leastMs, b.leastMs),
    masses: withinLimit(masses)
  }
}

/** The value below which a share `p` of the mass lies, `p` in (0, 1), linear within a step. O(cells). */
export const gridQuantileMs = (grid: Grid, p: number): number => {
  if (grid.masses.length === 1) return grid.startMs
  let below = 0
  for (let cell = 0; cell < grid.masses.length; cell += 1) {
    const mass = f64(grid.masses, cell)
    if (below + mass >= p && mass > 0) {
      return Math.max(grid.leastMs, grid.startMs + (cell - 0.5 + (p - below) / mass) * grid.stepMs)
    }
    below += mass
  }
  return mostMs(grid)
}

/** The CDF, linear within a step: O(cells) once, then O(1) a call. */
export const gridCdf = (grid: Grid): ((ms: number) => number) => {
  const { masses, startMs, stepMs } = grid
  if (masses.length === 1) return (ms) => (ms < startMs ? 0 : 1)
  const below = new Float64Array(masses.length)
  for (let cell = 1; cell < masses.length; cell += 1)
    below[cell] = f64(below, cell - 1) + f64(masses, cell - 1)
  return (ms) => {
    const cells = (ms - startMs) / stepMs + 0.5
    if (ms < grid.leastMs || cells <= 0) return 0
    const cell = Math.floor(cells)
    return cell >= masses.length ? 1 : Math.min(1, f64(below, cell) + (cells - cell) * f64(masses, cell))
  }
}

/** The mean. */
export const gridMeanMs = (grid: Grid): number => {
  let steps = 0
  for (let cell = 1; cell < grid.masses.length; cell += 1) steps += cell * f64(grid.masses, cell)
  return grid.startMs + steps * grid.stepMs
}

/** Differences of a CDF given at the upper edges of cells; the last one takes all that is left. */
const massesOf = (cells: number, cdfAt: (cell: number) => number): Float64Array => {
  const masses = new Float64Array(cells)
  let below = 0
  for (let cell = 0; cell < cells; cell += 1) {
    const upTo = cell === cells - 1 ? 1 : Math.max(below, cdfAt(cell))
    masses[cell] = upTo - below
    below = upTo
  }
  return masses
}

/** Where the last step ends. */
const mostMs = (grid: Grid): number =>
  grid.masses.length === 1 ? grid.startMs : grid.startMs + (grid.masses.length - 0.5) * grid.stepMs

/** Counts what lies beyond the limit in its last cell. */
const withinLimit = (masses: Float64Array): Float64Array => {
  if (masses.length <= Limits.etaCells) return masses
  const kept = masses.slice(0, Limits.etaCells)
  const last = Limits.etaCells - 1
  for (let cell = Limits.etaCells; cell < masses.length; cell += 1) {
    kept[last] = f64(kept, last) + f64(masses, cell)
  }
  return kept
}

const sameStep = (a: Grid, b: Grid): void =>
  invariant(a.stepMs === b.stepMs, "grids of different steps do not mix", { a: a.stepMs, b: b.stepMs })
