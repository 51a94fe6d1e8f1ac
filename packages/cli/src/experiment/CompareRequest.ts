import { AB_UNITS, METRICS, type Design, type Metric } from "@hotbag/sim"
import { Limits, MINUTE_MS } from "@hotbag/core"
import { Result } from "effect"
import { availableParallelism } from "node:os"
import { BadInput, quoted } from "../exit.ts"
import { knownName } from "../input/known.ts"
import { parseMinutes, parseSeed } from "../input/numbers.ts"
import { DEFAULT_SCENARIO } from "../input/city.ts"
import type { CompareOptions } from "./compareOptions.ts"
import { parseEntrant, type Entrant } from "./Entrant.ts"
import { parseSweep, type Sweep } from "./Sweep.ts"
import type { Place } from "./Task.ts"
import { parseCount, parsePositive } from "./numbers.ts"

/** A comparison that was asked for, checked. */
export interface CompareRequest {
  readonly entrants: ReadonlyArray<Entrant>
  readonly place: Place
  readonly firstSeed: number
  /** Seeds played, or the most of them with `untilWidth`; undefined: as many as were recorded, or the default. */
  readonly seeds: number | undefined
  /** Stop when the interval of the first metric is at most so wide, in every comparison. */
  readonly untilWidth: number | undefined
  readonly designs: ReadonlyArray<NamedDesign>
  readonly sweep: Sweep | undefined
  readonly metrics: ReadonlyArray<Metric>
  readonly workers: number
  readonly out: string | undefined
  readonly json: boolean
  readonly quiet: boolean
}

/** A design, and how it is called. */
export interface NamedDesign {
  readonly name: string
  readonly design: Design
}

/** Seeds that are played unless told: enough for an interval, few enough to wait for. */
export const DEFAULT_SEEDS = 5
/** …and when one stops at a width: far beyond what a difference worth having takes. */
const DEFAULT_MOST_SEEDS = 40

/**
 * Checks everything before anything is played.
 *
 * @throws BadInput that says what is wrong.
 */
export const parseCompareRequest = async (
  names: ReadonlyArray<string>,
  options: CompareOptions
): Promise<CompareRequest> => {
  const sweep = options.sweep === undefined ? undefined : parseSweep(options.sweep)
  refuseEntrants(names, sweep === undefined ? 2 : 1)
  const entrants: Array<Entrant> = []
  for (const name of names) entrants.push(await parseEntrant(name))
  const designs = designsOf(options)
  refuseMixtures(options, entrants, designs)
  const sequential = options.untilWidth !== undefined
  const seedsOption = sequential ? options.maxSeeds : options.seeds
  return {
    entrants,
    place: placeOf(options, entrants),
    firstSeed: Result.getOrThrow(parseSeed(options.seed)),
    seeds:
      seedsOption !== undefined
        ? parseCount(sequential ? "--max-seeds" : "--seeds", seedsOption, 1, Limits.experimentSeeds)
        : sequential
          ? DEFAULT_MOST_SEEDS
          : undefined,
    untilWidth:
      options.untilWidth === undefined ? undefined : parsePositive("--until-width", options.untilWidth),
    designs,
    sweep,
    metrics: metricsNamed(options.metric),
    workers: workersOf(options.workers),
    out: options.out,
    json: options.json,
    quiet: options.quiet
  }
}

/** How many runs are played side by side: as many as there are cores unless told. */
export const workersOf = (given: string | undefined): number =>
  given === undefined
    ? Math.min(availableParallelism(), Limits.experimentWorkers)
    : parseCount("--workers", given, 1, Limits.experimentWorkers)

const metricsNamed = (names: ReadonlyArray<string> | undefined): ReadonlyArray<Metric> =>
  names === undefined
    ? METRICS
    : [...new Set(names)].map((name) => Result.getOrThrow(knownName("--metric", name, METRICS)))

