import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Comparison, Spread } from "./measure.ts"
import type { Provenance } from "./provenance.ts"

/** What `npm run bench -- <name> --json` records. */
export interface Results extends Provenance {
  readonly benchmark: string
  readonly seed: number
  /** Load average before and after. */
  readonly load: readonly [number, number]
  /** The figures. */
  readonly cases: ReadonlyArray<Comparison>
  /** The reduced set, measured as the gate measures it: what the gate compares with. */
  readonly reduced: ReadonlyArray<Comparison>
}

const folder = join(import.meta.dirname, "..", "results")
const pathOf = (benchmark: string): string => join(folder, `${benchmark}.json`)

/** What was recorded of a benchmark; undefined when nothing was. @throws Error when the file is no record of results. */
export const readResults = (benchmark: string): Results | undefined => {
  const path = pathOf(benchmark)
  if (!existsSync(path)) return undefined
  const results: unknown = JSON.parse(readFileSync(path, "utf8"))
  if (!isResults(results)) throw new Error(`${path} holds no results; record it anew with --json`)
  return results
}

/** Records results in place of those before; returns where. */
export const writeResults = (results: Results): string => {
  mkdirSync(folder, { recursive: true })
  const path = pathOf(results.benchmark)
  writeFileSync(path, `${JSON.stringify(results, rounded, 2)}\n`)
  return path
}

/** Four digits: the rest is noise, and would make every new record differ everywhere. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value

const isResults = (value: unknown): value is Results =>
  isObject(value) &&
  ["benchmark", "commit", "machine", "node"].every((key) => typeof value[key] === "string") &&
  typeof value["seed"] === "number" &&
  [value["load"], value["cases"], value["reduced"]].every(Array.isArray) &&
  [value["cases"], value["reduced"]].flat().every(isComparison)

const isComparison = (value: unknown): value is Comparison =>
  isObject(value) &&
  ["name", "subject", "peer"].every((key) => typeof value[key] === "string") &&
  isSpread(value["ratio"]) &&
  isSpread(value["cpuRatio"]) &&
  typeof value["rounds"] === "number" &&
  (isObject(value["quality"]) ||
    ["subjectPerSecond", "peerPerSecond"].every((key) => typeof value[key] === "number"))

const isSpread = (value: unknown): value is Spread =>
  isObject(value) && ["median", "low", "high"].every((key) => typeof value[key] === "number")

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null
