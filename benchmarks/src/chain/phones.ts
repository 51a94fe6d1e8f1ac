import { Schema } from "effect"
import { WebSocket } from "ws"
import { sharedNowMs } from "../ws/latencies.ts"
import { Caller } from "./Caller.ts"
import { type Flood, flooded } from "./flooded.ts"
import { addressOf, type Ride, type Stretch, TRIES } from "./Ride.ts"
import { type TrackFix, trackOf } from "./trackOf.ts"

/**
 * Couriers' telephones, in a process of their own. Told to connect, then to ride: each sends a fix a second on schedule, whatever became of those
 * before, one in ten of them over `PUT`. The last fix of each is sent until it is taken, as telephones do. Told to flood, they send more
 * than they should.
 */
export interface PhonesTold {
  readonly connect?: {
    readonly url: string
    readonly rides: ReadonlyArray<Ride>
    readonly seed: number
    /** Of the whole way, over all rides. */
    readonly seconds: number
    /** Rides of all processes: their phases are spread over the second. */
    readonly all: number
  }
  readonly ride?: Stretch
  readonly flood?: Flood
}

/** What became of what they sent. */
export interface PhonesSaid {
  readonly sent: number
  /** Answers other than that a fix was taken, by what they say. */
  readonly refused: Readonly<Record<string, number>>
  /** Most that this process itself was late, in ms. */
  readonly latestSendMs: number
  /** The last second that was taken of each ride, by its number; -1: none. */
  readonly last: ReadonlyArray<readonly [number, number]>
}

const Answer = Schema.fromJsonString(
  Schema.Struct({
    type: Schema.optionalKey(Schema.String),
    verdict: Schema.optionalKey(Schema.String),
    verdicts: Schema.optionalKey(Schema.Array(Schema.String))
  })
)
const decode = Schema.decodeUnknownSync(Answer)

class Phone {
  readonly ride: Ride
  readonly track: ReadonlyArray<TrackFix>
  /** Moment within a second, in ms. */
  readonly phaseMs: number
  readonly #told: Told
  #socket: WebSocket | null = null
  next = 0
  last = -1
  #wake: ((verdict: string) => void) | null = null

  constructor(told: Told, ride: Ride) {
    this.ride = ride
    this.#told = told
    this.track = trackOf(ride, told.seed, told.seconds)
    this.phaseMs = (ride.number * 1_000) / told.all
  }

  get usesPut(): boolean {
    return this.ride.number % 10 === 9
  }

  /** Opens the socket; ends when the server has let it in. */
  connect(): Promise<void> {
    if (this.usesPut) return Promise.resolve()
    const { courierToken, number } = this.ride
    const address = `${this.#told.url.replace("http", "ws")}/ws/courier?token=${courierToken}`
    const socket = new WebSocket(address, { localAddress: addressOf(number), perMessageDeflate: false })
    this.#socket = socket
    return new Promise((resolve, reject) => {
      socket.once("error", reject)
      socket.on("close", () => note("closed"))
      socket.on("message", (data: Buffer) => {
        const text = data.toString("utf8")
        if (text.startsWith('{"topic"')) resolve()
        else this.#hear(text)
      })
    })
  }

