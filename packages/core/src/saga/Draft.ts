import type { DeliveryCommand } from "../delivery/commands.ts"
import type { CourierId } from "../Ids.ts"
import type { OrderCommand } from "../order/commands.ts"
import { TERMINAL_ORDER_STATUSES } from "../order/Order.ts"
import type { OwnSaga, SagaTimer } from "./OrderSaga.ts"
import type { EscalationReason, Notice, SagaReaction } from "./reactions.ts"
import type { SagaOptions } from "./SagaOptions.ts"
import { timerDueAtMs } from "./timerDueAtMs.ts"

/** One reaction in the making: a state that may be written to, and what is to be done. Lives only inside `react`. */
export interface Draft {
  readonly saga: OwnSaga
  readonly reactions: Array<SagaReaction>
  readonly atMs: number
  readonly options: SagaOptions
}

/** Whether the order has ended, as far as its events have arrived. */
export const hasEnded = (draft: Draft): boolean => TERMINAL_ORDER_STATUSES.has(draft.saga.orderStatus)

export const commandOrder = (draft: Draft, command: OrderCommand): void => {
  draft.reactions.push({ _tag: "CommandOrder", orderId: draft.saga.order.orderId, command })
}

export const commandDelivery = (draft: Draft, command: DeliveryCommand): void => {
  draft.reactions.push({ _tag: "CommandDelivery", deliveryId: draft.saga.order.deliveryId, command })
}

export const setTimer = (draft: Draft, timer: SagaTimer, dueAtMs: number): void => {
  note(draft, timer, dueAtMs)
  draft.reactions.push({ _tag: "SetTimer", orderId: draft.saga.order.orderId, timer, dueAtMs })
}

/** Cancels the timer if it is set. */
export const cancelTimer = (draft: Draft, timer: SagaTimer): void => {
  if (timerDueAtMs(draft.saga, timer) === null) return
  clearTimer(draft, timer)
  draft.reactions.push({ _tag: "CancelTimer", orderId: draft.saga.order.orderId, timer })
}

/** Forgets a timer that has gone off. */
export const clearTimer = (draft: Draft, timer: SagaTimer): void => note(draft, timer, null)

export const notifyCustomer = (draft: Draft, notice: Notice, key: string): void =>
  notify(draft, "customer", null, notice, key)

export const notifyRestaurant = (draft: Draft, notice: Notice, key: string): void =>
  notify(draft, "restaurant", null, notice, key)

export const notifyCourier = (draft: Draft, courierId: CourierId, notice: Notice, key: string): void =>
  notify(draft, "courier", courierId, notice, key)

export const escalate = (draft: Draft, why: EscalationReason, sinceMs: number): void => {
  draft.reactions.push({ _tag: "Escalate", orderId: draft.saga.order.orderId, why, sinceMs })
}

const notify = (
  draft: Draft,
  to: "customer" | "restaurant" | "courier",
  courierId: CourierId | null,
  notice: Notice,
  cause: string
): void => {
  const { orderId } = draft.saga.order
  draft.reactions.push({ _tag: "Notify", orderId, to, courierId, notice, key: `${cause}:${to}` })
}

const note = (draft: Draft, timer: SagaTimer, at: number | null): void => {
  switch (timer) {
    case "payment":
      draft.saga.paymentDueAtMs = at
      return
    case "restaurant":
      draft.saga.restaurantDueAtMs = at
      return
    case "release":
      draft.saga.releaseDueAtMs = at
      return
    case "courier":
      draft.saga.courierDueAtMs = at
      return
  }
}
