import { Api } from "@hotbag/api"
import { Effect } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { HttpApiScalar } from "effect/http-api"
import { Layer } from "effect"
import type { Reply } from "./Reply.ts"

/**
 * The documentation as one page that asks no other host for anything. Its viewer is a script inside the page, which is why this page, and
 * only this one, may run one.
 */
export const docsPage: Effect.Effect<Reply> = Effect.acquireUseRelease(
  Effect.sync(() =>
    HttpRouter.toWebHandler(
      HttpApiScalar.layer(Api, { path: "/docs", scalar: { withDefaultFonts: false } }).pipe(
        Layer.provide(HttpServer.layerServices)
      ),
      { disableLogger: true }
    )
  ),
  ({ handler }) =>
    Effect.promise(async () => {
      const response = await handler(new Request("http://localhost/docs"))
      return { status: 200, headers: DOCS_HEADERS, text: await response.text() }
    }),
  ({ dispose }) => Effect.promise(dispose)
)

const DOCS_HEADERS = [
  "content-type",
  "text/html; charset=utf-8",
  "content-security-policy",
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src 'self'; frame-ancestors 'none'",
  "x-content-type-options",
  "nosniff",
  "referrer-policy",
  "no-referrer"
] as const
