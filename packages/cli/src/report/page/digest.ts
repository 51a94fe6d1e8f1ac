import { createHash } from "node:crypto"

/** A style sheet or script by its digest, as a page's content security policy names what may run. */
export const digest = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`
