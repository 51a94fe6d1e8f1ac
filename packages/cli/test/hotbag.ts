import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Terminal } from "../src/Terminal.ts"

/** What a finished command left behind. */
export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

/** Runs the command as a process of its own, as a user does, with pipes for its output. */
export const hotbag = (
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>> = {}
): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const child = startHotbag(args, env)
    let stdout = ""
    let stderr = ""
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += String(text)))
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += String(text)))
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, stdout, stderr }))
  })

/** Starts the command, to be treated badly. */
export const startHotbag = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) =>
  spawn(process.execPath, [main, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"]
  })

/** A terminal nobody looks at, which remembers what was written to it. */
export const recordingTerminal = (): Terminal & { readonly written: () => Omit<Finished, "code"> } => {
  let stdout = ""
  let stderr = ""
  return {
    out: (text) => {
      stdout += text
    },
    err: (text) => {
      stderr += text
    },
    live: false,
    ascii: false,
    color: false,
    stop: new AbortController().signal,
    written: () => ({ stdout, stderr })
  }
}
