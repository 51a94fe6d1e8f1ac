import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { join } from "node:path"
import { addressOf, type Ride } from "../chain/Ride.ts"

/** Those who do not read, in a process of another language: Node cannot make the buffers of a connection small. */
export class SlowReaders {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Whether there can be some on this machine. */
  static get arePossible(): boolean {
    return spawnSync("python3", ["--version"]).status === 0
  }

  /** Connects so many, each to as many orders as one connection may watch. */
  static async start(
    url: string,
    rides: ReadonlyArray<Ride>,
    tokens: ReadonlyArray<string>,
    count: number
  ): Promise<SlowReaders> {
    const child = spawn("python3", [join(import.meta.dirname, "slowReaders.py")], {
      stdio: ["pipe", "pipe", "inherit"]
    })
    // Told by its exit, which comes as well.
    child.stdin.on("error", () => {})
    const { hostname, port } = new URL(url)
    const lines = Array.from({ length: count }, (_, number) => ({
      address: addressOf(number),
      token: tokens[number % tokens.length],
      topics: Array.from(
        { length: Math.min(TOPICS, rides.length) },
        (_, topic) => `order:${rides[(number + topic) % rides.length]?.orderId ?? ""}`
      )
    }))
    for (const line of [{ host: hostname, port: Number(port) }, ...lines])
      child.stdin.write(`${JSON.stringify(line)}\n`)
    child.stdin.write("go\n")
    await new Promise<void>((resolve, reject) => {
      child.stdout.once("data", () => resolve())
      child.once("exit", (code) => reject(new Error(`the slow readers ended with ${code}`)))
    })
    return new SlowReaders(child)
  }

  stop(): void {
    this.#child.stdin?.end()
    this.#child.kill()
  }
}

const TOPICS = 32
