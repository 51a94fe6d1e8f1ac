/** What has happened to an order by `nowMs`: instants, null for what has not happened yet. */
export interface EtaState {
  readonly nowMs: number
  readonly placedAtMs: number
  /** The restaurant accepted and started preparing. */
  readonly acceptedAtMs: number | null
  readonly readyAtMs: number | null
  /** The courier set out for the restaurant. */
  readonly setOutAtMs: number | null
  readonly atRestaurantAtMs: number | null
  readonly pickedUpAtMs: number | null
  readonly atCustomerAtMs: number | null
  readonly droppedOffAtMs: number | null
}

/** An order that is placed at this moment: nothing else has happened. */
export const justPlaced = (nowMs: number): EtaState => ({
  nowMs,
  placedAtMs: nowMs,
  acceptedAtMs: null,
  readyAtMs: null,
  setOutAtMs: null,
  atRestaurantAtMs: null,
  pickedUpAtMs: null,
  atCustomerAtMs: null,
  droppedOffAtMs: null
})
