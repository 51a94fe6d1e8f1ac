import { Effect, Schema, SchemaIssue, SchemaTransformation } from "effect"
import { AtMs } from "@hotbag/core"

/** A moment on the wire: RFC 3339 with a zone, as our answers write it: `2026-11-22T18:30:00.000Z` (C29). */
export const Instant = Schema.String.annotate({
  identifier: "Instant",
  description: "A moment, RFC 3339 in UTC.",
  format: "date-time",
  examples: ["2026-11-22T18:30:00.000Z"]
})

/** Milliseconds since epoch as the wire writes them. */
export const instantText = (atMs: number): string => new Date(atMs).toISOString()

/** The same for a moment that may not have come. */
export const instantOrNull = (atMs: number | null): string | null =>
  atMs === null ? null : instantText(atMs)

/** A moment in a request: any RFC 3339 date-time with a zone, decoded to milliseconds since epoch. */
export const InstantMs = Schema.String.annotate({
  description: "A moment, RFC 3339 with a zone.",
  format: "date-time",
  examples: ["2026-11-22T19:30:00+01:00"]
}).pipe(
  Schema.decodeTo(
    AtMs,
    SchemaTransformation.transformEffect<number, string>({
      decode: (text) => {
        const atMs = RFC_3339.test(text) ? Date.parse(text) : Number.NaN
        return Number.isInteger(atMs)
          ? Effect.succeed(atMs)
          : Effect.fail(
              new SchemaIssue.InvalidValue({
                message: "Expected a moment as RFC 3339 writes it, with a zone, such as 2026-11-22T19:30:00Z"
              })
            )
      },
      encode: (atMs) => Effect.succeed(instantText(atMs))
    })
  )
)

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/
