import { type CaseInput, isCase, type OfferId, type OrderCase, type OrderId, toDelivery } from "@hotbag/core"
import { Effect } from "effect"
import { systemActor } from "../Actor.ts"
import type { CaseOrders } from "../cases/Cases.ts"
import { type CaseRefused, StaleEpoch } from "../cases/errors.ts"
import type { OfferRecord } from "./OfferRecord.ts"
import type { DispatchPorts } from "./Ports.ts"
import type { Region } from "./Region.ts"

type Lease = Pick<Region, "epoch" | "regionId">

/** Asks the courier: the offer stands on every delivery of the bundle, or on none (P3). Gives the cases afterwards. */
export const makeOffer = (ports: DispatchPorts, lease: Lease, record: OfferRecord) => {
  const { courierId, expiresAtMs, offerId, orders } = record
  const { epoch } = lease
  const input = toDelivery({ _tag: "OfferDelivery", offerId, courierId, expiresAtMs, epoch })
  return command(ports, lease, orders, () => input)
}

/** Takes an open offer back from those of the orders on which it still stands. */
export const takeBackOffer = (
  ports: DispatchPorts,
  lease: Lease,
  offerId: OfferId,
  orders: ReadonlyArray<OrderId>,
  reason: string
) => {
  const input = toDelivery({ _tag: "WithdrawOffer", offerId, epoch: lease.epoch, reason })
  return command(ports, lease, orders, (state) => (isOpen(state, offerId) ? input : null))
}

/** Nobody has answered in time. */
export const timeOutOffer = (
  ports: DispatchPorts,
  lease: Lease,
  offerId: OfferId,
  orders: ReadonlyArray<OrderId>
) => {
  const input = toDelivery({ _tag: "TimeOutOffer", offerId })
  return command(ports, lease, orders, (state) => (isOpen(state, offerId) ? input : null))
}

/** The cases as they are now, whatever the engine has at hand. */
export const readCases = (ports: DispatchPorts, orders: ReadonlyArray<OrderId>) =>
  Effect.map(Effect.forEach(orders, ports.cases.read), (found) =>
    found.flatMap((state) => (state._tag === "Some" ? [state.value] : []))
  )

const isOpen = ({ delivery }: OrderCase, offerId: OfferId): boolean =>
  delivery.status === "offered" && delivery.offerId === offerId

/** One commit over all the orders, fenced by the lease; an order without an input stays as it is. */
export const command = (
  { cases }: DispatchPorts,
  { epoch, regionId }: Lease,
  orders: ReadonlyArray<OrderId>,
  inputFor: (state: OrderCase) => CaseInput | null
) =>
  cases
    .advance({
      actor: systemActor,
      commandId: null,
      orderIds: [...orders].sort(),
      fence: { regionId, epoch },
      decide: (states) =>
        Effect.succeed(
          states.flatMap((state): ReadonlyArray<CaseOrders> => {
            if (!isCase(state)) return []
            const input = inputFor(state)
            return input === null ? [] : [{ orderId: state.order.orderId, inputs: [input] }]
          })
        )
    })
    .pipe(
      Effect.catchTag("CaseRefused", (error): Effect.Effect<never, CaseRefused | StaleEpoch> => {
        const { rejection } = error
        if (rejection._tag !== "StaleEpoch") return Effect.fail(error)
        const { given, seen } = rejection
        return Effect.fail(new StaleEpoch({ regionId, given, seen }))
      })
    )
