import {
  CourierId,
  decideDelivery,
  decideOrder,
  type DeliveryCommand,
  type DeliveryEvent,
  type DeliveryState,
  evolveDelivery,
  evolveOrder,
  initialDelivery,
  initialOrder,
  initialSaga,
  OfferId,
  type OrderCommand,
  type OrderEvent,
  type OrderState,
  type OutsideFact,
  paymentMoves,
  react,
  type SagaFact,
  type SagaOptions,
  type SagaReaction,
  type SagaState,
  type SagaTimer,
  TERMINAL_ORDER_STATUSES
} from "@hotbag/core"
import { Result } from "effect"
import { expect } from "vitest"
import { placeOrder } from "../order/orders.ts"
import { Gateway, type PaymentRequest } from "./Gateway.ts"

/** What the people of a world are like once nothing goes wrong any more. */
export interface Temper {
  readonly autoAccept: boolean
  readonly restaurantAnswers: boolean
  readonly couriersCome: boolean
}

const moves = new Set(paymentMoves.map(({ from, to }) => `${from} ${to}`))
const couriers = ["ana", "bo", "cy"].map((name) => CourierId.make(name))

/**
 * One order with everything around it, as queues: commands and events keep their order within one aggregate, everything else may
 * overtake. An action is taken by number, so that a list of numbers is a whole history.
 */
export class World {
  order: OrderState = initialOrder
  delivery: DeliveryState = initialDelivery
  saga: SagaState = initialSaga
  nowMs = 1_000_000
  readonly gateway = new Gateway()
  readonly escalations: Array<string> = []
  readonly timers = new Map<SagaTimer, number>()
  readonly #options: SagaOptions
  readonly #temper: Temper
  readonly #toOrder: Array<OrderCommand> = []
  readonly #toDelivery: Array<DeliveryCommand> = []
  readonly #fromOrder: Array<OrderEvent> = []
  readonly #fromDelivery: Array<DeliveryEvent> = []
  readonly #toGateway: Array<PaymentRequest> = []
  readonly #fromGateway: Array<OutsideFact> = []
  readonly #notices = new Set<string>()
  readonly #heard: Array<SagaFact> = []
  #asked = false
  #offers = 0

  constructor(options: SagaOptions, temper: Temper) {
    this.#options = options
    this.#temper = temper
    this.#command({ ...placeOrder, autoAccept: temper.autoAccept })
  }

