import { Limits } from "@hotbag/core"
import type { HubMessage } from "./HubMessage.ts"
import type { HubStats } from "./HubStats.ts"
import { Pace } from "./Pace.ts"
import type { LiveTopic, Subscription } from "./Subscription.ts"
import type { Watcher } from "./Watcher.ts"

/** What became of a status message: sent, or left in the log until the reader keeps up. */
export type Sent = "sent" | "later"

/**
 * Writes to watchers: positions at once when connection and topic have room for one, else the newest of them when they have; statuses always,
 * unless so much waits already that the log is the better place to wait in. Who does not read for too long is sent away.
 */
export class Outlet {
  readonly pace = new Pace()
  readonly #stats: HubStats
  /** Called for a watcher that reads again and has missed something. */
  readonly #recovered: (watcher: Watcher) => void
  #dirty: Array<Subscription> = []
  #slow: Array<Watcher> = []
  /** What was encoded last, by wire and view; good for the same topic, version and moment. */
  readonly #encoded: Array<Uint8Array | null> = []
  #topic: LiveTopic | null = null
  #version = -1
  #atMs = -1

  constructor(stats: HubStats, recovered: (watcher: Watcher) => void) {
    this.#stats = stats
    this.#recovered = recovered
  }

  /** Tells everybody who watches the topic what is newest. O(watchers); one encoding for all of a kind. */
  tellNewest(topic: LiveTopic, nowMs: number): void {
    const { subscriptions } = topic
    for (let i = 0; i < subscriptions.length; i++) {
      const subscription = subscriptions[i]
      if (subscription === undefined || subscription.waiting || !subscription.wantsPositions) continue
      if (subscription.isDirty) this.#stats.coalesced += 1
      else if (hasRoom(subscription, nowMs)) this.#send(subscription, nowMs)
      else this.markDirty(subscription)
    }
  }

  /** Tells everybody who watches the topic what is newest, when it is their turn. O(watchers). */
  tellLater({ subscriptions }: LiveTopic): void {
    for (const each of subscriptions) if (!each.waiting && each.wantsPositions) this.markDirty(each)
  }

  /** The subscription is told the newest when there is room. */
  markDirty(subscription: Subscription): void {
    if (subscription.isDirty) return
    subscription.isDirty = true
    this.#dirty.push(subscription)
  }

  /** Sends a status message; `cached` as long as it is the same message for another watcher. */
  status(subscription: Subscription, message: HubMessage, cached: Array<Uint8Array | undefined>): Sent {
    const { watcher } = subscription
    const { sink, wire } = watcher
    const key = wire.index * 2 + subscription.view
    const bytes = (cached[key] ??= wire.encode(message))
    if (watcher.slowSinceMs !== 0 && sink.buffered() + bytes.length > Limits.watcherBufferBytes) {
      this.#stats.deferred += 1
      return "later"
    }
    subscription.epoch = message.epoch
    subscription.seq = message.seq
    this.#stats.statusesSent += 1
    this.#noteBuffered(
      watcher,
      sink.writeStatus(bytes, () => watcher.cursor()),
      message.nowMs
    )
    return "sent"
  }

  /**
   * Gives some of those their turn whose turn has come, the first who wait first; sends away who does not read. Called some fifty times a second.
   */
  tick(nowMs: number, lateMs: number): void {
    const bufferedBytes = this.#judgeSlow(nowMs)
    this.#stats.bytesWaiting = bufferedBytes
    this.pace.note({ lateMs, bufferedBytes }, nowMs)
    const dirty = this.#dirty
    const { positionsPerTurn, positionsTurnShare } = Limits
    let left = Math.max(positionsPerTurn, Math.ceil(dirty.length * positionsTurnShare))
    let kept = 0
    for (let i = 0; i < dirty.length; i++) {
      const subscription = dirty[i]
      if (subscription === undefined || subscription.watcher.gone) continue
      if (subscription.waiting) {
        subscription.isDirty = false
        continue
      }
      if (left > 0 && hasRoom(subscription, nowMs)) {
        left -= 1
        subscription.isDirty = false
        this.#send(subscription, nowMs)
      } else dirty[kept++] = subscription
    }
    dirty.length = kept
  }

  /** Subscriptions that wait for their turn, and watchers that do not keep up. */
  get backlog(): { readonly dirty: number; readonly slow: number } {
    return { dirty: this.#dirty.length, slow: this.#slow.length }
  }

  #send(subscription: Subscription, nowMs: number): void {
    const { watcher } = subscription
    const bytes = this.#newest(subscription, nowMs)
    watcher.nextAtMs = nowMs + BETWEEN_MS
    const { intervalMs } = this.pace
    subscription.nextAtMs = intervalMs > BETWEEN_MS ? nowMs + intervalMs : 0
    this.#stats.positionsSent += 1
    this.#noteBuffered(watcher, watcher.sink.write(bytes), nowMs)
  }

  #newest({ live, view, watcher }: Subscription, nowMs: number): Uint8Array {
    if (live !== this.#topic || live.version !== this.#version || nowMs !== this.#atMs) {
      this.#topic = live
      this.#version = live.version
      this.#atMs = nowMs
      this.#encoded.fill(null)
    }
    const key = watcher.wire.index * 2 + view
    const known = this.#encoded[key] ?? null
    if (known !== null) return known
    const bytes = watcher.wire.encode(live.newest(view, nowMs, this.pace.intervalMs))
    while (this.#encoded.length <= key) this.#encoded.push(null)
    this.#encoded[key] = bytes
    return bytes
  }

  #noteBuffered(watcher: Watcher, buffered: number, nowMs: number): void {
    if (buffered <= Limits.slowReaderBytes || watcher.slowSinceMs !== 0) return
    // What the system below took in before this can be seen counts too, as far as the other side has been silent meanwhile.
    watcher.slowSinceMs = Math.max(watcher.sink.signedAtMs(nowMs), nowMs - Limits.slowReaderMs / 2)
    this.#slow.push(watcher)
  }

  /** Bytes that wait for slow readers. */
  #judgeSlow(nowMs: number): number {
    let bytes = 0
    const slow = this.#slow
    if (slow.length === 0) return 0
    this.#slow = []
    for (const watcher of slow) {
      if (watcher.gone) continue
      const buffered = watcher.sink.buffered()
      if (buffered <= Limits.slowReaderBytes) {
        watcher.slowSinceMs = 0
        this.#recovered(watcher)
      } else if (nowMs - watcher.slowSinceMs >= Limits.slowReaderMs) {
        this.#stats.slowClosed += 1
        watcher.sink.close("too-slow")
      } else {
        bytes += buffered
        this.#slow.push(watcher)
      }
    }
    return bytes
  }
}

/** Whether a position may go out now: the connection's ten a second, the topic's interval, and a reader who reads. */
const hasRoom = (subscription: Subscription, nowMs: number): boolean => {
  const { watcher } = subscription
  return watcher.nextAtMs <= nowMs && subscription.nextAtMs <= nowMs && watcher.slowSinceMs === 0
}

const BETWEEN_MS = 1_000 / Limits.positionsPerSecond
