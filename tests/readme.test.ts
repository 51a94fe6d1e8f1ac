import { execFile } from "node:child_process"
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { commandsOf, examplesOf, scriptsOf } from "../scripts/tidy/examples.ts"
import { publishedPackages, scriptNames } from "../scripts/tidy/manifests.ts"
import { readRepository, root } from "../scripts/tidy/sources.ts"

const exec = promisify(execFile)
const documents = readRepository().filter(({ path }) => path.endsWith(".md"))
const main = join(root, "packages", "cli", "src", "main.ts")
const examples = documents.flatMap(examplesOf)
const modules = examples
  .filter(({ kind }) => kind === "ts")
  .map((example, index) => ({ ...example, file: `example${index}.ts` }))
const commands = examples.filter(({ kind }) => kind === "hotbag")
let folder = ""

// A project beside the checkout that has the packages under their names, as a user's project would.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hotbag-readme-"))
  const scope = join(folder, "node_modules", "@hotbag")
  await mkdir(scope, { recursive: true })
  for (const { name, folder: source } of publishedPackages()) {
    await symlink(join(root, source), join(scope, name.replace("@hotbag/", "")))
  }
  await symlink(join(root, "packages/core/node_modules/effect"), join(folder, "node_modules", "effect"))
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }))
  for (const { file, code } of modules) await writeFile(join(folder, file), code)
})

afterAll(async () => {
  if (folder !== "") await rm(folder, { recursive: true, force: true })
})

describe("the examples of the documents", () => {
  it.each(modules)("$path:$line runs and prints what the page says", async ({ file, prints }) => {
    const { stdout, stderr } = await exec(process.execPath, [join(folder, file)], { cwd: folder })
    expect(stderr).toBe("")
    if (prints !== undefined) expect(stdout).toBe(prints)
  })

  it.each(commands)("$path:$line hotbag $code prints what the page says", async ({ code, prints }) => {
    const { stdout } = await exec(process.execPath, [main, ...code.split(" ")], { cwd: folder })
    expect(stdout).toBe(prints)
  })

  it("type-check", async () => {
    const compilerOptions = {
      noEmit: true,
      composite: false,
      rootDir: "/",
      typeRoots: [join(root, "node_modules/@types")],
      // The pages of the console are for browsers.
      lib: ["es2024", "dom", "dom.iterable"]
    }
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["*.ts"] })
    )
    const tsc = join(root, "node_modules", ".bin", "tsc")
    const { stdout } = await exec(tsc, ["-p", folder]).catch((error: unknown) => ({
      stdout: error instanceof Error && "stdout" in error ? String(error.stdout) : String(error)
    }))
    expect(stdout).toBe("")
  })

  it("are in the README of every package", () => {
    const shown = new Set(examples.map(({ path }) => path))
    expect(publishedPackages().filter((published) => !shown.has(`${published.folder}/README.md`))).toEqual([])
    expect(shown).toContain("README.md")
  })
})

describe("the commands of the documents", () => {
  it("exist", async () => {
    const { stdout } = await exec(process.execPath, [main, "--help"])
    const known = [...stdout.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name)
    expect(documents.flatMap(commandsOf).filter((command) => !known.includes(command))).toEqual([])
  })

  it("and their scripts are in package.json", () => {
    expect(documents.flatMap(scriptsOf).filter((script) => !scriptNames().includes(script))).toEqual([])
  })
})
