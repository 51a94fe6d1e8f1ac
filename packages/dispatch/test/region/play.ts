import { at, gridCourierIndex, type LatLng, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import {
  makeRegionDispatcher,
  type Decision,
  type Fact,
  type PlannedTrip,
  type RegionOptions
} from "@hotbag/dispatch"
import * as fc from "fast-check"
import { expect } from "vitest"
import { bruteForceIndex } from "./bruteForceIndex.ts"
import { overheard, type Overheard } from "./overheard.ts"
import { RegionModel, type ModelCourier } from "./RegionModel.ts"
import { atMin, place, PROMISED_MS, type Kilometres } from "./town.ts"

/** Rounds come at whole windows, as a driver plays them. */
export const WINDOW_MS = 30 * SECOND_MS

/** How often each kind of step is: mostly work, so that there is something to break. */
const KINDS = [
  ["wait", 6],
  ["want", 5],
  ["online", 5],
  ["work", 7],
  ["accept", 6],
  ["reject", 2],
  ["timeOut", 1],
  ["move", 2],
  ["ready", 2],
  ["cooked", 1],
  ["cancel", 1],
  ["fail", 1],
  ["reassign", 1],
  ["offline", 1],
  ["stale", 1],
  ["undo", 1],
  ["hurry", 1],
  ["ask", 1]
] as const

const RESTAURANTS: ReadonlyArray<Kilometres> = [
  [0, 0],
  [3, 4],
  [-5, 1]
]

/** One thing that happens; `pick` says to whom, of those to whom it can happen. */
export interface Step {
  readonly kind: (typeof KINDS)[number][0]
  readonly pick: number
  readonly place: Kilometres
  readonly minutes: number
}

export const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(...KINDS.map(([kind, weight]) => ({ arbitrary: fc.constant(kind), weight }))),
  pick: fc.nat(20),
  place: fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 })),
  minutes: fc.nat(24).map((halves) => halves / 2)
})

/**
 * Plays steps to two dispatchers at once: one looks at every courier and is ticked at every window, the other uses
 * the grid and is ticked when due only. They must say the same, and the model must agree with every word.
 */
export class Play {
  readonly model: RegionModel
  readonly told: Array<{ readonly fact: Fact; readonly decisions: ReadonlyArray<Decision> }> = []
  readonly #eager
  readonly #lazy
  readonly #options: Omit<RegionOptions, "index">
  readonly #overheard: Overheard
  #nowMs = atMin(0)
  #nextDelivery = 0
  #nextCourier = 0

  constructor(options: Omit<RegionOptions, "index">) {
    this.#options = options
    this.#overheard = overheard(options.policy)
    const { policy } = this.#overheard
    this.#eager = makeRegionDispatcher({ ...options, policy, index: bruteForceIndex() })
    this.#lazy = makeRegionDispatcher({ ...options, index: gridCourierIndex({ cellM: 700 }) })
    this.model = new RegionModel({ ...options, index: bruteForceIndex() })
  }

  get nowMs(): number {
    return this.#nowMs
  }

