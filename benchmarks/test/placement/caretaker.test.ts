import { fork, spawn } from "node:child_process"
import { existsSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { ask } from "../../src/ask.ts"

/** Somebody who leaves a process and a folder behind. */
const leaver = (pid: number, folder: string) => {
  const caretaking = new URL("../../src/placement/Caretaking.ts", import.meta.url)
  const left = JSON.stringify({ processes: [{ pid, signal: "SIGTERM" }], folder })
  const source = `import { Caretaking } from "${caretaking.href}"
    const caretaking = new Caretaking()
    caretaking.tell(${left})
    process.stdin.resume().once("end", () => {
      caretaking.end()
      process.exit(0)
    })
    console.log("told")`
  return spawn(process.execPath, ["--input-type=module-typescript", "-e", source], {
    stdio: ["pipe", "pipe", "inherit"]
  })
}

const begin = async () => {
  const folder = mkdtempSync(join(tmpdir(), "hotbag-left-"))
  const sleeper = spawn("sleep", ["600"], { stdio: "ignore" })
  const ended = new Promise((resolve) => sleeper.once("exit", (_, signal) => resolve(signal)))
  const somebody = leaver(sleeper.pid ?? 0, folder)
  await new Promise((resolve) => somebody.stdout.once("data", resolve))
  return { ended, folder, sleeper, somebody }
}

const untilGone = async (folder: string): Promise<void> => {
  while (existsSync(folder)) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe("Caretaking", () => {
  it("ends what was left running, and removes the folder, when its employer is killed", async () => {
    const { ended, folder, somebody } = await begin()
    somebody.kill("SIGKILL")
    expect(await ended).toBe("SIGTERM")
    await untilGone(folder)
    expect(existsSync(folder)).toBe(false)
  })

  it("touches nothing once everything is clean", async () => {
    const { ended, folder, sleeper, somebody } = await begin()
    const left = new Promise((resolve) => somebody.once("exit", resolve))
    somebody.stdin.end()
    expect(await left).toBe(0)
    expect(existsSync(folder)).toBe(true)
    sleeper.kill("SIGINT")
    expect(await ended).toBe("SIGINT")
  })
})

describe("ask", () => {
  it("rejects when the other process has gone, and does not end this one", async () => {
    const child = fork("-e", ["process.exit(3)"], { execArgv: [] })
    await new Promise((resolve) => child.once("exit", resolve))
    await expect(ask(child, {})).rejects.toThrow()
  })
})
