import {
  CourierId,
  decideDelivery,
  Delivery,
  DeliveryCommand,
  deliveryDecider,
  DeliveryEvent,
  type DeliveryState,
  deliveryStatusAfter,
  deliveryTransitions,
  evolveDelivery,
  initialDelivery,
  OfferId,
  projectAssignedCourier,
  replay,
  TERMINAL_DELIVERY_STATUSES,
  UnassignReason
} from "@hotbag/core"
import { Result, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { deliveryCommands, REQUESTED_AT_MS } from "./deliveries.ts"

const couriers = ["ana", "bo", "cy"].map((name) => CourierId.make(name))
const offers = Array.from({ length: 12 }, (_, index) => OfferId.make(`offer-${index}`))

/** What the sender of a command happens to think; whoever asks about an open offer mostly knows which. */
interface Ask {
  readonly kind: keyof typeof deliveryCommands
  readonly courierId: CourierId
  readonly offerId: OfferId
  readonly informed: boolean
  readonly epoch: number
  readonly waitMs: number
  readonly reason: UnassignReason
}

const ask: fc.Arbitrary<Ask> = fc.record({
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<Ask["kind"]>("RequestDelivery", "OfferDelivery", "AcceptOffer") },
    {
      weight: 3,
      arbitrary: fc.constantFrom<Ask["kind"]>("RejectOffer", "TimeOutOffer", "PickUp", "CompleteDelivery")
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Ask["kind"]>(
        "WithdrawOffer",
        "ReassignDelivery",
        "ReleaseDelivery",
        "ArriveAtRestaurant",
        "ArriveAtCustomer"
      )
    },
    { weight: 1, arbitrary: fc.constantFrom<Ask["kind"]>("FailDelivery", "CancelDelivery") }
  ),
  courierId: fc.constantFrom(...couriers),
  offerId: fc.constantFrom(...offers),
  informed: fc.boolean(),
  epoch: fc.integer({ min: 0, max: 3 }),
  waitMs: fc.integer({ min: -5_000, max: 40_000 }),
  reason: fc.constantFrom(...UnassignReason.literals)
})
const history = fc.array(ask, { maxLength: 60, size: "max" })

const commandOf = (ask: Ask, state: DeliveryState, atMs: number): DeliveryCommand => {
  const known = state.status === "none" || !ask.informed ? undefined : state
  const courierId = known?.courierId ?? known?.offeredTo ?? ask.courierId
  const offerId = known?.offerId ?? ask.offerId
  const { epoch, reason } = ask
  switch (ask.kind) {
    case "OfferDelivery":
      return {
        _tag: ask.kind,
        offerId: ask.offerId,
        courierId: ask.courierId,
        expiresAtMs: atMs + 30_000,
        epoch
      }
    case "AcceptOffer":
    case "RejectOffer":
      return { _tag: ask.kind, offerId, courierId }
    case "TimeOutOffer":
      return { _tag: ask.kind, offerId }
    case "WithdrawOffer":
      return { _tag: ask.kind, offerId, epoch, reason: "better plan" }
    case "ReassignDelivery":
      return { _tag: ask.kind, courierId, epoch, reason }
    case "ArriveAtRestaurant":
    case "PickUp":
    case "ArriveAtCustomer":
    case "CompleteDelivery":
      return { _tag: ask.kind, courierId }
    case "RequestDelivery":
      return { ...deliveryCommands.RequestDelivery, released: ask.informed }
    case "ReleaseDelivery":
    case "FailDelivery":
    case "CancelDelivery":
      return deliveryCommands[ask.kind]
  }
}

/** What must be true of a delivery, kept by hand beside it from nothing but its events. */
class Model {
  readonly barred = new Set<string>()
  readonly used = new Set<string>()
  carrier: CourierId | null = null
  open: { readonly offerId: string; readonly courierId: string; readonly expiresAtMs: number } | null = null
  epoch = 0
  status = "none"

