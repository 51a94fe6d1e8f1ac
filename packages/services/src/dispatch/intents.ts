import { at, type CourierId, type LatLng, OfferId, type OrderId } from "@hotbag/core"
import { type Decision, type Explanation, inNames } from "@hotbag/dispatch"
import type { DispatchNote, OfferReason, OfferRecord } from "./OfferRecord.ts"
import type { OpenOffer, Region } from "./Region.ts"
import type { Answers } from "../couriers/CourierStore.ts"

/** What is to be done in the world, because the dispatcher decided so or because something was heard. */
export type Intent =
  | { readonly _tag: "Ask"; readonly number: number; readonly record: OfferRecord }
  /** Take an offer back from those orders. */
  | {
      readonly _tag: "TakeBack"
      readonly offerId: OfferId
      readonly orders: ReadonlyArray<OrderId>
      readonly reason: string
    }
  | { readonly _tag: "Note"; readonly orderId: OrderId; readonly note: DispatchNote }
  | { readonly _tag: "Suggest"; readonly courierId: CourierId; readonly to: LatLng }
  | { readonly _tag: "Count"; readonly courierId: CourierId; readonly more: Answers }
  | { readonly _tag: "Move"; readonly courierId: CourierId; readonly at: LatLng; readonly atMs: number }
  | { readonly _tag: "Nothing" }

type Told<Tag extends Decision["_tag"]> = Extract<Decision, { readonly _tag: Tag }>

/** The decision in terms of the world. Reasons are asked for here, before the dispatcher hears anything else. */
export const intentOf = (region: Region, decision: Decision): Intent => {
  switch (decision._tag) {
    case "Offer":
      return ask(region, decision)
    case "Withdraw":
      return takeBack(region, decision)
    case "Commit": {
      region.offers.delete(decision.offer)
      const assigned = decision.deliveries.length
      const courierId = region.couriers.idOf(decision.courier)
      return { _tag: "Count", courierId, more: { asked: 1, accepted: 1, assigned } }
    }
    case "Widen": {
      const { atMs, fromM, toM } = decision
      return noteOn(region, decision.delivery, { _tag: "Widened", atMs, fromM, toM })
    }
    case "Escalate": {
      const { atMs, searchedM, waitedMs, why } = decision
      return noteOn(region, decision.delivery, { _tag: "Escalated", atMs, why, waitedMs, searchedM })
    }
    case "Preposition":
      return { _tag: "Suggest", courierId: region.couriers.idOf(decision.courier), to: decision.to }
  }
}

const noteOn = (region: Region, delivery: number, note: DispatchNote): Intent => ({
  _tag: "Note",
  orderId: region.orders.idOf(delivery),
  note
})

const ask = (region: Region, decision: Told<"Offer">): Intent => {
  const { atMs, courier, deliveries, expiresAtMs, pickups, reasons } = decision
  const { epoch, regionId } = region
  const number = region.offersBefore + region.offerCount++
  const record: OfferRecord = {
    offerId: OfferId.make(offerName(regionId, epoch, number)),
    regionId,
    epoch,
    courierId: region.couriers.idOf(courier),
    orders: deliveries.map((delivery) => region.orders.idOf(delivery)),
    visits: (pickups ?? [deliveries]).map((visit) => visit.map((delivery) => region.orders.idOf(delivery))),
    atMs,
    expiresAtMs,
    reasons: deliveries.map((delivery, i) => reasonOf(region, delivery, at(reasons, i)))
  }
  const { courierId, offerId, orders } = record
  region.offers.set(decision.offer, { offerId, courierId, orders, expiresAtMs, isMade: false })
  return { _tag: "Ask", number: decision.offer, record }
}

/**
 * An offer is named by the lease under which it is made, and a number: nobody else can make one of the same name. Regions with long
 * names are told apart by the end of the name as well as by its beginning.
 */
export const offerName = (regionId: string, epoch: number, number: number): string => {
  const name =
    regionId.length <= NAME ? regionId : `${regionId.slice(0, NAME / 2)}${regionId.slice(-NAME / 2)}`
  return `${name}.${epoch}.${number}`
}

/** Leaves room for twenty digits and two dots within `Limits.idLength`. */
const NAME = 40

const takeBack = (region: Region, { offer }: Told<"Withdraw">): Intent => {
  const open: OpenOffer | undefined = region.offers.get(offer)
  region.offers.delete(offer)
  if (open === undefined || !open.isMade) return { _tag: "Nothing" }
  const { offerId, orders } = open
  return { _tag: "TakeBack", offerId, orders, reason: "bundle-changed" }
}

const reasonOf = (region: Region, delivery: number, explanation: Explanation): OfferReason => {
  const { candidates, changed, considered, policy, searchedM } = explanation
  const inIds = (words: string) =>
    inNames(words, {
      courier: (handle) => region.couriers.idOf(handle),
      order: (handle) => region.orders.idOf(handle)
    })
  return {
    orderId: region.orders.idOf(delivery),
    policy,
    candidates: candidates.map(({ cost, courier, terms, verdict }) => ({
      courierId: region.couriers.idOf(courier),
      terms,
      cost,
      verdict: inIds(verdict)
    })),
    considered,
    searchedM,
    change: changed === undefined ? null : inIds(changed.words)
  }
}
