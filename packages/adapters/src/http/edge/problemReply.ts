import type { Problem } from "@hotbag/api"
import { PROBLEM_TYPE, type Reply } from "./Reply.ts"

/** A problem on the wire; `Retry-After` where it says when to try again (S105). */
export const problemReply = (problem: Problem, headers: ReadonlyArray<string> = []): Reply => {
  const { type, title, status, detail } = problem
  const retryAfterSeconds = "retryAfterSeconds" in problem ? problem.retryAfterSeconds : undefined
  const errors = "errors" in problem ? problem.errors : undefined
  const code = "code" in problem ? problem.code : undefined
  return {
    status,
    headers:
      retryAfterSeconds === undefined
        ? [...PROBLEM_TYPE, ...headers]
        : [...PROBLEM_TYPE, "retry-after", String(retryAfterSeconds), ...headers],
    // Members that are undefined are left out.
    text: JSON.stringify({ type, title, status, detail, code, errors, retryAfterSeconds })
  }
}
