import { Limits } from "@hotbag/core"
import type { DispatchPolicy } from "@hotbag/dispatch"
import {
  type City,
  type ComparedDistribution,
  compareDays,
  comparisonText,
  COUNTER_MS,
  countText,
  type DayComparison,
  decodeScenario,
  describeScenarioProblem,
  fitScenario,
  generateCity,
  observeCity,
  type ObservedDay,
  observeLog,
  type Scenario,
  type ScenarioInput,
  shareText,
  startRun
} from "@hotbag/sim"
import { Result, Schema } from "effect"
import { basename, resolve } from "node:path"
import { commit } from "./commit.ts"
import { BadInput, Exit } from "./exit.ts"
import { observedDay } from "./fit/observedDay.ts"
import { writeScenario } from "./fit/writeScenario.ts"
import { Flag } from "./input/Flag.ts"
import { parseSeed } from "./input/numbers.ts"
import { makeProgressLines } from "./output/progressLine.ts"
import { play } from "./play.ts"
import { unbroken } from "./unbroken.ts"
import { DEFAULT_POLICY, parsePolicy } from "./policies.ts"
import type { Host } from "./program.ts"
import type { Terminal } from "./Terminal.ts"

/** Adds `hotbag fit`. */
export const addFit = ({ program, terminal, exitWith }: Host): void => {
  program
    .command("fit")
    .description("Learn a scenario from a real day, play it, and say how near it comes.")
    .argument("<day>", "rappi:DIR, or run:DIR for a folder that hotbag simulate --out wrote")
    .option("--out <file>", "where to write the scenario (default: its name with .json, in this folder)")
    .option("--name <name>", "name of the scenario (default: made from the folder's)")
    .option("--policy <name>", "how to dispatch when it is played", DEFAULT_POLICY)
    .option("--seed <n>", "whole number that decides all luck", "1")
    .option("--no-play", "compare the day that the scenario makes without playing it")
    .option("--json", "print one JSON document instead of text")
    .option("--quiet", "no progress")
    .addHelpText("after", EXAMPLES)
    .action(async (day: string, given: unknown) => {
      exitWith(await fit(day, decodeOptions(given), terminal))
    })
}

const EXAMPLES = `
Examples:
  $ hotbag fit rappi:data/bogota-31k                 writes bogota-31k.json and plays it with the planner
  $ hotbag simulate ./bogota-31k.json --with rain-at-seven
  $ hotbag fit run:last-friday --out friday.json --no-play --json

Learned are demand by hour and quarter, distances, preparation, acceptance, promises, shifts, vehicles, where couriers begin; from a
run also speeds and how often offers are accepted. Exit code 1 when orders of a busy hour, preparation or distance differ by more than 5 %.`

const decodeOptions = Schema.decodeUnknownSync(
  Schema.Struct({
    out: Schema.optionalKey(Schema.String),
    name: Schema.optionalKey(Schema.String),
    policy: Schema.String,
    seed: Schema.String,
    play: Schema.Boolean,
    json: Flag,
    quiet: Flag
  })
)
type Options = ReturnType<typeof decodeOptions>

const fit = async (day: string, options: Options, terminal: Terminal): Promise<number> => {
  const seed = Result.getOrThrow(parseSeed(options.seed))
  const policy = Result.getOrThrow(parsePolicy(options.policy))
  const observed = await observedDay(day, terminal.stop)
  const scenario = learn(observed, options.name ?? slugOf(basename(resolve(day.slice(day.indexOf(":") + 1)))))
  const file = options.out ?? `${scenario.input.name}.json`
  await writeScenario(file, scenario.input)
  const city = generateCity(scenario.decoded, { seed })
  if (!options.quiet)
    terminal.err(
      `learned ${countText(observed.orders.length)} orders and ${countText(observed.couriers.length)} shifts of ${observed.name}: ${file}\n`
    )
  const played = options.play
    ? await playObserved(city, { ...options, seed, policy }, terminal)
    : { day: observeCity(city), hash: null }
  const comparison = compareDays(observed, played.day)
  const worst = worstOf(comparison)
  terminal.out(
    options.json
      ? `${JSON.stringify({ scenario: file, hash: played.hash, worst, ...comparison }, null, 2)}\n`
      : `${comparisonText(comparison)}\n\n${verdictOf(worst, comparison)}\n`
  )
  return worst <= NEAR ? Exit.ok : Exit.breach
}

/** How near a learned day has to come: a twentieth. */
const NEAR = 0.05

const learn = (observed: ObservedDay, name: string): { input: ScenarioInput; decoded: Scenario } => {
  const input = fitScenario(observed, { name })
  if (input === null)
    throw new BadInput("<day>", "nothing can be learned without orders and couriers", "name a whole day")
  const decoded = decodeScenario(input)
  if (Result.isFailure(decoded))
    throw new BadInput("--name", describeScenarioProblem(decoded.failure), "such as --name my-city")
  return { input, decoded: decoded.success }
}

/** A folder's name as a scenario may be called. */
const slugOf = (folder: string): string => {
  const words = folder.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const name = words.join("-").slice(0, Limits.scenarioNameLength).replace(/-$/, "")
  return /^[a-z]/.test(name) ? name : `day-${name}`.replace(/-$/, "")
}

/** Plays the city and watches it as the real day was watched. */
const playObserved = async (
  city: City,
  options: { readonly policy: DispatchPolicy; readonly seed: number; readonly quiet: boolean },
  terminal: Terminal
): Promise<{ readonly day: ObservedDay; readonly hash: string | null }> => {
  const { policy, quiet, seed } = options
  const vehicles = new Map(city.couriers.map(({ id, vehicle }) => [id, vehicle]))
  const observer = observeLog((courier) => vehicles.get(courier), COUNTER_MS)
  const run = startRun({ city, policy, seed, commit: await commit(), log: observer.take })
  const lines = quiet ? undefined : makeProgressLines(city.fromMs, terminal.err)
  await play(run, { stop: terminal.stop, ...(lines === undefined ? {} : { onSlice: lines }) })
  return { day: observer.day(city.name, observeCity(city).couriers), hash: unbroken(run.report()).hash }
}

/** The worst of what has to be near. */
const worstOf = ({ distributions, worstHour }: DayComparison): number =>
  distributions
    .filter(hasToBeNear)
    .reduce((worst, { worstQuantile }) => Math.max(worst, worstQuantile), worstHour)

const hasToBeNear = ({ name }: ComparedDistribution): boolean => name === "preparation" || name === "distance"

const verdictOf = (worst: number, { distributions, worstHour }: DayComparison): string => {
  const within = `orders of busy hours, preparation and distance are within ${shareText(worst)}`
  if (worst <= NEAR) return within
  const byChance = worstHour <= NEAR && distributions.filter(hasToBeNear).every(isWithinChance)
  const count = Math.min(...distributions.filter(hasToBeNear).map(({ real }) => real))
  return byChance
    ? `${within}: too far apart, though no farther than two days of ${countText(count)} orders may be by chance`
    : `${within}: too far apart`
}

/** Two samples of one distribution are farther apart in one of twenty cases (Smirnov 1939). */
const isWithinChance = ({ ks, played, real }: ComparedDistribution): boolean =>
  ks <= 1.358 * Math.sqrt((real + played) / (real * played))
