import { API_PREFIX } from "@hotbag/api"
import { randomUUID } from "node:crypto"
import { Agent, request } from "node:http"
import { addressOf } from "./Ride.ts"

/** Sends requests over kept connections, from as many addresses as there are senders, so that the limits of one address are met by none. */
export class Caller {
  readonly #url: URL
  readonly #agents = new Map<string, Agent>()

  constructor(url: string) {
    this.#url = new URL(url)
  }

  /** Sends; gives the answer's text. `from` says whose address it is. @throws Error when it is no success. */
  send(from: number, method: string, path: string, token: string, body: object | null): Promise<string> {
    const text = body === null ? "" : JSON.stringify(body)
    const { hostname, port } = this.#url
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === null ? {} : { "content-type": "application/json" }),
      "content-length": Buffer.byteLength(text),
      "idempotency-key": randomUUID(),
      prefer: "wait=10"
    }
    const agent = this.#agentOf(addressOf(from))
    return new Promise((resolve, reject) => {
      const sent = request(
        { agent, hostname, port, path: API_PREFIX + path, method, headers },
        (response) => {
          let answer = ""
          response.setEncoding("utf8").on("data", (chunk) => (answer += String(chunk)))
          response.once("error", reject)
          response.once("end", () => {
            const status = response.statusCode ?? 0
            if (status < 300) resolve(answer)
            else reject(new Error(`${method} ${path} was answered with ${status}: ${answer}`))
          })
        }
      )
      sent.once("error", reject)
      sent.end(text)
    })
  }

  /** Closes the connections. */
  end(): void {
    for (const agent of this.#agents.values()) agent.destroy()
  }

  #agentOf(localAddress: string): Agent {
    const known = this.#agents.get(localAddress)
    if (known !== undefined) return known
    const made = new Agent({ keepAlive: true, maxSockets: 16, localAddress })
    this.#agents.set(localAddress, made)
    return made
  }
}
