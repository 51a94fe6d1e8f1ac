import { DESIGN_METRICS, judgeDesign, type DesignJudgement, type DesignMetric } from "@hotbag/sim"
import type { CompareRequest } from "./CompareRequest.ts"
import { CONFIDENCE, type PlayedEntrant } from "./playEntrants.ts"
import type { Played, PlayTasks, Task } from "./Task.ts"

/** What a design would have concluded: one experiment for each seed, each in a single city. */
export interface PlayedDesign {
  readonly name: string
  readonly runs: ReadonlyArray<Played>
  readonly judgements: Readonly<Record<DesignMetric, DesignJudgement>>
}

/**
 * Plays the two entrants in one city by each design, seed by seed, and holds what it concludes against the paired truth
 * of the same seeds.
 */
export const playDesigns = async (
  { designs, place }: CompareRequest,
  seeds: ReadonlyArray<number>,
  [first, second]: ReadonlyArray<PlayedEntrant>,
  play: PlayTasks
): Promise<ReadonlyArray<PlayedDesign>> => {
  if (first?.entrant.kind !== "side" || second?.entrant.kind !== "side") return []
  const { side } = first.entrant
  const against = second.entrant.side
  const tasks = designs.flatMap(({ design, name }) =>
    seeds.map((seed): Task => ({
      name,
      place,
      side,
      seed,
      design: { design, against, confidence: CONFIDENCE }
    }))
  )
  const played = await play(tasks)
  return designs.map(({ name }, i) => {
    const runs = played.slice(i * seeds.length, (i + 1) * seeds.length)
    const judge = (metric: DesignMetric) =>
      judgeDesign(
        runs.flatMap(({ estimates }) => estimates?.[metric] ?? []),
        first.runs.map(({ metrics }, s) => (metrics[metric] ?? 0) - (second.runs[s]?.metrics[metric] ?? 0)),
        CONFIDENCE
      )
    const [clickToDoor, overage, undelivered] = DESIGN_METRICS
    return {
      name,
      runs,
      judgements: {
        [clickToDoor]: judge(clickToDoor),
        [overage]: judge(overage),
        [undelivered]: judge(undelivered)
      }
    }
  })
}
