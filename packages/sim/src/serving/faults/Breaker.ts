import { Limits } from "@hotbag/core"

/**
 * The breaker before the payment gateway of one process, as `services/payments/restingGateway` has it: after
 * `Limits.gatewayFailures` failures in a row nothing is asked for `Limits.gatewayRestMs`, then one question is tried, and its
 * outcome decides.
 */
export class Breaker {
  #failures = 0
  #restsUntilMs = -Infinity
  #isTrying = false

  /** Whether a question may be asked at `atMs`; if so, its outcome is to be told to `answered` or `failed`. */
  mayAsk(atMs: number): boolean {
    if (this.#failures < Limits.gatewayFailures) return true
    if (this.#isTrying || atMs < this.#restsUntilMs) return false
    this.#isTrying = true
    return true
  }

  answered(): void {
    this.#failures = 0
    this.#isTrying = false
  }

  failed(atMs: number): void {
    this.#failures++
    this.#isTrying = false
    if (this.#failures >= Limits.gatewayFailures) this.#restsUntilMs = atMs + Limits.gatewayRestMs
  }
}
