import { Schema } from "effect"

/**
 * Text that every store and every encoding can hold: no zero character, which ends a text in C and which PostgreSQL refuses, and no half of a
 * surrogate pair, which is no character in UTF-8.
 */
export const StorableText = Schema.String.check(
  Schema.makeFilter((text) => text.isWellFormed() && !text.includes("\u0000"), {
    expected: "text of whole characters, without the zero character"
  })
)
