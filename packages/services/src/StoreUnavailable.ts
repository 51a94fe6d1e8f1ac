import { Data } from "effect"

/** The store did not answer, or not in time; whether a write took place is not known. Try again with the same command id. */
export class StoreUnavailable extends Data.TaggedError("StoreUnavailable")<{
  readonly retryAfterMs: number
}> {
  override readonly message = "The store is not available at the moment; try again."
}
