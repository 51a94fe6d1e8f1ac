import { lineAt, type SourceFile } from "../sources.ts"
import type { Violation } from "../Violation.ts"

// Each pattern is written so that it does not find itself.
const forbidden: ReadonlyArray<readonly [RegExp, string]> = [
  [/(?<![\w.@-])\/(?:work|home|root|Users|private|mnt)(?:\/|\b)(?!-)/g, "no path of one machine"],
  [
    /\b(?:registry\.[\w.-]+|(?:www\.)?npmjs\.(?:org|com)|v[e]rdaccio|a[r]tifactory)\b/gi,
    "no package-registry host"
  ],
  [/(?<!\w)(?:TO[D]O|FIX[M]E|XX[X])(?!\w)/g, "do it, or say in the docs what is missing"]
]

/** What we write is about the project alone, and true on every machine. */
export const textsOfTheProjectAlone = ({ path, text }: SourceFile): ReadonlyArray<Violation> =>
  forbidden.flatMap(([pattern, rule]) =>
    [...text.matchAll(pattern)].map((match) => ({
      path,
      line: lineAt(text, match.index),
      rule,
      found: match[0]
    }))
  )
