import type { Benchmark, BenchmarkOptions } from "../Benchmark.ts"
import { compare, type Comparison, type Contender, type Effort } from "../measure.ts"
import { makeCity, matrixOf } from "./city.ts"
import { compareWithScipy, startScipy } from "./scipy.ts"
import { fromCoordinates, fromMatrix, fromRoundToRound, munkresOn, type Solver } from "./solvers.ts"

/** One size of the problem. */
interface LapCase {
  readonly name: string
  readonly orders: number
  readonly couriers: number
  /** Pairs further than this are forbidden. */
  readonly cutOffS: number
  /** Small enough for our dense solver. */
  readonly dense?: true
  /** Where munkres takes minutes it is left out. */
  readonly munkres?: true
  /** Shares of orders and couriers that change between two rounds. */
  readonly changes?: ReadonlyArray<number>
}

const small: ReadonlyArray<LapCase> = [
  { name: "small", orders: 50, couriers: 50, cutOffS: Infinity, dense: true, munkres: true },
  { name: "small", orders: 100, couriers: 100, cutOffS: Infinity, dense: true, munkres: true },
  { name: "small", orders: 200, couriers: 200, cutOffS: Infinity, dense: true, munkres: true },
  {
    name: "small",
    orders: 200,
    couriers: 400,
    cutOffS: Infinity,
    dense: true,
    munkres: true,
    changes: [0.05]
  }
]

const changes = [0.01, 0.05]

const all: ReadonlyArray<LapCase> = [
  ...small,
  { name: "normal", orders: 2000, couriers: 4000, cutOffS: Infinity, munkres: true, changes },
  { name: "normal", orders: 5000, couriers: 10000, cutOffS: Infinity, munkres: true },
  { name: "tight", orders: 2000, couriers: 2300, cutOffS: Infinity, munkres: true, changes },
  { name: "tight", orders: 5000, couriers: 5750, cutOffS: Infinity, munkres: true },
  { name: "surge, 15 min", orders: 2000, couriers: 2000, cutOffS: 900, changes },
  { name: "surge, 15 min", orders: 5000, couriers: 5000, cutOffS: 900 }
]

/** Beyond so many pairs a peer takes seconds, and fewer rounds must do. */
const MANY_PAIRS = 20_000_000

/**
 * Linear assignment in a city: ours beside munkres and, where python3 has it, SciPy.
 *
 * The peers get the full matrix, ready in memory, and so does our dense solver. The geographic one gets coordinates and
 * finds the neighbours in its own time: either all of them anew (`geographic`), or what has changed since the last round
 * (`kept`), where the peers have to solve the whole again. Equal costs are the condition, and are compared before anything
 * is timed; `kept` is compared with a solution from nothing after it was timed too.
 */
export const lap: Benchmark = {
  name: "lap",
  about: "orders × couriers, dense, from coordinates and from round to round: ours, munkres, SciPy",
  run: async (options) => {
    const found: Array<Comparison> = []
    for (const lapCase of options.quick ? small : all) found.push(...(await runCase(lapCase, options)))
    return found
  }
}

const runCase = async (lapCase: LapCase, { seed, effort, say }: BenchmarkOptions) => {
  const { orders, couriers, cutOffS } = lapCase
  const name = `${lapCase.name} ${orders} × ${couriers}`
  const city = makeCity(seed, orders, couriers)
  const matrix = matrixOf(city, cutOffS)
  const enough = orders * couriers > MANY_PAIRS ? { ...effort, rounds: Math.min(effort.rounds, 7) } : effort
  const solvers = [
    fromCoordinates(city, cutOffS),
    ...(lapCase.dense === true ? [fromMatrix(matrix, orders, couriers)] : [])
  ]
  const best = solvers.map((solver) => solver.solve())[0] ?? NaN
  for (const solver of solvers) requireSameCost(name, solver.name, solver.solve(), best)
  const kept = (lapCase.changes ?? []).map((share) => keptThrough(name, seed, lapCase, share))
  const subjects = [...solvers.map((solver) => ({ name, subject: contender(solver) })), ...kept]
  const found: Array<Comparison> = []
  if (lapCase.munkres === true) {
    const peer = munkresOn(matrix, orders, couriers)
    requireSameCost(name, peer.name, peer.solve(), best)
    for (const { name, subject } of subjects)
      found.push(compare(name, orders, subject, contender(peer), enough))
  }
  found.push(...(await besideScipy(name, matrix, best, subjects, lapCase, enough, say)))
  for (const { check } of kept) check()
  say(`${name}: all find ${best.toFixed(3)}`)
  return found
}

interface Subject {
  readonly name: string
  readonly subject: Contender
}

const besideScipy = async (
  name: string,
  matrix: Float64Array,
  best: number,
  subjects: ReadonlyArray<Subject>,
  { orders, couriers }: LapCase,
  effort: Effort,
  say: (line: string) => void
): Promise<ReadonlyArray<Comparison>> => {
  const scipy = await startScipy(matrix, orders, couriers)
  if (scipy === undefined) {
    say(`${name}: not beside SciPy; python3 on the PATH has none`)
    return []
  }
  const found: Array<Comparison> = []
  requireSameCost(name, "scipy", (await scipy.solve(1)).cost, best)
  for (const { name, subject } of subjects) {
    found.push(await compareWithScipy(name, orders, subject, scipy, effort))
  }
  scipy.stop()
  return found
}

const keptThrough = (name: string, seed: number, { orders, couriers, cutOffS }: LapCase, share: number) => {
  const pool = makeCity(seed, 10 * orders, 10 * couriers)
  const rounds = fromRoundToRound(makeCity(seed, orders, couriers), pool, cutOffS, share)
  const check = () => {
    const found = rounds.solve()
    requireSameCost(name, rounds.name, found, fromCoordinates(rounds.city, cutOffS).solve())
  }
  check()
  return { name: `${name}, ${share * 100} % changed`, subject: contender(rounds), check }
}

const contender = ({ name, solve }: Solver): Contender => ({ name, run: () => void solve() })

/** Refuses a cost that is not the best one. */
export const requireSameCost = (name: string, solver: string, cost: number, best: number): void => {
  // Written so that NaN fails as well.
  if (Math.abs(cost - best) <= 1e-6 * Math.abs(best)) return
  throw new Error(`${name}: ${solver} finds ${cost}, instead of ${best}`)
}
