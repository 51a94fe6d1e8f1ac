import type { DispatchPolicy } from "@hotbag/dispatch"

/** Who plays the days: a policy, under the name that its figures are shown by. */
export interface Entrant {
  readonly name: string
  readonly policy: DispatchPolicy
}
