import { setFlagsFromString } from "node:v8"

/**
 * Tells the engine not to give memory back in between: some seconds after each full collection of garbage it would make one or two more that free next to
 * nothing, so that a process which rests becomes smaller. A server does not rest, and each of them costs a tenth of a second or more, in pieces of up to some
 * tens of milliseconds, which orders of that moment wait for. Memory is given back by the collections that are needed. To be called before there is much.
 */
export const keepMemory = (): void => setFlagsFromString("--no-memory-reducer")
