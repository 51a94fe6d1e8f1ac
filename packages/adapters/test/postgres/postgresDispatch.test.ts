import { Layer } from "effect"
import { courierStoreCases } from "../../../services/test/couriers/courierStoreCases.ts"
import { explanationsCases } from "../../../services/test/dispatch/explanationsCases.ts"
import { regionLeasesCases } from "../../../services/test/dispatch/regionLeasesCases.ts"
import {
  postgresCaseStore,
  postgresCourierStore,
  postgresExplanations,
  postgresRegionLeases
} from "../../src/index.ts"
import { TestDatabase } from "./TestDatabase.ts"

courierStoreCases("PostgreSQL", postgresCourierStore.pipe(Layer.provide(TestDatabase)))
explanationsCases("PostgreSQL", postgresExplanations.pipe(Layer.provide(TestDatabase)))
regionLeasesCases(
  "PostgreSQL",
  Layer.merge(postgresRegionLeases, postgresCaseStore()).pipe(Layer.provide(TestDatabase))
)
