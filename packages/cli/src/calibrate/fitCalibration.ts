import { type Calibration, DEFAULT_DEPLOYMENT, type Deployment, predictPlacements } from "@hotbag/sim"
import type { LoadedPlacements, Measured, RoundSamples, UnitCost } from "./Measured.ts"

/** Where and on what it was measured. */
export type CalibrationFacts = Pick<Calibration, "machine" | "commit" | "load">

/**
 * Makes a calibration of what was measured. What a command costs is divided between its answer and what follows: HTTP and one
 * transaction before, the other transactions after. Nothing is fitted to latencies under load: those of the check are only
 * compared with what the model says.
 */
export const fitCalibration = (measured: Measured, facts: CalibrationFacts): Calibration => {
  const calibration = costsOf(measured, facts)
  return { ...calibration, check: checkOf(calibration, measured.checked) }
}

/** What a telephone costs has to be taken from elsewhere. */
const POSITION = { nodeMs: 0.03, databaseMs: 0.005 }
const MESSAGE = { nodeMs: 0.016, databaseMs: 0 }
const ASSUMED = [
  "ping: 0.016 ms for a frame of a WebSocket (14,400 a second took 0.23 of a processor) and as much for decoding, judging and keeping it",
  "message: 0.016 ms, the same figure",
  "position: the latencies of a read, which go the same way",
  "status: the latencies of what the relay does after a commit"
]

/** One node of one processor, and PostgreSQL on what is left of the machine. */
const LABORATORY: Deployment = { ...DEFAULT_DEPLOYMENT, nodes: { min: 1, max: 1 }, databaseCores: 2 }

/** Squared coefficient of variation; the hundredth at either end is left out, which is somebody else's. */
const variationOf = (values: ReadonlyArray<number>): number => {
  const kept = sorted(values).slice(Math.floor(values.length / 100), Math.ceil(values.length * 0.99))
  const mean = kept.reduce((sum, value) => sum + value, 0) / Math.max(1, kept.length)
  const variance = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, kept.length)
  return mean > 0 ? rounded(variance / mean ** 2) : 0
}

const costsOf = (measured: Measured, facts: CalibrationFacts): Calibration => {
  const { command, nearby, orderWorkMs, place, read, rounds, startMs, unloadedMs } = measured
  const edgeMs = Math.max(0, read.nodeMs)
  return {
    version: 1,
    ...facts,
    assumed: ASSUMED,
    startMs: rounded(startMs),
    place: divided(place, edgeMs),
    command: divided(command, edgeMs),
    nearby: costOf(nearby),
    read: costOf(read),
    ping: POSITION,
    message: MESSAGE,
    variation: variationOf(orderWorkMs),
    latencies: {
      place: quantiles(unloadedMs.place),
      command: quantiles(unloadedMs.command),
      nearby: quantiles(unloadedMs.nearby),
      read: quantiles(unloadedMs.read),
      after: quantiles(unloadedMs.after),
      position: quantiles(unloadedMs.read),
      status: quantiles(unloadedMs.after)
    },
    rounds: rounds.map(fitRounds)
  }
}

const checkOf = (calibration: Calibration, checked: LoadedPlacements): NonNullable<Calibration["check"]> => {
  const latencies = sorted(checked.latenciesMs)
  const predicted = predictPlacements(calibration, LABORATORY, checked)
  const at = (share: number) => rounded(quantile(latencies, share))
  return {
    ordersPerSecond: checked.perSecond,
    measured: { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) },
    predicted: { p50Ms: predicted.p50Ms, p95Ms: predicted.p95Ms, p99Ms: predicted.p99Ms }
  }
}

/** HTTP and the first transaction make the answer; what is left comes after it. Nothing is lost. */
const divided = ({ databaseMs, nodeMs, transactions }: UnitCost, edgeMs: number): Calibration["place"] => {
  const share = 1 / Math.max(1, transactions)
  const edge = Math.min(edgeMs, nodeMs)
  const answer = { nodeMs: edge + (nodeMs - edge) * share, databaseMs: databaseMs * share }
  return {
    answer: { nodeMs: rounded(answer.nodeMs), databaseMs: rounded(answer.databaseMs) },
    after: { nodeMs: rounded(nodeMs - answer.nodeMs), databaseMs: rounded(databaseMs - answer.databaseMs) }
  }
}

const costOf = ({ databaseMs, nodeMs }: UnitCost): Calibration["nearby"] => ({
  nodeMs: rounded(nodeMs),
  databaseMs: rounded(databaseMs)
})

/** A line through the rounds by least squares, and how they lie around it. */
const fitRounds = ({ policy, samples }: RoundSamples): Calibration["rounds"][number] => {
  const count = Math.max(1, samples.length)
  const mean = (value: (sample: (typeof samples)[number]) => number) =>
    samples.reduce((sum, sample) => sum + value(sample), 0) / count
  const [waiting, tookMs] = [mean((sample) => sample.waiting), mean((sample) => sample.tookMs)]
  const spread = mean((sample) => (sample.waiting - waiting) ** 2)
  const together = mean((sample) => (sample.waiting - waiting) * (sample.tookMs - tookMs))
  const slope = spread > 0 ? Math.max(0, Math.min(together / spread, tookMs / Math.max(waiting, 1e-9))) : 0
  const baseMs = Math.max(LEAST_ROUND_MS, tookMs - slope * waiting)
  const ratios = samples.map((sample) => sample.tookMs / (baseMs + slope * sample.waiting))
  return {
    policy,
    baseMs: rounded(baseMs),
    perWaitingMs: rounded(slope),
    ratios: ratios.length < 2 ? [1, 1] : quantiles(ratios)
  }
}

/** A round in which nothing is to be done. */
const LEAST_ROUND_MS = 0.01

/** Forty-one quantiles: every 2.5 %. */
const quantiles = (values: ReadonlyArray<number>): ReadonlyArray<number> => {
  const ordered = sorted(values)
  return Array.from({ length: 41 }, (_, i) => rounded(quantile(ordered, i / 40)))
}

const sorted = (values: ReadonlyArray<number>) => values.toSorted((a, b) => a - b)

/** Nearest rank; 0 without any. */
const quantile = (ordered: ReadonlyArray<number>, share: number): number =>
  ordered[Math.max(0, Math.ceil(share * ordered.length) - 1)] ?? 0

const rounded = (value: number): number => Math.round(Math.max(0, value) * 1_000) / 1_000
