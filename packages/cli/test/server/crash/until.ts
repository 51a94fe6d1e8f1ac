import { setTimeout as pause } from "node:timers/promises"

/** Looks until there is something. @throws when there is nothing for `forMs`: says what was waited for. */
export const until = async <A>(
  what: string,
  look: () => Promise<A | null>,
  forMs = 180_000,
  everyMs = 50
): Promise<A> => {
  const endMs = performance.now() + forMs
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (performance.now() > endMs) throw new Error(`waited ${forMs} ms for ${what} in vain`)
    await pause(everyMs)
  }
}
