/** A contender: sends the place of a delivery to who watches it. */
export interface WsServer {
  readonly port: number
  /** Who watches at the moment. */
  readonly connected: () => number
  /** The courier of the delivery is there, `lon` telling when it was due. */
  readonly send: (delivery: number, lon: number, atMs: number) => void
  /** What it did not send, and how often it sends at the moment. */
  readonly notes: () => { readonly coalesced: number; readonly intervalMs: number }
}
