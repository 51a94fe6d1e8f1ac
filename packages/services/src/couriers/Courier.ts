import {
  AtMs,
  CourierId,
  type CourierStatus,
  LatLng,
  Limits,
  type OrderCase,
  RegionId,
  StorableText,
  Vehicle
} from "@hotbag/core"
import { Schema } from "effect"

/** A turn of duty; `offAtMs: null`: until the courier goes off. */
export const Duty = Schema.Struct({ onAtMs: AtMs, offAtMs: Schema.NullOr(AtMs) })
export type Duty = typeof Duty.Type

/** Where a courier was last heard to be. */
export const LastPosition = Schema.Struct({ at: LatLng, atMs: AtMs })
export type LastPosition = typeof LastPosition.Type

/** What an operator says of a courier who begins to work for the platform. */
export const CourierProfile = Schema.Struct({
  courierId: CourierId,
  regionId: RegionId,
  name: StorableText.check(Schema.isMinLength(1), Schema.isMaxLength(Limits.personNameLength)),
  vehicle: Vehicle,
  /** Mean of the stars of customers, 1 to 5; null: nobody gave any. */
  rating: Schema.NullOr(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(1), Schema.isLessThanOrEqualTo(5)))
})
export type CourierProfile = typeof CourierProfile.Type

/** A courier. What they carry stands in the cases of its orders. */
export const Courier = Schema.Struct({
  ...CourierProfile.fields,
  /** The present turn of duty, or the last one; null before the first. Over when its end has passed. */
  duty: Schema.NullOr(Duty),
  position: Schema.NullOr(LastPosition),
  /** Where dispatch would like an idle courier to wait; a suggestion, not work. */
  suggestion: Schema.NullOr(LastPosition),
  /** Offers answered or left unanswered so far, and how many of them were accepted. */
  asked: Schema.Int,
  accepted: Schema.Int,
  /** Deliveries given in the present turn of duty. */
  assigned: Schema.Int
})
export type Courier = typeof Courier.Type

/** The courier of a profile, before the first turn of duty. */
export const newCourier = (profile: CourierProfile): Courier => ({
  ...profile,
  duty: null,
  position: null,
  suggestion: null,
  asked: 0,
  accepted: 0,
  assigned: 0
})

/** Whether the courier is on duty at `atMs`. */
export const isOnDuty = ({ duty }: Courier, atMs: number): boolean =>
  duty !== null && duty.onAtMs <= atMs && (duty.offAtMs === null || atMs < duty.offAtMs)

/** Whether the courier has the work of this case: accepted, and not at its end. */
export const isCarriedBy = ({ delivery }: OrderCase, courierId: CourierId): boolean =>
  delivery.status !== "none" && delivery.courierId === courierId && CARRIED.has(delivery.status)

/** Whether the courier is being asked to take the work of this case. */
export const isOfferedTo = ({ delivery }: OrderCase, courierId: CourierId): boolean =>
  delivery.status === "offered" && delivery.offeredTo === courierId

/** What a courier is doing (C15): work counts, also after the end of duty; who has none is idle or offline. */
export const courierStatus = (
  courier: Courier,
  cases: ReadonlyArray<OrderCase>,
  atMs: number
): CourierStatus => {
  const doing = new Set(
    cases.filter((each) => isCarriedBy(each, courier.courierId)).map(({ delivery }) => delivery.status)
  )
  if (doing.has("picked-up") || doing.has("at-customer")) return "delivering"
  if (doing.has("at-restaurant")) return "at-restaurant"
  if (doing.has("accepted")) return "to-restaurant"
  return isOnDuty(courier, atMs) ? "idle" : "offline"
}

/** Deliveries that somebody has in hand. */
const CARRIED: ReadonlySet<string> = new Set(["accepted", "at-restaurant", "picked-up", "at-customer"])
