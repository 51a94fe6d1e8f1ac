import { FixRequest } from "@hotbag/api"
import { type FixVerdict, Limits } from "@hotbag/core"
import { Result, Schema, SchemaIssue } from "effect"
import { segmentText } from "../edge/Route.ts"

/** What is wrong with one of several fixes, and where in it. */
export interface MalformedFix {
  readonly index: number
  readonly path: ReadonlyArray<string>
  readonly message: string
}

/** What is wrong with those of `items` whose verdict is `malformed`: one thing each, of the first `Limits.problemPlaces`. */
export const malformedIn = (
  items: ReadonlyArray<unknown>,
  verdicts: ReadonlyArray<FixVerdict>
): ReadonlyArray<MalformedFix> => {
  const found: Array<MalformedFix> = []
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict !== "malformed" || found.length >= Limits.problemPlaces) continue
    found.push({ index, ...problemOf(items[index]) })
  }
  return found
}

const problemOf = (item: unknown): Omit<MalformedFix, "index"> => {
  const decoded = decode(item)
  const issue = Result.isFailure(decoded) ? formatIssues(decoded.failure.issue).issues[0] : undefined
  return {
    path: (issue?.path ?? []).map((segment) => String(segmentText(segment))),
    message: (issue?.message ?? "This is no fix.").slice(0, Limits.problemMessageLength)
  }
}

const decode = Schema.decodeUnknownResult(FixRequest)
const formatIssues = SchemaIssue.makeFormatterStandardSchemaV1()
