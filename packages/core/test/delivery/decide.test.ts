import {
  decideDelivery,
  type DeliveryCommand,
  type DeliveryState,
  DeliveryStatus,
  deliveryStatusAfter,
  deliveryTransitions,
  evolveDelivery,
  initialDelivery,
  InvariantViolation,
  Limits,
  OfferId,
  TERMINAL_DELIVERY_STATUSES,
  UnassignReason
} from "@hotbag/core"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import {
  after,
  ana,
  bo,
  deliveryCommands,
  deliveryIn,
  EXPIRES_AT_MS,
  first,
  REQUESTED_AT_MS,
  second
} from "./deliveries.ts"

const statuses = ["none" as const, ...DeliveryStatus.literals]
const commands = Object.values(deliveryCommands)
const LATER_MS = REQUESTED_AT_MS + 1_000

const { OfferDelivery, RequestDelivery } = deliveryCommands
const planned = after([{ ...RequestDelivery, released: false }])
const declined = after([deliveryCommands.RejectOffer], LATER_MS, deliveryIn("offered"))
const timedOut = after([deliveryCommands.TimeOutOffer], EXPIRES_AT_MS, deliveryIn("offered"))

/** The state for a pair: released late, declined or timed out where the command is about that. */
const stateFor = (status: (typeof statuses)[number], command: DeliveryCommand): DeliveryState => {
  if (status !== "requested") return deliveryIn(status)
  if (command._tag === "ReleaseDelivery") return planned
  if (command._tag === "RejectOffer") return declined
  if (command._tag === "TimeOutOffer" || command._tag === "WithdrawOffer") return timedOut
  return deliveryIn(status)
}

/**
 * The whole lifecycle by hand, against which the table is checked: `>` something happens, `=` a repeat that changes
 * nothing, `.` rejected. Columns are the commands in the order of `deliveryCommands`.
 */
const grid: Readonly<Record<(typeof statuses)[number], string>> = {
  //                Rq Rl Of Ac Rj To Wd Ar Pu Ac Co Fa Re Ca
  none: "           >  .  .  .  .  .  .  .  .  .  .  .  .  . ",
  requested: "      .  >  >  .  =  =  =  .  .  .  .  .  .  > ",
  offered: "        .  =  =  >  >  >  >  .  .  .  .  .  .  > ",
  accepted: "       .  =  .  =  .  =  .  >  >  .  .  >  >  > ",
  "at-restaurant": ".  =  .  =  .  =  .  =  >  .  .  >  >  > ",
  "picked-up": "    .  =  .  =  .  =  .  =  =  >  >  >  .  . ",
  "at-customer": "  .  =  .  =  .  =  .  =  =  =  >  >  .  . ",
  delivered: "      .  =  .  =  .  =  .  =  =  =  =  .  .  . ",
  failed: "         .  .  .  .  .  .  .  .  .  .  .  =  .  . ",
  cancelled: "      .  .  .  .  .  .  .  .  .  .  .  .  .  = "
}

describe("every status × command pair of a delivery (S10, S42, S43, P4)", () => {
  it.each(statuses.flatMap((status) => commands.map((command) => ({ status, command }))))(
    "$status × $command._tag",
    ({ status, command }) => {
      const state = stateFor(status, command)
      expect(state.status).toBe(status)
      const cell = deliveryTransitions.find(status, command._tag)
      const mark = grid[status].replaceAll(" ", "").charAt(commands.indexOf(command))
      expect(cell === undefined ? "." : cell.events.length === 0 ? "=" : ">").toBe(mark)
      const before = structuredClone(state)
      const atMs = command._tag === "TimeOutOffer" ? EXPIRES_AT_MS : LATER_MS
      const decided = decideDelivery(state, command, atMs)
      expect(state).toEqual(before)
      if (cell === undefined) {
        expect(Result.isFailure(decided)).toBe(true)
        return
      }
      const events = Result.getOrThrow(decided)
      expect(events.map((event) => event._tag)).toEqual(cell.events)
      let next = state
      for (const event of events) {
        expect(event.version).toBe(next.version + 1)
        next = evolveDelivery(next, event)
        expect(next.status).toBe(deliveryStatusAfter[event._tag] ?? status)
      }
      expect(next.status).toBe(cell.to)
    }
  )
})

const rejection = (state: DeliveryState, command: DeliveryCommand, atMs = LATER_MS) => {
  const decided = decideDelivery(state, command, atMs)
  return Result.isFailure(decided) ? decided.failure : undefined
}

describe("rejections say what was wrong and what to do", () => {
  it("before the request, after it, and in the wrong status", () => {
    expect(rejection(initialDelivery, OfferDelivery)).toMatchObject({ _tag: "DeliveryNotRequested" })
    expect(rejection(planned, RequestDelivery)).toMatchObject({ _tag: "DeliveryAlreadyRequested" })
    expect(rejection(planned, deliveryCommands.CompleteDelivery)).toMatchObject({
      _tag: "DeliveryTransitionRefused",
      message: "The delivery is requested; CompleteDelivery is possible while it is picked-up, at-customer."
    })
  })

  it("after the end", () => {
    for (const status of DeliveryStatus.literals.filter((status) => TERMINAL_DELIVERY_STATUSES.has(status))) {
      expect(rejection(deliveryIn(status), OfferDelivery)).toMatchObject({ _tag: "DeliveryEnded", status })
    }
  })
})

