import type { CourierId, CustomerId, DeliveryId, Scope } from "@hotbag/core"
import type { Identity } from "../../identity/Identity.ts"
import type { CaseView } from "./CaseView.ts"
import type { Topic, TopicKind } from "./Topic.ts"

/** Who watches: somebody with an access token, or whoever has the link to one delivery. */
export type Viewer =
  | { readonly _tag: "Bearer"; readonly identity: Identity }
  | { readonly _tag: "Link"; readonly deliveryId: DeliveryId }

/** Whether somebody may ask for the topic at all, by role and scope; whose the order is comes later (P9). O(1). */
export const mayAsk = (viewer: Viewer, topic: Topic): boolean => {
  if (viewer._tag === "Link") return topic.kind === "delivery" && topic.id === viewer.deliveryId
  const { actor, scopes } = viewer.identity
  const scope = SCOPES[topic.kind][actor.role]
  if (scope === undefined || !scopes.has(scope)) return false
  return (
    topic.kind === "order" ||
    topic.kind === "delivery" ||
    actor.role === "operator" ||
    actor.subject === topic.id
  )
}

const everybody = (scope: Scope) => ({ customer: scope, restaurant: scope, courier: scope, operator: scope })

/** The same scopes as for reading the thing itself. */
const SCOPES: Readonly<
  Record<TopicKind, Readonly<Partial<Record<"customer" | "restaurant" | "courier" | "operator", Scope>>>>
> = {
  order: everybody("orders:read"),
  delivery: everybody("deliveries:read"),
  restaurant: { restaurant: "restaurant:orders", operator: "orders:read" },
  courier: { courier: "couriers:act", operator: "dispatch:read" }
}

/** Whether the case is the viewer's business as it stands: the rule of every read of an order (P9). O(1). */
export const maySee = (viewer: Viewer, view: Parties): boolean => {
  if (viewer._tag === "Link") return view.deliveryId === viewer.deliveryId
  const { role, subject } = viewer.identity.actor
  switch (role) {
    case "customer":
      return view.customerId === subject
    case "restaurant":
      return view.restaurantId === subject
    case "courier":
      return view.courierId === subject || view.offeredTo === subject
    case "operator":
      return true
  }
}

/** Whose business a case is. */
type Parties = Pick<CaseView, "deliveryId" | "restaurantId"> & {
  readonly customerId: CustomerId
  readonly courierId: CourierId | null
  readonly offeredTo: CourierId | null
}