  tell(fact: Fact): void {
    const isTick = fact._tag === "Tick"
    const dueAtMs = this.#eager.nextRoundAtMs()
    const askedBefore = this.#overheard.asked()
    const decisions = this.#eager.handle(fact)
    const asked = this.#overheard.asked() - askedBefore
    const isRound = isTick || fact._tag === "CourierWanted"
    expect(asked, "one plan for a round that is due, and none for anything else").toBeLessThanOrEqual(
      isTick && fact.atMs >= dueAtMs ? 1 : 0
    )
    if (asked === 0 && !isRound)
      expect(decisions.map(({ _tag }) => _tag).filter(isRoundsBusiness)).toEqual([])
    const isDue = !isTick || this.#lazy.nextRoundAtMs() <= fact.atMs
    expect(isDue ? this.#lazy.handle(fact) : [], "ticked when due only").toEqual(decisions)
    this.told.push({ fact, decisions })
    this.model.hear(fact, decisions)
    expect(this.#eager.waitingCount()).toBe(this.model.waiting().length)
    this.#seenAsTheModelSees()
    expect(this.#lazy.nextRoundAtMs()).toBe(this.#eager.nextRoundAtMs())
    if (isTick) expect(this.#eager.nextRoundAtMs()).toBeGreaterThan(fact.atMs)
    if (asked === 1) this.#nothingIsMissed(fact.atMs)
  }

  #seenAsTheModelSees(): void {
    const { view } = this.#eager
    for (const [handle, { hand, isSent, onDuty, state, toPickUp }] of this.model.couriers) {
      const belief = isSent ? "sent" : state === "idle" && !onDuty ? "offline" : state
      expect(view.courier(handle)).toBe(belief)
      expect([view.hand(handle), view.toPickUp(handle)]).toEqual([hand, toPickUp])
      for (const delivery of hand) expect(view.courierOf(delivery)).toBe(handle)
    }
    for (const [handle, { state }] of this.model.deliveries) expect(view.delivery(handle)).toBe(state)
  }

  /**
   * What was planned and does not bind yet has its moment at the next round or after it: who plays a round when it is
   * due misses nothing, and until then nobody need ask the policy, however much longer it could have searched.
   */
  #nothingIsMissed(atMs: number): void {
    const nextRoundAtMs = this.#eager.nextRoundAtMs()
    const seen = new Set<number>()
    for (const trip of this.#overheard.lastPlan().trips) {
      const courier = this.model.courier(trip.courier)
      const patienceMs = this.#patienceMs(trip)
      const isAsked = trip.deliveries.some((delivery) => this.model.delivery(delivery).state === "offered")
      if (courier.state === "idle") expect(patienceMs, "nobody waits too long").toBeGreaterThan(atMs)
      if (!isAsked) expect(nextRoundAtMs).toBeLessThanOrEqual(Math.max(patienceMs, atMs + 1))
      const isFirst = !seen.has(trip.courier)
      seen.add(trip.courier)
      if (!isFirst || courier.state === "offered") continue
      const bindsAtMs = this.#bindsAtMs(trip, courier)
      if (courier.state === "idle") expect(bindsAtMs, "bound in time").toBeGreaterThan(atMs)
      expect(nextRoundAtMs, "planned, and missed").toBeLessThanOrEqual(Math.max(bindsAtMs, atMs + 1))
    }
  }

  /** When somebody in the trip has waited too long for an offer. */
  #patienceMs({ deliveries }: Pick<PlannedTrip, "deliveries">): number {
    return Math.min(...deliveries.map((handle) => this.model.delivery(handle).patienceMs))
  }

  /** When the courier has to be asked, or sent, for a trip at the latest; who was sent has to be there for the pickup. */
  #bindsAtMs(
    { deliveries, departAtMs, pickupAtMs, pickups = [deliveries], spareMs = 0 }: PlannedTrip,
    courier: ModelCourier
  ): number {
    const { answerLeadMs, openBundles, policy } = this.#options
    const patienceMs = this.#patienceMs({ deliveries })
    const { lat, lng } = courier.position
    const { pickup } = this.model.delivery(at(at(pickups, 0), 0)).wanted
    const isThere = courier.waitsSinceMs !== null || courier.isSent
    const isHere = isThere && lat === pickup.lat && lng === pickup.lng
    const isOpen = openBundles && policy.openBundles === true
    const isCooked = deliveries.every((delivery) => this.model.delivery(delivery).isReady)
    // Food that is not there binds nobody who waits for it; that it is there is news.
    if (isHere && isOpen && courier.state === "idle" && !isCooked) return patienceMs
    const isOffered = courier.state === "idle" && !isOpen
    const leadMs = isOffered ? answerLeadMs + spareMs : 0
    return Math.min((isHere ? pickupAtMs : departAtMs) - leadMs, patienceMs)
  }

