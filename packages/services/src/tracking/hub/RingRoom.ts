import { type CourierId, Limits } from "@hotbag/core"
import type { CaseCommitted } from "../../cases/CaseFeed.ts"
import { AgeWheel } from "./AgeWheel.ts"
import type { RoomParts } from "./CaseRoom.ts"
import type { CaseView } from "./CaseView.ts"
import type { Place } from "./watchCursor.ts"
import type { OrderTold, Sighting } from "./HubMessage.ts"
import { courierNews, restaurantNews, type RingNews } from "./ringEvents.ts"
import { RingTopic } from "./RingTopic.ts"
import { Subscription } from "./Subscription.ts"
import type { Topic } from "./Topic.ts"
import type { Watcher } from "./Watcher.ts"

/** Topics whose count is this process's own. */
export type RingTopicName = Extract<Topic, { readonly kind: "restaurant" | "courier" }>

/** Watchers of restaurants and couriers. */
export class RingRoom {
  readonly #parts: RoomParts
  readonly #load: (topic: RingTopicName, ticket: number) => void
  #tickets = 0
  readonly #epoch: string
  #made = 0
  readonly #topics = new Map<string, RingTopic>()
  /** Tells once that a courier has been silent for so long that their place is an old one (S100). */
  readonly #ages = new AgeWheel<RingTopic>((ring) => {
    ring.version += 1
    this.#parts.outlet.tellLater(ring)
  })

  /** `epoch`: letters and digits that no other process has; each topic's begins with it. */
  constructor(parts: RoomParts, epoch: string, load: (topic: RingTopicName, ticket: number) => void) {
    this.#parts = parts
    this.#epoch = epoch
    this.#load = load
  }

  /** Topics kept, watched or not. */
  get size(): number {
    return this.#topics.size
  }

  /** Subscribes: what was missed after `after` if it is still there, else a snapshot, after a word of the gap. */
  subscribe(watcher: Watcher, topic: RingTopicName, after: Place | null, nowMs: number): void {
    const ring = this.#topics.get(topic.name) ?? this.#make(topic)
    ring.idleSinceMs = 0
    const subscription = new Subscription(watcher, ring, topic.name, 0, after)
    ring.subscriptions.push(subscription)
    this.#ages.watch(ring, nowMs)
    watcher.subscriptions.push(subscription)
    if (!this.#replay(ring, subscription, nowMs)) this.#wantSnapshot(ring)
  }

  /** Takes what was committed. */
  commit({ after, entries }: CaseCommitted, nowMs: number): void {
    if (this.#topics.size === 0) return
    const restaurant = this.#topics.get(`restaurant:${after.order.restaurantId}`)
    if (restaurant !== undefined) {
      for (const news of restaurantNews(entries, after)) this.#publish(restaurant, news, nowMs)
    }
    for (const { courierId, news } of courierNews(entries, after)) {
      const courier = this.#topics.get(`courier:${courierId}`)
      if (courier !== undefined) this.#publish(courier, news, nowMs)
    }
  }

  /** Takes the snapshot of a topic, which was asked for with this ticket. */
  loaded(name: string, ticket: number, orders: ReadonlyArray<OrderTold>, nowMs: number): void {
    const ring = this.#topics.get(name)
    if (ring === undefined || ring.ticket !== ticket) return
    ring.ticket = 0
    for (const each of ring.subscriptions.slice()) {
      if (!each.waiting) continue
      const since = ring.loadingSince
      if (each.seq >= 0) this.#special(ring, each, "gap", since, null, nowMs)
      if (this.#special(ring, each, "snapshot", since, orders, nowMs)) this.#replay(ring, each, nowMs)
    }
  }

  /** The snapshot cannot be had. */
  failed(name: string, ticket: number): void {
    const ring = this.#topics.get(name)
    if (ring === undefined || ring.ticket !== ticket) return
    ring.ticket = 0
    for (const each of ring.subscriptions.slice()) if (each.waiting) this.#parts.refuse(each, "unavailable")
  }

  /** Everybody may have missed something: every topic begins a new count, and its watchers get a snapshot. */
  mistrust(): void {
    for (const old of Array.from(this.#topics.values())) {
      this.#topics.delete(old.topic.name)
      if (old.subscriptions.length === 0 || !isRing(old.topic)) continue
      const ring = this.#make(old.topic)
      for (const each of old.subscriptions) this.#move(each, ring)
      this.#wantSnapshot(ring)
    }
  }

  /** Sends a watcher what it has missed. */
  again(subscription: Subscription, nowMs: number): void {
    const { live } = subscription
    if (!(live instanceof RingTopic) || !subscription.waiting) return
    if (!this.#replay(live, subscription, nowMs)) this.#wantSnapshot(live)
  }

  /** Tells a restaurant of something that stands in no log, such as its courier coming near. */
  notice(view: CaseView, event: string, nowMs: number): void {
    const ring = this.#topics.get(`restaurant:${view.restaurantId}`)
    if (ring === undefined || ring.subscriptions.length === 0) return
    const { outlet } = this.#parts
    const message = ring.notice(event, view, nowMs, outlet.pace.intervalMs)
    const cached: Array<Uint8Array | undefined> = []
    for (const each of ring.subscriptions.slice()) {
      if (!each.waiting) outlet.status(each, message, cached)
    }
  }

  /** A courier was seen. */
  moved(courierId: CourierId, sighting: Sighting, nowMs: number): void {
    if (this.#topics.size === 0) return
    const ring = this.#topics.get(`courier:${courierId}`)
    if (ring === undefined) return
    ring.sighting = sighting
    ring.version += 1
    if (!ring.isAging) this.#ages.watch(ring, nowMs)
    this.#parts.outlet.tellNewest(ring, nowMs)
  }

  /** Tells of places that have grown old. */
  tick(nowMs: number): void {
    this.#ages.turn(nowMs)
  }

  /** Takes a subscription out; the topic stays a while, for who comes back. */
  leave(subscription: Subscription, nowMs: number): void {
    const { live } = subscription
    if (!(live instanceof RingTopic)) return
    const at = live.subscriptions.indexOf(subscription)
    if (at !== -1) live.subscriptions.splice(at, 1)
    if (live.subscriptions.length === 0) live.idleSinceMs = nowMs
  }

  /** Forgets topics that nobody has watched for `Limits.topicKeptMs`. */
  sweep(nowMs: number): void {
    for (const [name, ring] of this.#topics) {
      if (ring.subscriptions.length === 0 && nowMs - ring.idleSinceMs >= Limits.topicKeptMs) {
        this.#topics.delete(name)
      }
    }
  }

  #make(topic: RingTopicName): RingTopic {
    this.#made += 1
    const ring = new RingTopic(topic, `${this.#epoch}${this.#made.toString(36)}`, this.#parts.sight)
    if (topic.kind === "courier") ring.sighting = this.#parts.sight.lastOf(topic.id)
    this.#topics.set(topic.name, ring)
    return ring
  }

  #move(old: Subscription, ring: RingTopic): void {
    const { watcher } = old
    const moved = new Subscription(watcher, ring, old.topic, old.view, old)
    const at = watcher.subscriptions.indexOf(old)
    if (at !== -1) watcher.subscriptions[at] = moved
    old.waiting = true
    ring.subscriptions.push(moved)
  }

  #wantSnapshot(ring: RingTopic): void {
    if (ring.ticket !== 0 || !isRing(ring.topic)) return
    this.#tickets += 1
    ring.ticket = this.#tickets
    ring.loadingSince = ring.seq
    this.#load(ring.topic, ring.ticket)
  }

  #special(
    ring: RingTopic,
    subscription: Subscription,
    event: "gap" | "snapshot",
    since: number,
    orders: ReadonlyArray<OrderTold> | null,
    nowMs: number
  ): boolean {
    const { outlet, stats } = this.#parts
    if (event === "gap") stats.gaps += 1
    else stats.snapshots += 1
    const message = ring.special(event, since, orders, nowMs, outlet.pace.intervalMs)
    return outlet.status(subscription, message, []) === "sent"
  }

  /** Sends what came after the subscription's place; false when that cannot be done from here. */
  #replay(ring: RingTopic, subscription: Subscription, nowMs: number): boolean {
    const missed = subscription.seq < 0 ? null : ring.after(subscription.epoch, subscription.seq)
    if (missed === null) return false
    const { outlet } = this.#parts
    for (const one of missed) {
      const message = ring.again(one, nowMs, outlet.pace.intervalMs)
      if (outlet.status(subscription, message, []) === "later") return true
    }
    subscription.waiting = false
    return true
  }

  #publish(ring: RingTopic, news: RingNews, nowMs: number): void {
    const { outlet } = this.#parts
    const placed = ring.add(news)
    if (ring.subscriptions.length === 0) return
    const message = ring.message(placed, nowMs, outlet.pace.intervalMs)
    const cached: Array<Uint8Array | undefined> = []
    for (const each of ring.subscriptions) {
      if (!each.waiting && outlet.status(each, message, cached) === "later") each.waiting = true
    }
  }
}

const isRing = (topic: Topic): topic is RingTopicName =>
  topic.kind === "restaurant" || topic.kind === "courier"
