import { at, haversineM, type LatLng } from "@hotbag/core"
import { type Decision, defaultPlannerOptions, type Fact, type RegionOptions } from "@hotbag/dispatch"
import { expect } from "vitest"

/** What the model knows of a delivery that is neither dropped off nor cancelled. */
export interface ModelDelivery {
  readonly wanted: Extract<Fact, { readonly _tag: "DeliveryWanted" }>
  state: "waiting" | "offered" | "assigned"
  readyAtMs: number
  isReady: boolean
  readonly declined: Set<number>
  escalated: boolean
  searchedM: number
  readonly wantedAtMs: number
  /** When it has waited too long for an offer. */
  patienceMs: number
}

/** What the model knows of a courier who has been online. */
export interface ModelCourier {
  state: "idle" | "offered" | "busy"
  onDuty: boolean
  offAtMs: number
  /** Where the courier is; at work: where the work ends. */
  position: LatLng
  hand: ReadonlyArray<number>
  /** What is still to be picked up, restaurant by restaurant. */
  toPickUp: ReadonlyArray<ReadonlyArray<number>>
  /** On the way to a restaurant without an order. */
  isSent: boolean
  /** Since when waiting at the restaurant where it was sent; null elsewhere. */
  waitsSinceMs: number | null
}

const visitsOf = ({ deliveries, pickups }: Told<"Offer">) => pickups ?? [deliveries]
const byNumber = (a: number, b: number) => a - b

type Told<Tag extends Decision["_tag"]> = Extract<Decision, { readonly _tag: Tag }>

/**
 * Who holds what, kept in the simplest way from the facts told and the decisions heard, and everything that must be
 * true of the decisions whatever the policy is. Facts must be consistent: that is the business of who tells them.
 */
export class RegionModel {
  readonly deliveries = new Map<number, ModelDelivery>()
  readonly couriers = new Map<number, ModelCourier>()
  readonly offers = new Map<number, Told<"Offer">>()
  /** Offers of two restaurants so far. */
  nearbyBundles = 0
  readonly #restaurants: Array<LatLng> = []
  readonly #options: RegionOptions
  #offerCount = 0
  #kitchensErr = false

  constructor(options: RegionOptions) {
    this.#options = options
  }

  delivery(handle: number): ModelDelivery {
    const delivery = this.deliveries.get(handle)
    if (delivery === undefined) throw new Error(`delivery ${handle} is not open`)
    return delivery
  }

  courier(handle: number): ModelCourier {
    const courier = this.couriers.get(handle)
    if (courier === undefined) throw new Error(`courier ${handle} was never online`)
    return courier
  }

  waiting(): ReadonlyArray<ModelDelivery> {
    return [...this.deliveries.values()].filter(({ state }) => state === "waiting")
  }

  /** Takes a fact and the decisions that came of it. */
  hear(fact: Fact, decisions: ReadonlyArray<Decision>): void {
    if (fact._tag === "CourierWanted") return this.#asked(fact, decisions)
    const expected = this.#follow(fact)
    if (fact._tag !== "Tick") expect(decisions).toEqual(expected)
    for (const decision of decisions) {
      expect(decision.atMs).toBe(fact.atMs)
      if (decision._tag === "Offer") this.#offered(decision)
      else if (decision._tag === "Widen") this.#widened(decision)
      else if (decision._tag === "Escalate") this.#escalated(decision)
      else if (decision._tag === "Preposition") this.#sent(decision)
      else expect(fact._tag, "a round withdraws and commits nothing").not.toBe("Tick")
    }
    if (fact._tag === "Tick") this.#nobodyIsForgotten(fact.atMs)
  }

