/** The writing end of a watcher's connection. None of its methods throws, whatever became of the connection. */
export interface Sink {
  /** Sends bytes of the watcher's wire; gives the bytes that wait in this process afterwards. */
  readonly write: (bytes: Uint8Array) => number
  /** The same for a message with a place in its topic; `cursor` says where the watcher stands in all its topics. */
  readonly writeStatus: (bytes: Uint8Array, cursor: () => string) => number
  /** Bytes that wait in this process. */
  readonly buffered: () => number
  /** When the other side last gave a sign of life, ms since epoch; `nowMs` where that is not known. */
  readonly signedAtMs: (nowMs: number) => number
  /** Ends the connection and says why. */
  readonly close: (why: Ending) => void
  /** One topic of several is refused: nobody learns whether it exists (P9). */
  readonly refuse: (topic: string) => void
}

/** Why the engine ends a connection. */
export type Ending =
  /** It did not read for `Limits.slowReaderMs`. */
  | "too-slow"
  /** What it watches does not exist, or is no longer its business. */
  | "not-found"
  /** Data for it cannot be read at the moment. */
  | "unavailable"
