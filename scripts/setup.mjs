// Installs what the workspace needs, and only when that is stale: pinned pnpm, frozen lockfile, pinned Node.
// Runs under whatever Node started npm (18 or later); everything after it runs under the pinned one.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const stamp = join(root, "node_modules", ".cache", "setup-stamp")
const pnpm = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).packageManager

const manifests = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "benchmarks/package.json"]
for (const name of readdirSync(join(root, "packages")).sort()) manifests.push(`packages/${name}/package.json`)
const hash = createHash("sha256").update(process.platform + process.arch)
for (const file of manifests) {
  const path = join(root, file)
  if (existsSync(path)) hash.update(file).update(readFileSync(path))
}
const wanted = hash.digest("hex")

const runtime = join(root, "node_modules", ".bin", "node")
const fresh = existsSync(runtime) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted
if (!fresh) {
  process.stderr.write("hotbag: first-time set-up (pinned Node and dependencies; about half a minute)\n")
  const env = { ...process.env, CI: "true", npm_config_yes: "true", npm_config_loglevel: "error" }
  const result = spawnSync("npx", ["--yes", pnpm, "install", "--frozen-lockfile", "--reporter=append-only"], {
    cwd: root,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"]
  })
  if (result.status !== 0) {
    process.stderr.write(
      `${result.stdout ?? ""}${result.stderr ?? ""}${result.error ? `${result.error.message}\n` : ""}`
    )
    process.stderr.write(
      "hotbag: set-up failed; see above. It needs the npm registry once, and about 600 MB of disk.\n"
    )
    process.exit(1)
  }
  if (!existsSync(runtime)) {
    process.stderr.write(
      `hotbag: no pinned Node for ${process.platform}-${process.arch}; Linux and macOS on x64 and arm64 are supported (Windows: use WSL).\n`
    )
    process.exit(1)
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}
