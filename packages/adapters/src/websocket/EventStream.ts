import { Limits } from "@hotbag/core"
import { type Ending, type Sink, Watcher } from "@hotbag/services"
import type { ServerResponse } from "node:http"
import type { Wish } from "./FrontRules.ts"
import { HeldToken } from "./HeldToken.ts"
import type { Heart } from "./HeartbeatWheel.ts"
import type { Admitted, LiveParts } from "./LiveParts.ts"
import { refusedText } from "./messageText.ts"
import { eventsWire } from "./wires.ts"

/**
 * One `/events` stream (WHATWG HTML, 9.2). Statuses carry the place in all topics as their id, so that a browser that comes back says by itself where
 * it stood; positions carry none, and leave it as it is.
 */
export class EventStream implements Sink, Heart {
  slot = 0
  place = 0
  readonly watcher: Watcher
  readonly #parts: LiveParts
  readonly #response: ServerResponse
  readonly #held: HeldToken
  readonly #leave: () => void
  #quietTurns = 0
  #isOver = false

  constructor(
    parts: LiveParts,
    token: string,
    admitted: Admitted,
    { cursor, topics }: Wish,
    response: ServerResponse,
    leave: () => void
  ) {
    this.#parts = parts
    this.#response = response
    this.#held = new HeldToken(parts, token, null, admitted)
    this.#leave = leave
    this.watcher = new Watcher({
      viewer: admitted.viewer,
      sink: this,
      wire: eventsWire,
      single: topics.length === 1
    })
    parts.stats.open.events += 1
    parts.stats.opened.events += 1
    response.once("close", () => this.#gone())
    response.writeHead(200, HEADERS)
    response.write(`retry: ${this.#retryMs()}\n\n`)
    parts.wheel.add(this)
    parts.hub.join(this.watcher)
    for (const topic of topics) parts.hub.subscribe(this.watcher, topic, cursor)
  }

  write(bytes: Uint8Array): number {
    if (this.#isOver) return 0
    this.#quietTurns = 0
    this.#parts.stats.bytesOut += bytes.length
    this.#response.write(bytes)
    return this.buffered()
  }

  writeStatus(bytes: Uint8Array, cursor: () => string): number {
    if (this.#isOver) return 0
    this.#response.cork()
    this.#response.write(`id: ${cursor()}\n`)
    this.write(bytes)
    this.#response.uncork()
    return this.buffered()
  }

  buffered(): number {
    return this.#response.writableLength
  }

  signedAtMs(nowMs: number): number {
    return nowMs
  }

  close(why: Ending): void {
    this.end(why)
  }

  refuse(topic: string): void {
    this.write(Buffer.from(`event: refused\ndata: ${refusedText(topic, this.#parts.nowMs())}\n\n`))
  }

  /** Ends the stream, and says why in an event of its own; a browser comes back as `retry` says. */
  end(why: Ending | "restart" | "unauthenticated"): void {
    if (this.#isOver) return
    this.#isOver = true
    const { hub } = this.#parts
    hub.leave(this.watcher)
    if (why === "too-slow") this.#response.destroy()
    else this.#response.end(`retry: ${this.#retryMs()}\nevent: closed\ndata: {"why":"${why}"}\n\n`)
  }

  ask(nowMs: number): void {
    const lost = () => this.end("unauthenticated")
    if (this.#held.hasEnded(nowMs, lost)) lost()
    if (this.#isOver) return
    this.#quietTurns += 1
    if (this.#quietTurns % QUIET_TURNS !== 0) return
    // Whoever hears nothing does not notice that the other side is gone; neither do we without writing.
    this.#response.write(":\n\n")
    if (this.#quietTurns >= 2 * QUIET_TURNS) this.#parts.hub.engine.remind(this.watcher)
  }

  askAtLast(): void {}

  judge(): void {}

  #gone(): void {
    this.#isOver = true
    this.#parts.hub.leave(this.watcher)
    this.#parts.wheel.remove(this)
    this.#parts.stats.open.events -= 1
    this.#leave()
  }

  #retryMs(): number {
    const { random, stats } = this.#parts
    return (
      1_000 +
      Math.round(Math.min(Limits.comeBackWithinMs, stats.open.events * Limits.comeBackEachMs) * random())
    )
  }
}

/** Turns of the wheel, four seconds each. */
const QUIET_TURNS = 3

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  // Where somebody is must not be kept anywhere (S97), and no proxy may wait for more.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  // So that a server that stops does not wait for who may ask something else.
  connection: "close"
} as const
