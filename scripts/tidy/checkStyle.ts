import { noAmbient } from "./rules/ambient.ts"
import { limitsExplained, publicExportsDocumented } from "./rules/comments.ts"
import { glossaryWords, noDrawers } from "./rules/names.ts"
import { smallEnough } from "./rules/sizes.ts"
import { textsOfTheProjectAlone } from "./rules/texts.ts"
import { noClaims } from "./rules/types.ts"
import type { SourceFile } from "./sources.ts"
import type { Violation } from "./Violation.ts"

const perFile = [
  noAmbient,
  noClaims,
  smallEnough,
  noDrawers,
  glossaryWords,
  limitsExplained,
  textsOfTheProjectAlone
]

/** Every place where the house style is broken. */
export const checkStyle = (files: ReadonlyArray<SourceFile>): ReadonlyArray<Violation> => [
  ...files.flatMap((file) => perFile.flatMap((rule) => rule(file))),
  ...publicExportsDocumented(files)
]
