// Builds every package from nothing: JavaScript and types into packages/*/dist. Starting from nothing is what keeps
// files out of a release whose sources are gone.
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const packages = readdirSync(join(root, "packages"))
  .sort()
  .filter((name) => existsSync(join(root, "packages", name, "tsconfig.json")))
const startedAt = Date.now()
for (const name of packages) {
  rmSync(join(root, "packages", name, "dist"), { recursive: true, force: true })
  // Without its notes tsc builds anew; with them it would believe that dist is still there.
  rmSync(join(root, "node_modules", ".cache", "tsc", `${name}.tsbuildinfo`), { force: true })
}
const projects = packages.map((name) => `packages/${name}`)
const { status, error } = spawnSync(join(root, "node_modules", ".bin", "tsc"), ["-b", ...projects], {
  cwd: root,
  stdio: "inherit"
})
if (error !== undefined) console.error(`hotbag: ${error.message}`)
if (status !== 0) process.exit(status ?? 1)
const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
console.log(`built ${packages.map((name) => `@hotbag/${name}`).join(", ")} in ${seconds} s`)
