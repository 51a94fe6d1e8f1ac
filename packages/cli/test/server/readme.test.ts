import { execFile } from "node:child_process"
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect, it } from "vitest"
import { startServer } from "../../src/demo/ServerProcess.ts"

const root = fileURLToPath(new URL("../../../..", import.meta.url))
const run = promisify(execFile)

const has = (command: string): Promise<boolean> =>
  run(command, ["--version"]).then(
    () => true,
    () => false
  )

it("the README's dinner by hand ends with the order delivered, paid and explained", async ({ skip }) => {
  if (!(await has("curl")) || !(await has("bash"))) skip("there is no curl or no bash here")
  const readme = await readFile(join(root, "README.md"), "utf8")
  const [, script = ""] = /<!-- curl -->\n\n```sh\n([\s\S]*?)```/.exec(readme) ?? []
  const data = await mkdtemp(join(tmpdir(), "hotbag-readme-"))
  // As root, the database runs as somebody else.
  await chmod(data, 0o755)
  const stop = new AbortController()
  const server = await startServer(["--data", data, "--seed-city", "metro-launch"], {}, stop.signal)
  try {
    const typed = script.replace("http://127.0.0.1:8080", server.url)
    const env = { ...process.env, HOTBAG_DATA_DIR: data }
    const { stdout } = await run("bash", ["-e", "-c", typed], { cwd: root, env })
    expect(stdout).toContain('"status":"DELIVERED","customerId":"anna"')
    expect(stdout).toContain('"balanceMinor":0')
    expect(stdout).toContain("chose courier carlos")
    expect(stdout).not.toContain("problem")
  } finally {
    expect(await server.stop()).toBe(0)
    await rm(data, { recursive: true, force: true })
  }
})
