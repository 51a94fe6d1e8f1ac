import type { Scope, TokenRole } from "@hotbag/core"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { issueToken } from "../../../src/server/issueToken.ts"
import { startHotbag } from "../../hotbag.ts"
import { type Answer, at } from "./Answer.ts"
import { Contract } from "./Contract.ts"

/** What a request may have beside method and path. */
export interface Ask {
  /** Role and subject of the sender: `customer ada`; nobody's unless given. */
  readonly as?: string
  readonly token?: string
  /** Text goes out as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A server in a process of its own, with a database of its own, as an operator starts it. */
export class Site {
  readonly url: string
  readonly data: string
  readonly pid: number
  readonly contract: Contract
  /** Lines of its standard error. */
  readonly said: ReadonlyArray<string>
  /** Stops it, keeps the data, and gives the exit code. */
  readonly stop: () => Promise<number | null>
  readonly #tokens = new Map<string, Promise<string>>()

  constructor(parts: Pick<Site, "url" | "data" | "pid" | "contract" | "said" | "stop">) {
    this.url = parts.url
    this.data = parts.data
    this.pid = parts.pid
    this.contract = parts.contract
    this.said = parts.said
    this.stop = parts.stop
  }

  /** Starts one and waits until it is ready; in a new folder, or in that of one that was stopped. */
  static readonly start = async (
    env: Readonly<Record<string, string>> = {},
    options: ReadonlyArray<string> = [],
    folder?: string
  ): Promise<Site> => {
    const data = folder ?? (await mkdtemp(join(tmpdir(), "hotbag-api-")))
    // As root, the database runs as somebody else.
    await chmod(data, 0o755)
    const child = startHotbag(["serve", "--port", "0", "--json", "--data", data, ...options], {
      DATABASE_URL: "",
      AUTH_JWKS_URL: "",
      ...env
    })
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve))
    const said: Array<string> = []
    createInterface({ input: child.stderr }).on("line", (line) => said.push(line))
    const first = await Promise.race([
      new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve)),
      ended.then((code) => Promise.reject(new Error(`ended with ${String(code)}: ${said.join("\n")}`)))
    ])
    const url = /"listening":"([^"]+)"/.exec(first)?.[1] ?? ""
    const response = await fetch(`${url}/openapi.json`)
    const document: unknown = await response.json()
    return new Site({
      url,
      data,
      pid: child.pid ?? 0,
      contract: new Contract(document),
      said,
      stop: () => {
        if (child.exitCode === null) child.kill("SIGTERM")
        return ended
      }
    })
  }

  /** Stops it and removes its data. */
  async end(): Promise<void> {
    await this.stop()
    await rm(this.data, { recursive: true, force: true })
  }

  /** A token of the role, with these scopes or all that the role may have. */
  token(role: TokenRole, subject: string, ...scope: ReadonlyArray<Scope>): Promise<string> {
    const name = [role, subject, ...scope].join(" ")
    const known = this.#tokens.get(name)
    if (known !== undefined) return known
    const made = issueToken({ role, subject, data: this.data, ...(scope.length === 0 ? {} : { scope }) }, {})
    this.#tokens.set(name, made)
    return made
  }

  /**
   * Sends a request and holds the answer against the document. A position for which a busy server has no time is sent again, as a telephone
   * does.
   */
  async ask(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    for (;;) {
      const answer = await this.#askOnce(method, path, ask)
      if (answer.status !== 503 || at(answer, "code") !== "TooManyPositions") return answer
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }

  async #askOnce(method: string, path: string, { as, body, headers = {}, token }: Ask): Promise<Answer> {
    const bearer = token ?? (as === undefined ? undefined : await this.#tokenOf(as))
    const response = await fetch(this.url + path, {
      method,
      redirect: "error",
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) })
    })
    const text = await response.text()
    const answer = { status: response.status, headers: response.headers, text, body: parsed(text) }
    const complaint = method === "HEAD" ? null : this.contract.complaint(method, path, answer)
    if (complaint !== null) throw new Error(`${method} ${path}: ${complaint}`)
    return answer
  }

  /** The same with an `Idempotency-Key` that nobody used. */
  command(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    return this.ask(method, path, {
      ...ask,
      headers: { "idempotency-key": crypto.randomUUID(), ...ask.headers }
    })
  }

  /** A command that has to succeed. */
  async must(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    const answer = await this.command(method, path, ask)
    if (answer.status < 300) return answer
    throw new Error(`${method} ${path} was answered with ${answer.status} ${answer.text}`)
  }

  /** Asks until the answer is as wished; two minutes long. */
  async until(path: string, ask: Ask, isSo: (answer: Answer) => boolean): Promise<Answer> {
    const lastMs = Date.now() + 120_000
    for (;;) {
      const answer = await this.ask("GET", path, ask)
      if (isSo(answer)) return answer
      if (Date.now() > lastMs) throw new Error(`${path} never became as wished: ${answer.text}`)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }

  #tokenOf(as: string): Promise<string> {
    const [role = "", subject = ""] = as.split(" ")
    const known = (["customer", "restaurant", "courier", "operator"] as const).find((each) => each === role)
    if (known === undefined) throw new Error(`${as} is nobody`)
    return this.token(known, subject)
  }
}

const parsed = (text: string): unknown => {
  try {
    const body: unknown = JSON.parse(text)
    return body
  } catch {
    return undefined
  }
}
