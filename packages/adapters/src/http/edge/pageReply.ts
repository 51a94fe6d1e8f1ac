import { createHash } from "node:crypto"
import type { Reply } from "./Reply.ts"

/** A page for people that is complete in itself, with the scripts and styles that it may run, byte for byte. */
export interface WebPage {
  readonly html: string
  readonly scripts: ReadonlyArray<string>
  readonly styles: ReadonlyArray<string>
}

/** The answer with the page. Browsers run what is in it and nothing else, and talk to this server only. */
export const pageReply = ({ html, scripts, styles }: WebPage): Reply => ({
  status: 200,
  headers: [
    "content-type",
    "text/html; charset=utf-8",
    "content-security-policy",
    [
      "default-src 'none'",
      `script-src ${scripts.map(hashOf).join(" ")}`,
      `style-src ${styles.map(hashOf).join(" ")}`,
      "connect-src 'self'",
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'"
    ].join("; "),
    "x-content-type-options",
    "nosniff",
    // The address of a tracking page opens it: it is told to nobody.
    "referrer-policy",
    "no-referrer",
    "cache-control",
    "no-cache"
  ],
  text: html
})

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`
