import { Limits, TokenRole } from "@hotbag/core"
import { Schema } from "effect"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag token`. */
export const addToken = ({ program, terminal }: Host): void => {
  program
    .command("token")
    .description("Make an access token of the development issuer, to try the API with.")
    .requiredOption("--role <role>", `in what capacity: ${TokenRole.literals.join(", ")}`)
    .requiredOption("--subject <id>", "id of the customer, restaurant, courier or operator")
    .option("--scope <scope...>", "only these of what the role may do (default: all of it)")
    .option(
      "--ttl <seconds>",
      `how long it counts (default: ${Limits.tokenTtlS}; at most ${Limits.tokenAgeS})`
    )
    .option("--data <dir>", "data folder of the server, which holds the key (default: ./.hotbag)")
    .option("--json", "print one JSON document instead of the bare token")
    .addHelpText("after", EXAMPLES)
    .action(async (given: unknown) => {
      const options = decodeOptions(given)
      // The server is loaded only by commands that need it.
      const { issueToken } = await import("./server/issueToken.ts")
      const token = await issueToken(options, process.env)
      terminal.out(
        `${options.json ? JSON.stringify({ token, role: options.role, subject: options.subject }) : token}\n`
      )
    })
}

const EXAMPLES = `
Examples:
  $ hotbag token --role customer --subject alice
  $ curl -H "Authorization: Bearer $(hotbag token --role courier --subject c-1)" http://127.0.0.1:8080/api/v1/couriers/me
  $ hotbag token --role operator --subject ops --scope ledger:read --ttl 600

Only for development: whoever reads the data folder can be anybody. A server with AUTH_JWKS_URL takes no such token.`

const decodeOptions = Schema.decodeUnknownSync(
  Schema.Struct({
    role: Schema.String,
    subject: Schema.String,
    scope: Schema.optionalKey(Schema.Array(Schema.String)),
    ttl: Schema.optionalKey(Schema.String),
    data: Schema.optionalKey(Schema.String),
    json: Flag
  })
)
