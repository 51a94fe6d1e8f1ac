import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { at } from "@hotbag/core"
import type { Comparison, Contender, Effort, Spread } from "../measure.ts"

/** SciPy's linear_sum_assignment in a child process that holds one matrix and times itself. */
export interface Scipy {
  /** Solves so often in a row: wall and processor milliseconds of all the calls alone, and the cost found. */
  readonly solve: (runs: number) => Promise<Taken & { readonly cost: number }>
  readonly stop: () => void
}

interface Taken {
  readonly wallMs: number
  readonly cpuMs: number
}

/** Starts it; `undefined` where there is no python3 with SciPy. */
export const startScipy = async (
  matrix: Float64Array,
  rows: number,
  cols: number
): Promise<Scipy | undefined> => {
  const child = spawn("python3", ["-c", LOOP, String(rows), String(cols)], {
    stdio: ["pipe", "pipe", "inherit"]
  })
  const failed = once(child, "error").then(() => "missing")
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => {
    const line = await lines.next()
    return line.done === true ? "missing" : line.value
  }
  if ((await Promise.race([nextLine(), failed])) !== "ready") return undefined
  child.stdin.write(Buffer.from(matrix.buffer, matrix.byteOffset, matrix.byteLength))
  return {
    solve: async (runs) => {
      child.stdin.write(`${runs}\n`)
      const [wallMs, cpuMs, cost] = (await nextLine()).split(" ").map(Number)
      if (wallMs === undefined || cpuMs === undefined || cost === undefined) throw new Error("SciPy stopped")
      return { wallMs, cpuMs, cost }
    },
    stop: () => child.stdin.end()
  }
}

const LOOP = `
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
    wall, cpu = time.perf_counter(), time.thread_time()
    for run in range(int(line)):
        row, column = linear_sum_assignment(cost)
    wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
    print(wall * 1000, cpu * 1000, float(cost[row, column].sum()), flush=True)
`

/** Like `compare`, with the peer in its own process. */
export const compareWithScipy = async (
  name: string,
  operations: number,
  subject: Contender,
  scipy: Scipy,
  effort: Effort
): Promise<Comparison> => {
  const ours = timed(subject)
  const subjectRuns = await warmUp(ours, effort)
  const peerRuns = await warmUp(scipy.solve, effort)
  const rounds = []
  for (let round = 0; round < effort.rounds; round++) {
    const a1 = await ours(subjectRuns)
    const b1 = await scipy.solve(peerRuns)
    const b2 = await scipy.solve(peerRuns)
    const a2 = await ours(subjectRuns)
    rounds.push({
      subjectMs: (a1.wallMs + a2.wallMs) / (2 * subjectRuns),
      peerMs: (b1.wallMs + b2.wallMs) / (2 * peerRuns),
      subjectCpuMs: Math.max(a1.cpuMs + a2.cpuMs, 1e-6) / (2 * subjectRuns),
      peerCpuMs: (b1.cpuMs + b2.cpuMs) / (2 * peerRuns)
    })
  }
  return {
    name,
    subject: subject.name,
    peer: "scipy",
    ratio: spread(rounds.map(({ subjectMs, peerMs }) => peerMs / subjectMs)),
    cpuRatio: spread(rounds.map(({ subjectCpuMs, peerCpuMs }) => peerCpuMs / subjectCpuMs)),
    subjectPerSecond: operations / (spread(rounds.map(({ subjectMs }) => subjectMs)).median / 1_000),
    peerPerSecond: operations / (spread(rounds.map(({ peerMs }) => peerMs)).median / 1_000),
    rounds: effort.rounds
  }
}

type Solve = (runs: number) => Promise<Taken>

const timed =
  ({ run }: Contender): Solve =>
  (runs) => {
    const cpuBefore = process.threadCpuUsage()
    const startMs = performance.now()
    for (let i = 0; i < runs; i++) run()
    const wallMs = performance.now() - startMs
    const { user, system } = process.threadCpuUsage(cpuBefore)
    return Promise.resolve({ wallMs, cpuMs: (user + system) / 1_000 })
  }

/** Runs until warm; returns how many runs make a sample. */
const warmUp = async (solve: Solve, { warmUpMs, sampleMs }: Effort): Promise<number> => {
  const endMs = performance.now() + warmUpMs
  // The shortest: one that was interrupted would make the samples too small for the processor's clock.
  let wallMs = Infinity
  do wallMs = Math.min(wallMs, (await solve(1)).wallMs)
  while (performance.now() < endMs)
  return Math.max(1, Math.round(sampleMs / Math.max(wallMs, 0.001)))
}

const spread = (values: ReadonlyArray<number>): Spread => {
  const sorted = values.toSorted((a, b) => a - b)
  return {
    median: (at(sorted, sorted.length >> 1) + at(sorted, (sorted.length - 1) >> 1)) / 2,
    low: at(sorted, 0),
    high: at(sorted, sorted.length - 1)
  }
}
