import { CourierWork } from "@hotbag/services"
import { Effect, Layer } from "effect"
import { caseOf } from "./cases/readCase.ts"
import { Database } from "./Database.ts"
import { casesWhere } from "./postgresCaseStore.ts"

/** A courier's offers and work by two indexes: O(log n) however many orders are open. */
export const postgresCourierWork: Layer.Layer<CourierWork, never, Database> = Layer.effect(
  CourierWork,
  Effect.map(Database, ({ read, sql }) =>
    CourierWork.of({
      of: (courierId) =>
        Effect.map(
          read(
            casesWhere(
              sql,
              sql`s.order_id in (
                select order_id from deliveries where status = 'offered' and state ->> 'offeredTo' = ${courierId}
                union all
                select order_id from deliveries where driver_id = ${courierId}
                  and status in ('accepted', 'at-restaurant', 'picked-up', 'at-customer')
              ) order by s.order_id`
            )
          ),
          (rows) => rows.map(caseOf)
        )
    })
  )
)
