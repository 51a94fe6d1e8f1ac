/**
 * Inside dispatch, deliveries and couriers are dense integers handed out by whoever drives the dispatcher
 * (0, 1, 2 … in order of appearance); branded ids live at the border only.
 */

/** Dense number of a delivery. */
export type DeliveryHandle = number
/** Dense number of a courier. */
export type CourierHandle = number
