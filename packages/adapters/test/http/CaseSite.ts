import type { Scope, TokenRole } from "@hotbag/core"
import type { Answer, Ask } from "./TestServer.ts"

/** A server that case suites of the API run on, whatever is behind it, and whoever started it. */
export interface CaseSite {
  readonly port: number
  readonly ask: (method: string, path: string, ask?: Ask) => Promise<Answer>
  /** The same with a fresh `Idempotency-Key`. */
  readonly command: (method: string, path: string, ask?: Ask) => Promise<Answer>
  /** Asks until the answer is as wished. */
  readonly until: (
    method: string,
    path: string,
    ask: Ask,
    isSo: (answer: Answer) => boolean
  ) => Promise<Answer>
  /** A token that the server takes; with all scopes of the role unless some are named. */
  readonly tokenOf: (role: TokenRole, subject: string, ...scopes: ReadonlyArray<Scope>) => string
  /** What went wrong inside so far, in its own words. */
  readonly trouble: () => ReadonlyArray<string>
  /** Resident memory of the server's process, in megabytes. */
  readonly memoryMb: () => number
  readonly stop: () => Promise<void>
}
