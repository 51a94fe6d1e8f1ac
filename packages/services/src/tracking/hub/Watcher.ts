import type { Wire } from "./HubMessage.ts"
import type { Sink } from "./Sink.ts"
import type { Subscription } from "./Subscription.ts"
import type { Viewer } from "./access.ts"

/** Somebody who watches: one connection with its topics. Kept small: there are ten thousand of them. */
export class Watcher {
  readonly viewer: Viewer
  readonly sink: Sink
  readonly wire: Wire
  /** Whether a topic that is refused ends the connection: where there is only one. */
  readonly single: boolean
  readonly subscriptions: Array<Subscription> = []
  /** No position before this moment: at most `Limits.positionsPerSecond` on a connection (S93). */
  nextAtMs = 0
  /** Since when more waits for it than a reader leaves behind; 0: it keeps up. */
  slowSinceMs = 0
  gone = false

  constructor(parts: Pick<Watcher, "viewer" | "sink" | "wire" | "single">) {
    this.viewer = parts.viewer
    this.sink = parts.sink
    this.wire = parts.wire
    this.single = parts.single
  }

  /** Where it stands in all its topics. */
  cursor(): string {
    let text = ""
    for (const subscription of this.subscriptions) {
      const place = subscription.cursor()
      if (place !== "") text += text === "" ? place : `,${place}`
    }
    return text
  }
}
