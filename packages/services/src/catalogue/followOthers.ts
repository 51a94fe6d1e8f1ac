import { Effect, Exit, Option, Scope } from "effect"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import type { CatalogueChange, CatalogueStore } from "./CatalogueStore.ts"
import { type Kept, reloadRestaurants } from "./Kept.ts"

/** A link to what other processes write, with a scope of its own, since links break. */
export interface Link {
  readonly scope: Scope.Closeable
  readonly changes: Effect.Effect<ReadonlyArray<CatalogueChange>, StoreUnavailable>
}

/** Begins to listen. Whoever has the link closes its scope. */
export const openLink = Effect.fnUntraced(function* (store: CatalogueStore["Service"]) {
  const scope = yield* Scope.fork(yield* Effect.scope)
  const changes = yield* Scope.provide(store.follow, scope).pipe(
    Effect.tapError(() => Scope.close(scope, Exit.void))
  )
  return { scope, changes } satisfies Link
})

/**
 * Keeps memory in step with other processes, for ever (C22). When the link breaks, everything may have changed until there is another one: all
 * menus are then forgotten and all restaurants read again; what is served meanwhile is at most as old as the break.
 */
export const followOthers = (kept: Kept, first: Link): Effect.Effect<never, never, Scope.Scope> =>
  Effect.gen(function* () {
    let link: Link = first
    for (;;) {
      yield* Effect.ignore(Effect.forever(Effect.flatMap(link.changes, (changes) => apply(kept, changes))))
      yield* Scope.close(link.scope, Exit.void)
      link = yield* relink(kept)
    }
  })

const relink = Effect.fnUntraced(function* (kept: Kept) {
  for (;;) {
    yield* Effect.sleep(RELINK_MS)
    const link = yield* Effect.option(openLink(kept.store))
    if (Option.isNone(link)) continue
    kept.menus.clear()
    const reloaded = yield* Effect.exit(kept.oneWrite.withPermit(reloadRestaurants(kept)))
    if (Exit.isSuccess(reloaded)) return link.value
    yield* Scope.close(link.value.scope, Exit.void)
  }
})

/** As long as a database takes to come back, or a second more. */
const RELINK_MS = 1_000

const apply = Effect.fnUntraced(function* (kept: Kept, changes: ReadonlyArray<CatalogueChange>) {
  for (const { _tag, restaurantId } of changes) {
    if (_tag === "MenuWritten") kept.menus.drop(restaurantId)
    else {
      // Under the permit of writers: what is read here is not older than what they wrote.
      yield* kept.oneWrite.withPermit(
        Effect.map(kept.store.restaurant(restaurantId), (found) => {
          if (Option.isSome(found)) kept.index.put([found.value])
        })
      )
    }
  }
})
