import type { OrderSaga, SagaTimer } from "./OrderSaga.ts"

/** When the timer is due; null when it is not set. */
export const timerDueAtMs = (saga: OrderSaga, timer: SagaTimer): number | null => {
  switch (timer) {
    case "payment":
      return saga.paymentDueAtMs
    case "restaurant":
      return saga.restaurantDueAtMs
    case "release":
      return saga.releaseDueAtMs
    case "courier":
      return saga.courierDueAtMs
  }
}
