import { Effect, SchemaIssue } from "effect"

/** A field that the documents name differently, as a request gave it: by name, `undefined` when absent. */
export type Synonyms<A> = Readonly<Record<string, A | undefined>>

/**
 * The one value of a field with several names (C3, C4). The same value twice is fine; two different ones are refused, and the
 * refusal names both fields.
 */
export const oneOf = <A>(synonyms: Synonyms<A>): Effect.Effect<A | undefined, SchemaIssue.Issue> => {
  let found: A | undefined
  let foundAs = ""
  for (const name in synonyms) {
    const value = synonyms[name]
    if (value === undefined) continue
    if (found !== undefined && value !== found) {
      return Effect.fail(
        new SchemaIssue.Pointer(
          [name],
          new SchemaIssue.InvalidValue({ message: `Expected the same as ${foundAs}: both name one field` })
        )
      )
    }
    if (found === undefined) [found, foundAs] = [value, name]
  }
  return Effect.succeed(found)
}

/** The same for a field that has to be there. */
export const requiredOneOf = <A>(synonyms: Synonyms<A>): Effect.Effect<A, SchemaIssue.Issue> =>
  Effect.flatMap(oneOf(synonyms), (value) => {
    if (value !== undefined) return Effect.succeed(value)
    const [name = "", ...others] = Object.keys(synonyms)
    return Effect.fail(
      new SchemaIssue.Pointer(
        [name],
        new SchemaIssue.InvalidValue({ message: `Missing key; also written ${others.join(" or ")}` })
      )
    )
  })
