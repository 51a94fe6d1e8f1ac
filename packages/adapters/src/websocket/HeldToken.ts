import { Limits } from "@hotbag/core"
import type { Admitted, LiveParts } from "./LiveParts.ts"

/** What a connection needs to look after its token. */
type TokenParts = Pick<LiveParts, "nowMs" | "random" | "verify">

/**
 * The token that somebody came in by. It ends when it says so; and since the key that signed it may be withdrawn before that, it is verified again
 * every `Limits.tokenCheckMs`, each connection at another moment (S131).
 */
export class HeldToken {
  /** Whose seats it takes. */
  readonly subject: string
  readonly #parts: TokenParts
  readonly #deliveryId: string | null
  #token: string
  #endsAtMs: number
  #checkAtMs: number

  /** `deliveryId`: of `/ws/track`, where the token may be a link's. */
  constructor(parts: TokenParts, token: string, deliveryId: string | null, { endsAtMs, subject }: Admitted) {
    this.#parts = parts
    this.#token = token
    this.#deliveryId = deliveryId
    this.subject = subject
    this.#endsAtMs = endsAtMs
    this.#checkAtMs = this.#nextCheck(parts.nowMs())
  }

  /** Takes another token in place of the one that ends; false: it is not of the same subject. */
  renew(token: string, { endsAtMs, subject }: Admitted): boolean {
    if (subject !== this.subject) return false
    this.#token = token
    this.#endsAtMs = endsAtMs
    this.#checkAtMs = this.#nextCheck(this.#parts.nowMs())
    return true
  }

  /** Whether the token is over at `nowMs`; to be asked every few seconds. If it has to be verified again, `lost` hears later that it is good no more. */
  hasEnded(nowMs: number, lost: () => void): boolean {
    if (nowMs >= this.#endsAtMs) return true
    if (nowMs < this.#checkAtMs) return false
    this.#checkAtMs = this.#nextCheck(nowMs)
    const token = this.#token
    this.#parts.verify(token, this.#deliveryId, (outcome) => {
      // While those who know keys are away, whoever is in stays in; and a token that was replaced meanwhile says nothing.
      if (outcome === "unavailable" || token !== this.#token) return
      if (outcome === "unauthenticated" || outcome.subject !== this.subject) lost()
    })
    return false
  }

  /** Those who came at once are not verified at once. */
  #nextCheck(nowMs: number): number {
    return nowMs + (Limits.tokenCheckMs * (1 + this.#parts.random())) / 2
  }
}
