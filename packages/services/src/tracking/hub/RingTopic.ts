import { Limits } from "@hotbag/core"
import type { Aging } from "./AgeWheel.ts"
import type { Sight } from "./CaseChannel.ts"
import { type CaseView, isOnMap } from "./CaseView.ts"
import type { HubMessage, OfferTold, OrderTold, Sighting } from "./HubMessage.ts"
import type { LiveTopic, Subscription } from "./Subscription.ts"
import type { Topic } from "./Topic.ts"

/** A status message of a restaurant's or a courier's topic. */
export interface RingMessage {
  readonly seq: number
  readonly event: string
  readonly atMs: number
  readonly view: CaseView
  readonly offer: OfferTold | null
}

/**
 * Everything about a restaurant or a courier. Its count is its own: it begins at 1 under an epoch that nobody had before, and the latest
 * `Limits.ringMessages` are kept for who comes back. Who was away for longer is told of the gap and gets a snapshot.
 */
export class RingTopic implements LiveTopic, Aging {
  readonly topic: Topic
  readonly epoch: string
  readonly subscriptions: Array<Subscription> = []
  readonly #kept: Array<RingMessage> = []
  seq = 0
  version = 0
  /** Of the snapshot that is being read; 0: none. */
  ticket = 0
  /** Where it stood when the snapshot under way was asked for. */
  loadingSince = 0
  /** Since when nobody watches; 0: somebody does. */
  idleSinceMs = 0
  sighting: Sighting | null = null
  isAging = false
  readonly #sight: Sight

  constructor(topic: Topic, epoch: string, sight: Sight) {
    this.#sight = sight
    this.topic = topic
    this.epoch = epoch
  }

  /** Adds a message to the ring; gives it with its place. */
  add(message: Omit<RingMessage, "seq">): RingMessage {
    this.seq += 1
    const placed = { ...message, seq: this.seq }
    this.#kept.push(placed)
    if (this.#kept.length > Limits.ringMessages) this.#kept.shift()
    return placed
  }

  /** Messages after a place of this epoch, in order; null when some of them are gone, or were never there. */
  after(epoch: string, seq: number): ReadonlyArray<RingMessage> | null {
    if (epoch !== this.epoch || seq > this.seq) return null
    const first = this.#kept[0]?.seq ?? this.seq + 1
    return seq < first - 1 ? null : this.#kept.slice(seq - first + 1)
  }

  newest(_: 0 | 1, nowMs: number, intervalMs: number): HubMessage {
    const { seq, sighting } = this
    return {
      ...this.#blank(nowMs, intervalMs),
      event: "driver-location-update",
      seq,
      prev: seq,
      atMs: sighting?.atMs ?? nowMs
    }
  }

  /** A message of the ring as it goes out, with what watchers of the order are told of courier and time at that moment. */
  message(one: RingMessage, nowMs: number, intervalMs: number): HubMessage {
    const sighting = this.#courierOf(one.view)
    return {
      ...this.again(one, nowMs, intervalMs),
      sighting,
      eta: this.#sight.etaOf(one.view, sighting, nowMs)
    }
  }

  /** The same for who missed it: where the courier of a delivery is that may have ended since is nobody's business. */
  again({ atMs, event, offer, seq, view }: RingMessage, nowMs: number, intervalMs: number): HubMessage {
    const eta = this.#sight.etaOf(view, null, nowMs)
    return {
      ...this.#blank(nowMs, intervalMs),
      event,
      seq,
      prev: seq - 1,
      atMs,
      view,
      offer,
      sighting: null,
      eta
    }
  }

  /** Something that stands in no log, at the place of the last message. */
  notice(event: string, view: CaseView, nowMs: number, intervalMs: number): HubMessage {
    const { seq } = this
    return { ...this.message({ atMs: nowMs, event, offer: null, seq, view }, nowMs, intervalMs), prev: seq }
  }

  /** `gap` or `snapshot`: everything that is open, as it was at the place `seq`. */
  special(
    event: "gap" | "snapshot",
    seq: number,
    orders: ReadonlyArray<OrderTold> | null,
    nowMs: number,
    intervalMs: number
  ): HubMessage {
    return { ...this.#blank(nowMs, intervalMs), event, seq, prev: seq, orders }
  }

  #courierOf(view: CaseView): Sighting | null {
    const { courierId } = view
    if (courierId === null || !isOnMap(view)) return null
    return this.topic.kind === "restaurant" || this.topic.id === courierId
      ? this.#sight.lastOf(courierId)
      : null
  }

  #blank(nowMs: number, intervalMs: number): HubMessage {
    return {
      topic: this.topic.name,
      event: "",
      seq: 0,
      prev: 0,
      epoch: this.epoch,
      atMs: nowMs,
      nowMs,
      view: null,
      sighting: this.sighting,
      eta: null,
      offer: null,
      orders: null,
      intervalMs
    }
  }
}
