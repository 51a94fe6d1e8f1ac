import { Schema } from "effect"
import { readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The folder of this package: the parent of `src` in a checkout, and of `dist` when installed. */
export const packageFolder = (): string => dirname(dirname(fileURLToPath(import.meta.url)))

/** The version of this package, as its manifest says. */
export const packageVersion = async (): Promise<string> => {
  const manifest: unknown = JSON.parse(await readFile(join(packageFolder(), "package.json"), "utf8"))
  return decodeManifest(manifest).version
}

const decodeManifest = Schema.decodeUnknownSync(Schema.Struct({ version: Schema.String }))
