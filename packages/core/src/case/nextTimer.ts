import type { SagaTimer } from "../saga/OrderSaga.ts"
import { timerDueAtMs } from "../saga/timerDueAtMs.ts"
import type { OrderCase } from "./OrderCase.ts"

/** A timer of a case, and when it is due. */
export interface DueTimer {
  readonly timer: SagaTimer
  readonly dueAtMs: number
}

/** The timer that is due first; null when none is set. Ties are broken by the order payment, restaurant, release, courier. */
export const nextTimer = (state: OrderCase): DueTimer | null => {
  let next: DueTimer | null = null
  for (const timer of TIMERS) {
    const due = timerDueAtMs(state.saga, timer)
    if (due !== null && (next === null || due < next.dueAtMs)) next = { timer, dueAtMs: due }
  }
  return next
}

const TIMERS: ReadonlyArray<SagaTimer> = ["payment", "restaurant", "release", "courier"]
