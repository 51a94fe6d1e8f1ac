import { API_PREFIX } from "@hotbag/api"
import { Schema } from "effect"
import type { Marketplace } from "./marketplace.ts"

/** Between the centres of the scenario's metros; restaurants are looked for around it. */
const CENTRE = { lat: 4.683, lng: -74.06 }
/** Pages of a hundred restaurants. */
const PAGES = 4

/** A restaurant that is open, with what can be ordered there as often as one likes. */
export interface Kitchen {
  readonly restaurantId: string
  readonly regionId: string
  readonly lat: number
  readonly lng: number
  readonly itemIds: ReadonlyArray<string>
}

/** The restaurants that are open now, nearest to the centre first. */
export const openKitchens = async (marketplace: Marketplace): Promise<ReadonlyArray<Kitchen>> => {
  const known = new Map((await allKitchens(marketplace)).map((kitchen) => [kitchen.restaurantId, kitchen]))
  const open: Array<Kitchen> = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES; page += 1) {
    const place = `lat=${CENTRE.lat}&lon=${CENTRE.lng}&radius=15000`
    const more = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`
    const path = `/restaurants?${place}&open=true&limit=100${more}`
    const answer = await fetch(marketplace.url + API_PREFIX + path)
    const { nextCursor, restaurants } = decodePage(await answer.text())
    open.push(...restaurants.flatMap(({ restaurantId }) => known.get(restaurantId) ?? []))
    cursor = nextCursor
    if (cursor === null) break
  }
  if (open.length === 0) throw new Error("no restaurant is open now")
  return open
}

const allKitchens = async ({ ask }: Marketplace): Promise<ReadonlyArray<Kitchen>> =>
  decodeKitchens(
    await ask(
      (sql) => sql`select r.rest_id as "restaurantId", r.region_id as "regionId", r.lat, r.lng,
        json_agg(m.item_id order by m.item_id) as "itemIds"
        from restaurants r join menu_items m using (rest_id)
        where m.pieces_left is null
        group by r.rest_id having count(*) > 2 order by r.rest_id`
    )
  )

const decodeKitchens = Schema.decodeUnknownSync(
  Schema.Array(
    Schema.Struct({
      restaurantId: Schema.String,
      regionId: Schema.String,
      lat: Schema.Finite,
      lng: Schema.Finite,
      itemIds: Schema.Array(Schema.String)
    })
  )
)

const decodePage = Schema.decodeUnknownSync(
  Schema.fromJsonString(
    Schema.Struct({
      restaurants: Schema.Array(Schema.Struct({ restaurantId: Schema.String })),
      nextCursor: Schema.NullOr(Schema.String)
    })
  )
)
