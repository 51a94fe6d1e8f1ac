import { Context, type Effect } from "effect"

/** One part that has to work: true, or in a few words what is wrong. */
export interface NamedCheck {
  readonly name: string
  readonly check: Effect.Effect<true | string>
}

/** What has to work for the server to be worth sending requests to: named checks, all of them quick. */
export class HealthChecks extends Context.Service<
  HealthChecks,
  { readonly all: ReadonlyArray<NamedCheck> }
>()("hotbag/adapters/http/HealthChecks") {}
