import type {
  CourierId,
  Currency,
  CustomerId,
  DeliveryId,
  DeliveryStatus,
  LatLng,
  OrderCase,
  OrderId,
  OrderStatus,
  RegionId,
  RestaurantId
} from "@hotbag/core"

/** A place that a courier has to go to, for one order or, at a restaurant, for several. */
export interface LiveStop {
  readonly kind: "pickup" | "dropoff"
  readonly at: LatLng
  readonly orders: ReadonlyArray<OrderId>
  /** When the last of the food there is expected to be ready; at a drop-off, null. */
  readonly readyAtMs: number | null
}

/** A delivery in progress: whose it is, how far it got, and what its courier does before it is there. */
export interface LiveDelivery {
  readonly orderId: OrderId
  readonly deliveryId: DeliveryId
  readonly customerId: CustomerId
  readonly restaurantId: RestaurantId
  readonly regionId: RegionId
  /** Of the order, and so of its restaurant. */
  readonly currency: Currency
  /** Null: nobody has it yet. */
  readonly courierId: CourierId | null
  readonly status: DeliveryStatus
  /** Of the order. */
  readonly orderStatus: OrderStatus
  /** Entries of the case's log, so that two states of one delivery can be put in order. */
  readonly length: number
  readonly pickup: LatLng
  readonly dropoff: LatLng
  /** When the food was ready, or is expected to be. */
  readonly readyAtMs: number
  readonly isReady: boolean
  readonly promisedAtMs: number
  readonly placedAtMs: number
  readonly preparingAtMs: number | null
  readonly acceptedAtMs: number | null
  readonly arrivedAtRestaurantAtMs: number | null
  readonly pickedUpAtMs: number | null
  readonly arrivedAtCustomerAtMs: number | null
  /** When its status was reached. */
  readonly updatedAtMs: number
  /** What lies before its courier, up to and including its drop-off; empty without a courier. */
  readonly stops: ReadonlyArray<LiveStop>
}

/** The delivery of a case with the way before its courier; undefined before it was requested. */
export const liveDelivery = (
  { delivery, length, order }: OrderCase,
  way: ReadonlyArray<LiveStop>
): LiveDelivery | undefined => {
  if (delivery.status === "none") return undefined
  const { orderId } = order
  const end = way.findIndex(({ kind, orders }) => kind === "dropoff" && orders.includes(orderId))
  return {
    orderId,
    deliveryId: order.deliveryId,
    customerId: order.customerId,
    restaurantId: order.restaurantId,
    regionId: order.regionId,
    currency: order.total.currency,
    courierId: delivery.courierId,
    status: delivery.status,
    orderStatus: order.status,
    length,
    pickup: order.pickup,
    dropoff: order.dropoff,
    readyAtMs: order.readyAtMs ?? order.readyEstimateAtMs,
    isReady: order.readyAtMs !== null,
    promisedAtMs: order.promisedAtMs,
    placedAtMs: order.placedAtMs,
    preparingAtMs: order.preparingAtMs,
    acceptedAtMs: delivery.acceptedAtMs,
    arrivedAtRestaurantAtMs: delivery.arrivedAtRestaurantAtMs,
    pickedUpAtMs: delivery.pickedUpAtMs,
    arrivedAtCustomerAtMs: delivery.arrivedAtCustomerAtMs,
    updatedAtMs: delivery.updatedAtMs,
    stops: way.slice(0, end + 1)
  }
}
