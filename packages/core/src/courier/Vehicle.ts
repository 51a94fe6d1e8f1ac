import { Schema } from "effect"

/** What a courier moves with; speeds and detours depend on it. */
export const Vehicle = Schema.Literals(["walking", "bicycle", "motorcycle", "car"])
export type Vehicle = typeof Vehicle.Type
