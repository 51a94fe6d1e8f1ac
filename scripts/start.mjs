// What `npm start` runs: the CLI on the pinned Node, with a dinner rush to look at when nothing else is asked for.
// Arguments after `--` go to the CLI instead; terminal, signals and exit code are the CLI's own.
import { spawn } from "node:child_process"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const dinnerRush = ["simulate", "metro-launch", "--from", "17:00", "--to", "22:00"]
const main = join(dirname(fileURLToPath(import.meta.url)), "..", "packages", "cli", "src", "main.ts")
const given = process.argv.slice(2)

// npm moves to the folder of package.json; paths are meant relative to where the command was typed.
const cwd = process.env.INIT_CWD ?? process.cwd()
// As `hotbag` does it: a large nursery for simulated days, short pauses for a server.
const young = given[0] === "serve" ? [] : ["--max-semi-space-size=64"]
const child = spawn(process.execPath, [...young, main, ...(given.length > 0 ? given : dinnerRush)], {
  cwd,
  stdio: "inherit"
})

// A terminal sends Ctrl-C to both processes; this one stays until the CLI has said its last word.
process.on("SIGINT", () => {})
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
child.once("error", (error) => {
  process.stderr.write(`hotbag: ${error.message}\n`)
  process.exit(1)
})
child.once("close", (status, signal) => {
  if (signal === null) process.exit(status)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
})
