import { Result } from "effect"
import type { DeliveryCommand } from "../delivery/commands.ts"
import { decideDelivery } from "../delivery/decide.ts"
import type { DeliveryState } from "../delivery/Delivery.ts"
import type { DeliveryEvent } from "../delivery/events.ts"
import { evolveDelivery } from "../delivery/evolve.ts"
import { notInTable as notRequested } from "../delivery/rejections.ts"
import { invariant } from "../Invariant.ts"
import { defaultOrderRules, type OrderRules } from "../order/cancellation.ts"
import type { OrderCommand } from "../order/commands.ts"
import { decideOrder } from "../order/decide.ts"
import type { OrderEvent } from "../order/events.ts"
import { evolveOrder } from "../order/evolve.ts"
import type { OrderState } from "../order/Order.ts"
import { notInTable as notPlaced } from "../order/rejections.ts"
import type { OutsideFact, SagaFact } from "../saga/facts.ts"
import type { SagaState } from "../saga/OrderSaga.ts"
import { react } from "../saga/react.ts"
import type { SagaReaction } from "../saga/reactions.ts"
import { defaultSagaOptions, type SagaOptions } from "../saga/SagaOptions.ts"
import type { CaseInput, CaseRejection } from "./CaseInput.ts"
import { type CaseEntry, type CaseState, type CaseStream, isCase, type OrderCase } from "./OrderCase.ts"

/** How an operator wants cases led. */
export interface CaseOptions {
  readonly saga: SagaOptions
  readonly orderRules: OrderRules
}

/** Options unless an operator chooses others. */
export const defaultCaseOptions: CaseOptions = { saga: defaultSagaOptions, orderRules: defaultOrderRules }

/** What the saga wants of the world outside the case: carried out after the case is saved, in order, at least once. */
export type Errand = Exclude<
  SagaReaction,
  { readonly _tag: "CommandOrder" | "CommandDelivery" | "SetTimer" | "CancelTimer" }
>

/** What an input did to a case. */
export interface CaseStep {
  readonly after: OrderCase
  /** New lines of the log, in order; none when everything was known or so already. */
  readonly entries: ReadonlyArray<CaseEntry>
  readonly errands: ReadonlyArray<Errand>
  /** Commands of the saga that an aggregate did not take: the one was faster than the other. Worth a log line, nothing else. */
  readonly refusals: ReadonlyArray<CaseRejection>
}

/**
 * Does `input` to the case at `atMs` (ms since epoch) and everything that follows from it inside the case: the saga hears each
 * new fact, its commands are carried out, until nothing is left. Pure; O(entries).
 *
 * A rejected input leaves no trace, and neither does a fact that changes nothing, so repeats are free. Entries never run backwards
 * in time: a clock behind the latest entry counts as that entry's time; whether an offer is open or a
 * cancellation still possible is judged by the clock as it is.
 *
 * The cascade ends by itself: every fact is an event of an aggregate, whose lifecycle has no loops inside one step.
 */
export const advanceCase = (
  state: CaseState,
  input: CaseInput,
  atMs: number,
  options: CaseOptions = defaultCaseOptions
): Result.Result<CaseStep, CaseRejection> => {
  const draft: Draft = {
    order: state.order,
    delivery: state.delivery,
    saga: state.saga,
    length: state.length,
    updatedAtMs: state.updatedAtMs,
    atMs,
    options,
    pending: [],
    entries: [],
    errands: [],
    refusals: []
  }
  const rejection = begin(draft, isCase(state), input)
  if (rejection !== null) return Result.fail(rejection)
  let heard = 0
  for (let fact = draft.pending[heard]; fact !== undefined; fact = draft.pending[++heard]) hear(draft, fact)
  return Result.succeed(stepOf(draft))
}

/** A step in the making; lives only inside {@link advanceCase}. */
interface Draft {
  order: OrderState
  delivery: DeliveryState
  saga: SagaState
  length: number
  updatedAtMs: number
  readonly atMs: number
  readonly options: CaseOptions
  readonly pending: Array<SagaFact>
  readonly entries: Array<CaseEntry>
  readonly errands: Array<Errand>
  readonly refusals: Array<CaseRejection>
}

