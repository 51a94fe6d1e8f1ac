import { afterAll } from "vitest"
import { TestIssuer } from "../auth/TestIssuer.ts"
import { accessCases } from "./accessCases.ts"
import type { CaseSite } from "./CaseSite.ts"
import { forgedTokenCases } from "./forgedTokenCases.ts"
import { type FuzzEffort, type FuzzFigures, fuzzCases } from "./fuzzCases.ts"

export { effortOf } from "./fuzzCases.ts"

/**
 * All suites of the API on one server that trusts the issuer it is started with: first who may do what, then forged tokens, and at last
 * what no client should send, which leaves nothing as it was.
 */
export const siteCases = (
  start: (issuer: TestIssuer) => Promise<CaseSite>,
  effort: FuzzEffort,
  told: (figures: FuzzFigures) => void
): void => {
  const issuer = new TestIssuer()
  let started: Promise<CaseSite> | null = null
  const open = async (): Promise<CaseSite> => {
    started ??= start(issuer)
    const site = await started
    return { ...site, stop: async () => {} }
  }
  afterAll(async () => (await started)?.stop())
  accessCases(open)
  forgedTokenCases(issuer, open)
  fuzzCases(effort, open, told)
}
