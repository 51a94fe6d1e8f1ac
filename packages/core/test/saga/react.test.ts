import {
  defaultSagaOptions,
  initialSaga,
  InvariantViolation,
  isSettled,
  Limits,
  OrderSaga,
  PaymentId,
  react,
  type SagaOptions,
  SagaReaction
} from "@hotbag/core"
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { ana, deliveryCommands } from "../delivery/deliveries.ts"
import { orderCommands, payment, placeOrder, PLACED_AT_MS } from "../order/orders.ts"
import { brief, Script } from "./Script.ts"

const granted = { _tag: "AuthorisationGranted", paymentId: payment, funds: "held" } as const
const READY_AT_MS = orderCommands.ConfirmOrder.readyEstimateAtMs

/** A saga that has seen an order confirmed. */
const confirmed = (change: Partial<SagaOptions> = {}, autoAccept = false) => {
  const script = new Script({ ...defaultSagaOptions, ...change }, PLACED_AT_MS)
  script.order({ ...placeOrder, autoAccept })
  script.tell(granted)
  script.order(orderCommands.AuthorisePayment)
  return script
}

/** …and its courier with the food. */
const pickedUp = () => {
  const script = confirmed()
  script.order(orderCommands.ConfirmOrder)
  for (const tag of ["RequestDelivery", "OfferDelivery", "AcceptOffer", "PickUp"] as const) {
    script.delivery(deliveryCommands[tag])
  }
  script.order(orderCommands.MarkPickedUp)
  return script
}

describe("the saga of an order that is delivered (S8–S10, S18, S69)", () => {
  it("leads it from placement to captured money", () => {
    const script = new Script(defaultSagaOptions, PLACED_AT_MS)
    expect(brief(script.order(placeOrder))).toEqual(["authorise", "set payment"])
    expect(brief(script.tell(granted))).toEqual(["cancel payment", "AuthorisePayment"])
    expect(brief(script.order(orderCommands.AuthorisePayment))).toEqual(["ask restaurant", "set restaurant"])
    expect(brief(script.tell({ _tag: "RestaurantAccepted", readyEstimateAtMs: READY_AT_MS }))).toEqual([
      "ConfirmOrder"
    ])
    expect(brief(script.order(orderCommands.ConfirmOrder))).toEqual([
      "cancel restaurant",
      "tell customer order-confirmed",
      "RequestDelivery",
      "set courier"
    ])
    expect(brief(script.delivery(deliveryCommands.RequestDelivery))).toEqual([])
    expect(brief(script.delivery(deliveryCommands.OfferDelivery))).toEqual(["tell courier offer"])
    expect(brief(script.delivery(deliveryCommands.AcceptOffer))).toEqual([
      "cancel courier",
      "NoteCourierAssigned"
    ])
    expect(brief(script.order(orderCommands.NoteCourierAssigned))).toEqual(["tell customer courier-assigned"])
    expect(brief(script.order(orderCommands.StartPreparing))).toEqual([])
    expect(brief(script.delivery(deliveryCommands.ArriveAtRestaurant))).toEqual([
      "tell restaurant courier-at-restaurant"
    ])
    expect(brief(script.delivery(deliveryCommands.PickUp))).toEqual(["MarkPickedUp"])
    expect(brief(script.order(orderCommands.MarkPickedUp))).toEqual(["tell customer courier-en-route"])
    expect(brief(script.delivery(deliveryCommands.ArriveAtCustomer))).toEqual([
      "tell customer courier-arriving"
    ])
    expect(brief(script.delivery(deliveryCommands.CompleteDelivery))).toEqual(["MarkDelivered"])
    expect(brief(script.order(orderCommands.MarkDelivered))).toEqual([
      "capture",
      "set payment",
      "tell customer delivered"
    ])
    expect(isSettled(script.saga)).toBe(false)
    expect(brief(script.tell({ _tag: "SettlementDone", operation: "capture" }))).toEqual(["cancel payment"])
    expect(isSettled(script.saga)).toBe(true)
  })

  it("confirms at once when the restaurant takes every order (C5)", () => {
    const script = new Script(defaultSagaOptions, PLACED_AT_MS)
    script.order({ ...placeOrder, autoAccept: true })
    script.tell(granted)
    expect(script.order(orderCommands.AuthorisePayment)).toMatchObject([
      { command: { _tag: "ConfirmOrder", readyEstimateAtMs: PLACED_AT_MS + placeOrder.preparationMs } }
    ])
  })

  it("asks the gateway for nothing more when the money was taken at once", () => {
    const script = new Script(defaultSagaOptions, PLACED_AT_MS)
    script.order(placeOrder)
    script.tell({ ...granted, funds: "taken" })
    for (const tag of ["AuthorisePayment", "ConfirmOrder", "MarkPickedUp"] as const) {
      script.order(orderCommands[tag])
    }
    expect(brief(script.order(orderCommands.MarkDelivered))).toEqual([
      "cancel courier",
      "tell customer delivered"
    ])
    expect(isSettled(script.saga)).toBe(true)
  })

  it("takes the money for held when the order learned of it elsewhere", () => {
    const script = new Script(defaultSagaOptions, PLACED_AT_MS)
    script.order(placeOrder)
    expect(brief(script.order(orderCommands.AuthorisePayment))).toEqual([
      "cancel payment",
      "ask restaurant",
      "set restaurant"
    ])
    expect(brief(script.tell(granted))).toEqual([])
  })

  it("says again what the order missed when its delivery ran ahead", () => {
    const script = confirmed()
    script.order(orderCommands.ConfirmOrder)
    for (const tag of [
      "RequestDelivery",
      "OfferDelivery",
      "AcceptOffer",
      "PickUp",
      "CompleteDelivery"
    ] as const) {
      script.delivery(deliveryCommands[tag])
    }
    expect(brief(script.order(orderCommands.MarkPickedUp))).toContain("MarkDelivered")
  })
})

