import { Limits } from "@hotbag/core"
import { Result, Schema } from "effect"
import { createReadStream } from "node:fs"
import { BadInput } from "../exit.ts"
import { whyNot } from "../fileError.ts"
import { nearMatches } from "../input/near.ts"

/** One event of a run as it stands in `events.ndjson`, its type in kebab case; what is not named here is kept as it is. */
export const LoggedEvent = Schema.StructWithRest(
  Schema.Struct({
    atMs: Schema.Finite,
    type: Schema.String,
    order: Schema.optionalKey(Schema.String),
    courier: Schema.optionalKey(Schema.String),
    restaurant: Schema.optionalKey(Schema.String),
    reasons: Schema.optionalKey(
      Schema.Array(
        Schema.Struct({
          order: Schema.String,
          policy: Schema.String,
          chosen: Schema.NullOr(Schema.String),
          considered: Schema.Finite,
          searchedM: Schema.Finite,
          candidates: Schema.Array(
            Schema.Struct({
              courier: Schema.String,
              cost: Schema.Finite,
              terms: Schema.Record(Schema.String, Schema.Finite),
              verdict: Schema.String
            })
          ),
          changed: Schema.optionalKey(
            Schema.Struct({
              from: Schema.NullOr(Schema.String),
              to: Schema.NullOr(Schema.String),
              movedMin: Schema.NullOr(Schema.Finite),
              joined: Schema.Array(Schema.String),
              parted: Schema.Array(Schema.String),
              courierChanges: Schema.Finite,
              words: Schema.String
            })
          )
        })
      )
    )
  }),
  [Schema.Record(Schema.String, Schema.Unknown)]
)
export type LoggedEvent = typeof LoggedEvent.Type

/** What one pass over an event log found. */
export interface FoundEvents {
  /** Of the order, in sequence. */
  readonly events: ReadonlyArray<LoggedEvent>
  /** Orders with similar ids, nearest first; only when nothing was found. */
  readonly near: ReadonlyArray<string>
}

/** Ids offered to somebody who mistyped one. */
const NEAR_MATCHES = 3

/**
 * Everything an event log says about one order. Streams the file, and decodes only lines in which the id stands, so
 * that memory stays flat and a log of a million events takes about a second.
 *
 * @throws BadInput when the file cannot be read, or a line about the order is not an event.
 */
export const eventsOfOrder = async (path: string, order: string, stop: AbortSignal): Promise<FoundEvents> => {
  const events: Array<LoggedEvent> = []
  const needle = JSON.stringify(order)
  await forEachLine(path, stop, (line, number) => {
    if (!line.includes(needle)) return
    const event = decodeLine(path, line, number)
    if (event.order === order) events.push(event)
  })
  if (events.length > 0) return { events, near: [] }
  const near = nearMatches(order, NEAR_MATCHES)
  let last = ""
  await forEachLine(path, stop, (line) => {
    const id = ORDER_FIELD.exec(line)?.[1]
    if (id === undefined || id === last) return
    last = id
    near.add(id)
  })
  return { events, near: near.best() }
}

/** Hands over every event of a log, in sequence. @throws BadInput when the file cannot be read, or a line is not an event. */
export const forEachEvent = async (
  path: string,
  stop: AbortSignal,
  take: (event: LoggedEvent) => void
): Promise<void> => forEachLine(path, stop, (line, number) => take(decodeRaw(path, line, number)))

/** Good enough for a guess: an id with an escaped character in it is not offered. */
const ORDER_FIELD = /"order":"([^"\\]*)"/

/**
 * Every event of an event log of one of these types (as the log writes them), in sequence; other lines are not even decoded.
 *
 * @throws BadInput when the file cannot be read, or such a line is not an event.
 */
export const forEachEventOf = async (
  path: string,
  types: ReadonlyArray<string>,
  stop: AbortSignal,
  take: (event: LoggedEvent) => void
): Promise<void> => {
  const wanted = new RegExp(`"type":"(?:${types.join("|")})"`)
  await forEachLine(path, stop, (line, number) => {
    if (wanted.test(line)) take(decodeLine(path, line, number))
  })
}

const forEachLine = async (path: string, stop: AbortSignal, take: (line: string, number: number) => void) => {
  let rest = ""
  let number = 0
  try {
    for await (const chunk of createReadStream(path, {
      encoding: "utf8",
      highWaterMark: 1 << 20,
      signal: stop
    })) {
      const lines = `${rest}${String(chunk)}`.split("\n")
      rest = lines.pop() ?? ""
      for (const line of lines) take(line, ++number)
      if (rest.length > Limits.eventLineLength) throw notAnEvent(path, number + 1, "the line is too long")
    }
  } catch (error) {
    if (error instanceof BadInput) throw error
    if (stop.aborted) throw stop.reason
    throw new BadInput(path, whyNot(error), "name the folder that hotbag simulate --out wrote")
  }
  if (rest !== "") take(rest, number + 1)
}

const decodeLine = (path: string, line: string, number: number): LoggedEvent => {
  const event = decodeRaw(path, line, number)
  return { ...event, type: kebabCase(event.type) }
}

/** An event with its type as the code calls it. */
const decodeRaw = (path: string, line: string, number: number): LoggedEvent => {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    throw notAnEvent(path, number, "this is not JSON")
  }
  const event = decodeEvent(json)
  if (Result.isFailure(event)) throw notAnEvent(path, number, "this is not an event of a run")
  return event.success
}

/** `OrderPlaced`, `clickToDoor`: a name of the code as it is written for people, `order-placed`, `click-to-door`. */
export const kebabCase = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase()

const decodeEvent = Schema.decodeUnknownResult(LoggedEvent)

const notAnEvent = (path: string, number: number, what: string) =>
  new BadInput(`${path} line ${number}`, what, "run hotbag simulate --out again: the file was changed or cut")
