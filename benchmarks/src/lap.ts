/*
 * Linear assignment: `solveDense` and `solveSparse` beside `munkres` and, where python3 has it, SciPy.
 *
 *   node benchmarks/src/lap.ts [--full]
 *
 * Geographic costs: travel seconds in a city 20 km across, 70 % of the orders and half of the couriers around 30
 * hotspots. Peers get the full matrix ready in memory; the sparse solver gets the k nearest couriers of each order,
 * as a grid index hands them out, with the smallest k for which its duals prove that no pair of the full matrix could
 * improve the answer. All costs are compared before anything is timed.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { loadavg } from "node:os"
import { createInterface } from "node:readline"
import { at, f64, i32 } from "@hotbag/core"
import { solveDense, solveSparse, type SparseProblem, type SparseSolution } from "@hotbag/dispatch"
import { munkres } from "munkres"

/** One size of the problem. */
interface LapCase {
  readonly name: string
  readonly rows: number
  readonly cols: number
  /** Pairs further than this are forbidden. */
  readonly cutOffS: number
  /** Peers that take minutes here are left out. */
  readonly peers: ReadonlyArray<"munkres" | "scipy">
}

/** What one case showed: milliseconds as medians, and how many times ours is as fast as each peer. */
export interface LapResult {
  readonly name: string
  readonly rows: number
  readonly cols: number
  /** Nearest couriers of each order that the sparse solver was given; `proven`: they suffice for the optimum. */
  readonly nearest: number
  readonly proven: boolean
  readonly rounds: number
  readonly loadAverage: number
  readonly medianMs: Readonly<Record<string, number>>
  /** Time of the peer ÷ ours, `peer / ours`: median, least and most of the rounds. */
  readonly ratios: Readonly<Record<string, { median: number; least: number; most: number }>>
}

const both = ["munkres", "scipy"] as const

const cases: ReadonlyArray<LapCase> = [
  { name: "small", rows: 100, cols: 100, cutOffS: Infinity, peers: both },
  { name: "district", rows: 200, cols: 400, cutOffS: Infinity, peers: both },
  { name: "normal hour", rows: 2000, cols: 4000, cutOffS: Infinity, peers: both },
  { name: "tight", rows: 2000, cols: 2300, cutOffS: Infinity, peers: both },
  { name: "surge with cut-off", rows: 2000, cols: 2000, cutOffS: 900, peers: ["scipy"] }
]

const fullCases: ReadonlyArray<LapCase> = [
  { name: "normal hour, large", rows: 5000, cols: 10_000, cutOffS: Infinity, peers: ["scipy"] },
  { name: "tight, large", rows: 5000, cols: 5750, cutOffS: Infinity, peers: ["scipy"] }
]

/** Runs every case; `full` adds the large ones (minutes, and gigabytes of memory). */
export const lap = async (options: { readonly full: boolean; readonly seed: number }) => {
  const results: Array<LapResult> = []
  for (const lapCase of options.full ? [...cases, ...fullCases] : cases) {
    results.push(await runCase(lapCase, options.seed))
  }
  return results
}

/** Price of a forbidden pair and of leaving an order out, in seconds: far beyond any way. */
const PRICE_S = 1e6
const ROUNDS = 7
const WARM_UP_MS = 1_000

interface Subject {
  readonly name: string
  /** Runs once. Milliseconds taken, and the cost found. */
  readonly run: () => Promise<{ readonly ms: number; readonly cost: number }>
}

const runCase = async (lapCase: LapCase, seed: number): Promise<LapResult> => {
  const { name, rows, cols, cutOffS, peers } = lapCase
  const matrix = city(seed, rows, cols).map((seconds) => (seconds > cutOffS ? PRICE_S : seconds))
  const { problem, nearest, proven } = nearestThatSuffice(matrix, rows, cols)
  const subjects: Array<Subject> = [
    timed("sparse", () => solveSparse(problem).cost),
    timed("dense", () => solveDense(matrix, rows, cols).cost)
  ]
  if (peers.includes("munkres")) subjects.push(munkresSubject(matrix, rows, cols))
  const scipy = peers.includes("scipy") ? await startScipy(matrix, rows, cols) : undefined
  if (scipy !== undefined) subjects.push(scipy)
  await checkCosts(name, subjects)
  const rounds = await interleave(subjects)
  scipy?.stop()
  return {
    name,
    rows,
    cols,
    nearest,
    proven,
    rounds: rounds.length,
    loadAverage: loadavg()[0] ?? NaN,
    medianMs: Object.fromEntries(
      subjects.map((subject, s) => [subject.name, median(rounds.map((ms) => at(ms, s)))])
    ),
    ratios: ratiosOf(subjects, rounds)
  }
}

