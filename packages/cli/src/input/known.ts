import { Result } from "effect"
import { BadInput, quoted } from "../exit.ts"
import { nearMatches } from "./near.ts"

/**
 * The entry called `name` among those that exist; the failure names the nearest one and all of them.
 *
 * @param where the option or argument that named it, such as `--policy`.
 */
export const knownName = <A extends { readonly name: string }>(
  where: string,
  name: string,
  known: ReadonlyArray<A>
): Result.Result<A, BadInput> => {
  const found = known.find((entry) => entry.name === name)
  if (found !== undefined) return Result.succeed(found)
  const near = nearMatches(name, 1)
  for (const entry of known) near.add(entry.name)
  const [nearest] = near.best()
  return Result.fail(
    new BadInput(
      where,
      `there is no ${quoted(name)}`,
      `${nearest === undefined ? "" : `did you mean ${nearest}? `}known: ${known.map((entry) => entry.name).join(", ")}`
    )
  )
}
