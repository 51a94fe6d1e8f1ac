import {
  cancelTimer,
  commandDelivery,
  commandOrder,
  type Draft,
  escalate,
  hasEnded,
  setTimer
} from "./Draft.ts"

/** Asks for the delivery; `released`: couriers may be asked at once. */
export const requestDelivery = (draft: Draft, released: boolean): void => {
  const { saga } = draft
  const { deliveryId, orderId, restaurantId, regionId, pickup, dropoff, promisedAtMs } = saga.order
  saga.deliveryWanted = true
  commandDelivery(draft, {
    _tag: "RequestDelivery",
    deliveryId,
    orderId,
    restaurantId,
    regionId,
    pickup,
    dropoff,
    promisedAtMs,
    readyEstimateAtMs: saga.readyEstimateAtMs,
    released
  })
  if (!released) return
  saga.released = true
  beginSearch(draft)
}

/** Lets couriers be asked for a delivery that was only planned with. */
export const releaseDelivery = (draft: Draft): void => {
  draft.saga.released = true
  cancelTimer(draft, "release")
  commandDelivery(draft, { _tag: "ReleaseDelivery" })
  beginSearch(draft)
}

/** Cancels the delivery, or lets it fail if the courier already has the food. */
export const stopDelivery = (draft: Draft): void => {
  const { deliveryStatus, orderStatus } = draft.saga
  const reason = `order-${orderStatus}`
  switch (deliveryStatus) {
    case "none":
    case "requested":
    case "offered":
    case "accepted":
    case "at-restaurant":
      commandDelivery(draft, { _tag: "CancelDelivery", reason })
      return
    case "picked-up":
    case "at-customer":
      commandDelivery(draft, { _tag: "FailDelivery", reason })
      return
    case "delivered":
    case "failed":
    case "cancelled":
      return
  }
}

/** From now on couriers may be asked, and the wait for one counts as soon as the food calls for it. */
export const beginSearch = (draft: Draft): void => {
  const { saga, options, atMs } = draft
  saga.searchingSinceMs = atMs
  waitOn(draft, missingSince(atMs, draft), options.courierEscalateMs, -Infinity)
}

/** A courier was found. */
export const endSearch = (draft: Draft): void => {
  draft.saga.searchingSinceMs = null
  cancelTimer(draft, "courier")
}

/** The wait for a courier is long: tell operations, later give up. */
export const onNoCourier = (draft: Draft): void => {
  const { saga, options, atMs } = draft
  const { searchingSinceMs } = saga
  if (searchingSinceMs === null || hasEnded(draft)) return
  const sinceMs = missingSince(searchingSinceMs, draft)
  const waitedMs = atMs - sinceMs
  // The kitchen has asked for more time since.
  const isEarly = waitedMs < (nextWaitMs(options.courierEscalateMs, options.courierGiveUpMs, -Infinity) ?? 0)
  if (isEarly) return waitOn(draft, sinceMs, options.courierEscalateMs, waitedMs)
  if (options.courierGiveUpMs !== null && waitedMs >= options.courierGiveUpMs) {
    escalate(draft, "gave-up-without-courier", sinceMs)
    commandOrder(draft, { _tag: "CancelOrder", by: "platform", reason: "no-courier" })
    return
  }
  escalate(draft, "no-courier", sinceMs)
  waitOn(draft, sinceMs, null, waitedMs)
}

/**
 * Since when a courier is missing. Food that takes two hours needs nobody in the first: its wait counts from when a courier would be
 * asked just in time.
 */
const missingSince = (searchingSinceMs: number, { options, saga }: Draft): number =>
  Math.max(searchingSinceMs, saga.readyEstimateAtMs - options.jitLeadMs)

const waitOn = (draft: Draft, sinceMs: number, escalateMs: number | null, waitedMs: number): void => {
  const waitMs = nextWaitMs(escalateMs, draft.options.courierGiveUpMs, waitedMs)
  if (waitMs !== null) setTimer(draft, "courier", sinceMs + waitMs)
}

/** The earlier of two waits that is longer than what was already waited; null when there is none. */
const nextWaitMs = (first: number | null, second: number | null, waitedMs: number): number | null => {
  const laterFirst = first !== null && first > waitedMs ? first : null
  const laterSecond = second !== null && second > waitedMs ? second : null
  if (laterFirst === null || laterSecond === null) return laterFirst ?? laterSecond
  return Math.min(laterFirst, laterSecond)
}
