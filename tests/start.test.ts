import { spawn } from "node:child_process"
import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
  utimes,
  writeFile
} from "node:fs/promises"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { root } from "../scripts/tidy/sources.ts"

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hotbag-start-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

const run = (
  command: string,
  args: ReadonlyArray<string>,
  { cwd = folder, onOut = () => {} }: { readonly cwd?: string; readonly onOut?: (pid: number) => void } = {}
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, INIT_CWD: cwd, NO_COLOR: "1" }
    const child = spawn(command, [...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] })
    let out = ""
    let err = ""
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString()
      onOut(child.pid ?? 0)
    })
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()))
    child.once("error", reject)
    child.once("close", (code, signal) => resolve({ code, signal, out, err }))
  })

describe("./hotbag", () => {
  it("works through links, from anywhere, with nothing else on stdout", async () => {
    await symlink(join(root, "hotbag"), join(folder, "absolute"))
    await symlink("absolute", join(folder, "relative"))
    await mkdir(join(folder, "else where"))
    const { code, out } = await run("sh", ["../relative", "policies", "--json"], {
      cwd: join(folder, "else where")
    })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toContainEqual(expect.objectContaining({ name: "nearest" }))
  })

  it("takes paths from where it was typed, and passes the exit code on", async () => {
    const hotbag = join(root, "hotbag")
    expect(await run("sh", [hotbag, "explain", "no-such-run", "--order", "o1"])).toMatchObject({
      code: 2,
      out: ""
    })
    const args = ["simulate", "pereira-lunch", "--from", "12:00", "--to", "12:01", "--quiet", "--out", "here"]
    const { code } = await run("sh", [hotbag, ...args])
    expect([0, 1]).toContain(code)
    expect(await readdir(join(folder, "here"))).toContain("report.json")
  })
})

describe("scripts/start.mjs, which npm start runs", () => {
  const start = join(root, "scripts", "start.mjs")

  it("passes arguments and exit code on, and takes paths from where npm was typed", async () => {
    expect(await run(process.execPath, [start, "--version"], { cwd: root })).toMatchObject({
      code: 0,
      err: ""
    })
    expect(await run(process.execPath, [start, "nonsense"])).toMatchObject({ code: 2, out: "" })
  })

  it("plays the dinner rush without arguments, and passes a signal on", async () => {
    let told = false
    const { code, signal, out } = await run(process.execPath, [start], {
      onOut: (pid) => {
        if (!told) process.kill(pid, "SIGTERM")
        told = true
      }
    })
    expect(out).toContain("scenario  metro-launch")
    expect(out).not.toContain("hash")
    expect([code, signal]).toEqual([143, null])
  })
})

describe("scripts/setup.mjs", () => {
  it("has nothing to do or to say the second time", async () => {
    expect(await run(process.execPath, [join(root, "scripts", "setup.mjs")])).toMatchObject({
      code: 0,
      out: "",
      err: ""
    })
  })
})

describe("scripts/lock.mjs", () => {
  const lock = () => join(folder, "lock")
  const log = () => join(folder, "log")
  // Takes the lock, says so, leaves the processor to others, says so again, and lets go.
  const worker = () => `
    import { takeLock } from ${JSON.stringify(pathToFileURL(join(root, "scripts", "lock.mjs")).href)}
    import { appendFileSync } from "node:fs"
    const release = await takeLock(${JSON.stringify(lock())}, () => {})
    appendFileSync(${JSON.stringify(log())}, "in ")
    await new Promise((resolve) => setTimeout(resolve, 20))
    appendFileSync(${JSON.stringify(log())}, "out ")
    release()`
  const work = () => run(process.execPath, ["--input-type=module", "--eval", worker()])

  it("lets one process in at a time", async () => {
    await writeFile(log(), "")
    const all = await Promise.all(Array.from({ length: 5 }, work))
    expect(all.map(({ err }) => err).join("")).toBe("")
    expect(await readFile(log(), "utf8")).toBe("in out ".repeat(5))
    expect((await readdir(folder)).filter((name) => name.startsWith("lock"))).toEqual([])
  })

  it.each([
    // No process has this number: Linux and macOS stop below it.
    ["whose owner is gone", () => `${hostname()} 99999999`, new Date()],
    ["without a sign of life for long, from wherever", () => "another-machine 1", new Date(0)]
  ])("moves a lock aside %s", async (_, owner, beatAt) => {
    await writeFile(log(), "")
    await mkdir(lock())
    await appendFile(join(lock(), "owner"), owner())
    await utimes(lock(), beatAt, beatAt)
    const all = await Promise.all([work(), work(), work()])
    expect(all.map(({ err }) => err).join("")).toBe("")
    expect(await readFile(log(), "utf8")).toBe("in out ".repeat(3))
    expect((await readdir(folder)).filter((name) => name.startsWith("lock"))).toEqual([])
  })
})