describe("when dispatch begins (C10)", () => {
  it("created: plans from placement, asks couriers after confirmation", () => {
    const script = new Script({ ...defaultSagaOptions, trigger: "created" }, PLACED_AT_MS)
    const request = script.order(placeOrder).find((reaction) => reaction._tag === "CommandDelivery")
    expect(request).toMatchObject({ command: { _tag: "RequestDelivery", released: false } })
    script.tell(granted)
    script.order(orderCommands.AuthorisePayment)
    expect(brief(script.order(orderCommands.ConfirmOrder))).toContain("ReleaseDelivery")
  })

  it("jit: asks couriers when they would meet the food", () => {
    const script = confirmed({ trigger: "jit", jitLeadMs: 60_000 })
    const reactions = script.order(orderCommands.ConfirmOrder)
    expect(brief(reactions)).toContain("RequestDelivery")
    expect(reactions.at(-1)).toMatchObject({ timer: "release", dueAtMs: READY_AT_MS - 60_000 })
    const revised = script.order(orderCommands.RevisePreparation)
    const dueAtMs = orderCommands.RevisePreparation.readyEstimateAtMs - 60_000
    expect(revised).toMatchObject([{ timer: "release", dueAtMs }])
    expect(
      brief(script.tell({ _tag: "TimerFired", timer: "release", dueAtMs: READY_AT_MS - 60_000 }))
    ).toEqual([])
    script.atMs = dueAtMs
    expect(brief(script.tell({ _tag: "TimerFired", timer: "release", dueAtMs }))).toEqual([
      "ReleaseDelivery",
      "set courier"
    ])
  })

  it("jit: at once when the food is ready sooner", () => {
    const script = confirmed({ trigger: "jit", jitLeadMs: 60_000 })
    script.order(orderCommands.ConfirmOrder)
    expect(brief(script.order(orderCommands.MarkReady))).toEqual([
      "cancel release",
      "ReleaseDelivery",
      "set courier"
    ])
    const late = confirmed({ trigger: "jit", jitLeadMs: 3_600_000 })
    const request = late
      .order(orderCommands.ConfirmOrder)
      .find((reaction) => reaction._tag === "CommandDelivery")
    expect(request).toMatchObject({ command: { _tag: "RequestDelivery", released: true } })
  })
})

