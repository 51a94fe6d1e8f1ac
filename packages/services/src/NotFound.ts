import { Data } from "effect"

/** There is no such thing, or it is not the asker's: nobody learns which (P9). */
export class NotFound extends Data.TaggedError("NotFound") {
  override readonly message = "There is no such thing here."
}
