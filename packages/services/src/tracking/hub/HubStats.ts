/** Counts of the engine, for `/metrics`; a fixed number of cells. */
export class HubStats {
  /** Watchers at the moment, and topics of them. */
  watchers = 0
  subscriptions = 0
  /** Positions that came in for somebody who watches. */
  positionsIn = 0
  /** Positions sent. */
  positionsSent = 0
  /** Positions that gave way to a newer one before they were sent. */
  coalesced = 0
  /** Status messages sent, replays among them. */
  statusesSent = 0
  /** Status messages that wait in the log until their reader keeps up. */
  deferred = 0
  snapshots = 0
  gaps = 0
  /** Bytes that wait for slow readers, as of the last turn. */
  bytesWaiting = 0
  refused = 0
  /** Watchers that were sent away for not reading. */
  slowClosed = 0
  /** Logs and snapshots that were read for watchers. */
  loads = 0
}