  /**
   * The same day in the hands of dispatchers that were started just now and are told what there is: open offers are taken
   * back, and who was on the way without an order, or about to leave the last door, is free.
   */
  takenOver(): Play {
    const atMs = this.#nowMs
    const next = new Play(this.#options)
    next.#nowMs = atMs
    next.#nextDelivery = this.#nextDelivery
    next.#nextCourier = this.#nextCourier
    for (const delivery of this.model.deliveries.values()) {
      const { declined, escalated: isEscalated, isReady, readyAtMs, wanted, wantedAtMs } = delivery
      const sofar = { declined: [...declined], isEscalated, isReady, wantedAtMs }
      next.tell({ ...wanted, atMs, readyAtMs, sofar })
    }
    for (const [courier, { hand, offAtMs, onDuty, position, toPickUp, waitsSinceMs }] of this.model.couriers)
      next.tell({
        _tag: "CourierResumed",
        atMs,
        courier,
        position,
        vehicle: "bicycle",
        offAtMs: onDuty ? offAtMs : null,
        onDutySinceMs: atMs,
        atRestaurantSinceMs: waitsSinceMs,
        hand,
        toPickUp,
        asked: 3,
        accepted: 2,
        assignedCount: hand.length
      })
    return next
  }

  /** Lets time pass, a round at every window. */
  pass(untilMs: number): void {
    const first = Math.floor(this.#nowMs / WINDOW_MS + 1) * WINDOW_MS
    for (let atMs = first; atMs <= untilMs; atMs += WINDOW_MS) {
      this.#cook(atMs)
      this.tell({ _tag: "Tick", atMs })
      this.#nowMs = atMs
    }
    this.#nowMs = untilMs
  }

  /** Kitchens keep their word unless a step makes them err; what was said to be ready in the past is ready now. */
  #cook(untilMs: number): void {
    const done = [...this.model.deliveries].filter(([, food]) => !food.isReady && food.readyAtMs <= untilMs)
    done.sort(([, a], [, b]) => a.readyAtMs - b.readyAtMs)
    for (const [delivery, { readyAtMs }] of done) {
      this.#nowMs = Math.max(this.#nowMs, readyAtMs)
      this.tell({ _tag: "FoodReady", atMs: this.#nowMs, delivery })
    }
  }

  /** Lets the step happen if it can. */
  take({ kind, minutes, pick, place: where }: Step): void {
    const atMs = this.#nowMs
    const delivery = picked(this.model.deliveries, pick)?.[0]
    const offer = picked(this.model.offers, pick)?.[0]
    const courier = picked(this.model.couriers, pick)
    switch (kind) {
      case "wait":
        return this.pass(atMs + minutes * MINUTE_MS + pick * SECOND_MS)
      case "want":
        return this.#want(pick, where, minutes)
      case "online":
        return this.#online(pick, where, minutes)
      case "accept":
        return offer === undefined ? undefined : this.tell({ _tag: "OfferAccepted", atMs, offer })
      case "reject":
        return offer === undefined ? undefined : this.tell({ _tag: "OfferRejected", atMs, offer })
      case "timeOut":
        return offer === undefined ? undefined : this.tell({ _tag: "OfferTimedOut", atMs, offer })
      case "undo":
        if (offer === undefined) return
        return this.tell({ _tag: "OfferUndone", atMs, offer, barred: minutes < 6 })
      case "hurry":
        return delivery === undefined ? undefined : this.tell({ _tag: "DeliveryHurried", atMs, delivery })
      case "ask":
        if (delivery === undefined || courier === undefined) return
        return this.tell({ _tag: "CourierWanted", atMs, courier: courier[0], delivery })
      case "ready":
        if (delivery === undefined) return
        return this.tell({
          _tag: "ReadyEstimateChanged",
          atMs,
          delivery,
          readyAtMs: atMs + (minutes - 3) * MINUTE_MS
        })
      case "cooked":
        return delivery === undefined ? undefined : this.tell({ _tag: "FoodReady", atMs, delivery })
      case "cancel":
        if (delivery === undefined) return
        this.tell({ _tag: "DeliveryCancelled", atMs, delivery })
        return this.#freeIdlers()
      case "fail":
        if (delivery === undefined || this.model.delivery(delivery).state !== "assigned") return
        this.tell({ _tag: "DeliveryFailed", atMs, delivery })
        return this.#freeIdlers()
      case "reassign": {
        const takable = [...this.model.couriers.values()].flatMap((one) => one.toPickUp.flat())
        const taken = takable[pick % Math.max(1, takable.length)]
        if (taken === undefined) return
        this.tell({ _tag: "DeliveryReassigned", atMs, delivery: taken, barred: minutes < 6 })
        return this.#freeIdlers()
      }
      case "move":
        if (courier === undefined) return
        return this.#move(courier[0], courier[1], place(where), pick)
      case "offline":
        if (courier?.[1].onDuty !== true) return
        return this.tell({ _tag: "CourierOffline", atMs, courier: courier[0] })
      case "work": {
        const atWork = [...this.model.couriers].filter(([, { state }]) => state === "busy")
        const worker = atWork[pick % Math.max(1, atWork.length)]
        return worker === undefined ? undefined : this.work(worker[0], worker[1])
      }
      case "stale":
        return this.#stale(pick)
    }
  }

  /** The courier does the next stop, has arrived without an order, or is free. */
  work(courier: number, { hand, isSent, position, toPickUp }: ModelCourier): void {
    const atMs = this.#nowMs
    const delivery = hand[0]
    if (isSent) return this.tell({ _tag: "CourierArrived", atMs, courier, position })
    if (delivery === undefined) return this.tell({ _tag: "CourierFreed", atMs, courier, position })
    if (toPickUp.length > 0) return this.tell({ _tag: "PickedUp", atMs, courier })
    return this.tell({ _tag: "DroppedOff", atMs, courier, delivery })
  }

  online(courier: number, where: Kilometres, offAtMs: number): void {
    const position = place(where)
    this.tell({ _tag: "CourierOnline", atMs: this.#nowMs, courier, position, vehicle: "bicycle", offAtMs })
  }

  /** Somebody on a journey without an order sometimes breaks it off. */
  #move(courier: number, { isSent }: ModelCourier, position: LatLng, pick: number): void {
    const _tag = isSent && pick % 2 === 0 ? "CourierFreed" : "CourierMoved"
    this.tell({ _tag, atMs: this.#nowMs, courier, position })
  }

  #online(pick: number, where: Kilometres, minutes: number): void {
    const offAtMs = pick % 3 === 0 ? Infinity : this.#nowMs + 5 * minutes * MINUTE_MS
    const back = picked(this.model.couriers, pick)
    if (back !== undefined && !back[1].onDuty) return this.online(back[0], where, offAtMs)
    if (this.#nextCourier < 6) this.online(this.#nextCourier++, where, offAtMs)
  }

  #want(pick: number, where: Kilometres, minutes: number): void {
    if (this.model.deliveries.size >= 8) return
    this.tell({
      _tag: "DeliveryWanted",
      atMs: this.#nowMs,
      delivery: this.#nextDelivery++,
      pickup: place(at(RESTAURANTS, pick % RESTAURANTS.length)),
      dropoff: place(where),
      placedAtMs: this.#nowMs - 2 * MINUTE_MS,
      readyAtMs: this.#nowMs + (minutes - 3) * MINUTE_MS,
      promisedAtMs: this.#nowMs + PROMISED_MS
    })
  }

  /** A courier who has lost the whole bundle is free before anything else happens. */
  #freeIdlers(): void {
    for (const [handle, courier] of this.model.couriers) {
      const isDone = courier.state === "busy" && courier.hand.length === 0 && !courier.isSent
      if (isDone) this.work(handle, courier)
    }
  }

  /** Answers to an offer that is closed or never was, and news of deliveries that are over. */
  #stale(pick: number): void {
    const atMs = this.#nowMs
    if (this.model.offers.has(pick) || this.model.deliveries.has(pick)) return
    this.tell({ _tag: "OfferAccepted", atMs, offer: pick })
    this.tell({ _tag: "OfferRejected", atMs, offer: pick })
    this.tell({ _tag: "OfferTimedOut", atMs, offer: pick })
    this.tell({ _tag: "OfferUndone", atMs, offer: pick, barred: true })
    this.tell({ _tag: "DeliveryHurried", atMs, delivery: pick })
    this.tell({ _tag: "DeliveryCancelled", atMs, delivery: pick })
    this.tell({ _tag: "DeliveryFailed", atMs, delivery: pick })
    this.tell({ _tag: "DeliveryReassigned", atMs, delivery: pick, barred: true })
    this.tell({ _tag: "ReadyEstimateChanged", atMs, delivery: pick, readyAtMs: atMs })
  }
}

/** Only rounds decide these. */
const isRoundsBusiness = (tag: Decision["_tag"]): boolean => tag !== "Commit" && tag !== "Withdraw"

const picked = <A>(all: ReadonlyMap<number, A>, pick: number): [number, A] | undefined =>
  [...all][pick % Math.max(1, all.size)]
