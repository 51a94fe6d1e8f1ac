import { Limits } from "@hotbag/core"
import { makePlannerPolicy, plannerVariants, policyNames } from "@hotbag/dispatch"
import { Result } from "effect"
import { join } from "node:path"
import { BadInput } from "../exit.ts"
import { parseCopies, parseFactors, parseMinutes } from "../input/numbers.ts"
import { DEFAULT_POLICY, parsePolicy } from "../policies.ts"
import { dayName, loadDay } from "./Day.ts"
import type { Day } from "./Day.ts"
import type { Entrant } from "./Entrant.ts"
import type { MdrpOptions } from "./options.ts"
import { checkPicture } from "./PictureFile.ts"
import { checkSolutionFolders } from "./solutionFolders.ts"

/** What was asked of `hotbag mdrp`, checked. */
export interface MdrpRequest {
  /** What is made of the figures: rows as they come, one table of policies, a curve, or the worth of parts. */
  readonly shape: "rows" | "league" | "surge" | "ablation"
  readonly days: ReadonlyArray<Day>
  readonly entrants: ReadonlyArray<Entrant>
  /** Multiples of the orders, ascending; those of a surge, otherwise 1 alone. */
  readonly factors: ReadonlyArray<number>
  /** Where the solution of an instance goes; undefined: nowhere. */
  readonly target: ((policy: string, instance: string) => string) | undefined
  /** File of the picture; undefined: none. */
  readonly picture: string | undefined
  readonly json: boolean
  readonly quiet: boolean
}

/**
 * Checks everything before anything is played: every name, every instance, everything to be written.
 *
 * @throws BadInput that says what is wrong.
 */
export const parseMdrpRequest = async (
  folders: ReadonlyArray<string>,
  options: MdrpOptions
): Promise<MdrpRequest> => {
  const shape = shapeOf(options)
  refuseMixtures(shape, options)
  const copies = options.copies === undefined ? 1 : Result.getOrThrow(parseCopies(options.copies))
  const factors =
    options.surge === undefined ? [1] : Result.getOrThrow(parseFactors("--surge", options.surge))
  const entrants = entrantsOf(shape, options.policy)
  const prepErrorMinutes =
    options.prepError === undefined
      ? 0
      : Result.getOrThrow(parseMinutes("--prep-error", options.prepError, Limits.prepErrorMinutes))
  const days = folders.map((folder): Day => ({ folder, copies, ordersX: 1, prepErrorMinutes }))
  refuseTwice("instances", days.map(dayName))
  const { out, svg } = options
  const target =
    out === undefined
      ? undefined
      : (policy: string, instance: string) =>
          entrants.length > 1 ? join(out, policy, instance) : join(out, instance)
  // The smallest and the largest: if these can be played, so can all between them.
  for (const day of days)
    for (const ordersX of new Set([factors[0] ?? 1, factors.at(-1) ?? 1])) await loadDay({ ...day, ordersX })
  if (target !== undefined)
    await checkSolutionFolders(entrants.flatMap(({ name }) => days.map((day) => target(name, dayName(day)))))
  if (svg !== undefined) await checkPicture(svg)
  return {
    shape,
    days,
    entrants,
    factors,
    target,
    picture: svg,
    json: options.json,
    quiet: options.quiet
  }
}

const shapeOf = ({ ablation, league, surge }: MdrpOptions): MdrpRequest["shape"] => {
  const wanted = [
    ...(league ? (["league"] as const) : []),
    ...(surge === undefined ? [] : (["surge"] as const)),
    ...(ablation ? (["ablation"] as const) : [])
  ]
  if (wanted.length > 1)
    throw new BadInput(
      wanted.map((name) => `--${name}`).join(" "),
      "these are different plays of the same days",
      "give one of them"
    )
  return wanted[0] ?? "rows"
}

const refuseMixtures = (shape: MdrpRequest["shape"], options: MdrpOptions) => {
  if (options.policy !== undefined && shape === "ablation")
    throw new BadInput("--policy", "--ablation plays the planner only", "leave one of them out")
  if (options.out !== undefined && (shape === "surge" || shape === "ablation"))
    throw new BadInput("--out", `--${shape} writes no solutions`, "leave one of them out")
  if (options.out !== undefined && options.copies !== undefined)
    throw new BadInput(
      "--out",
      "a solution belongs to a day as it is, not to copies of it",
      "leave out --copies"
    )
  if (options.svg !== undefined && shape !== "league" && shape !== "surge")
    throw new BadInput("--svg", "only a league or a surge is drawn", "add --league or --surge")
}

const entrantsOf = (
  shape: MdrpRequest["shape"],
  given: ReadonlyArray<string> | undefined
): ReadonlyArray<Entrant> => {
  if (shape === "ablation")
    return plannerVariants.map(({ name, options }) => ({ name, policy: makePlannerPolicy(options) }))
  const names = given ?? (shape === "rows" ? [DEFAULT_POLICY] : policyNames)
  refuseTwice("--policy", names)
  return names.map((name) => ({ name, policy: Result.getOrThrow(parsePolicy(name)) }))
}

const refuseTwice = (what: string, names: ReadonlyArray<string>) => {
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new BadInput(what, `${twice} is there twice`, "name each one once")
}
