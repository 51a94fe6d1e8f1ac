/**
 * How everything here is measured: subject and peer run interleaved in one process (A B B A), so that whatever else the
 * machine does meets both; what counts is the median of the per-round ratios, and how far the rounds spread.
 */

/** One side of a comparison. `run` does the same work as the other side's, `operations` of it. */
export interface Contender {
  readonly name: string
  readonly run: () => void
}

/** What a comparison found. Ratios are of throughput: above 1 the subject is faster. */
export interface Comparison {
  readonly name: string
  readonly subject: string
  readonly peer: string
  readonly ratio: Spread
  /** The same by processor time of this thread: what a busy machine disturbs less. */
  readonly cpuRatio: Spread
  /** Operations per second, median of the rounds; means nothing without the peer's beside it. Absent where a quality is compared. */
  readonly subjectPerSecond?: number
  readonly peerPerSecond?: number
  readonly rounds: number
  /** What is compared when it is no speed: less is better, and `ratio` is the peer's to the subject's. */
  readonly quality?: Quality
  /** What else was measured, for a table of the benchmark's own. */
  readonly details?: ReadonlyArray<object>
}

/** What was found of either side, where no work per second is compared. */
export interface Quality {
  readonly unit: string
  readonly subject: number
  readonly peer: number
  /** It follows from the seed, and every run on every machine finds it again. Absent where it was measured by a clock. */
  readonly isOfSeed?: true
}

/** Median, least and greatest of the rounds. */
export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** How long to measure. */
export interface Effort {
  /** Rounds of A B B A; at least 7. */
  readonly rounds: number
  /** Each side runs this long before anything counts, so that the engine has compiled it, in ms. */
  readonly warmUpMs: number
  /** Each of the four runs of a round takes about this long, in ms. */
  readonly sampleMs: number
}

/** For figures. */
export const FULL: Effort = { rounds: 11, warmUpMs: 500, sampleMs: 60 }
/** To see that it works. */
export const QUICK: Effort = { rounds: 7, warmUpMs: 60, sampleMs: 8 }
/** To compare with what was recorded: samples as long as many grains of the processor's clock. */
export const GATE: Effort = { rounds: 7, warmUpMs: 150, sampleMs: 24 }

/** Compares one subject with one peer; `operations` is what one `run` of either does. */
export const compare = (
  name: string,
  operations: number,
  subject: Contender,
  peer: Contender,
  effort: Effort
): Comparison => {
  const subjectRuns = warmUp(subject, effort)
  const peerRuns = warmUp(peer, effort)
  const rounds = Array.from({ length: effort.rounds }, () => {
    const a1 = sample(subject, subjectRuns)
    const b1 = sample(peer, peerRuns)
    const b2 = sample(peer, peerRuns)
    const a2 = sample(subject, subjectRuns)
    return {
      subjectMs: (a1.wallMs + a2.wallMs) / (2 * subjectRuns),
      peerMs: (b1.wallMs + b2.wallMs) / (2 * peerRuns),
      subjectCpuMs: (a1.cpuMs + a2.cpuMs) / (2 * subjectRuns),
      peerCpuMs: (b1.cpuMs + b2.cpuMs) / (2 * peerRuns)
    }
  })
  return {
    name,
    subject: subject.name,
    peer: peer.name,
    ratio: spread(rounds.map(({ subjectMs, peerMs }) => peerMs / subjectMs)),
    cpuRatio: spread(rounds.map(({ subjectCpuMs, peerCpuMs }) => peerCpuMs / subjectCpuMs)),
    subjectPerSecond: operations / (spread(rounds.map(({ subjectMs }) => subjectMs)).median / 1_000),
    peerPerSecond: operations / (spread(rounds.map(({ peerMs }) => peerMs)).median / 1_000),
    rounds: effort.rounds
  }
}

/** Runs until warm; returns how many runs make a sample. */
const warmUp = ({ run }: Contender, { warmUpMs, sampleMs }: Effort): number => {
  const startMs = performance.now()
  let runs = 0
  let lastMs = 0
  do {
    const beforeMs = performance.now()
    run()
    lastMs = performance.now() - beforeMs
    runs++
  } while (performance.now() - startMs < warmUpMs)
  const meanMs = (performance.now() - startMs) / runs
  return Math.max(1, Math.round(sampleMs / Math.max(Math.min(meanMs, lastMs), 0.001)))
}

const sample = ({ run }: Contender, runs: number) => {
  const cpuBefore = process.threadCpuUsage()
  const startMs = performance.now()
  for (let i = 0; i < runs; i++) run()
  const wallMs = performance.now() - startMs
  const { user, system } = process.threadCpuUsage(cpuBefore)
  return { wallMs, cpuMs: Math.max((user + system) / 1_000, 1e-6) }
}

/** Of rounds, or of whatever was measured several times. */
export const spread = (values: ReadonlyArray<number>): Spread => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  const lower = sorted[sorted.length - 1 - middle] ?? NaN
  return { median: (lower + upper) / 2, low: sorted[0] ?? NaN, high: sorted.at(-1) ?? NaN }
}
