import { sharedNowMs } from "./latencies.ts"

/** What is to be sent: so many a second, each delivery in its turn. */
export interface Load {
  readonly perSecond: number
  readonly forMs: number
}

/**
 * Sends on schedule, whatever became of what was sent before (open-loop): the k-th message is due k / perSecond after the beginning, and tells when it
 * was due. Gives how many were sent.
 */
export const generate = (
  { forMs, perSecond }: Load,
  send: (delivery: number, dueMs: number) => void,
  deliveries: number
): Promise<number> =>
  new Promise((resolve) => {
    const startMs = sharedNowMs()
    const all = Math.round((perSecond * forMs) / 1_000)
    let sent = 0
    const turn = (): void => {
      const dueBy = Math.min(all, Math.floor(((sharedNowMs() - startMs) * perSecond) / 1_000))
      for (; sent < dueBy; sent++) {
        send((sent + offset) % deliveries, startMs + (sent * 1_000) / perSecond)
      }
      if (sent < all) setTimeout(turn, 1)
      else {
        offset = (offset + sent) % deliveries
        resolve(sent)
      }
    }
    turn()
  })

/** Whose turn it is next. */
let offset = 0
