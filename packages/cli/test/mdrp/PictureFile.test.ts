import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { checkPicture, writePicture } from "../../src/mdrp/PictureFile.ts"
import { svgText } from "../../src/mdrp/svg.ts"
import { freshFolder } from "../tinyDays.ts"

const picture = (title: string) =>
  svgText({ width: 10, height: 10, title, description: "In words", elements: [] })

let home = ""
beforeEach(async () => {
  home = await freshFolder()
})

describe("a picture on disk", () => {
  it("appears, and nothing else; for whoever may read what its maker makes", async () => {
    await checkPicture(join(home, "a.svg"))
    expect(await readdir(home)).toEqual([])
    await writePicture(join(home, "a.svg"), picture("one"))
    expect(await readdir(home)).toEqual(["a.svg"])
    expect((await stat(join(home, "a.svg"))).mode & 0o777).toBe(0o666 & ~process.umask())
  })

  it("replaces a picture that hotbag drew", async () => {
    await writePicture(join(home, "a.svg"), picture("one"))
    await writePicture(join(home, "a.svg"), picture("two"))
    expect(await readFile(join(home, "a.svg"), "utf8")).toBe(picture("two"))
  })

  it("follows a link to one", async () => {
    await writePicture(join(home, "a.svg"), picture("one"))
    await symlink(join(home, "a.svg"), join(home, "link.svg"))
    await writePicture(join(home, "link.svg"), picture("two"))
    expect(await readFile(join(home, "a.svg"), "utf8")).toBe(picture("two"))
    expect((await readdir(home)).sort()).toEqual(["a.svg", "link.svg"])
  })

  it("never replaces anything else, whatever it is", async () => {
    await writeFile(join(home, "mine.svg"), "<svg><!-- drawn by me --></svg>")
    await writeFile(join(home, "late.svg"), " ".repeat(5_000) + picture("late"))
    await writeFile(join(home, "empty.svg"), "")
    await mkdir(join(home, "folder.svg"))
    for (const [name, message] of [
      ["mine.svg", /mine\.svg: this is there already, and hotbag did not draw it; move it away/],
      ["late.svg", /this is there already/],
      ["empty.svg", /this is there already/],
      ["folder.svg", /: this is a folder; name a file in it/],
      ["/dev/null", /this is there already/]
    ] as const) {
      const path = name.startsWith("/") ? name : join(home, name)
      await expect(checkPicture(path), name).rejects.toThrow(message)
      await expect(writePicture(path, picture("x")), name).rejects.toThrow(message)
    }
    expect(await readFile(join(home, "mine.svg"), "utf8")).toBe("<svg><!-- drawn by me --></svg>")
    expect((await readdir(home)).sort()).toEqual(["empty.svg", "folder.svg", "late.svg", "mine.svg"])
  })

  it("is refused beforehand where nothing can be written", async () => {
    await writeFile(join(home, "file"), "")
    for (const [path, message] of [
      ["", /^--svg: the name is empty; name a file, such as/],
      [join(home, "none", "a.svg"), /: there is no such file or folder; name a file in a folder/],
      [join(home, "file", "a.svg"), /: a part of the path is a file; /],
      [join(home, "x".repeat(300)), /: the name is too long; /],
      ["/proc/a.svg", /; name a file in a folder that can be written$/]
    ] as const)
      await expect(checkPicture(path), path).rejects.toThrow(message)
    expect(await readdir(home)).toEqual(["file"])
  })
})
