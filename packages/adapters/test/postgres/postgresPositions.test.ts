import { Layer } from "effect"
import { positionStoreCases } from "../../../services/test/tracking/positionStoreCases.ts"
import { postgresCourierStore, postgresPositionStore } from "../../src/index.ts"
import { TestDatabase } from "./TestDatabase.ts"

positionStoreCases(
  "PostgreSQL",
  Layer.merge(postgresCourierStore, postgresPositionStore).pipe(Layer.provide(TestDatabase))
)
