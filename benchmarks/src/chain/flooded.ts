import { sharedNowMs } from "../ws/latencies.ts"

/** How telephones send more than they should. */
export interface Flood {
  readonly fromMs: number
  readonly forMs: number
  /** Of each telephone. */
  readonly messagesPerSecond: number
  readonly fixesPerMessage: number
}

/** What became of a flood. */
export interface FloodSaid {
  /** Fixes that were to be sent. */
  readonly offered: number
  /** Messages that were answered with something else than what became of each fix, by what; `kept`: not sent, as nothing went out any more. */
  readonly answers: Readonly<Record<string, number>>
}

/** One of them. */
interface Flooding {
  /** Moment within a second, in ms. */
  readonly phaseMs: number
  readonly usesPut: boolean
  readonly sendMany: (count: number, nowMs: number) => Promise<string>
}

/** Who has no socket sends so much more in one request, and so much less often. */
const REQUESTS = 5

/** Lets telephones send on schedule, whatever becomes of it. Gives the fixes that were to be sent. */
export const flooded = async (
  phones: ReadonlyArray<Flooding>,
  { fixesPerMessage, forMs, fromMs, messagesPerSecond }: Flood,
  note: (what: string) => void
): Promise<number> => {
  const everyMs = 1_000 / messagesPerSecond
  let offered = 0
  const open: Array<Promise<void>> = []
  for (let turn = 0; turn * everyMs < forMs; turn++) {
    for (const [at, phone] of phones.entries()) {
      const waitMs = fromMs + turn * everyMs + (phone.phaseMs * everyMs) / 1_000 - sharedNowMs()
      if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs))
      offered += fixesPerMessage
      if (phone.usesPut && turn % REQUESTS !== at % REQUESTS) continue
      const count = phone.usesPut ? fixesPerMessage * REQUESTS : fixesPerMessage
      const answered = phone.sendMany(count, Date.now()).then((what) => {
        if (what !== "") note(what)
      })
      if (phone.usesPut) open.push(answered)
    }
  }
  await Promise.all(open)
  return offered
}