  take(event: DeliveryEvent): void {
    switch (event._tag) {
      case "DeliveryOffered":
        expect(this.barred, "S11").not.toContain(event.courierId)
        expect(this.open, "one open offer").toBeNull()
        expect(this.carrier, "P3: no offer while somebody has the work").toBeNull()
        expect(event.epoch, "S84").toBeGreaterThanOrEqual(this.epoch)
        this.epoch = event.epoch
        this.open = event
        break
      case "OfferAccepted":
        expect(this.open).toMatchObject({ offerId: event.offerId, courierId: event.courierId })
        expect(event.atMs).toBeLessThan(this.open?.expiresAtMs ?? 0)
        expect(this.carrier, "P3").toBeNull()
        this.carrier = event.courierId
        this.open = null
        break
      case "OfferRejected":
        expect(this.open).toMatchObject({ offerId: event.offerId, courierId: event.courierId })
        this.barred.add(event.courierId)
        this.open = null
        break
      case "OfferTimedOut":
        expect(event.atMs, "F11").toBeGreaterThanOrEqual(this.open?.expiresAtMs ?? Infinity)
        this.open = null
        break
      case "OfferWithdrawn":
        expect(event.epoch, "S84").toBeGreaterThanOrEqual(this.epoch)
        this.epoch = event.epoch
        this.open = null
        break
      case "DeliveryReassigned":
        expect(event.epoch, "S84").toBeGreaterThanOrEqual(this.epoch)
        this.epoch = event.epoch
        expect(event.courierId).toBe(this.carrier)
        if (event.barred) this.barred.add(event.courierId)
        this.carrier = null
        break
      case "CourierAtRestaurant":
      case "DeliveryPickedUp":
      case "CourierAtCustomer":
      case "DeliveryCompleted":
      case "DeliveryFailed":
        expect(event.courierId, "P3").toBe(this.carrier)
        break
      case "DeliveryRequested":
      case "DeliveryReleased":
        break
      case "DeliveryCancelled":
        this.open = null
        break
    }
    this.status = deliveryStatusAfter[event._tag] ?? this.status
  }

  /** The state says the same. */
  agreesWith(delivery: Delivery): void {
    expect(delivery.status).toBe(this.status)
    expect(new Set(delivery.declinedBy)).toEqual(this.barred)
    expect(delivery.declinedBy.length).toBe(this.barred.size)
    expect(delivery.courierId).toBe(this.carrier)
    expect(delivery.offerId).toBe(this.open?.offerId ?? null)
    expect(delivery.offeredTo).toBe(this.open?.courierId ?? null)
    expect(delivery.epoch).toBe(this.epoch)
    expect(delivery.endedAtMs !== null).toBe(TERMINAL_DELIVERY_STATUSES.has(delivery.status))
  }
}

const edges = new Set(
  deliveryTransitions.rows
    .filter((row) => row.events.length === 1)
    .map((row) => `${row.from} ${row.events.join()} ${row.to}`)
)

/** Plays a history beside the model; gives commands and events. */
const play = (asks: ReadonlyArray<Ask>) => {
  const events: Array<DeliveryEvent> = []
  const commands: Array<DeliveryCommand> = []
  const model = new Model()
  let state: DeliveryState = initialDelivery
  let atMs = REQUESTED_AT_MS
  for (const ask of asks) {
    atMs += ask.waitMs
    const command = commandOf(ask, state, atMs)
    commands.push(command)
    const decided = decideDelivery(state, command, atMs)
    if (Result.isFailure(decided)) {
      expect(decided.failure.message.length).toBeGreaterThan(20)
      continue
    }
    for (const event of decided.success) {
      const next: Delivery = evolveDelivery(state, event)
      expect(event.version, "P4: versions are dense").toBe(state.version + 1)
      expect(edges, "P4: along the table").toContain(`${state.status} ${event._tag} ${next.status}`)
      if (state.status !== "none") expect(event.atMs).toBeGreaterThanOrEqual(state.updatedAtMs)
      model.take(event)
      model.agreesWith(next)
      state = next
      events.push(event)
    }
  }
  return { events, commands, state }
}

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const decodeEvent = Schema.decodeUnknownSync(DeliveryEvent)
const decodeCommand = Schema.decodeUnknownSync(DeliveryCommand)
const decodeDelivery = Schema.decodeUnknownSync(Delivery)

describe("any history of a delivery", () => {
  it("has one courier at most (P3), asks nobody who declined (S11), and obeys the newest dispatcher (S84)", () => {
    fc.assert(
      fc.property(history, (asks) => {
        play(asks)
      }),
      { numRuns: 1_000 }
    )
  })

  it("can be stored and replayed: state is nothing but its events", () => {
    fc.assert(
      fc.property(history, (asks) => {
        const { events, commands, state } = play(asks)
        const restored = replay(
          deliveryDecider,
          events.map((event) => decodeEvent(throughJson(event)))
        )
        expect(restored).toEqual(state)
        if (state.status !== "none") expect(decodeDelivery(throughJson(state))).toEqual(state)
        for (const command of commands) expect(decodeCommand(throughJson(command))).toEqual(command)
      }),
      { numRuns: 200 }
    )
  })

  it("tells a view of the order who carries it (C27)", () => {
    fc.assert(
      fc.property(history, (asks) => {
        const { events, state } = play(asks)
        const assigned = events.reduce(projectAssignedCourier, null)
        if (state.status === "none" || state.status === "cancelled") expect(assigned).toBeNull()
        else expect(assigned).toBe(state.courierId)
      }),
      { numRuns: 200 }
    )
  })
})