describe("an order that ends otherwise (S8, S25, S26)", () => {
  it("declined: nothing was taken", () => {
    const script = new Script(defaultSagaOptions, PLACED_AT_MS)
    script.order(placeOrder)
    const refusal = { _tag: "AuthorisationRefused", reason: "card expired" } as const
    expect(brief(script.tell(refusal))).toEqual(["cancel payment", "DeclinePayment"])
    expect(brief(script.order(orderCommands.DeclinePayment))).toEqual(["tell customer payment-declined"])
    expect(isSettled(script.saga)).toBe(true)
    expect(brief(script.tell(granted)), "held after all").toEqual(["void", "set payment"])
  })

  it("rejected by the restaurant: voided", () => {
    const script = confirmed()
    expect(brief(script.tell({ _tag: "RestaurantRefused", reason: "closed" }))).toEqual(["RejectOrder"])
    expect(brief(script.order(orderCommands.RejectOrder))).toEqual([
      "cancel restaurant",
      "void",
      "set payment",
      "tell customer order-rejected"
    ])
  })

  it("silence is a refusal, but no confirmation is undone", () => {
    const script = confirmed()
    const dueAtMs = PLACED_AT_MS + Limits.restaurantAnswerMs
    script.atMs = dueAtMs
    const fired = { _tag: "TimerFired", timer: "restaurant", dueAtMs } as const
    expect(brief(script.tell(fired))).toEqual(["escalate restaurant-silent", "RejectOrder"])
    const faster = confirmed()
    faster.order(orderCommands.ConfirmOrder)
    expect(brief(faster.tell(fired))).toEqual([])
  })

  it("cancelled while a courier is on the way: the delivery is cancelled and everybody told", () => {
    const script = confirmed()
    script.order(orderCommands.ConfirmOrder)
    for (const tag of ["RequestDelivery", "OfferDelivery", "AcceptOffer"] as const) {
      script.delivery(deliveryCommands[tag])
    }
    expect(brief(script.order(orderCommands.CancelOrder))).toEqual([
      "void",
      "set payment",
      "CancelDelivery",
      "tell customer order-cancelled",
      "tell restaurant order-cancelled"
    ])
    expect(brief(script.delivery(deliveryCommands.CancelDelivery))).toEqual([
      "tell courier delivery-cancelled"
    ])
  })

  it("cancelled as the courier picks up: the delivery fails", () => {
    const script = confirmed()
    script.order(orderCommands.ConfirmOrder)
    for (const tag of ["RequestDelivery", "OfferDelivery", "AcceptOffer"] as const) {
      script.delivery(deliveryCommands[tag])
    }
    script.order(orderCommands.CancelOrder)
    expect(brief(script.delivery(deliveryCommands.PickUp))).toEqual(["FailDelivery"])
    expect(brief(script.delivery(deliveryCommands.CompleteDelivery))).toEqual([
      "escalate delivered-after-end"
    ])
  })

  it("cancelled before its delivery was there: the delivery is cancelled when it is", () => {
    const script = confirmed()
    script.order(orderCommands.ConfirmOrder)
    expect(brief(script.order(orderCommands.CancelOrder))).toContain("CancelDelivery")
    expect(brief(script.delivery(deliveryCommands.RequestDelivery))).toEqual(["CancelDelivery"])
  })

  it("failed: voided", () => {
    const script = pickedUp()
    expect(brief(script.delivery(deliveryCommands.FailDelivery))).toEqual(["MarkFailed"])
    expect(brief(script.order(orderCommands.MarkFailed))).toEqual([
      "void",
      "set payment",
      "tell customer order-failed",
      "tell restaurant order-failed"
    ])
  })

  it("failed while the courier is on the way: the delivery fails too", () => {
    expect(brief(pickedUp().order(orderCommands.MarkFailed))).toContain("FailDelivery")
  })

  it("refunded when the money had been taken, and said so once", () => {
    const script = new Script(defaultSagaOptions, PLACED_AT_MS)
    script.order(placeOrder)
    script.tell({ ...granted, funds: "taken" })
    expect(brief(script.order(orderCommands.CancelOrder))).toContain("refund")
    const done = { _tag: "SettlementDone", operation: "refund" } as const
    expect(brief(script.tell(done))).toEqual(["cancel payment", "tell customer refunded"])
    expect(brief(script.tell(done))).toEqual([])
  })

  it("cancelled before the gateway answered: let go when it does", () => {
    const script = new Script(defaultSagaOptions, PLACED_AT_MS)
    script.order(placeOrder)
    expect(brief(script.order(orderCommands.CancelOrder))).toEqual(["tell customer order-cancelled"])
    expect(brief(script.tell(granted))).toEqual(["cancel payment", "void", "set payment"])
  })
})

