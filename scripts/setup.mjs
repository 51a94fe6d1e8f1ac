// Installs what the workspace needs, and only when that is stale: pinned pnpm, frozen lockfile, pinned Node.
// Runs under whatever Node started npm (18 or later); everything after it runs under the pinned one.
// Says what it does on stderr only, so that the command behind it keeps a clean stdout.
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync
} from "node:fs"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { takeLock } from "./lock.mjs"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const modules = join(root, "node_modules")
const runtime = join(modules, ".bin", "node")
const stamp = join(modules, ".cache", "setup-stamp")
// Git ignores it, and pnpm does not sweep it away with node_modules.
const scratch = join(root, ".hotbag")
const say = (line) => process.stderr.write(`hotbag: ${line}\n`)

if (Number(process.versions.node.split(".")[0]) < 18) {
  fail(`Node ${process.versions.node} is too old to start with; version 18 or later is needed.`)
}
const packages = readdirSync(join(root, "packages")).filter((name) => !name.startsWith("."))
const rooms = ["benchmarks", ...packages.sort().map((name) => `packages/${name}`)]
const manifest = readJson("package.json")
const wanted = fingerprint()

if (!isFresh()) {
  if (!isWritable(root)) fail(`${root} cannot be written, and the set-up puts node_modules there.`)
  const release = await takeLock(join(scratch, "setup.lock"), (owner) =>
    say(`another set-up is at work in this checkout (${owner}); waiting for it`)
  )
  process.on("exit", release)
  // Whoever held the lock may have done the work meanwhile.
  if (!isFresh()) await install()
}

/** Everything that decides what must be installed. A change of any of it makes the set-up stale. */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`)
  const files = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]
  for (const room of rooms) files.push(`${room}/package.json`)
  for (const file of files) {
    const path = join(root, file)
    if (existsSync(path)) hash.update(file).update(readFileSync(path))
  }
  return hash.digest("hex")
}

function isFresh() {
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) return false
  if (!existsSync(runtime) || !existsSync(join(modules, ".modules.yaml"))) return false
  // npm leaves this behind when somebody ran `npm install`, which tears pnpm's links out.
  if (existsSync(join(modules, ".package-lock.json"))) return false
  return rooms.every((room) => !needsModules(room) || existsSync(join(root, room, "node_modules")))
}

function needsModules(room) {
  if (!existsSync(join(root, room, "package.json"))) return false
  const { dependencies = {}, devDependencies = {} } = readJson(`${room}/package.json`)
  return Object.keys(dependencies).length + Object.keys(devDependencies).length > 0
}

async function install() {
  const platforms = Object.keys(manifest.optionalDependencies).map((name) =>
    name.replace(/^node-(bin-)?/, "")
  )
  if (!platforms.includes(`${process.platform}-${process.arch}`)) {
    fail(
      `no pinned Node for ${process.platform}-${process.arch}; there is one for ${platforms.join(", ")} (Windows: use WSL).`
    )
  }
  say(
    existsSync(stamp)
      ? "dependencies changed; bringing them up to date"
      : "first-time set-up: pinned Node and dependencies, about half a minute and 600 MB of disk"
  )
  const startedAt = Date.now()
  const { status, output } = await runPnpm()
  if (status !== 0) {
    process.stderr.write(output)
    fail(`set-up failed. ${advice(output)}`)
  }
  const version = spawnSync(runtime, ["--version"], { encoding: "utf8" })
  const expected = Object.values(manifest.optionalDependencies)[0]
  if (version.status !== 0 || version.stdout.trim() !== `v${expected}`) {
    const found = version.error?.message ?? `${version.stdout}${version.stderr}`.trim()
    fail(
      `the pinned Node ${expected} does not run here (${found}). Linux needs glibc; on Alpine use a Debian image.`
    )
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
  say(`set-up done in ${Math.round((Date.now() - startedAt) / 1000)} s`)
}

/** Runs the pinned pnpm through npx, shows how far it is, keeps its words for the case that it fails. */
function runPnpm() {
  const args = ["--yes", manifest.packageManager, "install", "--frozen-lockfile", "--reporter=append-only"]
  return new Promise((resolve) => {
    // A group of its own, because npx does not pass signals on to pnpm.
    const options = { cwd: root, env: environment(), stdio: ["ignore", "pipe", "pipe"], detached: true }
    const child = spawn("npx", args, options)
    let output = ""
    let phase = `starting ${manifest.packageManager}`
    const read = (chunk) => {
      output = (output + chunk).slice(-20_000)
      for (const [, resolved, reused, downloaded, added] of String(chunk).matchAll(
        /Progress: resolved (\d+), reused (\d+), downloaded (\d+), added (\d+)/g
      )) {
        const fetched = Number(reused) + Number(downloaded)
        phase = `${fetched} of ${resolved} packages fetched, ${added} in place`
      }
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    const ticker = setInterval(() => say(`  ${phase}`), 5_000)
    const stop = (signal) => {
      process.kill(-child.pid, signal)
      process.exit(signal === "SIGINT" ? 130 : 143)
    }
    process.once("SIGINT", stop)
    process.once("SIGTERM", stop)
    const finish = (status) => {
      clearInterval(ticker)
      resolve({ status, output })
    }
    child.once("error", (error) => {
      output += `${error.message}\n`
      finish(1)
    })
    child.once("close", (status) => finish(status ?? 1))
  })
}

/** The caller's environment; with a home that cannot be written, caches and store move into the checkout. */
function environment() {
  // CI=true: pnpm must replace a foreign node_modules without asking.
  const env = { ...process.env, CI: "true", npm_config_loglevel: "error" }
  if (isWritable(homedir())) return env
  say("the home folder cannot be written; keeping downloads in .hotbag/ of this checkout")
  env.npm_config_cache = join(scratch, "npm-cache")
  env.XDG_CACHE_HOME = join(scratch, "cache")
  env.XDG_CONFIG_HOME = join(scratch, "config")
  env.XDG_DATA_HOME = join(scratch, "share")
  env.XDG_STATE_HOME = join(scratch, "state")
  return env
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function advice(output) {
  if (/ENOENT.*npx|npx ENOENT/.test(output)) return "npx was not found: npm must be installed beside Node."
  if (/ENOSPC/.test(output)) return "The disk is full; about 600 MB are needed."
  if (/OUTDATED_LOCKFILE/.test(output)) {
    return `A manifest and pnpm-lock.yaml disagree; mend it with: npx ${manifest.packageManager} install --no-frozen-lockfile`
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|dns error|error sending request/i.test(output)) {
    return "The npm registry could not be reached; it is needed once. Behind a proxy set HTTPS_PROXY, or a mirror in .npmrc."
  }
  if (/SELF_SIGNED|UNABLE_TO_|CERT_|certificate/i.test(output)) {
    return "The registry's certificate is not trusted here; point NODE_EXTRA_CA_CERTS at the file of whoever signs it."
  }
  if (/EACCES|EPERM|EROFS|Permission denied/i.test(output)) return "A folder named above cannot be written."
  return "See above."
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), "utf8"))
}

function fail(message) {
  say(message)
  process.exit(1)
}
