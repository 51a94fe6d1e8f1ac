import { shellWord } from "../commandOf.ts"
import { METRICS } from "@hotbag/sim"
import type { CompareRequest } from "./CompareRequest.ts"

/** What to type for the same comparison. */
export const compareCommand = (request: CompareRequest, seeds: number): string => {
  const { entrants, firstSeed, metrics, place, untilWidth } = request
  const option = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`--${name} ${shellWord(value)}`]
  return [
    "hotbag compare",
    ...entrants.map(({ name }) => shellWord(name)),
    ...option("scenario", place.scenario),
    ...place.with.flatMap((overlay) => option("with", overlay)),
    ...option("trace", place.trace),
    ...option("from", place.from),
    ...option("to", place.to),
    ...option("seed", firstSeed === 1 ? undefined : String(firstSeed)),
    ...(untilWidth === undefined
      ? option("seeds", String(seeds))
      : [
          ...option("until-width", String(untilWidth)),
          ...option("max-seeds", String(request.seeds ?? seeds))
        ]),
    ...(metrics.length === METRICS.length ? [] : metrics.flatMap(({ name }) => option("metric", name)))
  ].join(" ")
}
