import type { CaseEntry, CourierId, OrderId } from "@hotbag/core"
import type { Aging } from "./AgeWheel.ts"
import { type CaseView, eventOf, followEntry, isOnMap } from "./CaseView.ts"
import type { EtaQuantiles, HubMessage, Sighting } from "./HubMessage.ts"
import type { LiveTopic, Subscription } from "./Subscription.ts"

/** What is known of couriers and times beside the cases; looked up when a message is made. */
export interface Sight {
  /** Where the courier was last heard to be; null: nobody knows. */
  readonly lastOf: (courierId: CourierId) => Sighting | null
  /** When the customer has the food by what is known now; null: nothing better than the promise. */
  readonly etaOf: (view: CaseView, sighting: Sighting | null, nowMs: number) => EtaQuantiles | null
}

/** An entry of a log that watchers are told. */
export interface Published {
  readonly seq: number
  readonly prev: number
  readonly event: string
  readonly atMs: number
  /** The case right after it. */
  readonly view: CaseView
}

/** An order that somebody watches, by its own topic or its delivery's. */
export class CaseChannel implements LiveTopic, Aging {
  readonly orderId: OrderId
  readonly subscriptions: Array<Subscription> = []
  readonly #sight: Sight
  /** Null until its log was read. */
  view: CaseView | null = null
  /** Entries of the log that are in `view`. */
  length = 0
  /** The longest that the log is known to be. */
  heard = 0
  /** Place of the last entry that watchers are told. */
  last = 0
  /** Of the read that is under way; 0: none. */
  ticket = 0
  /** Who carries it, as long as it is on the map. */
  carrier: CourierId | null = null
  version = 0
  sighting: Sighting | null = null
  isAging = false
  /** What the newest message says has happened. */
  event = "driver-location-update"

  constructor(orderId: OrderId, sight: Sight) {
    this.orderId = orderId
    this.#sight = sight
  }

  /** Follows entries that come right after those it knows; what watchers are to be told of them. */
  follow(entries: ReadonlyArray<CaseEntry>): ReadonlyArray<Published> {
    const published: Array<Published> = []
    for (const entry of entries) {
      if (entry.seq <= this.length) continue
      const view = followEntry(this.view, entry)
      this.view = view
      this.length = entry.seq
      const event = eventOf(entry)
      if (event === null || view === null) continue
      published.push({ seq: entry.seq, prev: this.last, event, atMs: entry.atMs, view })
      this.last = entry.seq
    }
    return published
  }

  newest(view: 0 | 1, nowMs: number, intervalMs: number): HubMessage {
    const { sighting } = this
    return this.message(this.event, this.view, view, {
      seq: this.last,
      prev: this.last,
      atMs: sighting?.atMs ?? nowMs,
      nowMs,
      intervalMs
    })
  }

  /** A message of this topic, with where the courier is and how long it takes as known now. */
  message(
    event: string,
    state: CaseView | null,
    view: 0 | 1,
    rest: Pick<HubMessage, "seq" | "prev" | "atMs" | "nowMs" | "intervalMs">
  ): HubMessage {
    const { seq, prev, atMs, nowMs, intervalMs } = rest
    // Whoever carries it may have become known since it is watched.
    if (this.sighting === null && this.carrier !== null) this.sighting = this.#sight.lastOf(this.carrier)
    const sighting = state !== null && isOnMap(state) ? this.sighting : null
    return {
      topic: view === 0 ? `order:${this.orderId}` : `delivery:${state?.deliveryId ?? ""}`,
      event,
      seq,
      prev,
      epoch: "",
      atMs,
      nowMs,
      view: state,
      sighting,
      eta: state === null ? null : this.#sight.etaOf(state, sighting, nowMs),
      offer: null,
      orders: null,
      intervalMs
    }
  }
}
