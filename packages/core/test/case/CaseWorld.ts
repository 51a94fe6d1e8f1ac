import {
  advanceCase,
  type CaseEntry,
  type CaseInput,
  type CaseOptions,
  type CaseRejection,
  type CaseState,
  type CaseStep,
  CourierId,
  type Errand,
  fromOutside,
  isCase,
  nextTimer,
  noCase,
  OfferId,
  PaymentId,
  toDelivery,
  toOrder
} from "@hotbag/core"
import { Result } from "effect"
import { Gateway } from "../saga/Gateway.ts"
import { placeOrder } from "../order/orders.ts"

/** What the people around a case are like once nothing goes wrong any more. */
export interface Temper {
  readonly autoAccept: boolean
  readonly restaurantAnswers: boolean
  readonly couriersCome: boolean
}

const couriers = ["ana", "bo", "cy"].map((name) => CourierId.make(name))
const offers = ["one", "two", "three", "four"].map((name) => OfferId.make(`offer-${name}`))

/** One case and the world around it. Inputs are drawn by number, so that a list of numbers is a whole history. */
export class CaseWorld {
  state: CaseState = noCase
  nowMs = 1_000_000
  readonly log: Array<CaseEntry> = []
  readonly errands: Array<Errand> = []
  readonly refusals: Array<CaseRejection> = []
  readonly gateway = new Gateway()
  readonly #options: CaseOptions
  readonly #temper: Temper
  #fresh = 0

  constructor(options: CaseOptions, temper: Temper) {
    this.#options = options
    this.#temper = temper
  }

