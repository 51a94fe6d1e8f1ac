/** How the sandbox treats a token. */
export interface SandboxScript {
  readonly funds: "held" | "taken" | "refused"
  /** Why, when refused. */
  readonly reason: string | null
  /** The first so many answers about the payment do not reach the caller, though they took effect. */
  readonly unheard: number
  /** The first answer takes so long, in ms. */
  readonly delayMs: number
  /** The first so many keys of settlements are refused. */
  readonly refusedSettlements: number
  readonly settlementReason: string
}

/** Tokens with a script of their own; any other is refused as unknown. */
export const SANDBOX_TOKENS = [
  "tok_ok",
  "tok_taken",
  "tok_declined",
  "tok_insufficient_funds",
  "tok_expired_card",
  "tok_slow",
  "tok_timeout_after_charge",
  "tok_two_timeouts",
  "tok_taken_timeout",
  "tok_settlement_refused_once",
  "tok_taken_refund_refused_once"
] as const
/** A token of the sandbox. */
export type SandboxToken = (typeof SANDBOX_TOKENS)[number]

/** The script of a token. */
export const scriptOf = (token: string): SandboxScript => {
  const known = SANDBOX_TOKENS.find((each) => each === token)
  return known === undefined ? { ...plain, funds: "refused", reason: "no such token" } : scripts[known]
}

const plain: SandboxScript = {
  funds: "held",
  reason: null,
  unheard: 0,
  delayMs: 0,
  refusedSettlements: 0,
  settlementReason: "try again later"
}

const scripts: Readonly<Record<SandboxToken, SandboxScript>> = {
  tok_ok: plain,
  tok_taken: { ...plain, funds: "taken" },
  tok_declined: { ...plain, funds: "refused", reason: "card declined" },
  tok_insufficient_funds: { ...plain, funds: "refused", reason: "insufficient funds" },
  tok_expired_card: { ...plain, funds: "refused", reason: "expired card" },
  tok_slow: { ...plain, delayMs: 3_000 },
  tok_timeout_after_charge: { ...plain, unheard: 1 },
  tok_two_timeouts: { ...plain, unheard: 2 },
  tok_taken_timeout: { ...plain, funds: "taken", unheard: 1 },
  tok_settlement_refused_once: { ...plain, refusedSettlements: 1 },
  tok_taken_refund_refused_once: { ...plain, funds: "taken", refusedSettlements: 1 }
}
