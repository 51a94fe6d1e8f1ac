import { invariant } from "@hotbag/core"
import { LIFECYCLES } from "../lifecycles.ts"
import { type StatusTable, statusTable } from "./statusTable.ts"
import { END } from "./watchMoney.ts"

const tableOf = (table: StatusTable | undefined): StatusTable => {
  invariant(table !== undefined, "orders and deliveries have a lifecycle each")
  return table
}

const [order, delivery] = LIFECYCLES.map(statusTable)
/** Lifecycle of an order. */
export const ORDER_TABLE = tableOf(order)
/** Lifecycle of a delivery. */
export const DELIVERY_TABLE = tableOf(delivery)

/** Events about offers and stops, in the sequence in which the watch tells them apart. */
export const STEP = {
  DeliveryOffered: 0,
  OfferAccepted: 1,
  OfferRejected: 2,
  OfferTimedOut: 3,
  OfferWithdrawn: 4,
  FoodReady: 5,
  CourierAtRestaurant: 6,
  DeliveryPickedUp: 7,
  CourierAtCustomer: 8,
  DeliveryCompleted: 9,
  DeliveryFailed: 10,
  DeliveryReassigned: 11,
  DeliveryCancelled: 12
} as const
const WHAT: ReadonlyMap<string, number> = new Map(Object.entries(STEP))

/** What an event means to the watch. */
export interface Step {
  readonly type: string
  /** Its number in the tables of order and delivery; -1: not theirs. */
  readonly order: number
  readonly delivery: number
  /** How the order ends with it, as `END`; open: it does not. */
  readonly end: number
  /** For stops and offers. */
  readonly what: number
}

/** What an event of this type means. */
export const stepOf = (type: string): Step => ({
  type,
  order: ORDER_TABLE.eventOf(type),
  delivery: DELIVERY_TABLE.eventOf(type),
  end: ENDS[type] ?? END.open,
  what: WHAT.get(type) ?? -1
})

const ENDS: Readonly<Record<string, number>> = {
  OrderDelivered: END.delivered,
  OrderCancelled: END.otherwise,
  OrderRejected: END.otherwise,
  OrderFailed: END.otherwise,
  PaymentDeclined: END.declined
}
