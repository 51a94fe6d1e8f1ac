import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { hotbag } from "../hotbag.ts"

let data = ""

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "hotbag-server-"))
  // As root, the database runs as somebody else.
  await chmod(data, 0o755)
})

afterAll(() => rm(data, { recursive: true, force: true }))

const inFolder = (...args: ReadonlyArray<string>) => hotbag([...args, "--data", data])
const json = async (...args: ReadonlyArray<string>): Promise<unknown> =>
  JSON.parse((await inFolder(...args, "--json")).stdout)

describe("the commands around a server", () => {
  it("have dinner: delivered, paid to the last cent, and explained", async () => {
    const { code, stderr, stdout } = await inFolder("demo", "--json")
    expect({ code, stderr: stderr.replace(/^seeded.*\n/, "") }).toEqual({ code: 0, stderr: "" })
    expect(JSON.parse(stdout)).toMatchObject({
      order: { status: "DELIVERED" },
      ledger: { balanceMinor: 0 },
      wrong: []
    })
    // What was served can be built anew from its log, and the schema is up to date.
    expect(await json("rebuild")).toMatchObject({ cases: 1, found: 0 })
    expect(await json("migrate")).toEqual({ migrations: [] })
  })

  it("make tokens that say who and what, and no more than the role may", async () => {
    const { stdout } = await inFolder("token", "--role", "courier", "--subject", "carlos", "--ttl", "60")
    const [, payload = ""] = stdout.trim().split(".")
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({
      sub: "carlos",
      role: "courier",
      scope: expect.stringContaining("deliveries:act")
    })
  })

  it.each([
    [["token", "--role", "king", "--subject", "a"], "--role"],
    [["token", "--role", "courier", "--subject", "../a"], "--subject"],
    [["token", "--role", "customer", "--subject", "a", "--scope", "ledger:read"], "--scope"],
    [["token", "--role", "customer", "--subject", "a", "--ttl", "0"], "--ttl"],
    [["serve", "--port", "http"], "--port"],
    [["serve", "--seed-city", "atlantis"], "--seed-city"]
  ])("refuse %j in one line that names what is wrong", async (args, name) => {
    const { code, stderr, stdout } = await inFolder(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toMatch(new RegExp(`^hotbag: ${name}: [^\\n]+\\n$`))
  })
})
