import {
  type DeliveryCommand,
  deliveryDecider,
  type DeliveryEvent,
  type DeliveryState,
  initialDelivery,
  initialOrder,
  initialSaga,
  type OrderCommand,
  orderDecider,
  type OrderEvent,
  type OrderState,
  react,
  type SagaFact,
  type SagaOptions,
  type SagaReaction,
  type SagaState,
  takeStep
} from "@hotbag/core"
import { Result } from "effect"

/** A saga told one thing after the other; its reactions are looked at and not carried out. */
export class Script {
  saga: SagaState = initialSaga
  atMs: number
  #order: OrderState = initialOrder
  #delivery: DeliveryState = initialDelivery
  readonly #options: SagaOptions

  constructor(options: SagaOptions, atMs: number) {
    this.#options = options
    this.atMs = atMs
  }

  /** The order takes the command; what the saga wants after its events. */
  order(command: OrderCommand): ReadonlyArray<SagaReaction> {
    const step = Result.getOrThrow(takeStep(orderDecider, this.#order, command, this.atMs))
    this.#order = step.state
    return this.#tellAll(step.events)
  }

  /** The delivery takes the command; what the saga wants after its events. */
  delivery(command: DeliveryCommand): ReadonlyArray<SagaReaction> {
    const step = Result.getOrThrow(takeStep(deliveryDecider, this.#delivery, command, this.atMs))
    this.#delivery = step.state
    return this.#tellAll(step.events)
  }

  /** What the saga wants after a fact. */
  tell(fact: SagaFact): ReadonlyArray<SagaReaction> {
    const { state, reactions } = react(this.saga, fact, this.atMs, this.#options)
    this.saga = state
    return reactions
  }

  #tellAll(events: ReadonlyArray<OrderEvent | DeliveryEvent>): ReadonlyArray<SagaReaction> {
    return events.flatMap((event) => this.tell(event))
  }
}

/** The reactions in short, in order. */
export const brief = (reactions: ReadonlyArray<SagaReaction>): ReadonlyArray<string> =>
  reactions.map((reaction) => {
    switch (reaction._tag) {
      case "CommandOrder":
      case "CommandDelivery":
        return reaction.command._tag
      case "SetTimer":
        return `set ${reaction.timer}`
      case "CancelTimer":
        return `cancel ${reaction.timer}`
      case "RequestPayment":
        return reaction.operation
      case "AskRestaurant":
        return "ask restaurant"
      case "Notify":
        return `tell ${reaction.to} ${reaction.notice}`
      case "Escalate":
        return `escalate ${reaction.why}`
    }
  })
