import { evolveDelivery } from "../delivery/evolve.ts"
import { invariant } from "../Invariant.ts"
import { evolveOrder } from "../order/evolve.ts"
import { react } from "../saga/react.ts"
import { type CaseOptions, defaultCaseOptions, isOfDelivery } from "./advanceCase.ts"
import { type CaseEntry, type CaseState, noCase, type OrderCase } from "./OrderCase.ts"

/**
 * The case that the log tells of: the same state, field by field, as when each entry was written. What the saga wanted done
 * was done then and is not done again. Give the options the log was written with: waits of timers depend on them. O(entries).
 *
 * @throws InvariantViolation when entries are missing, doubled or out of order: the log was tampered with.
 */
export const replayCase = (
  entries: ReadonlyArray<CaseEntry>,
  options: CaseOptions = defaultCaseOptions,
  from: CaseState = noCase
): OrderCase => {
  let { order, delivery, saga, length, updatedAtMs }: CaseState = from
  for (const entry of entries) {
    const { fact } = entry
    invariant(entry.seq === length + 1, "the log of a case has a gap", { seq: entry.seq, length })
    invariant(entry.atMs >= updatedAtMs, "the log of a case runs backwards", { seq: entry.seq })
    if ("version" in fact) {
      if (isOfDelivery(fact)) delivery = evolveDelivery(delivery, fact)
      else order = evolveOrder(order, fact)
    }
    saga = react(saga, fact, entry.atMs, options.saga).state
    length = entry.seq
    updatedAtMs = entry.atMs
  }
  invariant(order.status !== "none" && saga.orderStatus !== "none", "an empty log tells of no case")
  return { order, delivery, saga, length, updatedAtMs }
}
