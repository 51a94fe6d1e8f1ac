import { Schema } from "effect"
import { CourierAnswer } from "./CourierAnswer.ts"
import { TrackMessage } from "./TrackMessage.ts"
import { WatchMessage } from "./WatchMessage.ts"
import { WatchRequest } from "./WatchRequest.ts"

/** Everything on the sockets as JSON Schema (2020-12), for clients in other languages; the OpenAPI document cannot say it. */
export const messageSchemas = () => ({
  watchMessage: Schema.toJsonSchemaDocument(WatchMessage),
  trackMessage: Schema.toJsonSchemaDocument(TrackMessage),
  courierAnswer: Schema.toJsonSchemaDocument(CourierAnswer),
  watchRequest: Schema.toJsonSchemaDocument(WatchRequest)
})
