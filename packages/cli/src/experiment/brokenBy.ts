import { shareText } from "@hotbag/sim"
import { objectivesBeside, type Kept, type KeptObjective } from "./objectivesBeside.ts"
import type { Comparison, PlayedEntrant } from "./playEntrants.ts"

/** An objective that one of two keeps, on the mean over the seeds, and the other does not. */
export interface Turned {
  readonly name: string
  readonly objective: number
  /** Shares that the comparison's `entrant` and `against` reached. */
  readonly attained: number
  readonly againstAttained: number
}

/** The objectives of customers that a comparison's first one breaks, and those that it mends. */
export const brokenBy = (
  { against, entrant }: Comparison,
  entrants: ReadonlyArray<PlayedEntrant>
): { readonly broken: ReadonlyArray<Turned>; readonly mended: ReadonlyArray<Turned> } => {
  const runsOf = (name: string) => entrants.filter((each) => each.entrant.name === name)
  const beside = objectivesBeside([...runsOf(entrant), ...runsOf(against)])
  const turned = (isTurned: (one: boolean, other: boolean) => boolean) =>
    beside.flatMap((objective): ReadonlyArray<Turned> => {
      const [one, other] = objective.entrants
      if (one === undefined || other === undefined) return []
      if (!isTurned(isKept(objective, one), isKept(objective, other))) return []
      const { name, objective: promised } = objective
      return [{ name, objective: promised, attained: one.attained, againstAttained: other.attained }]
    })
  return {
    broken: turned((one, other) => !one && other),
    mended: turned((one, other) => one && !other)
  }
}

const isKept = ({ objective }: KeptObjective, { attained }: Kept): boolean => attained >= objective

/** Objectives that broke or held, in words; empty when there are none. */
export const turnedText = (turned: ReadonlyArray<Turned>): string =>
  turned
    .map(
      ({ againstAttained, attained, name, objective }) =>
        `${name} (${shareText(attained)} in place of ${shareText(againstAttained)}, promised ${shareText(objective)})`
    )
    .join(", ")
