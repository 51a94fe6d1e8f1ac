import { Schema } from "effect"
import { createServer } from "node:net"
import { startHotbag } from "../../hotbag.ts"

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** One life of a server. */
export interface Life {
  readonly pid: number
  readonly ended: Promise<Ended>
  readonly isAlive: () => boolean
  readonly kill: (signal: NodeJS.Signals) => void
  /** What it wrote to standard error. */
  readonly said: () => string
}

const Listening = Schema.fromJsonString(Schema.Struct({ listening: Schema.String }))

/** Starts, kills and restarts `hotbag serve` on one data folder and one port. */
export class Supervisor {
  readonly url: string
  readonly #args: ReadonlyArray<string>
  readonly #env: Readonly<Record<string, string>>
  #life: Life | null = null

  constructor(folder: string, port: number, env: Readonly<Record<string, string>>) {
    this.url = `http://127.0.0.1:${port}`
    this.#args = ["serve", "--port", String(port), "--data", folder, "--json"]
    this.#env = env
    // Whoever stops the tests must not leave servers behind.
    process.once("exit", () => this.#life?.kill("SIGKILL"))
  }

  /** Of the server that runs now. */
  get life(): Life {
    if (this.#life === null) throw new Error("no server was started yet")
    return this.#life
  }

  /** Starts a life; true once it takes requests, false when it ended before. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<boolean> {
    const child = startHotbag(this.#args, {
      DATABASE_URL: "",
      AUTH_JWKS_URL: "",
      FAILPOINT: "",
      ...this.#env,
      ...env
    })
    let said = ""
    child.stderr.setEncoding("utf8").on("data", (text) => (said += String(text)))
    const ended = new Promise<Ended>((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }))
    })
    const { pid } = child
    if (pid === undefined) throw new Error("the server cannot be started")
    this.#life = {
      pid,
      ended,
      isAlive: () => child.exitCode === null && child.signalCode === null,
      kill: (signal) => void child.kill(signal),
      said: () => said
    }
    const line = new Promise<true>((resolve) => {
      child.stdout.setEncoding("utf8").once("data", (text) => {
        Schema.decodeUnknownSync(Listening)(String(text))
        resolve(true)
      })
    })
    return Promise.race([line, ended.then(() => false as const)])
  }

  /** Ends the life as `kill -9` does. */
  async crash(): Promise<void> {
    this.life.kill("SIGKILL")
    await this.life.ended
  }

  /** Asks the life to end, as an orchestrator does. */
  stop(): Promise<Ended> {
    this.life.kill("SIGTERM")
    return this.life.ended
  }
}

/** A port of the loopback that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no address"))
        else resolve(address.port)
      })
    })
  })
