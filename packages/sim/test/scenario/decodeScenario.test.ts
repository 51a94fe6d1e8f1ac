import { DAY_MS, HOUR_MS } from "@hotbag/core"
import { Result, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { describeScenarioProblem } from "../../src/scenario/decodePlain.ts"
import { decodeScenario } from "../../src/scenario/decodeScenario.ts"
import { Scenario } from "../../src/scenario/Scenario.ts"
import { scenarios } from "../../src/scenario/scenarios.ts"
import { smallScenario } from "./smallScenario.ts"

const problemOf = (input: unknown) =>
  Result.match(decodeScenario(input), { onFailure: describeScenarioProblem, onSuccess: () => "read" })
const [region] = smallScenario.regions

describe("decodeScenario", () => {
  it("fills in the published figures", () => {
    const scenario = Result.getOrThrow(decodeScenario(smallScenario))
    expect(scenario).toMatchObject({
      fromMs: 0,
      toMs: DAY_MS,
      windowMs: 5_000,
      bundleRestaurantsWithinM: 0,
      regions: [{ vehicles: { bicycle: 0.44, motorcycle: 0.4 } }],
      restaurants: { acceptMedianMs: 64_000, preparationSigma: 0.58 },
      couriers: { acceptanceMin: 0.4, offerTimeOutMs: 45_000 },
      demand: { patience: { customerAfterMs: 0.75 * HOUR_MS }, promise: { medianMs: 0.5 * HOUR_MS } },
      stops: { beforePickup: { minMs: 90_000, maxMs: 390_000 } }
    })
    expect(scenario.hourFactors).toEqual(Array.from({ length: 24 }, () => 1))
  })

  it("keeps what is written: encoding and decoding are inverse", () => {
    for (const scenario of scenarios) {
      const text = JSON.stringify(Schema.encodeSync(Scenario)(scenario))
      expect(Result.getOrThrow(decodeScenario(JSON.parse(text)))).toEqual(scenario)
    }
  })

  it.each<[unknown, string]>([
    [null, "Expected object, got null"],
    [[], "Expected object, got []"],
    [{}, "name: is required"],
    [
      { ...smallScenario, name: "Metro Launch" },
      'name: Expected a name of lower-case letters, digits and single hyphens, got "Metro Launch"'
    ],
    [{ ...smallScenario, regions: [] }, "regions: Expected a value with a length of at least 1, got []"],
    [{ ...smallScenario, regions: [region, region] }, "regions: region ids must differ"],
    [
      { ...smallScenario, regions: [{ ...region, couriers: "many" }] },
      'regions[0].couriers: Expected number, got "many"'
    ],
    [
      { ...smallScenario, regions: [{ ...region, couriers: 1.5 }] },
      "regions[0].couriers: Expected an integer, got 1.5"
    ],
    [
      { ...smallScenario, regions: [{ ...region, courier: 10 }] },
      "regions[0].courier: Unexpected key with value 10"
    ],
    [
      { ...smallScenario, regions: [{ ...region, centre: { lat: 91, lng: 0 } }] },
      "regions[0].centre.lat: Expected a value between -90 and 90, got 91"
    ],
    [
      { ...smallScenario, regions: [{ ...region, centre: { lat: 80, lng: 0 } }] },
      "regions[0].centre: must keep away from the poles and the antimeridian"
    ],
    [
      {
        ...smallScenario,
        regions: [{ ...region, vehicles: { walking: 0, bicycle: 0, motorcycle: 0, car: 0 } }]
      },
      "regions[0].vehicles: at least one weight must be above 0"
    ],
    [
      { ...smallScenario, bundleRestaurantsWithinM: 2_001 },
      "bundleRestaurantsWithinM: Expected a value between 0 and 2000, got 2001"
    ],
    [{ ...smallScenario, fromMs: 5, toMs: 5 }, "toMs: must be after fromMs and at most 24 h"],
    [
      { ...smallScenario, hourFactors: [1] },
      "hourFactors: Expected a value with a length of at least 24, got [1]"
    ],
    [
      { ...smallScenario, demand: { hourShares: Array.from({ length: 24 }, () => 0) } },
      "demand.hourShares: at least one hour must be above 0"
    ],
    [
      { ...smallScenario, demand: { distance: { p90M: 1_000 } } },
      "demand.distance: must rise from medianM over p90M to maxM"
    ],
    [
      { ...smallScenario, demand: { promise: { p5Ms: NaN } } },
      "demand.promise.p5Ms: Expected an integer, got NaN"
    ],
    [
      { ...smallScenario, restaurants: { acceptP90Ms: 1_000 } },
      "restaurants.acceptP90Ms: must be above acceptMedianMs"
    ],
    [
      { ...smallScenario, couriers: { acceptanceMax: 0.1 } },
      "couriers.acceptanceMax: must not be below acceptanceMin"
    ],
    [
      { ...smallScenario, stops: { afterPickup: { minMs: 2, maxMs: 1 } } },
      "stops.afterPickup.maxMs: must not be below minMs"
    ]
  ])("refuses %j, saying where and why", (input, problem) => expect(problemOf(input)).toBe(problem))

  it("never throws, whatever it is given (fuzz)", () => {
    const keys = Object.keys(smallScenario)
    fc.assert(
      fc.property(
        fc.constantFrom(...keys, "demand", "couriers", "restaurants", "stops"),
        fc.jsonValue(),
        (key, value) => {
          const result = decodeScenario({ ...smallScenario, [key]: value })
          if (Result.isFailure(result)) expect(result.failure.path.startsWith(key)).toBe(true)
        }
      ),
      { numRuns: 1_000 }
    )
    fc.assert(fc.property(fc.anything(), (value) => Result.isFailure(decodeScenario(value))))
  })
})

describe("the schema of scenarios", () => {
  const Described = Schema.Struct({ description: Schema.optionalKey(Schema.String) })
  type Node = { readonly [key: string]: unknown }
  const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null

  /** Paths of all fields below a JSON schema, with their descriptions. */
  const fieldsOf = (node: unknown, path: string): ReadonlyArray<readonly [string, string]> => {
    if (!isNode(node)) return []
    const below = [node["items"], node["allOf"], node["anyOf"]].flat().flatMap((part) => fieldsOf(part, path))
    const own = Object.entries(isNode(node["properties"]) ? node["properties"] : {}).flatMap(
      ([key, value]) => {
        const parts: ReadonlyArray<unknown> =
          isNode(value) && Array.isArray(value["allOf"]) ? value["allOf"] : []
        const said = [value, ...parts].flatMap((part) =>
          Schema.is(Described)(part) && part.description !== undefined ? [part.description] : []
        )
        return [[`${path}.${key}`, said.join(" ")] as const, ...fieldsOf(value, `${path}.${key}`)]
      }
    )
    return [...own, ...below]
  }
  const fields = fieldsOf(Schema.toJsonSchemaDocument(Scenario).schema, "")

  it("says of every field what it is, and of every duration, distance and time its unit", () => {
    expect(fields.length).toBeGreaterThan(60)
    for (const [path, description] of fields.filter(
      ([path]) => !/\.(?:centre|line|bridges)\.(?:lat|lng)$/.test(path)
    )) {
      expect(description, path).not.toBe("")
      if (path.endsWith("Ms")) expect(description, path).toMatch(/\bms\b/)
      if (path.endsWith("M")) expect(description, path).toMatch(/\bmetres\b/)
    }
  })
})
