import { at, f64 } from "@hotbag/core"
import { solveDense, solveSparse } from "@hotbag/dispatch"
import { munkres } from "munkres"
import type { Benchmark, BenchmarkOptions } from "../Benchmark.ts"
import { compare, type Comparison, type Contender } from "../measure.ts"
import { cityMatrix, nearestThatSuffice } from "./city.ts"
import { compareWithScipy, startScipy } from "./scipy.ts"

/** One size of the problem. */
interface LapCase {
  readonly name: string
  readonly rows: number
  readonly cols: number
  /** Pairs further than this are forbidden. */
  readonly cutOffS: number
  /** Where munkres takes minutes it is left out. */
  readonly munkres: boolean
}

const small: ReadonlyArray<LapCase> = [
  { name: "small", rows: 100, cols: 100, cutOffS: Infinity, munkres: true },
  { name: "district", rows: 200, cols: 400, cutOffS: Infinity, munkres: true }
]

const all: ReadonlyArray<LapCase> = [
  ...small,
  { name: "normal", rows: 2000, cols: 4000, cutOffS: Infinity, munkres: true },
  { name: "tight", rows: 2000, cols: 2300, cutOffS: Infinity, munkres: true },
  { name: "surge, 15 min", rows: 2000, cols: 2000, cutOffS: 900, munkres: false }
]

/**
 * Linear assignment: `solveDense` and `solveSparse` beside munkres and, where python3 has it, SciPy.
 *
 * Everybody but the sparse solver gets the full matrix, ready in memory. The sparse solver gets the nearest couriers of
 * each order, ready as well, and as many as its duals need to prove that no pair of the full matrix could improve the
 * answer: equal costs are the condition, and are compared before anything is timed.
 */
export const lap: Benchmark = {
  name: "lap",
  about: "orders × couriers, dense and sparse: ours, munkres, SciPy",
  run: async (options) => {
    const found: Array<Comparison> = []
    for (const lapCase of options.quick ? small : all) found.push(...(await runCase(lapCase, options)))
    return found
  }
}

const runCase = async (lapCase: LapCase, { seed, effort, say }: BenchmarkOptions) => {
  const { rows, cols } = lapCase
  const name = `${lapCase.name} ${rows} × ${cols}`
  const matrix = cityMatrix(seed, rows, cols, lapCase.cutOffS)
  const { problem, nearest } = nearestThatSuffice(matrix, rows, cols)
  const solvers: ReadonlyArray<Solver> = [
    { name: "sparse", solve: () => solveSparse(problem).cost },
    { name: "dense", solve: () => solveDense(matrix, rows, cols).cost }
  ]
  const best = at(solvers, 0).solve()
  for (const solver of solvers) check(name, solver.name, solver.solve(), best)
  const found: Array<Comparison> = []
  if (lapCase.munkres) {
    const peer = munkresOn(matrix, rows, cols)
    check(name, peer.name, peer.solve(), best)
    for (const solver of solvers) {
      found.push(compare(name, rows, contender(solver), contender(peer), effort))
    }
  }
  const scipy = await startScipy(matrix, rows, cols)
  if (scipy === undefined) say("SciPy is not there: python3 with scipy on the PATH would be compared too")
  else {
    check(name, "scipy", (await scipy.solve(1)).cost, best)
    for (const solver of solvers) {
      found.push(await compareWithScipy(name, rows, contender(solver), scipy, effort))
    }
    scipy.stop()
  }
  say(`${name}: all find ${best.toFixed(3)}; ${nearest} nearest couriers of each order prove it`)
  return found
}

interface Solver {
  readonly name: string
  /** Solves once and returns the cost. */
  readonly solve: () => number
}

const contender = ({ name, solve }: Solver): Contender => ({ name, run: () => void solve() })

const munkresOn = (matrix: Float64Array, rows: number, cols: number): Solver => {
  const table = Array.from({ length: rows }, (_, row) => [...matrix.subarray(row * cols, (row + 1) * cols)])
  return {
    name: "munkres",
    solve: () => munkres(table).reduce((sum, [row, column]) => sum + f64(matrix, row * cols + column), 0)
  }
}

const check = (name: string, solver: string, cost: number, best: number): void => {
  // Written so that NaN fails as well.
  if (Math.abs(cost - best) <= 1e-6 * Math.abs(best)) return
  throw new Error(`${name}: ${solver} finds ${cost}, sparse ${best}`)
}
