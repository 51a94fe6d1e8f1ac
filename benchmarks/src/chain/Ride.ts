/** A delivery under way, for the processes that play its two ends. */
export interface Ride {
  /** Of the courier, from 0. */
  readonly number: number
  readonly courierId: string
  readonly courierToken: string
  readonly orderId: string
  readonly deliveryId: string
  readonly customerToken: string
  /** Where the courier was when the shift began. */
  readonly from: { readonly lat: number; readonly lng: number }
}

/** Each rider, watcher and caller has an address of the loopback that some dozens share, as households do. */
export const addressOf = (number: number): string => `127.0.${1 + (Math.floor(number / 40) % 200)}.1`

/** A part of the way of all rides. */
export interface Stretch {
  /** When its first second begins. */
  readonly fromMs: number
  readonly firstSecond: number
  readonly seconds: number
}

/** How often the last fix of a stretch is tried, a second each: outliers come alone. */
export const TRIES = 20
