import { TrackMessage, WatchMessage } from "@hotbag/api"
import { Schema } from "effect"
import { type ClientOptions, WebSocket } from "ws"

const decodeWatch = Schema.decodeUnknownSync(Schema.fromJsonString(WatchMessage))
const decodeTrack = Schema.decodeUnknownSync(Schema.fromJsonString(TrackMessage))

/** A client of tests: everything that came, and how it ended. */
export class Client {
  readonly socket: WebSocket
  readonly texts: Array<string> = []
  closed: { readonly code: number; readonly reason: string } | null = null
  /** Status of an answer that was no upgrade. */
  refusedWith: number | null = null
  pings = 0
  #wake: Array<() => void> = []

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url, options)
    this.socket.on("message", (data: Buffer) => {
      this.texts.push(data.toString())
      this.#changed()
    })
    this.socket.on("ping", () => {
      this.pings += 1
      this.#changed()
    })
    this.socket.on("close", (code, reason) => {
      this.closed = { code, reason: reason.toString() }
      this.#changed()
    })
    this.socket.on("unexpected-response", (_request, response) => {
      this.refusedWith = response.statusCode ?? 0
      response.destroy()
      this.#changed()
    })
    this.socket.on("error", () => this.#changed())
    this.socket.on("open", () => this.#changed())
  }

  /** Every message, held against its schema. */
  get messages(): ReadonlyArray<WatchMessage> {
    return this.texts.filter((text) => text.includes('"topic"')).map((text) => decodeWatch(text))
  }

  /** The same of `/ws/track`. */
  get places(): ReadonlyArray<TrackMessage> {
    return this.texts.map((text) => decodeTrack(text))
  }

  get events(): ReadonlyArray<string> {
    return this.messages.map(({ event }) => event)
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame))
  }

  /** Waits until it is so; the test's own time-out ends it. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#wake.push(resolve))
  }

  opened(): Promise<void> {
    return this.until(() => this.socket.readyState !== WebSocket.CONNECTING)
  }

  ended(): Promise<void> {
    return this.until(() => this.closed !== null || this.refusedWith !== null)
  }

  end(): void {
    this.socket.terminate()
  }

  #changed(): void {
    const woken = this.#wake
    this.#wake = []
    for (const wake of woken) wake()
  }
}
