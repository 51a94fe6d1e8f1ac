import { Schema } from "effect"
import { Limits } from "@hotbag/core"

/** Query of a list in pages. */
export const pageQuery = {
  cursor: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(Limits.cursorLength)).annotate({
      description: "`nextCursor` of the page before; the first page has none."
    })
  ),
  limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: Limits.pageSize })))
}
