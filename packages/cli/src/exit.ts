/** Exit codes of the command: a promise to scripts and CI jobs, so they never change their meaning. */
export const Exit = {
  /** Everything went well, and every objective was met. */
  ok: 0,
  /** The run finished, and an objective was breached. */
  breach: 1,
  /** Something given to the command was wrong: one line on standard error says what, and nothing is written. */
  badInput: 2,
  /** A bug of ours (`EX_SOFTWARE` of sysexits.h). */
  bug: 70,
  /** The terminal was closed: 128 + SIGHUP. */
  hungUp: 129,
  /** Ctrl-C: 128 + SIGINT. */
  interrupted: 130,
  /** The reader of our output went away in the middle of the work: 128 + SIGPIPE. */
  pipeClosed: 141,
  /** 128 + SIGTERM. */
  terminated: 143
} as const

/** Something given to the command was wrong. Says what, where, and what to do, in one line. */
export class BadInput extends Error {
  readonly _tag = "BadInput"

  /**
   * @param where what the line starts with: an option, or a file with its line.
   * @param what what is wrong there, in words.
   * @param todo what to do about it.
   */
  constructor(where: string, what: string, todo: string) {
    super(oneLine(`${where}: ${what}; ${todo}`))
  }
}

/** The work was stopped from outside; carries the exit code that says by what. */
export class Stopped extends Error {
  readonly _tag = "Stopped"
  readonly code: number

  constructor(code: number) {
    super(`stopped with exit code ${code}`)
    this.code = code
  }
}

/** @throws Stopped when somebody asked the command to stop. */
export const throwIfStopped = (stop: AbortSignal): void => {
  if (stop.aborted) throw stop.reason instanceof Stopped ? stop.reason : new Stopped(Exit.terminated)
}

/** A name as it is quoted in a message: long ones are cut, so that the line stays readable. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text)

/** Whatever a file or an argument held, a message stays one printable line. */
export const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, " ").trim()
