import type { Scope, TokenRole } from "@hotbag/core"

/** Who sent a request, as the token proves: whose, and what it allows (S131). Never the platform itself. */
export interface Identity {
  readonly actor: { readonly role: TokenRole; readonly subject: string }
  readonly scopes: ReadonlySet<Scope>
}