const timed = (name: string, solve: () => number): Subject => ({
  name,
  run: () => {
    const startMs = performance.now()
    const cost = solve()
    return Promise.resolve({ ms: performance.now() - startMs, cost })
  }
})

const munkresSubject = (matrix: Float64Array, rows: number, cols: number): Subject => {
  const table = Array.from({ length: rows }, (_, row) => [...matrix.subarray(row * cols, (row + 1) * cols)])
  return timed("munkres", () =>
    munkres(table).reduce((sum, [row, column]) => sum + at(at(table, row), column), 0)
  )
}

/** Solves once per line it reads, times itself, and answers with milliseconds and cost. */
const SCIPY_LOOP = `
import sys, time
try:
    import numpy
    from scipy.optimize import linear_sum_assignment
except ImportError:
    print("missing", flush=True)
    sys.exit(0)
rows, cols = int(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
cost = numpy.frombuffer(sys.stdin.buffer.read(rows * cols * 8)).reshape(rows, cols)
for line in sys.stdin.buffer:
    start = time.perf_counter()
    row, column = linear_sum_assignment(cost)
    ms = (time.perf_counter() - start) * 1000
    print(ms, float(cost[row, column].sum()), flush=True)
`

const startScipy = async (matrix: Float64Array, rows: number, cols: number) => {
  const child = spawn("python3", ["-c", SCIPY_LOOP, String(rows), String(cols)], {
    stdio: ["pipe", "pipe", "inherit"]
  })
  const failed = once(child, "error").then(() => "missing")
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => {
    const line = await lines.next()
    return line.done === true ? "missing" : line.value
  }
  if ((await Promise.race([nextLine(), failed])) !== "ready") {
    console.error("SciPy is not there: python3 with scipy on the PATH is measured too")
    return undefined
  }
  child.stdin.write(Buffer.from(matrix.buffer, matrix.byteOffset, matrix.byteLength))
  return {
    name: "scipy",
    run: async () => {
      child.stdin.write("again\n")
      const [ms, cost] = (await nextLine()).split(" ")
      return { ms: Number(ms), cost: Number(cost) }
    },
    stop: () => child.stdin.end()
  }
}

const checkCosts = async (name: string, subjects: ReadonlyArray<Subject>): Promise<void> => {
  const reference = (await at(subjects, 0).run()).cost
  for (const subject of subjects) {
    const { cost } = await subject.run()
    // Written so that NaN fails as well.
    if (!(Math.abs(cost - reference) <= 1e-6 * Math.abs(reference))) {
      throw new Error(`${name}: ${subject.name} finds ${cost}, sparse ${reference}`)
    }
  }
}

/** Milliseconds of every subject, one list per round: forwards then backwards, so that drift hits all alike. */
const interleave = async (
  subjects: ReadonlyArray<Subject>
): Promise<ReadonlyArray<ReadonlyArray<number>>> => {
  for (const subject of subjects) {
    const endMs = performance.now() + WARM_UP_MS
    while (performance.now() < endMs) await subject.run()
  }
  const rounds: Array<ReadonlyArray<number>> = []
  for (let round = 0; round < ROUNDS; round++) {
    const sums = subjects.map(() => 0)
    for (const s of [...subjects.keys(), ...[...subjects.keys()].toReversed()]) {
      sums[s] = at(sums, s) + (await at(subjects, s).run()).ms
    }
    rounds.push(sums.map((ms) => ms / 2))
  }
  return rounds
}

