import { Command, CommanderError } from "commander"
import { BadInput, Exit, oneLine, Stopped } from "./exit.ts"
import { addCalibrate } from "./calibrate.ts"
import { addCompare } from "./compare.ts"
import { addDemo } from "./demo.ts"
import { addEta } from "./eta.ts"
import { addExplain } from "./explain.ts"
import { addFit } from "./fit.ts"
import { addMdrp } from "./mdrp.ts"
import { addMigrate } from "./migrate.ts"
import { addPlan } from "./plan.ts"
import { addPolicies } from "./policies.ts"
import { addRebuild } from "./rebuild.ts"
import { addRegress } from "./regress.ts"
import { addScenarios } from "./scenarios.ts"
import { addServe } from "./serve.ts"
import { addSimulate } from "./simulate.ts"
import { addSlo } from "./slo.ts"
import type { Terminal } from "./Terminal.ts"
import { addToken } from "./token.ts"
import { packageVersion } from "./version.ts"

/** What a command is added to: the program, the terminal it writes to, and where its exit code goes. */
export interface Host {
  readonly program: Command
  readonly terminal: Terminal
  readonly exitWith: (code: number) => void
}

/**
 * Runs one command line, without the leading `node` and script, to its exit code (see `Exit`). Never rejects: bad
 * input and bugs are told on standard error.
 */
export const runProgram = async (args: ReadonlyArray<string>, terminal: Terminal): Promise<number> => {
  let code: number = Exit.ok
  try {
    const program = await makeProgram(terminal, (wanted) => {
      code = wanted
    })
    await program.parseAsync(args.length === 0 ? ["--help"] : args, { from: "user" })
    return code
  } catch (error) {
    return tell(error, args, terminal)
  }
}

const makeProgram = async (terminal: Terminal, exitWith: (code: number) => void): Promise<Command> => {
  const program = new Command("hotbag")
    .description(
      "Run your dinner rush before it happens: simulate a food-delivery marketplace and its dispatch."
    )
    .version(await packageVersion(), "--version", "print the version")
    .helpOption("--help", "show how a command is used")
    .exitOverride()
    // Told once, in one line, by `tell`.
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, outputError: () => {} })
    .addHelpText("after", EXIT_CODES)
  const host: Host = { program, terminal, exitWith }
  addSimulate(host)
  addCompare(host)
  addRegress(host)
  addMdrp(host)
  addExplain(host)
  addEta(host)
  addFit(host)
  addScenarios(host)
  addPolicies(host)
  addSlo(host)
  addPlan(host)
  addCalibrate(host)
  addServe(host)
  addDemo(host)
  addToken(host)
  addMigrate(host)
  addRebuild(host)
  return program
}

const EXIT_CODES = `
Examples:
  $ hotbag simulate                         a launch day of two metros, live in the terminal
  $ hotbag simulate --json --seed 7         the same with other luck, for scripts
  $ hotbag scenarios                        what else can be played

Exit codes: 0 every objective met, 1 an objective breached, 2 bad input, 70 a bug of ours, 130 stopped by Ctrl-C.`

const tell = (error: unknown, args: ReadonlyArray<string>, terminal: Terminal): number => {
  if (error instanceof Stopped) return error.code
  if (error instanceof BadInput) {
    terminal.err(`hotbag: ${error.message}\n`)
    return Exit.badInput
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return Exit.ok
    terminal.err(`hotbag: ${oneLine(error.message.replace(/^error: /, ""))}; see ${helpFor(args)}\n`)
    return Exit.badInput
  }
  return tellBug(error, terminal.err)
}

/** Every command. */
export const COMMANDS = [
  "simulate",
  "compare",
  "regress",
  "mdrp",
  "explain",
  "eta",
  "fit",
  "scenarios",
  "policies",
  "slo",
  "plan",
  "calibrate",
  "serve",
  "demo",
  "token",
  "migrate",
  "rebuild"
]

const helpFor = (args: ReadonlyArray<string>): string => {
  const command = args.find((arg) => COMMANDS.includes(arg))
  return command === undefined ? "hotbag --help" : `hotbag ${command} --help`
}

/** Owns up to a bug: what happened, and how to report it; the stack on demand. Returns the exit code. */
export const tellBug = (error: unknown, write: (text: string) => void): number => {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  write(
    `hotbag: bug: ${oneLine(what)}; please report this line with the command, the output of hotbag --version, ` +
      "and the stack that HOTBAG_DEBUG=1 shows\n"
  )
  if (process.env["HOTBAG_DEBUG"] === "1" && error instanceof Error) {
    write(`${error.stack ?? ""}\n`)
    if ("data" in error) write(`${JSON.stringify(error.data)}\n`)
  }
  return Exit.bug
}
