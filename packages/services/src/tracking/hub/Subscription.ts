import { placeText, type Place } from "./watchCursor.ts"
import type { HubMessage } from "./HubMessage.ts"
import type { Watcher } from "./Watcher.ts"

/** What a subscription is to: a case, or everything about a restaurant or a courier. */
export interface LiveTopic {
  readonly subscriptions: Array<Subscription>
  /** Rises with everything that is newer than what was told. */
  readonly version: number
  /** The newest there is, for watchers of the given view. */
  readonly newest: (view: 0 | 1, nowMs: number, intervalMs: number) => HubMessage
}

/** One topic of one watcher, and where the watcher stands in it. */
export class Subscription {
  readonly watcher: Watcher
  readonly live: LiveTopic
  /** Name of the topic. */
  readonly topic: string
  /** 0: told as an order, a restaurant or a courier; 1: as a delivery. What was encoded for one is not for the other. */
  readonly view: 0 | 1
  /** False for couriers who watch themselves: their telephone knows where it is. */
  readonly wantsPositions: boolean
  /** In whose count `seq` is. */
  epoch: string
  /** Last status message that was sent; −1: none yet. */
  seq: number
  /** Waits until its topic has been read: for the first time, or because it has missed something. */
  waiting = true
  /** Something newer than it was sent waits for its turn. */
  isDirty = false
  /** No position of this topic before this moment. */
  nextAtMs = 0

  constructor(watcher: Watcher, live: LiveTopic, topic: string, view: 0 | 1, after: Place | null) {
    this.watcher = watcher
    this.live = live
    this.topic = topic
    this.view = view
    const { viewer } = watcher
    this.wantsPositions = !(viewer._tag === "Bearer" && viewer.identity.actor.role === "courier")
    this.epoch = after?.epoch ?? ""
    this.seq = after?.seq ?? -1
  }

  /** Where it stands, as a cursor; empty before the first message. */
  cursor(): string {
    return this.seq < 0 ? "" : placeText(this.topic, this)
  }
}
