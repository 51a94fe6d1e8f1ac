import { type CloseReason, closeCodes } from "@hotbag/api"
import { Limits } from "@hotbag/core"
import { type Ending, type Sink, Watcher } from "@hotbag/services"
import type { Duplex } from "node:stream"
import type { WebSocket } from "ws"
import { FrameRate } from "./FrameRate.ts"
import type { FrontRules, Wish } from "./FrontRules.ts"
import { HeldToken } from "./HeldToken.ts"
import type { Heart } from "./HeartbeatWheel.ts"
import type { Admitted, LiveParts, NotAdmitted } from "./LiveParts.ts"
import { refusedText } from "./messageText.ts"
import { PING, textFrame } from "./textFrame.ts"
import type { Upstream } from "./UpstreamGate.ts"

/** It does not read what we write; the loop is late; its next position waits for its turn. */
type PausedFor = "unread" | "late" | "turn"

/**
 * One WebSocket. What goes out is written to the connection below it as frames that are made already, which saves a copy and a system call for each
 * message; what comes in is `ws`'s business. Nothing here starts a timer or a fiber of its own.
 */
export class Connection implements Sink, Heart, Upstream {
  slot = 0
  place = 0
  watcher: Watcher | null = null
  readonly #parts: LiveParts
  readonly #rules: FrontRules
  readonly #ws: WebSocket
  readonly #socket: Duplex
  readonly #address: string
  readonly #frames: FrameRate
  readonly #deliveryId: string | null
  #wish: Wish | null
  #held: HeldToken | null = null
  /** Frames that came while the token is being verified; null: it is not. */
  #early: Array<string> | null = null
  #badFrames = 0
  #isAlive = true
  #signedAtMs: number
  #isPingDue = false
  /** Why nothing is read from the client; none: it is. */
  readonly #pausedFor = new Set<PausedFor>()
  #isClosing = false
  #quietTurns = 0

  constructor(
    parts: LiveParts,
    rules: FrontRules,
    wish: Wish,
    ws: WebSocket,
    socket: Duplex,
    address: string
  ) {
    this.#parts = parts
    this.#rules = rules
    this.#wish = wish
    this.#deliveryId = wish.deliveryId
    this.#ws = ws
    this.#socket = socket
    this.#address = address
    this.#signedAtMs = parts.nowMs()
    this.#frames = new FrameRate(this.#signedAtMs)
    parts.stats.open[rules.front] += 1
    parts.stats.opened[rules.front] += 1
    parts.wheel.add(this)
    if (wish.token === null) parts.nameless.set(this, parts.nowMs() + Limits.tokenWithinMs)
    else this.#verify(wish.token)
  }

