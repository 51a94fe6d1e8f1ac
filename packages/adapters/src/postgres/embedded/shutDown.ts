import { Effect } from "effect"
import { isPostgres } from "./postmasterPid.ts"

/** How long each way of stopping is given before the next, ruder one, in ms. */
const PATIENCE_MS = 20_000
const POLL_MS = 20

/**
 * Stops the server: fast (sessions end, everything is written), then immediate (as in a crash, the log is replayed at the next start),
 * then by force. None of them loses what was committed.
 */
export const shutDown = Effect.fnUntraced(function* (pid: number) {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!(yield* Effect.promise(() => isPostgres(pid)))) return
    yield* send(pid, signal)
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
      if (!(yield* Effect.promise(() => isPostgres(pid)))) return
      yield* Effect.sleep(POLL_MS)
    }
  }
})

const send = (pid: number, signal: NodeJS.Signals): Effect.Effect<void> =>
  Effect.sync(() => {
    try {
      process.kill(pid, signal)
    } catch {
      // It ended in the meantime.
    }
  })
