/** An answer as it goes on the wire. */
export interface Reply {
  readonly status: number
  /** Names and values in turn, as Node writes them fastest. */
  readonly headers: ReadonlyArray<string>
  /** JSON, or nothing. */
  readonly text: string
}

const TypeId = "~hotbag/http/ReadyReply"

/** What a handler returns when it says more than the body: another status, headers, or text that is to go out byte for byte. */
export interface ReadyReply extends Reply {
  readonly [TypeId]: true
}

/** An answer that is written as it is. */
export const readyReply = (
  status: number,
  text: string,
  headers: ReadonlyArray<string> = []
): ReadyReply => ({
  [TypeId]: true,
  status,
  text,
  headers
})

/** Whether a handler's answer is to be written as it is. */
export const isReadyReply = (answer: unknown): answer is ReadyReply =>
  typeof answer === "object" && answer !== null && TypeId in answer

/** Type of an answer with a body. */
export const JSON_TYPE: ReadonlyArray<string> = ["content-type", "application/json"]
/** Type of an answer that says what went wrong (RFC 9457). */
export const PROBLEM_TYPE: ReadonlyArray<string> = ["content-type", "application/problem+json"]