describe("offers", () => {
  const toBo = { ...OfferDelivery, offerId: second, courierId: bo }

  it("wait for the release of a delivery that is only planned with (C10)", () => {
    expect(rejection(planned, OfferDelivery)).toMatchObject({ _tag: "DeliveryNotReleased" })
    const released = after([deliveryCommands.ReleaseDelivery], LATER_MS, planned)
    expect(rejection(released, OfferDelivery)).toBeUndefined()
    expect(decideDelivery(released, deliveryCommands.ReleaseDelivery, LATER_MS)).toEqual(Result.succeed([]))
  })

  it("are never made again to a courier who declined (S11)", () => {
    const again = { ...OfferDelivery, offerId: second }
    expect(rejection(declined, again)).toMatchObject({ _tag: "CourierDeclined", courierId: ana })
    expect(rejection(declined, toBo)).toBeUndefined()
  })

  it("may be made again to a courier who missed one, or from whom one was withdrawn", () => {
    const withdrawn = after([deliveryCommands.WithdrawOffer], LATER_MS, deliveryIn("offered"))
    const again = { ...OfferDelivery, offerId: second, expiresAtMs: EXPIRES_AT_MS + 1 }
    expect(rejection(timedOut, again, EXPIRES_AT_MS)).toBeUndefined()
    expect(rejection(withdrawn, again)).toBeUndefined()
  })

  it("are open one at a time", () => {
    expect(rejection(deliveryIn("offered"), toBo)).toMatchObject({ _tag: "OfferStillOpen", offerId: first })
    const sameIdToBo = { ...OfferDelivery, courierId: bo }
    expect(rejection(deliveryIn("offered"), sameIdToBo)).toMatchObject({ _tag: "OfferStillOpen" })
  })

  it("have fresh ids", () => {
    expect(rejection(timedOut, { ...OfferDelivery, expiresAtMs: LATER_MS * 2 }, EXPIRES_AT_MS)).toMatchObject(
      {
        _tag: "OfferGone"
      }
    )
  })

  it("leave time to answer, and can be answered until just before they expire", () => {
    const offered = deliveryIn("offered")
    expect(rejection(deliveryIn("requested"), OfferDelivery, EXPIRES_AT_MS)).toMatchObject({
      _tag: "OfferExpired"
    })
    expect(rejection(offered, deliveryCommands.AcceptOffer, EXPIRES_AT_MS - 1)).toBeUndefined()
    expect(rejection(offered, deliveryCommands.AcceptOffer, EXPIRES_AT_MS)).toMatchObject({
      _tag: "OfferExpired"
    })
  })

  it("never expire early, whatever a timer says (F11)", () => {
    const offered = deliveryIn("offered")
    expect(rejection(offered, deliveryCommands.TimeOutOffer, EXPIRES_AT_MS - 1)).toMatchObject({
      _tag: "OfferStillOpen"
    })
    expect(rejection(offered, deliveryCommands.TimeOutOffer, EXPIRES_AT_MS)).toBeUndefined()
  })

  it("are answered by whom they were made to", () => {
    const offered = deliveryIn("offered")
    for (const tag of ["AcceptOffer", "RejectOffer"] as const) {
      expect(rejection(offered, { _tag: tag, offerId: first, courierId: bo })).toMatchObject({
        _tag: "OfferGone"
      })
      expect(rejection(offered, { _tag: tag, offerId: second, courierId: ana })).toMatchObject({
        _tag: "OfferGone"
      })
    }
    expect(rejection(offered, { _tag: "TimeOutOffer", offerId: second })).toMatchObject({ _tag: "OfferGone" })
    expect(rejection(declined, { _tag: "RejectOffer", offerId: first, courierId: bo })).toMatchObject({
      _tag: "OfferGone"
    })
  })

  it("go to one of two couriers who are fastest (S84)", () => {
    const accepted = deliveryIn("accepted")
    expect(rejection(accepted, { ...deliveryCommands.AcceptOffer, courierId: bo })).toMatchObject({
      _tag: "WrongCourier"
    })
    expect(rejection(accepted, { ...deliveryCommands.AcceptOffer, offerId: second })).toMatchObject({
      _tag: "OfferGone"
    })
  })

  it("are counted, and end at a limit", () => {
    let state = deliveryIn("requested")
    for (let i = 0; i < Limits.offersPerDelivery; i++) {
      const offerId = OfferId.make(`again-${i}`)
      const withdraw = { ...deliveryCommands.WithdrawOffer, offerId }
      state = after([{ ...OfferDelivery, offerId }, withdraw], LATER_MS, state)
    }
    expect(state).toMatchObject({ attempts: Limits.offersPerDelivery })
    expect(rejection(state, OfferDelivery)).toMatchObject({ _tag: "TooManyOffers" })
  })
})