const begin = (draft: Draft, placed: boolean, input: CaseInput): CaseRejection | null => {
  switch (input._tag) {
    case "ToOrder":
      return commandOrder(draft, input.command)
    case "ToDelivery":
      return placed
        ? commandDelivery(draft, input.command)
        : notRequested(draft.delivery.status, input.command._tag)
    case "FromOutside":
      if (!placed) return notPlaced("none", orderCommandOf(input.fact))
      draft.pending.push(input.fact)
      return null
  }
}

/** What a fact comes down to for an order that does not exist. */
const orderCommandOf = (fact: OutsideFact): OrderCommand["_tag"] => {
  switch (fact._tag) {
    case "AuthorisationGranted":
      return "AuthorisePayment"
    case "AuthorisationRefused":
      return "DeclinePayment"
    case "RestaurantAccepted":
      return "ConfirmOrder"
    case "RestaurantRefused":
      return "RejectOrder"
    case "SettlementDone":
    case "SettlementRefused":
    case "TimerFired":
      return "CancelOrder"
  }
}

/** Tells the saga a fact, writes it down, and carries out what the saga wants. */
const hear = (draft: Draft, fact: SagaFact): void => {
  const atMs = Math.max(draft.atMs, draft.updatedAtMs)
  const { state, reactions } = react(draft.saga, fact, atMs, draft.options.saga)
  const stream = streamOf(fact)
  if (stream === "outside" && reactions.length === 0 && sameFields(draft.saga, state)) return
  draft.saga = state
  draft.length += 1
  draft.updatedAtMs = atMs
  draft.entries.push({
    seq: draft.length,
    stream,
    version: "version" in fact ? fact.version : null,
    atMs,
    fact
  })
  for (const reaction of reactions) carryOut(draft, reaction)
}

const carryOut = (draft: Draft, reaction: SagaReaction): void => {
  switch (reaction._tag) {
    case "CommandOrder":
      return noteRefusal(draft, commandOrder(draft, reaction.command))
    case "CommandDelivery":
      return noteRefusal(draft, commandDelivery(draft, reaction.command))
    case "SetTimer":
    case "CancelTimer":
      // The saga's own fields say when its timers are due.
      return
    case "RequestPayment":
    case "AskRestaurant":
    case "Notify":
    case "Escalate":
      draft.errands.push(reaction)
      return
  }
}

const noteRefusal = (draft: Draft, rejection: CaseRejection | null): void => {
  if (rejection !== null) draft.refusals.push(rejection)
}

const commandOrder = (draft: Draft, command: OrderCommand): CaseRejection | null => {
  const decided = decideOrder(draft.order, command, draft.atMs, draft.options.orderRules)
  if (Result.isFailure(decided)) return decided.failure
  for (const event of decided.success) {
    draft.order = evolveOrder(draft.order, event)
    draft.pending.push(event)
  }
  return null
}

const commandDelivery = (draft: Draft, command: DeliveryCommand): CaseRejection | null => {
  const decided = decideDelivery(draft.delivery, command, draft.atMs)
  if (Result.isFailure(decided)) return decided.failure
  for (const event of decided.success) {
    draft.delivery = evolveDelivery(draft.delivery, event)
    draft.pending.push(event)
  }
  return null
}

const stepOf = (draft: Draft): CaseStep => {
  const { order, delivery, saga, length, updatedAtMs, entries, errands, refusals } = draft
  invariant(order.status !== "none" && saga.orderStatus !== "none", "a step always has an order")
  return { after: { order, delivery, saga, length, updatedAtMs }, entries, errands, refusals }
}

/** Whose history a fact belongs to. */
export const streamOf = (fact: SagaFact): CaseStream =>
  isOutside(fact) ? "outside" : isOfDelivery(fact) ? "delivery" : "order"

/** Whether the fact is an event of the delivery. */
export const isOfDelivery = (fact: OrderEvent | DeliveryEvent): fact is DeliveryEvent =>
  "deliveryId" in fact && fact._tag !== "OrderPlaced"

const isOutside = (fact: SagaFact): fact is OutsideFact => !("version" in fact)

/** Whether two flat records are the same, field by field. */
const sameFields = (left: SagaState, right: SagaState): boolean => {
  const others = new Map<string, unknown>(Object.entries(right))
  return Object.entries(left).every(([name, value]) => Object.is(others.get(name), value))
}