  /** A frame has come. */
  heard(bytes: Buffer, isBinary: boolean): void {
    const nowMs = this.#parts.nowMs()
    this.#isAlive = true
    this.#signedAtMs = nowMs
    if (this.#isClosing) return
    this.#parts.stats.framesIn += 1
    if (!this.#frames.take(nowMs)) this.end("tooMany")
    else if (isBinary) this.end("notText")
    else this.#hear(bytes.toString("utf8"))
  }

  /** A sign of life: a pong. */
  signed(): void {
    this.#isAlive = true
    this.#signedAtMs = this.#parts.nowMs()
  }

  /** A ping of the client's, which `ws` answers; they count like frames. */
  pinged(): void {
    this.#isAlive = true
    if (!this.#isClosing && !this.#frames.take(this.#parts.nowMs())) this.end("tooMany")
  }

  /** The connection is gone. */
  gone(): void {
    const { closing, couriers, gate, hub, nameless, seats, stats, wheel } = this.#parts
    this.#isClosing = true
    gate.forget(this)
    if (this.watcher !== null) hub.leave(this.watcher)
    wheel.remove(this)
    closing.delete(this)
    nameless.delete(this)
    couriers.delete(this)
    seats.leave(this.#address, this.#held?.subject ?? null)
    stats.open[this.#rules.front] -= 1
  }

  write(bytes: Uint8Array): number {
    if (this.#isClosing) return 0
    this.#quietTurns = 0
    this.#parts.stats.bytesOut += bytes.length
    if (this.#isPingDue) {
      this.#isPingDue = false
      this.#socket.cork()
      this.#socket.write(PING)
      this.#socket.write(bytes)
      this.#socket.uncork()
    } else this.#socket.write(bytes)
    return this.buffered()
  }

  writeStatus(bytes: Uint8Array): number {
    return this.write(bytes)
  }

  buffered(): number {
    const { writableLength } = this.#socket
    // Who does not read what we answer does not get to ask.
    this.pause("unread", writableLength > Limits.slowReaderBytes)
    return writableLength
  }

  signedAtMs(): number {
    return this.#signedAtMs
  }

  close(why: Ending): void {
    this.end(ENDINGS[why])
  }

  refuse(topic: string): void {
    this.write(textFrame(refusedText(topic, this.#parts.nowMs())))
  }

  /** Says something to the client that is no message of a topic; JSON. */
  say(text: string): void {
    this.write(textFrame(text))
  }

  /** What comes meanwhile waits, until `release`. */
  hold(): void {
    this.#early ??= []
  }

  /** Takes what has come since `hold`. */
  release(): void {
    const early = this.#early ?? []
    this.#early = null
    for (const text of early) if (!this.#isClosing) this.#hear(text)
  }

  /** Stops reading from the client, or goes on once nothing else is against it. */
  pause(why: PausedFor, isPaused: boolean): void {
    const reasons = this.#pausedFor
    if (this.#isClosing || reasons.has(why) === isPaused) return
    const before = reasons.size
    if (isPaused) reasons.add(why)
    else reasons.delete(why)
    if (before > 0 && reasons.size > 0) return
    // What it has answered meanwhile was not read, so the question that is open does not count.
    this.#isAlive = true
    if (isPaused) this.#ws.pause()
    else {
      this.#frames.heldBack(this.#parts.nowMs())
      this.#ws.resume()
    }
  }

  /** The gate of positions has no room for this courier's next message. */
  holdBack(isHeld: boolean): void {
    this.pause("turn", isHeld)
  }

  /** What the gate lets through. */
  take(text: string): void {
    const { watcher } = this
    if (watcher !== null && !this.#isClosing) this.#rules.frame(this, watcher, text, this.#parts)
  }

  putOff(retryAfterMs: number): void {
    this.say(`{"type":"too-often","retryAfterMs":${retryAfterMs}}`)
  }

  /** A frame that fits nothing: said once, twice, then the end. `answer`: what to say, JSON. */
  bad(answer = MALFORMED): void {
    this.#badFrames += 1
    if (this.#badFrames >= Limits.badFrames) this.end("badFrame")
    else this.say(answer)
  }

  /** A frame that fits: those before it were mistakes. */
  good(): void {
    this.#badFrames = 0
  }

  /** Ends the connection; a client that should come back is told when. */
  end(reason: CloseReason): void {
    if (this.#isClosing) return
    this.#isClosing = true
    const { closing, hub, nowMs, stats } = this.#parts
    const { code } = closeCodes[reason]
    this.#pausedFor.clear()
    this.#ws.resume()
    this.#ws.close(code, RETRIED.has(reason) ? `${reason}; retry=${this.#retryMs()}` : reason)
    stats.noteClosed(code)
    if (this.watcher !== null) hub.leave(this.watcher)
    closing.set(this, nowMs() + Limits.closeWithinMs)
  }

  /** Cuts the connection off. */
  terminate(): void {
    this.#ws.terminate()
  }

  ask(nowMs: number): void {
    const lost = () => this.end("unauthenticated")
    if (this.#held?.hasEnded(nowMs, lost) === true) lost()
    if (this.#isClosing) return
    this.#isAlive = this.#pausedFor.size > 0
    this.#isPingDue = true
    this.#quietTurns += 1
    if (this.#quietTurns <= QUIET_TURNS || this.watcher === null) return
    this.#quietTurns = 0
    // A kitchen's screen that hears nothing cannot tell whether there are no orders or no connection; pages never see pings.
    if (!this.#parts.hub.engine.remind(this.watcher) && this.#rules.front !== "track") this.say(ALIVE)
  }

  askAtLast(): void {
    if (!this.#isPingDue || this.#isClosing) return
    this.#isPingDue = false
    this.#socket.write(PING)
  }

  judge(): void {
    if (this.#isAlive || this.#isClosing) return
    this.end("silent")
    this.terminate()
  }

  #hear(text: string): void {
    if (this.#early !== null) {
      if (this.#early.length >= Limits.framesBeforeToken) this.end("tooMany")
      else this.#early.push(text)
      return
    }
    const token = tokenIn(text)
    if (token !== null) this.#verify(token)
    else if (this.watcher === null) this.end("unauthenticated")
    else if (this.#rules.front === "courier") this.#parts.gate.offer(this, text)
    else this.#rules.frame(this, this.watcher, text, this.#parts)
  }

  #verify(token: string): void {
    this.#early = []
    this.#parts.verify(token, this.#deliveryId, (outcome) => this.#verified(token, outcome))
  }

  #verified(token: string, outcome: Admitted | NotAdmitted): void {
    if (this.#isClosing) return
    if (typeof outcome === "string") {
      this.end(outcome)
      return
    }
    // A token in place of the one that ends; of the same subject, or it is another one's connection.
    if (this.#held !== null) {
      if (!this.#held.renew(token, outcome)) this.end("unauthenticated")
    } else if (this.#admit(token, outcome)) return
    this.release()
  }

  /** True: somebody holds the connection, and releases it. */
  #admit(token: string, admitted: Admitted): boolean {
    const { hub, nameless, seats } = this.#parts
    nameless.delete(this)
    if (!seats.name(admitted)) {
      this.end("tooMany")
      return false
    }
    this.#held = new HeldToken(this.#parts, token, this.#deliveryId, admitted)
    const wish = this.#wish
    this.#wish = null
    const { single, wire } = this.#rules
    this.watcher = new Watcher({ viewer: admitted.viewer, sink: this, wire, single })
    hub.join(this.watcher)
    return wish !== null && this.#rules.admitted(this, this.watcher, wish, this.#parts) === "held"
  }

  /** Later the more there are, and never all at once (L5). */
  #retryMs(): number {
    const { random, stats } = this.#parts
    const others = stats.open.ws + stats.open.track + stats.open.courier + stats.open.events
    const withinMs = Math.min(Limits.comeBackWithinMs, 250 + others * Limits.comeBackEachMs)
    return Math.round(withinMs * random())
  }
}

/** What somebody hears of whom nothing has happened. */
const ALIVE = '{"type":"alive"}'

const MALFORMED = '{"type":"malformed","message":"This frame fits no schema of this socket."}'

const QUIET_TURNS = Limits.quietLongestMs / 4_000

const ENDINGS: Readonly<Record<Ending, CloseReason>> = {
  "too-slow": "tooSlow",
  "not-found": "notFound",
  unavailable: "unavailable"
}

/** Ends after which the client is to come back. */
const RETRIED: ReadonlySet<CloseReason> = new Set(["restart", "tooSlow", "unavailable"])

/** The token in a frame such as `{"token":"…"}`; null when it is another one. */
const tokenIn = (text: string): string | null => TOKEN.exec(text)?.[1] ?? null
const TOKEN = /^\s*\{\s*"token"\s*:\s*"([A-Za-z0-9._~+/=-]{1,4000})"\s*\}\s*$/
