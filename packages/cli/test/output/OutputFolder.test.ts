import { mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { openOutputFolder } from "../../src/output/OutputFolder.ts"

let home = ""
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "hotbag-output-"))
})

const files = ["events.ndjson", "report.json"]
const fill = async (path: (file: string) => string, text: string) => {
  for (const file of files) await writeFile(path(file), text)
}

describe("output folder", () => {
  it("appears at once, with the folders above it, and nothing beside it", async () => {
    const target = join(home, "a", "b", "run")
    const output = await openOutputFolder(target, files)
    await fill(output.path, "new")
    expect(await readdir(join(home, "a", "b"))).not.toContain("run")
    await output.publish()
    expect(await readdir(join(home, "a", "b"))).toEqual(["run"])
    // For whoever may read what its maker makes, not for its maker alone.
    expect((await stat(target)).mode & 0o777).toBe(0o777 & ~process.umask())
    expect((await readdir(target)).sort()).toEqual(files)
  })

  it("leaves nothing when discarded, not even the folders above it", async () => {
    const output = await openOutputFolder(join(home, "a", "b", "run"), files)
    await fill(output.path, "half")
    await output.discard()
    expect(await readdir(home)).toEqual([])
  })

  it("keeps folders above it that somebody else filled in the meantime", async () => {
    const output = await openOutputFolder(join(home, "a", "b", "run"), files)
    await writeFile(join(home, "a", "other"), "")
    await output.discard()
    expect(await readdir(home)).toEqual(["a"])
    expect(await readdir(join(home, "a"))).toEqual(["other"])
  })

  it("replaces its own files in a folder that exists, and only those", async () => {
    const target = join(home, "run")
    await mkdir(target)
    await writeFile(join(target, "report.json"), "old")
    await writeFile(join(target, "notes.md"), "mine")
    const output = await openOutputFolder(target, files)
    await fill(output.path, "new")
    expect(await readFile(join(target, "report.json"), "utf8")).toBe("old")
    await output.publish()
    expect((await readdir(target)).sort()).toEqual(["events.ndjson", "notes.md", "report.json"])
    expect(await readFile(join(target, "report.json"), "utf8")).toBe("new")
    expect(await readFile(join(target, "notes.md"), "utf8")).toBe("mine")
  })

  it("leaves a folder that exists as it was when discarded", async () => {
    const target = join(home, "run")
    await mkdir(target)
    await writeFile(join(target, "report.json"), "old")
    const output = await openOutputFolder(target, files)
    await fill(output.path, "half")
    await output.discard()
    expect(await readdir(target)).toEqual(["report.json"])
    expect(await readFile(join(target, "report.json"), "utf8")).toBe("old")
  })

  it("follows a symbolic link to a folder", async () => {
    await mkdir(join(home, "real"))
    await symlink(join(home, "real"), join(home, "run"))
    const output = await openOutputFolder(join(home, "run"), files)
    await fill(output.path, "new")
    await output.publish()
    expect((await readdir(join(home, "real"))).sort()).toEqual(files)
  })

  it("refuses what cannot be one, and leaves nothing behind", async () => {
    await writeFile(join(home, "file"), "")
    await mkdir(join(home, "run", "report.json"), { recursive: true })
    const refusals = [
      ["", /^--out: the name is empty; /],
      [join(home, "file"), /: this is a file; /],
      [join(home, "file", "run"), /: a part of the path is a file; /],
      [join(home, "file", "deep", "run"), /: a part of the path is a file; /],
      [join(home, "run"), /: report\.json in it is a folder; /],
      [join(home, "x".repeat(300)), /: the name is too long; /],
      ["/proc/hotbag", /: .*; name a folder that can be written$/]
    ] as const
    for (const [folder, message] of refusals)
      await expect(openOutputFolder(folder, files), folder).rejects.toThrow(message)
    expect((await readdir(home)).sort()).toEqual(["file", "run"])
  })
})