describe("looking for a courier (S12)", () => {
  it("begins anew when the courier is lost", () => {
    const script = confirmed()
    script.order(orderCommands.ConfirmOrder)
    for (const tag of ["RequestDelivery", "OfferDelivery", "AcceptOffer"] as const) {
      script.delivery(deliveryCommands[tag])
    }
    expect(brief(script.delivery(deliveryCommands.ReassignDelivery))).toEqual([
      "NoteCourierUnassigned",
      "tell courier delivery-reassigned",
      "set courier"
    ])
  })

  it("tells operations, then gives up; either may be switched off", () => {
    const wait = (options: Partial<SagaOptions>) => {
      const script = confirmed(options)
      const seen: Array<string> = []
      let reactions = script.order(orderCommands.ConfirmOrder)
      for (;;) {
        const timer = reactions.find((reaction) => reaction._tag === "SetTimer")
        if (timer === undefined) return seen
        script.atMs = timer.dueAtMs
        reactions = script.tell({ _tag: "TimerFired", timer: "courier", dueAtMs: timer.dueAtMs })
        seen.push(`${(timer.dueAtMs - PLACED_AT_MS) / 60_000} min`, ...brief(reactions))
      }
    }
    const given = ["60 min", "escalate gave-up-without-courier", "CancelOrder"]
    expect(wait({})).toEqual(["10 min", "escalate no-courier", "set courier", ...given])
    expect(wait({ courierEscalateMs: null })).toEqual(given)
    expect(wait({ courierGiveUpMs: null })).toEqual(["10 min", "escalate no-courier"])
    expect(wait({ courierEscalateMs: null, courierGiveUpMs: null })).toEqual([])
  })

  it("counts no wait for food that takes long, until a courier would be asked just in time; nor when the kitchen needs more time", () => {
    const script = confirmed({ trigger: "confirmed" })
    const minutes = (reactions: ReadonlyArray<SagaReaction>) =>
      reactions.flatMap((reaction) =>
        reaction._tag === "SetTimer" && reaction.timer === "courier"
          ? [(reaction.dueAtMs - PLACED_AT_MS) / 60_000]
          : []
      )
    const fire = (atMin: number) => {
      script.atMs = PLACED_AT_MS + atMin * 60_000
      return script.tell({ _tag: "TimerFired", timer: "courier", dueAtMs: script.atMs })
    }
    const ready = (inMin: number) => ({ readyEstimateAtMs: PLACED_AT_MS + inMin * 60_000 })
    // Twelve minutes before the food a courier is needed, ten minutes later operations are told.
    expect(minutes(script.order({ ...orderCommands.ConfirmOrder, ...ready(100) }))).toEqual([98])
    script.order({ ...orderCommands.RevisePreparation, ...ready(130) })
    const early = fire(98)
    expect(minutes(early)).toEqual([128])
    expect(brief(early)).toEqual(["set courier"])
    expect(brief(fire(128))).toEqual(["escalate no-courier", "set courier"])
    expect(brief(fire(178))).toEqual(["escalate gave-up-without-courier", "CancelOrder"])
  })

  it("ends with the order when the delivery is cancelled from outside", () => {
    const script = confirmed()
    script.order(orderCommands.ConfirmOrder)
    script.delivery(deliveryCommands.RequestDelivery)
    expect(brief(script.delivery(deliveryCommands.CancelDelivery))).toEqual(["cancel courier", "CancelOrder"])
  })
})

