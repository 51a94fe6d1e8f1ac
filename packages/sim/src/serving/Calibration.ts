import { Result, Schema, SchemaIssue } from "effect"

const Ms = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/** Processor time of one unit of work, in ms: of the node that runs `hotbag serve`, and of the database. */
const Cost = Schema.Struct({ nodeMs: Ms, databaseMs: Ms })
/** @see Cost */
export type Cost = typeof Cost.Type

/** A request that changes something: what is done before the answer, and what the relay does because of it. */
const Write = Schema.Struct({ answer: Cost, after: Cost })

/** Quantiles of a latency in ms at equal distances, from the least to the greatest. */
const QuantilesMs = Schema.Array(Ms).check(Schema.isMinLength(2), Schema.isMaxLength(101))

/** How long rounds of a policy take: `baseMs + perWaitingMs × deliveries that wait`, times a ratio drawn from `ratios`. */
const RoundTimes = Schema.Struct({
  policy: Schema.NonEmptyString,
  baseMs: Ms,
  perWaitingMs: Ms,
  ratios: QuantilesMs
})

/**
 * What the parts of a real server cost, measured by `hotbag calibrate`: the only machine-dependent input of the serving
 * model. `latencies` are those of a server with next to nothing to do, seen by the client: transport, the work itself and
 * the disk; what waiting adds to them is the model's business.
 */
export const Calibration = Schema.Struct({
  version: Schema.Literal(1),
  /** Processors, such as `2 × AMD EPYC, linux x64`; never a host name. */
  machine: Schema.NonEmptyString,
  commit: Schema.NonEmptyString,
  /** What was sent, in words. */
  load: Schema.String,
  /** What was not measured but taken from elsewhere, each with its source. */
  assumed: Schema.Array(Schema.String),
  /** From the start of an instance until it takes requests. */
  startMs: Ms,
  place: Write,
  command: Write,
  /** Restaurants nearby. */
  nearby: Cost,
  /** A menu, an order, a list of offers. */
  read: Cost,
  /** A courier's position, taken in. */
  ping: Cost,
  /** A message to one watcher. */
  message: Cost,
  /** Squared coefficient of variation of service times: 1 is exponential. */
  variation: Ms,
  latencies: Schema.Struct({
    place: QuantilesMs,
    command: QuantilesMs,
    nearby: QuantilesMs,
    read: QuantilesMs,
    /** From a commit until the relay has done what follows from it. */
    after: QuantilesMs,
    /** From a courier's telephone to the customer's, network not counted. */
    position: QuantilesMs,
    /** From a commit to the watchers' telephones, network not counted. */
    status: QuantilesMs
  }),
  rounds: Schema.Array(RoundTimes).check(Schema.isMinLength(1)),
  /** The model beside the server at a load that was not used to fit it. */
  check: Schema.optionalKey(
    Schema.Struct({
      ordersPerSecond: Ms,
      measured: Schema.Struct({ p50Ms: Ms, p95Ms: Ms, p99Ms: Ms }),
      predicted: Schema.Struct({ p50Ms: Ms, p95Ms: Ms, p99Ms: Ms })
    })
  )
})
/** @see Calibration */
export type Calibration = typeof Calibration.Type

/** Reads a calibration from foreign data; the failure is one line that says where and what. */
export const decodeCalibration = (input: unknown): Result.Result<Calibration, string> =>
  decode(input).pipe(
    Result.mapError((error) => {
      const [issue] = format(error.issue).issues
      const path = (issue?.path ?? []).map((segment) =>
        typeof segment === "object" && segment !== null && "key" in segment ? segment.key : segment
      )
      const where = path.map(String).join(".")
      return `${where === "" ? "" : `${where}: `}${issue?.message ?? "not a calibration"}`
    })
  )

const decode = Schema.decodeUnknownResult(Calibration, { errors: "first", onExcessProperty: "error" })
const format = SchemaIssue.makeFormatterStandardSchemaV1()
