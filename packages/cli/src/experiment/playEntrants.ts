import { compareRuns, type Metric, type MetricComparison } from "@hotbag/sim"
import type { CompareRequest } from "./CompareRequest.ts"
import { DEFAULT_SEEDS } from "./CompareRequest.ts"
import type { Entrant } from "./Entrant.ts"
import { pairingOf } from "./pairing.ts"
import { recordedFor } from "./RecordedRuns.ts"
import type { Played, PlayTasks, Task } from "./Task.ts"

/** What an entrant did, seed by seed. */
export interface PlayedEntrant {
  readonly entrant: Entrant
  readonly runs: ReadonlyArray<Played>
}

/** The first entrant beside one of the others; which of them stands first says `pairingOf`. */
export interface Comparison {
  /** What happens to `entrant` and not to `against`, where nothing else differs. */
  readonly whatIf: string | undefined
  readonly entrant: string
  readonly against: string
  readonly metrics: ReadonlyArray<MetricComparison>
}

/** How sure an interval is. */
export const CONFIDENCE = 0.95

/** Everybody's runs, and how they compare. */
export interface PlayedComparison {
  readonly seeds: ReadonlyArray<number>
  readonly entrants: ReadonlyArray<PlayedEntrant>
  readonly comparisons: ReadonlyArray<Comparison>
}

/**
 * Plays every entrant on common seeds: a number of them, or as many as it takes until the interval of the main metric is
 * narrow enough in every comparison. Which seed is the last does not depend on how many are played at a time.
 *
 * @param scenario whole name of what is played, which recorded runs must be of.
 */
export const playEntrants = async (
  request: CompareRequest,
  scenario: string,
  play: PlayTasks
): Promise<PlayedComparison> => {
  const seeds = seedsOf(request)
  if (request.untilWidth === undefined)
    return compared(request, seeds, await runsOf(request, scenario, seeds, play))
  // So many seeds at a time keep all workers busy; looking at each of them in turn is what the interval allows.
  const atOnce = Math.max(1, Math.ceil((2 * request.workers) / request.entrants.length))
  let entrants: ReadonlyArray<PlayedEntrant> = request.entrants.map((entrant) => ({ entrant, runs: [] }))
  for (let from = 0; from < seeds.length; from += atOnce) {
    const more = await runsOf(request, scenario, seeds.slice(from, from + atOnce), play)
    entrants = entrants.map(({ entrant, runs }, i) => ({
      entrant,
      runs: [...runs, ...(more[i]?.runs ?? [])]
    }))
    for (let count = from + 1; count <= Math.min(from + atOnce, seeds.length); count++) {
      const so = compared(request, seeds.slice(0, count), entrants)
      if (count === seeds.length || isNarrow(request.untilWidth, so.comparisons)) return so
    }
  }
  return compared(request, seeds, entrants)
}

const isNarrow = (width: number, comparisons: ReadonlyArray<Comparison>): boolean =>
  comparisons.every(({ metrics: [main] }) =>
    main === undefined ? true : main.interval.high - main.interval.low <= width
  )

const seedsOf = ({ entrants, firstSeed, seeds }: CompareRequest): ReadonlyArray<number> => {
  const recorded = entrants.flatMap((entrant) => (entrant.kind === "recorded" ? [entrant.runs] : []))
  // What was recorded decides, unless told: a comparison wants all of it.
  if (seeds === undefined && recorded[0] !== undefined) return recorded[0].runs.map(({ seed }) => seed)
  return Array.from({ length: seeds ?? DEFAULT_SEEDS }, (_, i) => firstSeed + i)
}

const runsOf = async (
  request: CompareRequest,
  scenario: string,
  seeds: ReadonlyArray<number>,
  play: PlayTasks
): Promise<ReadonlyArray<PlayedEntrant>> => {
  const recorded = request.entrants.map((entrant) =>
    entrant.kind === "recorded" ? recordedFor(entrant.name, entrant.runs, scenario, seeds) : []
  )
  // Seed by seed, so that a comparison that is stopped has whole seeds.
  const tasks = seeds.flatMap((seed) => request.entrants.flatMap((entrant) => taskOf(entrant, request, seed)))
  const played = await play(tasks)
  const perSeed = request.entrants.filter(({ kind }) => kind === "side")
  return request.entrants.map((entrant, i) => {
    if (entrant.kind === "recorded") return { entrant, runs: recorded[i] ?? [] }
    const place = perSeed.indexOf(entrant)
    return { entrant, runs: seeds.flatMap((_, s) => played[s * perSeed.length + place] ?? []) }
  })
}

const taskOf = (entrant: Entrant, { out, place }: CompareRequest, seed: number): ReadonlyArray<Task> =>
  entrant.kind === "recorded"
    ? []
    : // Curves are for the page that is written.
      [{ name: entrant.name, place, side: entrant.side, seed, curves: out !== undefined }]

const compared = (
  { metrics, untilWidth }: CompareRequest,
  seeds: ReadonlyArray<number>,
  entrants: ReadonlyArray<PlayedEntrant>
): PlayedComparison => {
  const cut = entrants.map(({ entrant, runs }) => ({ entrant, runs: runs.slice(0, seeds.length) }))
  const [first, ...others] = cut
  const options = { confidence: CONFIDENCE, sequential: untilWidth !== undefined }
  const comparisons = others.flatMap((other) => {
    if (first === undefined) return []
    const { turned, whatIf } = pairingOf(first.entrant, other.entrant)
    const [one, against] = turned ? [other, first] : [first, other]
    return {
      entrant: one.entrant.name,
      against: against.entrant.name,
      whatIf,
      metrics: compareRuns(
        metrics.filter((metric) => isKnown(metric, one) && isKnown(metric, against)),
        one.runs.map((run) => run.metrics),
        against.runs.map((run) => run.metrics),
        options
      )
    }
  })
  return { seeds, entrants: cut, comparisons }
}

/** Code of another version may not have measured what this one does. */
const isKnown = ({ name }: Metric, { runs }: PlayedEntrant): boolean =>
  runs.every(({ metrics }) => metrics[name] !== undefined)