  /** Does one of the things that can happen now. */
  act(choice: number): void {
    const actions = [...this.#mail(), ...this.#faults(choice), ...this.#people(choice)]
    actions[choice % actions.length]?.()
  }

  /** From now on everything works: plays on until nothing is left to do. */
  heal(): void {
    for (let steps = 0; steps < 1_000; steps++) {
      const action = this.#mail()[0] ?? this.#progress() ?? this.#nextTimer()
      if (action === undefined) return
      action()
    }
    throw new Error("the world does not come to rest")
  }

  /** Mail that can be delivered. */
  #mail(): Array<() => void> {
    const actions: Array<() => void> = []
    const order = this.#toOrder[0]
    if (order !== undefined) actions.push(() => this.#command(this.#toOrder.shift() ?? order))
    const delivery = this.#toDelivery[0]
    if (delivery !== undefined) actions.push(() => this.#carry(this.#toDelivery.shift() ?? delivery))
    for (const queue of [this.#fromOrder, this.#fromDelivery, this.#fromGateway]) {
      const fact = queue[0]
      if (fact !== undefined) actions.push(() => this.#tell(queue.shift() ?? fact))
    }
    const request = this.#toGateway[0]
    if (request !== undefined)
      actions.push(() => this.#pay(this.#toGateway.shift() ?? request, "held", false))
    return actions
  }

  /** What goes wrong outside: things get lost, come twice, or overtake. */
  #faults(choice: number): Array<() => void> {
    const dice = Math.floor(choice / 97)
    const actions: Array<() => void> = []
    if (this.#toGateway.length > 0) {
      actions.push(() => {
        const [request] = this.#toGateway.splice(dice % this.#toGateway.length, 1)
        const outcome = (["held", "taken", "refused"] as const)[dice % 3] ?? "held"
        if (request === undefined || dice % 5 === 0) return
        const answers = this.#fromGateway.length
        this.#pay(request, outcome, dice % 7 === 0)
        if (dice % 4 === 0) this.#fromGateway.length = answers
      })
    }
    const answer = this.#fromGateway.at(-1)
    if (answer !== undefined) actions.push(() => this.#tell(this.#fromGateway.pop() ?? answer))
    const old = this.#heard[dice % Math.max(1, this.#heard.length)]
    if (old !== undefined) actions.push(() => expect(this.#react(old), "known facts do nothing").toEqual([]))
    const [timer] = [...this.timers].slice(dice % Math.max(1, this.timers.size))
    if (timer !== undefined && dice % 3 === 0) actions.push(() => this.#fire(...timer))
    actions.push(() => (this.nowMs += (dice % 400) * 1_000))
    return actions
  }

  /** What people may do, some of it seldom; much of it is refused by the deciders. */
  #people(choice: number): Array<() => void> {
    const dice = Math.floor(choice / 89)
    const courierId = couriers[dice % couriers.length]
    const { delivery } = this
    const carrier = delivery.status === "none" ? null : delivery.courierId
    const actions = [
      () => this.#command({ _tag: "StartPreparing" }),
      () => this.#command({ _tag: "MarkReady" }),
      () =>
        this.#command({ _tag: "RevisePreparation", readyEstimateAtMs: this.nowMs + (dice % 3_000) * 1_000 })
    ]
    if (this.#asked) {
      actions.push(() => this.#tell({ _tag: "RestaurantAccepted", readyEstimateAtMs: this.nowMs + 900_000 }))
      actions.push(() => this.#command({ _tag: "ConfirmOrder", readyEstimateAtMs: this.nowMs + 900_000 }))
      if (dice % 6 === 0) actions.push(() => this.#tell({ _tag: "RestaurantRefused", reason: "closed" }))
    }
    if (courierId !== undefined) actions.push(() => this.#offer(courierId))
    if (delivery.status === "offered") actions.push(...this.#answers(delivery))
    if (carrier !== null) {
      for (const _tag of ["ArriveAtRestaurant", "PickUp", "ArriveAtCustomer", "CompleteDelivery"] as const) {
        actions.push(() => this.#carry({ _tag, courierId: carrier }))
      }
      const reason = dice % 2 === 0 ? "better-plan" : "courier-gave-up"
      if (dice % 3 === 0) {
        actions.push(() => this.#carry({ _tag: "ReassignDelivery", courierId: carrier, epoch: 1, reason }))
      }
    }
    if (dice % 4 === 0) actions.push(() => this.#carry({ _tag: "FailDelivery", reason: "accident" }))
    if (dice % 20 === 0) {
      for (const by of ["customer", "restaurant", "platform"] as const) {
        actions.push(() => this.#command({ _tag: "CancelOrder", by, reason: "because" }))
      }
      actions.push(() => this.#carry({ _tag: "CancelDelivery", reason: "operations" }))
    }
    return actions
  }

  #answers(delivery: Exclude<DeliveryState, { status: "none" }>): Array<() => void> {
    const { offerId, offeredTo: courierId } = delivery
    if (offerId === null || courierId === null) return []
    return [
      () => this.#carry({ _tag: "AcceptOffer", offerId, courierId }),
      () => this.#carry({ _tag: "RejectOffer", offerId, courierId }),
      () => {
        this.nowMs += 30_000
        this.#carry({ _tag: "TimeOutOffer", offerId })
      },
      () => this.#carry({ _tag: "WithdrawOffer", offerId, epoch: 1, reason: "better plan" })
    ]
  }

  /** What happens next when nothing goes wrong and everybody does their work. */
  #progress(): (() => void) | undefined {
    const { order, delivery } = this
    if (order.status === "payment-authorised" && this.#asked && this.#temper.restaurantAnswers) {
      this.#asked = false
      return () => this.#tell({ _tag: "RestaurantAccepted", readyEstimateAtMs: this.nowMs + 900_000 })
    }
    switch (delivery.status) {
      case "requested":
        return delivery.released && this.#temper.couriersCome
          ? () => this.#offer(CourierId.make(`fresh-${this.#offers}`))
          : undefined
      case "offered":
        return this.#answers(delivery)[this.nowMs < (delivery.offerExpiresAtMs ?? 0) ? 0 : 2]
      case "accepted":
      case "at-restaurant":
      case "picked-up":
      case "at-customer": {
        const { courierId } = delivery
        const _tag = delivery.pickedUpAtMs === null ? "PickUp" : "CompleteDelivery"
        return courierId === null ? undefined : () => this.#carry({ _tag, courierId })
      }
      case "none":
      case "delivered":
      case "failed":
      case "cancelled":
        return undefined
    }
  }

  #nextTimer(): (() => void) | undefined {
    const [next] = [...this.timers].sort((left, right) => left[1] - right[1])
    return next === undefined ? undefined : () => this.#fire(...next)
  }

  #offer(courierId: CourierId): void {
    const offerId = OfferId.make(`offer-${this.#offers++}`)
    this.#carry({ _tag: "OfferDelivery", offerId, courierId, expiresAtMs: this.nowMs + 30_000, epoch: 1 })
  }

  #fire(timer: SagaTimer, dueAtMs: number): void {
    this.nowMs = Math.max(this.nowMs, dueAtMs)
    this.timers.delete(timer)
    this.#tell({ _tag: "TimerFired", timer, dueAtMs })
  }

  #pay(request: PaymentRequest, outcome: "held" | "taken" | "refused", refuse: boolean): void {
    this.#fromGateway.push(this.gateway.take(request, outcome, refuse))
  }

  #command(command: OrderCommand): void {
    const decided = decideOrder(this.order, command, this.nowMs)
    if (Result.isFailure(decided)) return
    for (const event of decided.success) {
      this.order = evolveOrder(this.order, event)
      this.#fromOrder.push(event)
    }
  }

  #carry(command: DeliveryCommand): void {
    const decided = decideDelivery(this.delivery, command, this.nowMs)
    if (Result.isFailure(decided)) return
    for (const event of decided.success) {
      this.delivery = evolveDelivery(this.delivery, event)
      this.#fromDelivery.push(event)
    }
  }

  /** Tells the saga a fact, twice, and carries out what it wants. */
  #tell(fact: SagaFact): void {
    const reactions = this.#react(fact)
    expect(this.#react(fact), "the same fact again does nothing").toEqual([])
    this.#heard.push(fact)
    for (const reaction of reactions) this.#carryOut(reaction)
  }

  #react(fact: SagaFact): ReadonlyArray<SagaReaction> {
    const before = this.saga.orderStatus === "none" ? "none" : this.saga.payment
    const { state, reactions } = react(this.saga, fact, this.nowMs, this.#options)
    this.saga = state
    if (state.orderStatus === "none") return reactions
    if (before !== state.payment && !moves.has(`${before} ${state.payment}`)) {
      // Two moves of the table may happen at once.
      const between = paymentMoves.filter(
        ({ from, to }) => from === before && moves.has(`${to} ${state.payment}`)
      )
      expect(between, `${before} to ${state.payment} is no move of money`).not.toEqual([])
    }
    return reactions
  }

  #carryOut(reaction: SagaReaction): void {
    switch (reaction._tag) {
      case "CommandOrder":
        expect(TERMINAL_ORDER_STATUSES.has(this.saga.orderStatus), "no command to an ended order").toBe(false)
        this.#toOrder.push(reaction.command)
        break
      case "CommandDelivery":
        this.#toDelivery.push(reaction.command)
        break
      case "SetTimer":
        expect(reaction.dueAtMs).toBeGreaterThanOrEqual(this.nowMs)
        this.timers.set(reaction.timer, reaction.dueAtMs)
        break
      case "CancelTimer":
        expect(this.timers.delete(reaction.timer), "only set timers are cancelled").toBe(true)
        break
      case "RequestPayment":
        this.#toGateway.push(reaction)
        break
      case "AskRestaurant":
        this.#asked = true
        break
      case "Notify": {
        const notice = `${reaction.key} ${reaction.notice}`
        expect(this.#notices, "S18: no notice twice").not.toContain(notice)
        this.#notices.add(notice)
        break
      }
      case "Escalate":
        this.escalations.push(reaction.why)
        break
    }
  }
}
