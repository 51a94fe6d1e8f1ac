import { Data } from "effect"

/** Why the embedded server cannot serve, in a word for programs. */
export type EmbeddedPostgresReason =
  /** There are no binaries for this machine. */
  | "unsupported-platform"
  /** A directory above the data or the binaries keeps the server's user out. */
  | "unreachable-folder"
  /** Another process uses the data folder. */
  | "folder-in-use"
  /** The folder holds something else than a cluster of ours. */
  | "foreign-folder"
  /** The server did not start; its log says why. */
  | "did-not-start"

/** The embedded server cannot serve; `message` says what is wrong and what to do, in one line. */
export class EmbeddedPostgresFailed extends Data.TaggedError("EmbeddedPostgresFailed")<{
  readonly reason: EmbeddedPostgresReason
  readonly message: string
}> {}