describe("the fencing token (S84, P3, F15)", () => {
  const stale = { _tag: "StaleEpoch", seen: 3, given: 2 }

  it("refuses a dispatcher that was replaced", () => {
    const offered = deliveryIn("offered")
    const again = { ...OfferDelivery, offerId: second, epoch: 2, expiresAtMs: EXPIRES_AT_MS + 1 }
    expect(rejection(timedOut, again, EXPIRES_AT_MS)).toMatchObject(stale)
    expect(rejection(offered, { ...OfferDelivery, epoch: 2 })).toMatchObject(stale)
    expect(rejection(offered, { ...deliveryCommands.WithdrawOffer, epoch: 2 })).toMatchObject(stale)
    expect(rejection(timedOut, { ...deliveryCommands.WithdrawOffer, epoch: 2 })).toMatchObject(stale)
    expect(
      rejection(deliveryIn("accepted"), { ...deliveryCommands.ReassignDelivery, epoch: 2 })
    ).toMatchObject(stale)
  })

  it("lets the next one in, and remembers it", () => {
    const withdrawn = after(
      [{ ...deliveryCommands.WithdrawOffer, epoch: 4 }],
      LATER_MS,
      deliveryIn("offered")
    )
    expect(withdrawn).toMatchObject({ epoch: 4, status: "requested" })
    expect(rejection(withdrawn, { ...OfferDelivery, offerId: second })).toMatchObject({ seen: 4, given: 3 })
  })
})

describe("taking a delivery from its courier", () => {
  it.each(UnassignReason.literals)("because of %s", (reason) => {
    const reassigned = after(
      [{ ...deliveryCommands.ReassignDelivery, reason }],
      LATER_MS,
      deliveryIn("at-restaurant")
    )
    const own = reason.startsWith("courier-")
    expect(reassigned).toMatchObject({
      status: "requested",
      courierId: null,
      acceptedAtMs: null,
      arrivedAtRestaurantAtMs: null,
      declinedBy: own ? [ana] : []
    })
    const again = rejection(reassigned, { ...OfferDelivery, offerId: second })
    if (own) expect(again).toMatchObject({ _tag: "CourierDeclined" })
    else expect(again).toBeUndefined()
  })

  it("needs the courier's name, so that a late request does not hit the next one", () => {
    expect(
      rejection(deliveryIn("accepted"), { ...deliveryCommands.ReassignDelivery, courierId: bo })
    ).toMatchObject({ _tag: "WrongCourier", known: ana, given: bo })
  })
})

describe("stops", () => {
  it.each(["ArriveAtRestaurant", "PickUp", "ArriveAtCustomer", "CompleteDelivery"] as const)(
    "%s is reported by the courier who has the work (P3)",
    (tag) => {
      for (const status of DeliveryStatus.literals) {
        const rejected = rejection(deliveryIn(status), { _tag: tag, courierId: bo })
        expect(rejected).toBeDefined()
      }
    }
  )

  it("that went unreported are taken from the later ones", () => {
    expect(after([deliveryCommands.PickUp], LATER_MS, deliveryIn("accepted"))).toMatchObject({
      arrivedAtRestaurantAtMs: LATER_MS,
      pickedUpAtMs: LATER_MS
    })
    expect(after([deliveryCommands.CompleteDelivery], LATER_MS, deliveryIn("picked-up"))).toMatchObject({
      arrivedAtCustomerAtMs: LATER_MS,
      endedAtMs: LATER_MS
    })
  })

  it("name the courier when the delivery is cancelled", () => {
    for (const [status, courierId] of [
      ["requested", null],
      ["offered", ana],
      ["accepted", ana]
    ] as const) {
      const decided = decideDelivery(deliveryIn(status), deliveryCommands.CancelDelivery, LATER_MS)
      expect(Result.getOrThrow(decided)).toMatchObject([{ courierId }])
    }
  })
})

it("evolve refuses events out of sequence, of another delivery, or without a request", () => {
  const requested = deliveryIn("requested")
  const [event] = Result.getOrThrow(decideDelivery(requested, OfferDelivery, LATER_MS))
  const [request] = Result.getOrThrow(decideDelivery(initialDelivery, RequestDelivery, LATER_MS))
  if (event === undefined || request === undefined) throw new Error("nothing decided")
  expect(() => evolveDelivery(requested, { ...event, version: 3 })).toThrow(InvariantViolation)
  expect(() => evolveDelivery(requested, request)).toThrow(InvariantViolation)
  expect(() => evolveDelivery(initialDelivery, { ...event, version: 1 })).toThrow(InvariantViolation)
  expect(() => evolveDelivery(requested, Object.assign({}, event, { deliveryId: "delivery-2" }))).toThrow(
    InvariantViolation
  )
})
