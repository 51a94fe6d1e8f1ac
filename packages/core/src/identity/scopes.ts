import { Schema } from "effect"

/** In what capacity a bearer of a token acts. */
export const TokenRole = Schema.Literals(["customer", "restaurant", "courier", "operator"])
export type TokenRole = typeof TokenRole.Type

/** What a token allows (S131), as `thing:deed`. */
export const Scope = Schema.Literals([
  "orders:read",
  "orders:write",
  "payments:write",
  "carts:write",
  "restaurant:orders",
  "catalogue:write",
  "deliveries:read",
  "deliveries:act",
  "couriers:act",
  "dispatch:read",
  "dispatch:assign",
  "ledger:read",
  "audit:read",
  "operations:act"
])
export type Scope = typeof Scope.Type

/**
 * The most that a role may be allowed (S131); a token may be given less, never more. What is whose is another question, asked by each
 * use-case of the object itself.
 */
export const scopesOfRole: Readonly<Record<TokenRole, ReadonlyArray<Scope>>> = {
  customer: ["orders:read", "orders:write", "payments:write", "carts:write", "deliveries:read"],
  restaurant: ["orders:read", "restaurant:orders", "catalogue:write", "deliveries:read"],
  courier: ["orders:read", "deliveries:read", "deliveries:act", "couriers:act"],
  operator: Scope.literals
}

/** What a token of the role may do that claims `claimed`, blank-separated as in RFC 8693; words that are no scopes mean nothing. */
export const grantedScopes = (role: TokenRole, claimed: string): ReadonlySet<Scope> => {
  const words = new Set(claimed.split(" "))
  return new Set(scopesOfRole[role].filter((scope) => words.has(scope)))
}
