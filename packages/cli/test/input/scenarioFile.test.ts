import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { hotbag } from "../hotbag.ts"
import { writeFolder } from "../tinyDays.ts"

const files = {
  "late.ts": `import type { ScenarioInput } from "@hotbag/sim"
const lunch: ScenarioInput = { ...({ name: "late-lunch" } satisfies Partial<ScenarioInput>), base: "pereira-lunch" }
export default lunch
`,
  "rain.mjs": `export default {
  name: "drizzle",
  base: "pereira-lunch",
  disturbances: [{ kind: "rain", fromMs: 11 * 3_600_000, toMs: 13 * 3_600_000 }]
}
`,
  "none.ts": "export const lunch = 1\n",
  "wrong.ts": 'export default { name: "x", base: "pereira-lunch", fromMs: "noon" }\n',
  "broken.ts": "export default {\n"
}
const simulate = async (...args: ReadonlyArray<string>) =>
  hotbag(["simulate", ...args, "--policy", "nearest", "--to", "11:30", "--quiet", "--json"])

describe("a scenario that is a module", { timeout: 120_000 }, () => {
  it("is played like JSON, with overlays that are modules", async () => {
    const folder = await writeFolder("modules", files)
    const { code, stderr, stdout } = await simulate(
      join(folder, "late.ts"),
      "--with",
      join(folder, "rain.mjs")
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(JSON.parse(stdout)).toMatchObject({ scenario: "late-lunch+drizzle 11:00-11:30" })
  })

  it.each([
    ["none.ts", "the module has no default export"],
    ["wrong.ts", 'fromMs: Expected number, got "noon"'],
    ["broken.ts", "correct the module"],
    ["absent.ts", "there is no such file or folder"]
  ])("is refused in one line where it is none: %s", async (file, what) => {
    const folder = await writeFolder("modules", files)
    const { code, stderr, stdout } = await simulate(join(folder, file))
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toMatch(/^hotbag: [^\n]+\n$/)
    expect(stderr).toContain(what)
  })
})
