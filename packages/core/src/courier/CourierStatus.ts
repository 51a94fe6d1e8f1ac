import { Schema } from "effect"

/** What a courier is doing (C15). The words of document B, with the restaurant's door told apart from the way to it. */
export const CourierStatus = Schema.Literals([
  "idle",
  "to-restaurant",
  "at-restaurant",
  "delivering",
  "offline"
])
export type CourierStatus = typeof CourierStatus.Type

/** Document B's words on the wire (S58): `idle`, `en-route to pickup`, `delivering`, `offline`. */
export const courierWordB = (status: CourierStatus): string => COURIER_WORDS_B[status]

/** Document A's view, derived: an idle courier is available, any other one online is occupied. */
export const courierWordA = (status: CourierStatus): "available" | "occupied" | "offline" => {
  if (status === "offline") return "offline"
  return status === "idle" ? "available" : "occupied"
}

const COURIER_WORDS_B: Readonly<Record<CourierStatus, string>> = {
  idle: "idle",
  "to-restaurant": "en-route to pickup",
  "at-restaurant": "en-route to pickup",
  delivering: "delivering",
  offline: "offline"
}
