import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"
import { COURIER } from "./Shop.ts"

/** What a load found. */
interface Loaded {
  readonly ms: number
  readonly wrong: number
  readonly last: string
}

/** What a process has used of the processor so far, user and system, in µs, and of the memory. */
interface Usage {
  readonly cpuUs: number
  readonly rssBytes: number
}

/** What a server says when it listens. */
interface Told {
  readonly port: number
  readonly token: string
  readonly courierToken: string
}

/** A server in a process of its own, and the requests it gets. */
export class Contestant {
  readonly name: string
  readonly #server: ChildProcess
  readonly #load: ChildProcess
  readonly #port: number
  readonly #token: string
  readonly #courierToken: string

  private constructor(
    name: string,
    server: ChildProcess,
    load: ChildProcess,
    { courierToken, port, token }: Told
  ) {
    this.name = name
    this.#server = server
    this.#load = load
    this.#port = port
    this.#token = token
    this.#courierToken = courierToken
  }

  /** Starts the server and the process that will send it requests. */
  static async start(name: string): Promise<Contestant> {
    const server = fork(join(import.meta.dirname, "contender.ts"), [name], { stdio: "inherit" })
    const told = await heard<Told>(server)
    const load = fork(join(import.meta.dirname, "load.ts"), [], { stdio: "inherit" })
    return new Contestant(name, server, load, told)
  }

  /** Places orders, each under a key of its own. */
  place(requests: number): Promise<Loaded> {
    const body = JSON.stringify({
      restaurantId: "luigi",
      items: [
        { itemId: "margherita", quantity: 2 },
        { itemId: "tiramisu", quantity: 1 }
      ],
      paymentMethod: "card",
      paymentToken: "tok_ok",
      address: { lat: 52.525, lng: 13.41, text: "Third door" }
    })
    const head = ["POST /api/v1/orders HTTP/1.1", "content-type: application/json", "idempotency-key: #KEY#"]
    return this.#send(head, body, 201, requests)
  }

  /** Looks at one order, again and again. */
  get(orderId: string, requests: number): Promise<Loaded> {
    return this.#send([`GET /api/v1/orders/${orderId} HTTP/1.1`], "", 200, requests)
  }

  /** Says where a courier is, again and again. */
  locate(requests: number): Promise<Loaded> {
    const body = JSON.stringify({
      lat: 52.520_123,
      lng: 13.405_456,
      at: "2026-11-22T18:30:00.250Z",
      speed: 4.5,
      heading: 270,
      accuracy: 8
    })
    const head = [`PUT /api/v1/couriers/${COURIER}/location HTTP/1.1`, "content-type: application/json"]
    return this.#send(head, body, 200, requests, this.#courierToken)
  }

  /** What the server's process has used so far. */
  usage(): Promise<Usage> {
    const answer = heard<Usage>(this.#server)
    this.#server.send({})
    return answer
  }

  /** Ends both processes. */
  stop(): void {
    this.#server.disconnect()
    this.#load.disconnect()
  }

  async #send(
    head: ReadonlyArray<string>,
    body: string,
    status: number,
    requests: number,
    token = this.#token
  ): Promise<Loaded> {
    const lines = [...head, "host: 127.0.0.1", `authorization: Bearer ${token}`]
    const length = body === "" ? [] : [`content-length: ${Buffer.byteLength(body)}`]
    const text = `${[...lines, ...length].join("\r\n")}\r\n\r\n${body}`
    const answer = heard<Loaded>(this.#load)
    this.#load.send({ port: this.#port, connections: CONNECTIONS, requests, text, status })
    const loaded = await answer
    if (loaded.wrong > 0)
      throw new Error(`${this.name} answered ${loaded.wrong} requests otherwise: ${loaded.last}`)
    return loaded
  }
}

/** Kept connections: as a proxy in front has. */
const CONNECTIONS = 16

const heard = <A>(child: ChildProcess): Promise<A> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`the process ended with ${code}`))
    child.once("exit", onExit)
    child.once("message", (message: A) => {
      child.off("exit", onExit)
      resolve(message)
    })
  })
