import { setTimeout as wait } from "node:timers/promises"
import { DemoFailed } from "./Caller.ts"

/** How long anything may take, in ms: a busy machine, and not for ever. */
const LONGEST_MS = 60_000
/** How often to look, in ms. */
const EVERY_MS = 250

/** Looks again and again until there is an answer. @throws DemoFailed when there is none in a minute. */
export const waitFor = async <A>(what: string, look: () => Promise<A | null>): Promise<A> => {
  for (let waitedMs = 0; waitedMs <= LONGEST_MS; waitedMs += EVERY_MS) {
    const found = await look()
    if (found !== null) return found
    await wait(EVERY_MS)
  }
  throw new DemoFailed(`waited a minute for ${what} in vain`)
}
