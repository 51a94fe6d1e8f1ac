import { Limits } from "../Limits.ts"
import type { Order, OrderStatus, Party } from "./Order.ts"

/** How freely a party may cancel in a status. */
export type CancellationRule = "freely" | "within-grace-or-without-courier" | "never"

/** Times that cancellation depends on, in ms. */
export interface OrderRules {
  /** After preparation started, the customer may still cancel this long. */
  readonly cancelGraceMs: number
  /** After this long without a courier, the customer may cancel whatever the kitchen did. */
  readonly withoutCourierCancelMs: number
}

/** Rules unless an operator chooses others. */
export const defaultOrderRules: OrderRules = {
  cancelGraceMs: Limits.cancelGraceMs,
  withoutCourierCancelMs: Limits.withoutCourierCancelMs
}

/** Statuses from which a cancellation is possible at all. */
export type CancellableStatus = Extract<
  OrderStatus,
  "placed" | "payment-authorised" | "confirmed" | "preparing" | "ready"
>

/**
 * Who may cancel, and when (S25). The customer: freely until preparation starts; afterwards only at once, or when nobody comes to
 * carry it. The restaurant: from being asked until the food is ready. The platform: always before pickup.
 * After pickup nobody cancels; the platform may let the delivery fail.
 */
export const cancellationTable: Readonly<
  Record<Party, Readonly<Record<CancellableStatus, CancellationRule>>>
> = {
  customer: {
    placed: "freely",
    "payment-authorised": "freely",
    confirmed: "freely",
    preparing: "within-grace-or-without-courier",
    ready: "within-grace-or-without-courier"
  },
  restaurant: {
    placed: "never",
    "payment-authorised": "freely",
    confirmed: "freely",
    preparing: "freely",
    ready: "never"
  },
  platform: {
    placed: "freely",
    "payment-authorised": "freely",
    confirmed: "freely",
    preparing: "freely",
    ready: "freely"
  }
}

/**
 * Whether `by` may cancel `order` at `atMs`. Use it to show or hide the button; the decider asks the same question.
 */
export const mayCancel = (
  order: Order,
  by: Party,
  atMs: number,
  rules: OrderRules = defaultOrderRules
): boolean => {
  switch (order.status) {
    case "placed":
    case "payment-authorised":
    case "confirmed":
    case "preparing":
    case "ready": {
      const rule = cancellationTable[by][order.status]
      if (rule !== "within-grace-or-without-courier") return rule === "freely"
      return withinGrace(order, atMs, rules) || withoutCourierForLong(order, atMs, rules)
    }
    case "payment-declined":
    case "rejected":
    case "picked-up":
    case "delivered":
    case "cancelled":
    case "failed":
      return false
  }
}

const withinGrace = (order: Order, atMs: number, rules: OrderRules): boolean =>
  order.preparingAtMs !== null && atMs - order.preparingAtMs <= rules.cancelGraceMs

const withoutCourierForLong = (order: Order, atMs: number, rules: OrderRules): boolean =>
  order.withoutCourierSinceMs !== null && atMs - order.withoutCourierSinceMs >= rules.withoutCourierCancelMs