  /** Sends the fix that is due, and does not wait. */
  send(fix: TrackFix, dueMs: number): void {
    const body = bodyOf(fix, dueMs)
    if (this.#socket !== null) this.#socket.send(JSON.stringify(body))
    else void this.#put(body).then((verdict) => verdict === "taken" || note(verdict))
  }

  /** Sends fixes until one is taken. */
  async sendLast(fromSecond: number, dueMs: number): Promise<void> {
    this.last = -1
    for (const fix of this.track) {
      if (fix.second < fromSecond || fix.second >= fromSecond + TRIES) continue
      const at = dueMs + (fix.second - fromSecond) * 1_000
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - sharedNowMs())))
      sent += 1
      const verdict = await this.#ask(bodyOf(fix, at))
      this.last = verdict === "taken" ? fix.second : -1
      if (verdict === "taken") return
      note(verdict)
    }
  }

  /** Sends so many fixes of one place, measured one after the other until now. @returns what was answered, where there is an answer to wait for. */
  async sendMany(count: number, nowMs: number): Promise<string> {
    const { courierId, courierToken, number } = this.ride
    const { lat, lng } = this.track.find(({ second }) => second === this.last) ?? this.ride.from
    const body = Array.from({ length: count }, (_, i) => {
      const atMs = nowMs - (count - 1 - i) * 10
      return { lat: lat + (Math.floor(atMs / 10) % 7) * 1e-6, lng, at: new Date(atMs).toISOString() }
    })
    const socket = this.#socket
    if (socket === null) {
      const path = `/couriers/${courierId}/locations`
      return await caller(this.#told)
        .send(number, "POST", path, courierToken, { locations: body })
        .then(
          () => "",
          (error: unknown) => statusIn(error)
        )
    }
    // A telephone whose connection does not move keeps what it has.
    if (socket.bufferedAmount > KEPT_BYTES) return "kept"
    socket.send(JSON.stringify(count === 1 ? body[0] : body))
    return ""
  }

  #ask(body: object): Promise<string> {
    const socket = this.#socket
    if (socket === null) return this.#put(body)
    return new Promise((resolve) => {
      this.#wake = resolve
      // In an array, so that it is answered in any case.
      socket.send(JSON.stringify([body]))
    })
  }

  async #put(body: object): Promise<string> {
    const { courierId, courierToken, number } = this.ride
    const path = `/couriers/${courierId}/location`
    const answer = await caller(this.#told)
      .send(number, "PUT", path, courierToken, body)
      .catch((error: unknown) => JSON.stringify({ verdict: statusIn(error) }))
    return decode(answer).verdict ?? "nothing"
  }

  #hear(text: string): void {
    const { type, verdict, verdicts } = decode(text)
    if (type === "alive") return
    if (verdicts === undefined) note(verdict ?? type ?? "nothing")
    else {
      this.#wake?.(verdicts[0] ?? "nothing")
      this.#wake = null
    }
  }
}

/** The status that a caller complains of. */
const statusIn = (error: unknown): string => /with (\d+)/.exec(String(error))?.[1] ?? String(error)

/** Bytes that wait in a telephone. */
const KEPT_BYTES = 16_384

type Told = NonNullable<PhonesTold["connect"]>

const bodyOf = ({ accuracyM, lat, lng }: TrackFix, dueMs: number) => ({
  lat,
  lng,
  at: new Date(dueMs).toISOString(),
  accuracy: accuracyM
})

let made: Caller | null = null
const caller = ({ url }: Told): Caller => (made ??= new Caller(url))

const refused: Record<string, number> = {}
const note = (what: string): void => {
  refused[what] = (refused[what] ?? 0) + 1
}

let phones: ReadonlyArray<Phone> = []
let sent = 0
let latestSendMs = 0

const ride = async ({ firstSecond, fromMs, seconds }: Stretch): Promise<PhonesSaid> => {
  for (const phone of phones) phone.next = phone.track.findIndex(({ second }) => second >= firstSecond)
  for (let second = firstSecond; second < firstSecond + seconds; second++) {
    for (const phone of phones) {
      const dueMs = fromMs + (second - firstSecond) * 1_000 + phone.phaseMs
      const waitMs = dueMs - sharedNowMs()
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      const fix = phone.track[phone.next]
      if (fix === undefined || fix.second !== second) continue
      phone.next += 1
      sent += 1
      latestSendMs = Math.max(latestSendMs, sharedNowMs() - dueMs)
      phone.send(fix, dueMs)
    }
  }
  const endMs = fromMs + seconds * 1_000
  await Promise.all(phones.map((phone) => phone.sendLast(firstSecond + seconds, endMs + phone.phaseMs)))
  const last = phones.map(({ last, ride }) => [ride.number, last] as const)
  return { sent, refused, latestSendMs, last }
}

process.on("message", (told: PhonesTold) => {
  const { connect, flood } = told
  if (connect !== undefined) {
    phones = connect.rides.map((ride) => new Phone(connect, ride))
    void Promise.all(phones.map((phone) => phone.connect())).then(() => process.send?.({}))
  } else if (told.ride !== undefined) {
    void ride(told.ride).then((said) => process.send?.(said))
  } else if (flood !== undefined) {
    for (const what of Object.keys(refused)) delete refused[what]
    void flooded(phones, flood, note).then((offered) => process.send?.({ offered, answers: refused }))
  }
})
process.on("disconnect", () => process.exit(0))
