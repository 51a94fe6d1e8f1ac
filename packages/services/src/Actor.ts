import { Schema } from "effect"

/** In what capacity somebody acts; `system` is the platform's own work: sagas, timers, dispatch. */
export const Role = Schema.Literals(["customer", "restaurant", "courier", "operator", "system"])
export type Role = typeof Role.Type

/**
 * Who acts: a role and the id of the customer, restaurant, courier or operator. Every use-case asks it whether the object is
 * theirs; a stranger's object does not exist for them (P9).
 */
export const Actor = Schema.Struct({ role: Role, subject: Schema.String })
export interface Actor extends Schema.Schema.Type<typeof Actor> {}

/** The platform itself. */
export const systemActor: Actor = { role: "system", subject: "hotbag" }
