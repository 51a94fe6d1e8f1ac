import type { Scope, TokenRole } from "@hotbag/core"
import { scopesOfRole } from "@hotbag/core"
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { effortOf, siteCases } from "../../../../adapters/test/http/siteCases.ts"
import type { Answer } from "./Answer.ts"
import { Site } from "./Site.ts"

/**
 * The suites that the adapters run over memory, on a server that an operator started with a provider of tokens: S131 and P9 cell by cell, forged
 * tokens, and the fuzzers (RELIABILITY S1, S2, S5, S6, S8), on PostgreSQL.
 */

/** Publishes the keys of whoever issues tokens, as a provider does. */
let keys = ""
const provider = createServer((_, response) => {
  response.setHeader("content-type", "application/json")
  response.end(keys)
})
beforeAll(() => new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve)))
afterAll(() => new Promise((resolve) => provider.close(resolve)))

/** A handful of requests to see that it works; `.ci/run` sends more. */
const effort = effortOf({ requests: 300, lanes: 8 })

describe("a started server", () => {
  siteCases(
    async (issuer) => {
      keys = JSON.stringify({ keys: [issuer.jwk] })
      const address = provider.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      const site = await Site.start({
        AUTH_JWKS_URL: `http://127.0.0.1:${port}/keys`,
        AUTH_ISSUER: issuer.issuer,
        AUTH_AUDIENCE: issuer.audience,
        DISPATCH_WINDOW_MS: "100"
      })
      const nowS = Math.floor(Date.now() / 1_000)
      const ask = async (
        method: string,
        path: string,
        asked: Parameters<Site["ask"]>[2]
      ): Promise<Answer> => {
        for (;;) {
          const answer = await site.ask(method, path, asked)
          // All of this comes from one address, which is slowed down now and then (S104).
          if (answer.status !== 429) return answer
          await new Promise((resolve) => setTimeout(resolve, 1_000))
        }
      }
      return {
        port: Number(new URL(site.url).port),
        ask,
        command: (method, path, asked) =>
          ask(method, path, {
            ...asked,
            headers: { "idempotency-key": crypto.randomUUID(), ...asked?.headers }
          }),
        until: (method, path, asked, isSo) => {
          if (method !== "GET") throw new Error("only what is read can be waited for")
          return site.until(path, asked, isSo)
        },
        tokenOf: (role: TokenRole, subject: string, ...scopes: ReadonlyArray<Scope>) =>
          issuer.token(nowS, {
            sub: subject,
            role,
            scope: (scopes.length === 0 ? scopesOfRole[role] : scopes).join(" ")
          }),
        trouble: () => site.said.filter((line) => line.includes('"level":"error"')),
        memoryMb: () => residentMb(site.pid),
        stop: () => site.end()
      }
    },
    effort,
    (figures) => {
      if (figures.requests < 5_000) return
      process.stdout.write(`fuzz: ${JSON.stringify(figures)}\n`)
      const [, , , third = 0] = figures.memoryMb
      const last = figures.memoryMb.at(-1) ?? 0
      expect(last, `memory in MB: ${figures.memoryMb.join(", ")}`).toBeLessThan(third * 1.5 + 100)
    }
  )
})

/** Zero where there is no such thing as /proc. */
const residentMb = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_000
  } catch {
    return 0
  }
}
