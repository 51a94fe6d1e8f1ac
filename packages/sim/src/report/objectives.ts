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
  /** Lost: nobody carried it. */
  readonly lost: boolean
}

/** An objective of the marketplace, and how one ended order is judged by it. */
export interface Objective {
  readonly slo: Slo
  /** Requirements that it stands for; none: a decision about the product. */
  readonly requirements: ReadonlyArray<string>
  /** Why this threshold and no other. */
  readonly why: string
  /** True: good. Null: the order says nothing about it. */
  readonly judge: (order: OrderTimes) => boolean | null
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
      description: "a courier was found before the platform gave up",
      objective: 0.995,
      windowMs
    },
    requirements: ["P6"],
    why: "an order that the restaurant took and nobody carries is food thrown away and a customer lost; one in two hundred is what a strike of minutes costs. Customers who lose patience before that have cancelled: they are counted beside it, as cancelled, and felt in courier-in-time.",
    judge: (order) => (Number.isNaN(order.confirmedAtMs) ? null : !order.lost)
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
