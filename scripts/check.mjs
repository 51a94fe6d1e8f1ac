// Every check that needs no running program: types, lints, format, unused code, style and arrows. One line per step;
// the output of a step is shown only when it fails, and all steps run even if one does.
import { spawn } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const bin = join(root, "node_modules", ".bin")
const has = (path) => existsSync(join(root, path))
const packages = readdirSync(join(root, "packages"))
  .sort()
  .filter((name) => has(`packages/${name}/tsconfig.json`))
const projects = [...packages.map((name) => `packages/${name}/tsconfig.json`), "tsconfig.test.json"]
const folders = ["packages", "benchmarks", "scripts", "tests"].filter(has)
const configs = ["vitest.config.ts", "vitest.pack.config.ts"]

// tsc goes first, because the type-aware lints read what it finds; the rest is independent.
const steps = [
  { name: "types", about: "tsc, tests included", commands: [["tsc", "-b"]] },
  {
    name: "lint",
    about: "oxlint with types",
    commands: [["oxlint", "--type-aware", ...folders, ...configs]]
  },
  {
    name: "effect",
    about: "effect-tsgo, strict",
    commands: projects.map((project) => ["effect-tsgo", "diagnostics", "--strict", "--project", project])
  },
  { name: "format", about: "oxfmt", commands: [["oxfmt", "--check", ...folders, ...configs]] },
  { name: "unused", about: "knip: files, exports, dependencies", commands: [["knip", "--no-progress"]] },
  {
    name: "style",
    about: "house style, arrows, docs",
    commands: [
      [
        "vitest",
        "run",
        "--reporter=dot",
        "tests/style.test.ts",
        "tests/imports.test.ts",
        "tests/docs.test.ts",
        "packages/core/test/docs.test.ts"
      ]
    ]
  }
]

const failed = []
const startedAt = Date.now()
const [first, ...others] = steps
await take(first)
// Two at a time: as many cores as a small CI machine has.
await Promise.all([takeFrom(others), takeFrom(others)])
for (const { name, output } of failed) console.log(`\n--- ${name}\n${output.trim()}`)
const total = ((Date.now() - startedAt) / 1000).toFixed(1)
console.log(
  failed.length === 0
    ? `\nall ${steps.length} checks passed in ${total} s`
    : `\n${failed.length} of ${steps.length} checks failed: ${failed.map(({ name }) => name).join(", ")} (${total} s)`
)
process.exitCode = failed.length === 0 ? 0 : 1

async function takeFrom(queue) {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) await take(step)
}

async function take({ name, about, commands }) {
  const stepAt = Date.now()
  const results = []
  for (const command of commands) results.push(await run(command))
  const broken = results.filter(({ status }) => status !== 0)
  const seconds = ((Date.now() - stepAt) / 1000).toFixed(1)
  console.log(
    `${broken.length === 0 ? "ok  " : "FAIL"} ${name.padEnd(8)}${about.padEnd(38)}${seconds.padStart(5)} s`
  )
  if (broken.length > 0) failed.push({ name, output: broken.map(({ output }) => output).join("\n") })
}

function run([command, ...args]) {
  const env = { ...process.env, NO_COLOR: "1", PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` }
  delete env.FORCE_COLOR
  return new Promise((resolve) => {
    const child = spawn(join(bin, command), args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] })
    let output = `$ ${[command, ...args].join(" ")}\n`
    child.stdout.on("data", (chunk) => (output += chunk))
    child.stderr.on("data", (chunk) => (output += chunk))
    child.once("error", (error) => resolve({ status: 1, output: `${output}${error.message}\n` }))
    child.once("close", (status) => resolve({ status: status ?? 1, output }))
  })
}