  /** Does the input; what it did, or why not. */
  send(input: CaseInput): Result.Result<CaseStep, CaseRejection> {
    const result = advanceCase(this.state, input, this.nowMs, this.#options)
    if (Result.isFailure(result)) return result
    this.state = result.success.after
    this.log.push(...result.success.entries)
    this.errands.push(...result.success.errands)
    this.refusals.push(...result.success.refusals)
    return result
  }

  /** The input of that number: sensible, silly, late or repeated. */
  input(choice: number): CaseInput {
    const dice = Math.floor(choice / 29)
    const courierId = couriers[dice % couriers.length] ?? CourierId.make("ana")
    const offerId = this.#openOffer(dice)
    const carrier =
      this.state.delivery.status === "none" ? courierId : (this.state.delivery.courierId ?? courierId)
    const readyEstimateAtMs = this.nowMs + (dice % 3_000) * 1_000
    const by = (["customer", "restaurant", "platform"] as const)[dice % 3] ?? "platform"
    const operation = (["capture", "void", "refund"] as const)[dice % 3] ?? "void"
    const funds = dice % 2 === 0 ? "held" : "taken"
    const timer = isCase(this.state) ? nextTimer(this.state) : null
    const inputs: ReadonlyArray<CaseInput> = [
      toOrder({ ...placeOrder, autoAccept: this.#temper.autoAccept }),
      toOrder({ _tag: "ConfirmOrder", readyEstimateAtMs }),
      toOrder({ _tag: "StartPreparing" }),
      toOrder({ _tag: "MarkReady" }),
      toOrder({ _tag: "RevisePreparation", readyEstimateAtMs }),
      dice % 9 === 0 ? toOrder({ _tag: "RejectOrder", reason: "no soup" }) : toOrder({ _tag: "MarkReady" }),
      dice % 9 === 0
        ? toOrder({ _tag: "CancelOrder", by, reason: "because" })
        : toOrder({ _tag: "StartPreparing" }),
      fromOutside({ _tag: "AuthorisationGranted", paymentId: PaymentId.make("pay-1"), funds }),
      fromOutside({
        _tag: "AuthorisationGranted",
        paymentId: PaymentId.make(`pay-${1 + (dice % 2)}`),
        funds
      }),
      dice % 5 === 0
        ? fromOutside({ _tag: "AuthorisationRefused", reason: "no money" })
        : fromOutside({ _tag: "RestaurantAccepted", readyEstimateAtMs }),
      fromOutside({ _tag: "SettlementDone", operation }),
      fromOutside({ _tag: "SettlementRefused", operation, reason: "try again" }),
      fromOutside({ _tag: "RestaurantAccepted", readyEstimateAtMs }),
      fromOutside({ _tag: "TimerFired", timer: timer?.timer ?? "payment", dueAtMs: timer?.dueAtMs ?? dice }),
      this.#offer(courierId),
      toDelivery({ _tag: "AcceptOffer", offerId, courierId: this.#asked() ?? courierId }),
      toDelivery({ _tag: "AcceptOffer", offerId, courierId }),
      toDelivery({ _tag: "RejectOffer", offerId, courierId }),
      toDelivery({ _tag: "TimeOutOffer", offerId }),
      toDelivery({ _tag: "WithdrawOffer", offerId, epoch: 1 + (dice % 2), reason: "better plan" }),
      toDelivery({ _tag: "ArriveAtRestaurant", courierId: carrier }),
      toDelivery({ _tag: "PickUp", courierId: carrier }),
      toDelivery({ _tag: "PickUp", courierId }),
      toDelivery({ _tag: "ArriveAtCustomer", courierId: carrier }),
      toDelivery({ _tag: "CompleteDelivery", courierId: carrier }),
      toDelivery({ _tag: "ReassignDelivery", courierId: carrier, epoch: 1, reason: "courier-gave-up" }),
      dice % 7 === 0
        ? toDelivery({ _tag: "CancelDelivery", reason: "operations" })
        : toDelivery({ _tag: "PickUp", courierId: carrier }),
      dice % 7 === 0
        ? toDelivery({ _tag: "FailDelivery", reason: "accident" })
        : toDelivery({ _tag: "CompleteDelivery", courierId: carrier })
    ]
    return inputs[choice % inputs.length] ?? toOrder({ _tag: "MarkReady" })
  }

  /** From now on everything works: plays on until nothing is left to do. Errands are done in order, each of them once. */
  heal(): void {
    if (!isCase(this.state)) this.send(toOrder({ ...placeOrder, autoAccept: this.#temper.autoAccept }))
    for (let steps = 0; steps < 1_000; steps++) {
      const input = this.#errand() ?? this.#people() ?? this.#timer()
      if (input === null) return
      if (input !== "done") this.send(input)
    }
    throw new Error("the case does not come to rest")
  }

  /** The clock goes on, or back. */
  pass(ms: number): void {
    this.nowMs = Math.max(0, this.nowMs + ms)
  }

  #errand(): CaseInput | "done" | null {
    const errand = this.errands.shift()
    if (errand === undefined) return null
    if (errand._tag === "RequestPayment") return fromOutside(this.gateway.take(errand, "held", false))
    if (errand._tag === "AskRestaurant" && this.#temper.restaurantAnswers) {
      return fromOutside({ _tag: "RestaurantAccepted", readyEstimateAtMs: this.nowMs + 900_000 })
    }
    return "done"
  }

  #people(): CaseInput | null {
    const { delivery } = this.state
    switch (delivery.status) {
      case "requested":
        if (!delivery.released || !this.#temper.couriersCome) return null
        return this.#offer(CourierId.make(`fresh-${this.#fresh++}`))
      case "offered": {
        const { offerId, offeredTo: courierId, offerExpiresAtMs } = delivery
        if (offerId === null || courierId === null || offerExpiresAtMs === null) return null
        if (this.nowMs < offerExpiresAtMs) return toDelivery({ _tag: "AcceptOffer", offerId, courierId })
        return toDelivery({ _tag: "TimeOutOffer", offerId })
      }
      case "accepted":
      case "at-restaurant":
      case "picked-up":
      case "at-customer": {
        const { courierId, pickedUpAtMs } = delivery
        if (courierId === null) return null
        return toDelivery({ _tag: pickedUpAtMs === null ? "PickUp" : "CompleteDelivery", courierId })
      }
      case "none":
      case "delivered":
      case "failed":
      case "cancelled":
        return null
    }
  }

  #timer(): CaseInput | null {
    const due = isCase(this.state) ? nextTimer(this.state) : null
    if (due === null) return null
    this.nowMs = Math.max(this.nowMs, due.dueAtMs)
    return fromOutside({ _tag: "TimerFired", ...due })
  }

  #offer(courierId: CourierId): CaseInput {
    const offerId = OfferId.make(`offer-${this.log.length}-${this.#fresh}`)
    return toDelivery({
      _tag: "OfferDelivery",
      offerId,
      courierId,
      expiresAtMs: this.nowMs + 30_000,
      epoch: 1
    })
  }

  #openOffer(dice: number): OfferId {
    const known = this.state.delivery.status === "none" ? null : this.state.delivery.lastOfferId
    return known ?? offers[dice % offers.length] ?? OfferId.make("offer-none")
  }

  #asked(): CourierId | null {
    return this.state.delivery.status === "none" ? null : this.state.delivery.offeredTo
  }
}
