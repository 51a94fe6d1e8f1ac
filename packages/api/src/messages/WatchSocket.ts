/** What the events of a socket say that `watch` listens to. */
export interface WatchSocketEvents {
  readonly open: unknown
  readonly message: { readonly data: unknown }
  readonly close: { readonly code: number; readonly reason: string }
}

/** What `watch` needs of a WebSocket. */
export interface WatchSocket {
  send(text: string): void
  close(code?: number, reason?: string): void
  addEventListener<K extends keyof WatchSocketEvents>(
    type: K,
    listener: (event: WatchSocketEvents[K]) => void
  ): void
}

/** The server says something every half minute, if only that it is there. */
const SILENT_MS = 45_000

/**
 * Listens to a socket until it is lost, which is told once: when it has ended, or when nothing was heard for {@link SILENT_MS}. A connection whose
 * other side is gone without a word would be waited for in vain, its end included. Gives a function that ends the listening.
 */
export const heed = (
  socket: WatchSocket,
  told: {
    readonly open: () => void
    readonly message: (data: unknown) => void
    readonly lost: (code: number, reason: string) => void
  }
): (() => void) => {
  let isOver = false
  let silence: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => {
    isOver = true
    clearTimeout(silence)
  }
  const lost = (code: number, reason: string): void => {
    if (isOver) return
    stop()
    told.lost(code, reason)
  }
  const wait = (): void => {
    clearTimeout(silence)
    silence = setTimeout(() => {
      socket.close()
      lost(1006, "silent")
    }, SILENT_MS)
  }
  wait()
  socket.addEventListener("open", () => {
    if (!isOver) told.open()
  })
  socket.addEventListener("message", ({ data }) => {
    if (isOver) return
    wait()
    told.message(data)
  })
  socket.addEventListener("close", ({ code, reason }) => lost(code, reason))
  return stop
}
