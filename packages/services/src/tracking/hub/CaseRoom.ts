import { type CaseEntry, type CourierId, Limits, type OrderId } from "@hotbag/core"
import type { CaseCommitted } from "../../cases/CaseFeed.ts"
import { maySee } from "./access.ts"
import { AgeWheel } from "./AgeWheel.ts"
import { CaseChannel, type Published, type Sight } from "./CaseChannel.ts"
import { isOnMap } from "./CaseView.ts"
import type { Place } from "./watchCursor.ts"
import type { HubMessage, Sighting } from "./HubMessage.ts"
import type { HubStats } from "./HubStats.ts"
import type { Outlet } from "./Outlet.ts"
import { Subscription } from "./Subscription.ts"
import type { Watcher } from "./Watcher.ts"

/** What the rooms of the engine share. */
export interface RoomParts {
  readonly outlet: Outlet
  readonly stats: HubStats
  readonly sight: Sight
  /** Takes a subscription away that is refused. */
  readonly refuse: (subscription: Subscription, why: "not-found" | "unavailable") => void
}

/** Watchers of orders and deliveries. Their count is the case's log: whatever is missed is read again there. */
export class CaseRoom {
  readonly #parts: RoomParts
  readonly #load: (orderId: OrderId, ticket: number) => void
  #tickets = 0
  readonly #channels = new Map<OrderId, CaseChannel>()
  /** Orders whose time of arrival has changed since the last turn. */
  readonly #etaNews = new Set<CaseChannel>()
  /** Tells once that a courier has been silent for so long that their place is an old one (S100). */
  readonly #ages = new AgeWheel<CaseChannel>((channel) => {
    channel.event = "driver-location-update"
    channel.version += 1
    this.#parts.outlet.tellLater(channel)
  })
  /** Channels of orders that are on the map, by who carries them. */
  readonly #carried = new Map<CourierId, Array<CaseChannel>>()

  constructor(parts: RoomParts, load: (orderId: OrderId, ticket: number) => void) {
    this.#parts = parts
    this.#load = load
  }

  /** Orders that are watched. */
  get size(): number {
    return this.#channels.size
  }

  /** Subscribes to an order, after `after` or from how it stands; it begins when its log was read. */
  subscribe(watcher: Watcher, topic: string, orderId: OrderId, view: 0 | 1, after: Place | null): void {
    let channel = this.#channels.get(orderId)
    if (channel === undefined) {
      channel = new CaseChannel(orderId, this.#parts.sight)
      this.#channels.set(orderId, channel)
    }
    const subscription = new Subscription(watcher, channel, topic, view, after)
    channel.subscriptions.push(subscription)
    watcher.subscriptions.push(subscription)
    this.#wantLog(channel)
  }

  /** Takes what was committed. */
  commit({ after, entries, lengthBefore }: CaseCommitted, nowMs: number): void {
    const channel = this.#channels.get(after.order.orderId)
    if (channel === undefined) return
    channel.heard = Math.max(channel.heard, after.length)
    if (channel.length === 0) return
    if (lengthBefore > channel.length) {
      this.#wantLog(channel)
      return
    }
    const published = channel.follow(entries)
    this.#track(channel)
    this.#ages.watch(channel, nowMs)
    for (const one of published) this.#publish(channel, one, nowMs)
    this.#dismiss(channel)
  }

  /**
   * Takes the whole log of an order, which was asked for with this ticket; empty when there is no such order. What was asked for somebody who
   * left is too old for who came since.
   */
  loaded(orderId: OrderId, ticket: number, entries: ReadonlyArray<CaseEntry>, nowMs: number): void {
    const channel = this.#channels.get(orderId)
    if (channel === undefined || channel.ticket !== ticket) return
    channel.ticket = 0
    if (entries.length < channel.heard) {
      this.#wantLog(channel)
      return
    }
    if (entries.length === 0) {
      for (const each of channel.subscriptions.slice()) this.#parts.refuse(each, "not-found")
      return
    }
    channel.heard = entries.length
    const whole = new CaseChannel(orderId, this.#parts.sight)
    const published = whole.follow(entries)
    channel.view = whole.view
    channel.length = whole.length
    channel.last = whole.last
    this.#track(channel)
    this.#ages.watch(channel, nowMs)
    this.#dismiss(channel)
    for (const each of channel.subscriptions.slice()) this.#catchUp(channel, each, published, nowMs)
  }

  /** The log cannot be had: whoever still waits for it is told to come back. */
  failed(orderId: OrderId, ticket: number): void {
    const channel = this.#channels.get(orderId)
    if (channel === undefined || channel.ticket !== ticket) return
    channel.ticket = 0
    for (const each of channel.subscriptions.slice())
      if (each.waiting) this.#parts.refuse(each, "unavailable")
  }

  /** Everybody may have missed something: all logs are read again. */
  mistrust(): void {
    for (const channel of this.#channels.values()) {
      // A read that is under way may have begun before what was missed.
      channel.ticket = 0
      this.#wantLog(channel)
    }
  }

  /** Reads again for a watcher who has missed something. */
  again(subscription: Subscription): void {
    if (subscription.live instanceof CaseChannel) this.#wantLog(subscription.live)
  }

  /** A courier was seen. O(watchers of what they carry). */
  moved(courierId: CourierId, sighting: Sighting, nowMs: number): void {
    const channels = this.#carried.get(courierId)
    if (channels === undefined) return
    for (let i = 0; i < channels.length; i++) {
      const channel = channels[i]
      if (channel === undefined) continue
      this.#parts.stats.positionsIn += 1
      this.#etaNews.delete(channel)
      channel.sighting = sighting
      channel.event = "driver-location-update"
      channel.version += 1
      if (!channel.isAging) this.#ages.watch(channel, nowMs)
      this.#parts.outlet.tellNewest(channel, nowMs)
    }
  }

  /** The time of arrival of an order is another one now; told with the position that changed it, or at the next turn. */
  etaChanged(orderId: OrderId): void {
    const channel = this.#channels.get(orderId)
    if (channel !== undefined && channel.view !== null) this.#etaNews.add(channel)
  }

  /** Tells times of arrival that nothing else has told, and of places that have grown old. */
  tick(nowMs: number): void {
    this.#ages.turn(nowMs)
    if (this.#etaNews.size === 0) return
    for (const channel of this.#etaNews) {
      channel.event = "eta"
      channel.version += 1
      this.#parts.outlet.tellNewest(channel, nowMs)
    }
    this.#etaNews.clear()
  }

  /** Tells one subscription anew how long it takes, when there is room; false: it is about something else. */
  remind(subscription: Subscription): boolean {
    const { live } = subscription
    if (!(live instanceof CaseChannel)) return false
    if (subscription.waiting) return true
    live.event = "eta"
    live.version += 1
    this.#parts.outlet.markDirty(subscription)
    return true
  }

  /** Something happened that stands in no log, such as the courier coming near: told at once, to whoever is there. */
  notice(orderId: OrderId, event: string, nowMs: number): void {
    const channel = this.#channels.get(orderId)
    if (channel === undefined || channel.view === null) return
    const { last } = channel
    const made = this.#messages(
      channel,
      { seq: last, prev: last, event, atMs: nowMs, view: channel.view },
      nowMs
    )
    for (const each of channel.subscriptions.slice()) {
      if (!each.waiting) this.#parts.outlet.status(each, made.of(each), made.cached)
    }
  }

  /** Takes a subscription out; an order that nobody watches is forgotten. */
  leave(subscription: Subscription): void {
    const { live } = subscription
    if (!(live instanceof CaseChannel)) return
    const at = live.subscriptions.indexOf(subscription)
    const last = live.subscriptions.pop()
    if (last !== undefined && last !== subscription && at !== -1) live.subscriptions[at] = last
    if (live.subscriptions.length > 0) return
    this.#channels.delete(live.orderId)
    this.#etaNews.delete(live)
    live.view = null
    this.#track(live)
  }

  #wantLog(channel: CaseChannel): void {
    if (channel.ticket !== 0) return
    this.#tickets += 1
    channel.ticket = this.#tickets
    this.#load(channel.orderId, channel.ticket)
  }

  /** Sends a subscription everything after its place, or how it stands when it has none, or one that is not of this log. */
  #catchUp(
    channel: CaseChannel,
    subscription: Subscription,
    published: ReadonlyArray<Published>,
    nowMs: number
  ): void {
    const { outlet, stats } = this.#parts
    if (!subscription.waiting && subscription.seq >= channel.last) return
    subscription.waiting = true
    const { epoch, seq } = subscription
    const missed = published.filter((one) => one.seq > seq)
    const fits = epoch === "" && seq <= channel.last && missed.length <= Limits.replayedMessages
    if (seq >= 0 && fits) {
      for (const one of missed) {
        const made = this.#messages(channel, one, nowMs)
        if (outlet.status(subscription, made.of(subscription), made.cached) === "later") return
      }
    } else if (channel.view !== null) {
      for (const event of seq < 0 ? ["snapshot"] : ["gap", "snapshot"]) {
        if (event === "gap") stats.gaps += 1
        else stats.snapshots += 1
        const state = { seq: channel.last, prev: channel.last, event, atMs: nowMs, view: channel.view }
        const made = this.#messages(channel, state, nowMs)
        if (outlet.status(subscription, made.of(subscription), made.cached) === "later") return
      }
    }
    subscription.waiting = false
    if (seq >= 0 && channel.sighting !== null) outlet.markDirty(subscription)
  }

  #publish(channel: CaseChannel, one: Published, nowMs: number): void {
    const made = this.#messages(channel, one, nowMs)
    for (const each of channel.subscriptions) {
      if (each.waiting) continue
      if (this.#parts.outlet.status(each, made.of(each), made.cached) === "later") each.waiting = true
    }
  }

  /** The message of an entry for each kind of watcher, made when the first of them asks. */
  #messages(channel: CaseChannel, one: Published, nowMs: number) {
    const messages: [HubMessage | null, HubMessage | null] = [null, null]
    const { atMs, event, prev, seq, view } = one
    const { intervalMs } = this.#parts.outlet.pace
    const cached: Array<Uint8Array | undefined> = []
    return {
      cached,
      of: (subscription: Subscription): HubMessage =>
        (messages[subscription.view] ??= channel.message(event, view, subscription.view, {
          seq,
          prev,
          atMs,
          nowMs,
          intervalMs
        }))
    }
  }

  /** Sends away whose business the case is not, or not any more. */
  #dismiss(channel: CaseChannel): void {
    const { view } = channel
    if (view === null) return
    for (const each of channel.subscriptions.slice()) {
      if (!maySee(each.watcher.viewer, view)) this.#parts.refuse(each, "not-found")
    }
  }

  /** Keeps in order who carries what. */
  #track(channel: CaseChannel): void {
    const { view } = channel
    const carrier = view !== null && isOnMap(view) ? view.courierId : null
    if (channel.carrier === carrier) return
    if (channel.carrier !== null) {
      const left = this.#carried.get(channel.carrier)?.filter((each) => each !== channel) ?? []
      if (left.length === 0) this.#carried.delete(channel.carrier)
      else this.#carried.set(channel.carrier, left)
    }
    channel.carrier = carrier
    channel.sighting = carrier === null ? null : this.#parts.sight.lastOf(carrier)
    if (carrier === null) return
    const carried = this.#carried.get(carrier)
    if (carried === undefined) this.#carried.set(carrier, [channel])
    else carried.push(channel)
  }
}
