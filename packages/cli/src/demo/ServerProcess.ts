import { Schema } from "effect"
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { Exit, Stopped } from "../exit.ts"

/** A server in a process of its own. */
export interface ServerProcess {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly url: string
  /** Asks it to end and waits until it has; gives its exit code. */
  readonly stop: () => Promise<number>
}

/** What `hotbag serve --json` says once it takes requests. */
const Listening = Schema.fromJsonString(Schema.Struct({ listening: Schema.String }))

const main = fileURLToPath(new URL("../main.ts", import.meta.url))

/** Starts `hotbag serve` on a free port of this machine and waits until it takes requests. */
export const startServer = async (
  options: ReadonlyArray<string>,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal
): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [main, "serve", "--port", "0", "--json", ...options], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"]
  })
  const ended = new Promise<number>((resolve) => {
    child.once("exit", (code) => resolve(code ?? Exit.terminated))
  })
  const stop = (): Promise<number> => {
    if (child.exitCode === null) child.kill("SIGTERM")
    return ended
  }
  signal.addEventListener("abort", () => void stop(), { once: true })
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([
    new Promise<string>((resolve) => lines.once("line", resolve)),
    ended.then((code) => Promise.reject(new Stopped(code === Exit.ok ? Exit.bug : code)))
  ])
  const { listening } = Schema.decodeUnknownSync(Listening)(first)
  return { url: listening, stop }
}
