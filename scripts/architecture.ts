// Draws the rooms and arrows into docs/architecture.md; `npm run docs` calls it, and a test compares.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { replaceGenerated } from "./tidy/generated.ts"
import { roomsPicture } from "./tidy/picture.ts"
import { root } from "./tidy/sources.ts"

const file = join(root, "docs", "architecture.md")
writeFileSync(file, replaceGenerated(readFileSync(file, "utf8"), "rooms", roomsPicture()))
