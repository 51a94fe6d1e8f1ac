import { SECOND_MS } from "@hotbag/core"

/** How much of the time rounds may take, counted in deliveries and not timed, so that runs repeat. */
export interface RoundPace {
  /** A round over no more open deliveries than this is short: the next one comes as soon as there is news. */
  readonly freeDeliveries: number
  /**
   * After a round over `n` deliveries, if they are more than those, the next one comes no sooner than
   * `n / deliveriesPerSecond` seconds later: what a region costs in a second is bounded, however many orders it has.
   */
  readonly deliveriesPerSecond: number
  /** No round is put off for longer than this, in ms, where it is not crowded: also alerts wait so long (P6). */
  readonly mostMs: number
  /** Where thousands wait that no courier is left for, a round is put off further, by the same rule. */
  readonly crowd?: { readonly deliveriesPerSecond: number; readonly mostMs: number }
}

/** How long a region rests after a round over so many open deliveries, in ms. */
export const restAfterRoundMs = (pace: RoundPace | undefined, deliveries: number): number => {
  if (pace === undefined || deliveries <= pace.freeDeliveries) return 0
  const { crowd, deliveriesPerSecond, mostMs } = pace
  const restMs = Math.min(mostMs, (deliveries * SECOND_MS) / deliveriesPerSecond)
  if (crowd === undefined) return restMs
  return Math.max(restMs, Math.min(crowd.mostMs, (deliveries * SECOND_MS) / crowd.deliveriesPerSecond))
}
