import { entry, type SagaReaction, type SagaTimer } from "@hotbag/core"
import { Happening } from "./happenings.ts"
import { commandDelivery, commandOrder } from "./bookkeeping.ts"
import type { Books } from "./Books.ts"
import type { World } from "./World.ts"

/** Timers share the event queue: the subject is `order * SAGA_TIMERS.length + timer`. */
export const SAGA_TIMERS: ReadonlyArray<SagaTimer> = ["payment", "restaurant", "release", "courier"]

/** Does what a saga wants, as the server does it in a transaction. */
export const carryOutReaction = (world: World, books: Books, order: number, reaction: SagaReaction): void => {
  switch (reaction._tag) {
    case "CommandOrder":
      return commandOrder(world, books, order, reaction.command)
    case "CommandDelivery":
      return commandDelivery(world, books, order, reaction.command)
    case "SetTimer": {
      const subject = order * SAGA_TIMERS.length + SAGA_TIMERS.indexOf(reaction.timer)
      world.queue.schedule(Math.max(world.nowMs, reaction.dueAtMs), Happening.sagaTimer, subject)
      return
    }
    case "CancelTimer":
      // A timer that fires all the same does no harm, and taking it out of the queue would save nothing.
      return
    case "RequestPayment":
      books.history.add("RequestPayment", world.nowMs, order, -1, reaction, requestFields)
      return askGateway(world, books, order, reaction.operation)
    case "AskRestaurant":
      world.queue.schedule(
        world.nowMs + entry(world.city.orders, order).acceptAfterMs,
        Happening.restaurantAnswers,
        order
      )
      return
    case "Notify": {
      const courier = reaction.courierId === null ? -1 : books.courierNumber(order, reaction.courierId)
      return books.history.add("Notify", world.nowMs, order, courier, reaction, noticeFields)
    }
    case "Escalate":
      return books.history.add(
        "Escalate",
        world.nowMs,
        order,
        -1,
        {
          why: reaction.why,
          waitedMs: world.nowMs - reaction.sinceMs
        },
        asIs
      )
  }
}

type Reaction<Tag extends SagaReaction["_tag"]> = Extract<SagaReaction, { readonly _tag: Tag }>
type Operation = Reaction<"RequestPayment">["operation"]

const requestFields = ({ amount, key, operation }: Reaction<"RequestPayment">) => ({
  operation,
  key,
  ...amount
})

const noticeFields = ({ notice, to }: Reaction<"Notify">) => ({ to, notice })

const asIs = <Fields>(fields: Fields): Fields => fields

/** The gateway of a simulated day answers at once and is always willing, unless the city says that it fails. */
const askGateway = (world: World, books: Books, order: number, operation: Operation): void => {
  const { conditions, orders } = world.city
  const state = conditions?.gateway(entry(orders, order).id, world.nowMs) ?? "answers"
  const isAsking = operation === "authorise" || operation === "look-up"
  if (state === "answers") return answerPayment(books, order, operation)
  // A gateway that refuses cards still settles what it holds some time later: those requests are repeated until it does.
  if (state === "silent" || !isAsking) return
  books.pending.push({ order, fact: { _tag: "AuthorisationRefused", reason: "gateway-down" } })
}

const answerPayment = (books: Books, order: number, operation: Operation): void => {
  switch (operation) {
    case "authorise":
    case "look-up":
      books.pending.push({
        order,
        fact: { _tag: "AuthorisationGranted", paymentId: books.names.payment(order), funds: "held" }
      })
      return
    case "capture":
    case "void":
    case "refund":
      books.pending.push({ order, fact: { _tag: "SettlementDone", operation } })
  }
}