describe("a gateway that does not answer (F12, P5)", () => {
  it("is asked again ever more slowly under one key, until the order is given up but never the money", () => {
    const script = new Script(defaultSagaOptions, PLACED_AT_MS)
    let reactions = script.order(placeOrder)
    const keys = new Set<string>()
    const waits: Array<number> = []
    const escalated: Array<string> = []
    for (let i = 0; i < 8; i++) {
      for (const reaction of reactions) if (reaction._tag === "RequestPayment") keys.add(reaction.key)
      const timer = reactions.find((reaction) => reaction._tag === "SetTimer")
      if (timer === undefined) throw new Error("nobody will ask again")
      waits.push((timer.dueAtMs - script.atMs) / 1_000)
      script.atMs = timer.dueAtMs
      reactions = script.tell({ _tag: "TimerFired", timer: "payment", dueAtMs: timer.dueAtMs })
      escalated.push(...brief(reactions).filter((what) => /escalate|Cancel/.test(what)))
    }
    expect([...keys]).toEqual([`${placeOrder.orderId}:authorise:1`])
    expect(waits).toEqual([8, 16, 32, 64, 120, 120, 120, 120])
    expect(escalated).toEqual(["escalate payment-unanswered", "CancelOrder"])
  })

  it("is asked under a new key after it refused to settle", () => {
    const script = pickedUp()
    const [first] = script.order(orderCommands.MarkDelivered)
    expect(first).toMatchObject({ operation: "capture", key: `${placeOrder.orderId}:capture:1` })
    const refusal = { _tag: "SettlementRefused", operation: "capture", reason: "try later" } as const
    expect(brief(script.tell(refusal))).toEqual(["escalate settlement-refused"])
    const dueAtMs = PLACED_AT_MS + Limits.paymentAnswerMs
    script.atMs = dueAtMs
    expect(script.tell({ _tag: "TimerFired", timer: "payment", dueAtMs })[0]).toMatchObject({
      operation: "capture",
      key: `${placeOrder.orderId}:capture:2`
    })
    expect(brief(script.tell({ ...refusal, operation: "void" }))).toEqual([])
    expect(brief(script.tell({ _tag: "SettlementDone", operation: "void" }))).toEqual([])
  })

  it("that charges twice is a case for a person", () => {
    const other = { ...granted, paymentId: PaymentId.make("pay-2") }
    expect(brief(confirmed().tell(other))).toEqual(["escalate second-payment"])
  })
})

describe("facts", () => {
  it("that are known change nothing", () => {
    const script = confirmed()
    const before = script.saga
    expect(brief(script.tell(granted))).toEqual([])
    expect(brief(script.tell({ _tag: "TimerFired", timer: "courier", dueAtMs: 1 }))).toEqual([])
    expect(script.saga).toEqual(before)
  })

  it("must not be missing (P7)", () => {
    const script = new Script(defaultSagaOptions, PLACED_AT_MS)
    expect(() => script.tell(granted)).toThrow(InvariantViolation)
    script.order(placeOrder)
    const { orderId, deliveryId } = placeOrder
    const header = { orderId, version: 3, atMs: PLACED_AT_MS }
    expect(() => script.tell({ ...header, _tag: "FoodReady", reported: true })).toThrow(InvariantViolation)
    expect(() => script.tell({ ...header, _tag: "DeliveryReleased", deliveryId })).toThrow(InvariantViolation)
    expect(() => react(initialSaga, { ...header, _tag: "DeliveryReleased", deliveryId }, 0)).toThrow(
      InvariantViolation
    )
    expect(() => react(initialSaga, { ...header, version: 1, _tag: "OrderDelivered" }, 0)).toThrow(
      InvariantViolation
    )
  })

  it("and reactions and state can be stored", () => {
    const script = confirmed()
    const reactions = script.order(orderCommands.ConfirmOrder)
    const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
    const decode = Schema.decodeUnknownSync(Schema.Array(SagaReaction))
    expect(decode(throughJson(reactions))).toEqual(reactions)
    expect(Schema.decodeUnknownSync(OrderSaga)(throughJson(script.saga))).toEqual(script.saga)
  })

  it("name the courier whom a notice is for (S20)", () => {
    const script = confirmed()
    script.order(orderCommands.ConfirmOrder)
    script.delivery(deliveryCommands.RequestDelivery)
    const [notice] = script.delivery(deliveryCommands.OfferDelivery)
    expect(notice).toMatchObject({ to: "courier", courierId: ana, key: "delivery-1:2:courier" })
  })
})