const placeOf = (options: CompareOptions, entrants: ReadonlyArray<Entrant>): Place => ({
  scenario:
    options.trace === undefined && entrants.some(({ kind }) => kind === "side")
      ? (options.scenario ?? DEFAULT_SCENARIO)
      : options.scenario,
  trace: options.trace,
  with: options.with ?? [],
  from: options.from,
  to: options.to
})

const refuseEntrants = (names: ReadonlyArray<string>, least: number) => {
  if (names.length < least)
    throw new BadInput(
      "entrants",
      `${names.length} is nothing to compare`,
      "name two or more, such as planner nearest"
    )
  if (names.length > Limits.experimentEntrants)
    throw new BadInput(
      "entrants",
      `${names.length}, at most ${Limits.experimentEntrants} are compared`,
      "name fewer"
    )
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new BadInput("entrants", `${twice} is there twice`, "name each one once")
}

const DESIGN_NAMES = ["paired", "switchback", "ab", "ab-courier", "ab-region"]

const designsOf = ({ block, burnIn, design = [] }: CompareOptions): ReadonlyArray<NamedDesign> => {
  const minutes = (option: string, text: string) =>
    Result.getOrThrow(parseMinutes(option, text, 24 * 60)) * MINUTE_MS
  const blockMs = minutes("--block", block)
  const burnInMs = minutes("--burn-in", burnIn)
  if (blockMs <= burnInMs)
    throw new BadInput("--burn-in", "it is as long as a block", "make it shorter than --block")
  return [...new Set(design)].flatMap((name): ReadonlyArray<NamedDesign> => {
    Result.getOrThrow(
      knownName(
        "--design",
        name,
        DESIGN_NAMES.map((each) => ({ name: each }))
      )
    )
    if (name === "paired") return []
    if (name === "switchback") return [{ name, design: { kind: "switchback", blockMs, burnInMs } }]
    const unit = AB_UNITS.find((each) => name === `ab-${each}`) ?? "order"
    return [{ name, design: { kind: "ab", unit } }]
  })
}

const refuseMixtures = (
  options: CompareOptions,
  entrants: ReadonlyArray<Entrant>,
  designs: ReadonlyArray<NamedDesign>
) => {
  const recorded = entrants.find(({ kind }) => kind === "recorded")
  const sequential = options.untilWidth !== undefined
  if (recorded !== undefined && (sequential || designs.length > 0 || options.sweep !== undefined))
    throw new BadInput(
      recorded.name,
      "recorded runs are compared seed by seed, and with nothing else",
      "leave out --until-width, --sweep and --design"
    )
  if (sequential && options.seeds !== undefined)
    throw new BadInput("--seeds", "with --until-width the width decides", "write --max-seeds")
  if (!sequential && options.maxSeeds !== undefined)
    throw new BadInput("--max-seeds", "nothing is stopped early", "add --until-width, or write --seeds")
  if (options.sweep !== undefined && (sequential || designs.length > 0))
    throw new BadInput("--sweep", "a sweep is played with a number of seeds", "leave out the rest")
  if (options.trace !== undefined && options.scenario !== undefined)
    throw new BadInput(
      "--trace",
      `a day and the scenario ${quoted(options.scenario)} cannot both be played`,
      "give one of them"
    )
  if (designs.length > 0) refuseFleets(entrants)
}

/** One city has one fleet and one demand: only policies can take turns in it. */
const refuseFleets = (entrants: ReadonlyArray<Entrant>) => {
  if (entrants.length !== 2)
    throw new BadInput("--design", `${entrants.length} entrants`, "name two: an experiment has two arms")
  const [a, b] = entrants
  if (a?.kind !== "side" || b?.kind !== "side") return
  const circumstances = ({ side: { couriersX, ordersX, with: laid } }: typeof a) =>
    [couriersX, ordersX, ...laid].join(" ")
  if (circumstances(a) !== circumstances(b))
    throw new BadInput(
      "--design",
      "entrants with other fleets, demand or weather cannot share a city",
      "give both the same couriers-x, orders-x and with"
    )
}
