import {
  type CaseDeliveryCommand,
  type CaseState,
  type CourierId,
  type DeliveryId,
  isCase,
  type OfferId,
  type OrderCase,
  toDelivery
} from "@hotbag/core"
import { Effect, Option } from "effect"
import type { Answered, CaseOrders, Cases, CommandError } from "../cases/Cases.ts"
import type { CaseStore } from "../cases/CaseStore.ts"
import { NotFound } from "../NotFound.ts"
import { type Command, carryOut } from "../orders/Command.ts"
import type { RoleRefused } from "../orders/errors.ts"
import { mayEnter } from "../orders/mayEnter.ts"
import { courierOf } from "./courierOf.ts"

/** Accepts or rejects an offer on every delivery that it still stands for. */
export const answerOffer = Effect.fnUntraced(function* (
  cases: Cases["Service"],
  store: CaseStore["Service"],
  deliveryId: DeliveryId,
  wanted: OfferId | null,
  answer: "AcceptOffer" | "RejectOffer",
  command: Command
): Effect.fn.Return<Answered, CommandError | NotFound | RoleRefused> {
  const { actor } = command
  const orderId = Option.getOrNull(yield* store.orderOf(deliveryId))
  if (orderId === null) return yield* new NotFound()
  // Named once and for all: should another offer be open by the time of deciding, it is not the one that was answered.
  const named = wanted ?? (yield* openOffer(cases, store, command, orderId))
  const others = (yield* store.offeredAs(named)).filter((each) => each !== orderId)
  return yield* carryOut(cases, command, {
    orderIds: [orderId, ...others],
    decide: Effect.fnUntraced(function* ([first, ...rest]: ReadonlyArray<CaseState>) {
      if (first === undefined || !isCase(first)) return yield* new NotFound()
      if (!mayEnter(actor, first) && !(yield* wasAsked(store, first, actor.subject))) {
        return yield* new NotFound()
      }
      const courierId = yield* courierOf(actor, first, "answer an offer")
      const bundle = rest.filter(isCase).filter((each) => concerns(each, named, courierId))
      // The delivery that was named is answered for in any case, so that a refusal says why.
      return [first, ...bundle].map((each): CaseOrders => ({
        orderId: each.order.orderId,
        inputs: [toDelivery({ _tag: answer, offerId: named, courierId } satisfies CaseDeliveryCommand)]
      }))
    })
  })
})

/** The offer that is open, or was the latest. */
const openOffer = Effect.fnUntraced(function* (
  cases: Cases["Service"],
  store: CaseStore["Service"],
  { actor }: Command,
  orderId: OrderCase["order"]["orderId"]
) {
  const state = Option.getOrNull(yield* cases.read(orderId))
  if (state === null || state.delivery.status === "none") return yield* new NotFound()
  if (!mayEnter(actor, state) && !(yield* wasAsked(store, state, actor.subject))) return yield* new NotFound()
  const { lastOfferId, offerId } = state.delivery
  return offerId ?? lastOfferId ?? (yield* new NotFound())
})

/** Whether the delivery still waits for this courier's answer to this offer. */
const concerns = ({ delivery }: OrderCase, offerId: OfferId, courierId: CourierId): boolean =>
  delivery.status === "offered" && delivery.offerId === offerId && delivery.offeredTo === courierId

/** Whether the courier was ever asked: who was may learn that it is too late. Read from the log, and only on the way to a refusal. */
const wasAsked = (store: CaseStore["Service"], { order }: OrderCase, subject: string) =>
  Effect.map(store.log(order.orderId), (log) =>
    log.some(({ entry: { fact } }) => fact._tag === "DeliveryOffered" && fact.courierId === subject)
  )
