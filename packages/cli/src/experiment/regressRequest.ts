import { Limits } from "@hotbag/core"
import { BadInput } from "../exit.ts"
import type { Baseline } from "./Baseline.ts"
import { parseSide } from "./Side.ts"
import type { Place, Task } from "./Task.ts"

/** One case of a baseline before it is played. */
export interface BaselineCase {
  readonly entrant: string
  readonly place: Place
}

/** The places of a baseline unless told: a small city at lunch, and a quarter of an hour of two metros' dinner. */
const at = (scenario: string, overlays: ReadonlyArray<string>, from: string, to: string): Place => ({
  scenario,
  trace: undefined,
  with: overlays,
  from,
  to
})
const LUNCH = at("pereira-lunch", [], "11:30", "13:00")
const DINNER = at("metro-launch", [], "19:00", "19:10")
const RAIN = at("pereira-lunch", ["rain-at-seven"], "18:30", "20:00")

/** What a baseline holds unless told: the default policy on all of them, two others on one each. */
export const DEFAULT_CASES: ReadonlyArray<BaselineCase> = [
  { entrant: "planner", place: LUNCH },
  { entrant: "planner", place: RAIN },
  { entrant: "planner", place: DINNER },
  { entrant: "assignment", place: LUNCH },
  { entrant: "nearest", place: RAIN }
]

/** How a case is called in tables. */
export const caseName = ({
  entrant,
  scenario
}: {
  readonly entrant: string
  readonly scenario: string
}): string => `${scenario}, ${entrant}`

/** The runs of a case. @throws BadInput when its entrant is not known. */
export const tasksOf = (
  { entrant, place }: BaselineCase,
  seeds: ReadonlyArray<number>
): ReadonlyArray<Task> => {
  const side = parseSide(entrant)
  return seeds.map((seed) => ({
    name: `${place.scenario ?? place.trace ?? ""}, ${entrant}`,
    place,
    side,
    seed
  }))
}

/** The first seeds of every case of a baseline. @throws BadInput when it has fewer. */
export const firstSeeds = (baseline: Baseline, seeds: number | undefined): Baseline => ({
  ...baseline,
  cases: baseline.cases.map((each) => {
    if (seeds !== undefined && seeds > each.runs.length)
      throw new BadInput(
        "--seeds",
        `the baseline has ${each.runs.length} of ${caseName(each)}`,
        "compare as many, or record more"
      )
    return { ...each, runs: each.runs.slice(0, seeds) }
  })
})

/** @throws BadInput when there are too many. */
export const refuseTooMany = (cases: ReadonlyArray<BaselineCase>): void => {
  if (cases.length > Limits.baselineCases)
    throw new BadInput(
      "--entrant",
      `${cases.length} cases, at most ${Limits.baselineCases} are kept`,
      "name fewer"
    )
}
