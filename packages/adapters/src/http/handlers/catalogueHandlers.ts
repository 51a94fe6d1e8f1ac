import { API_PREFIX, type CatalogueGroup } from "@hotbag/api"
import { Limits, type RestaurantId } from "@hotbag/core"
import { Catalogue } from "@hotbag/services"
import { Effect } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { JSON_TYPE, readyReply } from "../edge/Reply.ts"
import { menuView, restaurantView } from "../views/catalogueViews.ts"
import { anyProblem, asLookUp } from "./problemFor.ts"

/** What anybody may see. */
export const catalogueHandlers: Effect.Effect<
  HandlersOf<typeof CatalogueGroup>,
  never,
  Catalogue
> = Effect.gen(function* () {
  const catalogue = yield* Catalogue
  const menu: HandlersOf<typeof CatalogueGroup>["menu"] = ({ params, headers }) =>
    asLookUp(catalogue.menu(params.restaurantId)).pipe(
      Effect.map((served) => {
        const { etag } = served
        const cached = [...MENU_CACHE, "etag", etag, "link", canonical(params.restaurantId)]
        return isCurrent(headers["if-none-match"], etag)
          ? readyReply(304, "", cached)
          : readyReply(200, JSON.stringify(menuView(served)), [...JSON_TYPE, ...cached])
      })
    )
  return {
    nearby: ({ query }) =>
      catalogue
        .nearby({
          position: query.position,
          radiusM: query.radius,
          cuisine: query.cuisine,
          openOnly: query.open === "true",
          limit: query.limit,
          cursor: query.cursor
        })
        .pipe(
          Effect.mapError(anyProblem),
          Effect.map(({ restaurants, nextCursor }) => ({
            restaurants: restaurants.map(({ restaurant, distanceM, isOpen }) => ({
              restaurantId: restaurant.id,
              name: restaurant.name,
              location: restaurant.position,
              cuisines: restaurant.cuisines,
              currency: restaurant.currency,
              open: isOpen,
              distanceM: Math.round(distanceM)
            })),
            nextCursor
          }))
        ),
    get: ({ params }) => asLookUp(Effect.map(catalogue.restaurant(params.restaurantId), restaurantView)),
    menu,
    menuAlias: menu
  }
})

/** For caches: any may keep it for as long as menus may be old (S98), and then asks whether it is still the same. */
const MENU_CACHE = ["cache-control", `public, max-age=${Math.floor(Limits.menuCacheMs / 1_000)}`]

/** Both names of a menu point to one (C1). */
const canonical = (id: RestaurantId): string => `<${API_PREFIX}/restaurants/${id}/menu>; rel="canonical"`

/** Whether the validators that a caller has include the current one (RFC 9110, 13.1.2). */
const isCurrent = (validators: string | undefined, etag: string): boolean =>
  validators !== undefined &&
  validators
    .split(",")
    .map((validator) => validator.trim().replace(/^W\//, ""))
    .some((validator) => validator === etag || validator === "*")
