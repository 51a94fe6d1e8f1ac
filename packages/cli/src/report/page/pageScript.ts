import * as columns from "./client/columns.ts"
import * as cursors from "./client/cursors.ts"
import * as drawing from "./client/drawing.ts"
import * as elements from "./client/elements.ts"
import * as stage from "./client/stage.ts"
import * as start from "./client/start.ts"

/** The id of the element that holds the page's data. */
export const DATA_ID = "run-data"

/**
 * The page's script: the functions of `client/` as the engine has them, one after the other in one scope. They refer to
 * each other by their names only, so no bundler is needed; a browser test runs them.
 */
export const pageScript = (): string => {
  const modules: ReadonlyArray<Readonly<Record<string, unknown>>> = [
    columns,
    elements,
    drawing,
    cursors,
    stage,
    start
  ]
  const lines = modules
    .flatMap((module) => Object.entries(module))
    .map(([name, part]) => `const ${name} = ${sourceOf(part)}`)
  const begin = `start(JSON.parse(document.getElementById(${JSON.stringify(DATA_ID)}).textContent))`
  return `"use strict";(() => {\n${lines.join("\n")}\n${begin}\n})()`
}

const sourceOf = (part: unknown): string =>
  typeof part === "function" ? Function.prototype.toString.call(part) : JSON.stringify(part)
