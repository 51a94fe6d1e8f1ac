import { Effect, Result, SchemaIssue } from "effect"

/** A field that the documents name differently, as a request gave it: by name, `undefined` when absent. */
export type Synonyms<A> = Readonly<Record<string, A | undefined>>

/**
 * The one value of a field with several names (C3, C4). The same value twice is fine; two different ones are refused, and the
 * refusal names both fields.
 */
export const oneOf = <A>(synonyms: Synonyms<A>): Result.Result<A | undefined, SchemaIssue.Issue> => {
  let found: A | undefined
  let foundAs = ""
  for (const name in synonyms) {
    const value = synonyms[name]
    if (value === undefined) continue
    if (found !== undefined && value !== found) {
      return Result.fail(at([name], `Expected the same as ${foundAs}: both name one field`))
    }
    if (found === undefined) [found, foundAs] = [value, name]
  }
  return Result.succeed(found)
}

/** The same for a field that has to be there. */
export const requiredOneOf = <A>(synonyms: Synonyms<A>): Result.Result<A, SchemaIssue.Issue> => {
  const found = oneOf(synonyms)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  if (found.success !== undefined) return Result.succeed(found.success)
  const [name = "", ...others] = Object.keys(synonyms)
  return Result.fail(at([name], `Missing key; also written ${others.join(" or ")}`))
}

/** What a transformation of a schema gives: decided already, so that decoding stays as quick as a function. */
export const settled = <A>(
  result: Result.Result<A, SchemaIssue.Issue>
): Effect.Effect<A, SchemaIssue.Issue> =>
  Result.isSuccess(result) ? Effect.succeed(result.success) : Effect.fail(result.failure)

/** Something wrong at a place. */
export const at = (path: ReadonlyArray<PropertyKey>, message: string): SchemaIssue.Issue =>
  new SchemaIssue.Pointer(path, new SchemaIssue.InvalidValue({ message }))
