import { type OrderCase, toDelivery } from "@hotbag/core"
import { Deferred, Effect } from "effect"
import type { Serving } from "./carryOut.ts"
import { AssignRefused } from "./errors.ts"
import { command, readCases } from "./offerCommands.ts"
import { offerOf, type Region, tell } from "./Region.ts"
import { type DeskRequest, putCase } from "./RegionDesk.ts"

/** Begins what was asked for; what it leads to is carried out with everything else. Gives why not, or null. */
export const beginRequest = Effect.fnUntraced(function* (serving: Serving, request: DeskRequest) {
  const { desk, ports, region } = serving
  const { orderId } = request
  const [state] = yield* readCases(ports, [orderId])
  if (state === undefined) return "not-waiting"
  putCase(desk, state)
  switch (request._tag) {
    case "RouteNow": {
      // Nobody asked for a delivery yet, or nobody ever will.
      if (state.delivery.status === "none") return "not-waiting"
      const delivery = region.orders.find(orderId)
      if (delivery !== undefined) tell(region, { _tag: "DeliveryHurried", atMs: region.nowMs, delivery })
      return null
    }
    case "AssignTo": {
      const why = beginAssign(region, state, request)
      if (why === null) note(region, request, `asked for courier ${request.courierId}`)
      return why
    }
    case "Reassign": {
      const why = whyNotReassign(state)
      const { delivery } = state
      if (why !== null || delivery.status === "none" || delivery.courierId === null) return why
      const { courierId } = delivery
      const { epoch } = region
      const input = toDelivery({ _tag: "ReassignDelivery", courierId, epoch, reason: request.reason })
      const refused = yield* command(ports, region, [orderId], () => input).pipe(
        Effect.map((after) => {
          for (const one of after) putCase(desk, one)
          return null
        }),
        Effect.catchTag("CaseRefused", () => Effect.succeed("refused" as const))
      )
      if (refused === null) note(region, request, `took it from courier ${courierId}: ${request.reason}`)
      return refused
    }
  }
})

/** Answers with the case as it is now that everything is carried out. */
export const answerRequest = Effect.fnUntraced(function* (
  { ports }: Serving,
  request: DeskRequest,
  why: AssignRefused["why"] | null
) {
  const { answer, orderId } = request
  const courierId = request._tag === "AssignTo" ? request.courierId : null
  const [state] = yield* readCases(ports, [orderId])
  const isDone = state !== undefined && (request._tag !== "AssignTo" || isWith(state, request.courierId))
  const refusal = why ?? (isDone ? null : "refused")
  if (refusal === null && state !== undefined) return yield* Deferred.succeed(answer, state)
  return yield* Deferred.fail(answer, new AssignRefused({ orderId, courierId, why: refusal ?? "refused" }))
})

const beginAssign = (
  region: Region,
  state: OrderCase,
  { courierId, orderId }: Extract<DeskRequest, { _tag: "AssignTo" }>
): AssignRefused["why"] | null => {
  const { delivery } = state
  // Asked for twice.
  if (isWith(state, courierId)) return null
  if (delivery.status === "none") return "not-waiting"
  if (delivery.declinedBy.includes(courierId)) return "courier-declined"
  const handle = region.orders.find(orderId)
  const courier = region.couriers.find(courierId)
  const { view } = region.dispatcher
  const belief = handle === undefined ? "unknown" : view.delivery(handle)
  if (belief === "assigned") return "carried-by-another"
  if (handle === undefined || belief === "unknown") return "not-waiting"
  if (courier === undefined || view.courier(courier) !== "idle") return "courier-not-free"
  const atMs = region.nowMs
  const open = offerOf(region, orderId)
  if (open !== undefined) {
    const [offer, { isMade, offerId, orders }] = open
    region.offers.delete(offer)
    tell(region, { _tag: "OfferUndone", atMs, offer, barred: false })
    if (isMade) region.intents.push({ _tag: "TakeBack", offerId, orders, reason: "operations" })
  }
  const before = region.intents.length
  tell(region, { _tag: "CourierWanted", atMs, courier, delivery: handle })
  return region.intents.length > before ? null : "courier-declined"
}

const whyNotReassign = ({ delivery }: OrderCase): AssignRefused["why"] | null => {
  switch (delivery.status) {
    case "accepted":
    case "at-restaurant":
      return null
    case "picked-up":
    case "at-customer":
      return "picked-up"
    case "none":
    case "requested":
    case "offered":
    case "delivered":
    case "failed":
    case "cancelled":
      return "not-assigned"
  }
}

const isWith = ({ delivery }: OrderCase, courierId: string): boolean =>
  delivery.status !== "none" &&
  (delivery.status === "offered" ? delivery.offeredTo : delivery.courierId) === courierId

const note = (region: Region, { actor, orderId }: DeskRequest, what: string): void => {
  const by = `${actor.role} ${actor.subject}`
  region.intents.push({
    _tag: "Note",
    orderId,
    note: { _tag: "Intervened", atMs: region.nowMs, by, what }
  })
}
