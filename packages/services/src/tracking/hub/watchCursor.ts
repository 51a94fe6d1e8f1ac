import { Limits } from "@hotbag/core"

/**
 * Where a watcher stands in one topic. `seq` is the last message it has; `epoch` says in whose count: empty for orders and deliveries, whose
 * count is the length of the case's log and outlives the server, else one that this process made up for the topic.
 */
export interface Place {
  readonly epoch: string
  readonly seq: number
}

/** The place as a cursor: `order:o1@17`, `restaurant:r1@k3x.9`. Several are joined by commas; to clients the text is opaque. */
export const placeText = (topic: string, { epoch, seq }: Place): string =>
  epoch === "" ? `${topic}@${seq}` : `${topic}@${epoch}.${seq}`

/** The place of a topic in a cursor; null when the cursor does not speak of the topic, or was not written by us. */
export const placeIn = (cursor: string, topic: string): Place | null => {
  if (cursor.length > Limits.watchCursorLength) return null
  for (const part of cursor.split(",")) {
    if (!part.startsWith(`${topic}@`)) continue
    const place = /^(?:([0-9a-z]{1,24})\.)?([0-9]{1,15})$/.exec(part.slice(topic.length + 1))
    if (place !== null) return { epoch: place[1] ?? "", seq: Number(place[2]) }
  }
  return null
}

/**
 * Where a watcher stands who has this cursor, if any. One that says nothing of the topic, or was not written by us, is a place that nobody ever was at:
 * the topic then begins with a `gap`, so that whoever believes to go on knows that they do not.
 */
export const placeAfter = (cursor: string | null, topic: string): Place | null =>
  cursor === null ? null : (placeIn(cursor, topic) ?? NOWHERE)

/** No count has this name. */
const NOWHERE: Place = { epoch: "-", seq: 0 }

/** Topics that a cursor speaks of, in its order. */
export const topicsIn = (cursor: string): ReadonlyArray<string> =>
  cursor.length > Limits.watchCursorLength
    ? []
    : cursor.split(",").flatMap((part) => {
        const at = part.lastIndexOf("@")
        return at > 0 ? [part.slice(0, at)] : []
      })