  /** Whom operations name is asked, for this one delivery, when both are free for each other. */
  #asked(
    { atMs, courier: handle, delivery }: Extract<Fact, { _tag: "CourierWanted" }>,
    decisions: ReadonlyArray<Decision>
  ): void {
    const courier = this.couriers.get(handle)
    const wanted = this.deliveries.get(delivery)
    const isFree = courier?.onDuty === true && courier.state === "idle" && wanted?.state === "waiting"
    if (!isFree || wanted.declined.has(handle)) return expect(decisions).toEqual([])
    const offer = { _tag: "Offer", atMs, offer: this.#offerCount++, courier: handle, deliveries: [delivery] }
    expect(decisions).toMatchObject([offer])
    const [decision] = decisions
    if (decision?._tag !== "Offer") return
    expect(decision.reasons).toMatchObject([{ policy: "operations", chosen: handle }])
    courier.state = "offered"
    wanted.state = "offered"
    this.offers.set(decision.offer, decision)
  }

  /** Lets the fact happen; returns the only decisions that may follow at once. */
  #follow(fact: Fact): ReadonlyArray<Decision> {
    switch (fact._tag) {
      case "DeliveryWanted":
        this.#restaurants.push(fact.pickup)
        this.deliveries.set(fact.delivery, {
          wanted: fact,
          state: "waiting",
          readyAtMs: fact.readyAtMs,
          isReady: fact.sofar?.isReady ?? false,
          declined: new Set(fact.sofar?.declined),
          escalated: fact.sofar?.isEscalated ?? false,
          searchedM: at(this.#options.search.stepsM, 0),
          wantedAtMs: fact.sofar?.wantedAtMs ?? fact.atMs,
          patienceMs: fact.placedAtMs + this.#options.offerWithinMs
        })
        return []
      case "ReadyEstimateChanged": {
        const delivery = this.deliveries.get(fact.delivery)
        if (delivery !== undefined) delivery.readyAtMs = fact.readyAtMs
        return []
      }
      case "FoodReady": {
        const delivery = this.deliveries.get(fact.delivery)
        if (delivery === undefined) return []
        if (delivery.readyAtMs !== fact.atMs) this.#kitchensErr = true
        Object.assign(delivery, { readyAtMs: fact.atMs, isReady: true })
        return []
      }
      case "DeliveryCancelled":
      case "DeliveryFailed":
        return this.#ended(fact)
      case "DeliveryReassigned":
        return this.#reassigned(fact)
      case "OfferAccepted":
        return this.#accepted(fact)
      case "OfferRejected":
      case "OfferTimedOut": {
        const offer = this.#closed(fact.offer)
        for (const handle of offer?.deliveries ?? []) {
          this.delivery(handle).state = "waiting"
          this.delivery(handle).declined.add(offer?.courier ?? -1)
        }
        return []
      }
      case "OfferUndone": {
        const offer = this.#closed(fact.offer)
        for (const handle of offer?.deliveries ?? []) {
          this.delivery(handle).state = "waiting"
          if (fact.barred) this.delivery(handle).declined.add(offer?.courier ?? -1)
        }
        return []
      }
      case "DeliveryHurried": {
        const delivery = this.deliveries.get(fact.delivery)
        if (delivery !== undefined) delivery.patienceMs = Math.min(delivery.patienceMs, fact.atMs)
        return []
      }
      case "CourierWanted":
        return []
      case "CourierResumed": {
        const { atRestaurantSinceMs, hand, offAtMs, position, toPickUp } = fact
        for (const handle of hand) this.delivery(handle).state = "assigned"
        const last = hand.at(-1)
        this.couriers.set(fact.courier, {
          state: last === undefined ? "idle" : "busy",
          onDuty: offAtMs !== null,
          offAtMs: offAtMs ?? -Infinity,
          position: last === undefined ? position : this.delivery(last).wanted.dropoff,
          hand,
          toPickUp,
          isSent: false,
          waitsSinceMs: last === undefined ? atRestaurantSinceMs : null
        })
        return []
      }
      case "CourierOnline": {
        const known = this.couriers.get(fact.courier)
        const { offAtMs, position } = fact
        if (known === undefined) {
          const fresh = { state: "idle", hand: [], toPickUp: [], isSent: false } as const
          this.couriers.set(fact.courier, { ...fresh, onDuty: true, offAtMs, position, waitsSinceMs: null })
        } else {
          Object.assign(known, { onDuty: true, offAtMs })
          if (known.state !== "busy") Object.assign(known, { position, waitsSinceMs: null })
        }
        return []
      }
      case "CourierOffline": {
        const courier = this.courier(fact.courier)
        if (courier.isSent) Object.assign(courier, { isSent: false, state: "idle" })
        courier.onDuty = false
        return []
      }
      case "CourierMoved": {
        const courier = this.courier(fact.courier)
        if (courier.state !== "busy") Object.assign(courier, { position: fact.position, waitsSinceMs: null })
        return []
      }
      case "PickedUp":
        this.courier(fact.courier).toPickUp = this.courier(fact.courier).toPickUp.slice(1)
        return []
      case "DroppedOff":
        this.#takeFromHand(fact.courier, fact.delivery)
        this.deliveries.delete(fact.delivery)
        return []
      case "CourierArrived":
        if (!this.courier(fact.courier).onDuty) return []
        this.#stands(fact.courier, fact.position, fact.atMs)
        return []
      case "CourierFreed":
        this.#stands(fact.courier, fact.position, null)
        return []
      case "Tick":
        return []
    }
  }

  #stands(handle: number, position: LatLng, waitsSinceMs: number | null): void {
    const now = { state: "idle", toPickUp: [], isSent: false, position, waitsSinceMs }
    Object.assign(this.courier(handle), now)
  }

  #ended({
    atMs,
    delivery: handle
  }: Extract<Fact, { _tag: "DeliveryCancelled" | "DeliveryFailed" }>): Array<Decision> {
    const decisions: Array<Decision> = []
    for (const [offer, { courier, deliveries }] of this.offers) {
      if (!deliveries.includes(handle)) continue
      this.#closed(offer)
      for (const other of deliveries) this.delivery(other).state = "waiting"
      decisions.push({ _tag: "Withdraw", atMs, offer, courier, why: "delivery-cancelled" })
    }
    for (const [courier, { hand }] of this.couriers) {
      if (hand.includes(handle)) this.#takeFromHand(courier, handle)
    }
    this.deliveries.delete(handle)
    return decisions
  }

  #reassigned({ barred, delivery: handle }: Extract<Fact, { _tag: "DeliveryReassigned" }>): Array<Decision> {
    const delivery = this.deliveries.get(handle)
    for (const [courier, { hand }] of this.couriers) {
      if (delivery === undefined || !hand.includes(handle)) continue
      this.#takeFromHand(courier, handle)
      delivery.state = "waiting"
      if (barred) delivery.declined.add(courier)
    }
    return []
  }

  #accepted({ atMs, offer: id }: Extract<Fact, { _tag: "OfferAccepted" }>): Array<Decision> {
    const offer = this.#closed(id)
    if (offer === undefined) return []
    const { courier, deliveries } = offer
    for (const handle of deliveries) this.delivery(handle).state = "assigned"
    const position = this.delivery(at(deliveries, deliveries.length - 1)).wanted.dropoff
    const now = { state: "busy", hand: deliveries, toPickUp: visitsOf(offer), position, waitsSinceMs: null }
    Object.assign(this.courier(courier), now)
    const pickups = offer.pickups === undefined ? {} : { pickups: offer.pickups }
    return [{ _tag: "Commit", atMs, offer: id, courier, deliveries, ...pickups }]
  }

  #closed(id: number): Told<"Offer"> | undefined {
    const offer = this.offers.get(id)
    this.offers.delete(id)
    if (offer !== undefined) this.courier(offer.courier).state = "idle"
    return offer
  }

  /** The work now ends at the last door that is left, or where the courier last was. */
  #takeFromHand(handle: number, delivery: number): void {
    const courier = this.courier(handle)
    const { wanted } = this.delivery(delivery)
    courier.hand = courier.hand.filter((other) => other !== delivery)
    const last = courier.hand.at(-1)
    if (last !== undefined) courier.position = this.delivery(last).wanted.dropoff
    else if (courier.toPickUp.length > 0) courier.position = wanted.pickup
    courier.toPickUp = courier.toPickUp
      .map((visit) => visit.filter((other) => other !== delivery))
      .filter((visit) => visit.length > 0)
  }

  #offered(offer: Told<"Offer">): void {
    const { offerTimeOutMs, policy, search } = this.#options
    const courier = this.courier(offer.courier)
    expect([courier.onDuty, courier.state], "only an idle courier on duty is asked").toEqual([true, "idle"])
    courier.state = "offered"
    expect(offer.offer, "offers are numbered").toBe(this.#offerCount++)
    expect(offer.expiresAtMs).toBe(offer.atMs + offerTimeOutMs)
    expect(offer.deliveries.length).toBeGreaterThan(0)
    offer.deliveries.forEach((handle, i) => {
      const delivery = this.delivery(handle)
      expect(delivery.state, "a delivery is offered to one courier at a time (P3)").toBe("waiting")
      expect(delivery.declined, "who declined is not asked again (S11)").not.toContain(offer.courier)
      delivery.state = "offered"
      const reason = at(offer.reasons, i)
      expect(reason).toMatchObject({ delivery: handle, policy: policy.name, chosen: offer.courier })
      const chosen = reason.candidates.filter(({ verdict }) => verdict === "chosen")
      expect(chosen.map((candidate) => candidate.courier)).toEqual([offer.courier])
      expect(search.stepsM).toContain(reason.searchedM)
      expect(haversineM(courier.position, delivery.wanted.pickup)).toBeLessThanOrEqual(reason.searchedM)
      expect(reason.searchedM).toBeGreaterThanOrEqual(delivery.searchedM)
      delivery.searchedM = reason.searchedM
    })
    expect(offer.reasons.length).toBe(offer.deliveries.length)
    this.#keepsTheRules(offer)
    this.#isDue(offer, courier)
    this.offers.set(offer.offer, offer)
  }

  /** One restaurant, or two near enough; each visited once. */
  #keepsTheRules(offer: Told<"Offer">): void {
    const visits = visitsOf(offer)
    expect(visits.flat().toSorted(byNumber)).toEqual(offer.deliveries.toSorted(byNumber))
    for (const visit of visits) {
      const shops = visit.map((handle) => this.delivery(handle).wanted.pickup)
      for (const shop of shops) expect(shop, "what is picked up together is in one place").toEqual(shops[0])
    }
    const [first, second] = visits.map((visit) => this.delivery(at(visit, 0)).wanted.pickup)
    if (first === undefined || second === undefined) return
    this.nearbyBundles++
    expect(visits.length).toBe(2)
    const withinM = this.#options.bundleRestaurantsWithinM ?? 0
    expect(haversineM(first, second), "restaurants of a bundle are near").toBeLessThanOrEqual(withinM)
  }

  /** Not earlier than the courier has to leave (or patience demands), and not for a pickup after the off-time. */
  #isDue(offer: Told<"Offer">, courier: ModelCourier): void {
    const { answerLeadMs, openBundles, policy, service, travel } = this.#options
    const { atMs, deliveries } = offer
    const bundle = deliveries.map((handle) => this.delivery(handle))
    const [first = [], second] = visitsOf(offer)
    const readyOf = (visit: ReadonlyArray<number>) =>
      Math.max(...visit.map((handle) => this.delivery(handle).readyAtMs))
    const pickupOf = (visit: ReadonlyArray<number>) => this.delivery(at(visit, 0)).wanted.pickup
    const wayMs = this.#wayMs(courier, pickupOf(first), atMs)
    const onMs =
      second === undefined
        ? 0
        : service.afterPickupMs +
          travel.durationMs(pickupOf(first), pickupOf(second), "bicycle", atMs) +
          service.beforePickupMs
    // When the first food is taken, if nothing shall wait for the courier at the second restaurant.
    const readyAtMs = Math.max(readyOf(first), second === undefined ? -Infinity : readyOf(second) - onMs)
    // Who knows better than one kitchen's word may count on the other one in time.
    if (second === undefined || this.#goesByWord())
      expect(Math.max(atMs + wayMs, readyAtMs) + onMs, "pickup on duty").toBeLessThanOrEqual(courier.offAtMs)
    const patienceMs = Math.min(...bundle.map((one) => one.patienceMs))
    const isOpen = openBundles && policy.openBundles === true
    // Who has nothing else to do may be asked earlier, by no more than this.
    const spareMs = policy.name === "planner" ? defaultPlannerOptions.spareMs : 0
    const dueAtMs = isOpen ? readyAtMs : readyAtMs - wayMs - answerLeadMs - spareMs
    if (this.#goesByWord())
      expect(atMs, "committed as late as possible").toBeGreaterThanOrEqual(Math.min(dueAtMs, patienceMs))
    if (!isOpen || patienceMs <= atMs) return
    expect(
      bundle.every(({ isReady }) => isReady),
      "nobody is bound to food that is not there"
    ).toBe(true)
    expect([courier.waitsSinceMs === null, wayMs], "an open bundle is given at the restaurant").toEqual([
      false,
      0
    ])
  }

  /** Kitchens are believed, so that what they say is when couriers must be there. */
  #goesByWord(): boolean {
    return this.#options.policy.readyQuantile === undefined || !this.#kitchensErr
  }

  /** Until there and handled. Who waits there has been handled since the arrival. */
  #wayMs({ position, waitsSinceMs }: ModelCourier, to: LatLng, atMs: number): number {
    const { service, travel } = this.#options
    const travelMs = travel.durationMs(position, to, "bicycle", atMs)
    if (travelMs > 0 || waitsSinceMs === null) return travelMs + service.beforePickupMs
    return Math.max(0, waitsSinceMs + service.beforePickupMs - atMs)
  }

  /** Only somebody with nothing to do is moved without an order, and to a restaurant of the region. */
  #sent({ courier: handle, to }: Told<"Preposition">): void {
    const courier = this.courier(handle)
    expect([courier.onDuty, courier.state], "only an idle courier on duty is sent").toEqual([true, "idle"])
    expect(this.#restaurants, "to a restaurant").toContainEqual(to)
    if (courier.waitsSinceMs !== null)
      expect(courier.position, "nobody is sent where they stand").not.toEqual(to)
    Object.assign(courier, { state: "busy", isSent: true, position: to, waitsSinceMs: null })
  }

  #widened({ delivery: handle, fromM, toM }: Told<"Widen">): void {
    const delivery = this.delivery(handle)
    expect(delivery.state).toBe("waiting")
    expect(this.#options.search.stepsM).toEqual(expect.arrayContaining([fromM, toM]))
    expect(toM).toBeGreaterThan(fromM)
    expect(fromM, "every widening goes on from the one before").toBeGreaterThanOrEqual(delivery.searchedM)
    delivery.searchedM = toM
  }

  #escalated({ atMs, delivery: handle, searchedM, waitedMs, why }: Told<"Escalate">): void {
    const delivery = this.delivery(handle)
    expect(delivery.escalated, "told once").toBe(false)
    delivery.escalated = true
    expect(atMs).toBeGreaterThanOrEqual(this.#escalationMs(delivery))
    expect(waitedMs).toBe(atMs - delivery.wantedAtMs)
    expect(this.#options.search.stepsM).toContain(searchedM)
    if (this.#goesByWord()) expect(why).toBe(this.#whyNobody(delivery, atMs))
  }

  #nobodyIsForgotten(atMs: number): void {
    for (const delivery of this.waiting()) {
      if (this.#escalationMs(delivery) > atMs) continue
      expect(delivery.escalated, `delivery ${delivery.wanted.delivery} waits, and nobody knows (P6)`).toBe(
        true
      )
    }
  }

  #escalationMs({ readyAtMs, wantedAtMs }: ModelDelivery): number {
    return Math.max(readyAtMs, wantedAtMs) + this.#options.escalateAfterMs
  }

  #whyNobody({ declined, readyAtMs, wanted }: ModelDelivery, atMs: number): string {
    const furthestM = Math.max(...this.#options.search.stepsM)
    for (const [handle, courier] of this.couriers) {
      const { offAtMs, onDuty, position, state } = courier
      if (!onDuty || declined.has(handle) || haversineM(position, wanted.pickup) > furthestM) continue
      const isInTime = Math.max(readyAtMs, atMs + this.#wayMs(courier, wanted.pickup, atMs)) <= offAtMs
      if (state !== "idle" || isInTime) return "all-couriers-busy"
    }
    return declined.size > 0 ? "everybody-declined" : "no-courier-in-reach"
  }
}
