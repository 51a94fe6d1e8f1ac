import { lineAt, type SourceFile } from "./sources.ts"

/** A block of a document that can be run, and what it prints if the next block, of kind `text`, says so. */
export interface Example {
  readonly path: string
  readonly line: number
  /** A TypeScript module, or the arguments of one hotbag command. */
  readonly kind: "ts" | "hotbag"
  readonly code: string
  readonly prints: string | undefined
}

/** Every fenced TypeScript block of a document, and every hotbag command whose output is shown. */
export const examplesOf = ({ path, text }: SourceFile): ReadonlyArray<Example> =>
  [...text.matchAll(/^```(ts|sh)\n([\s\S]*?)^```\n(?:\s*^```text\n([\s\S]*?)^```$)?/gm)].flatMap(
    (match): ReadonlyArray<Example> => {
      const [, language, code = "", prints] = match
      const line = lineAt(text, match.index)
      if (language === "ts") return [{ path, line, kind: "ts", code, prints }]
      const [, args] = /^(?:\.\/)?hotbag ([^\n]*)\n$/.exec(code) ?? []
      return args === undefined || prints === undefined
        ? []
        : [{ path, line, kind: "hotbag", code: args, prints }]
    }
  )

/** Every `./hotbag <command>` and `npm start -- <command>` that a document tells its reader to type. */
export const commandsOf = ({ text }: SourceFile): ReadonlyArray<string> => [
  ...new Set([...text.matchAll(/(?:\.\/hotbag|npm start --) ([a-z]+)/g)].map(([, command = ""]) => command))
]

/** Every `npm run <script>` of a document. */
export const scriptsOf = ({ text }: SourceFile): ReadonlyArray<string> => [
  ...new Set([...text.matchAll(/npm run ([\w:]+)/g)].map(([, script = ""]) => script))
]
