import { caseFeed, casesLayer, CourierFeed, Couriers } from "@hotbag/services"
import { Layer } from "effect"
import { dispatchCases, restaurantsInTown } from "../../../services/test/dispatch/dispatchCases.ts"
import {
  postgresCaseStore,
  postgresCourierStore,
  postgresCourierWork,
  postgresExplanations,
  postgresRegionLeases
} from "../../src/index.ts"
import { TestDatabase } from "./TestDatabase.ts"

const stores = Layer.mergeAll(
  postgresCaseStore(),
  postgresCourierStore,
  postgresCourierWork,
  postgresRegionLeases,
  postgresExplanations,
  CourierFeed.layer,
  caseFeed
).pipe(Layer.provide(TestDatabase))

dispatchCases(
  "PostgreSQL",
  Couriers.layer.pipe(
    Layer.provide(restaurantsInTown),
    Layer.provideMerge(casesLayer),
    Layer.provideMerge(stores)
  )
)
