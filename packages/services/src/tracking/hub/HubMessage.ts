import type { LatLng, OfferId } from "@hotbag/core"
import type { CaseView } from "./CaseView.ts"

/** Where the courier of a delivery was last heard to be. */
export interface Sighting {
  readonly at: LatLng
  /** When, ms since epoch. */
  readonly atMs: number
}

/** When the customer has the food, as told at the moment: quantiles, ms since epoch. */
export interface EtaQuantiles {
  readonly p10AtMs: number
  readonly p50AtMs: number
  readonly p90AtMs: number
}

/** Work that a courier is asked to take. */
export interface OfferTold {
  readonly offerId: OfferId
  readonly expiresAtMs: number | null
}

/** An order in a snapshot; with the offer, where the courier is being asked. */
export interface OrderTold {
  readonly view: CaseView
  readonly offer: OfferTold | null
}

/** What the engine tells a watcher; a wire makes text of it, once for all who watch the same. */
export interface HubMessage {
  /** Name of the topic as the watcher wrote it. */
  readonly topic: string
  readonly event: string
  /** Place of the message in its topic; a position has the place of the last status before it. */
  readonly seq: number
  /** Place of the status message before this one: who has another one last has missed something. */
  readonly prev: number
  /** In whose count; empty where the count is the case's log. */
  readonly epoch: string
  /** When it happened, ms since epoch. */
  readonly atMs: number
  /** When it is sent, ms since epoch: what is stale, and how long it still takes, is counted from here. */
  readonly nowMs: number
  /** The order it is about; null when it is about none, or several. */
  readonly view: CaseView | null
  readonly sighting: Sighting | null
  readonly eta: EtaQuantiles | null
  readonly offer: OfferTold | null
  /** Of a snapshot of a restaurant or a courier: the orders that are open. */
  readonly orders: ReadonlyArray<OrderTold> | null
  /** Shortest pause between two positions of one delivery at the moment, in ms: wider when the server is overloaded (S94). */
  readonly intervalMs: number
}

/** What a front writes for its clients. Stateless; one for each form of text. */
export interface Wire {
  /** 0, 1, 2 …: where the engine keeps what it has encoded. */
  readonly index: number
  /** The message as it goes out. */
  readonly encode: (message: HubMessage) => Uint8Array
}
