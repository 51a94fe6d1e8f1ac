import { Data } from "effect"
import type { Role } from "../Actor.ts"

/** The actor may see it, but not do this to it. Wire: 403. */
export class RoleRefused extends Data.TaggedError("RoleRefused")<{
  readonly role: Role
  /** What was asked, as in "cancel an order". */
  readonly what: string
}> {
  override get message(): string {
    return `A ${this.role} may not ${this.what}; ask whoever may, or operations.`
  }
}

/** The food cannot be ready then. Wire: 422. */
export class EstimateRefused extends Data.TaggedError("EstimateRefused")<{
  readonly earliestMs: number
  readonly latestMs: number
}> {
  override get message(): string {
    return "The food can be ready from now on until a few hours from now; name a moment in between."
  }
}
