import {
  type CourierId,
  defaultOrderRules,
  defaultSagaOptions,
  i32,
  initialDelivery,
  initialOrder,
  initialSaga,
  invariant,
  type NoDelivery,
  type NoOrder,
  type NoSaga,
  type OrderRules,
  type OwnDelivery,
  type OwnOrder,
  type OwnSaga,
  type SagaFact,
  type SagaOptions
} from "@hotbag/core"
import type { Belonging } from "./Belonging.ts"
import type { City } from "./City.ts"
import type { History } from "./history.ts"
import { makeNames, type Names } from "./Names.ts"

/** The deciders' states of the day, which change in place, and the facts that the sagas have yet to hear. */
export interface Books {
  readonly names: Names
  readonly history: History
  /** Index in the city of a courier who has to do with the order: asked again and again about the same one. */
  readonly courierNumber: (order: number, courier: CourierId) => number
  readonly sagaOptions: SagaOptions
  readonly orderRules: OrderRules
  readonly orders: Array<NoOrder | OwnOrder>
  readonly deliveries: Array<NoDelivery | OwnDelivery>
  readonly sagas: Array<NoSaga | OwnSaga>
  /** Facts in the order in which they happened, with the order they are about. */
  readonly pending: Array<{ readonly order: number; readonly fact: SagaFact }>
  draining: boolean
}

/** Books in which nothing is written yet. */
export const makeBooks = (city: City, belonging: Belonging, history: History): Books => ({
  names: makeNames(city, belonging),
  history,
  courierNumber: courierNumbers(city),
  sagaOptions: sagaOptionsOf(city),
  orderRules: orderRulesOf(city),
  orders: city.orders.map(() => initialOrder),
  deliveries: city.orders.map(() => initialDelivery),
  sagas: city.orders.map(() => initialSaga),
  pending: [],
  draining: false
})

/** Who waits too long is escalated by dispatch, which knows what it planned; the saga only gives up. */
const sagaOptionsOf = (city: City): SagaOptions => ({
  ...defaultSagaOptions,
  restaurantAnswerMs: city.rules.restaurantAnswerMs ?? defaultSagaOptions.restaurantAnswerMs,
  courierEscalateMs: null,
  courierGiveUpMs: city.rules.patience === null ? null : city.rules.patience.platformAfterMs
})

/** Customers who lose patience sooner than the platform's rules expect are let go all the same. */
const orderRulesOf = ({ rules: { patience } }: City): OrderRules => ({
  ...defaultOrderRules,
  withoutCourierCancelMs: Math.min(
    defaultOrderRules.withoutCourierCancelMs,
    patience === null ? Infinity : patience.customerAfterMs
  )
})

const courierNumbers = ({ couriers, orders }: City): Books["courierNumber"] => {
  const numbers = new Map<string, number>(couriers.map(({ id }, courier) => [id, courier]))
  const latest = new Int32Array(orders.length)
  const ids = couriers.map(({ id }) => id)
  return (order, courier) => {
    const before = i32(latest, order)
    if (ids[before] === courier) return before
    const number = numbers.get(courier)
    invariant(number !== undefined, "a courier of the city", { courier })
    latest[order] = number
    return number
  }
}
