import { DAY_MS, MINUTE_MS, type Slo } from "@hotbag/core"

/** The moments of one order's life, in ms; NaN: never came. */
export interface OrderTimes {
  readonly placedAtMs: number
  readonly promisedAtMs: number
  readonly confirmedAtMs: number
  readonly readyAtMs: number
  readonly firstOfferAtMs: number
  readonly assignedAtMs: number
  readonly pickedUpAtMs: number
  readonly deliveredAtMs: number
  /** However it ended. */
  readonly endedAtMs: number
  /** Lost: nobody carried it, and the platform gave up. */
  readonly lost: boolean
}

/** An objective of the marketplace, and how one ended order is judged by it. */
export interface Objective {
  readonly slo: Slo
  /** Requirements that it stands for; none: a decision about the product. */
  readonly requirements: ReadonlyArray<string>
  /** What is counted, in words, where it is not simply every order that can be judged. */
  readonly measured?: string
  /** Why this threshold and no other. */
  readonly why: string
  /** True: good. Null: the order says nothing about it. */
  readonly judge: (order: OrderTimes) => boolean | null
}

/** Where nobody was found and nobody is to blame, the order says nothing: its customer did not wait, or its kitchen was late. */
const carried = (order: OrderTimes): boolean | null => {
  const { assignedAtMs, confirmedAtMs, endedAtMs, lost, promisedAtMs, readyAtMs } = order
  if (Number.isNaN(confirmedAtMs)) return null
  if (lost) return false
  if (!Number.isNaN(assignedAtMs)) return true
  const wasReady = !Number.isNaN(readyAtMs)
  return wasReady && endedAtMs > promisedAtMs ? false : null
}

/** Share of bad events of the service-level windows is counted over the simulated day. */
const windowMs = DAY_MS

/**
 * What customers feel, as objectives over the simulated day. The thresholds are product decisions, stated here once:
 * the median order of a healthy evening takes 35 to 40 minutes, most of it in the kitchen.
 */
export const OBJECTIVES: ReadonlyArray<Objective> = [
  {
    slo: {
      name: "carried",
      description: "a courier was found before anybody gave up",
      objective: 0.995,
      windowMs
    },
    requirements: ["P6"],
    why: "an order that the restaurant took and nobody carries is food thrown away and a customer lost; one in two hundred is what a strike of minutes costs. A customer who waits past the promise for food that is ready, and cancels for want of a courier, was failed just as much as one whom the platform told so.",
    measured:
      "every order that the restaurant took, when it ends. Bad: the platform gave it up; or its food was ready, the promised time was over, and its customer cancelled because it had no courier. Left out: its customer cancelled it sooner, or before there was food to carry",
    judge: carried
  },
  {
    slo: {
      name: "courier-in-time",
      description: "a courier has accepted within 5 min of the food being ready",
      objective: 0.97,
      windowMs
    },
    requirements: ["P6", "S12"],
    why: "who has no courier five minutes after the food is ready gets it cold: the first sign of too few couriers.",
    judge: (order) =>
      Number.isNaN(order.readyAtMs) ? null : order.assignedAtMs <= order.readyAtMs + 5 * MINUTE_MS
  },
  {
    slo: {
      name: "fresh",
      description: "food waits at most 15 min for its pickup",
      objective: 0.95,
      windowMs
    },
    requirements: [],
    why: "a quarter of an hour in a warmer is what food stands.",
    judge: (order) =>
      Number.isNaN(order.readyAtMs) ? null : order.pickedUpAtMs <= order.readyAtMs + 15 * MINUTE_MS
  },
  {
    slo: {
      name: "click-to-door",
      description: "delivered within 60 min of the order",
      objective: 0.9,
      windowMs
    },
    requirements: [],
    why: "an hour is where customers of the real days begin to complain; a healthy evening has its median at 35 to 40 minutes.",
    judge: (order) =>
      Number.isNaN(order.confirmedAtMs) ? null : order.deliveredAtMs <= order.placedAtMs + 60 * MINUTE_MS
  },
  {
    slo: { name: "promise", description: "at most 20 min later than promised", objective: 0.9, windowMs },
    requirements: [],
    why: "the promise is a window; twenty minutes beyond its end is late by anybody's clock.",
    judge: (order) =>
      Number.isNaN(order.confirmedAtMs) ? null : order.deliveredAtMs <= order.promisedAtMs + 20 * MINUTE_MS
  }
]
