import { grantedScopes, Scope, scopesOfRole, TokenRole } from "@hotbag/core"
import { describe, expect, it } from "vitest"

describe("scopes (S131)", () => {
  it("are no more than the role may have, and no more than the token claims", () => {
    for (const role of TokenRole.literals) {
      expect([...grantedScopes(role, Scope.literals.join(" "))]).toEqual(scopesOfRole[role])
      expect([...grantedScopes(role, "")]).toEqual([])
    }
    expect([...grantedScopes("customer", "orders:read dispatch:assign admin *")]).toEqual(["orders:read"])
    expect([...grantedScopes("courier", "deliveries:act,couriers:act ORDERS:READ")]).toEqual([])
  })

  it("keep the deeds of each side apart", () => {
    expect(scopesOfRole.customer).not.toContain("restaurant:orders")
    expect(scopesOfRole.restaurant).not.toContain("orders:write")
    expect(scopesOfRole.courier).not.toContain("orders:write")
    for (const role of ["customer", "restaurant", "courier"] as const) {
      for (const scope of ["dispatch:assign", "ledger:read", "audit:read", "operations:act"] as const) {
        expect(scopesOfRole[role]).not.toContain(scope)
      }
    }
  })
})
