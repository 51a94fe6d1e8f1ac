import { execFileSync } from "node:child_process"
import { mkdir, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { commit } from "../src/commit.ts"
import { packageVersion } from "../src/version.ts"
import { freshFolder } from "./tinyDays.ts"

/** A repository with one commit, and this package in `packages/cli`. */
const checkout = async () => {
  const root = await freshFolder()
  const git = (...args: ReadonlyArray<string>) =>
    execFileSync("git", ["-C", root, "-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
      encoding: "utf8",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" }
    }).trim()
  const cli = join(root, "packages", "cli")
  await mkdir(join(cli, "src"), { recursive: true })
  await mkdir(join(cli, "test"), { recursive: true })
  await writeFile(join(cli, "src", "main.ts"), "1")
  git("init", "-q")
  git("add", ".")
  git("commit", "-q", "-m", "first")
  return { root, cli, head: git("rev-parse", "--short=12", "HEAD") }
}

describe("commit", () => {
  it("is the checkout's, twelve digits", async () => {
    const { cli, head } = await checkout()
    expect(head).toMatch(/^[0-9a-f]{12}$/)
    expect(await commit(cli)).toBe(head)
  })

  it("is dirty when a source differs, tracked or not, and not when only a test or prose does", async () => {
    const changed = await checkout()
    await writeFile(join(changed.cli, "src", "main.ts"), "2")
    expect(await commit(changed.cli)).toBe(`${changed.head}+dirty`)
    const added = await checkout()
    await mkdir(join(added.cli, "src", "deep"))
    await writeFile(join(added.cli, "src", "deep", "new.ts"), "")
    expect(await commit(added.cli)).toBe(`${added.head}+dirty`)
    const tested = await checkout()
    await writeFile(join(tested.cli, "test", "new.test.ts"), "")
    await writeFile(join(tested.root, "README.md"), "")
    expect(await commit(tested.cli)).toBe(tested.head)
  })

  it("is the package's version, never the commit of the repository it was installed into", async () => {
    const { root } = await checkout()
    const installed = join(root, "node_modules", "@hotbag", "cli")
    await mkdir(installed, { recursive: true })
    expect(await commit(installed)).toBe(await packageVersion())
    const vendored = join(root, "vendor", "hotbag", "packages", "cli")
    await mkdir(vendored, { recursive: true })
    expect(await commit(vendored)).toBe(await packageVersion())
    expect(await commit(await freshFolder())).toBe(await packageVersion())
  })

  it("is found through a symbolic link, and not led astray by GIT_DIR", async () => {
    const { cli, head } = await checkout()
    const other = await checkout()
    const link = join(await freshFolder(), "cli")
    await symlink(cli, link)
    const before = process.env["GIT_DIR"]
    process.env["GIT_DIR"] = join(other.root, ".git")
    try {
      expect(await commit(link)).toBe(head)
    } finally {
      if (before === undefined) delete process.env["GIT_DIR"]
      else process.env["GIT_DIR"] = before
    }
  })
})
