import { setFlagsFromString } from "node:v8"

/**
 * Tells the engine to collect all garbage as rarely as memory allows: a full collection of a server at work takes a tenth of a second and more, in pieces of
 * up to some tens of milliseconds, which orders of that moment wait for.
 *
 * - Not only to give memory back, as the engine does some seconds after a collection, so that a process that rests becomes smaller. A server does not rest.
 * - When as much again has gathered as is in use: with some hundred megabytes in use the engine by itself was seen to begin after half as much.
 *
 * To be called before there is much.
 */
export const keepMemory = (): void => {
  setFlagsFromString("--no-memory-reducer")
  setFlagsFromString("--heap-growing-percent=100")
}
