import { isatty } from "node:tty"

/** Where a command writes to, and who may stop it. Commands know nothing else of the process they run in. */
export interface Terminal {
  /** Standard output: what was asked for. */
  readonly out: (text: string) => void
  /** Standard error: progress, and what went wrong. */
  readonly err: (text: string) => void
  /** A person watches: a screen may be drawn on standard output. */
  readonly live: boolean
  /** The terminal shows nothing but ASCII. */
  readonly ascii: boolean
  /** The terminal shows colours, and nobody asked to leave them out. */
  readonly color: boolean
  /** Aborted by Ctrl-C, by SIGTERM and by a closed pipe; the reason is a `Stopped`. */
  readonly stop: AbortSignal
}

/** The terminal of this process. */
export const processTerminal = (stop: AbortSignal): Terminal => {
  const { env, stdout, stderr } = process
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    live: isatty(1) && env["TERM"] !== "dumb" && !isCi(env),
    ascii: isAscii(env),
    color: isatty(1) && (env["NO_COLOR"] ?? "") === "",
    stop
  }
}

/** A CI job may have a terminal, but nobody watches it: a moving screen only fills its log. */
const isCi = (env: NodeJS.ProcessEnv): boolean => !["", "0", "false"].includes(env["CI"] ?? "")

/** ASCII where the locale says that nothing else is shown. No locale at all means a container, where UTF-8 works. */
const isAscii = (env: NodeJS.ProcessEnv): boolean => {
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find(
    (value) => value !== undefined && value !== ""
  )
  return env["TERM"] === "dumb" || (locale !== undefined && !/utf-?8/i.test(locale))
}
