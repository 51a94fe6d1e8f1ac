import type { DispatchPolicy } from "../Policy.ts"
import { assignment } from "./assignment.ts"
import { nearest } from "./nearest.ts"
import { makePlannerPolicy } from "./planner/plannerPolicy.ts"
import { scored } from "./scored.ts"

/** Every policy with its default weights; simplest first. */
const policies: ReadonlyArray<DispatchPolicy> = [nearest, scored, assignment, makePlannerPolicy()]

/** Names that `policyByName` knows, simplest policy first. */
export const policyNames: ReadonlyArray<string> = policies.map((policy) => policy.name)

/** The policy of that name with its default weights; `undefined` when there is none. */
export const policyByName = (name: string): DispatchPolicy | undefined =>
  policies.find((policy) => policy.name === name)
