import { DeliveryId, Limits } from "@hotbag/core"
import { TrackTokens } from "@hotbag/services"
import { Effect, Redacted } from "effect"
import fc from "fast-check"
import { chmod, mkdtemp, rm, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { makeTrackTokens, trackTokens } from "../../src/auth/trackTokens.ts"

const tokens = makeTrackTokens("a key")
const ids = fc
  .stringMatching(/^[A-Za-z0-9][A-Za-z0-9._~-]*$/, { maxLength: Limits.idLength })
  .filter((text) => text.length <= Limits.idLength)
  .map((text) => DeliveryId.make(text))
const moments = fc.integer({ min: 0, max: 4e12 })

describe("tokens of tracking links (S15, P9)", () => {
  it("open their delivery until they end, to the second", () => {
    fc.assert(
      fc.property(
        ids,
        moments,
        fc.integer({ min: 0, max: 2 * Limits.trackTokenMs }),
        (id, nowMs, laterMs) => {
          const { expiresAtMs, token } = tokens.issue(id, nowMs)
          expect(token).toMatch(/^[\w.-]+$/)
          expect(token.length).toBeLessThanOrEqual(Limits.trackTokenLength)
          expect(nowMs + Limits.trackTokenMs - expiresAtMs).toBeLessThan(1_000)
          const read = tokens.read(token, nowMs + laterMs)
          expect(read).toEqual(nowMs + laterMs < expiresAtMs ? { deliveryId: id, expiresAtMs } : null)
        }
      )
    )
  })

  it("are worth nothing when a character is changed, added or taken, or under another key", () => {
    fc.assert(
      fc.property(ids, fc.nat(), fc.constantFrom(...Array.from("AZaz09-_. é")), (id, where, character) => {
        const { token } = tokens.issue(id, 0)
        const at = where % token.length
        const changed = token.slice(0, at) + character + token.slice(at + 1)
        if (changed !== token) expect(tokens.read(changed, 0)).toBeNull()
        expect(tokens.read(token.slice(0, at), 0)).toBeNull()
        expect(tokens.read(token + character, 0)).toBeNull()
        expect(makeTrackTokens("another key").read(token, 0)).toBeNull()
      })
    )
  })

  it.each(["", ".", "..", "a.b.c", "x".repeat(10_000), "\u0000", "ZA.zzzzzzzzz.AAAAAAAAAAAAAAAAAAAAAA"])(
    "refuse %j",
    (text) => expect(tokens.read(text, 0)).toBeNull()
  )

  it("keep a key of their own in the data folder, which outlives a restart and only its owner may read", async () => {
    const data = await mkdtemp(join(tmpdir(), "hotbag-links-"))
    const open = () =>
      Effect.runPromise(
        Effect.scoped(Effect.provide(TrackTokens, trackTokens(null, data))).pipe(Effect.result)
      )
    const [first, second] = await Promise.all([open(), open()])
    if (first._tag === "Failure" || second._tag === "Failure") throw new Error("no key")
    const { token } = first.success.issue(DeliveryId.make("d-1"), 0)
    expect(second.success.read(token, 0)?.deliveryId).toBe("d-1")
    const path = join(data, "auth", "tracking-key")
    expect((await stat(path)).mode & 0o077).toBe(0)
    await chmod(path, 0o644)
    const exposed = await open()
    expect(exposed._tag === "Failure" ? exposed.failure.message : "").toContain(`chmod 600 ${path}`)
    await rm(data, { recursive: true })
  })

  it("take a secret instead, which several servers may have", async () => {
    const open = Effect.scoped(Effect.provide(TrackTokens, trackTokens(Redacted.make("shared"), "/nowhere")))
    const [here, there] = await Promise.all([Effect.runPromise(open), Effect.runPromise(open)])
    expect(there.read(here.issue(DeliveryId.make("d-1"), 0).token, 0)?.deliveryId).toBe("d-1")
  })
})