const ratiosOf = (subjects: ReadonlyArray<Subject>, rounds: ReadonlyArray<ReadonlyArray<number>>) => {
  const ratios: Record<string, { median: number; least: number; most: number }> = {}
  for (const [ours, subject] of subjects.entries()) {
    if (subject.name !== "sparse" && subject.name !== "dense") continue
    for (const [peer, other] of subjects.entries()) {
      if (other.name === "sparse" || other.name === "dense") continue
      const values = rounds.map((ms) => at(ms, peer) / at(ms, ours))
      ratios[`${other.name} / ${subject.name}`] = {
        median: median(values),
        least: Math.min(...values),
        most: Math.max(...values)
      }
    }
  }
  return ratios
}

const median = (values: ReadonlyArray<number>): number =>
  at(
    values.toSorted((a, b) => a - b),
    values.length >> 1
  )

/** The k nearest couriers of each order, k doubled until the duals prove the answer for the full matrix. */
const nearestThatSuffice = (matrix: Float64Array, rows: number, cols: number) => {
  for (let nearest = 16; ; nearest *= 2) {
    const problem = nearestPairs(matrix, rows, cols, Math.min(nearest, cols))
    const proven = provesAll(matrix, rows, cols, solveSparse(problem))
    if (proven || nearest >= cols) return { problem, nearest: Math.min(nearest, cols), proven }
  }
}

const nearestPairs = (matrix: Float64Array, rows: number, cols: number, nearest: number): SparseProblem => {
  const start = new Int32Array(rows + 1)
  const col: Array<number> = []
  const cost: Array<number> = []
  for (let row = 0; row < rows; row++) {
    const seconds = matrix.subarray(row * cols, (row + 1) * cols)
    const limit = f64(seconds.toSorted(), nearest - 1)
    let taken = 0
    for (let column = 0; column < cols && taken < nearest; column++) {
      const value = f64(seconds, column)
      if (value > limit || value >= PRICE_S) continue
      col.push(column)
      cost.push(value)
      taken++
    }
    start[row + 1] = col.length
  }
  const skip = new Float64Array(rows).fill(PRICE_S)
  return { rows, cols, start, col: Int32Array.from(col), cost: Float64Array.from(cost), skip }
}

/** True when no pair of the full matrix is cheaper than the duals of both sides: then the answer is optimal for it. */
const provesAll = (matrix: Float64Array, rows: number, cols: number, solution: SparseSolution): boolean => {
  for (let row = 0; row < rows; row++) {
    const pays = f64(solution.rowDual, row)
    for (let column = 0; column < cols; column++) {
      const value = f64(matrix, row * cols + column)
      if (value < PRICE_S && value - pays - f64(solution.colDual, column) < -1e-6) return false
    }
  }
  return true
}

/** Travel seconds, row-major: 20 km across, 1.35 × the straight line at 23 km/h, in whole milliseconds. */
const city = (seed: number, rows: number, cols: number): Float64Array => {
  const next = uniform(seed)
  const anywhere = () => ({ x: next() * 20_000, y: next() * 20_000 })
  const hotspots = Array.from({ length: 30 }, anywhere)
  const spreadM = () => 1_500 * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const around = () => {
    const hotspot = at(hotspots, Math.floor(next() * hotspots.length))
    return { x: hotspot.x + spreadM(), y: hotspot.y + spreadM() }
  }
  const orders = Array.from({ length: rows }, () => (next() < 0.7 ? around() : anywhere()))
  const couriers = Array.from({ length: cols }, () => (next() < 0.5 ? around() : anywhere()))
  const matrix = new Float64Array(rows * cols)
  orders.forEach((order, row) => {
    couriers.forEach((courier, column) => {
      const wayM = 1.35 * Math.hypot(order.x - courier.x, order.y - courier.y)
      matrix[row * cols + column] = Math.round((wayM / 23_000) * 3_600_000) / 1_000
    })
  })
  return matrix
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
const uniform = (seed: number): (() => number) => {
  const state = Int32Array.of(seed)
  return () => {
    state[0] = i32(state, 0) + 0x6d2b79f5
    let mixed = Math.imul(i32(state, 0) ^ (i32(state, 0) >>> 15), i32(state, 0) | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

if (import.meta.main) {
  const seed = 1
  console.log(`linear assignment, seed ${seed}, ${ROUNDS} rounds forwards and backwards`)
  for (const result of await lap({ full: process.argv.includes("--full"), seed })) {
    console.log(JSON.stringify(result))
  }
}
