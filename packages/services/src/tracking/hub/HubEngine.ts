import { type CaseEntry, type CourierId, Limits, type OrderId } from "@hotbag/core"
import type { CaseCommitted } from "../../cases/CaseFeed.ts"
import type { Approach } from "../Approaches.ts"
import { mayAsk } from "./access.ts"
import type { Sight } from "./CaseChannel.ts"
import { viewOfLive } from "./CaseView.ts"
import { CaseRoom, type RoomParts } from "./CaseRoom.ts"
import type { Place } from "./watchCursor.ts"
import type { OrderTold, Sighting } from "./HubMessage.ts"
import { HubStats } from "./HubStats.ts"
import { Outlet } from "./Outlet.ts"
import { RingRoom, type RingTopicName } from "./RingRoom.ts"
import type { Subscription } from "./Subscription.ts"
import type { Topic } from "./Topic.ts"
import type { Watcher } from "./Watcher.ts"

/** Where the engine has read what it does not keep. Each request is answered by a call of the engine, some time later, with its ticket. */
export interface HubReads {
  /** Reads the log of an order: `logLoaded`, or `cases.failed`. */
  readonly log: (orderId: OrderId, ticket: number) => void
  /** Reads what is open at a restaurant or with a courier: `topicLoaded`, or `rings.failed`. */
  readonly open: (topic: RingTopicName, ticket: number) => void
}

/** What the engine is made with. */
export interface HubEngineParts {
  readonly reads: HubReads
  readonly sight: Sight
  /** Letters and digits, at most 16, that no other process has. */
  readonly epoch: string
}

/**
 * The subscription engine (C9, S92): one stream of what happens goes in, and each watcher gets what it watches. Statuses of a case are told in
 * the order of its log, each with its place and the place of the one before; none is dropped, since whoever misses one gets it from the log.
 * Of positions only the newest counts (S93). Plain code without clock, timer or fiber: time and connections are arguments.
 */
export class HubEngine {
  readonly stats = new HubStats()
  readonly outlet: Outlet
  readonly cases: CaseRoom
  readonly rings: RingRoom
  #nowMs = 0
  #sweptAtMs = 0

