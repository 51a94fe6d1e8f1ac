import { explainSlos } from "@hotbag/sim"
import type { PlayedEntrant } from "./playEntrants.ts"

/** One objective of the customers, and how an entrant kept it over the seeds. */
export interface KeptObjective {
  readonly name: string
  readonly description: string
  /** Share of good events that is promised, 0..1. */
  readonly objective: number
  /** For each entrant, in their sequence; undefined where its runs say nothing of it. */
  readonly entrants: ReadonlyArray<Kept | undefined>
}

/** What an entrant reached. */
export interface Kept {
  /** Share of good events, mean over the seeds, 0..1. */
  readonly attained: number
  /** Seeds in which at least the objective was reached, of all of them. */
  readonly kept: number
  readonly seeds: number
}

/** Shares come as per cent with rounding of their own. */
const ROUNDING = 1e-9

/** The objectives that customers feel, before and after. */
export const objectivesBeside = (entrants: ReadonlyArray<PlayedEntrant>): ReadonlyArray<KeptObjective> =>
  explainSlos()
    .filter(({ side }) => side === "customer")
    .map(({ description, name, objective }) => ({
      name,
      description,
      objective,
      entrants: entrants.map(({ runs }): Kept | undefined => {
        const reached = runs.flatMap(({ metrics }) => {
          const percent = metrics[`slo-${name}`]
          return percent === undefined ? [] : [percent / 100]
        })
        if (reached.length === 0) return undefined
        return {
          attained: reached.reduce((sum, share) => sum + share, 0) / reached.length,
          kept: reached.filter((share) => share >= objective - ROUNDING).length,
          seeds: reached.length
        }
      })
    }))
