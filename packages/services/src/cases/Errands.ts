import type { Errand } from "@hotbag/core"
import { Context, Data, type Effect } from "effect"

/** The errand could not be run now; it is tried again. */
export class ErrandFailed extends Data.TaggedError("ErrandFailed")<{
  /** A word or sentence for the log; nothing personal. */
  readonly why: string
}> {}

/**
 * Runs errands of cases: asks the gateway, asks the restaurant, tells people, tells operations. Called at least once per errand, in the
 * order of each order's errands; a repeat must do no harm.
 */
export class Errands extends Context.Service<
  Errands,
  { readonly run: (errand: Errand) => Effect.Effect<void, ErrandFailed> }
>()("@hotbag/services/cases/Errands") {}
