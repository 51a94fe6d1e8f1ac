import { codeOf } from "./fileError.ts"
import { Exit, Stopped } from "./exit.ts"
import { runProgram, tellBug } from "./program.ts"
import { processTerminal } from "./Terminal.ts"

/** The process around the command: signals, closed pipes, and an exit that loses no output. */
export const runProcess = async (): Promise<void> => {
  const stop = new AbortController()
  const stopWith = (code: number) => () => {
    // Asked twice: whatever hangs, leave now.
    if (stop.signal.aborted) process.exit(code)
    stop.abort(new Stopped(code))
  }
  process.on("SIGINT", stopWith(Exit.interrupted))
  process.on("SIGHUP", stopWith(Exit.hungUp))
  process.on("SIGTERM", stopWith(Exit.terminated))
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      // `hotbag … | head` has read enough: end quietly, and soon.
      if (codeOf(error) !== "EPIPE") throw error
      if (!stop.signal.aborted) stop.abort(new Stopped(Exit.pipeClosed))
    })
  }
  const bug = (error: unknown) => process.exit(tellBug(error, (text) => process.stderr.write(text)))
  process.on("uncaughtException", bug)
  process.on("unhandledRejection", bug)

  const code = await runProgram(process.argv.slice(2), processTerminal(stop.signal))
  await Promise.all([written(process.stdout), written(process.stderr)])
  process.exit(code)
}

/** Settles when everything written so far has left the process, or can never leave it. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) resolve()
    else stream.write("", () => resolve())
  })
