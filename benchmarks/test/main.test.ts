import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { benchmarks } from "../src/benchmarks.ts"

const bench = (...args: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [join(import.meta.dirname, "../src/main.ts"), ...args], { encoding: "utf8" })

describe("npm run bench", () => {
  it("prints the usage with every benchmark, and exits with 2 for what it does not know", () => {
    for (const args of [
      [],
      ["nope"],
      ["geo", "queue"],
      ["geo", "--seed", "-1"],
      ["geo", "--seed", "x"],
      ["--nope"]
    ]) {
      const { status, stdout, stderr } = bench(...args)
      expect(status).toBe(2)
      expect(stdout).toBe("")
      for (const { name, about } of benchmarks) expect(stderr).toContain(`${name.padEnd(9)} ${about}`)
    }
  })

  it("prints the usage when asked", () => {
    const { status, stdout } = bench("--help")
    expect(status).toBe(0)
    expect(stdout).toContain("usage: npm run bench")
  })
})