  constructor({ epoch, reads, sight }: HubEngineParts) {
    this.outlet = new Outlet(this.stats, (watcher) => this.#recovered(watcher))
    const parts: RoomParts = {
      outlet: this.outlet,
      stats: this.stats,
      sight,
      refuse: (subscription, why) => this.#refuse(subscription, why)
    }
    this.cases = new CaseRoom(parts, (orderId, ticket) => {
      this.stats.loads += 1
      reads.log(orderId, ticket)
    })
    this.rings = new RingRoom(parts, epoch, (topic, ticket) => {
      this.stats.loads += 1
      reads.open(topic, ticket)
    })
  }

  /** A watcher has come. Its topics follow, by `subscribe`. */
  join(_watcher: Watcher): void {
    this.stats.watchers += 1
  }

  /** A watcher has gone, or is sent away. Does nothing the second time. */
  leave(watcher: Watcher, nowMs: number): void {
    if (watcher.gone) return
    watcher.gone = true
    this.stats.watchers -= 1
    for (const each of watcher.subscriptions) this.#take(each, nowMs)
    watcher.subscriptions.length = 0
  }

  /**
   * Subscribes a watcher to a topic after a place, or from how it stands now. `orderId`: the order of a delivery's topic, which never changes;
   * null: there is none. Whoever may not, or watches too much, is refused as if there was nothing.
   */
  subscribe(
    watcher: Watcher,
    topic: Topic,
    orderId: OrderId | null,
    after: Place | null,
    nowMs: number
  ): void {
    if (watcher.gone || watcher.subscriptions.some((each) => each.topic === topic.name)) return
    const isFull = watcher.subscriptions.length >= Limits.topicsPerWatcher
    const isCase = topic.kind === "order" || topic.kind === "delivery"
    if (isFull || !mayAsk(watcher.viewer, topic) || (isCase && orderId === null)) {
      this.refuse(watcher, topic.name, "not-found")
      return
    }
    this.#nowMs = nowMs
    this.stats.subscriptions += 1
    if (topic.kind === "restaurant" || topic.kind === "courier") {
      this.rings.subscribe(watcher, topic, after, nowMs)
    } else if (orderId !== null) {
      this.cases.subscribe(watcher, topic.name, orderId, topic.kind === "order" ? 0 : 1, after)
    }
  }

  /** Ends one topic of a watcher. */
  unsubscribe(watcher: Watcher, topic: string, nowMs: number): void {
    const found = watcher.subscriptions.find((each) => each.topic === topic)
    if (found === undefined) return
    watcher.subscriptions.splice(watcher.subscriptions.indexOf(found), 1)
    this.#take(found, nowMs)
  }

  /** A case was changed and saved. */
  commit(change: CaseCommitted, nowMs: number): void {
    this.#nowMs = nowMs
    this.cases.commit(change, nowMs)
    this.rings.commit(change, nowMs)
  }

  /** Changes were missed: everything that is watched is read again. */
  mistrust(nowMs: number): void {
    this.#nowMs = nowMs
    this.cases.mistrust()
    this.rings.mistrust()
  }

  /** A courier was seen. O(watchers of what they carry), nothing when nobody watches. */
  moved(courierId: CourierId, sighting: Sighting, nowMs: number): void {
    this.cases.moved(courierId, sighting, nowMs)
    this.rings.moved(courierId, sighting, nowMs)
  }

  /** A courier is about to arrive, or has arrived: told to who waits there, the restaurant or whoever watches the order. */
  approached({ delivery, stop, zone }: Approach, nowMs: number): void {
    this.#nowMs = nowMs
    const event = zone === "near" ? "driver-arriving" : "driver-arrived"
    if (stop === "customer") this.cases.notice(delivery.orderId, event, nowMs)
    else this.rings.notice(viewOfLive(delivery), event, nowMs)
  }

  /** The log of an order, which was asked for with this ticket. */
  logLoaded(orderId: OrderId, ticket: number, entries: ReadonlyArray<CaseEntry>, nowMs: number): void {
    this.#nowMs = nowMs
    this.cases.loaded(orderId, ticket, entries, nowMs)
  }

  /** What is open at a restaurant or with a courier, which was asked for with this ticket. */
  topicLoaded(name: string, ticket: number, orders: ReadonlyArray<OrderTold>, nowMs: number): void {
    this.#nowMs = nowMs
    this.rings.loaded(name, ticket, orders, nowMs)
  }

  /** Tells a watcher who has heard nothing for long how its orders stand (S16); false: it watches none. */
  remind(watcher: Watcher): boolean {
    let isTold = false
    for (const each of watcher.subscriptions) isTold = this.cases.remind(each) || isTold
    return isTold
  }

  /** Gives everybody their turn. `lateMs`: how much later than meant it is called. */
  tick(nowMs: number, lateMs: number): void {
    this.#nowMs = nowMs
    this.cases.tick(nowMs)
    this.rings.tick(nowMs)
    this.outlet.tick(nowMs, lateMs)
    if (nowMs - this.#sweptAtMs < SWEEP_MS) return
    this.#sweptAtMs = nowMs
    this.rings.sweep(nowMs)
  }

  #recovered(watcher: Watcher): void {
    for (const each of watcher.subscriptions) {
      if (!each.waiting) continue
      this.cases.again(each)
      this.rings.again(each, this.#nowMs)
    }
  }

  #refuse(subscription: Subscription, why: "not-found" | "unavailable"): void {
    const { topic, watcher } = subscription
    const at = watcher.subscriptions.indexOf(subscription)
    if (at !== -1) watcher.subscriptions.splice(at, 1)
    this.#take(subscription, this.#nowMs)
    this.refuse(watcher, topic, why)
  }

  /** Tells a watcher that a topic is not to be had; where it is the only one, that is the end. */
  refuse(watcher: Watcher, topic: string, why: "not-found" | "unavailable"): void {
    if (watcher.gone) return
    this.stats.refused += 1
    if (why === "unavailable" || watcher.single) watcher.sink.close(why)
    else watcher.sink.refuse(topic)
  }

  #take(subscription: Subscription, nowMs: number): void {
    this.stats.subscriptions -= 1
    this.cases.leave(subscription)
    this.rings.leave(subscription, nowMs)
  }
}

/** How often topics that nobody watches are looked through, in ms. */
const SWEEP_MS = 1_000
