import type { Explanation } from "@hotbag/dispatch"

/**
 * The orders of the day and their deliveries. Every method is a command to the deciders of core; what follows
 * (payment, restaurant, delivery request, timers, compensation) is the order saga's business, interpreted here.
 */
export interface OrderBook {
  readonly place: (order: number) => void
  readonly restaurantAnswers: (order: number) => void
  readonly foodReady: (order: number) => void
  readonly patienceEnds: (order: number) => void
  /** A timer of the order's saga went off; `subject` names both. `dueAtMs`: now, unless it had to wait. */
  readonly timerFires: (subject: number, dueAtMs?: number) => void
  readonly offer: (
    order: number,
    courier: number,
    offer: number,
    expiresAtMs: number,
    why: () => Explanation
  ) => void
  readonly accept: (order: number, courier: number, offer: number) => void
  readonly reject: (order: number, courier: number, offer: number) => void
  readonly timeOut: (order: number, offer: number) => void
  readonly withdraw: (order: number, offer: number) => void
  /** The courier does not pick it up after all. */
  readonly giveBack: (order: number) => void
  readonly arriveAtRestaurant: (order: number) => void
  readonly pickUp: (order: number) => void
  readonly arriveAtCustomer: (order: number) => void
  readonly complete: (order: number) => void
  /** The day is over: whoever still waits for a courier is lost. */
  readonly closeDay: () => void
  readonly hasEnded: (order: number) => boolean
  /** Something worth telling about an order that changes nothing, such as a wider search. */
  readonly note: (type: string, order: number, fields: Readonly<Record<string, unknown>>) => void
}
